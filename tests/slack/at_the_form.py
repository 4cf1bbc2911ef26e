"""Somebody at a form in Slack: the fields of their modal by the core's keys, filled as a hand would fill them, and sent."""

from collections.abc import Mapping
from typing import Any

from adapters.slack.rendering.forms import FORM
from tests.overheard import padded
from tests.slack.person import Person
from tests.slack.records import View
from tests.slack.refusals import Json

WARNING = "⚠️"
"""Begins what a page says below a field that has to be filled in again."""


def page(person: Person) -> View:
    """The form's page that is open before them."""
    stack = person.workspace.modals.get(person.id)
    assert stack, f"no modal is open before {person.user.name}"
    assert stack[-1].get("callback_id") == FORM, f"{person.user.name} has no form open: {person.modal}"
    return stack[-1]


def asked(person: Person) -> tuple[str, ...]:
    """The questions on it, in order."""
    return tuple(block["block_id"] for block in page(person).blocks if block["type"] == "input")


def errors(person: Person) -> dict[str, str]:
    """What stands beside which field."""
    view = page(person)
    found = dict(view.errors)
    for above, below in zip(view.blocks, view.blocks[1:], strict=False):
        if below["type"] == "context" and below["elements"][0]["text"].startswith(WARNING):
            found[above["block_id"]] = below["elements"][0]["text"].removeprefix(WARNING).strip()
    return found


def stands(person: Person) -> dict[str, tuple[str, ...]]:
    """What is filled in."""
    return {key: _given(page(person).state[key]) for key in asked(person)}


async def sends(person: Person, values: Mapping[str, tuple[str, ...]]) -> None:
    """Fill in what is given, leave the rest as it is, and send it."""
    blocks = {block["block_id"]: block for block in page(person).blocks if block["type"] == "input"}
    for key, given in values.items():
        assert key in blocks, f"{key} is not asked on this page, only {sorted(blocks)}"
        if given:
            block = blocks[key]
            await person.chooses(block["label"]["text"], _entered(person, block["element"], given))
    await person.submits()


def _entered(person: Person, element: Json, given: tuple[str, ...]) -> Any:
    labels = {option["value"]: option["text"]["text"] for option in element.get("options", ())}
    match element["type"]:
        case "plain_text_input" | "number_input" | "datepicker":
            return given[0]
        case "timepicker":
            return padded(given[0])
        case "radio_buttons" | "static_select":
            return labels[given[0]]
        case "checkboxes" | "multi_static_select":
            return [labels[each] for each in given]
        case "users_select":
            return given[0].rpartition(":")[2]
    raise AssertionError(f"plays do not know how to fill in a {element['type']}")


def _given(states: Json) -> tuple[str, ...]:
    (state,) = states.values()
    chosen = next(value for name, value in state.items() if name != "type")
    each = chosen if isinstance(chosen, list) else [chosen]
    return tuple(one["value"] if isinstance(one, dict) else one for one in each if one)
