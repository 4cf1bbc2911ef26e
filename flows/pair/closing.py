"""How a pair ends, on its day or early: both are told kindly, asked how it was, and may say thank you."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flows import forms
from flows.asking import asked_about, closes, name_of, wakes
from flows.events import Event, Submitted
from flows.fan_out import cohort_of, onwards, page_of
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import pair_of
from flows.late import too_late
from flows.machine import Table, cell
from flows.messages import Field, Form, Invitation, On, Ref, Say, Sort, Word
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState
from flows.model.pairs import (
    CheckIn,
    Concern,
    ConcernState,
    Farewell,
    FarewellState,
    Meeting,
    MeetingState,
    Pair,
    PairState,
)
from flows.model.people import Person
from flows.model.talk import Draft, Question, Urgency, WakeUp, Wish
from flows.pair.meeting_date import dates_of
from flows.pair.pair_case import PairCase, pair_case, pair_needs
from flows.situation import WHOLE, Find, Get, Need, Query, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "closing"
FAREWELL_BEFORE = 7
"""Days before the end on which both are reminded to end well."""
FOR_COHORTS = ("closing", "ends")
THANKING = Form(
    key="farewell",
    version="1",
    title=Say("farewell.form.title"),
    fields=(
        Field(key="text", sort=Sort.LONG, label=Say("farewell.form.text"), help=Say("farewell.form.help")),
    ),
)


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
        # a chunk that comes late does not open again what has closed
        replace(cohort, state=CohortState.CLOSING) if cohort.state is not CohortState.CLOSED else None,
        [
            wakes("survey", "ask", f"{pair.id}:{side}", event.now)
            for pair in pairs
            for side in (pair.mentee, pair.mentor)
        ],
        [wakes("extension", "offer", pair.id, event.now) for pair in pairs],
        [wakes(FLOW, "farewell", pair.id, event.now) for pair in pairs],
        onwards(FLOW, "closing", subject, pairs, event.now),
    )


# --- a pair that comes to its end ---------------------------------------------------------------------


def farewell(case: PairCase) -> Turn:
    """Some days before the end: time for a last conversation. A pair that goes on hears it before its later end."""
    day = case.pair.ends - timedelta(days=FAREWELL_BEFORE)
    if case.today < day:
        return does(wakes(FLOW, "farewell", case.pair.id, case.on(day)))
    if case.today > case.pair.ends:
        return NOTHING
    return does(
        [
            case.tells(side, "pair.closing", flow=FLOW, choices=("thank",), day=On(case.pair.ends))
            for side in case.sides
        ]
    )


def end(case: PairCase) -> Turn:
    """The last day has passed; a pair that goes on has a later one."""
    if case.today <= case.pair.ends:
        return does(wakes(FLOW, "end", case.pair.id, case.on(case.pair.ends + timedelta(days=1))))
    return does(
        replace(case.pair, state=PairState.CLOSED),
        _settled(case),
        [_goodbye(case, side) for side in case.sides],
        case.in_room("pair.closed.room"),
        _asks_how_it_was(case),
    )


def _goodbye(case: PairCase, side: Person) -> tuple[Question, Wish]:
    """Those who have said their thanks already are not asked for it again."""
    if case.situation.get(Farewell, _farewell_id(case, side)):
        return case.tells(side, "pair.closed.thanked")
    return case.tells(side, "pair.closed", flow=FLOW, choices=("thank",))


def end_early(case: PairCase) -> Turn:
    """A match that did not work, or a side that left: no fault is named, and the mentee waits for the next match."""
    application = case.situation.get(Application, case.pair.mentee_application)
    matched = application is not None and application.state is ApplicationState.MATCHED
    waits = matched and case.mentee.removed_at is None
    return does(
        replace(case.pair, state=PairState.ENDED, ends=case.today),
        replace(application, state=ApplicationState.WAITLISTED) if application and waits else None,
        wakes("waiting", "carry", case.pair.mentee_application, case.now) if waits else None,
        wakes("round", "spare", case.pair.cohort, case.now) if waits else None,
        _settled(case),
        [_parting(case, side) for side in case.sides],
        _asks_how_it_was(case),
    )


def _parting(case: PairCase, side: Person) -> tuple[Question, Wish]:
    """Words of thanks are offered where they can arrive and are sure to be welcome."""
    role = case.pair.role(side.id)
    partner = case.mentor if side is case.mentee else case.mentee
    off = _dates_off(case, side)
    if partner.removed_at:
        return case.tells(side, f"pair.closed.left_{role}", urgency=Urgency.NOTICE, dates=off)
    if _over_concern(case):
        return case.tells(side, f"pair.closed.apart_{role}", urgency=Urgency.NOTICE, dates=off)
    return case.tells(
        side,
        f"pair.closed.early_{role}",
        urgency=Urgency.NOTICE,
        flow=FLOW,
        choices=("thank",),
        dates=off,
    )


def _dates_off(case: PairCase, side: Person) -> tuple[Invitation, ...]:
    """What was agreed for later comes out of their calendars."""
    agreed = (MeetingState.AGREED, MeetingState.MOVED)
    ahead = [
        replace(meeting, state=MeetingState.CANCELLED)
        for query in _meetings(case.pair.id)
        for meeting in case.situation.find(query)
        if meeting.state in agreed and meeting.at > case.now
    ]
    return tuple(date for meeting in ahead for date in dates_of(case, side, meeting))


def _over_concern(case: PairCase) -> bool:
    """Whether the match was ended over a concern: then neither writes to the other through Shelfmate."""
    raised = case.situation.find(_concerns(case.pair.id))
    return any(concern.state is ConcernState.ENDED for concern in raised)


def _concerns(pair: str) -> Find[Concern]:
    return find(Concern, pair=pair)


def _asks_how_it_was(case: PairCase) -> tuple[WakeUp, ...]:
    """Those who were asked before, in the closing weeks, are not asked again: the survey sees to that."""
    return tuple(wakes("survey", "ask", f"{case.pair.id}:{side.id}", case.in_days(2)) for side in case.sides)


OUTLIVES = ("survey", FLOW)
"""Whose questions stay after the end: how it was, and words of thanks that somebody may be writing this moment."""


def _settled(case: PairCase) -> tuple[Question, ...]:
    """All else that was open about the pair, its check-ins and its meetings asks for nothing any more."""
    asked = [
        question for query in _open(case.situation, case.pair.id) for question in case.situation.find(query)
    ]
    stay = ("survey",) if _over_concern(case) else OUTLIVES
    return tuple(
        closes(question, Say("pair.closed.outcome"))
        for question in asked
        if not question.sticky and question.flow not in stay
    )


# --- words of thanks ----------------------------------------------------------------------------------


def thank(case: PairCase) -> Turn:
    """Give the person a page for their words, with what they had begun to write."""
    question = case.situation.question
    if question is None:
        return NOTHING
    if case.partner.removed_at:
        return does(Word(said=Say("farewell.unreachable")))
    if _over_concern(case):
        return does(Word(said=Say("farewell.not_passed_on", {"contact": case.program.organiser.contact})))
    return does(forms.opened(THANKING, question.id, _draft(case)))


def thanked(case: PairCase) -> Turn:
    """Pass the words on to the partner, as they were typed."""
    if not isinstance(case.event, Submitted):
        return NOTHING
    if case.partner.removed_at or _over_concern(case):
        return too_late(case)
    draft, opened = forms.step(THANKING, case.event.question, _draft(case), case.event.values)
    if opened:
        return does(draft, opened)
    said = Farewell(
        id=_farewell_id(case, case.actor),
        pair=case.pair.id,
        person=case.actor.id,
        state=FarewellState.SAID,
        text=draft.values["text"][0],
    )
    words = Ref("Farewell", said.id, "text")
    return does(
        Erase(Draft, draft.id),
        said,
        case.tells(
            case.partner, "farewell.said", urgency=Urgency.NOTICE, words=words, who=name_of(case.actor.id)
        ),
        case.noted(Say("farewell.outcome")),
        [closes(question, Say("farewell.outcome"), case.actor.id) for question in _mine(case)],
    )


def _mine(case: PairCase) -> list[Question]:
    """Words of thanks are asked for before the end and after it: once is enough."""
    asked = case.situation.find(asked_about(case.pair.id))
    return [question for question in asked if question.flow == FLOW and question.audience == case.actor.id]


def _farewell_id(case: PairCase, side: Person) -> str:
    return f"{case.pair.id}:{side.id}"


def _draft_id(actor: Person, pair: str) -> str:
    return forms.draft_id(THANKING, actor.id, pair)


def _draft(case: PairCase) -> Draft:
    kept = case.situation.get(Draft, _draft_id(case.actor, case.pair.id))
    return kept or forms.draft_for(THANKING, case.actor.id, case.pair.id)


_A, _E, _C = PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED
TABLE: Table[PairCase] = Table(
    FLOW,
    Pair,
    PairState,
    {
        (_A, "farewell"): cell(farewell),
        (_A, "end"): cell(end, _C),
        (_A, "end_early"): cell(end_early, _E),
        **{(state, "thank"): cell(thank) for state in (_A, _E, _C)},
        **{(state, "submit"): cell(thanked) for state in (_A, _E, _C)},
    },
)


def needs(event: Event, known: Situation) -> Need:
    """A page of the cohort's pairs; or one pair, and for its end the mentee's application and all that is open."""
    subject = subject_of(event, known)
    trigger = trigger_of(event)
    if trigger in FOR_COHORTS:
        return (Get(Cohort, cohort_of(subject)), _running(subject))
    if known.actor:
        pair = pair_of(subject)
        return (
            *pair_needs(subject),
            asked_about(pair),
            _concerns(pair),
            Get(Draft, _draft_id(known.actor, pair)),
        )
    return (
        pair_needs(subject)
        if trigger == "farewell"
        else (*pair_needs(subject), *_for_its_end(subject, known))
    )


def _for_its_end(subject: str, known: Situation) -> Iterator[Query]:
    pair = known.peek(Pair, subject)
    apart: Need = (_check_ins(subject), _concerns(subject), *_meetings(subject))
    yield from apart
    if pair:
        yield Get(Application, pair.mentee_application)
        yield from (Get(Farewell, f"{pair.id}:{side}") for side in (pair.mentee, pair.mentor))
    if all(known.knows(query) for query in apart):
        yield from _open(known, subject)


def _check_ins(pair: str) -> Find[CheckIn]:
    return find(CheckIn, pair=pair, limit=WHOLE)


def _meetings(pair: str) -> tuple[Find[Meeting], ...]:
    return tuple(find(Meeting, pair=pair, state=state) for state in MeetingState)


def _open(known: Situation, pair: str) -> tuple[Find[Question], ...]:
    """What is asked about the pair, and about each of its check-ins and meetings."""
    check_ins = [check_in.id for check_in in known.find(_check_ins(pair))]
    meetings = [meeting.id for query in _meetings(pair) for meeting in known.find(query)]
    return tuple(asked_about(subject) for subject in (pair, *check_ins, *meetings))


def decide(event: Event, situation: Situation) -> Turn:
    """The cohort's part by itself, a pair's by the table."""
    if trigger_of(event) in FOR_COHORTS:
        return _whole_cohort(event, situation)
    case = pair_case(event, situation)
    return TABLE.decide(case.pair.state, trigger_of(event), case)


CLOSING = Flow(FLOW, needs, decide)
