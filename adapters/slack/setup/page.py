"""The modal by which a workspace is set up, and what is shown when it was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.slack.reading.origin import user_in
from adapters.slack.reading.payload import ID
from adapters.slack.rendering import limits
from adapters.slack.rendering.fitting import escaped, plain
from adapters.slack.setup.fields import Given, fields
from adapters.slack.setup.words import ANNOUNCEMENTS, COORDINATORS, DESK, PROGRAM, Stands, Told
from flows.core import Setup
from flows.ids import AccountId, ProgramId
from flows.wording.fitting import shortened

SETUP = "setup"
"""The callback id of the modal."""
View = dict[str, Any]
Blocks = list[dict[str, Any]]


def page(setup: Setup, told: Told, given: Given, errors: Mapping[str, str], stands: Stands) -> View:
    """The modal, holding what was given last; what is still to do stands above, what is wrong below its field."""
    blocks: Blocks = [_line(f"{told['intro']} {told['invite']}")]
    if setup.program:
        blocks += [_line(stands.members), *_to_do(stands.missing, told)]
    blocks += fields(setup, told, given, errors)
    save = {"submit": plain(told["save"], limits.TITLE)}
    return {**_frame(told), **save, "callback_id": SETUP, "blocks": blocks}


def errors_beside(errors: Mapping[str, str]) -> dict[str, Any]:
    """What a sent modal is answered with where something is wrong: it stays, with all that was filled in."""
    beside = {field: plain(error, limits.ERROR)["text"] for field, error in errors.items()}
    return {"response_action": "errors", "errors": beside}


def only(told: Told, *lines: str, users: Sequence[AccountId] = ()) -> View:
    """A modal that says something; `users` are named below it."""
    blocks: Blocks = [_line(line) for line in lines]
    if users:
        blocks += [_line(told["who_may"]), _mentions(users)]
    return {**_frame(told), "callback_id": f"{SETUP}_told", "blocks": blocks}


def standing(setup: Setup, told: Told, stands: Stands, *first: str) -> View:
    """How it stands, and what is still to do, in order."""
    name = dict(setup.programs).get(setup.program or ProgramId(""), "")
    facts = (
        (told[PROGRAM], plain(name, limits.FIELD)),
        (told[ANNOUNCEMENTS], _channel(setup.announcements, told)),
        (told[COORDINATORS], _users(setup.coordinators, told)),
        (told[DESK], _channel(setup.desk, told)),
    )
    cells = [cell for label, value in facts for cell in (plain(label, limits.FIELD), value)]
    blocks: Blocks = [*map(_line, first), {"type": "section", "fields": cells}, _line(stands.members)]
    blocks += _to_do(stands.missing, told) or [_line(told["complete"])]
    return {**_frame(told), "callback_id": f"{SETUP}_told", "blocks": blocks}


# --- pieces -------------------------------------------------------------------------------------------------


def _frame(told: Told) -> View:
    return {
        "type": "modal",
        "title": plain(told["title"], limits.TITLE),
        "close": plain(told["close"], limits.TITLE),
    }


def _line(words: str) -> dict[str, Any]:
    return {"type": "section", "text": plain(words, limits.SECTION)}


def _to_do(missing: Sequence[str], told: Told) -> Blocks:
    return [_line(told["still"]), _numbered(missing)] if missing else []


def _numbered(lines: Sequence[str]) -> dict[str, Any]:
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in lines]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "ordered", "elements": items}],
    }


def _mentions(users: Sequence[AccountId]) -> dict[str, Any]:
    """Their names; nobody is called by it, since a modal calls nobody."""
    named: Blocks = []
    for account in users[: limits.OPTIONS]:
        named += [{"type": "text", "text": ", "}] * bool(named) + [
            {"type": "user", "user_id": user_in(account)[1]}
        ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": named}]}


def _channel(id: str, told: Told) -> dict[str, Any]:
    return _markup(f"<#{id}>") if ID.fullmatch(id) else plain(told["nowhere"], limits.FIELD)


def _users(accounts: Sequence[AccountId], told: Told) -> dict[str, Any]:
    users = [f"<@{user}>" for _, user in map(user_in, accounts) if ID.fullmatch(user)]
    shown = shortened(", ".join(users), limits.FIELD)
    return _markup(shown) if users else plain(told["nobody"], limits.FIELD)


def _markup(words: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": words}


def in_one_text(view: View) -> str:
    """All that a modal says, as the text of a message: for somebody who closed it before it was ready."""
    return "\n".join(_said(view["blocks"]))


def _said(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case {"type": "section", "text": {"text": words}}:
                yield escaped(words)
            case {"type": "section", "fields": given}:
                cells = [
                    each["text"] if each["type"] == "mrkdwn" else escaped(each["text"]) for each in given
                ]
                yield from (f"{label}: {value}" for label, value in zip(cells[::2], cells[1::2], strict=True))
            case {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": items}]}:
                for nth, item in enumerate(items, start=1):
                    yield f"{nth}. {escaped(item['elements'][0]['text'])}"
            case {"type": "context", "elements": [{"text": words}]}:
                yield escaped(words)
