"""The survey: each side is asked once, reminded twice at most, and what they say is kept from the partner."""

from dataclasses import replace

from flows.messages import OpenForm, Outcome
from flows.model.pairs import PairState, Survey, SurveyState
from flows.model.people import Person
from flows.model.talk import Draft
from flows.places import dm
from flows.situation import find
from tests.cast import Two, keeps
from tests.endings import CLOSING, SURVEY, in_closing, in_touch, reads_all, rings


def _survey(two: Two, person: str) -> Survey:
    found = two.play.record(Survey, f"{two.pair.id}:{person}")
    assert found is not None
    return found


def _answers(two: Two, person: str) -> None:
    two.play.presses(two.ana if person == two.ana else two.ben, "open")
    two.play.fills(two.ana if person == two.ana else two.ben, SURVEY)


def test_both_are_asked_when_the_closing_stage_begins() -> None:
    two = in_closing()
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "How has it been?" in heard
        assert "Only the coordinators see your answers" in heard
        assert "career-development@ctlibraryassociation.org" in heard
    assert len(two.play.sent("survey.asked")) == 2


def test_answers_are_kept_and_thanked_for_and_the_reminders_stop() -> None:
    two = in_closing()
    _answers(two, two.ana)
    kept = _survey(two, two.ana)
    assert kept.state is SurveyState.ANSWERED
    assert kept.answers["satisfied"] == ("5",)
    assert kept.answers["best"] == ("The maps.",)
    assert "Your answers help those who come after you." in two.play.screen(dm(two.ana))
    two.play.until("2027-12-01")
    assert {wish.to for wish in two.play.sent("survey.reminder")} == {two.ben}


def test_what_one_says_never_reaches_the_other() -> None:
    two = in_closing()
    reads_all(two)
    _answers(two, two.ana)
    two.play.until("2027-12-01")
    assert "The maps." not in two.play.screen(dm(two.ben))
    assert "The maps." not in two.play.screen(two.room)


def test_mentors_are_not_asked_what_is_for_mentees() -> None:
    two = in_closing()
    form = two.play.presses(two.ben, "open")
    assert isinstance(form, OpenForm)
    assert "goals_met" not in [field.key for field in form.form.fields]


def test_a_silent_one_is_reminded_twice_and_then_left_in_peace() -> None:
    two = in_closing()
    two.play.until("2027-12-01")
    reminders = [wish for wish in two.play.sent("survey.reminder") if wish.to == two.ana]
    assert [wish.sent_at.date().isoformat() for wish in reminders if wish.sent_at] == [
        "2027-09-19",
        "2027-09-24",
    ]
    assert _survey(two, two.ana).state is SurveyState.LAPSED
    assert "open" not in two.play.choices(dm(two.ana)), "every copy is closed"
    assert "The survey is closed" in two.play.screen(dm(two.ana))


def test_a_draft_is_kept_over_pages_and_days() -> None:
    two = in_closing()
    two.play.page = 2
    two.play.presses(two.ana, "open")
    two.play.sends(two.ana, {"satisfied": ("4",), "fit": ("3",)})
    assert _survey(two, two.ana).state is SurveyState.ASKED
    two.play.until("2027-09-20")
    form = two.play.presses(two.ana, "open")
    assert isinstance(form, OpenForm)
    assert form.filled["satisfied"] == ("4",)
    two.play.fills(two.ana, SURVEY)
    answers = _survey(two, two.ana).answers
    assert (answers["satisfied"], answers["again"]) == (("4",), ("yes",))
    assert not two.play.records(find(Draft, person=two.ana)), "the answers are kept in one place only"


def test_what_was_begun_and_not_sent_is_let_go_in_the_end() -> None:
    two = in_closing()
    two.play.page = 2
    two.play.presses(two.ana, "open")
    two.play.sends(two.ana, {"satisfied": ("4",), "fit": ("3",)})
    two.play.until("2027-10-10")
    assert _survey(two, two.ana).answers == {}
    assert not two.play.records(find(Draft, person=two.ana))


def test_a_pair_that_ended_early_is_asked_then_and_not_again() -> None:
    two = in_touch()
    two.play.until("2027-06-01")
    rings(two, "closing", "end_early", two.pair.id)
    reads_all(two)
    two.play.until("2027-06-03")
    assert "How was it for you?" in two.play.heard(two.ana)
    assert "How was it for you?" in two.play.heard(two.ben)
    _answers(two, two.ana)
    two.play.until("2027-12-01")
    asked = two.play.sent("survey.asked")
    assert len(asked) == 2
    assert all(wish.sent_at and wish.sent_at.date().isoformat() < CLOSING for wish in asked)


def test_an_extended_pair_is_asked_once() -> None:
    two = in_closing()
    for side in (two.ana, two.ben):
        two.play.presses(side, "3")
    two.play.until("2028-02-01")
    assert two.pair.state is PairState.CLOSED
    assert len(two.play.sent("survey.asked")) == 2


def test_who_is_away_finds_one_question_when_they_are_back() -> None:
    two = in_touch()
    two.play.until("2027-09-13")
    two.play.says(two.ana, "pause until 2027-09-26")
    reads_all(two)
    two.play.until("2027-09-26")
    heard = two.play.heard(two.ana)
    assert heard.count("two minutes") == 1


def test_who_has_left_is_not_asked() -> None:
    two = in_touch()
    ben = two.play.record(Person, two.ben)
    assert ben is not None
    keeps(two.play, replace(ben, removed_at=two.play.now))
    two.play.until("2027-09-20")
    assert two.play.record(Survey, f"{two.pair.id}:{two.ben}") is None
    assert _survey(two, two.ana).state is SurveyState.REMINDED


def test_a_press_after_the_answer_shows_what_became_of_it() -> None:
    two = in_closing()
    question = two.play.world.platform.question(dm(two.ana), "open")
    _answers(two, two.ana)
    before = _survey(two, two.ana)
    assert isinstance(two.play.presses_on(two.ana, question, "open"), Outcome)
    assert _survey(two, two.ana) == before
