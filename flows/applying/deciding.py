"""A coordinator's decision on an application: what they are shown, and what the applicant hears."""

from dataclasses import replace
from typing import Any

from flows.applying.applicant_case import EMAIL, ApplicantCase
from flows.applying.standing import role_of
from flows.asking import asks, name_of, settled, to_coordinators, wakes
from flows.cohort.year import asks_mentors, stage_of
from flows.messages import Facts, Phrase, Ref, Say, Value, Word
from flows.model.cohorts import ApplicationState, availability_id
from flows.model.talk import Question, Wish
from flows.places import coordinators
from flows.turn import Turn, does
from flows.typed import Filled

FLOW = "application"
DECISIONS = ("accept", "decline")
ACCEPTED = {
    "window": "application.accepted.window",
    "mentor": "application.accepted.mentor",
    "rolling": "application.accepted.rolling",
}


def review(case: ApplicantCase, answers: Filled) -> tuple[Question, Wish]:
    """The question to the coordinators, with all that the applicant said."""
    rows: tuple[tuple[Value, Value], ...] = tuple(
        (Phrase(asked.heading), Ref("Application", case.subject.id, f"answers.{asked.key}"))
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
        note=_other_address(case, answers),
    )
    return asks(wish, FLOW, DECISIONS, audience=to_coordinators(case.subject.program))


def _other_address(case: ApplicantCase, answers: Filled) -> Value:
    """Anybody can type a member's address: where the platform knows them by another, the coordinators are told."""
    typed = "".join(answers.get(EMAIL, ())[:1]).strip()
    known = case.person.email
    same = not (typed and known) or typed.casefold() == known.casefold()
    return "" if same else Say("application.received.other_address")


def accept(case: ApplicantCase) -> Turn:
    """A coordinator says yes; a mentor who comes while the others are asked is asked as well."""
    if own := _their_own(case):
        return own
    if case.too_late_to_match:
        return _accepted_late(case)
    return does(
        _decided(case, ApplicationState.ACCEPTED, "application.received.outcome_accepted"),
        _welcomed(case),
    )


def _accepted_late(case: ApplicantCase) -> Turn:
    """The matches are out: they wait for the next ones, and keep their place."""
    return does(
        _decided(case, ApplicationState.WAITLISTED, "application.received.outcome_accepted"),
        _may_withdraw(case.about.notice(case.person, "application.waitlisted", **case.common)),
        wakes("waiting", "carry", case.subject.id, case.now),
        wakes("round", "spare", case.subject.cohort, case.now),
    )


def _may_withdraw(told: Wish) -> tuple[Question, Wish]:
    return asks(told, FLOW, ("withdraw",), sticky=True)


def undecided(case: ApplicantCase) -> Turn:
    """Nobody decided by the day on which they were to hear: they keep a place, and it can still be decided."""
    question = next((one for one in case.open_questions if one.choices == DECISIONS), None)
    told = case.about.post(
        coordinators(case.subject.program),
        case.program.zone,
        "application.received.undecided",
        prompted=True,
        person=name_of(case.person.id),
        **case.common,
    )
    waits = case.about.prompt(case.person, "application.waitlisted.undecided", **case.common)
    return does(
        case.having(ApplicationState.WAITLISTED),
        _may_withdraw(waits),
        replace(told, question=question.id, choices=DECISIONS) if question else told,
        wakes("waiting", "carry", case.subject.id, case.now),
        wakes("round", "spare", case.subject.cohort, case.now),
    )


def carried(case: ApplicantCase) -> Turn:
    """It was not decided for an earlier cohort, and is before the coordinators for the next."""
    assert case.application is not None
    told = case.about.prompt(case.person, "application.received.carried", **case.common)
    return does(_may_withdraw(told), review(case, case.application.answers))


def _welcomed(case: ApplicantCase) -> Any:
    """They hear it, and how to change their mind."""
    enrolment = "rolling" if _past_its_day(case) else case.enrolment
    told = case.about.notice(case.person, ACCEPTED[enrolment], **case.common)
    if enrolment != "mentor":
        return _may_withdraw(told)
    asking = asks_mentors(case.program, case.today) if case.program.mentor.reconfirms else None
    return (
        asks(told, "listing", ("remove_me",), sticky=True),
        wakes("listing", "ask", availability_id(asking, case.person.id), case.now) if asking else None,
    )


def _past_its_day(case: ApplicantCase) -> bool:
    """The matches are late, so the day by which they should be out is no promise any more."""
    cohort = case.subject.cohort
    return bool(cohort) and case.today >= stage_of(case.program, cohort, "publish_by")


def decline(case: ApplicantCase) -> Turn:
    """A coordinator says no; the applicant hears it kindly."""
    if own := _their_own(case):
        return own
    return does(
        _decided(case, ApplicationState.DECLINED, "application.received.outcome_declined"),
        case.about.notice(case.person, "application.declined", **case.common),
    )


def _their_own(case: ApplicantCase) -> Turn | None:
    """Nobody decides on an application of their own."""
    actor = case.situation.actor
    if actor is None or actor.id != case.person.id:
        return None
    key = "application.received.own" if case.coordinators > 1 else "application.received.own_alone"
    return does(Word(said=Say(key, {"contact": case.program.organiser.contact})))


def _decided(case: ApplicantCase, state: ApplicationState, outcome: str) -> Turn:
    actor, question = case.situation.actor, case.situation.question
    assert actor is not None
    assert question is not None
    said = Say(outcome, {"by": name_of(actor.id)})
    return does(
        replace(case.having(state), decided_by=actor.id),
        settled(question, said, actor.id),
    )
