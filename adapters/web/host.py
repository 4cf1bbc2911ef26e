"""What the pages are given to show, and whom they ask: the words between the browser adapter and its host."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from adapters.web.send import Watcher
from flows.events import Event
from flows.ids import PersonId, ProgramId
from flows.messages import Shown
from flows.model.screens import Post
from flows.places import Place, announcements, coordinators, dm, pair_in


class Standing(StrEnum):
    """What somebody is in the program, as far as the people's page groups them."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    GUEST = "guest"
    """Added themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One of those whom one can be."""

    id: PersonId
    name: str
    standing: Standing
    about: str
    """Who they are, in a line."""
    zone: str
    language: str = "en"
    by_hand: bool = False
    """Whether they act only when somebody plays them; else they act by themselves as time passes."""

    def sees(self, place: Place, program: ProgramId) -> bool:
        """Whether they may look into a place of the program: the one rule, for what is listed and for what is told."""
        if pair := pair_in(place):
            return self.id in pair.split(":")[1:]
        if place == coordinators(program):
            return self.standing is Standing.COORDINATOR
        return place in {dm(self.id), announcements(program)}


class Sort(StrEnum):
    """The sorts of places."""

    DM = "dm"
    CHANNEL = "channel"
    ROOM = "room"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A place that somebody sees. `latest` is the number of its newest message, 0 where there is none."""

    place: Place
    sort: Sort
    title: str
    about: str
    latest: int = 0


class Era(StrEnum):
    """Where a stage lies from today."""

    PAST = "past"
    TODAY = "today"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A day of the program's calendar."""

    label: str
    cohort: str
    day: date
    era: Era


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What happens next, in a line, and when."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """The playground's time: it stands still until somebody moves it."""

    now: datetime
    zone: str
    coming: Coming | None
    stages: tuple[Stage, ...]
    moving: bool = False
    """Whether it is on its way to a later moment."""

    @property
    def next_stage(self) -> Stage | None:
        """The first stage after today."""
        return next((stage for stage in self.stages if stage.era is Era.NEXT), None)


class Leap(StrEnum):
    """How far time is moved."""

    NEXT = "next"
    """To what happens next."""
    DAY = "day"
    WEEK = "week"
    STAGE = "stage"
    MINE = "mine"
    """Until the person who asks hears something."""
    STOP = "stop"
    """No further, where it is moving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who adds themselves."""

    name: str
    email: str = ""
    zone: str = "UTC"
    member: bool = True
    """Whether they are on the program's roster."""


class Over(Exception):
    """Raised for what a page of an earlier world asks: somebody started over since."""


class Host(Protocol):
    """Whoever keeps the playground: blocking calls, which the adapter gives threads."""

    @property
    def title(self) -> str:
        """The program's name."""
        ...

    @property
    def program(self) -> ProgramId:
        """The program's id."""
        ...

    @property
    def world(self) -> str:
        """A mark of this beginning of the playground: another after each start over."""
        ...

    def posts(self, place: Place) -> Sequence[Post]:
        """What stands in a place, oldest first."""
        ...

    def post(self, id: str) -> Post | None:
        """One message."""
        ...

    def watch(self, posted: Watcher, changed: Callable[[], None]) -> None:
        """Be told, on any thread: of each message, and that the time, the people or their places changed."""
        ...

    def people(self) -> Sequence[Somebody]:
        """Everybody whom one can be."""
        ...

    def rooms(self, person: PersonId) -> Sequence[Room]:
        """The places that this person sees, their direct messages first."""
        ...

    def enters(self, person: PersonId) -> None:
        """Somebody begins to play this person: from now on they are played by hand."""
        ...

    def plays(self, person: PersonId, *, by_hand: bool, world: str = "") -> None:
        """Whether this person is played by hand, or acts by themselves as time passes. Raises Over, as `receive`."""
        ...

    def adds(self, newcomer: Newcomer) -> PersonId:
        """Somebody new; they are on the roster if they say so."""
        ...

    def receive(self, event: Event, world: str = "") -> Shown | None:
        """Give an event its turn; what to acknowledge it with. Raises Over where `world` is given and is past."""
        ...

    def now(self) -> datetime:
        """The playground's time, aware, UTC."""
        ...

    def time(self) -> Time:
        """The same with the calendar around it, and what comes next."""
        ...

    def go(self, leap: Leap, person: PersonId | None = None) -> None:
        """Move time on, at the wish of `person`. Returns when it stands still again."""
        ...

    def start_over(self) -> None:
        """Forget everything, and begin at the first day anew."""
        ...
