"""A press and what it rewrites: taken up in one transaction, sent at once, and not lost whatever happens in between."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot import library
from bot.clock import SystemClock
from bot.outbox import Outbox
from bot.sending import FRESH
from bot.situations import Programs
from bot.turn import Turns
from flows.model.pairs import Contact, Pair
from flows.model.talk import Question, QuestionState, Wish, WishState
from flows.ports import Store, Transaction, Unreachable
from flows.situation import Get, find
from storage.memory import MemoryStore
from tests.bot.replicas import Bell, Log, keeps, message, now, question, small_town
from tests.bot.test_reception import met


@dataclass(slots=True)
class Office:
    """A pair whose mentee was asked how it goes; and the turns and the outbox of a replica that never ticks."""

    store: Store
    pair: Pair
    turns: Turns
    outbox: Outbox
    bell: Bell

    def edits(self) -> list[Wish]:
        asked = find(Wish, question=f"q-{self.pair.mentee}")
        return [wish for wish in self.store.transact(lambda tx: tx.load([asked])[asked]) if wish.replaces]

    def is_closed(self) -> bool:
        at: Any = Get(Question, f"q-{self.pair.mentee}")
        return bool(self.store.transact(lambda tx: tx.load([at])[at]).state is QuestionState.CLOSED)


@pytest.fixture
def office() -> Office:
    store, bell = MemoryStore(), Bell(Log())
    (pair,) = small_town(store)
    asked = message("asked", pair.mentee, now())
    shown = replace(
        asked, question=question(pair).id, state=WishState.SENT, sent_with=asked.id, ref="there:1"
    )
    keeps(store, Contact(id=pair.id), question(pair), shown)
    outbox = Outbox(store, Programs(), library.wording(), {"": bell}, SystemClock(), "one", at_once=4)
    turns = Turns(store, Programs())
    turns.outbox = outbox
    return Office(store, pair, turns, outbox, bell)


def test_what_a_press_rewrites_is_sent_without_anybody_looking_for_it(office: Office) -> None:
    office.turns.take(met(office.pair))
    office.outbox.close()
    (edit,) = office.edits()
    assert office.bell.log.names() == [edit.id]
    assert edit.state is WishState.SENT


def test_it_is_made_once_though_the_press_comes_twice(office: Office) -> None:
    office.turns.take(met(office.pair))
    office.turns.take(met(office.pair))
    office.outbox.close()
    assert len(office.bell.log.names()) == 1


def test_killed_before_it_was_sent_it_is_made_after_the_restart(office: Office) -> None:
    office.outbox.begin = lambda ready: None  # type: ignore[method-assign]  # nothing happens any more
    office.turns.take(met(office.pair))
    assert office.bell.log.names() == []
    assert office.edits()[0].state is WishState.UNSURE
    again = Outbox(office.store, Programs(), library.wording(), {"": office.bell}, SystemClock(), "one")
    again.recover(now())
    while again.deliver_due(now()):
        pass
    assert office.bell.log.names() == [office.edits()[0].id]
    assert office.edits()[0].state is WishState.SENT


def test_what_cannot_be_taken_up_leaves_the_press_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(tx: Transaction, wishes: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(office.outbox, "take_up", fails)
    office.turns.take(met(office.pair))
    assert office.is_closed()
    assert office.edits()[0].state is WishState.WAITING


def test_while_a_platform_takes_nothing_it_waits_to_be_claimed(office: Office) -> None:
    def down() -> None:
        raise Unreachable("down")

    office.bell.before = down
    keeps(office.store, message("first", office.pair.mentor, now()))
    office.outbox.deliver_due(now())
    office.outbox.close()
    office.turns.take(met(office.pair))
    assert office.edits()[0].state is WishState.WAITING


def test_one_that_waited_too_long_for_a_hand_is_left_to_whoever_took_it_over(office: Office) -> None:
    taken: list[Any] = []
    office.outbox.begin = taken.extend  # type: ignore[method-assign, assignment]
    office.turns.take(met(office.pair))
    (edit,) = office.edits()
    late = now() - FRESH - timedelta(seconds=1)
    stale = [(tuple(replace(one, lease=late) for one in batch), words) for batch, words in taken]
    Outbox.begin(office.outbox, stale)
    office.outbox.close()
    assert office.bell.log.names() == []
    assert office.edits() == [edit]
