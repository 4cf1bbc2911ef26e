"""What a program is: the validated values of a program file. No flow ever asks which program it is in."""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.calendar import annual
from flows.ids import CohortId
from flows.messages import Sort

Texts = dict[str, str]
"""The same text by language code."""


class Part(BaseModel):
    """A table of the file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Organiser(Part):
    """Who runs the program, and the one address for questions."""

    name: str
    contact: str
    website: str = ""


class Membership(Part):
    """Who may join. `required_of` lists the roles that must be on the roster."""

    required_of: tuple[Literal["mentor", "mentee"], ...] = ()
    join_url: str = ""
    join_note: Texts = {}
    by_role: bool = False
    """Whether the roster says which role each member may take."""


class RoleRules(Part):
    """How one role applies and takes part."""

    enrols: Literal["window", "rolling"]
    """`window`: only while a cohort's applications are open. `rolling`: on any day."""
    reconfirms: bool = False
    """Asked before each match whether they are available; not matched unless they say so."""
    most_partners: int = 1
    """The most partners that one person may take at a time."""
    gains: Texts = {}
    """What this role may expect, said at application and introduction."""


class Choice(Part):
    """One option of a question."""

    key: str
    label: Texts


class Asked(Part):
    """One question of a form."""

    key: str
    sort: Sort
    label: Texts
    help: Texts = {}
    roles: tuple[Literal["mentor", "mentee"], ...] = ("mentor", "mentee")
    required: bool = True
    options: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int = 1000
    public: bool = False
    """Shown to the partner in the introduction."""


class Weights(Part):
    """How much each likeness counts towards a pair's score; only their ratios matter."""

    topics: float = 3.0
    """Shared topics; rare ones weigh more than common ones."""
    goals: float = 4.0
    """What the mentee seeks against what the mentor offers."""
    career_stage: float = 1.0
    place: float = 0.0
    hours: float = 1.0
    languages: float = 0.5


class Matching(Part):
    """How pairs are found."""

    weights: Weights = Weights()
    least_score: int = 1
    """Of 100; a pair below it is not worth proposing."""
    not_same_employer: bool = False


class AnnualDay(Part):
    """A day of each year. `year` counts from the cohort's own: 1 is the next."""

    month: int
    day: int
    year: int = 0


STAGES = ("reconfirm", "opens", "closing_soon", "closes", "match", "publish_by", "begins", "closing", "ends", "report")
"""A cohort's stages in their order; each falls on or after the one before. `reconfirm` may be absent."""


class CohortCalendar(Part):
    """One cohort's annual days, by stage."""

    name: str
    label: Texts
    reconfirm: AnnualDay | None = None
    opens: AnnualDay
    closing_soon: AnnualDay
    closes: AnnualDay
    """The last day on which applications are taken."""
    match: AnnualDay
    publish_by: AnnualDay
    begins: AnnualDay
    closing: AnnualDay
    ends: AnnualDay
    """The last day of the cohort."""
    report: AnnualDay

    def day(self, stage: str, year: int) -> date:
        """The stage's date in the cohort of `year`. Raises KeyError for a stage that the file leaves out."""
        at = getattr(self, stage)
        if at is None:
            raise KeyError(stage)
        return annual(year + at.year, at.month, at.day)


class FirstContact(Part):
    """Who makes the first contact, and how many days after the start each step follows the one before."""

    by: Literal["mentor", "mentee"]
    ask_after: int = 7
    ask_other_after: int = 5
    escalate_after: int = 5


class Plan(Part):
    """The communication plan. `least_per_month` 0 asks no minimum."""

    least_per_month: int = 0
    most_per_month: int = 8
    methods: tuple[Choice, ...]


class CheckIns(Part):
    """How often both sides are asked how it goes. Days count from the cohort's begin, then months follow."""

    first_month_days: tuple[int, ...] = (10, 24)
    every_months: int = 1
    remind_after: int = 4
    missed_after: int = 4
    quiet_after: int = 2
    """Check-ins missed by both in a row after which the coordinators are told."""


class Extending(Part):
    """Going on past the end, by mutual agreement. No months: no extension."""

    months: tuple[int, ...] = ()


class Surveying(Part):
    """The satisfaction survey at the end."""

    questions: tuple[Asked, ...]
    remind_after: tuple[int, ...] = (5, 10)
    lapses_after: int = 21


class Idea(Part):
    """Something to do at a meeting."""

    key: str
    text: Texts
    roles: tuple[Literal["mentor", "mentee"], ...] = ("mentor", "mentee")


class Program(Part):
    """One program, as its file has it."""

    id: str
    name: Texts
    about: Texts
    organiser: Organiser
    zone: str
    languages: tuple[str, ...]
    aims: tuple[Choice, ...] = ()
    membership: Membership
    mentor: RoleRules
    mentee: RoleRules
    questions: tuple[Asked, ...]
    """Of the application. The keys `topics`, `goals`, `career_stage`, `employer`, `location`, `languages` and
    `capacity` are those that matching reads."""
    matching: Matching = Matching()
    cohorts: tuple[CohortCalendar, ...]
    first_contact: FirstContact
    plan: Plan
    check_ins: CheckIns = CheckIns()
    extending: Extending = Extending()
    survey: Surveying
    ideas: tuple[Idea, ...] = ()
    wording: dict[str, dict[str, str]] = {}
    """Sentences of the wording that this program says in its own way: language, then key."""

    def role(self, role: str) -> RoleRules:
        """The rules of `mentor` or `mentee`."""
        return self.mentor if role == "mentor" else self.mentee

    def calendar(self, cohort: str) -> CohortCalendar:
        """The calendar of the cohort of that name."""
        return next(calendar for calendar in self.cohorts if calendar.name == cohort)

    def cohort_id(self, cohort: str, year: int) -> CohortId:
        """`connecticut-2027-spring`."""
        return CohortId(f"{self.id}-{year}-{cohort}")

    def next_opening(self, day: date) -> tuple[CohortCalendar, int, date]:
        """The cohort whose applications open next after `day`: its calendar, its year, the date."""
        upcoming = [
            (opens, calendar, year)
            for year in (day.year - 1, day.year, day.year + 1, day.year + 2)
            for calendar in self.cohorts
            if (opens := calendar.day("opens", year)) > day
        ]
        opens, calendar, year = min(upcoming, key=lambda found: found[0])
        return calendar, year, opens

    def open_on(self, day: date) -> tuple[CohortCalendar, int, date] | None:
        """The cohort that takes applications on `day`, its year and its last day; None between windows."""
        for year in (day.year - 1, day.year, day.year + 1):
            for calendar in self.cohorts:
                opens, closes = calendar.day("opens", year), calendar.day("closes", year)
                if opens <= day < closes + timedelta(days=1):
                    return calendar, year, closes
        return None
