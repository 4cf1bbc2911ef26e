"""A turn: had once, saved whole, refused where it should be, and set aside where it fails on end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.fate import Fate, GivenUp
from bot.rehearsal.faults import Dice, Faults, FaultyStore
from bot.situations import Programs
from bot.turn import Turns, rings
from bot.wake_ups import WakeUps
from flows.asking import to_coordinators, wakes
from flows.events import Event, Pressed
from flows.ids import AccountId, EventId, PersonId, ProgramId, QuestionId
from flows.messages import Answer, OpenForm, Outcome, Word
from flows.model.pairs import Contact, ContactState
from flows.model.talk import Question, QuestionState, Seen, Trouble, WakeUp, WakeUpState, Wish
from flows.places import dm
from flows.ports import Store, StoreError, Transaction
from flows.situation import find
from storage.memory import MemoryStore
from tests.cast import Two, a_pair, keeps
from tests.talk import Play

T = TypeVar("T")
NOBODYS_PAIR = "connecticut-2027-spring:nobody:noone"
AFTER = timedelta(minutes=2)
"""The lease: what failed is due again then."""


def presses(two: Two, who: PersonId, choice: str, *, id: str = "press", question: str = "") -> Pressed:
    """The event of a press, which may then be taken once or twice."""
    return Pressed(
        id=EventId(id),
        now=two.play.now,
        account=AccountId(f"play:{who}"),
        program=ProgramId(two.play.program.id),
        question=QuestionId(question) if question else two.play.world.platform.question(dm(who), choice),
        choice=choice,
    )


def asked(two: Two, **fields: Any) -> Question:
    """A question that is there although no flow asked it."""
    given: dict[str, Any] = {
        "id": QuestionId("made-up"),
        "flow": "contact",
        "kind": "contact.due",
        "subject": two.pair.id,
        "audience": two.ana,
        "program": two.pair.cohort,
        "choices": ("met",),
    }
    question = Question(**(given | fields))
    keeps(two.play, question)
    return question


def key_of(answer: Answer | None) -> str:
    assert isinstance(answer, Word), answer
    return answer.said.key


def patient(two: Two) -> Turns:
    """Turns that survive a mistake of ours, as in production."""
    return Turns(two.play.world.store, Programs())


@pytest.fixture
def two() -> Two:
    found = a_pair()
    found.play.until("2027-04-09")
    return found


class TestAnEventComesTwice:
    def test_it_counts_once_and_is_answered_the_same(self, two: Two) -> None:
        turns, event = patient(two), presses(two, two.ana, "met")
        first = turns.take(event)
        assert isinstance(first, Outcome)
        before = two.play.records(find(Question, subject=two.pair.id, state=QuestionState.OPEN))
        assert turns.take(replace(event, now=event.now + timedelta(hours=3))) == first
        assert two.play.records(find(Question, subject=two.pair.id, state=QuestionState.OPEN)) == before

    def test_a_form_opens_again(self, two: Two) -> None:
        turns, event = patient(two), presses(two, two.ana, "concern")
        first = turns.take(event)
        assert isinstance(first, OpenForm)
        assert turns.take(event) == first

    def test_another_press_on_what_is_settled_shows_the_outcome(self, two: Two) -> None:
        turns, event = patient(two), presses(two, two.ana, "met")
        first = turns.take(event)
        again = turns.take(replace(event, id=EventId("another press")))
        assert isinstance(again, Outcome)
        assert isinstance(first, Outcome)
        assert again.said == first.said


class TestWhoMayAct:
    def test_a_choice_that_was_not_offered(self, two: Two) -> None:
        asked(two)
        event = presses(two, two.ana, "end_pair", question="made-up")
        assert key_of(patient(two).take(event)) == "refused.unknown_choice"

    def test_a_question_that_is_gone(self, two: Two) -> None:
        event = presses(two, two.ana, "met", question="never asked")
        assert key_of(patient(two).take(event)) == "refused.unknown_question"

    def test_a_question_to_somebody_else(self, two: Two) -> None:
        asked(two)
        event = presses(two, two.ben, "met", question="made-up")
        assert key_of(patient(two).take(event)) == "refused.not_yours"

    def test_a_stranger(self, two: Two) -> None:
        event = presses(two, PersonId("nobody"), "met", question="made-up")
        assert key_of(patient(two).take(event)) == "refused.stranger"

    def test_only_coordinators_of_the_program_decide(self, two: Two) -> None:
        asked(two, audience=to_coordinators(two.play.program.id))
        denied = presses(two, two.ben, "met", question="made-up")
        assert key_of(patient(two).take(denied)) == "refused.not_yours"
        asked(two, audience=to_coordinators("another"))
        denied = presses(two, two.cora, "met", id="hers", question="made-up")
        assert key_of(patient(two).take(denied)) == "refused.not_yours"
        asked(two, audience=to_coordinators(two.play.program.id))
        allowed = presses(two, two.cora, "met", id="hers again", question="made-up")
        answer = patient(two).take(allowed)
        assert not (isinstance(answer, Word) and answer.said.key.startswith("refused."))


class TestOneTransaction:
    def test_after_a_conflict_the_same_is_decided_again(self, two: Two) -> None:
        calm = a_pair()
        calm.play.until("2027-04-09")
        beaten = FaultyStore(two.play.world.store, Faults(seed=1, conflict=1.0), Dice(1))
        Turns(beaten, Programs()).take(presses(two, two.ana, "met"))
        patient(calm).take(presses(calm, calm.ana, "met"))
        for each in (two, calm):
            each.play.world.settle()
        assert two.play.screen(dm(two.ben)) == calm.play.screen(dm(calm.ben))
        every = find(Wish, state="sent", limit=1000)
        assert two.play.records(every) == calm.play.records(every)

    def test_what_was_given_up_leaves_no_trace(self, two: Two) -> None:
        event, fate = presses(two, two.ana, "met"), Fate()
        fate.give_up()
        with pytest.raises(GivenUp):
            patient(two).take(event, fate.seal)
        assert two.play.record(Seen, event.id) is None
        assert two.play.record(Contact, two.pair.id).state is not ContactState.MADE  # type: ignore[union-attr]

    def test_a_store_that_fails_is_no_fault_of_the_event(self, two: Two) -> None:
        class Full(MemoryStore):
            def transact(self, work: Callable[[Any], T]) -> T:
                raise StoreError("the disk is full")

        event = presses(two, two.ana, "met")
        with pytest.raises(StoreError):
            Turns(Full(), Programs()).take(event)


class TestPoison:
    def trouble(self, two: Two, event: Event) -> tuple[int, str]:
        found = two.play.record(Trouble, event.id)
        assert found is not None
        assert "KeyError" in found.error
        return found.attempts, found.state

    def test_an_event_that_fails_five_times_is_set_aside_and_told(self, two: Two) -> None:
        asked(two, flow="a flow of yesterday")
        two.play.told_coordinators()
        turns, event = patient(two), presses(two, two.ana, "met", question="made-up")
        for times in range(1, 5):
            assert key_of(turns.take(event)) == "refused.failed"
            assert self.trouble(two, event) == (times, "trying")
        assert key_of(turns.take(event)) == "refused.failed"
        assert self.trouble(two, event) == (5, "set_aside")
        assert key_of(turns.take(event)) == "refused.failed"
        assert self.trouble(two, event) == (5, "set_aside"), "not tried again"
        two.play.world.settle()
        told = two.play.told_coordinators()
        assert "Something that Ana Duarte did failed five times" in told
        assert told.count("failed five times") == 1

    def test_a_wake_up_that_fails_is_set_aside_and_all_others_ring(self, two: Two) -> None:
        two.play.told_coordinators()
        play, now = two.play, two.play.now
        poison = wakes("contact", "ask_first", NOBODYS_PAIR, now)
        beside = wakes("checkin", "ask", f"{two.pair.id}:1", now)
        keeps(play, poison, beside)
        production = WakeUps(play.world.store, patient(two), "one")
        for times in range(5):
            at = now + times * AFTER
            play.world.clock.at = at
            while production.ring_due(at):
                pass
            assert play.record(WakeUp, beside.id) is None, "it rang"
        aside = play.record(WakeUp, poison.id)
        assert aside is not None
        assert aside.state is WakeUpState.SET_ASIDE
        play.world.settle()
        assert "Something that was due for" in play.told_coordinators()
        play.passes(days=1)
        assert play.record(WakeUp, poison.id) == aside, "it rings no more"

    def test_the_pair_that_it_is_about_is_named(self, two: Two) -> None:
        two.play.told_coordinators()
        poison = wakes("a flow of yesterday", "ask", two.pair.id, two.play.now)
        keeps(two.play, poison)
        turns = patient(two)
        for _ in range(5):
            turns.take(rings(poison, two.play.now))
        two.play.world.settle()
        assert "due for Ana Duarte and Ben Okafor failed" in two.play.told_coordinators()


class TestWakeUps:
    def test_one_that_was_moved_does_not_ring_at_its_old_time(self, two: Two) -> None:
        old = wakes("contact", "ask_first", NOBODYS_PAIR, two.play.now)
        keeps(two.play, replace(old, due=two.play.now + timedelta(days=1)))
        assert Turns(two.play.world.store, Programs(), strict=True).take(rings(old, two.play.now)) is None

    def test_one_that_two_replicas_hold_rings_once(self, two: Two) -> None:
        soon = wakes("checkin", "ask", f"{two.pair.id}:1", two.play.now)
        keeps(two.play, soon)
        strict = Turns(two.play.world.store, Programs(), strict=True)
        strict.take(rings(soon, two.play.now))
        waiting = two.play.records(find(Wish, state="waiting", limit=1000))
        assert strict.take(rings(soon, two.play.now + AFTER)) is None
        assert two.play.records(find(Wish, state="waiting", limit=1000)) == waiting

    def test_after_a_restart_its_own_are_due_at_once_and_others_later(self) -> None:
        play = Play.of("connecticut", "2027-01-15")
        mine, theirs = (wakes("contact", "ask_first", NOBODYS_PAIR, play.now, nth=n) for n in (1, 2))
        held = {"state": WakeUpState.CLAIMED, "lease": play.now + AFTER}
        keeps(play, replace(mine, **held, holder="one"), replace(theirs, **held, holder="two"))  # type: ignore[arg-type]
        WakeUps(play.world.store, play.world.turns, "one").recover(play.now)

        def due(tx: Transaction) -> set[str]:
            return {wake_up.id for wake_up in tx.due_wake_ups(play.now, 100)}

        store: Store = play.world.store
        assert store.transact(due) == {mine.id}
