"""A program's year: annual days, the stages of a cohort in their order, and when applications open."""

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

from pydantic import ValidationInfo, field_validator, model_validator

from flows.calendar import annual
from flows.programs.findings import refused
from flows.programs.part import Key, Part, Said

LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NEXT_YEAR = "next year"
FORM = 'write month and day in quotes, as "02-01", or "03-31 next year"'


class AnnualDay(Part):
    """A day of each year, in the file "02-01" or "03-31 next year". `year` counts from the cohort's own.

    29 February is the last day of February in every year.
    """

    month: int
    day: int
    year: int = 0

    @model_validator(mode="before")
    @classmethod
    def _parsed(cls, value: Any) -> Any:
        if not isinstance(value, str):
            raise refused(f"{value}", FORM)
        parts = re.fullmatch(rf"(\d\d?)-(\d\d?)(\s+{NEXT_YEAR})?", value.strip())
        if parts is None:
            raise refused(f'"{value}"', FORM)
        month, day = int(parts[1]), int(parts[2])
        if not 1 <= month <= 12:
            raise refused(
                f'"{value}": there is no month {month}', "months are 01 to 12, the month comes first"
            )
        if not 1 <= day <= LONGEST[month - 1]:
            last = LONGEST[month - 1]
            raise refused(
                f'"{value}": {month_name[month]} has no day {day}', f"use {month:02}-01 to {month:02}-{last}"
            )
        return {"month": month, "day": day, "year": 1 if parts[3] else 0}

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts as the dates of any one cohort do."""
        return self.year, self.month, self.day

    def in_cohort(self, year: int) -> date:
        """Its date in the cohort of `year`."""
        return annual(year + self.year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}" + (f" {NEXT_YEAR}" if self.year else "")


STAGES = (
    "reconfirm",
    "opens",
    "closing_soon",
    "closes",
    "match",
    "publish_by",
    "begins",
    "closing",
    "ends",
    "report",
)
"""A cohort's stages in their order; each falls on or after the one before. `reconfirm` may be absent."""


class CohortCalendar(Part):
    """One cohort's annual days, by stage."""

    name: Key
    label: Said
    reconfirm: AnnualDay | None = None
    """When the mentors who are asked each time are asked whether they are available."""
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

    @field_validator(*STAGES)
    @classmethod
    def _follows(cls, at: AnnualDay | None, info: ValidationInfo) -> AnnualDay | None:
        """On or after the nearest stage before it; one whose own day is wrong is passed over."""
        stage = str(info.field_name)
        before = [name for name in STAGES[: STAGES.index(stage)] if info.data.get(name) is not None]
        if at is None or not before:
            return at
        previous = info.data[before[-1]]
        if at.order < previous.order:
            nearer = "" if at.year else f', or say "{at} {NEXT_YEAR}"'
            raise refused(
                f'{stage} = "{at}" is before {before[-1]} = "{previous}"', f"give {previous} or later{nearer}"
            )
        return at

    def day(self, stage: str, year: int) -> date:
        """The stage's date in the cohort of `year`. Raises KeyError for a stage that the file leaves out."""
        at: AnnualDay | None = getattr(self, stage) if stage in STAGES else None
        if at is None:
            raise KeyError(stage)
        return at.in_cohort(year)

    def days(self, year: int) -> dict[str, date]:
        """Every stage that the cohort has, in order, with its date."""
        return {stage: self.day(stage, year) for stage in STAGES if getattr(self, stage) is not None}

    def takes_applications(self, day: date, year: int) -> bool:
        """Whether the cohort of `year` does on `day`; its last day counts."""
        return self.day("opens", year) <= day <= self.day("closes", year)


Opening = tuple[CohortCalendar, int, date]
"""A cohort, its year, and a day of its window."""


def openings(cohorts: Sequence[CohortCalendar], day: date) -> Iterator[Opening]:
    """Every opening after `day`, soonest first, for as long as one asks."""
    for year in count(day.year):
        found = [(calendar, year - calendar.opens.year) for calendar in cohorts]
        dated = [(calendar, cohort, calendar.day("opens", cohort)) for calendar, cohort in found]
        yield from sorted((opening for opening in dated if opening[2] > day), key=lambda opening: opening[2])


def open_on(cohorts: Sequence[CohortCalendar], day: date) -> Opening | None:
    """The cohort that takes applications on `day`, its year and its last day; None between windows."""
    for calendar in cohorts:
        for year in (day.year - 1, day.year):
            if calendar.takes_applications(day, year):
                return calendar, year, calendar.day("closes", year)
    return None
