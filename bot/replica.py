"""One process at work on its loop: the inside, its platforms, kept trying where one is down, until it is let go."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import chain, repeat

import structlog

from bot.app import App, Texts, assemble
from bot.bad_input import BadInput
from bot.clock import Clock
from bot.platforms.configured import configured
from bot.platforms.platform import NotReached, Platform
from bot.settings import Settings
from bot.ticks import Ticks
from flows.ports import Store, StoreError

log = structlog.get_logger()

AT_ONCE = 8
"""Messages on their way to the platform at the same time: enough for its pace, where each takes half a second."""
PAUSES = (1, 2, 5, 10, 30)
"""Seconds between two tries to reach a platform; the last of them from then on."""


class Replica:
    """Begins to work by itself; `begun` is over as soon as every platform was tried once, and it keeps time."""

    def __init__(self, app: App, platforms: tuple[Platform, ...]) -> None:
        self.app = app
        self.platforms = platforms
        self.begun = asyncio.Event()
        self._starting: asyncio.Future[None] | None = None
        self._working = asyncio.create_task(self._works())

    async def until(self, told: asyncio.Event) -> None:
        """Until it is told to stop. Raises BadInput where an administrator has to act before it can work."""
        waiting = asyncio.create_task(told.wait())
        await asyncio.wait({waiting, self._working}, return_when=asyncio.FIRST_COMPLETED)
        if self._working.done():
            waiting.cancel()
            self._working.result()

    async def ready(self) -> None:
        """Until every platform was tried once. Raises BadInput as `until` does."""
        await self.until(self.begun)

    async def _works(self) -> None:
        """First every platform is tried once, so that what waits for it goes out; then time is kept, whether or not."""
        tries = [asyncio.create_task(self._reached(platform)) for platform in self.platforms]
        try:
            reached = await asyncio.gather(*tries)
        finally:
            for each in tries:  # where an administrator has to act for one, no other is waited for
                each.cancel()
        late = [platform for platform, there in zip(self.platforms, reached, strict=True) if not there]
        self._starting = asyncio.ensure_future(asyncio.to_thread(self.app.start))
        await asyncio.shield(self._starting)
        self.begun.set()
        await asyncio.gather(*(self._tried_again(platform) for platform in late))
        await asyncio.Event().wait()  # for as long as it works

    async def _reached(self, platform: Platform, again_in: float = PAUSES[0]) -> bool:
        try:
            await platform.connect()
        except (NotReached, StoreError) as error:  # to hear, it has to know its words
            words = "not reached; everything else goes on, and it is tried again"
            log.warning(words, platform=platform.name, error=str(error), seconds=again_in)
            return False
        log.info("connected", platform=platform.name)
        return True

    async def _tried_again(self, platform: Platform) -> None:
        for pause, after in _pauses():
            await asyncio.sleep(pause)
            try:
                reached = await self._reached(platform, after)
            except BadInput as refused:
                if not any(each.connected for each in self.platforms):
                    raise
                log.error("not let in; everything else goes on", platform=platform.name, error=str(refused))  # noqa: TRY400
                return
            if reached:
                self.app.is_back(platform.via)
                return

    async def ends(self) -> None:
        """Hear no more; finish what is in hand; let go of everything: each of it, whatever goes wrong with another."""
        self._working.cancel()
        begun = [self._starting] if self._starting else []
        await asyncio.gather(self._working, *begun, return_exceptions=True)
        async with AsyncExitStack() as last:  # from its end to its beginning
            for platform in self.platforms:
                last.push_async_callback(platform.release)
            last.push_async_callback(asyncio.to_thread, self.app.stop)
            for platform in self.platforms:
                last.push_async_callback(platform.close)


def _pauses() -> Iterator[tuple[int, int]]:
    """Each pause, and the one after it."""
    last = repeat(PAUSES[-1])
    return zip(chain(PAUSES, last), chain(PAUSES[1:], last), strict=False)


@asynccontextmanager
async def replica(
    settings: Settings,
    store: Store,
    programs: Texts,
    clock: Clock,
    *,
    scale: float = 1.0,
    holder: str = "",
    at_once: int = AT_ONCE,
    ticking: type[Ticks] = Ticks,
) -> AsyncIterator[Replica]:
    """At work until the block ends; the store is closed then. `scale` multiplies the pace of calls, 0 lifts it;
    `holder` is a name that no two share while they run, and that one keeps when it begins again."""
    platforms = configured(settings, store, clock, scale=scale)
    adapters = {platform.via: platform.adapter for platform in platforms}
    secret = settings.secret
    built = partial(
        assemble, adapters=adapters, holder=holder, at_once=at_once, ticking=ticking, secret=secret
    )
    app = await asyncio.to_thread(built, store, programs, clock)
    for platform in platforms:
        platform.meets(app.desk(fields=platform.fields))
    running = Replica(app, platforms)
    try:
        yield running
    finally:
        await running.ends()
