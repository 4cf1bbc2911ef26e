"""Layout components as Discord takes them; each is small enough when it comes here."""

from collections.abc import Sequence
from typing import Any

from adapters.discord.rendering import limits
from adapters.discord.rendering.fitting import line

Component = dict[str, Any]
ROW, BUTTON, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 10, 12, 13, 14, 17
FIRST, PLAIN, RED = 1, 2, 4
"""Styles of a button."""


def text(content: str) -> Component:
    """Words, as markdown."""
    return {"type": TEXT, "content": content}


def row(buttons: Sequence[Component]) -> Component:
    """Buttons side by side."""
    return {"type": ROW, "components": list(buttons)}


def button(id: str, label: str, *, danger: bool = False, first: bool = False) -> Component:
    """A button; what it would undo or end is red, and what comes first in a row of steps stands out."""
    style = RED if danger else FIRST if first else PLAIN
    return {"type": BUTTON, "style": style, "label": line(label, limits.BUTTON), "custom_id": id}


def separator() -> Component:
    """A line between what two prompts say."""
    return {"type": SEPARATOR, "divider": True, "spacing": 2}


def card(inside: Sequence[Component]) -> Component:
    """A frame around what belongs together."""
    return {"type": CONTAINER, "components": list(inside)}


def picture(name: str, alt: str) -> Component:
    """A picture that goes along."""
    return {"type": GALLERY, "items": [{"media": _attached(name), "description": alt}]}


def file(name: str) -> Component:
    """A file that goes along."""
    return {"type": FILE, "file": _attached(name)}


def _attached(name: str) -> Component:
    return {"url": f"attachment://{name}"}
