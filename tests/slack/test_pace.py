"""Pace: Slack never has to say that it is too much, nobody waits longer than they must, and whoever came first goes first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.slack.calling.calls import Calls, Limited
from adapters.slack.calling.pace import PATIENCE, Crowded, Pace
from tests.slack.clock import HandClock
from tests.slack.faults import How
from tests.slack.rates import WORKSPACE_POSTS
from tests.slack.slack import Slack, loopback


class Timing:
    """Time for the pace, which stands still as Slack's does; it passes only while everybody waits for it."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.pace = Pace(now=lambda: clock.now, sleep=self.sleep)
        self.asleep = 0
        self.began = clock.now

    async def sleep(self, seconds: float) -> None:
        """Until so much time has passed."""
        woken = asyncio.Event()
        self.clock.later(seconds, woken.set)
        self.asleep += 1
        try:
            await woken.wait()
        finally:
            self.asleep -= 1

    async def until_done(self, *tasks: asyncio.Task[None]) -> float:
        """Let time pass for as long as it takes; how long it took."""
        while not all(task.done() for task in tasks):
            await asyncio.sleep(0)
            if self.asleep and not self.pace.out and self.clock._due:
                await self.clock.passes(max(0.0, self.clock._due[0][0] - self.clock.now))
        await asyncio.gather(*tasks)
        return self.clock.now - self.began


@pytest.fixture
def timing() -> Timing:
    """Time of its own."""
    return Timing(HandClock())


@asynccontextmanager
async def at_work() -> AsyncIterator[tuple[Slack, Calls, Timing]]:
    """Slack with its real limits, and calls that go by the same clock."""
    clock = HandClock()
    async with loopback(clock=clock) as slack:
        timing = Timing(clock)
        calls = Calls(slack.token, url=slack.api, pace=timing.pace)
        try:
            yield slack, calls, timing
        finally:
            await calls.close()


def calling(calls: Calls, method: str, **args: object) -> asyncio.Task[None]:
    """A call that waits for its turn."""

    async def call() -> None:
        await calls.call(method, **args)

    return asyncio.create_task(call())


async def test_a_fan_out_of_two_thousand_is_never_told_to_wait_and_takes_little_longer_than_it_must() -> None:
    many, at_once = 2000, 16
    async with at_work() as (slack, calls, timing):
        everybody = [slack.add(f"Reader {n}") for n in range(many)]
        left = iter(everybody)

        async def thread() -> None:
            for user in left:
                await calls.call("chat.postMessage", channel=user.id, text="How was your month?")

        took = await timing.until_done(*(asyncio.create_task(thread()) for _ in range(at_once)))
        assert slack.site.limits.hit == []
        assert all(len(user.dm) == 1 for user in everybody)
    least = (many - WORKSPACE_POSTS) / (WORKSPACE_POSTS / 60)
    assert least <= took <= 1.01 * least


async def test_one_conversation_gets_one_post_a_second_and_keeps_nobody_else_waiting() -> None:
    async with at_work() as (slack, calls, timing):
        ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
        to_ada = [calling(calls, "chat.postMessage", channel=ada.id, text=str(n)) for n in range(5)]
        to_ben = calling(calls, "chat.postMessage", channel=ben.id, text="Hello")
        assert await timing.until_done(to_ben) == 0
        assert await timing.until_done(*to_ada) == pytest.approx(4)
        channel = ada.dm[0].channel  # by its own name it is no other conversation
        more = calling(calls, "chat.postMessage", channel=channel, text="5")
        assert await timing.until_done(more) == pytest.approx(5)
        assert [seen.text for seen in ada.dm] == [str(n) for n in range(6)]
        assert slack.site.limits.hit == []


@pytest.mark.parametrize(("method", "burst"), [("users.list", 20), ("chat.update", 50), ("users.info", 100)])
async def test_each_method_goes_at_its_tiers_pace(method: str, burst: int) -> None:
    async with at_work() as (slack, calls, timing):
        ada = slack.add("Ada Archer")
        posted = await calls.call("chat.postMessage", channel=ada.id, text="Hello")
        args = {
            "users.list": {},
            "users.info": {"user": ada.id},
            "chat.update": {"channel": posted["channel"], "ts": posted["ts"], "text": "Good"},
        }
        at_once = [calling(calls, method, **args[method]) for _ in range(burst)]
        assert await timing.until_done(*at_once) == 0
        more = [calling(calls, method, **args[method]) for _ in range(5)]
        assert await timing.until_done(*more) == pytest.approx(5 * 60 / burst)
        assert slack.site.limits.hit == []


async def test_whoever_came_first_goes_first(timing: Timing) -> None:
    went: list[int] = []

    async def go(nth: int) -> None:
        async with timing.pace.kept("conversations.open", {}):
            went.append(nth)

    tasks = [asyncio.create_task(go(nth)) for nth in range(75)]
    assert await timing.until_done(*tasks) == pytest.approx(30)
    assert went == list(range(75))


async def test_an_answer_does_not_wait_behind_thousands_of_prompts(timing: Timing) -> None:
    waited: list[float] = []

    async def post(channel: str) -> None:
        async with timing.pace.kept("chat.postMessage", {"channel": channel}):
            pass

    async def thread(nth: int) -> None:
        for prompt in range(60):
            await post(f"D{nth}-{prompt}")

    async def answer() -> None:
        await timing.sleep(10)  # in the midst of it
        began = timing.clock.now
        await post("DADA")
        waited.append(timing.clock.now - began)

    threads = [asyncio.create_task(thread(nth)) for nth in range(16)]
    await timing.until_done(asyncio.create_task(answer()), *threads)
    assert waited[0] <= 1.8  # those sixteen that were at it when it came


async def test_by_either_of_its_names_a_conversation_is_one(timing: Timing) -> None:
    async def post(channel: str) -> None:
        async with timing.pace.kept("chat.postMessage", {"channel": channel}):
            pass

    await post("DADA")
    timing.pace.same("UADA", "DADA")
    await timing.until_done(*(asyncio.create_task(post(name)) for name in ("UADA", "DADA", "UADA")))
    assert timing.clock.now - timing.began == pytest.approx(3, abs=0.01)


async def test_an_answer_that_takes_long_counts_when_it_comes(timing: Timing) -> None:
    """However late Slack counts a call, the next is not too soon."""
    came = asyncio.Event()

    async def slow() -> None:
        async with timing.pace.kept("chat.postMessage", {"channel": "D1"}):
            await came.wait()

    async def next_one() -> None:
        async with timing.pace.kept("chat.postMessage", {"channel": "D1"}):
            pass

    first, second = asyncio.create_task(slow()), asyncio.create_task(next_one())
    await asyncio.sleep(0)
    await timing.clock.passes(7)
    assert not second.done()
    came.set()
    assert await timing.until_done(first, second) == pytest.approx(8)


async def test_what_would_wait_too_long_does_not_wait_at_all(timing: Timing) -> None:
    async def go() -> None:
        async with timing.pace.kept("conversations.open", {}):
            pass

    tasks = [asyncio.create_task(go()) for _ in range(50 + int(PATIENCE * 50 / 60))]
    await asyncio.sleep(0)
    with pytest.raises(Crowded, match="its turn would come in 41 s"):
        await go()
    await timing.until_done(*tasks)


async def test_whoever_gives_up_takes_nothing_with_them(timing: Timing) -> None:
    async def go() -> None:
        async with timing.pace.kept("chat.postMessage", {"channel": "D1"}):
            pass

    await go()
    waits, after = asyncio.create_task(go()), asyncio.create_task(go())
    await asyncio.sleep(0)
    waits.cancel()
    assert await timing.until_done(after) == pytest.approx(1)


async def test_a_modal_is_not_opened_when_its_trigger_would_be_stale(timing: Timing) -> None:
    for _ in range(100):
        async with timing.pace.kept("views.open", {}):
            pass
    held = [asyncio.create_task(_held(timing)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(Crowded):
        await _held(timing)
    await timing.until_done(*held)


async def test_quiet_conversations_are_forgotten(timing: Timing) -> None:
    for nth in range(6000):
        async with timing.pace.kept("chat.postMessage", {"channel": f"D{nth}"}):
            pass
        if nth % 500 == 499:
            await timing.clock.passes(60)
    assert len(timing.pace._channels) <= 4_600


async def test_when_slack_says_that_it_was_too_much_it_is_heard() -> None:
    async with at_work() as (slack, calls, timing):
        ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
        slack.faults.plant("chat.postMessage", How.LIMITED, seconds=20)
        tasks = [calling(calls, "chat.postMessage", channel=one.id, text="Hello") for one in (ada, ben)]
        assert await timing.until_done(*tasks) == pytest.approx(20)
        assert [len(ada.dm), len(ben.dm)] == [1, 1]
        assert [call.status for call in slack.called("chat.postMessage")].count(429) == 1


async def test_a_pause_that_is_too_long_is_told_and_kept() -> None:
    async with at_work() as (slack, calls, _):
        ada = slack.add("Ada Archer")
        slack.faults.plant("chat.postMessage", How.LIMITED, seconds=300)
        for _ in range(2):
            with pytest.raises(Limited, match="for 300 s"):
                await calls.call("chat.postMessage", channel=ada.id, text="Hello")
        assert len(slack.called("chat.postMessage")) == 1  # Slack is not asked before that


async def _held(timing: Timing) -> None:
    async with timing.pace.kept("views.open", {}):
        pass
