"""A program's year: which cohorts are to come on a day, and which conversation each of their stages wakes."""

from collections.abc import Iterator
from datetime import date, timedelta

from flows.asking import wakes
from flows.calendar import wake_on
from flows.ids import CohortId
from flows.model.talk import WakeUp
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program

STAGES: dict[str, tuple[str, str, int]] = {
    "reconfirm": ("listing", "reconfirm", 0),
    "opens": ("calling", "opens", 0),
    "closing_soon": ("calling", "closing_soon", 0),
    "closes": ("calling", "closes", 1),
    "match": ("round", "match", 0),
    "publish_by": ("round", "publish_by", 0),
    "begins": ("round", "begins", 0),
    "closing": ("closing", "closing", 0),
    "ends": ("closing", "ends", 1),
    "report": ("report", "report", 0),
}
"""Which flow hears of a stage, by which trigger, and how many days after the stage's own."""


def upcoming(program: Program, day: date) -> Iterator[tuple[CohortCalendar, int]]:
    """Of each calendar the next cohort that still takes applications on `day`, with its year; and the one after it
    as soon as that has opened."""
    for calendar in program.cohorts:
        years = (day.year - 1, day.year, day.year + 1)
        year = next(year for year in years if calendar.day("closes", year) >= day)
        yield calendar, year
        if calendar.day("opens", year) < day:
            yield calendar, year + 1


def look_again(program: Program, day: date) -> date:
    """The day after the next opening: then there is one more cohort to know of."""
    opens = (calendar.day("opens", year) for calendar, year in upcoming(program, day))
    return min(opening for opening in opens if opening >= day) + timedelta(days=1)


def stages(program: Program, calendar: CohortCalendar, year: int) -> Iterator[WakeUp]:
    """A cohort's wake-ups. What is past when a program is launched late is due at once, in its order."""
    cohort = program.cohort_id(calendar.name, year)
    for stage, day in calendar.days(year).items():
        flow, trigger, after = STAGES[stage]
        yield wakes(flow, trigger, cohort, wake_on(day + timedelta(days=after), program.zone))


def asks_mentors(program: Program, day: date) -> CohortId | None:
    """The cohort for which mentors are being asked whether they are available: from that stage to the match."""
    for calendar in program.cohorts:
        if calendar.reconfirm is None:
            continue
        for year in (day.year - 1, day.year):
            if calendar.day("reconfirm", year) <= day < calendar.day("match", year):
                return program.cohort_id(calendar.name, year)
    return None


def stage_of(program: Program, cohort: str, stage: str) -> date:
    """The date of a stage of the cohort with this id."""
    year, _, name = cohort.removeprefix(f"{program.id}-").partition("-")
    return program.calendar(name).day(stage, int(year))
