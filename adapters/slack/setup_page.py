"""The modal by which a workspace is set up, and what is shown when it was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.fitting import escaped, plain, shortened
from adapters.slack.heard import GivenFile, ViewSent
from adapters.slack.inputs import GIVEN, option
from adapters.slack.payload import ID
from adapters.slack.reading import user_in
from flows.core import Setup
from flows.ids import AccountId, ProgramId
from flows.messages import Say

SETUP = "setup"
"""The callback id of the modal."""
PROGRAM, ANNOUNCEMENTS, COORDINATORS = "program", "announcements", "coordinators"
DESK, PASTED, FILE, WHOLE = "desk", "pasted", "file", "whole"
SAID: Mapping[str, Say] = {
    "title": Say("chat.setup.title"),
    "save": Say("chat.setup.save"),
    "close": Say("chat.setup.close"),
    "intro": Say("chat.setup.intro"),
    "invite": Say("chat.setup.invite"),
    PROGRAM: Say("chat.setup.program"),
    "program_help": Say("chat.setup.program_help"),
    ANNOUNCEMENTS: Say("chat.setup.announcements"),
    "announcements_help": Say("chat.setup.announcements_help"),
    COORDINATORS: Say("chat.setup.coordinators"),
    "coordinators_help": Say("chat.setup.coordinators_help"),
    DESK: Say("chat.setup.desk"),
    "desk_help": Say("chat.setup.desk_help"),
    PASTED: Say("chat.setup.pasted"),
    "pasted_help": Say("chat.setup.pasted_help"),
    FILE: Say("chat.setup.file"),
    "file_help": Say("chat.setup.file_help"),
    WHOLE: Say("chat.setup.whole"),
    "whole_help": Say("chat.setup.whole_help"),
    "whole_yes": Say("chat.setup.whole_yes"),
    "saved": Say("chat.setup.saved"),
    "working": Say("chat.setup.working"),
    "nobody": Say("chat.setup.nobody"),
    "nowhere": Say("chat.setup.nowhere"),
    "complete": Say("chat.setup.complete"),
    "still": Say("chat.setup.still"),
    "not_yours": Say("chat.setup.not_yours"),
    "who_may": Say("chat.setup.who_may"),
    "no_answer": Say("chat.setup.no_answer"),
    "again": Say("chat.setup.again"),
}
"""Every sentence of it, in the reader's language."""

Told = Mapping[str, str]
View = dict[str, Any]
Blocks = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody filled in."""

    program: ProgramId | None = None
    announcements: str = ""
    desk: str = ""
    coordinators: tuple[AccountId, ...] = ()
    pasted: str = ""
    file: GivenFile | None = None
    whole: bool = False
    """Whether these are all members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How far it is, in words."""

    members: str = ""
    passed_over: str = ""
    missing: tuple[str, ...] = ()


def given_in(heard: ViewSent) -> Given:
    """What was sent."""

    def one(field: str) -> str:
        return next(iter(heard.values.get(field, ())), "")

    return Given(
        program=ProgramId(one(PROGRAM)) or None,
        announcements=one(ANNOUNCEMENTS),
        desk=one(DESK),
        coordinators=tuple(map(AccountId, heard.values.get(COORDINATORS, ()))),
        pasted=one(PASTED),
        file=next(iter(heard.files.get(FILE, ())), None),
        whole=bool(one(WHOLE)),
    )


def as_it_stands(setup: Setup) -> Given:
    """What the fields hold where nothing was filled in yet."""
    return Given(
        program=setup.program,
        announcements=setup.announcements,
        desk=setup.desk,
        coordinators=setup.coordinators,
    )


def page(setup: Setup, told: Told, given: Given, errors: Mapping[str, str], stands: Stands) -> View:
    """The modal, holding what was given last; what is still to do stands above, what is wrong below its field."""
    blocks: Blocks = [_line(f"{told['intro']} {told['invite']}")]
    if setup.program:
        blocks += [_line(stands.members), *_to_do(stands.missing, told)]
    for field, element in _elements(setup, given, told).items():
        blocks.append(_input(field, element, told, required=field == PROGRAM))
        if field in errors:
            blocks.append({"type": "context", "elements": [plain(f"⚠️ {errors[field]}", limits.SECTION)]})
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
    fields = [cell for label, value in facts for cell in (plain(label, limits.FIELD), value)]
    blocks: Blocks = [*map(_line, first), {"type": "section", "fields": fields}, _line(stands.members)]
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


# --- inputs -------------------------------------------------------------------------------------------------


def _elements(setup: Setup, given: Given, told: Told) -> dict[str, dict[str, Any]]:
    """The fields, in order. The program is asked for only where there is a choice."""
    choice = {PROGRAM: _programs(setup, given.program)} if len(setup.programs) > 1 else {}
    return {
        **choice,
        ANNOUNCEMENTS: _conversation(given.announcements, "public", "private"),
        COORDINATORS: _people(given.coordinators),
        # what is told in confidence comes here: Slack offers no channel that anybody could read
        DESK: _conversation(given.desk, "private", exclude_external_shared_channels=True),
        PASTED: {
            "type": "plain_text_input",
            "multiline": True,
            "max_length": limits.INPUT,
            **({"initial_value": shortened(given.pasted, limits.INPUT)} if given.pasted.strip() else {}),
        },
        FILE: {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
        **({WHOLE: _whole(told, ticked=given.whole)} if setup.members else {}),
    }


def _input(field: str, element: dict[str, Any], told: Told, *, required: bool) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": field,
        "label": plain(told[field], limits.LABEL),
        "hint": plain(told[f"{field}_help"], limits.LABEL),
        "optional": not required,
        "element": {**element, "action_id": GIVEN},
    }


def _programs(setup: Setup, chosen: ProgramId | None) -> dict[str, Any]:
    options = [option(id, name) for id, name in setup.programs][: limits.OPTIONS]
    first = [each for each in options if each["value"] == chosen]
    return {"type": "static_select", "options": options, **({"initial_option": first[0]} if first else {})}


def _whole(told: Told, *, ticked: bool) -> dict[str, Any]:
    """A box to tick; of use only where there is a list already."""
    yes = option(WHOLE, told["whole_yes"])
    return {"type": "checkboxes", "options": [yes], **({"initial_options": [yes]} if ticked else {})}


def _conversation(id: str, *kinds: str, **more: bool) -> dict[str, Any]:
    first = {"initial_conversation": id} if ID.fullmatch(id) else {}
    return {"type": "conversations_select", "filter": {"include": list(kinds), **more}, **first}


def _people(accounts: Sequence[AccountId]) -> dict[str, Any]:
    users = [user for _, user in map(user_in, accounts) if ID.fullmatch(user)][: limits.OPTIONS]
    return {"type": "multi_users_select", **({"initial_users": users} if users else {})}


def in_one_text(view: View) -> str:
    """All that a modal says, as the text of a message: for somebody who closed it before it was ready."""
    return "\n".join(_said(view["blocks"]))


def _said(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case {"type": "section", "text": {"text": words}}:
                yield escaped(words)
            case {"type": "section", "fields": fields}:
                cells = [
                    each["text"] if each["type"] == "mrkdwn" else escaped(each["text"]) for each in fields
                ]
                yield from (f"{label}: {value}" for label, value in zip(cells[::2], cells[1::2], strict=True))
            case {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": items}]}:
                for nth, item in enumerate(items, start=1):
                    yield f"{nth}. {escaped(item['elements'][0]['text'])}"
            case {"type": "context", "elements": [{"text": words}]}:
                yield escaped(words)
