"""The outbox delivers to Discord: through faults and crashes everything is read once and in order, in every place."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from flows.messages import Message
from flows.model.people import Person
from flows.model.talk import WishState
from storage.memory import MemoryStore
from tests.bot.counter import ANA, BEN, NOON, Dies, Line, Office
from tests.discord.client import redirected
from tests.discord.faults import How
from tests.discord.loopback import Discord, loopback
from tests.discord.permissions import May
from tests.discord.person import Person as Somebody
from tests.discord.sending import NEWS, PROGRAM, Stage, of, stage
from tests.slack.clock import HandClock
from tests.storage.records import account

STEPS = ("wish.claimed", "wish.before_send", "wish.sent", "wish.marked")
SAYS_NOTHING = (How.SERVER_ERROR, How.DROPPED)
CALLS = (
    "create_message",
    "create_message",
    "get_messages",
    "create_dm",
    "create_thread",
    "add_thread_member",
)
ROOM = "Ana Duarte & Ben Okafor"


class ByWire(Line):
    """Discord in the place of a made-up platform."""

    posting: Any

    def send(self, message: Message) -> str:
        return str(self.posting.send(message))

    def reads_back(self, place: str) -> bool:
        return bool(self.posting.reads_back(place))

    def find(self, message: Message) -> str | None:
        found: str | None = self.posting.find(message)
        return found


@dataclass(slots=True)
class Plan:
    """An outbox at work on Discord."""

    there: Discord
    office: Office
    shelfmate: Stage
    ana: Somebody
    ben: Somebody
    room: str

    async def delivers(self, **time: float) -> None:
        """Time passes and everything that can go goes; who dies on the way is started again."""
        await self.there.passes(timedelta(**time).total_seconds())
        try:
            await asyncio.to_thread(self.office.passes, **time)
        except Dies:
            self.shelfmate.restarts()
            self.link()
            await asyncio.to_thread(self.office.restarts)

    def link(self) -> None:
        """What the outbox sends by."""
        line = ByWire(self.office.platform)
        line.posting = self.shelfmate.posting
        self.office.line = line
        self.office.outbox = self.office.another("one")

    def wants(self, said: str, nth: int) -> None:
        """The same is to be read by both, in their room, and by everybody."""
        for reader in (ANA, BEN):
            self.office.wants(f"{said} to {reader}", reader, ordinal=nth)
        for place, name in ((self.room, "both"), (NEWS, "all")):
            self.office.wants(f"{said} to {name}", None, place=place, ordinal=nth, kind="meeting.reminder")

    def read_by_ana(self) -> dict[str, list[str]]:
        """What she reads of it where."""
        where = {"ana": "Shelfmate", "both": ROOM, "all": "#news"}
        return {
            name: [seen.text for seen in self.ana.screen[shown] if "message" in seen.text]
            for name, shown in where.items()
        }


@asynccontextmanager
async def at_work() -> AsyncIterator[Plan]:
    """Ana and Ben, a pair, in a server, in the small program."""
    clock = HandClock(NOON.timestamp())
    async with loopback(clock=clock) as there:
        with redirected(there):
            office = Office(MemoryStore())
            async with stage(there, office.store) as shelfmate:
                there.allow(May.CREATE_PRIVATE_THREADS)
                shelfmate.is_set_up()
                ana, ben = there.add("Ana Duarte"), there.add("Ben Okafor")
                office.keep(account(of(ana), ANA), account(of(ben), BEN))
                for person in (ANA, BEN):
                    office.change(Person, person, program=PROGRAM)
                plan = Plan(there, office, shelfmate, ana, ben, shelfmate.pairs("ana", "ben"))
                plan.link()
                yield plan


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_goes_wrong_everything_is_read_once_and_in_order(seed: int) -> None:
    chance = random.Random(seed)
    async with at_work() as plan:
        said = [f"message {nth:02}" for nth in range(6)]
        for nth, each in enumerate(said):
            plan.wants(each, nth)
        for _ in range(4):  # five against one message, and it would be set aside
            how, done = chance.choice([*SAYS_NOTHING, How.LIMITED]), chance.random() < 0.5
            name = chance.choice(CALLS)
            times = 1 if name == "create_thread" else 3  # what may be asked again is, by ourselves
            done = done and how in SAYS_NOTHING
            plan.there.faults.plant(name, how, done=done, status=503, seconds=600, times=times)
        if seed % 2:
            plan.ana.closes_dms()
        for _ in range(50):
            if chance.random() < 0.2:
                plan.office.dies_at = chance.choice(STEPS)
            await plan.delivers(minutes=10)
        assert plan.office.set_aside() == ()
        read = plan.read_by_ana()
        if seed % 2:
            read["ana"] = [
                seen.text for seen in plan.ana.screen["Shelfmate and Ana Duarte"] if "message" in seen.text
            ][1:]
        assert read == {name: [f"{each} to {name}" for each in said] for name in ("ana", "both", "all")}
        assert [seen.text for seen in plan.ben.dm] == [f"{each} to ben" for each in said]
        assert len(list(plan.there.site.threads_of(plan.there.guild.id))) == 1 + seed % 2


async def test_what_is_unsure_is_looked_for_also_where_others_are_not_read() -> None:
    async with at_work() as plan:
        plan.office.wants("message", None, place=NEWS, kind="meeting.reminder")
        plan.there.faults.plant("create_message", How.DROPPED, done=True, times=3)
        for _ in range(3):
            await plan.delivers(minutes=10)
        assert plan.read_by_ana()["all"] == ["message"]
        assert plan.office.wish("message").state is WishState.SENT


async def test_an_outage_puts_nothing_in_doubt_but_what_was_under_way() -> None:
    async with at_work() as plan:
        for nth in range(3):
            plan.wants(f"message {nth}", nth)
        plan.there.faults.plant("", How.SERVER_ERROR, status=503, times=100_000)
        for _ in range(12):
            await plan.delivers(minutes=10)
        assert plan.ana.dm == []
        plan.there.faults.planted.clear()
        for _ in range(12):
            await plan.delivers(minutes=10)
        assert plan.office.set_aside() == ()
        said = [f"message {nth}" for nth in range(3)]
        assert plan.read_by_ana() == {
            name: [f"{one} to {name}" for one in said] for name in ("ana", "both", "all")
        }


async def test_an_answer_closes_what_stands_in_discord() -> None:
    async with at_work() as plan:
        plan.office.asks("Shall we?")
        await plan.delivers(minutes=1)
        plan.office.closes("Shall we?", "You said yes.")
        plan.office.rewrites("Shall we?")
        plan.there.faults.plant("edit_message", How.DROPPED, done=True, times=3)
        await plan.delivers(minutes=5)
        await plan.delivers(minutes=5)
        assert [seen.text for seen in plan.ana.dm] == ["Shall we?\nYou said yes."]
        assert plan.office.wish("edit-Shall we?").state is WishState.SENT
