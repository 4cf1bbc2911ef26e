"""The fields by which a workspace is set up: Slack's own inputs, holding what was given last; and what was sent. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.reading.heard import GivenFile, ViewSent
from adapters.slack.reading.origin import user_in
from adapters.slack.reading.payload import ID
from adapters.slack.rendering import limits
from adapters.slack.rendering.fitting import plain
from adapters.slack.rendering.inputs import GIVEN, option
from adapters.slack.setup.words import ANNOUNCEMENTS, COORDINATORS, DESK, FILE, PASTED, PROGRAM, WHOLE, Told
from flows.core import Setup
from flows.ids import AccountId, ProgramId
from flows.wording.fitting import shortened


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


def fields(setup: Setup, told: Told, given: Given, errors: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A block for each; what is wrong stands below."""
    for field, element in _elements(setup, given, told).items():
        yield _input(field, element, told, required=field == PROGRAM)
        if field in errors:
            yield {"type": "context", "elements": [plain(f"⚠️ {errors[field]}", limits.SECTION)]}


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
