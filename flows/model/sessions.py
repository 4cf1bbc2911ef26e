"""Sessions that coordinators post (speed mentoring, an orientation), and who takes a seat in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from flows.ids import PersonId, ProgramId, SessionId, WishId


class SessionState(StrEnum):
    """A session's life."""

    POSTED = "posted"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A date of the program's that people sign up for. `id` is `PROGRAM:` and something of its own."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program", "state"),)

    id: SessionId
    program: ProgramId
    state: SessionState = SessionState.POSTED
    title: str
    at: datetime
    minutes: int
    where: str
    details: str = ""
    mentors: bool = False
    """Whether the mentors on the list are invited by a direct message."""
    post: WishId
    """What stands in the announcement channel."""
    version: int = 1


class SeatState(StrEnum):
    """Whether somebody comes."""

    COMING = "coming"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person's place in a session. `id` is `SESSION:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("session", "state"), ("person",))

    id: str
    session: SessionId
    person: PersonId
    state: SeatState = SeatState.COMING
    said: str = ""
    """How it was: `useful`, `so_so` or `not_useful`; empty until they say."""


def seat_id(session: str, person: PersonId) -> str:
    """Where somebody's seat is found."""
    return f"{session}:{person}"
