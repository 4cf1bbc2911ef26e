"""Local days and hours as moments: daytime, prompt hours, annual dates, and the rule for clocks that change.

A wall time that the clocks skip in spring is taken an hour later (02:30 becomes 03:30); one that comes
twice in autumn is taken the first time.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_BEGINS = time(8)
DAY_ENDS = time(20)
PROMPT_HOUR = time(9)
"""When prompts arrive, so that those of one day go as one message."""
WAKE_HOUR = time(6)
"""When wake-ups of a day come due: before anybody's prompt hour in the program's own zone."""


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name that was validated when it came in."""
    return ZoneInfo(name)


def moment(day: date, at: time, zone: str) -> datetime:
    """The UTC moment of a wall time, by the rule above."""
    local = datetime.combine(day, at, zone_of(zone))
    # fold=0 is the first of two; in a gap it carries the offset before it, which lands an hour later on the wall
    return local.astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """What the wall clock in `zone` shows."""
    return at.astimezone(zone_of(zone))


def today(at: datetime, zone: str) -> date:
    """The calendar day in `zone`."""
    return local(at, zone).date()


def is_daytime(at: datetime, zone: str) -> bool:
    """Whether `at` is from 08:00 to before 20:00 in `zone`."""
    return DAY_BEGINS <= local(at, zone).time() < DAY_ENDS


def next_daytime(at: datetime, zone: str) -> datetime:
    """`at` itself by day, else the next 08:00."""
    here = local(at, zone)
    if is_daytime(at, zone):
        return at
    day = here.date() if here.time() < DAY_BEGINS else here.date() + timedelta(days=1)
    return moment(day, DAY_BEGINS, zone)


def shared_daytime(at: datetime, zones: Sequence[str], otherwise: str) -> datetime:
    """The next moment that is by day in all of `zones`; where they share no daytime, by day in `otherwise`."""
    moment = at
    for _ in range(4 * len(zones)):  # each pass moves on to somebody's morning; two days hold all there are
        late = [zone for zone in zones if not is_daytime(moment, zone)]
        if not late:
            return moment
        moment = next_daytime(moment, late[0])
    return next_daytime(at, otherwise)


def next_prompt_hour(at: datetime, zone: str) -> datetime:
    """The first prompt hour in `zone` that is not before `at`."""
    day = today(at, zone)
    first = moment(day, PROMPT_HOUR, zone)
    return first if first >= at else moment(day + timedelta(days=1), PROMPT_HOUR, zone)


def wake_on(day: date, zone: str) -> datetime:
    """When a wake-up meant for `day` comes due."""
    return moment(day, WAKE_HOUR, zone)


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """The wake hour `days` calendar days after `at` in `zone`."""
    return wake_on(today(at, zone) + timedelta(days=days), zone)


def annual(year: int, month: int, day: int) -> date:
    """A program's annual date; the last day of the month where the year has no such day (29 February)."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def whole_months_on(last: date, months: int) -> date:
    """The last day of so many months more: from 30 September three months on it is 31 December."""
    return months_later(last + timedelta(days=1), months) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day some months on, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return annual(year, month + 1, day.day)
