"""Shelfmate itself at work in the Slack on loopback: the wiring of `shelfmate run`, with a store and a clock.

    async with at_work(slack) as shelfmate:      # Connecticut, set up: two channels, and Cora who coordinates
        ada = slack.add("Ada Archer")
        shelfmate.enrols(ada)                    # on the program's roster
        await ada.runs("/mentoring signup")
        await shelfmate.settles()                # what is due at this moment is done
        await shelfmate.passes(days=1)           # both clocks move; what comes due on the way happens

Where Slack's clock is moved by hand, Shelfmate goes by it too. On the system's clock it ticks as it does in production.
`at_work(slack, url=...)` on the file of one that ended begins again on what it left.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette

from adapters.slack.reading.origin import account_of
from bot.app import App, read_programs
from bot.clock import Clock, SystemClock
from bot.launch import appoint, enrol
from bot.replica import Replica, replica
from bot.settings import Settings
from bot.ticks import Ticks
from flows import places
from flows.events import Joined
from flows.ids import EventId, PersonId, ProgramId
from flows.model.addresses import Address, Workspace, address_id
from flows.ports import Store
from storage.opening import open_store
from tests.slack.clock import HandClock
from tests.slack.person import Person
from tests.slack.records import Channel
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack

CORA = PersonId("cora")


@dataclass(slots=True)
class SlacksClock:
    """Shelfmate's clock where Slack's is moved by hand: the same."""

    slack: Slack

    def now(self) -> datetime:
        """To the millisecond, so that moving there by so many seconds arrives."""
        return datetime.fromtimestamp(round(self.slack.site.clock.now, 3), UTC)


class HandTicks(Ticks):
    """Ticks when something happened, and when it is told to: never by itself, as no time passes by itself."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="tick")

    def start(self) -> None:
        """Take up what was left in hand."""
        now = self._clock.now()
        self._wake_ups.recover(now)
        if self._outbox:
            self._outbox.recover(now)
        self.now()

    def now(self) -> "Future[None]":
        """Do all that is due."""
        return self._hand.submit(self._works)

    def _works(self) -> None:
        self._asked.clear()
        self._tick()

    def soon(self) -> None:
        """Something happened."""
        if not (self._asked.is_set() or self._stopping.is_set()):
            self._asked.set()
            self.now()

    def stop(self) -> None:
        """Let what is in hand finish."""
        self._stopping.set()
        self._hand.shutdown(wait=True)
        if self._outbox:
            self._outbox.close()

    def _look_at(self, *_: object) -> None:
        """Nobody looks by themselves."""


@dataclass(slots=True, repr=False)
class AtWork:
    """Shelfmate, as a test holds it."""

    slack: Slack
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

    def enrols(self, *people: Person) -> None:
        """These are members: their addresses are on the roster, for any role."""
        enrol(self.store, self.program, [(person.user.email, ()) for person in people])

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
        await self.slack.passes(max(0.0, to.timestamp() - self.slack.site.clock.now))
        await self.settles()


@asynccontextmanager
async def at_work(
    slack: Slack,
    *,
    store: Store | None = None,
    url: str = "memory:",
    programs: Sequence[str] = ("connecticut",),
    set_up: bool = True,
    scale: float | None = None,
) -> AsyncIterator[AtWork]:
    """The real wiring, from Settings, connected. `set_up`: as `/mentoring setup` leaves a workspace."""
    by_hand = isinstance(slack.site.clock, HandClock)
    clock: Clock = SlacksClock(slack) if by_hand else SystemClock()
    pace = scale if scale is not None else (0.0 if by_hand else 1.0)
    if by_hand and not pace:
        slack.site.limits.scale = 0.0  # within a moment that stands still, any pace would be too fast
    texts = await asyncio.to_thread(read_programs, programs)
    store = store or open_store(url, durable=False)
    options: dict[str, Any] = {"ticking": HandTicks, "at_once": 1} if by_hand else {}
    async with (
        replica(settings(slack), store, texts, clock, scale=pace, **options) as running,
        AsyncExitStack() as ends,
    ):
        await running.ready()
        if not slack.app.socket_mode:
            await ends.enter_async_context(_behind_a_url(slack, running))
        shelfmate = AtWork(slack, running, clock, ProgramId(texts[0][0].id))
        if set_up:
            await asyncio.to_thread(_sets_up, shelfmate)
        yield shelfmate


def settings(slack: Slack) -> Settings:
    """What an installation in this Slack would be told."""
    return Settings(
        slack_bot_token=slack.token,
        slack_app_token=slack.app.app_token if slack.app.socket_mode else "",
        slack_signing_secret=slack.app.signing_secret,
        slack_api_url=slack.api,
    )


@asynccontextmanager
async def _behind_a_url(slack: Slack, running: Replica) -> AsyncIterator[None]:
    routes = [route for platform in running.platforms for route in platform.routes()]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        slack.app.request_url = slack.app.options_url = url
        async with serving(Starlette(routes=routes), listener, Connections()):
            yield


def _sets_up(shelfmate: AtWork) -> None:
    """Where the program lives, who coordinates it, and where it announces and decides."""
    slack, program, store = shelfmate.slack, shelfmate.program, shelfmate.store
    workspace = f"slack:{slack.workspace.id}"
    cora = shelfmate.cora = slack.people.get("U0CORA") or slack.add("Cora Quill", "U0CORA", admin=True)
    announcements = shelfmate.announcements = _channel(slack, "mentoring", cora)
    desk = shelfmate.desk = _channel(slack, "mentoring-desk", cora, private=True)
    account = account_of(slack.workspace.id, cora.id)
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
        id=EventId(f"slack:joined:{account}"),
        now=shelfmate.clock.now(),
        account=account,
        program=program,
        name=cora.user.name,
        email=cora.user.email,
        zone=cora.user.zone,
        person=CORA,
    )
    shelfmate.app.receive(joined)
    appoint(store, program, [CORA])


def _channel(slack: Slack, name: str, *people: Person, private: bool = False) -> Channel:
    there = (channel for channel in slack.workspace.named if channel.name == name)
    return next(there, None) or slack.channel(name, *people, private=private)
