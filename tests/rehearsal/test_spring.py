"""Connecticut's spring cohort from the middle of January: what must be seen in it, and when."""

from datetime import date, time, timedelta

import pytest

from bot.rehearsal.lines import Line
from flows.model.cohorts import Application, ApplicationState, Availability, AvailabilityState, Role
from flows.model.pairs import Pair, PairState
from tests.rehearsal.played import Played, spring

COHORT = "connecticut-2027-spring"
ANSWERED_WITHIN = timedelta(minutes=10)


@pytest.fixture(scope="module")
def played() -> Played:
    return spring()


def of_spring(played: Played) -> list[Pair]:
    states = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)
    return [pair for state in states for pair in played.records(Pair, cohort=COHORT, state=state)]


def test_the_cohort_is_played_to_the_day_after_its_report(played: Played) -> None:
    assert played.script.period.last == date(2027, 10, 16)
    assert [line.at.date() for line in played.kind("report.delivered")] == [date(2027, 10, 15)]
    assert len(of_spring(played)) >= 8


def test_nobody_is_introduced_before_march(played: Played) -> None:
    announced = played.kind("match.announced")
    assert announced
    assert min(line.at.date() for line in announced) >= date(2027, 3, 1)


def test_every_first_introduction_of_the_spring_cohort_comes_before_april(played: Played) -> None:
    names = played.script.names
    mentees = {pair.mentee for pair in of_spring(played)}
    assert len(mentees) > 5
    for mentee in mentees:
        partners = {names[pair.mentor] for pair in of_spring(played) if pair.mentee == mentee}
        told = [line for line in played.kind("match.announced") if line.person == mentee]
        first = next(line for line in told if any(partner in line.text for partner in partners))
        assert first.at.date() < date(2027, 4, 1), f"{mentee} was first introduced on {first.at}"


def test_who_is_introduced_later_had_a_pair_that_ended(played: Played) -> None:
    early = {pair.mentee for pair in of_spring(played) if pair.starts == date(2027, 4, 1)}
    assert {pair.mentee for pair in of_spring(played)} <= early


def test_no_survey_before_the_closing_stage_but_to_pairs_that_ended_early(played: Played) -> None:
    early = {
        person
        for pair in of_spring(played)
        if pair.state is PairState.ENDED
        for person in (pair.mentee, pair.mentor)
    }
    asked = played.kind("survey.asked")
    assert {line.person for line in asked if line.at.date() >= played.day("closing")} - early
    assert {line.person for line in asked if line.at.date() < played.day("closing")} <= early


def test_each_listed_mentor_is_asked_in_february_and_in_august(played: Played) -> None:
    asked = {
        month: {line.person for line in played.kind("mentor.reconfirm") if line.at.month == month}
        for month in (2, 8)
    }
    listed = [
        one
        for state in ApplicationState
        for one in played.records(Application, program="connecticut", role=Role.MENTOR, state=state)
    ]
    for one in listed:
        if (
            one.submitted_on
            and one.submitted_on < date(2027, 2, 1)
            and one.state is ApplicationState.ACCEPTED
        ):
            assert one.person in asked[2], f"{one.person} was not asked in February"
        if (
            one.submitted_on
            and one.submitted_on < date(2027, 7, 15)
            and one.state is ApplicationState.ACCEPTED
        ):
            assert one.person in asked[8], f"{one.person} was not asked in August"
    assert {line.at.month for line in played.kind("mentor.reconfirm")} <= {2, 8}


def test_no_unconfirmed_mentor_is_in_a_proposal(played: Played) -> None:
    confirmed = {
        one.person for one in played.records(Availability, cohort=COHORT, state=AvailabilityState.CONFIRMED)
    }
    names = {played.script.names[person]: person for person in confirmed}
    everybody = {person.row.name for person in played.rehearsal.cast if person.row.role == "mentor"}
    proposals = [line for line in played.kind("match.proposed") if line.at.month == 3]
    assert proposals
    for proposal in proposals:
        offered = {
            line.split(" with ")[1].split(".")[0] for line in proposal.text.splitlines() if " with " in line
        }
        assert offered, proposal.text
        assert offered & everybody <= set(names), "a mentor who has not confirmed is proposed"
    for pair in of_spring(played):
        assert pair.mentor in confirmed


def test_nobody_is_written_to_by_night_but_in_answer(played: Played) -> None:
    last_act: dict[str, Line] = {}
    for line in played.lines:
        if line.direction == "in":
            last_act[line.person] = line
            continue
        by_day = time(8) <= line.at.time() < time(20)
        if by_day or line.edits:
            continue
        own = last_act.get(line.person)
        answers = own is not None and line.at - own.at <= ANSWERED_WITHIN
        assert answers, f"{line.at} to {line.person or line.place}: {line.kind}"


def test_mentees_outside_the_window_are_refused_with_the_next_date(played: Played) -> None:
    program = played.script.program
    signed_up = {
        one.person
        for state in ApplicationState
        for one in played.records(Application, cohort=COHORT, role=Role.MENTEE, state=state)
    }
    late = [
        line
        for line in played.lines
        if line.direction == "in"
        and line.text == "signup"
        and line.role == "mentee"
        and program.open_on(line.at.date()) is None
    ]
    assert late, "the cast has somebody who comes late"
    refused = {line.person: line for line in played.kind("application.refused")}
    for line in late:
        if line.person in signed_up:
            continue
        said = refused[line.person]
        opens = program.next_opening(said.at.date())[2]
        assert f"{opens:%B} {opens.day}, {opens.year}" in said.text


def test_who_asked_to_be_reminded_hears_when_it_opens(played: Played) -> None:
    asked = {line.person for line in played.lines if "emind me" in line.text}
    told = {
        line.person
        for line in played.kind("applications.opened")
        if line.person and line.at.date() >= date(2027, 8, 1)
    }
    assert asked == told


def test_time_only_moves_on(played: Played) -> None:
    assert all(before.at <= after.at for before, after in zip(played.lines, played.lines[1:], strict=False))


def test_the_fall_match_begins_while_spring_runs(played: Played) -> None:
    assert any("fall match" in line.text for line in played.kind("applications.opened"))
