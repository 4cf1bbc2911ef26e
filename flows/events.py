"""What can happen to Shelfmate. Everything that does is one of these, with its id, its account and its time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.ids import AccountId, EventId, PersonId, ProgramId, QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What every event carries.

    `id` is the platform's own id for the delivery where it has one, so that the second delivery is refused.
    `now` is an aware UTC time, the only clock a flow ever sees.
    """

    id: EventId
    now: datetime
    account: AccountId | None = None
    program: ProgramId | None = None
    """The program of the workspace or server in which it happened, where the adapter knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Happened):
    """Somebody typed `text` to Shelfmate, or used the one command with these words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Happened):
    """Somebody pressed the button `choice` of a question."""

    question: QuestionId
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Happened):
    """Somebody sent a page of the form that `question` opened: the fields of that page, as typed or chosen."""

    question: QuestionId
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Happened):
    """An account was met for the first time, with what its platform tells of it."""

    name: str
    email: str = ""
    zone: str = ""
    tells_zone: bool = True
    """Whether the platform knows people's zones at all. Where not, theirs is guessed, and they are asked once."""
    language: str = ""
    person: PersonId | None = None
    """The id to use, where a people file already names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Woke(Happened):
    """A wake-up came due. `now` may be later than it was due, when Shelfmate was not running then."""

    flow: str
    trigger: str
    subject: str
    due: datetime


Event = Said | Pressed | Submitted | Joined | Woke
