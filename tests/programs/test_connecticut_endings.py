"""Connecticut's pairs on their way and at their end: asked how it goes, heard in private, extended or well closed."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from flows.calendar import is_daytime, today
from flows.delivery import WEEK, is_paced
from flows.ids import PersonId
from flows.messages import OpenForm, Word
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import Pair, PairState
from flows.model.talk import Urgency, Wish
from flows.places import dm
from flows.situation import WHOLE, find
from tests.cast import FALL, SPRING, Two, confirms, keeps, mentor
from tests.endings import (
    CLOSING,
    DAY_AFTER,
    LAST_DAY,
    SURVEY,
    both_press,
    in_closing,
    in_touch,
    raises,
    reads_all,
    state_of,
)

MARCH_TO_OCTOBER = [f"2027-{month:02}-{day:02}" for month in range(4, 11) for day in (5, 15, 25)]


def _told(two: Two, *people: PersonId) -> list[Wish]:
    """All that came to these people, edits left out."""
    sent = two.play.records(find(Wish, state="sent", limit=WHOLE))
    return [wish for wish in sent if wish.to in people and not wish.replaces]


# --- CT-7 and CT-8: six months, and beyond by mutual agreement ------------------------------------------


def test_ct_07_a_pair_ends_on_its_day_unless_extended() -> None:
    two = in_closing()
    two.play.until(LAST_DAY, 23)
    assert state_of(two) is PairState.ANNOUNCED
    two.play.until(DAY_AFTER)
    assert (two.pair.state, two.pair.ends) == (PairState.CLOSED, date(2027, 9, 30))

    others = in_closing()
    both_press(others, "1")
    others.play.until(DAY_AFTER)
    assert state_of(others) is PairState.ANNOUNCED
    others.play.until("2027-11-01")
    assert (others.pair.state, others.pair.ends) == (PairState.CLOSED, date(2027, 10, 31))


def test_ct_08_each_side_is_asked_in_private_and_both_yeses_give_a_new_end_date() -> None:
    two = in_closing()
    for side in (two.ana, two.ben):
        assert "I ask each of you in private" in two.play.heard(side)
    two.play.presses(two.ben, "3")
    assert "extend" not in two.play.heard(two.ana)
    two.play.presses(two.ana, "6")
    assert two.pair.ends == date(2027, 12, 31), "for as long as both would"
    assert "December 31, 2027" in two.play.heard(two.ana)
    assert "December 31, 2027" in two.play.heard(two.ben)


@pytest.mark.parametrize("bens_answer", ["3", "no", ""])
def test_ct_08_neither_learns_of_the_others_no(bens_answer: str) -> None:
    """Whether Ana says no or nothing: Ben's whole screen, the room and the desk are the same, byte for byte."""
    screens = []
    for anas_answer in ("no", ""):
        two = in_closing()
        for side, answer in ((two.ana, anas_answer), (two.ben, bens_answer)):
            two.play.passes(hours=1)
            if answer:
                two.play.presses(side, answer)
        two.play.until("2027-11-15")
        assert state_of(two) is PairState.CLOSED
        shown = two.play.world.platform.screens
        messages = [
            [one.message.parts for one in shown[place]] for place in (dm(two.ben), two.room, two.play.desk)
        ]
        assert "Would you like to go on" in two.play.screen(dm(two.ben))
        screens.append((messages, sorted(_when(wish) for wish in _told(two, two.ben))))
    assert repr(screens[0]).encode() == repr(screens[1]).encode()


def _when(wish: Wish) -> tuple[str, str]:
    return (wish.sent_at.isoformat() if wish.sent_at else "", wish.kind)


def test_ct_08_a_no_is_told_to_nobody_also_where_the_other_said_yes_first() -> None:
    two = in_closing()
    two.play.presses(two.ben, "6")
    reads_all(two)
    two.play.presses(two.ana, "no")
    assert "Nobody else learns of your answer" in two.play.screen(dm(two.ana))
    two.play.passes(hours=5)
    assert not two.play.heard(two.ben)
    assert not two.play.told_coordinators()


# --- CT-17: what they discuss is theirs -----------------------------------------------------------------


def test_ct_17_no_question_asks_what_the_two_talk_about() -> None:
    two = in_touch()
    two.play.until("2027-04-11")
    (check_in,) = [one for one in two.play.sent("checkin.asked") if one.to == two.ana]
    assert check_in.choices == ("all_well", "not_met", "concern"), "how it goes takes no words"
    two.play.until(CLOSING)
    survey = two.play.presses(two.ana, "open")
    assert isinstance(survey, OpenForm)
    assert {field.key for field in survey.form.fields} == set(SURVEY) | {"better"}, (
        "how it was, not what was said"
    )
    for side in (two.ana, two.ben):
        assert "I cannot read your conversation" in two.play.screen(dm(side))


def test_ct_17_what_one_tells_in_private_never_reaches_the_partner() -> None:
    two = in_touch()
    raises(two, two.ana, "He cancels every time.")
    two.play.until(CLOSING)
    two.play.presses(two.ana, "open")
    two.play.fills(two.ana, {**SURVEY, "better": "Ask mentors for their calendar."})
    two.play.until("2027-11-01")
    partner = two.play.screen(dm(two.ben)) + two.play.screen(two.room)
    assert "cancels every time" not in partner
    assert "calendar" not in partner
    assert "concern" not in partner.lower()


# --- ST-1: somebody looks after them --------------------------------------------------------------------


def test_st_01_both_are_contacted_twice_in_the_first_month_and_monthly_after() -> None:
    two = in_touch()
    two.play.until("2027-10-15")
    for side in (two.ana, two.ben):
        asked = [
            today(wish.sent_at, "America/New_York")
            for wish in two.play.sent("checkin.asked")
            if wish.to == side and wish.sent_at
        ]
        assert [(day.month, day.day) for day in asked] == [
            (4, 11),
            (4, 25),
            (5, 25),
            (6, 25),
            (7, 25),
            (8, 25),
        ]
        assert (asked[0] - two.pair.starts).days <= 14, "on mentors, within two weeks"


# --- ST-2: this is not working --------------------------------------------------------------------------


def test_st_02_this_is_not_working_is_under_every_message_about_the_pair() -> None:
    two = in_touch()
    for day in MARCH_TO_OCTOBER:
        two.play.until(day)
        for side in (two.ana, two.ben):
            for shown in two.play.world.platform.screens[dm(side)]:
                kinds = {part.kind for part in shown.message.parts}
                if {kind.split(".")[0] for kind in kinds} <= {"mentor", "application", "applications"}:
                    continue
                choices = [button.choice for part in shown.message.parts for button in part.buttons]
                assert choices.count("concern") == 1, (side, kinds)


def test_st_02_it_is_private_kind_and_quick_and_the_mentee_waits_for_the_next_match() -> None:
    two = in_touch()
    two.play.until("2027-05-10")
    reads_all(two)

    # she says it, in one press and two answers, and is thanked at once
    two.play.presses(two.ana, "concern")
    two.play.fills(two.ana, {"text": "We have nothing in common.", "wants": "end"})
    assert "Thank you for telling us." in two.play.heard(two.ana)
    assert not two.play.heard(two.ben)

    # a coordinator takes it, answers through Shelfmate, and ends the match
    assert "I would like to end this match" in two.play.told_coordinators()
    two.play.presses(two.cora, "take", where=two.play.desk)
    two.play.presses(two.cora, "reply", where=two.play.desk)
    two.play.fills(two.cora, {"reply": "I am sorry. I will end it, and you come first next time."})
    assert "you come first next time" in two.play.heard(two.ana)
    assert not two.play.heard(two.ben)
    two.play.presses(two.cora, "end_pair", where=two.play.desk)

    # both hear it kindly; nobody is blamed, and he does not learn that she asked
    mentee, mentor_hears = two.play.heard(two.ana), two.play.heard(two.ben)
    assert "nobody's fault" in mentee
    assert "waiting list" in mentee
    assert "nobody's fault" in mentor_hears
    assert "in common" not in mentor_hears
    assert state_of(two) is PairState.ENDED

    # her application goes on to the next cohort by itself
    two.play.until("2027-08-02")
    carried = two.play.record(Application, application_id(two.pair.program, two.ana, Role.MENTEE, FALL))
    assert carried is not None
    assert (carried.state, carried.waited) == (ApplicationState.ACCEPTED, 1)
    assert two.play.heard(two.ana), "and she is told"
    other = mentor(two.play, "mia", "Mia Tran", confirms=(FALL,))
    confirms(two.play, two.ben, FALL)
    two.play.until("2027-09-01")
    assert _proposed_with(two) == {other}, "and not with whom it did not work"


def _proposed_with(two: Two) -> set[PersonId]:
    pairs = two.play.records(find(Pair, cohort=FALL, state=PairState.PROPOSED))
    return {pair.mentor for pair in pairs if pair.mentee == two.ana}


def test_st_02_only_a_coordinator_decides() -> None:
    two = in_touch()
    raises(two, two.ana, "We never find a time.")
    question = two.play.world.platform.question(two.play.desk, "end_pair")
    for somebody in (two.ana, two.ben):
        assert isinstance(two.play.presses_on(somebody, question, "end_pair"), Word)
    assert state_of(two) is PairState.ANNOUNCED


# --- ST-3: ended well -----------------------------------------------------------------------------------


def test_st_03_each_pair_looks_back_thanks_and_ends_well() -> None:
    two = in_closing()
    two.play.until("2027-09-23")
    assert "one last conversation" in two.play.heard(two.ana)
    two.play.presses(two.ben, "thank")
    two.play.fills(two.ben, {"text": "I learned as much as you did."})
    assert "I learned as much as you did." in two.play.heard(two.ana)
    two.play.until(DAY_AFTER)
    assert "You are free to go on by yourselves" in two.play.heard(two.ana)
    assert "come to its end" in two.play.heard(two.ben)


def test_st_03_also_when_a_match_ends_early() -> None:
    two = in_touch()
    two.play.until("2027-06-10")
    two.play.says(two.ben, "remove me")
    two.play.presses(two.ben, "end")
    reads_all(two)
    two.play.presses(two.ben, "thank")
    two.play.fills(two.ben, {"text": "It was a joy. Keep drawing maps."})
    assert "Keep drawing maps." in two.play.heard(two.ana)
    two.play.until("2027-06-12")
    assert "How was it for you?" in two.play.heard(two.ana)


def test_st_03_over_a_concern_it_ends_kindly_and_nobody_writes_to_the_other_any_more() -> None:
    two = in_touch()
    two.play.until("2027-06-10")
    raises(two, two.ana, "I do not feel safe with him.", wants="end")
    two.play.presses(two.cora, "end_pair", where=two.play.desk)
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "nobody's fault" in heard
        assert "word of thanks" not in heard
        assert "thank" not in two.play.choices(dm(side))
    two.play.until("2027-06-12")
    assert "How was it for you?" in two.play.heard(two.ana)


# --- ST-5: nobody is pestered ---------------------------------------------------------------------------

BUSY_WEEKS = [(date(2027, 9, 13), date(2027, 10, 10))]
"""The weeks of closing; those of call and matching are past when a pair begins, or concern only mentors."""


@pytest.mark.parametrize(("ana_zone", "ben_zone"), [("", ""), ("Pacific/Honolulu", "Europe/Lisbon")])
def test_st_05_a_silent_pair_gets_three_messages_a_week_at_most_and_all_by_day(
    ana_zone: str, ben_zone: str
) -> None:
    two = in_touch(ana_zone=ana_zone, ben_zone=ben_zone)
    begun = two.play.now
    two.play.until("2027-11-15")
    for side, zone in ((two.ana, ana_zone), (two.ben, ben_zone)):
        unprompted = _unprompted(two, side, begun)
        assert all(is_daytime(at, zone or "America/New_York") for at in unprompted)
        weeks = Counter(today(at, zone or "America/New_York").isocalendar()[:2] for at in unprompted)
        assert max(weeks.values()) <= 3, weeks


def _unprompted(two: Two, side: PersonId, since: datetime) -> list[datetime]:
    """When each message came that was not an answer; several prompts in one message are one."""
    wishes = [wish for wish in _told(two, side) if wish.urgency is not Urgency.ANSWER]
    messages = {wish.sent_with or wish.id: wish.sent_at for wish in wishes}
    return sorted(at for at in messages.values() if at and at > since)


def test_st_05_what_is_due_on_one_day_comes_in_one_message() -> None:
    two = in_closing()
    (message,) = [
        shown.message
        for shown in two.play.world.platform.screens[dm(two.ana)]
        if {"survey.asked", "extension.offered"} & {part.kind for part in shown.message.parts}
    ]
    assert [part.kind for part in message.parts] == ["extension.offered", "survey.asked"]


def test_st_05_the_fourth_message_of_a_week_waits_until_the_first_is_a_week_old() -> None:
    two = in_touch()
    two.play.until("2027-06-01")
    unasked = [wish.sent_at for wish in _told(two, two.ana) if is_paced(wish)]
    moments = sorted({at for at in unasked if at})
    assert len(moments) > 5
    assert all(fourth - first >= WEEK for first, fourth in zip(moments, moments[3:], strict=False))


def test_st_05_a_question_that_is_answered_is_never_asked_again() -> None:
    two = in_touch()
    two.play.until("2027-04-11")
    both_press(two, "all_well")
    two.play.until(CLOSING)
    both_press(two, "open")
    for side in (two.ana, two.ben):
        two.play.presses(side, "open")
        two.play.fills(side, SURVEY)
    both_press(two, "no")
    before = {wish.id for wish in _told(two, two.ana, two.ben)}
    two.play.until("2027-09-22")
    later = {wish.kind for wish in _told(two, two.ana, two.ben) if wish.id not in before}
    assert later <= {"meeting.prompt"}, "no reminder of anything"


def test_st_05_after_an_early_end_the_closing_stage_leaves_both_in_peace() -> None:
    two = in_touch()
    keeps(two.play, replace(two.pair, state=PairState.ENDED))
    two.play.until("2027-09-13")
    reads_all(two)
    two.play.until("2027-10-20")
    assert two.pair.cohort == SPRING
    assert not two.play.heard(two.ana)
    assert not two.play.heard(two.ben)
