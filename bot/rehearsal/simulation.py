"""A world in which things go wrong: processes die and come back, events come twice, the platform's answers get lost."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from heapq import heappop, heappush

from bot.outbox import Outbox
from bot.rehearsal.faults import Crash, Dice, Faults, FaultyPlatform, FaultyStore
from bot.rehearsal.platform import Platform
from bot.rehearsal.world import World
from bot.sending import LEASE, Sending
from bot.situations import Programs
from bot.turn import Turns
from bot.wake_ups import WakeUps
from flows.events import Event
from flows.messages import Answer, Message
from flows.model.talk import Wish, WishState
from flows.ports import Store, Transaction
from flows.programs.read import read
from flows.situation import Query, find

AT_ONCE = timedelta(minutes=1)
"""People never act sooner than that after a message, so a message later than that may come after their next act."""
STANDS_STILL = ("wake_up.claimed", "wish.claimed", "wish.sent")
"""Where a process may stand still. Between its last look at the lease and the send nothing of ours could help."""
SLOW = LEASE + timedelta(seconds=1)


@dataclass(slots=True)
class Process:
    """One replica as it runs, or the hole that it left."""

    name: str
    turns: Turns
    wake_ups: WakeUps
    outbox: Outbox
    away_until: datetime | None = None


@dataclass(order=True, slots=True)
class Delivery:
    """An event that the platform will hand over then. `first` where its person still waits for an answer."""

    at: datetime
    nth: int
    event: Event = field(compare=False)
    first: bool = field(compare=False)


@dataclass(slots=True)
class Simulation(World):
    """A world with faults. Platform and people survive whatever happens to the processes."""

    faults: Faults = field(kw_only=True)
    reopen: Callable[[Store], Store] = lambda store: store
    """What a process that starts does with the store of the one before."""
    turns_type: type[Turns] = Turns
    sending_type: type[Sending] = Sending
    answered: Callable[[Event, Answer | None], None] = lambda *_: None
    """Told of answers that come later than the act."""
    late: bool = False
    """Whether any recovery came after the next virtual event: then screens may differ from a faultless run's."""
    answers: dict[str, list[Answer | None]] = field(default_factory=lambda: defaultdict(list))
    """What each event was answered, each time."""
    posts: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    """When each wish appeared: once, if all is well."""
    down_until: dict[str, datetime] = field(default_factory=dict)
    """When a platform is back that was down."""
    dice: Dice = field(init=False)
    processes: list[Process] = field(init=False)
    _deliveries: list[Delivery] = field(default_factory=list)
    _nth: int = 0
    _stands_still: bool = False

    def __post_init__(self) -> None:
        self.dice = Dice(self.faults.seed)
        self.processes = [self._born(f"replica-{n}") for n in range(self.faults.replicas)]
        self._enter(self.processes[0])

    @property
    def platforms(self) -> Mapping[str, Platform]:
        """Where messages appear; here on a single one, by which all of them go."""
        return {"": self.platform}

    def as_played(self, event: Event) -> Event:
        """What has happened, as whoever plays the people knows it."""
        return event

    # --- what moves it --------------------------------------------------------------------------------

    def happens(self, event: Event) -> Answer | None:
        """Hand an event over, now or later; None where its answer is yet to come."""
        now = self.clock.now()
        event = replace(event, now=now)
        self.late |= self._owing()
        if self.dice.strikes("late", self.faults.late):
            self.late = True
            self._later(event, now + self.dice.hours("late", 5), first=True)
            return None
        answer = self._handed_over(event, first=True)
        self.settle()
        return answer

    def settle(self) -> None:
        """Let whoever is up ring and deliver, until nothing more can be done now."""
        while process := self._serving():
            now = self.clock.now()
            try:
                if not (process.wake_ups.ring_due(now) or process.outbox.deliver_due(now)):
                    return
            except Crash:
                self._crashed(process)

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When something next comes due, a process comes back, or an event arrives."""
        due = self.store.transact(lambda tx: tx.next_due(after))
        times = [
            due,
            *(process.away_until for process in self.processes),
            *(each.at for each in self._deliveries),
        ]
        return min((at for at in times if at is not None and (after is None or at > after)), default=None)

    def until(self, then: datetime) -> None:
        """Move the clock on, stopping wherever something happens by itself."""
        while (at := self.next_due(self.clock.now())) is not None and at <= then:
            if self._owing() and self._something_new(self.clock.now(), at):
                self.late = True
            self.clock.at = at
            self._come_back()
            self._arrive()
            self.settle()
        self.clock.at = max(self.clock.at, then)

    def noticed(self, message: Message) -> datetime:
        """People act as though a message that was a little late had come in time."""
        due = max(wish.not_before for wish in self._wishes_of(message))
        if self.clock.now() - due < AT_ONCE:
            return due
        self.late = True
        return self.clock.now()

    def calm_down(self) -> None:
        """Nothing more goes wrong, everybody comes back, and what is owed is done."""
        self.late |= self._unsettled()
        self.dice.calm = True
        while self._unsettled() and (at := self.next_due(self.clock.now())):
            self.until(at)

    # --- processes ------------------------------------------------------------------------------------

    def _born(self, name: str) -> Process:
        faulty = FaultyStore(self.store, self.faults, self.dice)
        adapters = {
            via: FaultyPlatform(platform, self.faults, self.dice, self._posted, partial(self._is_down, via))
            for via, platform in self.platforms.items()
        }
        programs = Programs(_read_once)
        turns = self.turns_type(faulty, programs, strict=self.strict, platforms=tuple(adapters))

        def probe(step: str) -> None:
            self._step(process, step)

        outbox = Outbox(
            faulty,
            programs,
            self.catalogue,
            adapters,
            self.clock,
            name,
            probe=probe,
            strict=self.strict,
            sending=self.sending_type,
        )
        process = Process(name, turns, WakeUps(faulty, turns, name, probe), outbox)
        return process

    def _enter(self, process: Process) -> None:
        self.turns, self.wake_ups, self.outbox = process.turns, process.wake_ups, process.outbox

    def _step(self, process: Process, step: str) -> None:
        if self.dice.strikes(f"crash at {step}", self.faults.crash):
            raise Crash(step)
        still = step in STANDS_STILL and not self._stands_still
        if still and self.dice.strikes(f"slow at {step}", self.faults.slow):
            self._stand_still(process)

    def _stand_still(self, process: Process) -> None:
        self.late = self._stands_still = True
        self.clock.at += SLOW
        for other in self.processes:
            if other is not process and not other.away_until:
                self._runs_meanwhile(other)
        self._stands_still = False

    def _runs_meanwhile(self, other: Process) -> None:
        now = self.clock.now()
        try:
            while other.wake_ups.ring_due(now) or other.outbox.deliver_due(now):
                pass
        except Crash:
            self._crashed(other)

    def _serving(self) -> Process | None:
        up = [process for process in self.processes if process.away_until is None]
        return self.dice.rolled("serving").choice(up) if len(up) > 1 else next(iter(up), None)

    def _crashed(self, process: Process) -> None:
        self.store = self.reopen(self.store)
        if self.dice.strikes("away", self.faults.away):
            self.late = True
            process.away_until = self.clock.now() + self.dice.hours("away", 30)
        else:
            self._comes_back(process)

    def _comes_back(self, process: Process) -> None:
        while True:
            fresh = self._born(process.name)
            process.turns, process.wake_ups, process.outbox = fresh.turns, fresh.wake_ups, fresh.outbox
            process.away_until = None
            try:
                fresh.wake_ups.recover(self.clock.now())
                fresh.outbox.recover(self.clock.now())
            except Crash:
                continue
            return

    def _come_back(self) -> None:
        for process in self.processes:
            if process.away_until and process.away_until <= self.clock.now():
                self._comes_back(process)

    # --- events ---------------------------------------------------------------------------------------

    def _handed_over(self, event: Event, *, first: bool) -> Answer | None:
        """Until it is acknowledged; the last answer is the one that is seen."""
        answer = self._taken(event)
        if answer is _NOBODY:
            back = min(process.away_until for process in self.processes if process.away_until)
            self._later(event, back, first=first)
            return None
        if self.dice.strikes("unacknowledged", self.faults.unacknowledged):
            return self._handed_over(event, first=first)
        if self.dice.strikes("twice", self.faults.twice):
            self._later(event, self.clock.now() + self.dice.hours("twice", 5), first=False)
        return answer  # type: ignore[return-value]

    def _taken(self, event: Event) -> object:
        while process := self._serving():
            try:
                answer = process.turns.take(event)
            except Crash:
                self._crashed(process)
            else:
                self.answers[event.id].append(answer)
                return answer
        return _NOBODY

    def _later(self, event: Event, at: datetime, *, first: bool) -> None:
        self._nth += 1
        heappush(self._deliveries, Delivery(at, self._nth, event, first))

    def _arrive(self) -> None:
        while self._deliveries and self._deliveries[0].at <= self.clock.now():
            delivery = heappop(self._deliveries)
            event = replace(delivery.event, now=self.clock.now())
            answer = self._handed_over(event, first=delivery.first)
            if delivery.first and self.answers.get(event.id):
                self.answered(event, answer)

    # --- what is owed ---------------------------------------------------------------------------------

    def _unsettled(self) -> bool:
        """Whether somebody waits for an answer, a message is on its way, or a process is down."""
        waited_for = any(delivery.first for delivery in self._deliveries)
        return waited_for or self._owing() or any(process.away_until for process in self.processes)

    def _owing(self) -> bool:
        """Whether a message is on its way that should be there."""

        def look(tx: Transaction) -> bool:
            states = (WishState.CLAIMED, WishState.UNSURE)
            return any(tx.load([find(Wish, state=state, limit=1) for state in states]).values())

        return self.store.transact(look)

    def _something_new(self, before: datetime, at: datetime) -> bool:
        """Whether something comes due then that is not owed from before."""

        def look(tx: Transaction) -> Iterator[datetime]:
            yield from [
                wish.not_before for wish in tx.due_wishes(at, 1000) if wish.state is WishState.WAITING
            ]
            yield from [wake_up.due for wake_up in tx.due_wake_ups(at, 1000)]

        return any(due > before for due in self.store.transact(lambda tx: list(look(tx))))

    def _is_down(self, via: str) -> bool:
        now, what = self.clock.now(), f"down {via}".strip()
        if self.dice.strikes(what, self.faults.down):
            self.late = True
            self.down_until[via] = now + self.dice.hours(what, 60)
        return not self.dice.calm and via in self.down_until and now < self.down_until[via]

    def _wishes_of(self, message: Message) -> tuple[Wish, ...]:
        query: Query = find(Wish, sent_with=message.key)
        found: tuple[Wish, ...] = self.store.transact(lambda tx: tx.load([query])[query])
        on_way = (WishState.UNSURE, WishState.SENT)
        return tuple(wish for wish in found if not wish.replaces and wish.state in on_way)

    def _posted(self, message: Message) -> None:
        if message.edits is None:
            for wish in self._wishes_of(message):
                self.posts[wish.id].append(self.clock.now())


_NOBODY = object()
_read_once = lru_cache(maxsize=8)(read)
"""A process that starts reads its programs anew; what the reading gives never changes."""
