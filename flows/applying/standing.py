"""How an application stands, in words for the one who made it: shared by all who tell it."""

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


def role_of(role: str) -> Say:
    """The role as a word within a sentence."""
    return Say(ROLE[role])


def standing(application: Application, program: Program) -> Say:
    """Where it stands and what comes next."""
    values: dict[str, Value] = {"contact": program.organiser.contact, "role": role_of(application.role)}
    if application.submitted_on:
        values["submitted_on"] = On(application.submitted_on)
    return Say(STANDING[application.state], values)
