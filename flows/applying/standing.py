"""How an application stands, in words for the one who made it: shared by all who tell it."""

from collections.abc import Sequence
from datetime import date

from flows.ids import PersonId
from flows.messages import On, Say, Value
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Cohort,
    CohortState,
    Role,
)
from flows.programs.program import Program
from flows.situation import Find, Get, Need, Situation, find

STANDING: dict[ApplicationState, str] = {
    ApplicationState.DRAFT: "application.standing.draft",
    ApplicationState.UNVERIFIED: "application.standing.unverified",
    ApplicationState.SUBMITTED: "application.standing.submitted",
    ApplicationState.ACCEPTED: "application.standing.accepted",
    ApplicationState.DECLINED: "application.standing.declined",
    ApplicationState.WAITLISTED: "application.standing.waitlisted",
    ApplicationState.MATCHED: "application.standing.matched",
    ApplicationState.WITHDRAWN: "application.standing.withdrawn",
    ApplicationState.LAPSED: "application.standing.lapsed",
}
ROLE: dict[str, str] = {Role.MENTEE: "application.role.mentee", Role.MENTOR: "application.role.mentor"}


OPEN_TO_MORE = (CohortState.PLANNED, CohortState.ENROLLING, CohortState.ENROLLED, CohortState.PROPOSED)
"""The states of a cohort whose matches are not out yet."""
LIVE = (
    ApplicationState.DRAFT,
    ApplicationState.UNVERIFIED,
    ApplicationState.SUBMITTED,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
)
"""The states of an application that may still come to something: it can be withdrawn."""


def role_of(role: str) -> Say:
    """The role as a word within a sentence."""
    return Say(ROLE[role])


def standing(application: Application, program: Program) -> Say:
    """Where it stands and what comes next."""
    values: dict[str, Value] = {"contact": program.organiser.contact, "role": role_of(application.role)}
    if application.submitted_on:
        values["submitted_on"] = On(application.submitted_on)
    if application.state is ApplicationState.LAPSED and application.submitted_on:
        return Say("application.standing.no_mentor", values)
    return Say(STANDING[application.state], values)


def standing_line(application: Application, program: Program) -> Say:
    """The same as a line of its own, which says what it speaks of."""
    return Say(
        "application.standing",
        {"role": role_of(application.role), "standing": standing(application, program)},
    )


def withdrawable(applications: Sequence[Application]) -> Application | None:
    """What `withdraw` means where none is named: the newest that waits for a mentor, else one to be a mentor."""
    return max(live(applications), key=_how_new, default=None)


def live(applications: Sequence[Application]) -> tuple[Application, ...]:
    """Those that may still come to something."""
    return tuple(one for one in applications if one.state in LIVE and not _carried_on(one, applications))


def _how_new(application: Application) -> tuple[bool, date]:
    return application.role is Role.MENTEE, application.submitted_on or date.max


def _carried_on(application: Application, all_: Sequence[Application]) -> bool:
    """Whether a later application has taken the place of one on the waiting list."""
    if application.state is not ApplicationState.WAITLISTED or application.submitted_on is None:
        return False
    later = (one.submitted_on for one in all_ if one.role is application.role and one.submitted_on)
    return any(day > application.submitted_on for day in later)


# --- a mentor's word on the next match ----------------------------------------------------------------


def words_of(person: PersonId) -> Find[Availability]:
    """What a mentor said to each cohort."""
    return find(Availability, person=person)


def word_needs(person: PersonId, known: Situation) -> Need:
    """The words, and the cohorts that they are about."""
    words = known.find(words_of(person)) if known.knows(words_of(person)) else ()
    return (words_of(person), *(Get(Cohort, word.cohort) for word in words))


def next_word(known: Situation, person: PersonId, program: str) -> Availability | None:
    """The word on a match that is not out yet, while the mentor is on the list."""
    for word in known.find(words_of(person)):
        cohort = known.peek(Cohort, word.cohort)
        listed = word.state is not AvailabilityState.REMOVED and word.program == program
        if listed and cohort and cohort.state in OPEN_TO_MORE:
            return word
    return None
