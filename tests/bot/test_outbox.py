"""Delivery as its readers see it: in order, at their hours, once, and nothing that no longer matters."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from flows.ids import PersonId, WishId
from flows.model.people import Person
from flows.model.talk import Trouble, Urgency, WishState
from flows.places import dm
from flows.ports import SendFailed, SendUnknown, Unsendable
from flows.trouble import KIND
from storage.opening import open_store
from tests.bot.counter import ANA, BEN, DESK, NOON, Dies, Office

LATER: dict[str, Any] = {"not_before": NOON + timedelta(seconds=1), "created": NOON + timedelta(seconds=1)}
ONCE: dict[str, Any] = {"kind": "meeting.reminder"}
"""A kind that would rather not arrive twice; the others would rather arrive."""
STEPS = ("wish.claimed", "wish.before_send", "wish.sent", "wish.marked")


@pytest.fixture(params=["memory", "sqlite"])
def office(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Office]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/office.db"
    store = open_store(url, durable=False)
    yield Office(store)
    store.close()


class TestOrder:
    def test_messages_of_a_place_come_in_order(self, office: Office) -> None:
        for nth, said in enumerate(("three", "one", "two")):
            office.wants(said, not_before=NOON - timedelta(minutes=(1, 9, 5)[nth]))
        office.delivers()
        assert office.sees(ANA) == ["one", "two", "three"]

    def test_nothing_overtakes_what_has_to_be_tried_again(self, office: Office) -> None:
        office.wants("one")
        office.wants("two", ordinal=1)
        office.wants("elsewhere", BEN)
        office.line.troubles.append(SendFailed("429"))
        office.delivers()
        assert (office.sees(ANA), office.sees(BEN)) == ([], ["elsewhere"])
        office.passes(seconds=30)
        assert office.sees(ANA) == ["one", "two"]

    def test_an_answer_overtakes(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        office.wants("answer", urgency=Urgency.ANSWER, **LATER)
        office.passes(seconds=1)
        assert office.sees(ANA) == ["answer"]
        office.passes(seconds=29)
        assert office.sees(ANA) == ["answer", "one"]

    def test_two_answers_keep_their_order(self, office: Office) -> None:
        office.wants("first", urgency=Urgency.ANSWER)
        office.wants("second", urgency=Urgency.ANSWER, ordinal=1)
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        assert office.sees(ANA) == []
        office.passes(seconds=30)
        assert office.sees(ANA) == ["first", "second"]

    def test_prompts_of_one_day_go_as_one_message(self, office: Office) -> None:
        office.wants("meet", urgency=Urgency.PROMPT)
        office.wants("check in", urgency=Urgency.PROMPT, ordinal=1)
        office.wants("a notice", ordinal=2)
        office.delivers()
        assert office.sees(ANA) == ["meet + check in", "a notice"]
        assert office.wish("check in").sent_with == "meet"

    def test_so_they_do_where_hundreds_are_due_in_between(self, office: Office) -> None:
        for nth in range(250):
            someone = PersonId(f"p{nth:03}")
            office.keep(Person(id=someone, name=f"Person {nth}", zone="America/New_York"))
            office.wants(f"to {nth}", someone, urgency=Urgency.PROMPT, ordinal=nth)
        office.wants("meet", urgency=Urgency.PROMPT, not_before=NOON - timedelta(minutes=1))
        office.wants("check in", urgency=Urgency.PROMPT, ordinal=999)
        office.delivers()
        assert office.sees(ANA) == ["meet + check in"]

    def test_a_crowd_before_a_closed_door_keeps_nobody_waiting(self, office: Office) -> None:
        for nth in range(250):
            office.wants(f"post {nth:03}", None, ordinal=nth)
        office.wants("to Ben", BEN, **LATER)
        office.line.troubles.append(SendFailed("500"))
        office.passes(seconds=1)
        assert (len(office.stands(DESK)), office.sees(BEN)) == (0, ["to Ben"])


class TestHours:
    def test_a_notice_waits_for_the_readers_morning(self, office: Office) -> None:
        office.clock.at = NOON + timedelta(hours=3, minutes=30)  # 20:30 in London
        office.wants("to Ben", BEN)
        office.wants("to Ana")
        office.delivers()
        assert (office.sees(BEN), office.sees(ANA)) == ([], ["to Ana"])
        office.passes(hours=11)
        assert office.sees(BEN) == []
        office.passes(minutes=30)
        assert office.sees(BEN) == ["to Ben"]

    def test_an_answer_does_not_wait(self, office: Office) -> None:
        office.clock.at = NOON + timedelta(hours=9)
        office.wants("at once", urgency=Urgency.ANSWER)
        office.delivers()
        assert office.sees(ANA) == ["at once"]

    def test_what_failed_by_day_does_not_come_by_night(self, office: Office) -> None:
        office.clock.at = NOON + timedelta(hours=7, minutes=59, seconds=45)
        office.wants("late")
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        office.passes(seconds=30)
        assert office.sees(ANA) == []
        office.passes(hours=12)
        assert office.sees(ANA) == ["late"]

    def test_a_pause_holds_it_back(self, office: Office) -> None:
        office.change(Person, ANA, paused_until=date(2027, 3, 5))
        office.wants("after the pause")
        office.delivers()
        office.passes(days=3, hours=23)
        assert office.sees(ANA) == ["after the pause"]


class TestWhatNoLongerMatters:
    def test_it_is_dropped_and_says_why(self, office: Office) -> None:
        office.wants("removed", BEN)
        office.change(Person, BEN, removed_at=NOON)
        office.asks("answered")
        office.closes("answered")
        office.wants("stale", expires=NOON - timedelta(minutes=1))
        office.keep(office.wish("removed"))
        office.delivers()
        assert office.sees(ANA) == office.sees(BEN) == []
        for why in ("removed", "answered", "stale"):
            assert (office.wish(why).state, office.wish(why).why) == (WishState.DROPPED, why)

    def test_nobody_is_written_to_who_is_not_there_any_more(self, office: Office) -> None:
        office.wants("erased")
        office.store.transact(lambda tx: tx.erase(Person, [ANA]))
        office.delivers()
        assert (office.sees(ANA), office.wish("erased").why) == ([], "erased")

    def test_it_is_judged_again_before_it_is_tried_again(self, office: Office) -> None:
        office.asks("met?")
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        office.closes("met?")
        office.passes(minutes=1)
        assert (office.sees(ANA), office.wish("met?").why) == ([], "answered")

    def test_also_where_nobody_knew_whether_it_was_sent(self, office: Office) -> None:
        office.wants("leave me alone")
        office.line.troubles.append(SendUnknown("no answer"))
        office.delivers()
        office.change(Person, ANA, removed_at=NOON)
        office.passes(minutes=1)
        assert (office.sees(ANA), office.wish("leave me alone").why) == ([], "removed")


class TestUnknownOutcomes:
    def test_what_was_posted_is_found_and_not_sent_again(self, office: Office) -> None:
        office.wants("one")
        office.wants("two", ordinal=1)
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        assert office.wish("one").state is WishState.UNSURE
        office.passes(minutes=1)
        assert office.sees(ANA) == ["one", "two"]
        assert office.wish("one").ref

    def test_it_is_looked_for_soon_since_all_else_to_them_waits_for_it(self, office: Office) -> None:
        office.wants("one")
        office.wants("two", ordinal=1)
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.passes(seconds=1)
        assert office.sees(ANA) == ["one"]
        office.passes(seconds=1)
        assert office.sees(ANA) == ["one", "two"]

    def test_whoever_could_not_look_waits_longer(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.append(SendUnknown("no answer"))
        office.line.looks.append(SendFailed("500"))
        office.delivers()
        office.passes(seconds=2)
        office.passes(minutes=2)
        assert office.wish("one").state is WishState.UNSURE
        office.passes(minutes=1)
        assert office.sees(ANA) == ["one"]

    def test_where_nobody_can_look_it_is_tried_again_as_late_as_ever(self, office: Office) -> None:
        office.line.blind.add(DESK)
        office.wants("rather arrive", None)
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.passes(seconds=29)
        assert office.stands(DESK) == []
        office.passes(seconds=1)
        assert office.stands(DESK) == ["rather arrive"]

    def test_what_was_not_posted_is_sent_again(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.append(SendUnknown("no answer"))
        office.delivers()
        office.passes(minutes=1)
        assert office.sees(ANA) == ["one"]

    def test_a_merged_message_is_found_by_all_its_parts(self, office: Office) -> None:
        office.wants("meet", urgency=Urgency.PROMPT)
        office.wants("check in", urgency=Urgency.PROMPT, ordinal=1)
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.passes(minutes=1)
        assert office.sees(ANA) == ["meet + check in"]
        assert {office.wish(said).state for said in ("meet", "check in")} == {WishState.SENT}

    def test_while_it_cannot_be_read_back_nothing_is_sent(self, office: Office) -> None:
        office.wants("one")
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.line.looks.extend([SendFailed("500"), SendUnknown("no answer"), RuntimeError("ours")])
        office.delivers()
        for _ in range(3):
            office.passes(hours=2)
            assert office.wish("one").state is WishState.UNSURE
        office.passes(hours=2)
        assert (office.sees(ANA), office.wish("one").state) == (["one"], WishState.SENT)

    def test_where_nothing_can_be_read_back_its_kind_decides(self, office: Office) -> None:
        office.line.blind.add(DESK)
        office.wants("rather once", None, **ONCE)
        office.wants("rather arrive", None, ordinal=1)
        office.line.posts_anyway = True
        office.line.troubles.extend([SendUnknown("500"), SendUnknown("500")])
        office.delivers()
        office.passes(minutes=1)
        office.passes(minutes=1)
        assert office.stands(DESK) == ["rather once", "rather arrive", "rather arrive"]
        assert office.wish("rather once").why == "unknown"

    @pytest.mark.parametrize("step", STEPS)
    def test_whoever_dies_says_it_once(self, office: Office, step: str) -> None:
        office.wants("one", urgency=Urgency.PROMPT)
        office.wants("and more", urgency=Urgency.PROMPT, ordinal=1)
        office.wants("two", ordinal=2)
        office.dies_at = step
        with pytest.raises(Dies):
            office.delivers()
        office.restarts()
        assert office.sees(ANA) == ["one + and more", "two"]

    @pytest.mark.parametrize("step", STEPS)
    def test_another_replica_takes_over_when_the_lease_runs_out(self, office: Office, step: str) -> None:
        office.wants("one")
        office.dies_at = step
        with pytest.raises(Dies):
            office.delivers()
        other = office.another("two")
        office.clock.at += timedelta(minutes=1)
        office.delivers(other)
        assert office.sees(ANA) == (["one"] if step in ("wish.sent", "wish.marked") else [])
        office.clock.at += timedelta(minutes=1)
        office.delivers(other)
        assert office.sees(ANA) == ["one"]
        office.outbox.recover(office.clock.now())
        office.delivers()
        assert office.sees(ANA) == ["one"]

    def test_dying_before_the_send_does_not_lose_what_would_rather_come_once(self, office: Office) -> None:
        office.line.blind.add(DESK)
        office.wants("reminder", None, **ONCE)
        office.dies_at = "wish.claimed"
        with pytest.raises(Dies):
            office.delivers()
        office.restarts()
        assert office.stands(DESK) == ["reminder"]

    def test_who_was_overtaken_sends_nothing(self, office: Office) -> None:
        office.wants("one")
        slow = office.another("slow")
        slow._probe = lambda _: office.passes(minutes=3)  # it stands still between claim and send
        slow.deliver_due(office.clock.now())
        assert office.sees(ANA) == ["one"]


class TestEdits:
    def test_an_edit_shows_the_outcome(self, office: Office) -> None:
        office.asks("met?")
        office.delivers()
        office.closes("met?")
        office.rewrites("met?")
        office.delivers()
        assert office.sees(ANA) == ["met? + settled"]

    def test_an_edit_waits_for_its_original(self, office: Office) -> None:
        office.asks("met?")
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.closes("met?")
        office.rewrites("met?")
        office.delivers()
        assert office.sees(ANA) == ["met?"]
        office.passes(minutes=1)
        assert office.sees(ANA) == ["met? + settled"]

    def test_of_a_merged_message_only_one_part_changes(self, office: Office) -> None:
        office.asks("met?", urgency=Urgency.PROMPT)
        office.wants("an idea", urgency=Urgency.PROMPT, ordinal=1)
        office.delivers()
        office.closes("met?")
        office.rewrites("met?")
        office.delivers()
        assert office.sees(ANA) == ["met? + settled + an idea"]

    def test_an_edit_waits_for_what_is_tried_again(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        instead = {"said": "one, corrected"}
        office.wants("edit", urgency=Urgency.ANSWER, replaces=WishId("one"), values=instead)
        office.delivers()
        assert office.sees(ANA) == []
        office.passes(seconds=30)
        assert office.sees(ANA) == ["one, corrected"]

    def test_an_edit_of_what_never_appeared_is_dropped(self, office: Office) -> None:
        office.asks("met?")
        office.line.troubles.append(SendUnknown("no answer"))
        office.delivers()
        office.closes("met?")
        office.rewrites("met?")
        office.passes(minutes=1)
        assert office.sees(ANA) == []
        assert [office.wish(id).why for id in ("met?", "edit-met?")] == ["answered", "not shown"]

    def test_an_edit_is_made_again_without_looking(self, office: Office) -> None:
        office.asks("met?")
        office.delivers()
        office.closes("met?")
        office.rewrites("met?")
        office.line.troubles.append(SendUnknown("no answer"))
        office.delivers()
        office.line.looks.append(RuntimeError("nobody should look"))
        office.passes(minutes=1)
        assert office.sees(ANA) == ["met? + settled"]


class TestPoison:
    def tries(self, office: Office, times: int) -> None:
        office.delivers()
        for _ in range(times - 1):
            office.passes(hours=2)

    def test_after_five_failures_it_is_set_aside_and_told(self, office: Office) -> None:
        office.wants("one")
        office.wants("two", ordinal=1)
        office.line.troubles.extend([SendFailed("500")] * 5)
        self.tries(office, 4)
        assert office.sees(ANA) == office.stands(DESK) == []
        office.clock.at = NOON + timedelta(days=1)
        office.delivers()
        assert office.sees(ANA) == ["two"], "the rest goes on"
        assert office.wish("one").state is WishState.SET_ASIDE
        (told,) = office.stands(DESK)
        assert "could not deliver a message to Ana Duarte" in told
        trouble = office.record(Trouble, "one")
        assert (trouble.state, trouble.attempts, trouble.error) == ("set_aside", 5, "500")

    def test_a_place_that_takes_nothing_is_not_asked_again(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.append(Unsendable("closed"))
        office.delivers()
        assert office.wish("one").state is WishState.SET_ASIDE
        assert len(office.stands(DESK)) == 1

    def test_a_mistake_of_ours_blocks_only_its_message(self, office: Office) -> None:
        office.wants("one", key="there.is_no.such_sentence")
        office.wants("two", BEN)
        office.delivers()
        assert (office.sees(ANA), office.sees(BEN)) == ([], ["two"])
        for _ in range(4):
            office.passes(hours=24)
        assert office.wish("one").state is WishState.SET_ASIDE
        assert len(office.stands(DESK)) == 1

    def test_a_mistake_while_sending_leaves_it_unsure(self, office: Office) -> None:
        office.wants("one")
        office.line.posts_anyway = True
        office.line.troubles.append(RuntimeError("the adapter stumbles"))
        office.delivers()
        office.passes(minutes=1)
        assert (office.sees(ANA), office.wish("one").state) == (["one"], WishState.SENT)

    def test_who_never_tells_is_given_up(self, office: Office) -> None:
        office.wants("one")
        office.line.troubles.extend([SendUnknown("no answer")] * 5)
        for _ in range(12):
            office.passes(hours=24)
        assert office.wish("one").state is WishState.SET_ASIDE
        assert len(office.stands(DESK)) == 1

    def test_nothing_is_said_of_the_line_that_tells_it(self, office: Office) -> None:
        office.wants("one", None, place="room:pair")
        office.line.troubles.extend([Unsendable("archived"), Unsendable("archived")])
        office.delivers()
        assert office.stands("room:pair") == office.stands(DESK) == []
        kinds = [wish.kind for wish in office.set_aside()]
        assert sorted(kinds) == ["contact.due", KIND]

    def test_an_outage_of_two_hours_loses_nothing(self, office: Office) -> None:
        office.wants("one")
        until = office.clock.at + timedelta(hours=2)
        while office.clock.at < until:
            office.line.troubles.append(SendFailed("500"))
            office.passes(minutes=1)
            office.line.troubles.clear()
        office.passes(hours=1)
        assert office.sees(ANA) == ["one"]


def test_after_a_restart_what_others_hold_stays_with_them(office: Office) -> None:
    office.wants("one")
    office.dies_at = "wish.claimed"
    with pytest.raises(Dies):
        office.delivers()
    other = office.another("two")
    other.recover(office.clock.now())
    office.delivers(other)
    assert office.sees(ANA) == []


def test_what_waits_says_when_it_comes_due_again(office: Office) -> None:
    office.wants("one")
    office.line.troubles.append(SendFailed("429"))
    office.delivers()
    office.wants("two", ordinal=1)
    now = office.clock.now()
    assert office.outbox.deliver_due(now) == 0
    assert office.store.transact(lambda tx: tx.next_due(now)) == NOON + timedelta(seconds=30)
    assert office.wish("two").place == dm(ANA)
