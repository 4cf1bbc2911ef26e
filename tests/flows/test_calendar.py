"""Local days and hours: what the clocks skip or show twice, leap days, and hours at which people may be written to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows import calendar
from flows.calendar import PROMPT_HOUR, annual, is_daytime, local, moment, months_later, whole_months_on

NEW_YORK = "America/New_York"
ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("posix", "right"))
)
zones = some.sampled_from(ZONES)
minutes = some.integers(0, 100 * 366 * 24 * 60)
moments = minutes.map(lambda passed: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=passed))
days = some.dates(date(1990, 1, 1), date(2090, 12, 31))


class TestClocksThatChange:
    def test_a_time_that_the_clocks_skip_is_an_hour_later(self) -> None:
        skipped = moment(date(2027, 3, 14), time(2, 30), NEW_YORK)
        assert skipped == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)
        assert local(skipped, NEW_YORK).time() == time(3, 30)

    def test_a_time_that_comes_twice_is_the_first(self) -> None:
        first = moment(date(2027, 11, 7), time(1, 30), NEW_YORK)
        assert first == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
        again = local(first + timedelta(hours=1), NEW_YORK)
        assert (again.time(), again.fold) == (time(1, 30), 1)

    def test_nine_in_the_morning_stays_nine_when_the_clocks_change(self) -> None:
        hours = [moment(date(2027, 3, day), time(9), NEW_YORK).hour for day in (13, 14, 15)]
        assert hours == [14, 13, 13]

    def test_a_day_is_a_day_later_though_it_has_23_hours(self) -> None:
        before = datetime(2027, 3, 13, 17, tzinfo=UTC)
        assert (
            local(calendar.days_later(before, 1, NEW_YORK), NEW_YORK).isoformat()
            == "2027-03-14T06:00:00-04:00"
        )

    @given(days, some.times(), zones)
    def test_a_wall_time_is_that_time_or_was_skipped(self, day: date, at: time, zone: str) -> None:
        there = local(moment(day, at, zone), zone).replace(tzinfo=None)
        asked = datetime.combine(day, at)
        assert there.replace(fold=0) == asked or timedelta(0) < there - asked <= timedelta(days=1)

    @given(days, some.times(), zones)
    def test_of_two_it_is_the_earlier(self, day: date, at: time, zone: str) -> None:
        chosen = moment(day, at, zone)
        assert local(chosen, zone).fold == 0


class TestAnnualDates:
    @pytest.mark.parametrize(("year", "day"), [(2028, 29), (2027, 28), (2100, 28), (2000, 29)])
    def test_29_february_is_the_last_of_february(self, year: int, day: int) -> None:
        assert annual(year, 2, 29) == date(year, 2, day)

    def test_a_month_from_the_last_of_january_is_the_last_of_february(self) -> None:
        assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
        assert months_later(date(2027, 11, 30), 3) == date(2028, 2, 29)
        assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)

    def test_whole_months_end_on_a_month_s_last_day_where_they_did_before(self) -> None:
        assert whole_months_on(date(2027, 9, 30), 3) == date(2027, 12, 31)
        assert whole_months_on(date(2028, 3, 31), 11) == date(2029, 2, 28)
        assert whole_months_on(date(2027, 9, 14), 1) == date(2027, 10, 14)

    @given(some.dates(date(1990, 1, 1), date(2080, 1, 1)), some.integers(0, 120))
    def test_months_later_is_in_that_month(self, day: date, months: int) -> None:
        then = months_later(day, months)
        assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
        assert then.day == day.day or then.day == (then + timedelta(days=1) - timedelta(days=1)).day < day.day


class TestHoursOfDay:
    @pytest.mark.parametrize(
        ("hour", "by_day"), [("07:59:59", False), ("08:00", True), ("19:59:59", True), ("20:00", False)]
    )
    def test_daytime_is_from_eight_to_eight(self, hour: str, by_day: bool) -> None:  # noqa: FBT001
        at = moment(date(2027, 6, 1), time.fromisoformat(hour), NEW_YORK)
        assert is_daytime(at, NEW_YORK) is by_day

    @given(moments, zones)
    def test_the_next_daytime_is_by_day_not_before_and_no_later_than_needed(
        self, at: datetime, zone: str
    ) -> None:
        then = calendar.next_daytime(at, zone)
        assert then >= at
        assert is_daytime(then, zone)
        assert then == at or not is_daytime(at, zone)
        assert then - at < timedelta(hours=38)

    @given(moments, zones)
    def test_the_next_prompt_hour_is_by_day_and_not_before(self, at: datetime, zone: str) -> None:
        then = calendar.next_prompt_hour(at, zone)
        assert then >= at
        assert is_daytime(then, zone)
        assert local(then, zone).time() == PROMPT_HOUR
        assert then - at < timedelta(hours=49)

    @given(moments, some.lists(zones, min_size=1, max_size=2), zones)
    def test_a_shared_hour_is_by_day_for_all_or_for_the_program(
        self, at: datetime, readers: list[str], program: str
    ) -> None:
        then = calendar.shared_daytime(at, readers, program)
        assert then >= at
        assert all(is_daytime(then, zone) for zone in readers) or is_daytime(then, program)

    def test_a_shared_hour_is_found_where_there_is_one(self) -> None:
        """20:00 in London is past its day: the next hour of both begins at 08:00 in New York."""
        at = moment(date(2027, 6, 1), time(21), "Europe/London")
        then = calendar.shared_daytime(at, ["Europe/London", NEW_YORK], NEW_YORK)
        assert local(then, NEW_YORK).isoformat() == "2027-06-02T08:00:00-04:00"

    def test_where_there_is_none_the_programs_zone_counts(self) -> None:
        """The day in Dhaka begins when Costa Rica's ends."""
        at = moment(date(2027, 6, 1), time(21), NEW_YORK)
        then = calendar.shared_daytime(at, ["Asia/Dhaka", "America/Costa_Rica"], NEW_YORK)
        assert is_daytime(then, NEW_YORK)

    @given(moments, some.integers(0, 400), zones)
    def test_days_later_counts_days_of_the_calendar(self, at: datetime, days: int, zone: str) -> None:
        then = calendar.days_later(at, days, zone)
        gone = calendar.today(then, zone) - calendar.today(at, zone)
        assert gone in (timedelta(days=days), timedelta(days=days + 1))  # a zone that skipped that whole day
