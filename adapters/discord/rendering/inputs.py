"""What a modal is made of: labels, and the inputs that stand in them."""

from collections.abc import Sequence
from typing import Any

from adapters.discord.rendering import limits
from adapters.discord.rendering.fitting import key, line
from flows.wording.fitting import clean, cut, shortened, width

Component = dict[str, Any]
MENU, TYPED, USERS, LABEL, RADIOS, BOXES = 3, 4, 5, 18, 21, 22
ONE_LINE, LINES = 1, 2


def label(words: str, component: Component, description: str = "") -> Component:
    """An input under its label, and between them a line that says more."""
    below = " ".join(clean(description).split())
    told = {"type": LABEL, "label": line(words, limits.LABEL), "component": component}
    return {**told, "description": shortened(below, limits.DESCRIPTION)} if below else told


def typed(
    id: str,
    *,
    value: str = "",
    longest: int = limits.INPUT,
    lines: bool = False,
    required: bool = True,
    example: str = "",
) -> Component:
    """A text; what was too long before stays, to be made shorter."""
    value = shortened(clean(value), limits.INPUT)
    value = value if lines else " ".join(value.split())
    component: Component = {
        "type": TYPED,
        "custom_id": key(id, limits.CUSTOM_ID),
        "style": LINES if lines else ONE_LINE,
        "max_length": max(1, min(longest, limits.INPUT), width(value)),
        "required": required,
    }
    if value.strip():
        component["value"] = value
    return {**component, "placeholder": line(example, limits.PLACEHOLDER)} if example.strip() else component


def option(id: str, words: str, *, chosen: bool = False) -> Component:
    """One of the choices; words beyond a label's end stand below it."""
    value = key(id, limits.OPTION)
    bare = " ".join(clean(words).split()) or line(value, limits.OPTION)
    found: Component = {"label": bare, "value": value}
    if width(bare) > limits.OPTION:
        head, rest = cut(bare, limits.OPTION - 1)
        found = {
            "label": f"{head}…",
            "value": value,
            "description": shortened(f"…{rest}", limits.DESCRIPTION),
        }
    return {**found, "default": True} if chosen else found


def radios(id: str, options: Sequence[Component], *, required: bool = True) -> Component:
    """One of two to ten, all to be seen at once."""
    return {
        "type": RADIOS,
        "custom_id": key(id, limits.CUSTOM_ID),
        "options": list(options),
        "required": required,
    }


def boxes(
    id: str,
    options: Sequence[Component],
    *,
    required: bool = True,
    least: int | None = None,
    most: int | None = None,
) -> Component:
    """Any of up to ten, all to be seen at once."""
    return {
        "type": BOXES,
        "custom_id": key(id, limits.CUSTOM_ID),
        "options": list(options),
        "required": required,
        **_bounds(options, required=required, least=least, most=most or len(options)),
    }


def menu(
    id: str, options: Sequence[Component], *, required: bool = True, least: int | None = None, most: int = 1
) -> Component:
    """One or some of up to twenty-five."""
    return {
        "type": MENU,
        "custom_id": key(id, limits.CUSTOM_ID),
        "options": list(options),
        "required": required,
        **_bounds(options, required=required, least=least, most=most),
    }


def users(id: str, *, chosen: str = "", required: bool = True) -> Component:
    """Somebody in the server; `chosen` is an id."""
    found: Component = {
        "type": USERS,
        "custom_id": key(id, limits.CUSTOM_ID),
        "required": required,
        "min_values": 1 if required else 0,
        "max_values": 1,
    }
    return {**found, "default_values": [{"id": chosen, "type": "user"}]} if chosen else found


def _bounds(options: Sequence[Component], *, required: bool, least: int | None, most: int) -> dict[str, int]:
    """How many may be chosen: no fewer than are chosen already, since Discord would not open it."""
    chosen = sum("default" in each for each in options)
    most = max(1, chosen, min(most, len(options)))
    return {"min_values": min(max(least or 1, 1), most) if required else 0, "max_values": most}
