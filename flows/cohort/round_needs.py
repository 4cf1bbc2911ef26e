"""What a matching round asks for: the cohort, who may be matched, who has whom already, what was decided and proposed."""

from flows.asking import asked_about
from flows.events import Event
from flows.fan_out import cohort_of
from flows.flow import subject_of
from flows.ids import ProgramId
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Cohort,
    CohortState,
    Role,
    Ruling,
)
from flows.model.pairs import HELD, Pair, PairState
from flows.model.people import Person
from flows.model.talk import Question
from flows.programs.program import Program
from flows.situation import WHOLE, Count, Find, Get, Need, ProgramOf, Situation, count, find

EVER = (*HELD, PairState.ENDED, PairState.CLOSED)
TAKEN_IN = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.UNVERIFIED)


def open_questions(cohort: str) -> Find[Question]:
    """What the coordinators were asked of this round."""
    return asked_about(cohort)


def proposed(cohort: str) -> Find[Pair]:
    """The pairs now before the coordinators."""
    return find(Pair, limit=WHOLE, cohort=cohort, state=PairState.PROPOSED)


def published(cohort: str) -> Find[Pair]:
    """The pairs that are about to be introduced."""
    return find(Pair, limit=WHOLE, cohort=cohort, state=PairState.PUBLISHED)


UNDER_WAY = (CohortState.RUNNING, CohortState.CLOSING, CohortState.CLOSED)


def mentees(cohort: str) -> tuple[Find[Application], ...]:
    """The mentees who may be matched."""
    return tuple(
        find(Application, limit=WHOLE, cohort=cohort, role=Role.MENTEE, state=state) for state in TAKEN_IN
    )


def confirmed(cohort: str) -> Find[Availability]:
    """The mentors who said that they are available."""
    return find(Availability, limit=WHOLE, cohort=cohort, state=AvailabilityState.CONFIRMED)


def undecided(cohort: str) -> tuple[Count[Application], ...]:
    """Mentees' applications that wait for a decision, and are not matched until they have one."""
    return tuple(count(Application, cohort=cohort, role=Role.MENTEE, state=state) for state in UNDECIDED)


def rulings_in(program: ProgramId) -> Find[Ruling]:
    """What coordinators have decided about two people, in this match or an earlier one."""
    return find(Ruling, limit=WHOLE, program=program)


def listed(cohort: Cohort, program: Program) -> Find[Application]:
    accepted = ApplicationState.ACCEPTED
    if program.mentor.enrols == "rolling":
        return find(Application, limit=WHOLE, program=cohort.program, role=Role.MENTOR, state=accepted)
    return find(Application, limit=WHOLE, cohort=cohort.id, role=Role.MENTOR, state=accepted)


def cohorts_of(cohort: Cohort) -> tuple[Find[Cohort], ...]:
    return tuple(find(Cohort, limit=WHOLE, program=cohort.program, state=state) for state in CohortState)


def pairs_of(cohort: str) -> tuple[Find[Pair], ...]:
    return tuple(find(Pair, limit=WHOLE, cohort=cohort, state=state) for state in EVER)


def whole_needs(event: Event, known: Situation) -> Need:
    """All that a proposal needs, in three rounds: the cohort and its mentees; mentors and other cohorts; people, pairs."""
    id = cohort_of(subject_of(event, known))
    first: Need = (*light_needs(id), *mentees(id), confirmed(id), proposed(id), *undecided(id))
    cohort = known.peek(Cohort, id)
    if cohort is None or not known.knows(ProgramOf(id)):
        return first
    mentors = listed(cohort, known.program(id))
    second: Need = (*first, mentors, rulings_in(cohort.program), *cohorts_of(cohort))
    if not known.knows(mentors):
        return second
    applied = [one for query in (*mentees(id), mentors) for one in known.find(query)]
    cohorts = [one.id for query in cohorts_of(cohort) for one in known.find(query)]
    people = dict.fromkeys(Get(Person, one.person) for one in applied)
    return (*second, *people, *(query for one in cohorts for query in pairs_of(one)))


def light_needs(cohort: str) -> Need:
    """Enough for all but a proposal."""
    return (Get(Cohort, cohort), ProgramOf(cohort), open_questions(cohort))
