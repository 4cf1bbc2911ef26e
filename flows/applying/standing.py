"""How an application stands, in words for the one who made it: shared by all who tell it."""

from collections.abc import Sequence
from datetime import date

from flows.messages import On, Say, Value
from flows.model.cohorts import Application, ApplicationState, Role
from flows.programs.program import Program

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


WITHDRAWABLE = (
    ApplicationState.DRAFT,
    ApplicationState.UNVERIFIED,
    ApplicationState.SUBMITTED,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
)


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


def withdrawable(applications: Sequence[Application]) -> Application | None:
    """What `withdraw` means where none is named: the newest that waits for a mentor, else one to be a mentor."""
    waiting = [
        one for one in applications if one.state in WITHDRAWABLE and not _carried_on(one, applications)
    ]
    return max(waiting, key=_how_new, default=None)


def _how_new(application: Application) -> tuple[bool, date]:
    return application.role is Role.MENTEE, application.submitted_on or date.max


def _carried_on(application: Application, all_: Sequence[Application]) -> bool:
    """Whether a later application has taken the place of one on the waiting list."""
    if application.state is not ApplicationState.WAITLISTED or application.submitted_on is None:
        return False
    later = (one.submitted_on for one in all_ if one.role is application.role and one.submitted_on)
    return any(day > application.submitted_on for day in later)
