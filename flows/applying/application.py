"""Applying: one's role, the form over as many sittings as it takes, the roster, and a coordinator's decision."""

from dataclasses import replace
from typing import Any

from flows import forms
from flows.applying.applicant_case import EMAIL, ApplicantCase, applicant_case, needs, subject_meant
from flows.applying.deciding import accept, carried, decline, review, undecided
from flows.applying.signup import START, TRIGGERS, meet_anew, sign_up
from flows.applying.standing import standing_line
from flows.asking import asks, closes, wakes
from flows.calendar import days_later, wake_on
from flows.cohort.year import stage_of
from flows.events import Event, Submitted
from flows.flow import Flow, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Phrase, Say, Word
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.talk import Draft, Question, Wish
from flows.situation import Situation
from flows.turn import Erase, Turn, does

FLOW = "application"
UNFINISHED_AFTER = 3
"""Days after which a form that was left half done is brought to mind, once."""
LAPSES_AFTER = 60
"""Days after which a form without a window's end is let go."""
RECEIVED = {
    "window": "application.received.window",
    "mentor": "application.received.mentor",
    "rolling": "application.received.rolling",
}
GOES_ON = ("resume", "check_again", "change_email")


# --- filling it in ------------------------------------------------------------------------------------


def begin(case: ApplicantCase) -> Turn:
    """The form opens; from now on there is a draft, and a word some days later if it is left."""
    draft = _begun(case)
    question = Question(
        id=case.form_question,
        flow=FLOW,
        kind="application.unfinished",
        subject=case.subject.id,
        audience=case.person.id,
        program=case.subject.text,
        choices=GOES_ON,
        sticky=True,
    )
    return does(
        case.having(ApplicationState.DRAFT),
        replace(case.person, removed_at=None) if case.person.removed_at else None,
        question,
        draft,
        wakes(FLOW, "unfinished", case.subject.id, _in_days(case, UNFINISHED_AFTER)),
        _lets_go_later(case),
        forms.opened(case.form, question.id, draft),
    )


def _begun(case: ApplicantCase) -> Draft:
    """What is known already need not be asked; but something is always left to ask."""
    draft = case.draft
    if EMAIL not in draft.values and _known_address(case):
        draft = replace(draft, values={**draft.values, EMAIL: (case.person.email,)})
    if forms.complete(case.form, draft.values):
        first = case.form.fields[0].key
        draft = replace(draft, values={key: value for key, value in draft.values.items() if key != first})
    return draft


def _known_address(case: ApplicantCase) -> bool:
    """The address that the platform told is the member's: no need to ask for it."""
    asked = EMAIL in {field.key for field in case.form.fields}
    return (
        asked
        and case.subject.role in case.program.membership.required_of
        and case.on_roster(case.person.email)
    )


def _lets_go_later(case: ApplicantCase) -> Any:
    """A window's end lets its drafts go; a draft without one is let go in its own time."""
    if case.subject.cohort:
        return None
    return wakes(FLOW, "lapse", case.subject.id, _in_days(case, LAPSES_AFTER))


def resume(case: ApplicantCase) -> Turn:
    """Go on where the form was left; where nothing is left to fill in, look at the roster again."""
    if not case.in_time:
        return too_late(case)
    if forms.complete(case.form, case.draft.values):
        return _handed_in(case, case.draft)
    return does(forms.opened(case.form, case.form_question, case.draft))


def take_page(case: ApplicantCase) -> Turn:
    """A page of the form: kept; after the last, the roster is looked at."""
    assert isinstance(case.event, Submitted)
    if not case.in_time:
        return too_late(case)
    draft, shown = forms.step(case.form, case.form_question, case.draft, case.event.values)
    return does(draft, shown) if shown else _handed_in(case, draft)


def change_email(case: ApplicantCase) -> Turn:
    """Ask for the address again; everything else is kept."""
    values = {key: value for key, value in case.draft.values.items() if key != EMAIL}
    draft = replace(case.draft, values=values)
    return does(draft, forms.opened(case.form, case.form_question, draft))


def _handed_in(case: ApplicantCase, draft: Draft) -> Turn:
    email = (draft.values.get(EMAIL) or (case.person.email,))[0]
    return submitted(case, draft, email) if case.on_roster(email) else _unverified(case, draft)


def _unverified(case: ApplicantCase, draft: Draft) -> Turn:
    membership = case.program.membership
    choices = GOES_ON[1:] if EMAIL in draft.values else GOES_ON[1:2]
    listed = membership.by_role or not membership.join_url
    told = case.about.answer(
        case.person,
        "application.unverified.elsewhere" if listed else "application.unverified",
        **case.common,
        organiser=case.program.organiser.name,
        join_url=membership.join_url,
        join_note=Phrase(membership.join_note),
    )
    return does(
        case.having(ApplicationState.UNVERIFIED),
        draft,
        replace(told, question=case.form_question, choices=choices),
    )


def submitted(case: ApplicantCase, draft: Draft, email: str) -> Turn:
    """It is in: say so, and ask the coordinators."""
    application = replace(
        case.having(ApplicationState.SUBMITTED),
        answers={**draft.values, EMAIL: (email,)} if email else draft.values,
        submitted_on=case.today,
        decided_by=None,
    )
    received = case.about.answer(case.person, RECEIVED[case.enrolment], **case.common)
    return does(
        application,
        replace(case.person, email=email) if email else None,
        Erase(Draft, draft.id),
        _close_all(case, Say("application.received.outcome")),
        asks(received, FLOW, ("withdraw",), sticky=True),
        review(case, draft.values),
        _hears_by_its_day(case),
    )


def _hears_by_its_day(case: ApplicantCase) -> Any:
    """On the day by which they were promised an answer they have one, whether or not a coordinator decided."""
    if not case.subject.cohort or case.subject.role is not Role.MENTEE:
        return None
    day = stage_of(case.program, case.subject.cohort, "publish_by")
    return wakes(FLOW, "undecided", case.subject.id, wake_on(day, case.program.zone))


def begin_again(case: ApplicantCase) -> Turn:
    """A no is for this time: whoever may apply on any day may apply anew."""
    return tell_standing(case) if case.subject.cohort else begin(case)


# --- what becomes of it -------------------------------------------------------------------------------


def withdraw(case: ApplicantCase) -> Turn:
    """The applicant changed their mind."""
    said = Say("application.withdrawn.outcome")
    return does(
        case.having(ApplicationState.WITHDRAWN),
        _close_all(case, said),
        case.about.answer(case.person, "application.withdrawn", **case.common),
    )


def withdraw_accepted(case: ApplicantCase) -> Turn:
    """A mentee may; a mentor is on the list, which is left in another way."""
    if case.subject.role is Role.MENTOR:
        return does(Word(said=Say("application.withdrawn.listed")))
    return withdraw(case)


def remind(case: ApplicantCase) -> Turn:
    """A form left half done is brought to mind."""
    unverified = case.application and case.application.state is ApplicationState.UNVERIFIED
    key = "application.unfinished.unverified" if unverified else "application.unfinished"
    told = case.about.prompt(case.person, key, **case.common)
    choices = GOES_ON[1:2] if unverified else GOES_ON[:1]
    return does(case.application, replace(told, question=case.form_question, choices=choices))


def lapse(case: ApplicantCase) -> Turn:
    """The time for handing it in is over."""
    key = "application.unfinished.lapsed" if case.subject.cohort else "application.unfinished.let_go"
    return _let_go(case, case.about.prompt(case.person, key, **case.common))


def too_late(case: ApplicantCase) -> Turn:
    """The window closed while the form was open."""
    told = case.about.answer(case.person, "application.unfinished.lapsed", **case.common)
    return does(_let_go(case, told), Word(said=_gone(case)))


def _let_go(case: ApplicantCase, told: Wish) -> Turn:
    choices = ("remind_me",) if case.subject.cohort else (case.subject.role,)
    return does(
        case.having(ApplicationState.LAPSED),
        _close_all(case, _gone(case)),
        asks(told, FLOW, choices, subject=case.subject.program, sticky=True),
    )


def _gone(case: ApplicantCase) -> Say:
    outcomes = ("application.unfinished.outcome_lapsed", "application.unfinished.outcome_rolling")
    return Say(outcomes[0] if case.subject.cohort else outcomes[1], case.common)


def tell_standing(case: ApplicantCase) -> Turn:
    """It stands where it stands: nothing to do twice."""
    assert case.application is not None
    return does(Word(said=standing_line(case.application, case.program)))


def _close_all(case: ApplicantCase, said: Say) -> list[Question]:
    by = case.situation.actor
    return [closes(question, said, by.id if by else None) for question in case.open_questions]


def _in_days(case: ApplicantCase, days: int) -> Any:
    return days_later(case.now, days, case.program.zone)


# --- the table ----------------------------------------------------------------------------------------

_D, _U, _S, _A, _N, _W, _M, _X, _L = ApplicationState
TABLE: Table[ApplicantCase] = Table(
    FLOW,
    Application,
    ApplicationState,
    {
        **{(state, "start"): cell(begin, _D) for state in (NONE, _X, _L)},
        (_N, "start"): cell(begin_again, _D),
        **{(state, "start"): cell(tell_standing) for state in (_S, _A, _W, _M)},
        **{(state, "start"): cell(resume, _U, _S, _L) for state in (_D, _U)},
        **{(state, "resume"): cell(resume, _U, _S, _L) for state in (_D, _U)},
        **{(state, "submit"): cell(take_page, _U, _S, _L) for state in (_D, _U)},
        **{(state, "check_again"): cell(resume, _U, _S, _L) for state in (_D, _U)},
        **{(state, "change_email"): cell(change_email) for state in (_D, _U)},
        **{(state, "unfinished"): cell(remind, state) for state in (_D, _U)},
        **{(state, "lapse"): cell(lapse, _L) for state in (_D, _U)},
        **{(state, "accept"): cell(accept, _A, _W) for state in (_S, _W)},
        **{(state, "decline"): cell(decline, _N) for state in (_S, _W)},
        (_S, "undecided"): cell(undecided, _W),
        (_S, "carried"): cell(carried),
        **{(state, "withdraw"): cell(withdraw, _X) for state in (_D, _U, _S, _W)},
        (_A, "withdraw"): cell(withdraw_accepted, _X),
        **{(state, "withdraw"): cell(tell_standing) for state in (_N, _M, _X, _L)},
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """What comes before there is an application to speak of, then by the table."""
    if situation.actor and situation.actor.is_erased:
        return meet_anew(situation)
    subject = subject_meant(event, situation)
    if subject is None or trigger_of(event) in TRIGGERS:
        return sign_up(event, situation)
    case = applicant_case(event, situation, subject)
    trigger = START if trigger_of(event) in tuple(Role) else trigger_of(event)
    return TABLE.decide(case.application.state if case.application else NONE, trigger, case)


APPLICATION = Flow(FLOW, needs, decide)
