"""A coordinator's decision on an application: what they are shown, and what the applicant hears."""

from dataclasses import replace
from typing import Any

from flows.applying.applicant_case import ApplicantCase
from flows.applying.standing import role_of
from flows.asking import asks, closes, name_of, to_coordinators, wakes
from flows.cohort.year import asks_mentors, stage_of
from flows.messages import Facts, Outcome, Phrase, Ref, Say, Value
from flows.model.cohorts import ApplicationState, availability_id
from flows.model.talk import Question, Wish
from flows.places import coordinators
from flows.turn import Turn, does
from flows.typed import Filled

FLOW = "application"
ACCEPTED = {
    "window": "application.accepted.window",
    "mentor": "application.accepted.mentor",
    "rolling": "application.accepted.rolling",
}


def review(case: ApplicantCase, answers: Filled) -> tuple[Question, Wish]:
    """The question to the coordinators, with all that the applicant said."""
    rows: tuple[tuple[Value, Value], ...] = tuple(
        (Phrase(asked.label), Ref("Application", case.subject.id, f"answers.{asked.key}"))
        for asked in case.program.asked(case.subject.role)
        if any(answers.get(asked.key, ()))
    )
    wish = case.about.post(
        coordinators(case.subject.program),
        case.program.zone,
        "application.received.review",
        person=name_of(case.person.id),
        role=role_of(case.subject.role),
        answers=Facts(rows),
    )
    return asks(wish, FLOW, ("accept", "decline"), audience=to_coordinators(case.subject.program))


def accept(case: ApplicantCase) -> Turn:
    """A coordinator says yes; a mentor who comes while the others are asked is asked as well."""
    if case.subject.cohort and case.today > stage_of(case.program, case.subject.cohort, "publish_by"):
        return _accepted_late(case)
    return does(
        _decided(case, ApplicationState.ACCEPTED, "application.received.outcome_accepted"),
        _welcomed(case),
    )


def _accepted_late(case: ApplicantCase) -> Turn:
    """The matches are out: they wait for the next ones, and keep their place."""
    return does(
        _decided(case, ApplicationState.WAITLISTED, "application.received.outcome_accepted"),
        case.about.notice(case.person, "application.waitlisted", **case.common),
        wakes("waiting", "carry", case.subject.id, case.now),
    )


def _welcomed(case: ApplicantCase) -> Any:
    """They hear it, and how to change their mind."""
    way = case.way
    told = case.about.notice(case.person, ACCEPTED[way], **case.common)
    if way != "mentor":
        return asks(told, FLOW, ("withdraw",), sticky=True)
    asking = asks_mentors(case.program, case.today) if case.program.mentor.reconfirms else None
    return (
        asks(told, "listing", ("remove_me",), sticky=True),
        wakes("listing", "ask", availability_id(asking, case.person.id), case.now) if asking else None,
    )


def decline(case: ApplicantCase) -> Turn:
    """A coordinator says no; the applicant hears it kindly."""
    return does(
        _decided(case, ApplicationState.DECLINED, "application.received.outcome_declined"),
        case.about.notice(case.person, "application.declined", **case.common),
    )


def _decided(case: ApplicantCase, state: ApplicationState, outcome: str) -> Turn:
    actor, question = case.situation.actor, case.situation.question
    assert actor is not None
    assert question is not None
    said = Say(outcome, {"by": name_of(actor.id)})
    return does(
        replace(case.having(state), decided_by=actor.id),
        closes(question, said, actor.id),
        Outcome(question=question.id, said=said),
    )
