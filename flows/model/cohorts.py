"""A program's cohorts, who applied to them, and which mentors said they are available."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from flows.ids import ApplicationId, CohortId, PersonId, ProgramId
from flows.messages import Say


class Role(StrEnum):
    """The two sides of a pair."""

    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramText:
    """One version of a program's file. `id` is the digest of its text."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: str
    program: ProgramId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The version that new cohorts of a program take. `id` is the program's."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: ProgramId
    digest: str


class CohortState(StrEnum):
    """Where a cohort stands in its year."""

    PLANNED = "planned"
    ENROLLING = "enrolling"
    ENROLLED = "enrolled"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One run of a program. Its dates follow from the pinned program text (`digest`), its name and its year."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program", "state"),)

    id: CohortId
    program: ProgramId
    digest: str
    name: str
    year: int
    """The year in which its first stage falls."""
    state: CohortState = CohortState.PLANNED
    proposal: int = 0
    """The version of the proposal now before the coordinators, from 1."""
    decided_by: PersonId | None = None
    decided_at: datetime | None = None


class ApplicationState(StrEnum):
    """Where an application stands. All but the first four are outcomes."""

    DRAFT = "draft"
    UNVERIFIED = "unverified"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    MATCHED = "matched"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One person's wish to take one role: `PROGRAM:PERSON:ROLE`, then `:COHORT` for a mentee.

    A mentor's stays `ACCEPTED` for as long as they are on the list (`cohort` is then empty), and is
    `WITHDRAWN` when they asked to be removed.
    """

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("cohort", "role", "state"),
        ("program", "role", "state"),
        ("person",),
    )

    id: ApplicationId
    program: ProgramId
    cohort: str
    person: PersonId
    role: Role
    state: ApplicationState
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    submitted_on: date | None = None
    waited: int = 0
    """How many whole cohorts the person has waited."""
    unmatched: Say | None = None
    """Why no pair was found, for the coordinators."""
    decided_by: PersonId | None = None


class AvailabilityState(StrEnum):
    """What a listed mentor says to one cohort."""

    ASKED = "asked"
    REMINDED = "reminded"
    CONFIRMED = "confirmed"
    AWAY = "away"
    REMOVED = "removed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Whether a listed mentor takes part in one cohort. `id` is `COHORT:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("cohort", "state"), ("person",))

    id: str
    cohort: CohortId
    program: ProgramId
    person: PersonId
    application: ApplicationId
    state: AvailabilityState


class Fate(StrEnum):
    """What coordinators may decide about two people before a match is made."""

    TOGETHER = "together"
    """A pair, whatever the match would make of them."""
    APART = "apart"
    """Never a pair, in this match and those after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a coordinator decided about a mentee and a mentor. `id` is `COHORT:MENTEE:MENTOR`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program",),)

    id: str
    cohort: CohortId
    program: ProgramId
    mentee: PersonId
    mentor: PersonId
    fate: Fate
    decided_by: PersonId | None = None
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Somebody who asked to be told when applications next open. `id` is `PROGRAM:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program",),)

    id: str
    program: ProgramId
    person: PersonId


def application_id(program: ProgramId, person: PersonId, role: Role, cohort: str = "") -> ApplicationId:
    """Where a person's application is found; a rolling role has no cohort."""
    return ApplicationId(":".join(filter(None, (program, person, role, cohort))))


def ruling_id(cohort: CohortId, mentee: PersonId, mentor: PersonId) -> str:
    """Where a ruling is found."""
    return f"{cohort}:{mentee}:{mentor}"


def availability_id(cohort: CohortId, person: PersonId) -> str:
    """Where a mentor's word on one cohort is found."""
    return f"{cohort}:{person}"
