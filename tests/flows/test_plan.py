"""The communication plan: written by one, agreed or amended by the other, any number of times."""

from flows.messages import OpenForm, Outcome, Word
from flows.model.pairs import Plan, PlanState
from flows.places import dm
from tests.cast import Two, a_pair

FIRST = {"per_month": "2", "methods": ("video",), "note": ""}


def _asked() -> Two:
    two = a_pair()
    two.play.until("2027-04-08")
    two.play.presses(two.ana, "met")
    two.play.until("2027-04-09")
    return two


def _plan(two: Two) -> Plan:
    plan = two.play.record(Plan, two.pair.id)
    assert plan is not None
    return plan


def test_they_amend_as_often_as_they_like() -> None:
    two = _asked()
    play = two.play
    play.presses(two.ana, "write")
    play.fills(two.ana, FIRST)
    for turn, person in enumerate((two.ben, two.ana, two.ben)):
        play.presses(person, "amend")
        play.fills(person, {**FIRST, "per_month": str(3 + turn)})
    play.presses(two.ana, "agree")
    assert (_plan(two).state, _plan(two).per_month, _plan(two).version) == (PlanState.AGREED, 5, 4)
    for person in (two.ana, two.ben):
        assert not {"agree", "amend"} & play.choices(dm(person))


def test_an_older_proposal_cannot_be_agreed() -> None:
    two = _asked()
    play = two.play
    play.presses(two.ana, "write")
    play.fills(two.ana, FIRST)
    old = play.world.platform.question(dm(two.ben), "agree")
    play.presses(two.ben, "amend")
    play.fills(two.ben, {**FIRST, "per_month": "1"})
    assert isinstance(play.presses_on(two.ben, old, "agree"), Outcome)
    assert _plan(two).state is PlanState.PROPOSED


def test_an_agreed_plan_can_be_changed_and_holds_until_the_other_agrees() -> None:
    two = _asked()
    play = two.play
    play.presses(two.ana, "write")
    play.fills(two.ana, FIRST)
    play.presses(two.ben, "agree")
    opened = play.presses(two.ben, "change")
    assert isinstance(opened, OpenForm)
    assert opened.filled["methods"] == ("video",)
    play.heard(two.ana)
    play.fills(two.ben, {**FIRST, "methods": ("phone", "email")})
    assert "Phone and E-mail" in play.heard(two.ana)
    assert _plan(two).state is PlanState.PROPOSED
    play.presses(two.ana, "agree")
    assert "Phone and E-mail" in play.heard(two.ben)


def test_later_keeps_the_button_and_reminds_once() -> None:
    two = _asked()
    play = two.play
    assert isinstance(play.presses(two.ana, "later"), Word)
    play.heard(two.ana)
    play.until("2027-04-14")
    assert "do not have a plan yet" not in play.heard(two.ana)
    play.until("2027-04-15")
    assert "do not have a plan yet" in play.heard(two.ana)
    play.until("2027-06-30")
    assert "do not have a plan yet" not in play.heard(two.ana)


def test_a_form_left_half_way_goes_on_where_it_was() -> None:
    two = _asked()
    play = two.play
    play.page = 1
    play.presses(two.ana, "write")
    play.sends(two.ana, {"per_month": ("2",)})
    resumed = play.presses(two.ana, "write")
    assert isinstance(resumed, OpenForm)
    assert resumed.filled == {"per_month": ("2",)}
    play.fills(two.ana, FIRST)
    assert _plan(two).proposed_per_month == 2


def test_what_is_agreed_holds_and_stays_in_sight_while_a_change_is_only_proposed() -> None:
    two = _asked()
    play = two.play
    play.presses(two.ana, "write")
    play.fills(two.ana, {**FIRST, "note": "Tuesdays"})
    play.presses(two.ben, "agree")
    play.presses(two.ana, "change")
    play.fills(two.ana, {**FIRST, "per_month": "4", "note": "Fridays"})
    plan = _plan(two)
    assert (plan.state, plan.agreed, plan.per_month, plan.proposed_per_month) == (PlanState.PROPOSED, 1, 2, 4)
    agreed = play.screen(dm(two.ben)).partition("have agreed on how")[2].partition("Ana Duarte suggests")[0]
    assert "Meetings a month: 2" in agreed
    assert "Also: Tuesdays" in agreed, "an earlier message keeps its own words"
    assert "Also: Tuesdays" in play.read(two.room)
    play.says(two.ben, "me")
    assert "2" in play.heard(two.ben).partition("plan")[2]
    play.presses(two.ben, "agree")
    assert (_plan(two).agreed, _plan(two).per_month) == (2, 4)


def test_each_reads_what_became_of_it_in_words_for_them() -> None:
    two = _asked()
    play = two.play
    play.presses(two.ana, "write")
    play.fills(two.ana, FIRST)
    play.presses(two.ben, "agree")
    play.presses(two.ana, "change")
    play.fills(two.ana, {**FIRST, "per_month": "3"})
    assert "Sent to Ben Okafor" in play.screen(dm(two.ana))
    assert "Sent to" not in play.screen(dm(two.ben))
    assert "Ana Duarte has suggested a plan since then." in play.screen(dm(two.ben))
