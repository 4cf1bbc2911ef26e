"""Somebody at a form in Discord: the fields of their modal by the core's keys, filled as a hand would fill them, and sent."""

from collections.abc import Mapping
from typing import Any

from adapters.discord.reading.origin import account_of, user_in
from adapters.discord.rendering.names import FORM, PAGE
from flows.ids import AccountId, EventId
from tests.discord import sheets
from tests.discord.checks.components import walk
from tests.discord.checks.modals import BOX, BOXES, INPUT, RADIO
from tests.discord.checks.parts import STRING, USERS
from tests.discord.person import Person
from tests.discord.refusals import Json
from tests.discord.screen import places, seen, visible


def page(person: Person) -> Json:
    """The form's page that is open before them."""
    sheet = person.site.sheets.get(person.id)
    assert sheet, f"no modal is open before {person.name}:\n{person.screen}"
    assert sheet["custom_id"].startswith(FORM), f"{person.name} has no form open: {person.modal}"
    return sheet


def fields(person: Person) -> dict[str, Json]:
    """What there is to fill in, by key."""
    return {field["custom_id"]: field for _, _, field in sheets.fields(page(person))}


def asked(person: Person) -> tuple[str, ...]:
    """The questions on it, in order."""
    return tuple(fields(person))


def errors(person: Person) -> dict[str, str]:
    """What Discord itself says is wrong, beside which field."""
    keys = {label: field["custom_id"] for label, _, field in sheets.fields(page(person))}
    return {keys[label]: words for label, words in page(person)["errors"].items()}


def stands(person: Person) -> dict[str, tuple[str, ...]]:
    """What is filled in."""
    return {key: _given(page(person), field) for key, field in fields(person).items()}


async def sends(person: Person, values: Mapping[str, tuple[str, ...]]) -> None:
    """Fill in what is given, leave the rest as it is, and send it."""
    there = {field["custom_id"]: (label, field) for label, _, field in sheets.fields(page(person))}
    labels = [label for label, _ in there.values()]
    assert len(set(labels)) == len(labels), f"two questions look alike: {labels}"
    for key, given in values.items():
        assert key in there, f"{key} is not asked on this page, only {sorted(there)}"
        if given:
            label, field = there[key]
            await person.chooses(label, _entered(person, field, given))
    await person.submits()


async def goes_on(person: Person, event: EventId) -> None:
    """Where the page that an event was answered with could not open by itself, a message came with a button that opens it."""
    wanted = f"{PAGE}{event}"
    for channel in places(person.site, person.user):
        for message in visible(channel, person.user):
            for one in walk(message.components):
                if one.get("custom_id") == wanted:
                    on = seen(person.site, person.user, message)
                    await person.presses(one["label"], on, custom_id=wanted)
                    return
    raise AssertionError(
        f"nothing leads {person.name} to the page that {event} was answered with:\n{person.screen}"
    )


def _entered(person: Person, field: Json, given: tuple[str, ...]) -> Any:
    labels = {option["value"]: option["label"] for option in field.get("options", ())}
    match field["type"]:
        case kind if kind == INPUT:
            return given[0]
        case kind if kind == RADIO:
            return labels[given[0]]
        case kind if kind in {BOXES, STRING}:
            return [labels[each] for each in given]
        case kind if kind == BOX:
            return given[0] == "yes"
        case kind if kind == USERS:
            return Person(person.site, person.site.users[user_in(AccountId(given[0]))])
    raise AssertionError(f"plays do not know how to fill in a component of type {field['type']}")


def _given(sheet: Json, field: Json) -> tuple[str, ...]:
    there = sheets.value(sheet, field)
    if isinstance(there, bool):
        return ("yes" if there else "no",)
    several = there if isinstance(there, list) else [there] if there else []
    return tuple(account_of(one) if field["type"] == USERS else one for one in several)
