"""Where adapters hand in events: answered in time, or kept in the inbox and answered by a message."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from datetime import datetime
from threading import Event as Flag

from pydantic import TypeAdapter

from bot.turn import Turns
from flows.asking import About
from flows.events import Event, Joined, Pressed, Said, Submitted, Woke
from flows.messages import Answer, OpenForm, Say, Word
from flows.model.people import Account, Person
from flows.model.talk import Inbox, Wish
from flows.ports import Store, Transaction
from flows.situation import WHOLE, Get, Query, find

PATIENCE = 2.0
"""Seconds that an event may wait for its turn: platforms give three."""
KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in (Said, Pressed, Submitted, Joined, Woke)}  # type: ignore[misc]


class Reception:
    """Takes events from adapters, on threads of its own."""

    def __init__(self, store: Store, turns: Turns, *, patience: float = PATIENCE, threads: int = 4) -> None:
        self._store = store
        self._turns = turns
        self._patience = patience
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="turn")

    def receive(self, event: Event) -> Answer | None:
        """What to acknowledge the event with. When this returns, the event is saved, or the answer says it is not."""
        given_up = Flag()
        turn = self._pool.submit(self._turns.take, event, given_up.is_set)
        try:
            return turn.result(self._patience)
        except TooSlow:
            return self._keep(event, turn, given_up)

    def _keep(self, event: Event, turn: "Future[Answer | None]", given_up: Flag) -> Answer | None:
        kept = self._pool.submit(self._store.transact, lambda tx: tx.save([in_inbox(event)]))
        try:
            kept.result(self._patience / 2)
            return Word(said=Say("later.working"))
        except TooSlow:
            given_up.set()
            kept.cancel()
            if turn.done() and not turn.cancelled():
                return turn.result()
            return Word(said=Say("refused.failed"))

    def answer_late(self, now: datetime) -> None:
        """Give every event of the inbox its turn, unless it had it, and tell its person what it was answered."""
        waiting = find(Inbox, state="waiting", limit=WHOLE)
        for row in self._store.transact(lambda tx: tx.load([waiting])[waiting]):
            event = out_of_inbox(row)
            answer = self._turns.take(event)
            self._store.transact(lambda tx, row=row, event=event, answer=answer: _tell(tx, row, event, answer))  # type: ignore[misc]

    def close(self) -> None:
        """Wait for the turns in hand."""
        self._pool.shutdown(wait=True)


def in_inbox(event: Event) -> Inbox:
    """The event as a row."""
    kind = type(event)
    return Inbox(id=event.id, event=f"{kind.__name__} {TypeAdapter(kind).dump_json(event).decode()}")


def out_of_inbox(row: Inbox) -> Event:
    """The row as an event."""
    kind, _, text = row.event.partition(" ")
    return TypeAdapter(KINDS[kind]).validate_json(text)


def _tell(tx: Transaction, row: Inbox, event: Event, answer: Answer | None) -> None:
    tx.erase(Inbox, [row.id])
    at: Query = Get(Account, event.account or "")
    account: Account | None = tx.load([at])[at]
    if account is None or answer is None:
        return
    who: Query = Get(Person, account.person)
    person: Person | None = tx.load([who])[who]
    if person is None or event.program is None:
        return
    wish = _said(About(event=event, program=event.program, subject=event.id), person, answer)
    if wish is not None:
        tx.save([wish])


def _said(about: About, person: Person, answer: Answer) -> Wish | None:
    match answer:
        case OpenForm():
            return about.answer(person, "later.again")  # a form cannot be opened unasked: one more press opens it
        case Word(said=said):
            return about.answer(person, said.key, **said.values)
        case _:
            return None  # an outcome reaches its message as an edit
