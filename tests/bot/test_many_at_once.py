"""Several messages on their way at once: in order where they are read, answers before all else, and nothing kept waiting."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Condition, Lock, Thread

import pytest

from bot.hands import SPARE
from flows.ids import PersonId
from flows.messages import Message
from flows.model.people import Person
from flows.model.talk import Urgency, Wish, WishState
from flows.ports import Store, Unreachable
from flows.situation import Get, count, find
from storage.memory import MemoryStore
from tests.bot.replicas import PATIENCE, Log, keeps, message, now, replica, rung, small_town, timer

HANDS = 4


@dataclass(slots=True)
class Turnstile:
    """A platform that takes a message in and holds it there until it is let through."""

    began: Log = field(default_factory=Log)
    sent: Log = field(default_factory=Log)
    most: Counter[str] = field(default_factory=Counter)
    """How many of a place were in it at the same time."""
    down: bool = False
    _open: bool = False
    _inside: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)
    _moved: Condition = field(default_factory=Condition)

    def send(self, message: Message) -> str:
        with self._lock:
            self._inside[message.place] += 1
            self.most[message.place] = max(self.most[message.place], self._inside[message.place])
        self.began.add(message.key)
        with self._moved:
            assert self._moved.wait_for(lambda: self._open, timeout=PATIENCE)
        with self._lock:
            self._inside[message.place] -= 1
        if self.down:
            raise Unreachable("down")
        self.sent.add(message.key)
        return message.key

    def opens(self) -> None:
        with self._moved:
            self._open = True
            self._moved.notify_all()

    def reads_back(self, place: str) -> bool:
        return False

    def find(self, message: Message) -> str | None:
        return None


@pytest.fixture
def store() -> Store:
    return MemoryStore()


@pytest.fixture
def gate() -> Iterator[Turnstile]:
    turnstile = Turnstile()
    yield turnstile
    turnstile.opens()


def fan_out(store: Store, many: int) -> list[Wish]:
    """So many check-ins, each to somebody for whom it is noon."""
    hour = datetime.now(UTC).hour
    zone = f"Etc/GMT{hour - 12:+d}"
    people = [pair.mentee for pair in small_town(store, many)]
    keeps(store, *(Person(id=id, name=f"Person {id}", program="small", zone=zone) for id in people))
    wishes = [replace(message(f"to {id}", id, now()), urgency=Urgency.NOTICE) for id in people]
    keeps(store, *wishes)
    return wishes


def left(store: Store, state: WishState) -> int:
    asked = count(Wish, state=state)
    return int(store.transact(lambda tx: tx.load([asked])[asked]))


@contextmanager
def stopping(work: Thread) -> Iterator[None]:
    """While something stops on a thread of its own."""
    work.start()
    yield
    work.join(PATIENCE)
    assert not work.is_alive()


def test_as_many_go_at_once_as_there_are_hands_and_the_rest_is_not_claimed(
    store: Store, gate: Turnstile
) -> None:
    wishes = fan_out(store, 20)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=0.05) as one:
        gate.began.wait_for_many(HANDS)
        one.ticked.wait_for_many(len(one.ticked.names()) + 3)
        assert len(gate.began.names()) == HANDS
        assert left(store, WishState.WAITING) == 20 - HANDS
        gate.opens()
        gate.sent.wait_for(*(wish.id for wish in wishes))
    assert sorted(gate.sent.names()) == sorted(wish.id for wish in wishes), "each once"
    assert left(store, WishState.SENT) == 20


def test_an_answer_does_not_wait_behind_a_fan_out(store: Store, gate: Turnstile) -> None:
    fan_out(store, 20)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=3600) as one:
        gate.began.wait_for_many(HANDS)
        for nth in range(SPARE):
            keeps(store, message(f"answer {nth}", PersonId(f"m{nth:04}"), now()))
            one.ticks.soon()
            gate.began.wait_for(f"answer {nth}")
        assert len(gate.began.names()) == HANDS + SPARE
        gate.opens()


def test_answers_that_found_no_hand_are_the_next(store: Store, gate: Turnstile) -> None:
    fan_out(store, 20)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=3600) as one:
        gate.began.wait_for_many(HANDS)
        answers = [message(f"answer {nth}", PersonId(f"m{nth:04}"), now()) for nth in range(5)]
        keeps(store, *answers)
        one.ticks.soon()
        gate.began.wait_for_many(HANDS + SPARE)
        gate.opens()
        gate.sent.wait_for_many(25)
    soon = gate.began.names()[: 3 * HANDS]
    assert {wish.id for wish in answers} <= set(soon), "before most of the fan-out"


def test_messages_of_a_place_go_one_after_the_other_in_order(store: Store, gate: Turnstile) -> None:
    fan_out(store, 3)
    ana = PersonId("e0000")
    zone = store.transact(lambda tx: tx.load([Get(Person, ana)])[Get(Person, ana)]).zone
    assert zone
    several = [
        replace(message(f"number {nth}", ana, now()), urgency=Urgency.NOTICE, ordinal=nth)
        for nth in range(12)
    ]
    keeps(store, *several)
    gate.opens()
    with replica(store, adapter=gate, at_once=HANDS):
        gate.sent.wait_for(*(wish.id for wish in several))
    assert [name for name in gate.began.names() if name.startswith("number")] == [w.id for w in several]
    assert max(gate.most.values()) == 1


def test_timers_ring_while_every_hand_is_busy(store: Store, gate: Turnstile) -> None:
    fan_out(store, 20)
    [pair, *_] = small_town(store, 1)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=3600) as one:
        gate.began.wait_for_many(HANDS)
        wake = timer(pair, now())
        keeps(store, wake)
        one.ticks.soon()
        one.rang.wait_for(rung(wake))
        gate.opens()


def test_what_is_in_hand_here_is_not_taken_up_again(store: Store, gate: Turnstile) -> None:
    """The platform takes longer than the lease, and its answer is still to come."""
    [wish] = fan_out(store, 1)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=0.05) as one:
        gate.began.wait_for(wish.id)
        held = store.transact(lambda tx: tx.load([Get(Wish, wish.id)])[Get(Wish, wish.id)])
        keeps(store, replace(held, lease=now() - timedelta(seconds=1)))
        one.ticked.wait_for_many(len(one.ticked.names()) + 3)
        gate.opens()
        gate.sent.wait_for(wish.id)
    assert gate.began.names() == [wish.id]
    assert left(store, WishState.SENT) == 1


def test_on_a_stop_what_is_in_hand_finishes_and_the_rest_stays(store: Store, gate: Turnstile) -> None:
    fan_out(store, 20)
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=0.05) as one:
        gate.began.wait_for_many(HANDS)
        with stopping(Thread(target=one.ticks.stop)):
            gate.opens()
        assert len(gate.sent.names()) == HANDS
        assert (left(store, WishState.SENT), left(store, WishState.WAITING)) == (HANDS, 20 - HANDS)
    with replica(store, adapter=gate, at_once=HANDS):
        gate.sent.wait_for_many(20)
    assert len(set(gate.sent.names())) == 20


def test_a_platform_that_is_down_is_left_alone_by_all_hands(store: Store, gate: Turnstile) -> None:
    fan_out(store, 20)
    gate.down = True
    gate.opens()
    with replica(store, adapter=gate, at_once=HANDS, sweep_seconds=0.05) as one:
        gate.began.wait_for_many(1)
        one.ticked.wait_for_many(len(one.ticked.names()) + 5)
    assert len(gate.began.names()) <= HANDS
    waiting = find(Wish, state=WishState.SET_ASIDE)
    assert store.transact(lambda tx: tx.load([waiting])[waiting]) == ()
