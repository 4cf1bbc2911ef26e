"""The modals by which a server is set up, and what is shown when one was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from adapters.discord import render
from adapters.discord.reading.origin import user_in
from adapters.discord.rendering import components, limits
from adapters.discord.rendering.marking import inert
from adapters.discord.rendering.names import SETUP
from adapters.discord.rendering.reply import Kind, Payload, Reply
from adapters.discord.setup import fields
from adapters.discord.setup.fields import Given
from adapters.discord.setup.words import ANNOUNCEMENTS, COORDINATORS, DESK, PROGRAM, ROLES, Stands, Told
from flows.core import Setup
from flows.ids import AccountId, ProgramId
from flows.wording.fitting import shortened

PLACES, MEMBERS = f"{SETUP}places", f"{SETUP}members"
"""The custom ids of the two modals, and of the buttons that open them."""
Offered = tuple[str, str, bool]
"""A button: its id, its label, and whether it is the next step."""
LINE, LINES = 500, 3_600
"""The most characters of a line, and of all of them: a message holds 4,000."""


def page(id: str, setup: Setup, told: Told, given: Given) -> Reply:
    """One of the two modals, holding what was given last."""
    inside = (fields.members if id == MEMBERS else fields.places)(setup, told, given)
    title = told["members" if id == MEMBERS else "title"][: limits.TITLE]
    later = _message([_plain(told["here"])], (id, told["open"], True))
    modal = {"custom_id": id, "title": title, "components": inside}
    return Reply(kind=Kind.OPENS, data=modal, later=later)


def only(told: Told, *lines: str, users: Sequence[AccountId] = ()) -> Reply:
    """Words alone; `users` are named below them."""
    named = [told["who_may"], _users(users)] if users else []
    return _answer([*map(_plain, lines), *named])


def wrong(id: str, told: Told, errors: Mapping[str, Sequence[str]], *more: str) -> Reply:
    """What is to be put right, by field; and the way back to where it was filled in."""
    lines = [_plain(told["wrong"])]
    lines += [
        f"- **{_plain(told[field])}**: {_plain(line)}" for field, said in errors.items() for line in said
    ]
    return _answer([*lines, *map(_plain, more)], (id, told["mend"], True))


def again(id: str, told: Told, *lines: str) -> Reply:
    """Words, and the way back."""
    return _answer([*map(_plain, lines)], (id, told["mend"], True))


def standing(setup: Setup, told: Told, stands: Stands, roles: str, *first: str) -> Reply:
    """How it stands, and what is still to do, in order."""
    lines = [*map(_plain, first), *_facts(setup, told, roles), f"- {_plain(stands.members)}"]
    if stands.missing:
        lines += [
            _plain(told["still"]),
            *(f"{nth}. {_plain(line)}" for nth, line in enumerate(stands.missing, 1)),
        ]
    else:
        lines.append(_plain(told["complete"]))
    list_first = bool(stands.missing) and not setup.members
    return _answer(lines, (PLACES, told["change"], False), (MEMBERS, told["members"], list_first))


def in_its_place(reply: Reply) -> Reply:
    """The same where it stands instead of what was shown before, which is not true any more."""
    return replace(reply, kind=Kind.TURNS) if reply.kind is Kind.SAYS else reply


# --- pieces -------------------------------------------------------------------------------------------------


def _facts(setup: Setup, told: Told, roles: str) -> Iterator[str]:
    name = dict(setup.programs).get(setup.program or ProgramId(""), "")
    yield f"- **{_plain(told[PROGRAM])}**: {_plain(name)}"
    yield f"- **{_plain(told[ANNOUNCEMENTS])}**: {_channel(setup.announcements, told)}"
    yield f"- **{_plain(told[DESK])}**: {_channel(setup.desk, told)}"
    yield f"- **{_plain(told[COORDINATORS])}**: {_users(setup.coordinators) or _plain(told['nobody'])}"
    yield f"- **{_plain(told[ROLES])}**: {_plain(roles)}"


def _answer(lines: Sequence[str], *buttons: Offered) -> Reply:
    return Reply(kind=Kind.SAYS, data=_message(lines, *buttons))


def _message(lines: Sequence[str], *buttons: Offered) -> Payload:
    """A message that one alone sees."""
    words = components.text(shortened("\n".join(lines), LINES))
    offered = [components.button(id, label, first=first) for id, label, first in buttons]
    return render.privately([words, *([components.row(offered)] if offered else [])])


def _plain(words: str) -> str:
    return inert(shortened(words, LINE))


def _channel(id: str, told: Told) -> str:
    return f"<#{id}>" if id.isdecimal() else _plain(told["nowhere"])


def _users(accounts: Sequence[AccountId]) -> str:
    return ", ".join(f"<@{user}>" for user in map(user_in, accounts[: limits.OPTIONS]) if user.isdecimal())
