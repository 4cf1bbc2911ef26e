"""The satisfaction survey: each side is asked, reminded a few times, and what they say is kept from the partner."""

from dataclasses import replace
from typing import cast

from flows import forms
from flows.asking import asked_about, wakes
from flows.events import Event, Submitted
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Form, OpenForm, Say
from flows.model.pairs import Survey, SurveyState
from flows.model.people import Person
from flows.model.talk import Draft
from flows.pair.pair_case import PairCase, pair_case, pair_needs
from flows.situation import Find, Need, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "survey"


def _asked_person(case: PairCase) -> Person:
    id = case.subject.rpartition(":")[2]
    return case.mentee if case.mentee.id == id else case.mentor


def _alone(case: PairCase, side: Person) -> bool:
    """Whether the partner has left, and no name is left to call them by."""
    partner = case.mentor if side is case.mentee else case.mentee
    return partner.removed_at is not None


def _form(case: PairCase) -> Form:
    return forms.survey_form(case.program, case.pair.role(_asked_person(case).id))


def _record(case: PairCase) -> Survey:
    return case.situation.one(Survey, case.subject)


def ask(case: PairCase) -> Turn:
    """Ask how it was, and set the reminders."""
    person = _asked_person(case)
    if person.removed_at:
        return NOTHING
    rules = case.program.survey
    ended = "survey.asked.alone" if _alone(case, person) else "survey.asked.over"
    survey = Survey(
        id=case.subject,
        pair=case.pair.id,
        cohort=case.pair.cohort,
        person=person.id,
        role=case.pair.role(person.id),
    )
    return does(
        survey,
        case.tells(person, "survey.asked" if case.running else ended, flow=FLOW, choices=("open",)),
        [wakes(FLOW, "remind", case.subject, case.in_days(days), nth=days) for days in rules.remind_after],
        wakes(FLOW, "lapse", case.subject, case.in_days(rules.lapses_after)),
    )


def remind(case: PairCase) -> Turn:
    """Once more, kindly; not to those who are away, whom the first question still waits for."""
    person = _asked_person(case)
    if case.away(person):
        return NOTHING
    return does(
        replace(_record(case), state=SurveyState.REMINDED),
        case.tells(
            person,
            "survey.reminder.alone" if _alone(case, person) else "survey.reminder",
            flow=FLOW,
            choices=("open",),
        ),
    )


def lapse(case: PairCase) -> Turn:
    """Enough asked; what was begun and not sent is let go."""
    return does(
        replace(_record(case), state=SurveyState.LAPSED),
        Erase(Draft, _draft(case).id),
        case.settles(FLOW, Say("survey.asked.outcome_lapsed")),
    )


def open_form(case: PairCase) -> Turn:
    """Show the questions, with what was already filled in."""
    question = case.situation.question
    return does(forms.opened(_form(case), question.id, _draft(case))) if question else NOTHING


def answered(case: PairCase) -> Turn:
    """Keep a page; with the last one, thank the person and ask no more."""
    draft, opened = _page(case)
    if opened:
        return does(draft, opened)
    return does(
        Erase(Draft, draft.id),
        replace(_record(case), state=SurveyState.ANSWERED, answers=draft.values),
        case.answers(FLOW, Say("survey.asked.outcome_thanks")),
    )


def _page(case: PairCase) -> tuple[Draft, OpenForm | None]:
    event = cast(Submitted, case.event)
    return forms.step(_form(case), event.question, _draft(case), event.values)


def _drafts(subject: str) -> Find[Draft]:
    return find(Draft, person=subject.rpartition(":")[2])


def _draft(case: PairCase) -> Draft:
    kept = case.situation.find(_drafts(case.subject))
    return forms.draft_for(_form(case), _asked_person(case).id, case.subject, older=kept)


_A, _R, _D, _L = SurveyState
TABLE: Table[PairCase] = Table(
    FLOW,
    Survey,
    SurveyState,
    {
        (NONE, "ask"): cell(ask, _A),
        (_A, "remind"): cell(remind, _R),
        (_R, "remind"): cell(remind, _R),
        (_A, "lapse"): cell(lapse, _L),
        (_R, "lapse"): cell(lapse, _L),
        (_A, "open"): cell(open_form),
        (_R, "open"): cell(open_form),
        (_A, "submit"): cell(answered, _D),
        (_R, "submit"): cell(answered, _D),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, this side's survey, its draft and its open questions."""
    subject = subject_of(event, known)
    return (*pair_needs(subject, Survey), _drafts(subject), asked_about(subject))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, whether the pair still runs or not."""
    case = pair_case(event, situation)
    survey = situation.get(Survey, case.subject)
    return TABLE.decide(survey.state if survey else NONE, trigger_of(event), case)


SURVEY = Flow(FLOW, needs, decide)
