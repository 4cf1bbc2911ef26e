"""How a pair ends, on its day or early: both are told kindly, asked how it was, and may say thank you."""

from dataclasses import replace
from datetime import timedelta

from flows import forms
from flows.asking import name_of, wakes
from flows.calendar import wake_on
from flows.events import Event, Submitted
from flows.fan_out import cohort_of, onwards, page_of
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import Table, cell
from flows.messages import Field, Form, OpenForm, Ref, Say, Sort, Word
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState
from flows.model.pairs import Farewell, FarewellState, Pair, PairState
from flows.model.talk import Draft, Urgency
from flows.pair_case import PairCase, asked_about, pair_case, pair_needs, pair_of
from flows.situation import Find, Get, Need, Situation
from flows.turn import NOTHING, Turn, does

FLOW = "closing"
THANKING = Form(
    key="farewell",
    version="1",
    title=Say("farewell.form.title"),
    fields=(
        Field(key="text", sort=Sort.LONG, label=Say("farewell.form.text"), help=Say("farewell.form.help")),
    ),
)
FOR_COHORTS = ("closing", "ends")


# --- the cohort ---------------------------------------------------------------------------------------


def _running(subject: str) -> Find[Pair]:
    return page_of(Pair, subject, cohort=cohort_of(subject), state=PairState.ANNOUNCED)


def _whole_cohort(event: Event, situation: Situation) -> Turn:
    subject = subject_of(event, situation)
    cohort = situation.one(Cohort, cohort_of(subject))
    if trigger_of(event) == "ends":
        return does(replace(cohort, state=CohortState.CLOSED))
    pairs = situation.find(_running(subject))
    return does(
        replace(cohort, state=CohortState.CLOSING),
        [
            wakes("survey", "ask", f"{pair.id}:{side}", event.now)
            for pair in pairs
            for side in (pair.mentee, pair.mentor)
        ],
        [wakes("extension", "offer", pair.id, event.now) for pair in pairs],
        onwards(FLOW, "closing", subject, pairs, event.now),
    )


# --- the pair -----------------------------------------------------------------------------------------


def end(case: PairCase) -> Turn:
    """The last day has passed; a pair that goes on has a later one."""
    if case.today <= case.pair.ends:
        return does(
            case.pair,
            wakes(FLOW, "end", case.pair.id, wake_on(case.pair.ends + timedelta(days=1), case.program.zone)),
        )
    return does(
        replace(case.pair, state=PairState.CLOSED),
        case.settles_all(Say("pair.closed.outcome")),
        [case.tells(side, "pair.closed", flow=FLOW, choices=("thank",)) for side in case.sides],
    )


def end_early(case: PairCase) -> Turn:
    """A match that did not work, or a side that left: no fault is named, and the mentee waits for the next match."""
    application = case.situation.get(Application, case.pair.mentee_application)
    waits = application is not None and application.state is ApplicationState.MATCHED
    return does(
        replace(case.pair, state=PairState.ENDED, ends=case.today),
        replace(application, state=ApplicationState.WAITLISTED) if application and waits else None,
        wakes("waiting", "carry", case.pair.mentee_application, case.now) if waits else None,
        case.settles_all(Say("pair.closed.outcome")),
        case.tells(
            case.mentee, "pair.closed.early_mentee", urgency=Urgency.NOTICE, flow=FLOW, choices=("thank",)
        ),
        case.tells(
            case.mentor, "pair.closed.early_mentor", urgency=Urgency.NOTICE, flow=FLOW, choices=("thank",)
        ),
        [wakes("survey", "ask", f"{case.pair.id}:{side.id}", case.in_days(2)) for side in case.sides],
    )


def thank(case: PairCase) -> Turn:
    """Give the person a page for their words."""
    question = case.situation.question
    return does(OpenForm(question=question.id, form=THANKING)) if question else NOTHING


def thanked(case: PairCase) -> Turn:
    """Pass the words on to the partner, as they were typed."""
    if not isinstance(case.event, Submitted):
        return NOTHING
    kept = case.situation.get(Draft, _draft_id(case))
    draft = forms.draft_for(THANKING, case.actor.id, case.pair.id, older=[kept] if kept else [])
    draft, opened = forms.step(THANKING, case.event.question, draft, case.event.values)
    if opened:
        return does(draft, opened)
    farewell = Farewell(
        id=f"{case.pair.id}:{case.actor.id}",
        pair=case.pair.id,
        person=case.actor.id,
        state=FarewellState.SAID,
        text=draft.values["text"][0],
    )
    words = Ref("Farewell", farewell.id, "text")
    return does(
        draft,
        farewell,
        case.tells(
            case.partner, "farewell.said", urgency=Urgency.NOTICE, words=words, who=name_of(case.actor.id)
        ),
        case.noted(Say("farewell.outcome")),
    )


def refused(case: PairCase) -> Turn:
    """It was settled before."""
    return does(Word(said=Say("refused.closed"))) if case.situation.question else NOTHING


def _draft_id(case: PairCase) -> str:
    return forms.draft_id(THANKING, case.actor.id, case.pair.id)


_A, _E, _C = PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED
TABLE: Table[PairCase] = Table(
    FLOW,
    Pair,
    PairState,
    {
        (_A, "end"): cell(end, _A, _C),
        (_A, "end_early"): cell(end_early, _E),
        **{(state, "thank"): cell(thank) for state in (_E, _C)},
        **{(state, "submit"): cell(thanked) for state in (_E, _C)},
    },
    refused,
)


def needs(event: Event, known: Situation) -> Need:
    """A page of the cohort's pairs, or one pair with the mentee's application and all that is open."""
    subject = subject_of(event, known)
    if trigger_of(event) in FOR_COHORTS:
        return (Get(Cohort, cohort_of(subject)), _running(subject))
    pair = known.peek(Pair, pair_of(subject))
    more = (Get(Application, pair.mentee_application),) if pair else ()
    drafts = (Get(Draft, forms.draft_id(THANKING, known.actor.id, pair_of(subject))),) if known.actor else ()
    return (*pair_needs(subject), asked_about(subject), *more, *drafts)


def decide(event: Event, situation: Situation) -> Turn:
    """The cohort's part by itself, a pair's by the table."""
    if trigger_of(event) in FOR_COHORTS:
        return _whole_cohort(event, situation)
    case = pair_case(event, situation)
    return TABLE.decide(case.pair.state, trigger_of(event), case)


CLOSING = Flow(FLOW, needs, decide)
