"""Pace: no more calls a second than Discord allows one application, and far fewer that are amiss than it bans us for.

The buckets of single routes are discord.py's to keep. What it has no regard for is kept here, at the moment at which a
request goes out: also for those that it repeats by itself, and those of its own.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp
import structlog

log = structlog.get_logger()

Now = Callable[[], float]
"""Seconds of a clock that never goes back."""
Sleep = Callable[[float], Awaitable[None]]

MOST = 48
WITHIN = 1.05
"""So many calls in so many seconds at most, where Discord takes 50 in one: on the way there they may be pushed together."""
APART = 1 / 60
"""Seconds between two calls at least. As it is less than an even share, time that a slow machine lost is made up for."""
TICK = 0.001
"""Nobody sleeps for less: clocks are not so fine that time would then be sure to pass."""
LETS_BY = 5.0
"""So many seconds at most does what is in no hurry let others go first, and looks so often whether they have:"""
LOOKS = 0.05
AMISS = frozenset({401, 403, 429})
AMISS_AT_MOST = 1_000
"""Discord bans an address at 10,000 in ten minutes."""
AMISS_WITHIN = 600.0
UNCOUNTED = ("/interactions/", "/webhooks/")
"""Answers to what people do have limits of their own."""


class Crowded(Exception):
    """No call may go out for so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no call for {seconds:.0f} s")
        self.seconds = seconds


class Again(Exception):
    """The library was about to repeat what may not be done twice."""


@dataclass(slots=True, eq=False)
class Attempt:
    """One call, as it goes out: as often as the library likes or, where it is `once`, until it may have been done."""

    once: bool = False
    status: int = 0

    def reset(self, *, seek: int | bool = True) -> None:
        """Called before each try with its number: to discord.py it is one more file, which has to be rewound."""
        if seek and self.once and self.status != 429:
            raise Again


def loop_time() -> float:
    """The running loop's own clock."""
    return asyncio.get_running_loop().time()


class Pace:
    """The limits of one application. `scale` multiplies the calls a second, 0 lifts the limit."""

    def __init__(self, scale: float = 1.0, *, now: Now = loop_time, sleep: Sleep = asyncio.sleep) -> None:
        self._scale = scale
        self.now = now
        self.sleep = sleep
        self._lately: deque[float] = deque(maxlen=MOST)
        """When the last calls went out. The moment counts at which one goes, not that at which it was to go: else those
        whom a slow machine held up would all go together."""
        self._turn = asyncio.Lock()
        self._amiss: deque[float] = deque()
        self._rests = 0.0

    def trace(self) -> aiohttp.TraceConfig:
        """What a session needs to be told to keep it."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._goes)
        trace.on_request_end.append(self._came)
        return trace

    def rest(self, seconds: float) -> None:
        """Nothing goes out for so long."""
        self._rests = max(self._rests, self.now() + seconds)

    def resting(self) -> float:
        """Seconds until anything may go."""
        now = self.now()
        while self._amiss and self._amiss[0] <= now - AMISS_WITHIN:
            self._amiss.popleft()
        if len(self._amiss) >= AMISS_AT_MOST:
            self._rests = max(self._rests, self._amiss[-AMISS_AT_MOST] + AMISS_WITHIN)
        return max(0.0, self._rests - now)

    async def turn(self) -> None:
        """Wait until one more call may go. Whoever came first goes first."""
        if not self._scale:
            return
        async with self._turn:
            while (wait := self._free() - self.now()) > 0:
                await self.sleep(max(wait, TICK))
            self._lately.append(self.now())

    async def gives_way(self) -> None:
        """Before what is in no hurry: wait, for a while, until nobody else waits for their turn."""
        until = self.now() + LETS_BY
        while self._turn.locked() and self.now() < until:
            await self.sleep(LOOKS)

    def _free(self) -> float:
        """When the next call may go."""
        if not self._lately:
            return 0.0
        apart = self._lately[-1] + APART / self._scale
        return max(apart, self._lately[0] + WITHIN / self._scale) if len(self._lately) == MOST else apart

    async def _goes(
        self,
        session: aiohttp.ClientSession,
        about: SimpleNamespace,
        asked: aiohttp.TraceRequestStartParams,
    ) -> None:
        if not any(part in asked.url.path for part in UNCOUNTED):
            await self.turn()

    async def _came(
        self,
        session: aiohttp.ClientSession,
        about: SimpleNamespace,
        given: aiohttp.TraceRequestEndParams,
    ) -> None:
        if isinstance(about.trace_request_ctx, Attempt):
            about.trace_request_ctx.status = given.response.status
        if given.response.status in AMISS:
            self._amiss.append(self.now())
            if len(self._amiss) == AMISS_AT_MOST:
                log.error("Discord refuses so much that Shelfmate pauses, lest it be banned")
