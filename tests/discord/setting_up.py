"""A server into which Shelfmate was just brought: what setting it up is played on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.discord.calling.calls import Calls
from adapters.discord.listen import Listening
from adapters.discord.listening.gateway import Gateway
from adapters.discord.send import Posting
from bot.app import App, assemble, read_programs
from bot.front_desk import FrontDesk
from flows.ids import ProgramId
from flows.model.addresses import Address
from flows.model.people import Coordinator, Person, RosterEntry
from flows.ports import Store
from flows.situation import Find, Get, find
from storage.memory import MemoryStore
from tests.discord import person as screens
from tests.discord.interactions import Interaction
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Channel
from tests.discord.screen import Seen

CONNECTICUT = ProgramId("connecticut")
MORNING = datetime(2027, 1, 11, 15, tzinfo=UTC)
LOBBY = "#lobby"
FIELDS = {
    "announcements": "Channel for announcements",
    "desk": "The coordinators' channel",
    "coordinators": "Coordinators",
    "roles": "Give people roles in this server",
    "file": "Members: a spreadsheet",
    "pasted": "Members: paste their e-mail addresses",
    "whole": "Take off everybody who is not on the new list",
}
ROSTER = b"email;roles\nada@library.example;mentee\nben@library.example;\n"


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return MORNING


@dataclass(frozen=True)
class Installed:
    """Shelfmate, listening in Discord."""

    there: Discord
    store: Store
    app: App
    desk: FrontDesk
    listening: Listening

    @property
    def workspace(self) -> str:
        return f"discord:{self.there.guild.id}"

    def records(self, query: Find[Any]) -> tuple[Any, ...]:
        return self.store.transact(lambda tx: tx.load([query])[query])

    def roster(self) -> dict[str, tuple[str, ...]]:
        entries = self.records(find(RosterEntry, limit=1000, program=CONNECTICUT))
        return {entry.id.removeprefix("connecticut:"): entry.roles for entry in entries}

    def coordinators(self) -> list[Person]:
        appointed = self.records(find(Coordinator, program=CONNECTICUT))
        return sorted(map(self._person, appointed), key=lambda person: person.name)

    def _person(self, coordinator: Coordinator) -> Person:
        at = Get(Person, coordinator.person)
        return self.store.transact(lambda tx: tx.load([at])[at])  # type: ignore[no-any-return]

    def channels(self) -> dict[str, str]:
        found = self.records(find(Address, workspace=self.workspace))
        return {address.place: self.there.site.channels[address.channel].name for address in found}


@asynccontextmanager
async def installed(
    there: Discord,
    programs: Sequence[str] = ("connecticut",),
    patience: float = 10.0,
    store: Store | None = None,
) -> AsyncIterator[Installed]:
    """The adapter at work, with the whole core behind it."""
    store, gateway = store or MemoryStore(), Gateway(scale=0)
    calls = Calls(gateway, there.token, scale=0)
    app = assemble(store, read_programs(programs), Standing())
    desk = app.desk(fields=5)
    posting = Posting(calls, store, asyncio.get_running_loop())
    listening = Listening(gateway, calls, desk, posting, now=Standing().now, patience=patience)
    try:
        await calls.connect()
        await listening.connect()
        yield Installed(there, store, app, desk, listening)
    finally:
        await listening.close()
        await calls.close()
        app.reception.close()


@dataclass(frozen=True)
class Library:
    """Its people, and the channels of its server."""

    there: Discord
    owner: screens.Person
    cora: screens.Person
    ada: screens.Person
    news: Channel
    desk: Channel

    @classmethod
    def of(cls, there: Discord) -> "Library":
        cora, ada = there.add("Cora Quill"), there.add("Ada Archer")
        there.allow(May.CREATE_PRIVATE_THREADS)
        there.channel("lobby")
        news, desk = there.channel("mentoring"), there.channel("mentoring-desk", there.owner, cora)
        return cls(there, there.owner, cora, ada, news, desk)

    @property
    def whole(self) -> dict[str, Any]:
        """What is to be filled in."""
        return {
            "announcements": "#mentoring",
            "desk": "#mentoring-desk",
            "coordinators": [self.cora],
            "file": {"members.csv": ROSTER},
        }

    async def sets_up(self, **given: Any) -> Seen:
        """The owner fills in what is given, sends it, and looks at what stands there then."""
        await self.owner.runs("/mentoring setup", LOBBY)
        return await self.sends(**given)

    async def sends(self, **given: Any) -> Seen:
        """The owner fills in and sends the modal that is open; what they are shown then."""
        await self.fills(**given)
        sent: Interaction | None = await self.owner.submits()
        assert sent is not None, self.owner.modal
        return self.owner.screen[LOBBY][-1]

    async def fills(self, **given: Any) -> None:
        await self.owner.fills({FIELDS[field]: value for field, value in given.items()})

    def has(self, person: screens.Person, role: str) -> bool:
        """Whether somebody has a role of that name."""
        guild = self.there.guild
        return role in {guild.roles[id].name for id in guild.members[person.id].roles}
