"""The pace: never more calls in a second than Discord takes, those of the library's own too; and far from a ban."""

import asyncio
import heapq
from itertools import count
from math import inf

import aiohttp
import discord
import pytest

from adapters.discord.calling.calls import Calls, Limited, Refused
from adapters.discord.calling.pace import (
    AMISS_AT_MOST,
    AMISS_WITHIN,
    APART,
    LETS_BY,
    LOOKS,
    MOST,
    WITHIN,
    Again,
    Attempt,
    Pace,
)
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.sending import LONG, connected, message, stage
from tests.slack.clock import HandClock

DISCORDS = 50
DISCORDS_BAN = 10_000
PATH = "/channels/{channel_id}/messages"


class Time:
    """Time that passes when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.stalls: tuple[float, float] = (inf, 0.0)
        """From when on it stands still, for everybody, and for how long."""
        self._sleeping: list[tuple[float, int, asyncio.Event]] = []
        self._nth = count()
        self._slept = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._slept.set()
        heapq.heappush(self._sleeping, (self.now + seconds, next(self._nth), woken))
        await woken.wait()

    async def wanted(self) -> None:
        """Until somebody sleeps."""
        await self._slept.wait()

    async def runs(self, *work: "asyncio.Task[None]") -> None:
        """Until all of it is done."""
        while not all(each.done() for each in work):
            for _ in range(3):
                await asyncio.sleep(0)
            if self._sleeping:
                self._passes()

    def _passes(self) -> None:
        at, _, woken = heapq.heappop(self._sleeping)
        self.now = max(self.now, at)
        if self.now > self.stalls[0]:
            self.now, self.stalls = self.now + self.stalls[1], (inf, 0.0)
        woken.set()


async def went(pace: Pace, time: Time, many: int) -> list[float]:
    """When so many calls go that all want to go at once."""
    gone: list[tuple[float, int]] = []

    async def goes(nth: int) -> None:
        await pace.turn()
        gone.append((time.now, nth))

    await time.runs(*[asyncio.create_task(goes(nth)) for nth in range(many)])
    assert [nth for _, nth in gone] == list(range(many))  # whoever came first goes first
    return [at for at, _ in gone]


def most_in(seconds: float, moments: list[float]) -> int:
    return max(sum(1 for at in moments if start <= at < start + seconds) for start in moments)


async def test_in_no_second_go_more_than_discord_takes() -> None:
    time = Time()
    moments = await went(Pace(now=lambda: time.now, sleep=time.sleep), time, 400)
    assert most_in(WITHIN, moments) <= MOST < DISCORDS
    assert moments[-1] < 1.1 * 400 / DISCORDS  # and not many fewer


async def test_what_is_held_up_on_the_way_is_still_not_too_much() -> None:
    time = Time()
    moments = await went(Pace(now=lambda: time.now, sleep=time.sleep), time, 400)
    for late in range(0, 400, 7):  # seven that went one after the other arrive as late as a way may be slow
        arrived = [at + (0.06 if late <= nth < late + 7 else 0) for nth, at in enumerate(moments)]
        assert most_in(1, arrived) <= DISCORDS


async def test_after_a_quiet_time_no_more_go_at_once_than_at_first() -> None:
    time = Time()
    pace = Pace(now=lambda: time.now, sleep=time.sleep)
    await went(pace, time, 10)
    time.now += 3600
    assert most_in(WITHIN, await went(pace, time, 200)) <= MOST


async def test_a_scale_multiplies_it_and_none_lifts_it() -> None:
    for scale in (1.0, 10.0, 0.0):
        time = Time()
        moments = await went(Pace(scale, now=lambda time=time: time.now, sleep=time.sleep), time, 4 * MOST)  # type: ignore[misc]
        last = 3 * WITHIN + (MOST - 1) * APART
        assert moments[-1] == pytest.approx(last / scale if scale else 0.0, rel=0.1)


async def test_those_whom_a_slow_machine_held_up_do_not_all_go_together() -> None:
    time = Time()
    pace = Pace(now=lambda: time.now, sleep=time.sleep)
    waiting = asyncio.create_task(went(pace, time, 200))
    time.stalls = (1.0, 30.0)
    moments = [at for at in await waiting if at > 30]
    assert len(moments) > 100
    assert most_in(WITHIN, moments) <= MOST
    assert most_in(0.1, moments) <= 0.1 / APART + 1


@pytest.mark.parametrize(("many", "last"), [(20, True), (400, False)])
async def test_what_is_in_no_hurry_lets_others_go_first_but_not_for_ever(many: int, *, last: bool) -> None:
    time = Time()
    pace = Pace(now=lambda: time.now, sleep=time.sleep)
    looked: list[float] = []

    async def looks() -> None:
        await asyncio.sleep(0)  # the others came before
        await pace.gives_way()
        looked.append(time.now)

    looking = asyncio.create_task(looks())
    moments = await went(pace, time, many)
    await time.runs(looking)
    assert (looked[0] >= moments[-1]) is last
    assert looked[0] <= LETS_BY + 2 * LOOKS


async def test_discord_is_never_asked_too_much_on_the_wire(there: Discord) -> None:
    there.site.limits.speed = 1
    calls = Calls(discord.Client(intents=discord.Intents.none()), there.token)
    await calls.connect()
    channels = [there.channel(f"channel {nth}") for nth in range(70)]
    await asyncio.gather(
        *[calls.call("POST", PATH, channel_id=each.id, json={"content": "Hello"}) for each in channels]
    )
    await calls.close()
    assert there.site.limits.hit == []
    assert there.site.limits.most_in_a_second <= DISCORDS
    assert all(len(each.messages) == 1 for each in channels)


async def test_answers_to_what_people_do_wait_for_nobody(there: Discord) -> None:
    time = Time()
    pace = Pace(now=lambda: time.now, sleep=time.sleep)
    calls = Calls(discord.Client(intents=discord.Intents.none()), there.token, pace=pace)
    await time.runs(asyncio.create_task(calls.connect()))
    began = time.now
    turns = [asyncio.create_task(pace.turn()) for _ in range(100)]
    path = "/interactions/{id}/{token}/callback"
    with pytest.raises(Refused, match="Unknown"):
        await calls.call("POST", path, id="1", token="aW50ZXJhY3Rpb24", json={"type": 6})
    assert (time.now, turns[-1].done()) == (began, False)
    for turn in turns:
        turn.cancel()
    await calls.close()


# --- far from a ban -----------------------------------------------------------------------------------------


async def test_who_asks_amiss_too_often_pauses_long_before_discord_bans(there: Discord) -> None:
    there.site.limits.on = False
    clock = HandClock(0)
    pace = Pace(0, now=lambda: clock.now)
    calls = connected(there, pace)
    await calls.connect()
    secret = there.channel("secret", bot=False)
    asked = 0
    while not pace.resting():
        clock.now += 0.01
        asked += 1
        with pytest.raises(Refused):
            await calls.call("GET", PATH, channel_id=secret.id)
    assert asked == AMISS_AT_MOST < DISCORDS_BAN / 5
    with pytest.raises(Limited) as told:
        await calls.call("GET", "/users/@me")
    assert told.value.seconds == pytest.approx(AMISS_WITHIN, rel=0.05)
    assert calls.alive  # it is not Discord that is away
    clock.now += AMISS_WITHIN
    await calls.call("GET", "/users/@me")
    await calls.close()


async def test_limits_that_the_library_waits_for_are_counted_too(there: Discord) -> None:
    there.site.limits.on = False
    pace = Pace(0)
    calls = connected(there, pace)
    await calls.connect()
    news = there.channel("news")
    there.faults.plant("create_message", How.LIMITED, times=4, seconds=0.001)
    await calls.call("POST", PATH, channel_id=news.id, json={"content": "Hello"})
    assert len(pace._amiss) == 4
    await calls.close()


async def test_where_cloudflare_bans_us_nobody_asks_any_more(there: Discord) -> None:
    there.site.limits.on = False
    calls = connected(there)
    await calls.connect()
    for _ in range(10_000):
        there.site.limits.amiss(there.site.clock.now)
    asked = len(there.calls)
    for _ in range(3):
        with pytest.raises(Limited):
            await calls.call("GET", "/users/@me")
    assert calls.pace.resting() > 0
    assert len(there.calls) == asked
    assert len(calls.pace._amiss) == 1
    await calls.close()


async def test_a_closed_door_costs_one_refusal_not_one_each_message(there: Discord) -> None:
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        there.allow(May.CREATE_PRIVATE_THREADS)
        to_ada, ada = shelfmate.adds("Ada Archer")
        ada.closes_dms()
        for nth in range(10):
            await shelfmate.sends(message(to_ada, f"Word {nth}. {LONG}", key=f"k{nth}"))
        assert len(shelfmate.calls.pace._amiss) == 1


# --- what the library repeats -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("once", "status", "goes"), [(False, 500, True), (True, 429, True), (True, 500, False)]
)
def test_the_library_repeats_only_what_it_may(*, once: bool, status: int, goes: bool) -> None:
    attempt = Attempt(once=once, status=status)
    attempt.reset(seek=0)
    if goes:
        attempt.reset(seek=1)
    else:
        with pytest.raises(Again):
            attempt.reset(seek=1)


async def test_also_what_is_asked_past_us_keeps_the_pace(there: Discord) -> None:
    time = Time()
    pace = Pace(now=lambda: time.now, sleep=time.sleep)
    async with aiohttp.ClientSession(trace_configs=[pace.trace()]) as session:

        async def asks() -> None:
            async with session.get(f"{there.api}/users/@me") as answer:
                assert answer.status == 401

        await asks()
        waits = asyncio.create_task(asks())
        await time.wanted()
        assert not waits.done()
        await time.runs(waits)
    assert len(pace._amiss) == 2
