"""First contact: looked after until somebody says that they are in touch, and never asked again after that."""

from flows.messages import Word
from flows.model.pairs import Contact, ContactState
from flows.places import dm
from tests.cast import Two, a_pair, two_applicants


def _state(two: Two) -> ContactState:
    found = two.play.record(Contact, two.pair.id)
    assert found is not None
    return found.state


def test_the_mentor_may_say_it_for_both() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-13")
    play.presses(two.ben, "met")
    assert _state(two) is ContactState.MADE
    assert "You are in touch" in play.screen(dm(two.ana))
    assert "met" not in play.choices(dm(two.ana))
    play.until("2027-05-30")
    assert not play.sent("contact.escalated")


def test_not_yet_is_advice_and_leaves_the_question_for_later() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-08")
    answer = play.presses(two.ana, "not_yet")
    assert isinstance(answer, Word)
    assert answer.said.key == "contact.due.advice"
    play.until("2027-04-13")
    answer = play.presses(two.ben, "not_yet")
    assert isinstance(answer, Word)
    assert answer.said.key == "contact.overdue.advice"
    play.presses(two.ana, "met")
    assert _state(two) is ContactState.MADE


def test_coordinators_hear_once_and_hear_when_it_is_settled() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-05-30")
    assert len(play.sent("contact.escalated")) == 1
    play.told_coordinators()
    play.presses(two.ben, "met")
    assert "are in touch now" in play.told_coordinators()


def test_while_a_side_is_away_the_partner_knows_and_nobody_is_asked() -> None:
    two = two_applicants()
    play = two.play
    play.until("2027-03-02", 10)
    play.presses(two.cora, "publish", where=play.desk)
    play.says(two.ben, "pause until 2027-05-03")
    play.passes(minutes=20)
    assert "Ben Okafor is taking a break until May 3, 2027." in play.heard(two.ana)
    play.heard(two.ben)
    play.told_coordinators()
    play.until("2027-05-02")
    assert not play.sent("contact.due")
    assert play.told_coordinators() == ""
    play.until("2027-05-10")
    assert "Meet your mentee: Ana Duarte" in play.heard(two.ben)
    assert "Have you been in touch" in play.heard(two.ana), "a week from the day of return"


def test_a_pause_in_the_middle_holds_the_questions_and_the_coordinators_peace() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-10")
    assert len(play.sent("contact.due")) == 1
    play.says(two.ben, "pause until 2027-05-10")
    play.told_coordinators()
    play.until("2027-05-14")
    assert not play.sent("contact.overdue")
    play.until("2027-05-15")
    assert len(play.sent("contact.overdue")) == 1
    assert not play.sent("contact.escalated")
    play.until("2027-05-20")
    assert "Neither has told me" in play.told_coordinators()
