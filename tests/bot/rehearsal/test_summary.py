"""The summary at a rehearsal's end: what a coordinator reads in it."""

from collections import Counter
from contextlib import redirect_stdout
from datetime import date
from io import StringIO

import pytest

from bot import library
from bot.__main__ import main
from bot.rehearsal.outcome import Bench, CohortOutcome, Outcome
from bot.rehearsal.summary import Summary
from bot.rehearsal.tally import Tally
from bot.rehearsal.warnings import warnings
from flows.ids import ApplicationId, CohortId, PersonId, ProgramId
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState, Role
from tests.house.sources import PROJECT

PROGRAM = library.program("connecticut")
NAMES = {"e-1": "Uma Tamayo", "e-2": "Luka Kapoor"}


def summary_of(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(SystemExit), redirect_stdout(out):
        main(["rehearse", "connecticut", "--from", "2027-01-31", *arguments])
    return out.getvalue().partition("Summary\n=======\n")[2]


def lapsed(person: str, submitted_on: date | None) -> Application:
    return Application(
        id=ApplicationId(person),
        program=ProgramId("connecticut"),
        cohort="connecticut-2027-spring",
        person=PersonId(person),
        role=Role.MENTEE,
        state=ApplicationState.LAPSED,
        submitted_on=submitted_on,
    )


def told(outcome: Outcome) -> str:
    return Summary(
        program=PROGRAM,
        tally=Tally(),
        outcome=outcome,
        names=NAMES,
        first=date(2027, 1, 31),
        last=date(2027, 10, 16),
        seed=1,
    ).text()


def spring(*mentees: Application, bench: Bench, state: CohortState = CohortState.CLOSED) -> Outcome:
    cohort = Cohort(
        id=CohortId("connecticut-2027-spring"),
        program=ProgramId("connecticut"),
        digest="",
        name="spring",
        year=2027,
        state=state,
    )
    one = CohortOutcome(
        cohort=cohort,
        mentees=mentees,
        pairs=(),
        why={},
        extended=(),
        noticed=(),
        surveys=Counter(),
        bench=bench,
    )
    return Outcome(cohorts=(one,), mentors=Counter(), concerns=Counter(), prompts=None)


def test_who_finished_applying_is_not_said_to_have_left_it_unfinished() -> None:
    text = told(spring(lapsed("e-1", date(2027, 2, 3)), lapsed("e-2", None), bench=Bench(room=5)))
    assert "Uma Tamayo: did not answer about the waiting list" in text
    assert "Luka Kapoor: did not finish the application in time" in text


def test_mentors_are_counted_by_what_they_said() -> None:
    bench = Bench(listed=9, declined=1, away=2, unheard=3, unfinished=4)
    text = told(spring(bench=bench, state=CohortState.RUNNING))
    assert "Mentors: 9 on the list; 1 declined; 2 said not this time; 3 never answered" in text
    assert "4 never finished applying." in text
    assert "Nobody applied." in text
    assert "Not finished when the rehearsal ends on October 16, 2027" in text


def test_what_stands_out_and_what_does_not() -> None:
    crowded = spring(lapsed("e-1", date(2027, 2, 3)), bench=Bench(room=0))
    assert list(warnings(PROGRAM, crowded, NAMES)) == [
        "spring match 2027: without a mentor: Uma Tamayo.",
        "spring match 2027: mentors have room for 0, and 1 mentee applied.",
    ]
    assert told(spring(bench=Bench())).endswith("Worth a look\n============\nNothing stands out.\n")


def test_a_played_year_tells_of_the_cohort_that_is_still_open() -> None:
    text = summary_of("--people", str(PROJECT / "examples" / "people.csv"))
    assert "What people do here is simulated" in text
    fall = text.partition("Fall match 2027\n===============\n")[2]
    assert fall.startswith("Not finished when the rehearsal ends on October 16, 2027")
    assert "Nobody applied.\n" in fall
    silent = " ".join(text.partition("Pairs that went silent, as the coordinators were told:\n")[2].split())
    assert "no first contact by April 18; first contact only on April " in silent
