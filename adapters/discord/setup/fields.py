"""The fields by which a server is set up: Discord's own inputs, holding what was given last; and what was sent. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.reading.heard import GivenFile, SetupSent
from adapters.discord.reading.origin import user_in
from adapters.discord.rendering import inputs, limits
from adapters.discord.setup.words import (
    ANNOUNCEMENTS,
    COORDINATORS,
    DESK,
    FILE,
    PASTED,
    PROGRAM,
    ROLES,
    WHOLE,
    Told,
)
from flows.core import Members, Setup
from flows.ids import AccountId, ProgramId

USERS, CHANNELS, UPLOAD, BOX = 5, 8, 19, 23
TEXT_CHANNEL = 0
"""The kind of channel that can hold private threads."""
YES = "yes"
"""How a box that is ticked is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody filled in: of one modal, so that the fields of the other are empty."""

    program: ProgramId | None = None
    announcements: str = ""
    desk: str = ""
    coordinators: tuple[AccountId, ...] = ()
    roles: bool | None = None
    pasted: str = ""
    file: GivenFile | None = None
    listed: Members = field(default_factory=Members)
    """What a file said that was given before: a modal cannot show it, and nobody shall have to give it twice."""
    whole: bool = False
    """Whether these are all members."""


def given_in(heard: SetupSent) -> Given:
    """What was sent."""

    def one(key: str) -> str:
        return next(iter(heard.values.get(key, ())), "")

    return Given(
        program=ProgramId(one(PROGRAM)) or None,
        announcements=one(ANNOUNCEMENTS),
        desk=one(DESK),
        coordinators=tuple(map(AccountId, heard.values.get(COORDINATORS, ()))),
        roles=one(ROLES) == YES if ROLES in heard.values else None,
        pasted=one(PASTED),
        file=next(iter(heard.files.get(FILE, ())), None),
        whole=one(WHOLE) == YES,
    )


def as_it_stands(setup: Setup) -> Given:
    """What the fields hold where nothing was filled in yet."""
    return Given(
        program=setup.program,
        announcements=setup.announcements,
        desk=setup.desk,
        coordinators=setup.coordinators,
        roles=bool(setup.roles),
    )


def places(setup: Setup, told: Told, given: Given) -> list[dict[str, Any]]:
    """Who and where. The program is asked for only where there is a choice, and has the room of the list then."""
    first = [(PROGRAM, _programs(setup, given.program))] if len(setup.programs) > 1 else []
    fields = [
        *first,
        (ANNOUNCEMENTS, _channel(given.announcements)),
        (DESK, _channel(given.desk)),
        (COORDINATORS, _people(given.coordinators)),
        (ROLES, {"type": BOX, "default": bool(given.roles)}),
        (FILE, _file()),
    ]
    return list(_labelled(fields[: limits.MODAL], told))


def members(setup: Setup, told: Told, given: Given) -> list[dict[str, Any]]:
    """The list of members: pasted or as a file."""
    pasted = inputs.typed(PASTED, value=given.pasted, lines=True, required=False)
    whole = [(WHOLE, {"type": BOX, "default": given.whole})] if setup.members else []
    return list(_labelled([(PASTED, pasted), (FILE, _file()), *whole], told))


def _labelled(fields: Sequence[tuple[str, dict[str, Any]]], told: Told) -> Iterator[dict[str, Any]]:
    for key, component in fields:
        yield inputs.label(told[key], {**component, "custom_id": key}, told[f"{key}_help"])


def _programs(setup: Setup, chosen: ProgramId | None) -> dict[str, Any]:
    offered = setup.programs[: limits.OPTIONS]
    return inputs.menu(PROGRAM, [inputs.option(id, name, chosen=id == chosen) for id, name in offered])


def _channel(id: str) -> dict[str, Any]:
    first = {"default_values": [{"id": id, "type": "channel"}]} if id.isdecimal() else {}
    return {"type": CHANNELS, "channel_types": [TEXT_CHANNEL], "required": False, "min_values": 0, **first}


def _people(accounts: Sequence[AccountId]) -> dict[str, Any]:
    users = [user for user in map(user_in, accounts) if user.isdecimal()][: limits.OPTIONS]
    first = {"default_values": [{"id": user, "type": "user"} for user in users]} if users else {}
    return {"type": USERS, "required": False, "min_values": 0, "max_values": limits.OPTIONS, **first}


def _file() -> dict[str, Any]:
    return {"type": UPLOAD, "required": False, "min_values": 0, "max_values": 1}
