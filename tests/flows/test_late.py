"""What comes too late: every press has an answer, and no word that somebody typed is lost."""

from dataclasses import replace

import pytest

from flows.messages import Outcome, Word
from flows.model.pairs import (
    Contact,
    ContactState,
    Extension,
    ExtensionState,
    Survey,
    SurveyState,
)
from flows.model.talk import Draft
from flows.places import dm
from flows.situation import find
from tests.cast import Two, a_pair, keeps
from tests.endings import DAY_AFTER, in_closing, in_touch, raises, reads_all, rings

THANKS = "Thank you for all the hours and the kindness."


def _told(two: Two) -> str:
    """What the press was answered, seen by the one who pressed."""
    assert isinstance(two.play.answer, Word)
    return two.play.answer.said.key


def test_a_press_that_its_state_does_not_know_any_more_is_answered() -> None:
    two = a_pair()
    two.play.until("2027-04-09")
    keeps(two.play, Contact(id=two.pair.id, state=ContactState.MADE))
    two.play.presses(two.ana, "not_yet")
    assert _told(two) == "refused.closed"


@pytest.mark.parametrize("choice", ["open", "3"])
def test_so_are_late_presses_in_the_closing_weeks(choice: str) -> None:
    two = in_closing()
    survey = two.play.record(Survey, f"{two.pair.id}:{two.ana}")
    assert survey is not None
    lapsed = Extension(id=two.pair.id, state=ExtensionState.LAPSED)
    keeps(two.play, replace(survey, state=SurveyState.LAPSED), lapsed)
    two.play.presses(two.ana, choice)
    assert _told(two) == "refused.closed"


def test_thanks_opened_on_the_last_day_and_sent_on_the_day_after_arrive() -> None:
    two = in_closing()
    two.play.until("2027-09-30", 23)
    reads_all(two)
    two.play.presses(two.ana, "thank")
    form = two.play.form
    two.play.until(DAY_AFTER)
    two.play.heard(two.ben)
    two.play.form = form
    two.play.sends(two.ana, {"text": (THANKS,)})
    assert THANKS in two.play.heard(two.ben)
    assert "thank" not in two.play.choices(dm(two.ana)), "once is enough"


def _suggestion_overtaken() -> Two:
    """Ana is writing a plan while the pair ends."""
    two = in_touch()
    two.play.until("2027-04-12")
    two.play.presses(two.ana, "write")
    form = two.play.form
    rings(two, "closing", "end_early", two.pair.id)
    reads_all(two)
    two.play.form = form
    return two


def test_words_for_a_question_that_has_closed_are_kept_and_given_back() -> None:
    two = _suggestion_overtaken()
    note = "Thursdays are best; I am **never** free on Mondays."
    two.play.sends(two.ana, {"per_month": ("2",), "methods": ("phone",), "note": (note,)})
    assert _told(two) == "refused.kept"
    heard = two.play.heard(two.ana)
    assert "it has gone to nobody" in heard
    assert note in heard
    assert "phone" not in heard, "what was chosen is no word of theirs"
    assert not two.play.heard(two.ben)
    (draft,) = two.play.records(find(Draft, person=two.ana))
    assert draft.values == {"note": (note,)}


def test_where_nothing_was_typed_the_outcome_alone_is_shown() -> None:
    two = _suggestion_overtaken()
    two.play.sends(two.ana, {"per_month": ("2",), "methods": ("phone",)})
    assert isinstance(two.play.answer, Outcome)
    assert not two.play.heard(two.ana)


def test_a_form_sent_twice_has_lost_nothing() -> None:
    two = in_touch()
    two.play.presses(two.ana, "concern")
    form = two.play.form
    two.play.fills(two.ana, {"text": "We do not get on.", "wants": "know"})
    two.play.heard(two.ana)
    two.play.form = form
    two.play.sends(two.ana, {"text": ("We do not get on.",), "wants": ("know",)})
    assert isinstance(two.play.answer, Outcome)
    assert not two.play.heard(two.ana)


def test_a_coordinators_answer_that_another_has_overtaken_is_given_back() -> None:
    two = in_touch()
    raises(two, two.ana, "We do not get on.")
    kofi = two.play.coordinator("kofi", "Kofi Mensah")
    two.play.presses(kofi, "reply", where=two.play.desk)
    form = two.play.form
    two.play.presses(two.cora, "end_pair", where=two.play.desk)
    two.play.form = form
    two.play.heard(kofi)
    two.play.sends(kofi, {"reply": ("Let us talk tomorrow.",)})
    assert _told(two) == "refused.kept"
    assert "Let us talk tomorrow." in two.play.heard(kofi)
