"""Which flow owns an event, who may act, and what a press on a closed question shows."""

from dataclasses import dataclass, replace

from flows.applying.application import APPLICATION
from flows.applying.listing import LISTING
from flows.asking import ANYONE, CONCERN, COORDINATORS
from flows.cohort.calling import CALLING
from flows.cohort.report import REPORT
from flows.cohort.round import ROUND
from flows.cohort.waiting import WAITING
from flows.commands import MENU, hears, understood
from flows.events import Event, Joined, Pressed, Said, Submitted, Woke
from flows.flow import Flow, program_of
from flows.late import refuses
from flows.linking.linking import LINKING
from flows.messages import OpenForm, Say, Word
from flows.model.talk import Question, QuestionState
from flows.pair.checkin import CHECKIN
from flows.pair.closing import CLOSING
from flows.pair.concern import CONCERN_FLOW
from flows.pair.contact import CONTACT
from flows.pair.extension import EXTENSION
from flows.pair.introduction import INTRODUCTION
from flows.pair.meeting import MEETING
from flows.pair.plan import PLAN
from flows.pair.sharing import SHARING_FLOW
from flows.pair.survey import SURVEY
from flows.person.desk import DESK
from flows.person.guessing import with_question
from flows.person.people import PEOPLE
from flows.session.seat import SEAT
from flows.session.session import SESSION
from flows.situation import Need, ProgramOf, Situation
from flows.turn import Turn, does

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        APPLICATION,
        CALLING,
        LISTING,
        PEOPLE,
        LINKING,
        DESK,
        CHECKIN,
        CLOSING,
        CONCERN_FLOW,
        CONTACT,
        WAITING,
        ROUND,
        PLAN,
        MEETING,
        INTRODUCTION,
        EXTENSION,
        REPORT,
        SHARING_FLOW,
        SURVEY,
        SESSION,
        SEAT,
    )
}


@dataclass(frozen=True, slots=True)
class Route:
    """The flow that an event goes to, or the turn that refuses it."""

    flow: Flow | None
    refusal: Turn | None = None


def route(event: Event, known: Situation) -> Route:
    """Find the owner of an event, given the actor and the question."""
    match event:
        case Woke():
            return Route(FLOWS[event.flow])
        case Joined():
            return Route(FLOWS["people"])
        case Said():
            return Route(FLOWS[understood(event.text)[0]], _stranger(known) or _nowhere(event, known))
        case Pressed() | Submitted():
            return _answered(event, known)


def _answered(event: Pressed | Submitted, known: Situation) -> Route:
    question = known.question
    refusal = _stranger(known) or _refuses(event, known, question)
    if question is None:
        return Route(None, refusal)
    if isinstance(event, Pressed) and event.choice == CONCERN:
        return Route(FLOWS[CONCERN], _stranger(known) or _not_theirs(known, question))
    if isinstance(event, Pressed) and question.flow == MENU:
        return Route(FLOWS[hears(event.choice)] if refusal is None else None, refusal)
    return Route(FLOWS[question.flow], refusal)


def _stranger(known: Situation) -> Turn | None:
    if known.account is not None and known.actor is None:
        return does(Word(said=Say("refused.stranger")))
    return None


def _nowhere(event: Event, known: Situation) -> Turn | None:
    if program_of(event, known):
        return None
    return does(Word(said=Say("refused.no_program")))


def _refuses(event: Pressed | Submitted, known: Situation, question: Question | None) -> Turn | None:
    if question is None:
        return does(Word(said=Say("refused.unknown_question")))
    if question.state is QuestionState.CLOSED:
        return refuses(event, known, question)
    if isinstance(event, Pressed) and event.choice not in question.choices:
        return does(Word(said=Say("refused.unknown_choice")))
    return _not_theirs(known, question)


def _not_theirs(known: Situation, question: Question) -> Turn | None:
    actor = known.actor.id if known.actor else None
    if question.audience.startswith(COORDINATORS):
        allowed = known.coordinates
    else:
        allowed = question.audience in (ANYONE, actor)
    return None if allowed else does(Word(said=Say("refused.not_yours")))


def needs(event: Event, known: Situation) -> Need:
    """What the owner needs; nothing for an event that is refused."""
    routed = route(event, known)
    if routed.flow is None or routed.refusal is not None:
        return ()
    return (*routed.flow.needs(event, known), *_signature(event, known))


def _signature(event: Event, known: Situation) -> Need:
    program = "" if isinstance(event, Woke) else program_of(event, known)
    return (ProgramOf(program),) if program else ()


def decide(event: Event, situation: Situation) -> Turn:
    """The owner's decision, or the refusal."""
    routed = route(event, situation)
    if routed.refusal is not None:
        return routed.refusal
    assert routed.flow is not None
    return with_question(_signed(routed.flow.decide(event, situation), event, situation), event, situation)


def _signed(turn: Turn, event: Event, situation: Situation) -> Turn:
    """Every form says whom to write to."""
    if not isinstance(turn.answer, OpenForm):
        return turn
    contact = situation.program(program_of(event, situation)).organiser.contact
    note = Say("form.note", {"contact": contact})
    return replace(turn, answer=replace(turn.answer, form=replace(turn.answer.form, note=note)))
