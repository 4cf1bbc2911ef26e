"""What a program is: the validated values of a program file. No flow ever asks which program it is in."""

from datetime import date
from itertools import islice
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from flows.ids import CohortId
from flows.programs.dates import STAGES, AnnualDay, CohortCalendar, Opening, open_on, openings
from flows.programs.findings import refused
from flows.programs.part import (
    AT_LEAST_ONE,
    BOTH,
    Address,
    Choice,
    Days,
    Key,
    Language,
    Link,
    Part,
    RisingDays,
    Roles,
    Said,
    Texts,
    Weight,
    YesNo,
    Zone,
)
from flows.programs.questions import Asked
from flows.programs.sentences import flat

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Organiser(Part):
    """Who runs the program, and the one address for questions."""

    name: Name
    contact: Address
    website: Link = ""


class Membership(Part):
    """Who may join. `required_of` lists the roles that must be on the roster."""

    required_of: Roles = ()
    join_url: Link = ""
    join_note: Texts = {}
    by_role: YesNo = False
    """Whether the roster says which role each member may take."""


class RoleRules(Part):
    """How one role applies and takes part."""

    enrols: Literal["window", "rolling"]
    """`window`: only while a cohort's applications are open. `rolling`: on any day."""
    reconfirms: YesNo = False
    """Asked before each match whether they are available; not matched unless they say so."""
    most_partners: Annotated[int, Field(strict=True, ge=1, le=100)] = 1
    """The most partners that one person may take at a time."""
    gains: Texts = {}
    """What this role may expect, said at application and introduction."""


class Weights(Part):
    """How much each likeness counts towards a pair's score; only their ratios matter."""

    topics: Weight = 3.0
    """Shared topics; rare ones weigh more than common ones."""
    goals: Weight = 4.0
    """What the mentee seeks against what the mentor offers."""
    career_stage: Weight = 1.0
    place: Weight = 0.0
    hours: Weight = 1.0
    languages: Weight = 0.5
    wishes: Weight = 4.0
    """Whom they asked for once they had met, at speed mentoring say; counts where anybody did."""


Steps = Annotated[int, Field(strict=True, ge=-20, le=20)]


class Matching(Part):
    """How pairs are found."""

    weights: Weights = Weights()
    stages_ahead: tuple[Steps, Steps] = (1, 2)
    """How many career stages a mentor is best ahead of the mentee, the least and the most; below 0 is behind."""
    least_score: Annotated[int, Field(strict=True, ge=0, le=100)] = 1
    """Of 100; a pair below it is not worth proposing."""
    not_same_employer: YesNo = False

    @field_validator("stages_ahead")
    @classmethod
    def _least_first(cls, ahead: tuple[int, int]) -> tuple[int, int]:
        if ahead[0] > ahead[1]:
            raise refused(f"{list(ahead)}", f"put the smaller number first: {sorted(ahead)}")
        return ahead


class FirstContact(Part):
    """Who makes the first contact, and how many days after the start each step follows the one before."""

    by: Literal["mentor", "mentee"]
    ask_after: Days = 7
    ask_other_after: Days = 5
    escalate_after: Days = 5


class Plan(Part):
    """The communication plan. `least_per_month` 0 asks no minimum."""

    least_per_month: Annotated[int, Field(strict=True, ge=0, le=31)] = 0
    most_per_month: Annotated[int, Field(strict=True, ge=1, le=31, validate_default=True)] = 8
    methods: Annotated[tuple[Choice, ...], AT_LEAST_ONE]

    @field_validator("most_per_month")
    @classmethod
    def _bounds(cls, most: int, info: ValidationInfo) -> int:
        if (least := info.data.get("least_per_month", 0)) > most:
            raise refused(
                f"least_per_month = {least} is more than most_per_month = {most}", f"use {least} or more"
            )
        return most


class CheckIns(Part):
    """How often both sides are asked how it goes. Days count from the cohort's begin, then months follow."""

    first_month_days: RisingDays = (10, 24)
    every_months: Annotated[int, Field(strict=True, ge=1, le=12)] = 1
    remind_after: Days = 4
    missed_after: Days = 4
    quiet_after: Annotated[int, Field(strict=True, ge=1, le=12)] = 2
    """Check-ins missed by both in a row after which the coordinators are told."""


class Extending(Part):
    """Going on past the end, by mutual agreement. No months: no extension."""

    months: tuple[Annotated[int, Field(strict=True, ge=1, le=24)], ...] = ()

    @field_validator("months")
    @classmethod
    def _rising(cls, months: tuple[int, ...]) -> tuple[int, ...]:
        if list(months) != sorted(set(months)):
            raise refused(f"{list(months)}", f"put them in order, each once: {sorted(set(months))}")
        return months


class Surveying(Part):
    """The satisfaction survey at the end."""

    questions: Annotated[tuple[Asked, ...], AT_LEAST_ONE]
    remind_after: RisingDays = (5, 10)
    lapses_after: Annotated[Days, Field(validate_default=True)] = 21

    @field_validator("lapses_after")
    @classmethod
    def _after_the_reminders(cls, lapses: int, info: ValidationInfo) -> int:
        last = max(info.data.get("remind_after", ()), default=0)
        if lapses <= last:
            raise refused(f"lapses_after = {lapses}, with a reminder on day {last}", f"use more than {last}")
        return lapses


class Idea(Part):
    """Something to do at a meeting."""

    key: Key
    text: Said
    roles: Annotated[Roles, AT_LEAST_ONE] = BOTH


class Program(Part):
    """One program, as its file has it."""

    id: Key
    name: Said
    about: Said
    organiser: Organiser
    zone: Zone
    languages: Annotated[tuple[Language, ...], AT_LEAST_ONE]
    aims: tuple[Choice, ...] = ()
    membership: Membership
    mentor: RoleRules
    mentee: RoleRules
    questions: Annotated[tuple[Asked, ...], AT_LEAST_ONE]
    """Of the application. `flows/programs/questions.py` names the keys that the core itself reads."""
    matching: Matching = Matching()
    cohorts: Annotated[tuple[CohortCalendar, ...], AT_LEAST_ONE]
    first_contact: FirstContact
    plan: Plan
    check_ins: CheckIns = CheckIns()
    extending: Extending = Extending()
    survey: Surveying
    ideas: tuple[Idea, ...] = ()
    wording: Annotated[dict[str, dict[str, str]], BeforeValidator(flat)] = {}
    """Sentences of the wording that this program says in its own way: language, then key."""

    def role(self, role: str) -> RoleRules:
        """The rules of `mentor` or `mentee`."""
        return self.mentor if role == "mentor" else self.mentee

    def asked(self, role: str) -> tuple[Asked, ...]:
        """The questions of the role's application, in order."""
        return tuple(question for question in self.questions if role in question.roles)

    def calendar(self, cohort: str) -> CohortCalendar:
        """The calendar of the cohort of that name."""
        return next(calendar for calendar in self.cohorts if calendar.name == cohort)

    def cohort_id(self, cohort: str, year: int) -> CohortId:
        """`connecticut-2027-spring`."""
        return CohortId(f"{self.id}-{year}-{cohort}")

    def next_opening(self, day: date) -> Opening:
        """The cohort whose applications open next after `day`: its calendar, its year, the date."""
        return next(openings(self.cohorts, day))

    def next_openings(self, day: date, how_many: int) -> tuple[Opening, ...]:
        """The same for some more, soonest first."""
        return tuple(islice(openings(self.cohorts, day), how_many))

    def open_on(self, day: date) -> Opening | None:
        """The cohort that takes applications on `day`, its year and its last day; None between windows."""
        return open_on(self.cohorts, day)


__all__ = [
    "STAGES",
    "AnnualDay",
    "Asked",
    "CheckIns",
    "Choice",
    "CohortCalendar",
    "Extending",
    "FirstContact",
    "Idea",
    "Matching",
    "Membership",
    "Organiser",
    "Plan",
    "Program",
    "RoleRules",
    "Surveying",
    "Texts",
    "Weights",
]
