"""The call for applicants: cohorts are planned ahead, pinned to their text, and open and close on their days."""

from dataclasses import replace

from flows.asking import wakes
from flows.cohort.calling import NAMED
from flows.ids import ProgramId
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Cohort,
    CohortState,
    Interest,
    Role,
    application_id,
)
from flows.model.talk import WakeUp
from flows.places import announcements
from flows.situation import find
from tests.applying import MENTEE
from tests.cast import FALL, SPRING, keeps, mentee
from tests.talk import Play

CHANNEL = announcements(ProgramId("connecticut"))


def cohort(play: Play, id: str) -> CohortState | None:
    found = play.record(Cohort, id)
    return found.state if found else None


def test_a_launch_plans_the_next_cohort_of_each_calendar() -> None:
    play = Play.of("connecticut", "2027-01-15")

    assert cohort(play, SPRING) is CohortState.PLANNED
    assert cohort(play, FALL) is CohortState.PLANNED
    assert cohort(play, "connecticut-2028-spring") is None


def test_next_year_s_cohort_is_planned_the_day_after_this_one_s_opens() -> None:
    play = Play.of("connecticut", "2027-01-15")

    play.until("2027-02-01", 23)
    assert cohort(play, "connecticut-2028-spring") is None
    play.until("2027-02-02")

    assert cohort(play, "connecticut-2028-spring") is CohortState.PLANNED
    assert cohort(play, "connecticut-2028-fall") is None
    play.until("2027-08-02")
    assert cohort(play, "connecticut-2028-fall") is CohortState.PLANNED


def test_a_cohort_moves_with_its_window() -> None:
    play = Play.of("connecticut", "2027-01-15")

    play.until("2027-02-01")
    assert cohort(play, SPRING) is CohortState.ENROLLING
    play.until("2027-02-28", 23)
    assert cohort(play, SPRING) is CohortState.ENROLLING
    play.until("2027-03-01", 7)
    assert cohort(play, SPRING) not in (CohortState.PLANNED, CohortState.ENROLLING)


def test_a_program_launched_in_its_window_opens_at_once() -> None:
    play = Play.of("connecticut", "2027-02-12")
    play.passes(days=1)

    assert cohort(play, SPRING) is CohortState.ENROLLING
    assert "Applications for the spring match are open, until February 28, 2027." in play.posted()
    assert cohort(play, "connecticut-2028-spring") is CohortState.PLANNED


def test_the_call_goes_out_once_at_nine_in_the_program_s_own_zone() -> None:
    play = Play.of("connecticut", "2027-01-15")

    play.until("2027-02-01", 8)
    assert play.posted() == ""
    play.until("2027-02-01", 9)
    assert "are open" in play.posted()
    play.until("2027-02-20")
    assert play.posted() == ""


def test_planning_again_changes_nothing_that_stands() -> None:
    play = Play.of("connecticut", "2027-01-15")
    play.until("2027-02-05")
    keeps(play, wakes("calling", "plan", "connecticut", play.now))

    play.passes(minutes=1)

    assert cohort(play, SPRING) is CohortState.ENROLLING


def test_whoever_asked_to_be_told_is_told_once_and_then_forgotten_however_many_they_are() -> None:
    play = Play.of("connecticut", "2027-01-15")
    people = [play.joins(f"p-{number:03}", f"Person {number}") for number in range(205)]
    program = ProgramId("connecticut")
    keeps(play, *(Interest(id=f"connecticut:{person}", program=program, person=person) for person in people))

    play.until("2027-02-01")

    assert all("You asked me to tell you" in play.heard(person) for person in people)
    assert all(play.record(Interest, f"connecticut:{person}") is None for person in people)
    play.until("2027-02-20")
    assert all(play.heard(person) == "" for person in people)


def test_every_draft_of_the_window_is_let_go_however_many_they_are() -> None:
    play = Play.of("connecticut", "2027-02-20")
    people = [play.joins(f"p-{number:03}", f"Person {number}") for number in range(103)]
    for person in people:
        play.says(person, "signup")
        play.presses(person, "mentee")
        play.heard(person)

    play.until("2027-02-27")
    assert all("waiting where you left it" in play.heard(person) for person in people)
    play.until("2027-03-01")

    assert all("was not handed in" in play.heard(person) for person in people)


def test_the_closing_post_still_lets_a_mentor_begin_and_a_mentee_be_reminded() -> None:
    play = Play.of("connecticut", "2027-02-20")
    ben, ana = play.joins("ben", "Ben Okafor"), play.joins("ana", "Ana Duarte")
    play.until("2027-03-01")

    play.presses(ana, "remind_me", where=CHANNEL)
    assert play.record(Interest, "connecticut:ana") is not None
    play.presses(ben, "mentor", where=CHANNEL)
    assert play.form is not None
    assert play.form.form.key == "application-mentor"


def test_an_old_call_in_the_channel_opens_no_closed_window() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")
    play.until("2027-02-01")
    question = play.world.platform.question(CHANNEL, "mentee")
    play.until("2027-04-10")

    play.presses_on(ana, question, "mentee")

    assert play.form is None
    assert "opens on August 1, 2027" in play.heard(ana)
    play.until("2027-08-03")
    play.presses_on(ana, question, "mentee")
    play.fills(ana, MENTEE)
    assert "your application is in" in play.heard(ana)


def test_a_stage_s_wake_up_that_rings_late_changes_nothing_twice() -> None:
    play = Play.of("connecticut", "2027-01-15")
    play.until("2027-02-10")
    play.posted()
    keeps(play, wakes("calling", "opens", SPRING, play.now))

    play.passes(days=1)

    assert play.posted() == ""
    assert not [
        one
        for one in play.records(find(WakeUp, state="waiting"))
        if one.trigger == "opens" and one.subject == SPRING
    ]


def test_who_still_waits_is_named_on_the_last_day_and_the_rest_counted() -> None:
    play = Play.of("connecticut", "2027-02-10")
    for nth in range(NAMED + 5):
        eve = mentee(play, f"e{nth:03}", f"Eve {nth}")
        accepted = play.record(
            Application, application_id(ProgramId("connecticut"), eve, Role.MENTEE, SPRING)
        )
        assert accepted is not None
        keeps(play, replace(accepted, state=ApplicationState.SUBMITTED))
    play.until("2027-02-28")
    told = play.told_coordinators()
    assert told.count("Eve ") == NAMED
    assert "And 5 more." in told
