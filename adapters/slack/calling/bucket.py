"""One limit of Slack's: so many calls at once, and then so many a second. Whoever waits for it waits in line."""

import asyncio
from collections.abc import Awaitable, Callable

Now = Callable[[], float]
"""Seconds of a clock that never goes back."""
Sleep = Callable[[float], Awaitable[None]]

TICK = 0.001
"""Nobody sleeps for less: clocks are not so fine that time would then be sure to pass."""


class Bucket:
    """What is left of one limit.

    A call is taken off when its answer is there, and until then nobody else may have what it needs. So whenever in
    between Slack counts it, there is never less left at Slack's than we believe.
    """

    def __init__(self, per_second: float, burst: float, now: Now, sleep: Sleep) -> None:
        self._rate = per_second
        self._burst = burst
        self._now = now
        self._sleep = sleep
        self._left = burst
        self._at = now()
        self._rests = self._at
        self._out = 0
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._back = asyncio.Event()

    @property
    def idle(self) -> bool:
        """Whether it is as a new one would be."""
        return not self._out and not self._waiting and self._filled() >= self._burst and not self._resting()

    def expected(self) -> float:
        """Seconds until the turn of whoever comes now, at most."""
        return max(self._resting(), self._short(self._waiting + 1))

    async def __aenter__(self) -> None:
        self._waiting += 1
        try:
            async with self._turn:  # a lock lets those who wait in by their order
                while (seconds := max(self._resting(), self._short(1))) > 0:
                    await self._pause(seconds)
                self._out += 1
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._filled()
        self._left -= 1
        self._out -= 1
        self._back.set()

    def rest(self, seconds: float) -> None:
        """Slack wants no more for so long, whatever we believe is left."""
        self._rests = max(self._rests, self._now() + seconds)
        if self._rate:
            self._left = min(self._filled(), self._out)

    async def _pause(self, seconds: float) -> None:
        if self._out + 1 > self._burst:  # no time that passes helps before one of those has its answer
            self._back.clear()
            await self._back.wait()
        else:
            await self._sleep(max(seconds, TICK))

    def _short(self, many: int) -> float:
        """Seconds until so many more may go."""
        missing = many + self._out - self._filled()
        return missing / self._rate if missing > 1e-9 else 0.0

    def _resting(self) -> float:
        return max(0.0, self._rests - self._now())

    def _filled(self) -> float:
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        return self._left
