"""Sending as the outbox does it: from a thread beside the loop, with people and a pair that the store remembers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from adapters.discord.calling.calls import Calls
from adapters.discord.calling.pace import Pace
from adapters.discord.send import Posting
from bot import library
from bot.clock import VirtualClock
from bot.front_desk import FrontDesk
from bot.launch import launch
from bot.reception import Reception
from bot.situations import Programs
from bot.turn import Turns
from flows.ids import AccountId, PersonId, ProgramId, QuestionId, WishId
from flows.messages import Attachment, Block, Button, Message, Paragraph, Part, Span, WordShown
from flows.model.addresses import Address, Workspace, address_id
from flows.model.talk import Wish, WishState
from flows.places import Place, announcements, coordinators, dm
from flows.ports import SendFailed, SendUnknown, Store, Unreachable
from flows.programs.read import read
from flows.situation import Get, Query, find
from storage.memory import MemoryStore
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.records import Channel
from tests.flows.small_program import SMALL
from tests.slack.clock import FIRST_MORNING
from tests.storage.records import account, pair, person, wish

LONG = "A sentence that takes some room on everybody's screen. " * 60
"""So long that a post holds no second one beside it."""
PROGRAM = ProgramId("small")
NEWS, DESK = announcements(PROGRAM), coordinators(PROGRAM)


@dataclass(slots=True, repr=False)
class Stage:
    """A Discord, a store, and Shelfmate between them."""

    there: Discord
    store: Store
    calls: Calls
    posting: Posting
    core: FrontDesk

    @property
    def server(self) -> str:
        """What the server is called."""
        return f"discord:{self.there.guild.id}"

    def knows(self, name: str, user: Person) -> str:
        """Somebody is known under this id; their place."""
        known = replace(person(name, user.name), program=PROGRAM)
        self.store.transact(lambda tx: tx.save([known, account(of(user), name)]))
        return dm(PersonId(name))

    def adds(self, name: str, **more: Any) -> tuple[str, Person]:
        """Somebody joins the server and is met; their place, and they."""
        user = self.there.add(name, **more)
        return self.knows(name.split(maxsplit=1)[0].lower(), user), user

    def pairs(self, mentee: str, mentor: str) -> str:
        """Two of them become a pair; its room."""
        made = replace(pair(mentee, mentor), program=PROGRAM)
        self.store.transact(lambda tx: tx.save([made]))
        return f"room:{made.id}"

    def address(self, place: Place, workspace: str = "") -> str:
        """What is remembered of where a place is: of somebody's direct conversation, that; else in the server."""
        at: Query = Get(Address, address_id(place, workspace or self._home(place)))
        found: Address | None = self.store.transact(lambda tx: tx.load([at])[at])
        return found.channel if found else ""

    def _home(self, place: Place) -> str:
        return "discord:@me" if place.startswith("dm:") else self.server

    def leads(self, place: Place, channel: Channel) -> Channel:
        """Where a place is, as setting up says it."""
        id = address_id(place, self.server)
        kept = Address(id=id, place=place, workspace=self.server, channel=channel.id)
        self.store.transact(lambda tx: tx.save([kept]))
        return channel

    def is_set_up(self) -> Channel:
        """The program lives in the server, with a channel for announcements."""
        lives = Workspace(
            id=self.server, program=PROGRAM, set_up_by=AccountId(f"discord:{self.there.owner.id}")
        )
        self.store.transact(lambda tx: tx.save([lives]))
        return self.leads(NEWS, self.there.channel("news"))

    def wished(self, key: str, *, later: float = 0) -> None:
        """The outbox has this message in hand since this morning, or so many seconds later."""
        made = replace(wish(key), not_before=FIRST_MORNING + timedelta(seconds=later))
        self.store.transact(lambda tx: tx.save([made]))

    def to_coordinators(self) -> list[Wish]:
        """What they are to be told."""
        query = find(Wish, place=DESK, state=WishState.WAITING)
        return list(self.store.transact(lambda tx: tx.load([query])[query]))

    async def sends(self, message: Message) -> str:
        """As the outbox does."""
        return await asyncio.to_thread(self.posting.send, message)

    async def finds(self, message: Message) -> str | None:
        """As the outbox does, which then knows no more of a message than its key and its place."""
        return await asyncio.to_thread(self.posting.find, replace(message, parts=(), edits=None))

    def posted(self) -> int:
        """How often something was to be posted, seen or not."""
        return len(self.there.called("create_message"))

    async def dies(self, sending: "asyncio.Task[str]") -> None:
        """Killed in the middle of it, with every connection; and started again."""
        await self.calls.close()
        with suppress(SendUnknown, SendFailed, Unreachable):
            await sending
        self.calls = connected(self.there)
        await self.calls.connect()
        self.restarts()

    def restarts(self) -> None:
        """Killed and started again: nothing is left but what the store remembers."""
        self.posting = Posting(self.calls, self.store, asyncio.get_running_loop())
        self.posting.meets(self.core)


@asynccontextmanager
async def stage(
    there: Discord, store: Store | None = None, *, pace: Pace | None = None
) -> AsyncIterator[Stage]:
    """Shelfmate is connected, in a server where nothing is set up yet. Nobody counts how often it calls."""
    there.site.limits.on = False
    if store is None:
        store = MemoryStore()
        launch(store, read(SMALL, "small.toml"), SMALL, FIRST_MORNING)
    calls = connected(there, pace)
    await calls.connect()
    reception = Reception(store, Turns(store, Programs()))
    clock = VirtualClock(datetime(2027, 1, 10, 12, tzinfo=UTC))
    core = FrontDesk(store, Programs(), library.wording(), reception, clock, first=PROGRAM, fields=5)
    made = Stage(there, store, calls, Posting(calls, store, asyncio.get_running_loop()), core)
    made.restarts()
    try:
        yield made
    finally:
        await made.calls.close()
        reception.close()


def connected(there: Discord, pace: Pace | None = None) -> Calls:
    """Calls that nobody counts."""
    client = discord.Client(intents=discord.Intents(guilds=True, dm_messages=True))
    return Calls(client, there.token, scale=0, pace=pace)


def words(said: str) -> Paragraph:
    """A paragraph."""
    return Paragraph((Span(said),))


def word(said: str) -> WordShown:
    """A word for one person."""
    return WordShown(blocks=(words(said),))


def ics(name: str = "meeting.ics") -> Attachment:
    """An invitation."""
    return Attachment(name=name, content=b"BEGIN:VCALENDAR", alt="Your meeting, for your calendar")


def message(place: Place, *said: str | Block, key: str = "k1", edits: str | None = None) -> Message:
    """Each of these said in a part of its own; a file goes with the last."""
    parts: list[Part] = []
    for each in said:
        block = words(each) if isinstance(each, str) else each
        if isinstance(block, Attachment) and parts:
            parts[-1] = replace(parts[-1], blocks=(*parts[-1].blocks, block))
        else:
            parts.append(Part(kind="tips.sent", blocks=(block,)))
    return Message(key=WishId(key), place=place, parts=tuple(parts), edits=edits)


def asked(place: Place, said: str, *choices: str, key: str = "k1") -> Message:
    """A question with its buttons."""
    buttons = tuple(Button(QuestionId("q1"), choice.lower(), choice) for choice in choices)
    return Message(
        key=WishId(key), place=place, parts=(Part(kind="tips.sent", blocks=(words(said),), buttons=buttons),)
    )


def of(user: Person) -> AccountId:
    """Their account."""
    return AccountId(f"discord:{user.id}")
