"""When simulated people act: in their own waking hours; coordinators in their working hours."""

from datetime import datetime, time, timedelta
from random import Random

from flows.calendar import local, moment

WAKES = time(7)
TIRES = time(21, 30)
"""Half an hour before sleep, so that a form begun late is still finished by 22:00."""
SLEEPS = time(22)
WORK_BEGINS = time(9)
WORK_ENDS = time(17)
_SATURDAY = 5


def awake(at: datetime, zone: str, rng: Random, until: time = TIRES) -> datetime:
    """`at` itself while the person is awake, else some time into their next morning."""
    here = local(at, zone)
    if WAKES <= here.time() < until:
        return at
    day = here.date() if here.time() < WAKES else here.date() + timedelta(days=1)
    return moment(day, WAKES, zone) + timedelta(minutes=rng.randint(5, 180))


def at_work(at: datetime, zone: str, rng: Random) -> datetime:
    """`at` itself on a working day between nine and five, else early on the next one."""
    here = local(at, zone)
    if here.weekday() < _SATURDAY and WORK_BEGINS <= here.time() < WORK_ENDS:
        return at
    day = here.date() + timedelta(days=0 if here.time() < WORK_BEGINS else 1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return moment(day, WORK_BEGINS, zone) + timedelta(minutes=rng.randint(0, 120))


def some_working_day(now: datetime, zone: str, rng: Random, *, soonest: int, latest: int) -> datetime:
    """A moment in working hours, from `soonest` to `latest` days on; a span of three days always holds one."""
    today = local(now, zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(soonest, latest + 1)]
    working = [day for day in days if day.weekday() < _SATURDAY] or days[-1:]
    return moment(rng.choice(working), WORK_BEGINS, zone) + timedelta(minutes=rng.randint(0, 8 * 60 - 1))
