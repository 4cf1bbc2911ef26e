"""A program's year over many years: openings in order, windows that meet nowhere, a fall that crosses the new year."""

from calendar import isleap
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import flows.programs
from flows.programs.dates import STAGES, AnnualDay, CohortCalendar
from flows.programs.program import Program
from flows.programs.read import read
from tests.flows.small_program import spoiled

FILE = Path(flows.programs.__path__[0]) / "connecticut.toml"
CONNECTICUT = read(FILE.read_text(encoding="utf-8"), FILE.name)

DAYS = some.dates(date(1990, 1, 1), date(2120, 12, 31))
YEARS = some.integers(1990, 2120)
SPRING, FALL = CONNECTICUT.cohorts
COHORTS = some.sampled_from([SPRING, FALL])


def december_call() -> Program:
    """A program whose applications open in December and close in January."""
    days = [("closing_soon", "02-20", "01-05"), ("closes", "02-29", "01-10"), ("match", "03-01", "02-01")]
    later = [
        ("publish_by", "03-20"),
        ("begins", "04-01"),
        ("closing", "09-15"),
        ("ends", "09-30"),
        ("report", "10-15"),
    ]
    return read(
        spoiled(
            ('opens = "02-01"', 'opens = "12-10"'),
            *((f'{stage} = "{old}"', f'{stage} = "{new} next year"') for stage, old, new in days),
            *((f'{stage} = "{day}"', f'{stage} = "{day} next year"') for stage, day in later),
        ),
        "december.toml",
    )


@given(YEARS, COHORTS)
def test_stages_stand_in_order_in_every_year(year: int, calendar: CohortCalendar) -> None:
    days = list(calendar.days(year).values())
    assert len(days) == len(STAGES)
    assert days == sorted(days)


@given(YEARS)
def test_spring_closes_on_the_last_day_of_february(year: int) -> None:
    assert SPRING.day("closes", year) == date(year, 2, 29 if isleap(year) else 28)
    assert SPRING.day("closes", year) + timedelta(days=1) == SPRING.day("match", year)


@given(YEARS)
def test_fall_crosses_the_new_year_and_ends_the_day_before_the_next_spring_begins(year: int) -> None:
    assert FALL.day("begins", year).year == year
    assert FALL.day("ends", year) + timedelta(days=1) == SPRING.day("begins", year + 1)
    assert SPRING.day("ends", year) + timedelta(days=1) == FALL.day("begins", year)


@given(DAYS)
def test_the_next_opening_is_later_and_nothing_opens_between(day: date) -> None:
    calendar, year, opens = CONNECTICUT.next_opening(day)
    assert opens > day
    assert opens == calendar.day("opens", year)
    assert (opens.month, opens.day) in {(2, 1), (8, 1)}
    assert opens - day <= timedelta(days=184)


@given(DAYS)
def test_openings_come_soonest_first_each_once(day: date) -> None:
    coming = CONNECTICUT.next_openings(day, 6)
    assert all(one[2] < next_one[2] for one, next_one in pairwise(coming))
    assert coming[0] == CONNECTICUT.next_opening(day)
    assert [calendar.name for calendar, _, _ in coming[::2]] == [coming[0][0].name] * 3, (
        "spring and fall in turn"
    )


@given(DAYS)
def test_mentees_enrol_in_february_and_august_only(day: date) -> None:
    found = CONNECTICUT.open_on(day)
    assert (found is not None) == (day.month in {2, 8})
    if found:
        calendar, year, closes = found
        assert calendar.day("opens", year) <= day <= closes == calendar.day("closes", year)
        assert year == day.year


@given(DAYS)
def test_a_window_that_crosses_the_new_year_is_found_on_both_sides(day: date) -> None:
    program = december_call()
    found = program.open_on(day)
    assert (found is not None) == ((day.month, day.day) >= (12, 10) or (day.month, day.day) <= (1, 10))
    if found:
        assert found[1] == (day.year if day.month == 12 else day.year - 1)
        assert found[2] == date(found[1] + 1, 1, 10)


def test_the_opening_day_itself_is_open_and_not_next() -> None:
    assert CONNECTICUT.open_on(date(2027, 2, 1)) is not None
    assert CONNECTICUT.next_opening(date(2027, 2, 1))[2] == date(2027, 8, 1)
    assert CONNECTICUT.next_opening(date(2027, 1, 31))[2] == date(2027, 2, 1)


@given(some.sampled_from(STAGES), COHORTS, YEARS)
def test_a_day_is_written_as_it_is_read(stage: str, calendar: CohortCalendar, year: int) -> None:
    at = getattr(calendar, stage)
    assert AnnualDay.model_validate(str(at)) == at
    assert at.in_cohort(year) == calendar.day(stage, year)


def test_a_stage_that_the_file_leaves_out_has_no_day() -> None:
    calendar = read(spoiled(), "small.toml").calendar("spring")
    assert "reconfirm" not in calendar.days(2027)
    with pytest.raises(KeyError):
        calendar.day("reconfirm", 2027)
    with pytest.raises(KeyError):
        calendar.day("label", 2027)
