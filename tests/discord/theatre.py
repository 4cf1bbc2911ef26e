"""What all plays of a process share on Discord: a thread with a loop, a Discord on it, and one client; emptied between plays."""

import asyncio
import heapq
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count

from adapters.discord.app.permissions import number
from adapters.discord.calling.calls import Calls
from adapters.discord.listening.gateway import Gateway
from bot.clock import VirtualClock
from tests.discord import happenings
from tests.discord.client import redirected
from tests.discord.limits import Limits
from tests.discord.loopback import OWNER, Discord, loopback
from tests.discord.person import Person
from tests.discord.site import App
from tests.slack.clock import PATIENCE, Action
from tests.theatre import House, PlaysClock, opened


@dataclass(slots=True)
class DiscordsClock(PlaysClock):
    """Discord goes by the play's clock, and what comes due as that moves on happens when Discord next looks at it:
    threads fall asleep."""

    _due: list[tuple[float, int, Action]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        now = self.play.now().timestamp()
        while self._due and self._due[0][0] <= now:
            heapq.heappop(self._due)[2]()
        return now

    def later(self, seconds: float, action: Action) -> None:
        """Keep `action` until then."""
        heapq.heappush(self._due, (self.play.now().timestamp() + seconds, next(self._order), action))

    def begins(self, play: VirtualClock) -> None:
        """Another play: nothing of the last one comes due any more."""
        self.play = play
        self._due.clear()


@dataclass(slots=True, repr=False, kw_only=True)
class Theatre(House):
    """One Discord, with the app in one server, where it may do what our invitation asks for and no more."""

    there: Discord
    client: Gateway
    calls: Calls
    clock: DiscordsClock

    @classmethod
    def built(cls) -> "Theatre":
        """A house with nobody in it."""
        return opened("discord", _furnished)

    async def settled(self) -> None:
        """Wait until nothing is under way any more: neither in the app nor in Discord, nor between them."""
        async with asyncio.timeout(PATIENCE):
            while await self._busy():
                pass

    async def _busy(self) -> bool:
        if self._on_the_wire():
            await asyncio.sleep(0)  # the loop looks at its sockets
            return True
        if under_way := self.under_way():
            await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        return bool(under_way)

    def _on_the_wire(self) -> bool:
        """Whether the gateway was given something that the app has not heard yet."""
        heard = getattr(self.client.ws, "sequence", None) or 0
        return any(session.seq > heard for session in self.there.gateway.alive() if session.line)

    async def emptied(self, clock: VirtualClock) -> Discord:
        """A Discord as if nobody had ever been in it, for the next play: another server, and the last one is gone."""
        there, site = self.there, self.there.site
        self.clock.begins(clock)
        happenings.removed(site, there.guild)
        site.guilds.clear()
        site.channels.clear()
        for kept in (site.interactions, site.files, site.sheets, site.told, site.calls, site.complaints):
            kept.clear()
        for id in there.people:
            del site.users[id]
        there.owner = Person(site, happenings.account(site, OWNER))
        there.people = {there.owner.id: there.owner}
        there.guild = site.open_guild("Library Association", there.owner.user)
        there.invites_app(there.guild)
        return there


async def _furnished(
    loop: asyncio.AbstractEventLoop, ends: AsyncExitStack, thread: threading.Thread
) -> Theatre:
    clock = DiscordsClock()
    app = App(permissions=number(roles=False))
    there = await ends.enter_async_context(loopback(app, clock=clock, limits=Limits(on=False)))
    ends.enter_context(redirected(there))
    client = Gateway(scale=0)
    calls = Calls(client, there.token, scale=0)
    await calls.connect()
    ends.push_async_callback(calls.close)
    return Theatre(loop, ends, thread, there=there, client=client, calls=calls, clock=clock)
