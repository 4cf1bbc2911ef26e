"""Check-ins: they are asked how it goes, once more at most, by their own rhythm; silence is noticed, absence respected."""

from dataclasses import replace
from datetime import date

from flows.messages import Outcome
from flows.model.pairs import CheckIn, CheckInState, Plan, PlanState
from flows.model.people import Person
from flows.places import dm
from flows.situation import find
from tests.cast import Two, a_pair, keeps
from tests.endings import both_press, in_touch, reads_all, rings

HOW = "How is it going with"
FIRST, SECOND, THIRD = "2027-04-11", "2027-04-25", "2027-05-25"


def _check_in(two: Two, number: int) -> CheckIn:
    found = two.play.record(CheckIn, f"{two.pair.id}:{number}")
    assert found is not None
    return found


def _asked_on(two: Two) -> list[date]:
    return sorted({wish.sent_at.date() for wish in two.play.sent("checkin.asked") if wish.sent_at})


def _plans(two: Two, per_month: int) -> None:
    keeps(two.play, Plan(id=two.pair.id, state=PlanState.AGREED, per_month=per_month, methods=("video",)))


def test_both_are_asked_and_one_press_is_all_it_takes() -> None:
    two = in_touch()
    two.play.until(FIRST)
    assert f"{HOW} Ben Okafor?" in two.play.heard(two.ana)
    assert f"{HOW} Ana Duarte?" in two.play.heard(two.ben)
    answer = two.play.presses(two.ana, "all_well")
    assert isinstance(answer, Outcome)
    assert "Good to hear" in two.play.screen(dm(two.ana))
    assert _check_in(two, 1).state is CheckInState.ASKED, "Ben has yet to say"
    two.play.presses(two.ben, "all_well")
    assert _check_in(two, 1).state is CheckInState.ANSWERED
    two.play.until("2027-04-24")
    assert not two.play.sent("checkin.missed")


def test_nothing_is_asked_while_the_first_contact_is_in_question() -> None:
    two = a_pair()
    two.play.until("2027-04-12")
    assert not two.play.sent("checkin.asked")
    two.play.presses(two.ana, "met")
    two.play.until(SECOND)
    assert _asked_on(two) == [date(2027, 4, 25)]


def test_a_pair_that_nobody_has_heard_of_is_still_asked() -> None:
    two = a_pair()
    two.play.until(SECOND)
    assert two.play.sent("contact.escalated")
    assert _asked_on(two) == [date(2027, 4, 25)]


def test_the_second_ask_goes_only_to_who_is_silent_and_names_no_reproach() -> None:
    two = in_touch()
    two.play.until(FIRST)
    two.play.presses(two.ana, "all_well")
    reads_all(two)
    two.play.until("2027-04-15")
    again = two.play.heard(two.ben)
    assert "Busy weeks happen" in again
    for reproach in ("not answered", "not said", "forgot", "still", "again", "must"):
        assert reproach not in again
    assert not two.play.heard(two.ana)


def test_one_side_silent_is_no_silent_pair() -> None:
    two = in_touch()
    for day in (FIRST, SECOND, THIRD, "2027-06-25"):
        two.play.until(day)
        two.play.presses(two.ana, "all_well")
    two.play.until("2027-07-10")
    assert _check_in(two, 3).state is CheckInState.ANSWERED
    assert two.pair.quiet_since is None
    assert not two.play.sent("pair.quiet")


def test_a_silent_pair_is_pointed_out_once_and_taken_back_when_a_word_comes() -> None:
    two = in_touch()
    two.play.until("2027-05-02")
    assert "gone quiet" not in two.play.told_coordinators(), "not before the second one is missed"
    two.play.until("2027-05-03")
    assert "Ana Duarte and Ben Okafor have gone quiet." in two.play.told_coordinators()
    assert str(two.pair.quiet_since) == "2027-05-03"
    two.play.until("2027-07-20")
    assert len(two.play.sent("pair.quiet")) == 1

    two.play.presses(two.ben, "all_well")
    assert not two.pair.quiet_since
    assert "Ana Duarte and Ben Okafor are answering again." in two.play.told_coordinators()
    two.play.until("2027-08-31")
    assert "gone quiet" not in two.play.told_coordinators(), "one more missed is no silence yet"
    two.play.until("2027-09-03")
    assert "gone quiet" in two.play.told_coordinators(), "a silence of its own is told anew"


def test_a_press_that_comes_late_counts() -> None:
    two = in_touch()
    two.play.until("2027-04-22")
    assert _check_in(two, 1).state is CheckInState.MISSED
    two.play.presses(two.ana, "all_well")
    late = _check_in(two, 1)
    assert (late.state, late.mentee_says, late.missed_in_row) == (CheckInState.ANSWERED, "all_well", 0)
    two.play.until("2027-05-20")
    assert not two.play.sent("pair.quiet"), "the count begins anew"


def test_the_next_one_takes_the_place_of_the_last() -> None:
    two = in_touch()
    two.play.until(FIRST)
    first = two.play.world.platform.question(dm(two.ana), "all_well")
    two.play.until(SECOND)
    assert "I have asked again since then." in two.play.screen(dm(two.ana))
    shown = two.play.presses_on(two.ana, first, "all_well")
    assert isinstance(shown, Outcome)
    assert _check_in(two, 1).mentee_says == ""


def test_who_has_not_met_lately_is_helped_to_a_date() -> None:
    two = in_touch()
    two.play.until(FIRST)
    reads_all(two)
    two.play.presses(two.ben, "not_met")
    assert "help the two of you find a next date" in two.play.screen(dm(two.ben))
    two.play.passes(days=1)
    assert two.play.heard(two.ana) == "", "she has had three messages unasked since Thursday"
    two.play.until("2027-04-15")
    assert "next date with Ben Okafor" in two.play.heard(two.ana)


def test_twice_in_the_first_month_then_monthly_until_the_closing() -> None:
    two = in_touch()
    two.play.until("2027-10-20")
    assert [(day.month, day.day) for day in _asked_on(two)] == [
        (4, 11),
        (4, 25),
        (5, 25),
        (6, 25),
        (7, 25),
        (8, 25),
    ]


def test_the_rhythm_follows_the_plan_and_its_changes() -> None:
    two = in_touch()
    _plans(two, 1)
    two.play.until("2027-04-26")
    _plans(two, 1)
    two.play.until("2027-06-26")
    _plans(two, 4)
    two.play.until("2027-09-10")
    assert [(day.month, day.day) for day in _asked_on(two)] == [(4, 11), (4, 25), (6, 25), (8, 25)]


def test_a_pair_introduced_near_its_end_is_left_to_the_closing_questions() -> None:
    two = in_touch()
    keeps(two.play, replace(two.pair, ends=date(2027, 4, 20)))
    two.play.until("2027-04-19")
    assert not two.play.sent("checkin.asked")


def test_who_is_away_is_not_asked_and_their_silence_counts_for_nothing() -> None:
    two = in_touch()
    two.play.says(two.ana, "pause until 2027-06-01")
    reads_all(two)
    two.play.until("2027-05-20")
    assert not two.play.heard(two.ana)
    assert two.pair.quiet_since is None
    assert len(two.play.sent("checkin.asked")) == 2, "Ben, twice"
    two.play.until("2027-06-01", 18)
    assert HOW not in two.play.heard(two.ana), "nothing waits for her in a heap"
    two.play.until("2027-06-25")
    assert HOW in two.play.heard(two.ana)


def test_with_both_away_nobody_is_asked() -> None:
    two = in_touch()
    for side in (two.ana, two.ben):
        two.play.says(side, "pause until 2027-05-10")
    two.play.until("2027-05-24")
    assert not two.play.sent("checkin.asked")
    two.play.until(THIRD)
    assert len(two.play.sent("checkin.asked")) == 2


def test_a_wake_up_that_comes_twice_or_late_changes_nothing() -> None:
    two = in_touch()
    two.play.until(FIRST)
    both_press(two, "all_well")
    before = _check_in(two, 1)
    for trigger in ("ask", "remind", "miss"):
        rings(two, "checkin", trigger, f"{two.pair.id}:1")
    assert _check_in(two, 1) == before
    assert not two.play.sent("checkin.missed")


def test_a_removed_person_is_not_asked() -> None:
    two = in_touch()
    ben = two.play.record(Person, two.ben)
    assert ben is not None
    keeps(two.play, replace(ben, removed_at=two.play.now))
    two.play.until(SECOND)
    assert {wish.to for wish in two.play.sent("checkin.asked")} == {two.ana}
    assert len(two.play.records(find(CheckIn, pair=two.pair.id))) == 2
