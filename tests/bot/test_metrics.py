"""The figures of an installation: they count what happened and what waits, and name nobody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from bot.app import App, assemble
from bot.clock import VirtualClock
from flows.events import Joined, Said
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Message
from flows.ports import SendFailed, StoreError
from storage.memory import MemoryStore, MemoryTransaction
from tests.bot.replicas import keeps, message, small_town

T = TypeVar("T")
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class Moody:
    """A platform that refuses whenever it likes."""

    refuses: bool = False

    def send(self, message: Message) -> str:
        if self.refuses:
            raise SendFailed("not today")
        return message.key

    def reads_back(self, place: str) -> bool:
        return False

    def find(self, message: Message) -> str | None:
        return None


@pytest.fixture
def moody() -> Moody:
    return Moody()


@pytest.fixture
def app(moody: Moody) -> Iterator[App]:
    """A replica that ticks when the test says so."""
    app = assemble(MemoryStore(), [], VirtualClock(NOON), adapters={"test": moody})
    yield app
    app.stop()


def figures(app: App) -> dict[str, float]:
    """Every figure of ours by its name and labels."""
    lines = app.metrics.text().decode().splitlines()
    told = dict(line.rsplit(" ", 1) for line in lines if line.startswith("shelfmate_"))
    return {name: float(value) for name, value in told.items()}


def test_turns_are_counted_by_the_sort_of_their_event(app: App) -> None:
    small_town(app.store)
    ada = {"now": NOON, "account": AccountId("test:ada"), "program": ProgramId("small")}
    app.receive(Joined(id=EventId("joins"), name="Ada", **ada))  # type: ignore[arg-type]
    for number in range(2):
        app.receive(Said(id=EventId(f"says-{number}"), text="my data", **ada))  # type: ignore[arg-type]
    told = figures(app)
    assert told['shelfmate_turn_seconds_count{event="joined"}'] == 1
    assert told['shelfmate_turn_seconds_count{event="said"}'] == 2
    assert told["shelfmate_turns_failed_total"] == 0
    assert not [word for word in ("ada", "Ada", "my data", "small") if word in app.metrics.text().decode()]


def test_messages_are_counted_as_they_go_and_as_they_wait(app: App, moody: Moody) -> None:
    [pair] = small_town(app.store)
    assert app.outbox
    late = NOON - timedelta(minutes=10)
    keeps(
        app.store,
        message("early", pair.mentee, late),
        message("later", pair.mentor, NOON + timedelta(days=1)),
    )
    assert (waits := figures(app))["shelfmate_messages_waiting"] == 2
    assert waits["shelfmate_oldest_due_seconds"] == 600
    app.outbox.deliver_due(NOON)
    assert (sent := figures(app))['shelfmate_messages_sent_total{platform="test"}'] == 1
    assert (sent["shelfmate_messages_waiting"], sent["shelfmate_oldest_due_seconds"]) == (1, 0)
    moody.refuses = True
    app.outbox.deliver_due(NOON + timedelta(days=1))
    assert figures(app)['shelfmate_messages_failed_total{platform="test",why="sendfailed"}'] == 1


def test_each_platform_is_told_apart(app: App) -> None:
    app.metrics.watches([Far("slack", connected=True), Far("discord", connected=False)])
    told = figures(app)
    assert told['shelfmate_connected{platform="slack"}'] == 1
    assert told['shelfmate_connected{platform="discord"}'] == 0
    assert told['shelfmate_messages_sent_total{platform="test"}'] == 0


@dataclass(frozen=True, slots=True)
class Far:
    """A platform that is connected, or is not."""

    via: str
    connected: bool = field(kw_only=True)
    name: str = "Far"
    why: str = ""


def test_a_database_that_does_not_answer_leaves_the_other_figures() -> None:
    broken = assemble(Broken(), [], VirtualClock(NOON))
    told = figures(broken)
    assert "shelfmate_messages_waiting" not in told
    assert told["shelfmate_turns_failed_total"] == 0


class Broken(MemoryStore):
    """A store that cannot do its work."""

    def transact(self, work: Callable[[MemoryTransaction], T]) -> T:
        raise StoreError("the disk is full")
