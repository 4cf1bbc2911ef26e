"""Slack's clock: by default one that only tests move; the system's where speed is measured."""

import asyncio
import heapq
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Protocol, TypeVar

FIRST_MORNING = datetime(2027, 1, 10, 12, tzinfo=UTC)
PATIENCE = 15
"""Seconds of real time after which what is waited for will not come any more."""

LOOK_AGAIN = 0.05
"""Seconds after which whoever waits looks again, for what happens inside the app and Slack never hears of."""

Action = Callable[[], None]
Found = TypeVar("Found")


class Clock(Protocol):
    """Tells the time, and does things later."""

    @property
    def now(self) -> float:
        """Seconds since 1970."""

    def later(self, seconds: float, action: Action) -> None:
        """Do `action` once so many seconds have passed."""


@dataclass(slots=True)
class HandClock:
    """Stands still until a test moves it."""

    now: float = FIRST_MORNING.timestamp()
    _due: list[tuple[float, int, Action]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def later(self, seconds: float, action: Action) -> None:
        """Keep `action` until the clock is moved there."""
        heapq.heappush(self._due, (self.now + seconds, next(self._order), action))

    async def passes(self, seconds: float) -> None:
        """Let so many seconds pass: everything that comes due meanwhile happens, in order."""
        until = self.now + seconds
        while self._due and self._due[0][0] <= until:
            self.now, _, action = heapq.heappop(self._due)
            action()
            await asyncio.sleep(0)
        self.now = until


class WallClock:
    """The system's time, for measuring."""

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def later(self, seconds: float, action: Action) -> None:
        """Have the running loop do it."""
        asyncio.get_running_loop().call_later(seconds, action)


@dataclass(slots=True)
class Changes:
    """Wakes whoever waits for something to have happened."""

    _next: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        """Something happened."""
        was, self._next = self._next, asyncio.Event()
        was.set()

    async def until(self, found: Callable[[], Found], why: str = "it") -> Found:
        """Wait until `found` finds something; what it found."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (it := found()):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._next.wait(), LOOK_AGAIN)
        except TimeoutError:
            raise AssertionError(f"{why} did not come within {PATIENCE} s") from None
        return it
