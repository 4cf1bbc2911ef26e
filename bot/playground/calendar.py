"""The program's calendar around a day: the stages of the cohorts that are under way, or soon will be."""

from collections.abc import Iterator
from datetime import date, timedelta

from adapters.web.host import Era, Stage
from bot.stages import STAGE_NAMES
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program

SOON = timedelta(days=31)
OVER = timedelta(days=7)


def stages(program: Program, day: date, since: date) -> tuple[Stage, ...]:
    """Day by day, those of cohorts that took applications on or after `since`."""
    found = sorted(
        (
            (at, next(iter(calendar.label.values())), STAGE_NAMES[stage].capitalize())
            for calendar, year in _cohorts(program, day, since)
            for stage, at in calendar.days(year).items()
        ),
        key=lambda each: each[0],
    )
    ahead = min((at for at, _, _ in found if at > day), default=None)
    return tuple(
        Stage(label=label, cohort=cohort, day=at, era=_era(at, day, ahead)) for at, cohort, label in found
    )


def _cohorts(program: Program, day: date, since: date) -> Iterator[tuple[CohortCalendar, int]]:
    under_way = [
        (calendar, year)
        for calendar in program.cohorts
        for year in range(day.year - 2, day.year + 2)
        if calendar.day("opens", year) >= since
        and min(calendar.days(year).values()) <= day + SOON
        and calendar.day("report", year) >= day - OVER
    ]
    yield from under_way
    if not under_way:
        calendar, year, _ = program.next_opening(day)
        yield calendar, year


def _era(at: date, day: date, ahead: date | None) -> Era:
    if at == day:
        return Era.TODAY
    if at < day:
        return Era.PAST
    return Era.NEXT if at == ahead else Era.LATER
