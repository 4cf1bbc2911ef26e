"""The platforms that the settings name: each put together, connected, tried again where it is down, and let go of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import structlog
from starlette.routing import Route

from adapters.slack.calls import Calls
from adapters.slack.limits import PAGE
from adapters.slack.listen import Listening
from adapters.slack.send import Posting
from bot.app import App, Texts, assemble
from bot.clock import Clock
from bot.settings import Settings
from bot.ticks import Ticks
from flows.core import Core
from flows.ports import Adapter, Store

log = structlog.get_logger()

PAUSES = (1, 2, 5, 10, 30)
"""Seconds between two tries to reach a platform; the last of them from then on."""


class Platform(Protocol):
    """One platform, as whoever runs Shelfmate sees it."""

    name: str
    fields: int
    adapter: Adapter

    @property
    def connected(self) -> bool: ...

    @property
    def why(self) -> str: ...

    def meets(self, core: Core) -> None: ...

    def routes(self) -> list[Route]: ...

    async def connect(self) -> None: ...

    async def close(self) -> None: ...


class OnSlack:
    """Slack: one workspace, by its bot token."""

    name = "Slack"
    fields = PAGE

    def __init__(self, settings: Settings, store: Store, clock: Clock, *, scale: float = 1.0) -> None:
        self._settings = settings
        self._clock = clock
        self._calls = Calls(settings.slack_bot_token, url=settings.slack_api_url, scale=scale)
        self.adapter = Posting(self._calls, store, asyncio.get_running_loop())
        self._listening: Listening | None = None

    def meets(self, core: Core) -> None:
        """From now on what people do can be told to the core."""
        self._listening = Listening(
            self._calls,
            core,
            self.adapter,
            app_token=self._settings.slack_app_token,
            signing_secret=self._settings.slack_signing_secret,
            now=self._clock.now,
        )

    @property
    def connected(self) -> bool:
        """Whether we can speak there, and hear."""
        return bool(self._calls.alive and self._listening and self._listening.connected)

    @property
    def why(self) -> str:
        """Why not, where that is known."""
        return self._calls.why

    def routes(self) -> list[Route]:
        """What the web server has to serve for it."""
        return self._listening.routes() if self._listening else []

    async def connect(self) -> None:
        """Speak, then hear."""
        await self._calls.connect()
        if self._listening:
            await self._listening.connect()

    async def close(self) -> None:
        """Hear no more. What is on its way out may still go."""
        if self._listening:
            await self._listening.close()

    async def release(self) -> None:
        """Speak no more."""
        await self._calls.close()


@dataclass(frozen=True, slots=True)
class Replica:
    """Everything of one process, at work."""

    app: App
    platforms: tuple[OnSlack, ...]


def configured(settings: Settings, store: Store, clock: Clock, *, scale: float = 1.0) -> tuple[OnSlack, ...]:
    """The platforms that the settings name; nothing is connected yet."""
    return (OnSlack(settings, store, clock, scale=scale),) if settings.slack_bot_token else ()


@asynccontextmanager
async def replica(
    settings: Settings,
    store: Store,
    programs: Texts,
    clock: Clock,
    *,
    scale: float = 1.0,
    ticking: type[Ticks] = Ticks,
) -> AsyncIterator[Replica]:
    """Store, programs, platforms, ticks: at work until the block ends; the store is closed then."""
    platforms = configured(settings, store, clock, scale=scale)
    adapter = platforms[0].adapter if platforms else None
    app = await asyncio.to_thread(assemble, store, programs, clock, adapter=adapter, ticking=ticking)
    for platform in platforms:
        platform.meets(app.desk(fields=platform.fields))
        await platform.connect()
    app.start()
    try:
        yield Replica(app, platforms)
    finally:
        for platform in platforms:
            await platform.close()
        await asyncio.to_thread(app.stop)
        for platform in platforms:
            await platform.release()
