"""What all plays of a process share on Slack: a thread with a loop, a Slack on it, and one client; emptied between plays."""

import asyncio
import socket
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.slack.calling.calls import Calls
from bot.clock import VirtualClock
from tests.slack.clock import PATIENCE
from tests.slack.manifest import ours
from tests.slack.rates import Limits
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack, loopback
from tests.theatre import House, PlaysClock, opened


@dataclass(slots=True)
class Door:
    """The web server behind the app's URL: it hands requests to whoever listens now."""

    listening: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.listening is not None, "nobody listens"
        await self.listening(scope, receive, send)


@dataclass(slots=True, repr=False, kw_only=True)
class Theatre(House):
    """One Slack, in one of its modes."""

    slack: Slack
    calls: Calls
    clock: PlaysClock
    door: Door

    @classmethod
    def built(cls, *, socket_mode: bool) -> "Theatre":
        """A house with nobody in it."""
        return opened("slack", partial(_furnished, socket_mode=socket_mode))

    async def settled(self) -> None:
        """Wait until nothing is under way any more: neither in the app nor in Slack, nor between them."""
        while busy := self._deliveries() or self.under_way():
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


async def _furnished(
    loop: asyncio.AbstractEventLoop, ends: AsyncExitStack, thread: threading.Thread, *, socket_mode: bool
) -> Theatre:
    door, clock = Door(), PlaysClock()
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
    return Theatre(loop, ends, thread, slack=slack, calls=calls, clock=clock, door=door)
