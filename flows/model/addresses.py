"""Where Shelfmate is on platforms: the workspaces that it was brought into, and what a place is called there."""

from dataclasses import dataclass
from typing import ClassVar

from flows.ids import AccountId, ProgramId
from flows.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack workspace or a Discord server, and the program that lives in it. `id` is `slack:T1`, `discord:42`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program",),)

    id: str
    program: ProgramId
    set_up_by: AccountId
    """Who set it up last; empty once they had themselves erased."""
    roles: bool = False
    """Whether people are given the platform's own roles (mentor, mentee, alumni), where it has such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place on a platform: the conversation that it is there. `id` is `PLACE@WORKSPACE`, found by `address_id`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("place",), ("workspace",))

    id: str
    place: Place
    workspace: str
    channel: str
    """The platform's own id of it."""


def address_id(place: Place, workspace: str) -> str:
    """Where the address of a place in a workspace is found."""
    return f"{place}@{workspace}"
