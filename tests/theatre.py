"""What every platform's theatre stands on: a thread with a loop, where all that plays share goes on; and the play's clock."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.clock import VirtualClock
from tests.slack.clock import PATIENCE, Action

H = TypeVar("H", bound="House")
R = TypeVar("R")

FIRST_DAY = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class PlaysClock:
    """The platform goes by the play's clock. Within an act it stands still, so no deadline is ever missed."""

    play: VirtualClock = field(default_factory=lambda: VirtualClock(FIRST_DAY))

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.play.now().timestamp()

    def later(self, seconds: float, action: Action) -> None:
        """Only what comes too late comes due, and plays see to it that nothing does."""


@dataclass(slots=True, repr=False)
class House:
    """A loop on a thread of its own, for as long as plays are played."""

    loop: asyncio.AbstractEventLoop
    ends: AsyncExitStack
    """What is to be ended with it."""
    _thread: threading.Thread
    _resting: "set[asyncio.Task[Any]]" = field(default_factory=set)
    """What goes on on the loop while nothing happens."""

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        """Have it done on the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(4 * PATIENCE)

    def rests(self) -> None:
        """All that is under way now goes on for as long as the play."""
        self._resting = asyncio.all_tasks(self.loop)

    def under_way(self) -> "set[asyncio.Task[Any]]":
        """All else that goes on on the loop, but for whoever asks."""
        return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()} - self._resting

    def close(self) -> None:
        """Everything ends; also what a play that went wrong left behind."""
        self.run(self.ends.aclose())
        self.run(_ended())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


def opened(name: str, furnished: Callable[..., Coroutine[Any, Any, H]]) -> H:
    """A house with a thread of that name: what `furnished` makes of its loop, its ends and its thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name=name, daemon=True)
    thread.start()
    work = furnished(loop, AsyncExitStack(), thread)
    return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)


async def _ended() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
