"""A pair and its conversations: contact, plan, meetings, check-ins, concerns, survey, extension, farewell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from flows.ids import ApplicationId, CohortId, ConcernId, MeetingId, PairId, PersonId, ProgramId
from flows.messages import Say
from flows.model.cohorts import Role


class PairState(StrEnum):
    """A pair's life."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    ANNOUNCED = "announced"
    ENDED = "ended"
    """Early, by either side or a coordinator."""
    CLOSED = "closed"
    """On its day."""


HELD = (PairState.PUBLISHED, PairState.ANNOUNCED)
"""The states of a pair that is one, or is about to hear that it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One mentee with one mentor in one cohort. `id` is `COHORT:MENTEE:MENTOR`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("cohort", "state"),
        ("mentee", "state"),
        ("mentor", "state"),
    )

    id: PairId
    cohort: CohortId
    program: ProgramId
    mentee: PersonId
    mentor: PersonId
    mentee_application: ApplicationId
    mentor_application: ApplicationId
    state: PairState
    score: int = 0
    reasons: tuple[Say, ...] = ()
    starts: date
    ends: date
    quiet_since: date | None = None
    """The day on which Shelfmate noticed that neither side answers."""

    def partner(self, person: PersonId) -> PersonId:
        """The other side."""
        return self.mentor if person == self.mentee else self.mentee

    def role(self, person: PersonId) -> Role:
        """Which side the person is."""
        return Role.MENTEE if person == self.mentee else Role.MENTOR


def pair_id(cohort: CohortId, mentee: PersonId, mentor: PersonId) -> PairId:
    """Where a pair is found."""
    return PairId(f"{cohort}:{mentee}:{mentor}")


class ContactState(StrEnum):
    """Has the side that makes the first contact done so?"""

    WAITING = "waiting"
    FIRST_ASKED = "first_asked"
    OTHER_ASKED = "other_asked"
    ESCALATED = "escalated"
    MADE = "made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The first contact of a pair. `id` is the pair's."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PairId
    state: ContactState = ContactState.WAITING


Words = Mapping[str, tuple[str, ...]]
"""What was typed, by `VERSION:PERSON`: a message keeps the words of its own version, and a person's can be taken out."""


def said_in(words: Words, version: int) -> str:
    """The key of what was typed for a version; empty where nothing was."""
    return next((key for key in words if key.startswith(f"{version}:")), "")


def without(words: Words, person: PersonId) -> Words:
    """The words that are left when one person's are taken out."""
    return {key: text for key, text in words.items() if key.partition(":")[2] != person}


class PlanState(StrEnum):
    """How far a pair is with its communication plan."""

    ASKED = "asked"
    PROPOSED = "proposed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A pair's communication plan. `id` is the pair's. What is agreed holds until both agree on something else."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PairId
    state: PlanState = PlanState.ASKED
    per_month: int = 0
    methods: tuple[str, ...] = ()
    agreed: int = 0
    """The version that both agreed on, 0 for none: the meetings a month and the methods are its own."""
    proposed_by: PersonId | None = None
    proposed_per_month: int = 0
    proposed_methods: tuple[str, ...] = ()
    version: int = 0
    """Of what was last proposed."""
    notes: Words = field(default_factory=dict)
    """What else was to be agreed, as each version said."""
    used_ideas: tuple[str, ...] = ()
    """Ideas for meetings that prompts have already offered."""


class MeetingState(StrEnum):
    """A meeting from a suggestion to its day."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    MOVED = "moved"
    """A new time was suggested, the other side has yet to confirm it."""
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A time that the two sides agree on."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("pair", "state"),)

    id: MeetingId
    pair: PairId
    state: MeetingState
    proposed_by: PersonId
    at: datetime
    hows: Words = field(default_factory=dict)
    """Where or how, as each version said."""
    version: int = 1

    @property
    def how(self) -> str:
        """Where or how, as last said."""
        return "".join(self.hows.get(said_in(self.hows, self.version), ()))


class CheckInState(StrEnum):
    """Whether a check-in has been answered."""

    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One question to both sides on how it goes. `id` is `PAIR:NUMBER`; numbers count from 1."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("pair",),)

    id: str
    pair: PairId
    number: int
    state: CheckInState = CheckInState.ASKED
    mentee_says: str = ""
    mentor_says: str = ""
    missed_in_row: int = 0


class ConcernState(StrEnum):
    """A concern from being raised to being settled."""

    RAISED = "raised"
    TAKEN = "taken"
    ANSWERED = "answered"
    ENDED = "ended"
    """The pair was ended over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that is not right with a pair, told in private to the coordinators."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("pair",), ("program", "state"))

    id: ConcernId
    pair: PairId
    program: ProgramId
    person: PersonId
    state: ConcernState = ConcernState.RAISED
    text: str = ""
    wants: str = "know"
    """`know`, `talk` or `end`."""
    replies: tuple[str, ...] = ()
    taken_by: PersonId | None = None
    raised_on: date | None = None


class SurveyState(StrEnum):
    """Whether somebody has told how it was."""

    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one side says at the end; never shown to the partner. `id` is `PAIR:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("cohort", "state"),)

    id: str
    pair: PairId
    cohort: CohortId
    person: PersonId
    role: Role
    state: SurveyState = SurveyState.ASKED
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class ExtensionState(StrEnum):
    """Whether a pair goes on past its end. `ASKED` tells nobody what either side said."""

    ASKED = "asked"
    AGREED = "agreed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Two private answers. `id` is the pair's. Each side's is how many months more, 0 for no, None for no word."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PairId
    state: ExtensionState = ExtensionState.ASKED
    mentee_says: int | None = None
    mentor_says: int | None = None


class FarewellState(StrEnum):
    """Whether somebody has said goodbye to the partner."""

    ASKED = "asked"
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """One side's words of thanks, meant for the partner. `id` is `PAIR:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("pair",),)

    id: str
    pair: PairId
    person: PersonId
    state: FarewellState = FarewellState.ASKED
    text: str = ""
