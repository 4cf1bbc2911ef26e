"""What all plays of a process share on Slack: a thread with a loop, a Slack on it, and one client; emptied between plays."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.slack.calling.calls import Calls
from bot.clock import VirtualClock
from tests.slack.clock import PATIENCE, Action
from tests.slack.manifest import ours
from tests.slack.rates import Limits
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack, loopback

R = TypeVar("R")
FIRST_DAY = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class PlaysClock:
    """Slack goes by the play's clock. Within an act it stands still, so no deadline is ever missed."""

    play: VirtualClock

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.play.now().timestamp()

    def later(self, seconds: float, action: Action) -> None:
        """Only what comes too late comes due, and plays see to it that nothing does."""


@dataclass(slots=True)
class Door:
    """The web server behind the app's URL: it hands requests to whoever listens now."""

    listening: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.listening is not None, "nobody listens"
        await self.listening(scope, receive, send)


@dataclass(slots=True, repr=False)
class Theatre:
    """One Slack, in one of its modes."""

    slack: Slack
    calls: Calls
    clock: PlaysClock
    door: Door
    loop: asyncio.AbstractEventLoop
    _ends: AsyncExitStack
    _thread: threading.Thread
    _resting: "set[asyncio.Task[Any]]" = field(default_factory=set)
    """What goes on on the loop while nothing happens."""

    @classmethod
    def built(cls, *, socket_mode: bool) -> "Theatre":
        """A house with nobody in it."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="slack", daemon=True)
        thread.start()
        return asyncio.run_coroutine_threadsafe(_opened(loop, thread, socket_mode=socket_mode), loop).result(
            PATIENCE
        )

    def run(self, work: Coroutine[Any, Any, R]) -> R:
        """Have it done on the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(4 * PATIENCE)

    def rests(self) -> None:
        """All that is under way now goes on for as long as the play."""
        self._resting = asyncio.all_tasks(self.loop)

    async def settled(self) -> None:
        """Wait until nothing is under way any more: neither in the app nor in Slack, nor between them."""
        me = asyncio.current_task()
        while busy := self._deliveries() or asyncio.all_tasks() - self._resting - {me}:
            _, late = await asyncio.wait(busy, timeout=PATIENCE)
            assert not late, f"{late} came to no end"

    def _deliveries(self) -> "set[asyncio.Future[Any]]":
        return {each.settled for each in self.slack.deliveries if not each.settled.done()}

    def emptied(self, clock: VirtualClock) -> Slack:
        """A Slack as if nobody had ever been in it, for the next play."""
        site = self.slack.site
        self.clock.play = clock
        for kept in (site.calls, site.complaints, site.deliveries.made, site.deliveries.lost):
            kept.clear()
        site.workspaces.clear()
        site.hooks.clear()
        self.slack.people.clear()
        self.slack.workspace = site.install()
        return self.slack

    def close(self) -> None:
        """Everything ends; also what a play that went wrong left behind."""
        self.run(self._ends.aclose())
        self.run(_ended())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


async def _opened(loop: asyncio.AbstractEventLoop, thread: threading.Thread, *, socket_mode: bool) -> Theatre:
    ends, door, clock = AsyncExitStack(), Door(), PlaysClock(VirtualClock(FIRST_DAY))
    app = ours(socket_mode=socket_mode)
    slack = await ends.enter_async_context(loopback(app, clock=clock, limits=Limits(scale=0)))
    if not socket_mode:
        listener = ends.enter_context(socket.create_server(("127.0.0.1", 0)))
        app.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        app.options_url = app.request_url
        await ends.enter_async_context(serving(door, listener, Connections()))
    calls = Calls(slack.token, url=slack.api, scale=0)
    await calls.connect()
    ends.push_async_callback(calls.close)
    return Theatre(slack, calls, clock, door, loop, ends, thread)


async def _ended() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
