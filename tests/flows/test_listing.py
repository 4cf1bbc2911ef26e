"""The list of mentors: asked before each match, and off the list at once whenever they say so."""

from dataclasses import replace
from typing import Any

from flows.ids import PersonId, ProgramId
from flows.messages import Outcome, Word
from flows.model.cohorts import Application, Availability, Role, application_id
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.places import dm
from flows.situation import find
from tests.applying import applies, is_accepted
from tests.cast import SPRING, a_pair, keeps
from tests.talk import Play

CT = ProgramId("connecticut")


def stands(play: Play, person: PersonId) -> str:
    found = play.record(Application, application_id(CT, person, Role.MENTOR))
    return found.state if found else "none"


def says(play: Play, person: PersonId, cohort: str = SPRING) -> str:
    found = play.record(Availability, f"{cohort}:{person}")
    return found.state if found else "none"


def removed(play: Play, person: PersonId) -> bool:
    found: Any = play.record(Person, person)
    return found.removed_at is not None


def a_listed_mentor(day: str = "2026-12-01") -> tuple[Play, PersonId]:
    play = Play.of("connecticut", day)
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.heard(ben)
    return play, ben


def test_someone_who_is_on_no_list_is_told_what_else_there_is() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    answer = play.says(ana, "remove me")

    assert isinstance(answer, Word)
    assert answer.said.key == "mentor.removed.not_listed"
    assert not removed(play, ana)


def test_an_application_not_yet_decided_is_taken_back_and_the_coordinators_see_it() -> None:
    play = Play.of("connecticut", "2026-12-01")
    cora, ben = play.coordinator(), play.joins("ben", "Ben Okafor")
    applies(play, ben, "mentor")

    play.says(ben, "Remove me")

    assert stands(play, ben) == "withdrawn"
    assert "accept" not in play.choices(play.desk)
    assert play.choices(dm(cora)) == set()


def test_the_button_under_the_welcome_removes_as_well() -> None:
    play, ben = a_listed_mentor()

    play.presses(ben, "remove_me")

    assert stands(play, ben) == "withdrawn"
    assert removed(play, ben)


def test_removal_settles_the_question_that_was_open() -> None:
    play, ben = a_listed_mentor()
    play.until("2027-02-01")

    answer = play.presses(ben, "remove")

    assert isinstance(answer, Outcome)
    assert says(play, ben) == "removed"
    assert not play.choices(dm(ben)) & {"yes", "not_now", "remove"}
    play.heard(ben)
    play.until("2027-03-02")
    assert play.heard(ben) == ""


def test_a_mentor_who_confirmed_and_then_leaves_is_no_longer_confirmed() -> None:
    play, ben = a_listed_mentor()
    play.until("2027-02-01")
    play.presses(ben, "yes")

    play.says(ben, "remove me")

    assert says(play, ben) == "removed"


def test_a_mentor_who_is_a_mentee_as_well_is_still_written_to() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    applies(play, ben, "mentee")

    play.says(ben, "remove me")

    assert stands(play, ben) == "withdrawn"
    assert not removed(play, ben)


def test_a_mentor_in_a_pair_is_asked_and_may_go_on_to_the_end() -> None:
    two = a_pair()
    two.play.heard(two.ben)

    two.play.says(two.ben, "remove me")
    assert "still paired with Ana Duarte" in two.play.heard(two.ben)
    two.play.presses(two.ben, "keep")

    assert two.pair.state is PairState.ANNOUNCED
    assert stands(two.play, two.ben) == "withdrawn"
    assert not removed(two.play, two.ben)


def test_a_mentor_in_a_pair_may_end_it_and_the_mentee_hears_it_kindly() -> None:
    two = a_pair()
    two.play.heard(two.ana)

    two.play.says(two.ben, "remove me")
    two.play.presses(two.ben, "end")

    assert two.pair.state is PairState.ENDED
    assert "Ben Okafor" in two.play.heard(two.ana)


def test_a_mentor_who_left_and_came_back_in_the_same_window_is_asked_anew() -> None:
    play, ben = a_listed_mentor()
    play.until("2027-02-01")
    play.presses(ben, "remove")
    cora = PersonId("cora")

    is_accepted(play, cora, ben, "mentor")
    play.until("2027-02-02")

    assert says(play, ben) == "asked"
    play.presses(ben, "yes")
    assert says(play, ben) == "confirmed"


def test_one_who_answered_is_not_reminded() -> None:
    play, ben = a_listed_mentor()
    play.until("2027-02-01")
    play.presses(ben, "not_now")
    play.heard(ben)

    play.until("2027-02-28")

    assert play.heard(ben) == ""
    assert says(play, ben) == "away"


def test_a_program_launched_after_its_reconfirm_day_still_asks() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")

    play.until("2027-02-11")

    assert says(play, ben) == "asked"
    assert "the match is on March 1, 2027" in reminded(play, ben, "2027-02-17")


def reminded(play: Play, person: PersonId, day: str) -> str:
    play.heard(person)
    play.until(day)
    return play.heard(person)


def test_every_mentor_is_asked_however_long_the_list() -> None:
    play = Play.of("connecticut", "2027-01-15")
    cora = play.coordinator()
    mentors = [play.joins(f"m-{number:03}", f"Mentor {number}") for number in range(104)]
    for person in mentors:
        is_accepted(play, cora, person, "mentor")

    play.until("2027-02-01")

    assert {says(play, person) for person in mentors} == {"asked"}
    assert not play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))


def a_mentor_who_said(choice: str) -> tuple[Play, PersonId]:
    play, ben = a_listed_mentor()
    play.until("2027-02-01")
    play.presses(ben, choice)
    play.heard(ben)
    return play, ben


def test_a_yes_can_be_taken_back_in_the_menu_until_the_matches_are_out() -> None:
    play, ben = a_mentor_who_said("yes")

    play.says(ben, "menu")
    play.presses(ben, "unavailable")

    assert says(play, ben) == "away"
    assert play.answer is not None
    play.says(ben, "available")
    assert says(play, ben) == "confirmed"


def test_a_mentor_who_was_silent_may_still_say_yes_while_the_matches_wait() -> None:
    play, ben = a_listed_mentor()
    play.until("2027-03-01")
    assert says(play, ben) == "silent"

    play.says(ben, "I am available")

    assert says(play, ben) == "confirmed"


def test_once_the_matches_are_out_there_is_nothing_to_take_back() -> None:
    two = a_pair()

    answer = two.play.says(two.ben, "not available")

    assert isinstance(answer, Word)
    assert answer.said.key == "mentor.reconfirm.not_asked"
    assert says(two.play, two.ben) == "confirmed"


def test_leaving_one_program_s_list_leaves_the_other_s_alone() -> None:
    play, ben = a_listed_mentor()
    other = ProgramId("elsewhere")
    here = play.record(Application, application_id(CT, ben, Role.MENTOR))
    assert here is not None
    there = replace(here, id=application_id(other, ben, Role.MENTOR), program=other)
    keeps(play, there)

    play.says(ben, "remove me")

    assert stands(play, ben) == "withdrawn"
    assert play.record(Application, there.id) == there
    assert not removed(play, ben)
