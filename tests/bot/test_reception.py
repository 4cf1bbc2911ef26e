"""An event is answered in time, or kept and answered later, or its person is told that nothing was recorded: never two."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.fate import Fate, GivenUp
from bot.inbox import in_inbox, out_of_inbox, tell
from bot.reception import NOT_RECORDED, WORKING, Reception
from bot.situations import Programs
from bot.turn import Turns
from flows.events import Event, Joined, Pressed, Said, Submitted, Woke
from flows.ids import AccountId, EventId, PersonId, ProgramId, QuestionId
from flows.messages import Answer, Outcome, Say, Word
from flows.model.pairs import Contact, ContactState, Pair
from flows.model.talk import Inbox, Seen, Wish
from flows.ports import Store
from flows.situation import Get, Query, count, find
from storage.opening import open_store
from tests.bot.replicas import PATIENCE, keeps, now, question, replica, small_town
from tests.storage.databases import sqlite_url

SOON = 0.3
"""Seconds that a person is made to wait here: long for a turn, short for a test."""
IN_TOUCH = Say("contact.due.outcome_met")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reception.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(sqlite_url(path), durable=False)
    yield opened
    opened.close()


@pytest.fixture
def pair(store: Store) -> Pair:
    """Asked of their first contact."""
    [pair] = small_town(store)
    keeps(store, question(pair), Contact(id=pair.id, state=ContactState.FIRST_ASKED))
    return pair


@contextmanager
def held(path: Path) -> Iterator[Callable[[], None]]:
    """Another program writes to the database and takes its time, until it is let go."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def let_go() -> None:
        other.execute("ROLLBACK")

    yield let_go
    other.close()


@contextmanager
def reception(store: Store, turns: Turns | None = None, patience: float = PATIENCE) -> Iterator[Reception]:
    desk = Reception(store, turns or Turns(store, Programs()), patience=patience)
    yield desk
    desk.close()


class SlowTurns(Turns):
    """Real turns that stand still before they begin (`waits`), or when their work is done but not yet sealed
    (`lingers`), until they may go on."""

    def __init__(self, store: Store, *, waits: bool = False, lingers: bool = False) -> None:
        super().__init__(store, Programs())
        self.waits, self.lingers = waits, lingers
        self.may_go_on, self.stands = Signal(), Signal()

    def take(self, event: Event, seal: Callable[[], None] = lambda: None) -> Answer | None:
        def seal_late() -> None:
            if self.lingers:
                self.stands.set()
                assert self.may_go_on.wait(PATIENCE)
            seal()

        if self.waits:
            assert self.may_go_on.wait(PATIENCE)
        return super().take(event, seal_late)


def met(pair: Pair) -> Pressed:
    return Pressed(
        id=EventId("press-1"),
        now=now(),
        account=AccountId(f"test:{pair.mentee}"),
        program=ProgramId("small"),
        question=QuestionId(f"q-{pair.mentee}"),
        choice="met",
    )


def not_yet(pair: Pair) -> Pressed:
    return replace(met(pair), choice="not_yet")


def loaded(store: Store, query: Query) -> Any:
    return store.transact(lambda tx: tx.load([query])[query])


def waiting(store: Store) -> int:
    return int(loaded(store, count(Inbox, state="waiting")))


def contact(store: Store, pair: Pair) -> ContactState:
    state: ContactState = loaded(store, Get(Contact, pair.id)).state
    return state


def told(store: Store) -> list[Wish]:
    """The messages that answer late, sent or not."""
    found = [wish for state in ("waiting", "sent") for wish in loaded(store, find(Wish, state=state))]
    return [wish for wish in found if wish.kind.startswith("later.")]


class TestInTime:
    def test_a_press_is_answered_at_once(self, store: Store, pair: Pair) -> None:
        with reception(store) as desk:
            assert desk.receive(met(pair)) == Outcome(question=QuestionId("q-e0000"), said=IN_TOUCH)
        assert contact(store, pair) is ContactState.MADE
        assert waiting(store) == 0

    def test_the_second_delivery_hears_the_same_and_changes_nothing(self, store: Store, pair: Pair) -> None:
        with reception(store) as desk:
            first = desk.receive(met(pair))
            assert desk.receive(met(pair)) == first

    def test_somebody_is_told_when_it_has_had_its_turn(self, store: Store, pair: Pair) -> None:
        called = Signal()
        desk = Reception(store, Turns(store, Programs()), after=called.set)
        desk.receive(met(pair))
        assert called.wait(PATIENCE)
        desk.close()


class TestTooSlow:
    def test_it_is_kept_acknowledged_and_answered_by_one_message(self, store: Store, pair: Pair) -> None:
        """The turn has not begun when patience ends: the inbox gives it its turn, and the late one is refused."""
        turns = SlowTurns(store, waits=True)
        with reception(store, turns, patience=SOON) as desk:
            assert desk.receive(not_yet(pair)) == WORKING
            assert waiting(store) == 1
            turns.may_go_on.set()
            desk.answer_late()
            desk.answer_late()
        assert waiting(store) == 0
        [wish] = told(store)
        assert wish.to == pair.mentee
        assert wish.values["said"] == _advice(store, pair)

    def test_a_slow_turn_that_did_commit_is_told_by_message_and_not_run_again(
        self, store: Store, pair: Pair
    ) -> None:
        turns = SlowTurns(store, waits=True)
        with reception(store, turns, patience=SOON) as desk:
            assert desk.receive(not_yet(pair)) == WORKING
            turns.may_go_on.set()
        assert loaded(store, Get(Seen, "press-1")) is not None, "the slow turn went on to its end"
        with reception(store) as later:
            later.answer_late()
            later.answer_late()
        assert [wish.values["said"] for wish in told(store)] == [_advice(store, pair)]

    def test_an_outcome_is_seen_on_the_message_itself(self, store: Store, pair: Pair) -> None:
        turns = SlowTurns(store, waits=True)
        with reception(store, turns, patience=SOON) as desk:
            assert desk.receive(met(pair)) == WORKING
            turns.may_go_on.set()
            desk.answer_late()
        assert contact(store, pair) is ContactState.MADE
        assert told(store) == []

    def test_it_is_answered_by_a_tick_after_a_restart(self, store: Store, pair: Pair) -> None:
        keeps(store, in_inbox(not_yet(pair)))
        with reception(store) as desk, replica(store, answer_late=desk.answer_late) as one:
            one.sent.wait_for_many(1)
        assert waiting(store) == 0
        assert len(one.sent.names()) == 1

    def test_two_replicas_answer_it_once(self, stores: tuple[Store, Store]) -> None:
        [pair] = small_town(stores[0])
        keeps(
            stores[0],
            question(pair),
            Contact(id=pair.id, state=ContactState.FIRST_ASKED),
            *(in_inbox(replace(not_yet(pair), id=EventId(f"press-{nth}"))) for nth in range(20)),
        )
        with reception(stores[0]) as first, reception(stores[1]) as second:
            both = [Thread(target=desk.answer_late) for desk in (first, second)]
            for thread in both:
                thread.start()
            for thread in both:
                thread.join(PATIENCE)
        assert waiting(stores[0]) == 0
        assert len(told(stores[0])) == 20

    def test_a_message_already_sent_is_not_set_back_by_the_other_replica(
        self, store: Store, pair: Pair
    ) -> None:
        """Both give it its turn; one has told the person when the other comes to it."""
        event = not_yet(pair)
        keeps(store, in_inbox(event))
        with reception(store) as desk, replica(store, answer_late=desk.answer_late) as one:
            one.sent.wait_for_many(1)
        store.transact(lambda tx: tell(tx, event, Word(said=Say("refused.closed"))))
        assert [wish.state for wish in told(store)] == ["sent"]


def _advice(store: Store, pair: Pair) -> Say:
    said = loaded(store, Get(Seen, "press-1")).answer.said
    assert said.key == "contact.due.advice"
    return said  # type: ignore[no-any-return]


class TestNothingRecorded:
    def test_when_even_the_inbox_cannot_be_written_the_person_is_told_and_it_is_true(
        self, store: Store, path: Path, pair: Pair
    ) -> None:
        with held(path) as let_go, reception(store, patience=SOON) as desk:
            assert desk.receive(met(pair)) == NOT_RECORDED
            let_go()
        assert contact(store, pair) is ContactState.FIRST_ASKED
        assert loaded(store, Get(Seen, "press-1")) is None
        assert waiting(store) == 0

    def test_the_same_press_counts_when_it_is_made_again(self, store: Store, path: Path, pair: Pair) -> None:
        with held(path) as let_go, reception(store, patience=SOON) as desk:
            assert desk.receive(met(pair)) == NOT_RECORDED
            let_go()
        with reception(store) as desk:
            assert desk.receive(met(pair)) == Outcome(question=QuestionId("q-e0000"), said=IN_TOUCH)

    def test_a_turn_at_the_brink_of_its_commit_is_undone(self, store: Store, pair: Pair) -> None:
        """It has done its work and holds the database; patience ends; then it goes on, too late."""
        turns = SlowTurns(store, lingers=True)
        with reception(store, turns, patience=SOON) as desk:
            assert desk.receive(met(pair)) == NOT_RECORDED
            assert turns.stands.is_set()
            turns.may_go_on.set()
        assert contact(store, pair) is ContactState.FIRST_ASKED
        assert waiting(store) == 0

    def test_a_store_that_fails_is_told_at_once(self, store: Store, path: Path, pair: Pair) -> None:
        with sqlite3.connect(path) as other:
            for table in ("seen", "trouble", "inbox"):
                other.execute(f"DROP TABLE {table}")
        with reception(store) as desk:
            assert desk.receive(met(pair)) == NOT_RECORDED
        assert contact(store, pair) is ContactState.FIRST_ASKED


class TestFate:
    def test_what_is_sealed_cannot_be_given_up(self) -> None:
        fate = Fate()
        fate.seal()
        assert not fate.give_up()
        fate.seal()  # after a conflict a turn runs again, and again is sealed

    def test_what_is_given_up_cannot_be_sealed(self) -> None:
        fate = Fate()
        assert fate.give_up()
        with pytest.raises(GivenUp):
            fate.seal()
        assert fate.give_up()


# --- the inbox ----------------------------------------------------------------------------------------

texts = some.text(max_size=30)
ids = some.text(min_size=1, max_size=20)
moments = some.datetimes(timezones=some.just(UTC))
envelope = {
    "id": ids.map(EventId),
    "now": moments,
    "account": some.none() | ids.map(AccountId),
    "program": some.none() | ids.map(ProgramId),
}
pages = some.dictionaries(ids, some.lists(texts, max_size=3).map(tuple), max_size=4)
events = some.one_of(
    some.builds(Said, **envelope, text=texts),
    some.builds(Pressed, **envelope, question=ids.map(QuestionId), choice=texts),
    some.builds(Submitted, **envelope, question=ids.map(QuestionId), values=pages),
    some.builds(
        Joined,
        **envelope,
        name=texts,
        email=texts,
        zone=texts,
        language=texts,
        person=some.none() | ids.map(PersonId),
    ),
    some.builds(Woke, **envelope, flow=ids, trigger=ids, subject=texts, due=moments),
)


@given(events)
def test_an_event_comes_out_of_the_inbox_as_it_went_in(event: Event) -> None:
    assert out_of_inbox(in_inbox(event)) == event
