"""One process at work: a platform that cannot be reached is tried again, and so is one that the database kept from it."""

import asyncio
from dataclasses import dataclass, field

import pytest
from starlette.routing import Route

from bot import replica
from bot.app import assemble
from bot.bad_input import BadInput, Finding
from bot.clock import SystemClock
from bot.platforms.platform import NotReached
from flows.core import Core
from flows.events import Said
from flows.ids import EventId
from flows.ports import Adapter, StoreError
from storage.memory import MemoryStore
from tests.bot.replicas import PATIENCE, Bell, Log


@dataclass
class Faraway:
    """A platform that is reached once everything that is in its way has been in the way."""

    in_the_way: list[Exception]
    closes: bool = True
    tries: int = 0
    released: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    said_no: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the last of what was in its way is in the way."""
    name: str = "Faraway"
    via: str = "faraway"
    fields: int = 5
    why: str = ""

    @property
    def adapter(self) -> Adapter:
        return Bell(Log())

    @property
    def connected(self) -> bool:
        return self.reached.is_set()

    def meets(self, core: Core) -> None:
        """It is told nothing."""

    def routes(self) -> list[Route]:
        return []

    async def connect(self) -> None:
        self.tries += 1
        if self.in_the_way:
            if len(self.in_the_way) == 1:
                self.said_no.set()
            raise self.in_the_way.pop(0)
        self.reached.set()

    async def close(self) -> None:
        self.reached.clear()
        if not self.closes:
            raise OSError("the line is cut")

    async def release(self) -> None:
        self.released = True


@pytest.mark.parametrize(
    "in_the_way",
    [
        [NotReached("no network")],
        [StoreError("does not answer")],
        [NotReached("x"), StoreError("y"), NotReached("z")],
    ],
)
async def test_it_stays_and_tries_again(in_the_way: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "PAUSES", (0, 0))
    faraway = Faraway(in_the_way[:])
    app = await asyncio.to_thread(assemble, MemoryStore(), [], SystemClock())
    at_work = replica.Replica(app, (faraway,))
    told_to_stop = asyncio.Event()
    working = asyncio.create_task(at_work.until(told_to_stop))
    async with asyncio.timeout(PATIENCE):
        await faraway.reached.wait()
    assert not working.done()
    assert faraway.tries == len(in_the_way) + 1
    told_to_stop.set()
    await working
    await at_work.ends()
    assert not faraway.connected


async def test_it_ends_where_an_administrator_has_to_act() -> None:
    faraway = Faraway([BadInput(Finding("Faraway", "TOKEN", "is not accepted", "copy it again"))])
    app = await asyncio.to_thread(assemble, MemoryStore(), [], SystemClock())
    at_work = replica.Replica(app, (faraway,))
    with pytest.raises(BadInput, match="copy it again"):
        await at_work.ready()
    await at_work.ends()


async def test_one_that_is_refused_later_ends_nothing_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "PAUSES", (0, 0))
    refused = BadInput(Finding("Faraway", "TOKEN", "is not accepted", "copy it again"))
    near, late = Faraway([]), Faraway([NotReached("no network"), refused])
    at_work = replica.Replica(
        await asyncio.to_thread(assemble, MemoryStore(), [], SystemClock()), (near, late)
    )
    told_to_stop = asyncio.Event()
    working = asyncio.create_task(at_work.until(told_to_stop))
    async with asyncio.timeout(PATIENCE):
        await late.said_no.wait()
    told_to_stop.set()
    await working
    assert (near.connected, late.connected) == (True, False)
    await at_work.ends()


async def test_a_platform_that_does_not_answer_holds_up_no_other() -> None:
    mute, near = Mute([]), Faraway([])
    at_work = replica.Replica(
        await asyncio.to_thread(assemble, MemoryStore(), [], SystemClock()), (mute, near)
    )
    async with asyncio.timeout(PATIENCE):
        await near.reached.wait()
    await at_work.ends()
    assert (mute.tries, mute.released) == (1, True)


@dataclass
class Mute(Faraway):
    """A platform that never answers."""

    async def connect(self) -> None:
        self.tries += 1
        await asyncio.Event().wait()


async def test_a_platform_that_does_not_close_keeps_nothing_else_from_its_end() -> None:
    faraway = Faraway([], closes=False)
    app = await asyncio.to_thread(assemble, MemoryStore(), [], SystemClock())
    at_work = replica.Replica(app, (faraway,))
    await at_work.ready()
    with pytest.raises(OSError, match="the line is cut"):
        await at_work.ends()
    assert faraway.released
    with pytest.raises(RuntimeError, match="shutdown"):
        app.receive(Said(id=EventId("e1"), now=app.clock.now(), text="menu"))
