"""Which days a rehearsal plays, and which cohort it follows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.rehearsal.cast import Window
from flows.calendar import moment, today
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of its first day to the end of its last, in the program's zone."""

    zone: str
    calendar: CohortCalendar
    year: int
    """Of the cohort that is followed."""
    first: date
    last: date

    @property
    def starts(self) -> datetime:
        """The moment at which the first day begins."""
        return moment(self.first, time(0), self.zone)

    @property
    def ends(self) -> datetime:
        """The moment at which the last day is over."""
        return moment(self.last + ONE_DAY, time(0), self.zone)

    @property
    def window(self) -> Window:
        """When the cohort takes applications."""
        return Window(self.calendar.day("opens", self.year), self.calendar.day("closes", self.year))

    @property
    def begins(self) -> date:
        """The cohort's first day."""
        return self.calendar.day("begins", self.year)


def period_of(program: Program, first: date | None, days: int | None, now: datetime) -> Period:
    """From `first`, else from the day before the next call for applicants; for `days`, else to the day after the
    report of the cohort that takes applications then, or next."""
    if first is None:
        calendar, year, opens = program.next_opening(today(now, program.zone))
        first = opens - ONE_DAY
    else:
        calendar, year, _ = program.open_on(first) or program.next_opening(first)
    last = first + timedelta(days=days - 1) if days else calendar.day("report", year) + ONE_DAY
    return Period(program.zone, calendar, year, first, last)
