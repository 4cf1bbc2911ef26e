"""Nobody was found: kind words, a place on the waiting list for those who want it, and the front of the next queue."""

from flows.ids import PersonId
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.places import dm
from tests.cast import FALL, SPRING, confirms, mentee, mentor
from tests.talk import Play


def _left_over() -> tuple[Play, PersonId]:
    """Bea applied for the spring; the only mentor went to Ana, who has more in common with him."""
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    mentee(play, "ana", "Ana Duarte", topics="oral_history")
    bea = mentee(play, "bea", "Bea Holm", topics="systems")
    mentor(play, "ben", "Ben Okafor", topics="oral_history")
    play.until("2027-03-02")
    play.presses(cora, "publish", where=play.desk)
    play.until("2027-03-03")
    return play, bea


def _application(play: Play, person: PersonId, cohort: str) -> Application | None:
    return play.record(Application, application_id(play.program.id, person, Role.MENTEE, cohort))  # type: ignore[arg-type]


def _state(play: Play, person: PersonId) -> ApplicationState:
    found = _application(play, person, SPRING)
    assert found is not None
    return found.state


def test_they_say_stay_we_say_come_first_next_time() -> None:
    play, bea = _left_over()
    assert "could not find you a mentor" in play.heard(bea)
    play.presses(bea, "stay")
    assert "waiting list" in play.screen(dm(bea))
    assert _state(play, bea) is ApplicationState.WAITLISTED

    play.until("2027-08-01")
    assert "you are already in" in play.heard(bea)
    carried = _application(play, bea, FALL)
    assert carried is not None
    assert (carried.state, carried.waited, carried.cohort) == (ApplicationState.ACCEPTED, 1, FALL)

    mentee(play, "cam", "Cam Reyes", cohort=FALL, topics="oral_history")
    play.until("2027-08-20")
    confirms(play, mentor(play, "dee", "Dee Sato", confirms=(), topics="oral_history"), FALL)
    play.until("2027-09-01")
    assert "Bea Holm with Dee Sato" in play.told_coordinators(), "who waited comes first"


def test_they_say_no_thanks_and_hear_no_more_of_it() -> None:
    play, bea = _left_over()
    play.presses(bea, "no_thanks")
    assert _state(play, bea) is ApplicationState.WITHDRAWN
    play.until("2027-09-02")
    assert _application(play, bea, FALL) is None
    assert not play.sent("match.carried")


def test_who_says_nothing_is_not_kept_waiting_but_may_still_say_so() -> None:
    play, bea = _left_over()
    play.until("2027-03-25")
    assert _state(play, bea) is ApplicationState.LAPSED
    play.presses(bea, "stay")
    assert _state(play, bea) is ApplicationState.WAITLISTED
    play.until("2027-08-01")
    assert _application(play, bea, FALL) is not None


def test_who_was_carried_over_can_step_back() -> None:
    play, bea = _left_over()
    play.presses(bea, "stay")
    play.until("2027-08-02")
    play.presses(bea, "no_thanks")
    carried = _application(play, bea, FALL)
    assert carried is not None
    assert carried.state is ApplicationState.WITHDRAWN


def test_a_mentor_for_whom_nobody_was_found_is_thanked_and_one_with_a_mentee_is_not() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    mentee(play, "ana", "Ana Duarte", topics="oral_history")
    ben = mentor(play, "ben", "Ben Okafor", topics="oral_history")
    dee = mentor(play, "dee", "Dee Sato", topics="systems")
    play.until("2027-03-02")
    play.presses(cora, "publish", where=play.desk)
    play.until("2027-03-04")
    assert "Thank you for being ready to mentor" in play.heard(dee)
    assert "nobody has been" not in play.heard(ben)


def test_who_was_carried_over_can_step_back_until_the_introduction() -> None:
    play, bea = _left_over()
    play.presses(bea, "stay")
    play.until("2027-08-20")
    eli = mentor(play, "eli", "Eli Novak", confirms=(FALL,))
    play.until("2027-09-02", 10)
    play.presses(PersonId("cora"), "publish", where=play.desk)
    play.presses(bea, "no_thanks")
    play.passes(minutes=16)
    carried = _application(play, bea, FALL)
    assert carried is not None
    assert carried.state is ApplicationState.WITHDRAWN
    assert "Meet your mentee" not in play.heard(eli)
