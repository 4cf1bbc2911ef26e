"""The outbox delivers to Slack: through faults and crashes every direct message is read once, and rooms as their kinds would rather."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.calling.pace import Pace
from flows.messages import Message
from flows.model.talk import WishState
from flows.places import room
from storage.memory import MemoryStore
from tests.bot.counter import ANA, BEN, NOON, Dies, Line, Office
from tests.slack.clock import HandClock
from tests.slack.faults import How
from tests.slack.person import Person
from tests.slack.sending import Stage, of, stage
from tests.slack.slack import Slack, loopback
from tests.storage.records import account, pair

STEPS = ("wish.claimed", "wish.before_send", "wish.sent", "wish.marked")
SAYS_NOTHING = (How.SERVER_ERROR, How.DROPPED)
ROOM = room(pair("ana", "ben").id)


class ByWire(Line):
    """Slack in the place of a made-up platform."""

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
    """An outbox at work on Slack."""

    slack: Slack
    office: Office
    shelfmate: Stage
    ana: Person
    ben: Person

    async def delivers(self, **time: float) -> None:
        """Time passes and everything that can go goes; who dies on the way is started again."""
        await self.slack.passes(timedelta(**time).total_seconds())
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

    def in_room(self, said: str, **fields: Any) -> None:
        """Something for the two of them."""
        self.office.wants(said, None, place=ROOM, **fields)

    @property
    def room(self) -> list[str]:
        """What stands in their room."""
        return [seen.text for seen in self.ana.screen["Shelfmate, Ben Okafor"]]


@asynccontextmanager
async def at_work() -> AsyncIterator[Plan]:
    """Ana and Ben, a pair, in Slack, in the small program."""
    clock = HandClock(NOON.timestamp())
    pace = Pace(0, now=lambda: clock.now)
    async with loopback(clock=clock) as slack, stage(slack, pace=pace) as shelfmate:
        office = Office(MemoryStore())
        shelfmate.store = office.store
        shelfmate.restarts()
        ana, ben = slack.add("Ana Duarte"), slack.add("Ben Okafor")
        office.keep(account(of(ana), ANA), account(of(ben), BEN), pair("ana", "ben"))
        plan = Plan(slack, office, shelfmate, ana, ben)
        plan.link()
        yield plan


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_goes_wrong_every_direct_message_is_read_once_and_in_order(seed: int) -> None:
    chance = random.Random(seed)
    async with at_work() as plan:
        said = [f"message {nth:02}" for nth in range(8)]
        for nth, each in enumerate(said):
            for reader in (ANA, BEN):
                plan.office.wants(f"{each} to {reader}", reader, ordinal=nth)
        for _ in range(4):  # five against one message, and it would be set aside
            how, done = chance.choice([*SAYS_NOTHING, How.LIMITED]), chance.random() < 0.5
            method = chance.choice(
                ["chat.postMessage", "chat.postMessage", "conversations.history", "users.info"]
            )
            plan.slack.faults.plant(method, how, done=done and how in SAYS_NOTHING, seconds=600)
        for _ in range(40):
            if chance.random() < 0.2:
                plan.office.dies_at = chance.choice(STEPS)
            await plan.delivers(minutes=10)
        assert plan.office.set_aside() == ()
        for reader, user in ((ANA, plan.ana), (BEN, plan.ben)):
            assert [seen.text for seen in user.dm] == [f"{each} to {reader}" for each in said]


@pytest.mark.parametrize(
    ("kind", "done", "reads"),
    [
        ("match.announced", True, 2),  # twice rather than not at all
        ("match.announced", False, 1),
        ("meeting.reminder", True, 1),  # not at all rather than twice
        ("meeting.reminder", False, 0),
    ],
)
@pytest.mark.parametrize("how", SAYS_NOTHING)
async def test_in_a_room_each_kind_has_it_as_it_would_rather(
    kind: str, how: How, reads: int, *, done: bool
) -> None:
    async with at_work() as plan:
        plan.in_room("You are a pair.", kind=kind)
        plan.slack.faults.plant("chat.postMessage", how, done=done)
        for _ in range(3):
            await plan.delivers(minutes=5)
        assert plan.room == ["You are a pair."] * reads
        state = WishState.SENT if kind == "match.announced" else WishState.DROPPED
        assert plan.office.wish("You are a pair.").state is state


async def test_an_outage_puts_nothing_in_a_room_in_doubt_but_what_was_under_way() -> None:
    async with at_work() as plan:
        for nth in range(3):
            plan.in_room(f"word {nth}", kind="meeting.reminder", ordinal=nth)
        for method in ("chat.postMessage", "auth.test"):
            plan.slack.faults.plant(method, How.SERVER_ERROR, times=10_000)
        for _ in range(6):
            await plan.delivers(minutes=10)
        assert plan.room == []
        plan.slack.faults.planted.clear()
        for _ in range(3):
            await plan.delivers(minutes=10)
        assert plan.room == ["word 1", "word 2"]
        assert plan.office.set_aside() == ()


async def test_an_answer_closes_what_stands_in_slack() -> None:
    async with at_work() as plan:
        plan.office.asks("Shall we?")
        await plan.delivers(minutes=1)
        plan.office.closes("Shall we?", "You said yes.")
        plan.office.rewrites("Shall we?")
        plan.slack.faults.plant("chat.update", How.DROPPED, done=True)
        await plan.delivers(minutes=5)
        await plan.delivers(minutes=5)
        assert [seen.text for seen in plan.ana.dm] == ["Shall we?\nYou said yes."]
        assert plan.office.wish("edit-Shall we?").state is WishState.SENT
