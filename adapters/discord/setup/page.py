"""The modals by which a server is set up, and what is shown when one was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord.reading.origin import user_in
from adapters.discord.rendering import limits
from adapters.discord.rendering.marking import inert
from adapters.discord.rendering.names import SETUP
from adapters.discord.setup import fields
from adapters.discord.setup.fields import Given
from adapters.discord.setup.words import ANNOUNCEMENTS, COORDINATORS, DESK, PROGRAM, ROLES, Stands, Told
from flows.core import Setup
from flows.ids import AccountId, ProgramId
from flows.wording.fitting import shortened

PLACES, MEMBERS = f"{SETUP}places", f"{SETUP}members"
"""The custom ids of the two modals, and of the buttons that open them."""
SAYS, TURNS, OPENS = 4, 7, 9
"""How an interaction is answered: with a message, with another in the place of the one before, with a modal."""
EPHEMERAL, LAYOUT = 1 << 6, 1 << 15
WORDS, ROW, BUTTON = 10, 1, 2
PLAIN, FIRST = 2, 1
"""Styles of a button."""
LINE, LINES = 500, 3_600
"""The most characters of a line, and of all of them: a message holds 4,000."""
Answer = dict[str, Any]
"""What an interaction is answered with."""


def page(id: str, setup: Setup, told: Told, given: Given) -> Answer:
    """One of the two modals, holding what was given last."""
    inside = (fields.members if id == MEMBERS else fields.places)(setup, told, given)
    title = told["members" if id == MEMBERS else "title"][: limits.TITLE]
    later = _answer([_plain(told["here"])], (id, told["open"], FIRST))["data"]
    return {"type": OPENS, "data": {"custom_id": id, "title": title, "components": inside}, "later": later}


def only(told: Told, *lines: str, users: Sequence[AccountId] = ()) -> Answer:
    """Words alone; `users` are named below them."""
    named = [told["who_may"], _users(users)] if users else []
    return _answer([*map(_plain, lines), *named])


def wrong(id: str, told: Told, errors: Mapping[str, Sequence[str]], *more: str) -> Answer:
    """What is to be put right, by field; and the way back to where it was filled in."""
    lines = [_plain(told["wrong"])]
    lines += [
        f"- **{_plain(told[field])}**: {_plain(line)}" for field, said in errors.items() for line in said
    ]
    return _answer([*lines, *map(_plain, more)], (id, told["mend"], FIRST))


def again(id: str, told: Told, *lines: str) -> Answer:
    """Words, and the way back."""
    return _answer([*map(_plain, lines)], (id, told["mend"], FIRST))


def standing(setup: Setup, told: Told, stands: Stands, roles: str, *first: str) -> Answer:
    """How it stands, and what is still to do, in order."""
    lines = [*map(_plain, first), *_facts(setup, told, roles), f"- {_plain(stands.members)}"]
    if stands.missing:
        lines += [
            _plain(told["still"]),
            *(f"{nth}. {_plain(line)}" for nth, line in enumerate(stands.missing, 1)),
        ]
    else:
        lines.append(_plain(told["complete"]))
    list_first = FIRST if stands.missing and not setup.members else PLAIN
    return _answer(lines, (PLACES, told["change"], PLAIN), (MEMBERS, told["members"], list_first))


def in_its_place(answer: Answer) -> Answer:
    """The same where it stands instead of what was shown before, which is not true any more."""
    return {**answer, "type": TURNS} if answer["type"] == SAYS else answer


# --- pieces -------------------------------------------------------------------------------------------------


def _facts(setup: Setup, told: Told, roles: str) -> Iterator[str]:
    name = dict(setup.programs).get(setup.program or ProgramId(""), "")
    yield f"- **{_plain(told[PROGRAM])}**: {_plain(name)}"
    yield f"- **{_plain(told[ANNOUNCEMENTS])}**: {_channel(setup.announcements, told)}"
    yield f"- **{_plain(told[DESK])}**: {_channel(setup.desk, told)}"
    yield f"- **{_plain(told[COORDINATORS])}**: {_users(setup.coordinators) or _plain(told['nobody'])}"
    yield f"- **{_plain(told[ROLES])}**: {_plain(roles)}"


def _answer(lines: Sequence[str], *buttons: tuple[str, str, int]) -> Answer:
    """A message that one alone sees."""
    rows = [
        {"type": BUTTON, "custom_id": id, "label": label[: limits.BUTTON], "style": style}
        for id, label, style in buttons
    ]
    words = {"type": WORDS, "content": shortened("\n".join(lines), LINES)}
    return {
        "type": SAYS,
        "data": {
            "flags": EPHEMERAL | LAYOUT,
            "allowed_mentions": {"parse": []},
            "components": [words, *([{"type": ROW, "components": rows}] if rows else [])],
        },
    }


def _plain(words: str) -> str:
    return inert(shortened(words, LINE))


def _channel(id: str, told: Told) -> str:
    return f"<#{id}>" if id.isdecimal() else _plain(told["nowhere"])


def _users(accounts: Sequence[AccountId]) -> str:
    return ", ".join(f"<@{user}>" for user in map(user_in, accounts[: limits.OPTIONS]) if user.isdecimal())
