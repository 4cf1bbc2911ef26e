"""Shelfmate itself at work in the Discord on loopback: the wiring of `shelfmate run`, with a store and a clock.

    async with at_work(there) as shelfmate:      # Connecticut, set up: two channels, and Cora who coordinates
        ada = there.add("Ada Archer")
        await ada.runs("/mentoring signup")
        await shelfmate.settles()                # what is due at this moment is done
        await shelfmate.passes(days=1)           # both clocks move; what comes due on the way happens

Where Discord's clock is moved by hand, Shelfmate goes by it too. On the system's clock it ticks as it does in production.
`at_work(there, url=...)` on the file of one that ended begins again on what it left.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.discord.app.permissions import number
from adapters.discord.reading.origin import account_of
from bot.app import App, read_programs
from bot.clock import Clock, SystemClock
from bot.launch import appoint
from bot.replica import Replica, replica
from bot.settings import Settings
from flows import places
from flows.events import Joined
from flows.ids import EventId, PersonId, ProgramId
from flows.model.addresses import Address, Workspace, address_id
from flows.ports import Store
from storage.opening import open_store
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.person import Person
from tests.discord.records import Channel, Guild
from tests.slack.at_work import HandTicks
from tests.slack.clock import HandClock

CORA = PersonId("cora")


@dataclass(slots=True)
class DiscordsClock:
    """Shelfmate's clock where Discord's is moved by hand: the same."""

    there: Discord

    def now(self) -> datetime:
        """To the millisecond, so that moving there by so many seconds arrives."""
        return datetime.fromtimestamp(round(self.there.site.clock.now, 3), UTC)


@dataclass(slots=True, repr=False)
class AtWork:
    """Shelfmate, as a test holds it."""

    there: Discord
    replica: Replica
    clock: Clock
    program: ProgramId
    cora: Person | None = None
    """Who coordinates, where it was set up."""
    announcements: Channel | None = None
    desk: Channel | None = None

    @property
    def app(self) -> App:
        """The inside."""
        return self.replica.app

    @property
    def store(self) -> Store:
        """What it remembers."""
        return self.app.store

    @property
    def hears(self) -> bool:
        """Whether it knows itself to be connected."""
        return all(platform.connected for platform in self.replica.platforms)

    def lives_in(self, guild: Guild, program: str) -> None:
        """Another program lives in another server."""
        at = Workspace(
            id=f"discord:{guild.id}", program=ProgramId(program), set_up_by=account_of(self.there.owner.id)
        )
        self.store.transact(lambda tx: tx.save([at]))

    async def settles(self) -> None:
        """All that is due at this moment is done."""
        ticks = self.app.ticks
        assert isinstance(ticks, HandTicks), "on the system's clock it settles by itself"
        await asyncio.wrap_future(ticks.now())

    async def passes(self, **much: float) -> None:
        """So much time passes, in the words of `timedelta`; whatever comes due meanwhile happens when it is due."""
        until = self.clock.now() + timedelta(**much)
        await self.settles()
        while (due := await asyncio.to_thread(self._next)) is not None and due <= until:
            await self._moves(due)
        await self._moves(until)

    def _next(self) -> datetime | None:
        now = self.clock.now()
        return self.store.transact(lambda tx: tx.next_due(now))

    async def _moves(self, to: datetime) -> None:
        await self.there.passes(max(0.0, to.timestamp() - self.there.site.clock.now))
        await self.settles()


@asynccontextmanager
async def at_work(
    there: Discord,
    *,
    store: Store | None = None,
    url: str = "memory:",
    programs: Sequence[str] = ("connecticut",),
    set_up: bool = True,
    scale: float | None = None,
) -> AsyncIterator[AtWork]:
    """The real wiring, from Settings, connected. `set_up`: as `/mentoring setup` leaves a server."""
    by_hand = isinstance(there.site.clock, HandClock)
    clock: Clock = DiscordsClock(there) if by_hand else SystemClock()
    pace = scale if scale is not None else (0.0 if by_hand else 1.0)
    if by_hand and not pace:
        there.site.limits.on = False  # within a moment that stands still, any pace would be too fast
    there.allow(*(may for may in May if may & number(roles=False)))
    texts = await asyncio.to_thread(read_programs, programs)
    store = store or open_store(url, durable=False)
    options: dict[str, Any] = {"ticking": HandTicks, "at_once": 1} if by_hand else {}
    async with replica(settings(there), store, texts, clock, scale=pace, **options) as running:
        await running.ready()
        shelfmate = AtWork(there, running, clock, ProgramId(texts[0][0].id))
        if set_up:
            await asyncio.to_thread(_sets_up, shelfmate)
        yield shelfmate


def settings(there: Discord) -> Settings:
    """What an installation in this Discord would be told."""
    return Settings(
        discord_token=there.token, discord_api_url=there.api, discord_gateway_url=there.gateway_url
    )


def _sets_up(shelfmate: AtWork) -> None:
    """Where the program lives, who coordinates it, and where it announces and decides."""
    there, program, store = shelfmate.there, shelfmate.program, shelfmate.store
    workspace = f"discord:{there.guild.id}"
    known = (one for one in there.people.values() if one.name == "Cora Quill")
    cora = shelfmate.cora = next(known, None) or there.add("Cora Quill")
    announcements = shelfmate.announcements = _channel(there, "mentoring")
    desk = shelfmate.desk = _channel(there, "mentoring-desk", cora)
    account = account_of(cora.id)
    at = ((places.announcements(program), announcements), (places.coordinators(program), desk))
    store.transact(
        lambda tx: tx.save([
            Workspace(id=workspace, program=program, set_up_by=account),
            *(
                Address(id=address_id(place, workspace), place=place, workspace=workspace, channel=channel.id)
                for place, channel in at
            ),
        ])
    )  # fmt: skip
    joined = Joined(
        id=EventId(f"{account}:joined"),
        now=shelfmate.clock.now(),
        account=account,
        program=program,
        name=cora.name,
        tells_zone=False,
        person=CORA,
    )
    shelfmate.app.receive(joined)
    appoint(store, program, [CORA])


def _channel(there: Discord, name: str, *only: Person) -> Channel:
    every = there.site.channels_of(there.guild.id)
    return next((one for one in every if one.name == name), None) or there.channel(name, *only)
