"""A workspace into which Shelfmate was just brought: what setting it up is played on."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack.calling.calls import Calls
from adapters.slack.read import read
from adapters.slack.reading.heard import SetupAsked, ViewSent
from adapters.slack.setup.setting_up import SettingUp
from bot.app import assemble, read_programs
from bot.front_desk import FrontDesk
from flows.ids import ProgramId
from flows.model.addresses import Address
from flows.model.people import Coordinator, Person, RosterEntry
from flows.ports import Store
from flows.situation import Find, Get, find
from storage.memory import MemoryStore
from tests.slack import person as screens
from tests.slack.listening import bolt, listening
from tests.slack.records import Channel
from tests.slack.refusals import Json
from tests.slack.screen import Sheet
from tests.slack.slack import Slack

CONNECTICUT = ProgramId("connecticut")
TEAM = "slack:T0LIBRARY"
MORNING = datetime(2027, 1, 11, 15, tzinfo=UTC)
FIELDS = {
    "announcements": "Channel for announcements",
    "coordinators": "Coordinators",
    "desk": "The coordinators' channel",
    "pasted": "Members: paste their e-mail addresses",
    "file": "Members: or give a spreadsheet",
    "whole": "The list that is there already",
}


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return MORNING


@dataclass(frozen=True)
class Installed:
    """Shelfmate, as far as setting up goes."""

    slack: Slack
    store: Store
    desk: FrontDesk
    setting_up: SettingUp

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
        found = self.records(find(Address, workspace=TEAM))
        return {address.place: self.slack.workspace.channels[address.channel].name for address in found}


@asynccontextmanager
async def installed(
    slack: Slack, programs: Sequence[str] = ("connecticut",), patience: float = 10.0
) -> AsyncIterator[Installed]:
    """The app with what setting up needs, behind sockets."""
    store, calls = MemoryStore(), Calls(slack.token, url=slack.api, scale=0)
    app = assemble(store, read_programs(programs), Standing())
    desk = app.desk(fields=10)
    setting_up = SettingUp(calls, desk, Standing().now, patience=patience)
    front = bolt(slack)

    @front.command("/mentoring")
    async def ran(ack: Any, body: Json) -> None:
        heard = read(body, now=MORNING)
        assert isinstance(heard, SetupAsked)
        await ack(**(await setting_up.asked(heard) or {}))

    @front.view("setup")
    async def sent(ack: Any, body: Json) -> None:
        heard = read(body, now=MORNING)
        assert isinstance(heard, ViewSent)
        await ack(**(await setting_up.sent(heard) or {}))

    try:
        async with listening(slack, front):
            yield Installed(slack, store, desk, setting_up)
    finally:
        await setting_up.close()
        await calls.close()
        app.reception.close()


@dataclass(frozen=True)
class Library:
    """Its people, and two channels that Shelfmate was invited to."""

    owner: screens.Person
    cora: screens.Person
    ada: screens.Person
    news: Channel
    desk: Channel

    @classmethod
    def of(cls, slack: Slack) -> "Library":
        owner, cora = slack.add("Olga Owner", admin=True), slack.add("Cora Quill")
        ada = slack.add("Ada Archer")
        news = slack.channel("mentoring", owner, cora, ada)
        desk = slack.channel("mentoring-desk", owner, cora, private=True)
        return cls(owner, cora, ada, news, desk)

    @property
    def whole(self) -> dict[str, Any]:
        """What is to be filled in."""
        return {
            "announcements": self.news.id,
            "coordinators": [self.cora],
            "desk": self.desk.id,
            "pasted": "ada@library.example; mentee\nBen Book <Ben@Library.example>",
        }

    async def sets_up(self, **given: Any) -> Sheet:
        """The owner fills in what is given, sends it, and looks at what stands there then."""
        await self.owner.runs("/mentoring setup")
        await self.fills(**given)
        await self.owner.submits()
        return self.owner.modal

    async def fills(self, **given: Any) -> None:
        await self.owner.fills({FIELDS[field]: value for field, value in given.items()})
