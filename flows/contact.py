"""First contact: one side makes it; a reminder to them, a question to the other, then a word to the coordinators."""

from dataclasses import replace

from flows.asking import closes, name_of, wakes
from flows.events import Event, Pressed
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Outcome, Say
from flows.model.pairs import Contact, ContactState
from flows.model.people import Person
from flows.pair_case import PairCase, pair_case, pair_needs
from flows.places import coordinators
from flows.situation import Need, Situation
from flows.turn import NOTHING, Turn, does

FLOW = "contact"


def _first(case: PairCase) -> Person:
    return case.mentee if case.program.first_contact.by == "mentee" else case.mentor


def _other(case: PairCase) -> Person:
    return case.mentor if case.program.first_contact.by == "mentee" else case.mentee


def _state(case: PairCase, state: ContactState) -> Contact:
    return replace(case.situation.one(Contact, case.pair.id), state=state)


def begin(case: PairCase) -> Turn:
    """The pair was introduced: look again some days after it starts."""
    due = case.in_days(max((case.pair.starts - case.now.date()).days, 0) + case.program.first_contact.ask_after)
    return does(Contact(id=case.pair.id), wakes(FLOW, "ask_first", case.pair.id, due))


def ask_first(case: PairCase) -> Turn:
    """Has the side that makes contact done so?"""
    return does(
        _state(case, ContactState.FIRST_ASKED),
        case.tells(_first(case), "contact.due", flow=FLOW, choices=("met", "not_yet")),
        wakes(FLOW, "ask_other", case.pair.id, case.in_days(case.program.first_contact.ask_other_after)),
    )


def ask_other(case: PairCase) -> Turn:
    """No word from the first side: ask the other one."""
    return does(
        _state(case, ContactState.OTHER_ASKED),
        case.tells(_other(case), "contact.overdue", flow=FLOW, choices=("met", "not_yet")),
        wakes(FLOW, "escalate", case.pair.id, case.in_days(case.program.first_contact.escalate_after)),
    )


def escalate(case: PairCase) -> Turn:
    """Neither side says that they are in touch: the coordinators should know."""
    return does(
        _state(case, ContactState.ESCALATED),
        case.about.post(
            coordinators(case.pair.program),
            case.program.zone,
            "contact.escalated",
            prompted=True,
            mentee=name_of(case.mentee.id),
            mentor=name_of(case.mentor.id),
        ),
    )


def not_yet(case: PairCase) -> Turn:
    """Noted; the next look comes on its day."""
    return does(_close(case, "contact.due.outcome_not_yet"), case.situation.one(Contact, case.pair.id))


def made(case: PairCase) -> Turn:
    """They are in touch: time to agree a plan."""
    return does(
        _state(case, ContactState.MADE),
        _close(case, "contact.due.outcome_met"),
        wakes("plan", "ask", case.pair.id, case.now),
    )


def _close(case: PairCase, key: str) -> Turn:
    question = case.situation.question
    if question is None:
        return NOTHING
    said = Say(key)
    return does(closes(question, said, case.actor.id), Outcome(question=question.id, said=said))


_W, _F, _O, _E, _M = ContactState
TABLE: Table[PairCase] = Table(
    "contact",
    Contact,
    ContactState,
    {
        (NONE, "begin"): cell(begin, _W),
        (_W, "ask_first"): cell(ask_first, _F),
        (_F, "ask_other"): cell(ask_other, _O),
        (_O, "escalate"): cell(escalate, _E),
        (_F, "not_yet"): cell(not_yet, _F),
        (_O, "not_yet"): cell(not_yet, _O),
        (_E, "not_yet"): cell(not_yet, _E),
        (_F, "met"): cell(made, _M),
        (_O, "met"): cell(made, _M),
        (_E, "met"): cell(made, _M),
        (_M, "met"): cell(lambda case: _close(case, "contact.due.outcome_met"), _M),
        (_M, "not_yet"): cell(lambda case: _close(case, "contact.due.outcome_not_yet"), _M),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, its people, and where its first contact stands."""
    return pair_needs(subject_of(event, known), Contact)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one."""
    case = pair_case(event, situation)
    if not case.running and not isinstance(event, Pressed):
        return NOTHING
    contact = situation.get(Contact, case.pair.id)
    return TABLE.decide(contact.state if contact else NONE, trigger_of(event), case)


CONTACT = Flow(FLOW, needs, decide)
