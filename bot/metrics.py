"""Figures for whoever watches an installation: what happened, how long it took, what waits. Never who, nor what was said."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily

from bot.clock import Clock
from bot.health import Connected
from bot.situations import Programs
from bot.turn import Turns
from flows.events import Event
from flows.messages import Answer, Message
from flows.model.talk import Wish, WishState
from flows.places import Place
from flows.ports import (
    Adapter,
    SendFailed,
    SendUnknown,
    Store,
    StoreError,
    Transaction,
    Unreachable,
    Unsendable,
)
from flows.reaching import Platforms
from flows.situation import Count, Query

TURN_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)
"""Two and three are what matters: after two an event is kept for later, after three the platform gives up."""
TOLD = (Unsendable, SendFailed, SendUnknown, Unreachable)


class Metrics:
    """The figures of one process, in a registry of its own. Labels are closed lists: sorts of events and of failures."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.registry = CollectorRegistry()
        self.turns = Histogram(
            "shelfmate_turn_seconds",
            "How long an event took to be decided and saved, by its sort.",
            ["event"],
            registry=self.registry,
            buckets=TURN_SECONDS,
        )
        self.failed_turns = Counter(
            "shelfmate_turns_failed", "Turns that failed by a mistake of ours.", registry=self.registry
        )
        self.sent = Counter(
            "shelfmate_messages_sent", "Messages that a platform took.", ["platform"], registry=self.registry
        )
        self.unsent = Counter(
            "shelfmate_messages_failed",
            "Messages that a platform did not take, by what it said; most are tried again.",
            ["platform", "why"],
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)
        self.registry.register(Waiting(store, clock))

    def watches(self, platforms: Sequence[Connected]) -> None:
        """From now on it is told whether these are connected."""
        self.registry.register(Connections(platforms))

    def text(self) -> bytes:
        """All figures as they stand, in Prometheus' text format."""
        return generate_latest(self.registry)


class Connections:
    """Whether each platform is connected, looked at when somebody asks."""

    def __init__(self, platforms: Sequence[Connected]) -> None:
        self._platforms = platforms

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """1 or 0 for each."""
        connected = GaugeMetricFamily(
            "shelfmate_connected", "Whether a platform is connected: 1, else 0.", labels=["platform"]
        )
        for platform in self._platforms:
            connected.add_metric([platform.via], float(platform.connected))
        yield connected


class Waiting:
    """What has not been said yet, read when somebody asks."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How many wait, and how late the oldest is. Nothing while the database does not answer."""
        now = self._clock.now()
        try:
            waiting, oldest = self._store.transact(lambda tx: _waiting(tx, now))
        except StoreError:
            return
        late = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily(
            "shelfmate_messages_waiting", "Messages that wait for their time or their turn.", value=waiting
        )
        yield GaugeMetricFamily(
            "shelfmate_oldest_due_seconds",
            "For how long the oldest message or timer that is due has been due; 0 where none is.",
            value=late,
        )


def _waiting(tx: Transaction, now: datetime) -> tuple[int, datetime | None]:
    wait: Query = Count(Wish, (("state", WishState.WAITING),))
    soonest = tx.next_due()
    return tx.load([wait])[wait], soonest if soonest and soonest <= now else None


class MeasuredTurns(Turns):
    """Turns that are counted and timed."""

    def __init__(
        self, store: Store, programs: Programs, metrics: Metrics, *, platforms: Platforms = ()
    ) -> None:
        super().__init__(store, programs, platforms=platforms)
        self._metrics = metrics

    def take(self, event: Event, seal: Callable[[], None] = lambda: None) -> Answer | None:
        """One turn, on the clock."""
        with self._metrics.turns.labels(type(event).__name__.lower()).time():
            return super().take(event, seal)

    def _failed(self, event: Event, error: str) -> Answer | None:
        self._metrics.failed_turns.inc()
        return super()._failed(event, error)


class CountedAdapter:
    """An adapter whose messages are counted. Keeps `flows.ports.Adapter`."""

    def __init__(self, adapter: Adapter, metrics: Metrics, platform: str) -> None:
        self._adapter = adapter
        self._sent = metrics.sent.labels(platform)
        self._unsent = partial(metrics.unsent.labels, platform)

    def send(self, message: Message) -> str:
        """Sent, and counted; or not sent, and counted by what the platform said."""
        try:
            ref = self._adapter.send(message)
        except TOLD as error:
            self._unsent(type(error).__name__.lower()).inc()
            raise
        self._sent.inc()
        return ref

    def reads_back(self, place: Place) -> bool:
        """As the adapter says."""
        return self._adapter.reads_back(place)

    def find(self, message: Message) -> str | None:
        """As the adapter says."""
        return self._adapter.find(message)
