"""The whole of Shelfmate in one process on virtual time: store, turns, timers, delivery, and a platform to look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic

from typing_extensions import TypeVar

from bot.clock import VirtualClock
from bot.outbox import Outbox
from bot.rehearsal.platform import Platform
from bot.situations import Programs
from bot.turn import Turns
from bot.wake_ups import WakeUps
from flows.events import Event
from flows.messages import Answer, Message
from flows.ports import Adapter, Store, Transaction
from flows.wording.catalogue import Catalogue

P = TypeVar("P", bound=Adapter, default=Platform)


@dataclass(slots=True)
class World(Generic[P]):
    """One installation. Nothing in it moves but by `happens` and `until`."""

    store: Store
    clock: VirtualClock
    catalogue: Catalogue
    platform: P
    adapter: Adapter | None = None
    """What delivery talks to, where it is not the platform itself."""
    strict: bool = True
    """Whether a failure of ours stops everything."""
    programs: Programs = field(default_factory=Programs)
    turns: Turns = field(init=False)
    wake_ups: WakeUps = field(init=False)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.turns = Turns(self.store, self.programs, strict=self.strict)
        self.wake_ups = WakeUps(self.store, self.turns, "rehearsal")
        adapters = {"": self.adapter or self.platform}
        self.outbox = Outbox(
            self.store,
            self.programs,
            self.catalogue,
            adapters,
            self.clock,
            "rehearsal",
            strict=self.strict,
        )

    def happens(self, event: Event) -> Answer | None:
        """Give an event its turn at the clock's time, and let everything that follows at once follow."""
        answer = self.turns.take(event)
        self.settle()
        return answer

    def settle(self) -> None:
        """Ring and deliver until nothing more is due now. Timers go first: what they wish goes in one message."""
        now = self.clock.now()
        while self.wake_ups.ring_due(now) or self.outbox.deliver_due(now):
            pass

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When something next comes due by itself."""
        return self.store.transact(lambda tx: tx.next_due(after))

    def until(self, then: datetime) -> None:
        """Move the clock to `then`, stopping wherever something comes due on the way."""
        due = self.next_due()
        while due is not None and due <= then:
            self.clock.at = max(due, self.clock.at)
            self.settle()
            due = self.next_due(self.clock.at)
        self.clock.at = then

    def noticed(self, message: Message) -> datetime:
        """When people take notice of a message that appears."""
        return self.clock.now()

    def look(self, work: Callable[[Transaction], Any]) -> Any:
        """Read what is remembered."""
        return self.store.transact(work)
