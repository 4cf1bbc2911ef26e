"""Replicas on the real clock with a real scheduler: what they rang and sent is waited for, never slept for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from threading import Condition

from bot import library
from bot.clock import SystemClock
from bot.outbox import Outbox
from bot.situations import Programs
from bot.ticks import Ticks
from bot.turn import Turns
from bot.wake_ups import WakeUps
from flows.asking import wakes
from flows.events import Event
from flows.ids import AccountId, ApplicationId, CohortId, EventId, PersonId, ProgramId, QuestionId, WishId
from flows.messages import Answer, Message, Say
from flows.model.cohorts import Adopted, Cohort, ProgramText
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Question, Seen, Urgency, WakeUp, Wish
from flows.places import dm
from flows.ports import Adapter, Store
from storage.opening import in_turn
from tests.flows.small_program import SMALL

SPRING = CohortId("small-2027-spring")
PATIENCE = 15
"""Seconds after which what was waited for is held not to happen."""


def now() -> datetime:
    return SystemClock().now()


@dataclass(slots=True)
class Log:
    """What happened, in order, on any thread."""

    entries: list[tuple[str, datetime]] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)

    def add(self, what: str) -> None:
        with self._changed:
            self.entries.append((what, now()))
            self._changed.notify_all()

    def names(self) -> list[str]:
        with self._changed:
            return [what for what, _ in self.entries]

    def wait_for(self, *wanted: str) -> None:
        """Until each of these has happened."""
        with self._changed:
            there = self._changed.wait_for(
                lambda: {what for what, _ in self.entries} >= set(wanted), timeout=PATIENCE
            )
            assert there, f"still missing: {set(wanted) - {what for what, _ in self.entries}}"

    def wait_for_many(self, least: int) -> None:
        """Until so much has happened."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.entries) >= least, timeout=PATIENCE), self.entries


@dataclass(slots=True)
class Bell:
    """A platform of one place that cannot be read back. `before` runs before each message is taken."""

    log: Log
    before: Callable[[], None] = lambda: None

    def send(self, message: Message) -> str:
        self.before()
        self.log.add(message.key)
        return message.key

    def reads_back(self, place: str) -> bool:
        return False

    def find(self, message: Message) -> str | None:
        return None


class HeardTurns(Turns):
    """Real turns, and a log of the events that had theirs."""

    log: Log

    def take(self, event: Event, seal: Callable[[], None] = lambda: None) -> Answer | None:
        answer = super().take(event, seal)
        self.log.add(event.id)
        return answer


@dataclass(slots=True)
class Replica:
    """One of the processes that share a store."""

    ticks: Ticks
    rang: Log
    sent: Log
    ticked: Log


@contextmanager
def replica(
    store: Store,
    name: str = "one",
    *,
    sweep_seconds: float = 60.0,
    talks: bool = True,
    adapter: Adapter | None = None,
    at_once: int = 1,
    before_send: Callable[[], None] = lambda: None,
    answer_late: Callable[[], None] = lambda: None,
    rang: Log | None = None,
    sent: Log | None = None,
) -> Iterator[Replica]:
    """A replica that ticks until the block ends."""
    rang, sent, ticked = rang or Log(), sent or Log(), Log()

    def begins() -> None:
        ticked.add("tick")
        answer_late()

    programs = Programs()
    turns = HeardTurns(store, programs)
    turns.log = rang
    outbox = None

    def soon() -> None:
        ticks.soon()

    if talks:
        outbox = Outbox(
            in_turn(store) if at_once > 1 else store,
            programs,
            library.wording(),
            {"": adapter or Bell(sent, before_send)},
            SystemClock(),
            name,
            at_once=at_once,
            after=soon,
        )
    ticks = Ticks(
        store,
        WakeUps(store, turns, name),
        outbox,
        SystemClock(),
        answer_late=begins,
        sweep_seconds=sweep_seconds,
    )
    ticks.start()
    try:
        yield Replica(ticks, rang, sent, ticked)
    finally:
        ticks.stop()


# --- what is remembered -----------------------------------------------------------------------------------


def keeps(store: Store, *records: object) -> None:
    store.transact(lambda tx: tx.save(records))


def small_town(store: Store, pairs: int = 1) -> list[Pair]:
    """A small program with so many announced pairs, each person with an account."""
    digest = sha256(SMALL.encode()).hexdigest()
    program = ProgramId("small")
    together = [_pair(number) for number in range(pairs)]
    people = [PersonId(id) for pair in together for id in (pair.mentee, pair.mentor)]
    keeps(
        store,
        ProgramText(id=digest, program=program, text=SMALL),
        Adopted(id=program, digest=digest),
        Cohort(id=SPRING, program=program, digest=digest, name="spring", year=2027),
        *(Person(id=id, name=f"Person {id}", program=program) for id in people),
        *(Account(id=AccountId(f"test:{id}"), person=id) for id in people),
        *together,
    )
    return together


def _pair(number: int) -> Pair:
    mentee, mentor = PersonId(f"e{number:04}"), PersonId(f"m{number:04}")
    return Pair(
        id=pair_id(SPRING, mentee, mentor),
        cohort=SPRING,
        program=ProgramId("small"),
        mentee=mentee,
        mentor=mentor,
        mentee_application=ApplicationId(f"small:{mentee}"),
        mentor_application=ApplicationId(f"small:{mentor}"),
        state=PairState.ANNOUNCED,
        starts=date(2027, 4, 1),
        ends=date(2027, 9, 30),
    )


def timer(pair: Pair, due: datetime) -> WakeUp:
    """A wake-up of the pair's first contact."""
    return wakes("contact", "begin", pair.id, due)


def rung(wake: WakeUp) -> str:
    """The event of its ringing."""
    return f"{wake.id}@{wake.due.isoformat()}"


def message(id: str, to: PersonId, due: datetime) -> Wish:
    """A message that may go out at any hour."""
    return Wish(
        id=WishId(id),
        kind="later.answered",
        key="later.answered",
        place=dm(to),
        to=to,
        program=SPRING,
        about=id,
        values={"said": Say("refused.closed")},
        urgency=Urgency.ANSWER,
        not_before=due,
        created=due,
    )


def question(pair: Pair) -> Question:
    """What the mentee of a pair was asked of their first contact."""
    return Question(
        id=QuestionId(f"q-{pair.mentee}"),
        flow="contact",
        kind="contact.due",
        subject=pair.id,
        audience=pair.mentee,
        program=pair.cohort,
        choices=("met", "not_yet"),
    )


def seen(id: str, days_ago: int) -> Seen:
    return Seen(id=EventId(id), at=now() - timedelta(days=days_ago))
