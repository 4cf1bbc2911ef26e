"""First contact: one side makes it; a reminder to them, a question to the other, then a word to the coordinators."""

from dataclasses import replace
from datetime import timedelta

from flows.asking import asked_about, name_of, wakes
from flows.calendar import today
from flows.events import Event, Woke
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Say, Word
from flows.model.pairs import Contact, ContactState
from flows.model.people import Account, Person
from flows.model.talk import Question, WakeUp, Wish
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.person.reach import across, reached_besides
from flows.situation import Need, Situation, find
from flows.turn import Turn, does

FLOW = "contact"
CHOICES = ("met", "not_yet")
IN_TOUCH = Say("contact.due.outcome_met")


def _moved(case: PairCase, state: ContactState) -> Contact:
    return replace(case.situation.one(Contact, case.pair.id), state=state)


def begin(case: PairCase) -> Turn:
    """The pair was introduced: look again some days after it starts."""
    starts = max(case.pair.starts, case.today)
    due = case.on(starts + timedelta(days=case.program.first_contact.ask_after))
    return does(Contact(id=case.pair.id), wakes(FLOW, "ask_first", case.pair.id, due))


def _waits(case: PairCase, trigger: str, days: int) -> WakeUp | None:
    """While one of them is away nobody can be in touch: the same days are given anew from their return."""
    returns = [until for side in case.sides if (until := side.away_until(today(case.now, side.zone)))]
    if not returns:
        return None
    return wakes(FLOW, trigger, case.pair.id, case.on(max(returns) + timedelta(days=days)))


def ask_first(case: PairCase) -> Turn:
    """Has the side that makes contact done so?"""
    if waits := _waits(case, "ask_first", case.program.first_contact.ask_after):
        return does(waits)
    return does(
        _moved(case, ContactState.FIRST_ASKED),
        _asks(case, case.first, "contact.due"),
        wakes(FLOW, "ask_other", case.pair.id, case.in_days(case.program.first_contact.ask_other_after)),
    )


def ask_other(case: PairCase) -> Turn:
    """No word from the first side: ask the other one."""
    if waits := _waits(case, "ask_other", case.program.first_contact.ask_other_after):
        return does(waits)
    return does(
        _moved(case, ContactState.OTHER_ASKED),
        _asks(case, case.other, "contact.overdue"),
        wakes(FLOW, "escalate", case.pair.id, case.in_days(case.program.first_contact.escalate_after)),
    )


def _asks(case: PairCase, to: Person, key: str) -> tuple[Question, Wish]:
    """Whether they are in touch; and how they could be, where it is not by chat."""
    partner = case.mentor if to is case.mentee else case.mentee
    theirs, mine = (case.situation.find(find(Account, person=each.id)) for each in (partner, to))
    way = across(partner, theirs, mine)
    besides = reached_besides(partner) if way else ""
    return case.tells(to, key, flow=FLOW, choices=CHOICES, way=way, besides=besides)


def escalate(case: PairCase) -> Turn:
    """Neither side says that they are in touch: the coordinators should know."""
    if waits := _waits(case, "escalate", case.program.first_contact.escalate_after):
        return does(waits)
    return does(_moved(case, ContactState.ESCALATED), case.to_desk("contact.escalated", prompted=True))


def not_yet(case: PairCase) -> Turn:
    """A word on what to do now. The question stays, for the day when they are in touch."""
    mine = case.actor.id == case.first.id
    advice = "contact.due.advice" if mine else "contact.overdue.advice"
    return does(Word(said=Say(advice, {"partner": name_of(case.partner.id)})))


def made(case: PairCase) -> Turn:
    """They are in touch: nobody is asked again, and it is time to agree a plan."""
    return does(
        _moved(case, ContactState.MADE),
        case.answers(FLOW, IN_TOUCH),
        wakes("plan", "ask", case.pair.id, case.now),
    )


def made_at_last(case: PairCase) -> Turn:
    """The same, and the coordinators need not look into it any more."""
    return does(made(case), case.to_desk("contact.resolved", prompted=False))


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
        (_W, "met"): cell(made, _M),
        (_F, "met"): cell(made, _M),
        (_O, "met"): cell(made, _M),
        (_E, "met"): cell(made_at_last, _M),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, its people, where its first contact stands, and what was asked about it."""
    subject = subject_of(event, known)
    first = (*pair_needs(subject, Contact), asked_about(subject))
    if not isinstance(event, Woke):
        return first
    sides = subject.split(":")[1:3]
    return (*first, *(find(Account, person=side) for side in sides))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one."""
    case = pair_case(event, situation)
    if not case.running:
        return over(event)
    contact = situation.get(Contact, case.pair.id)
    return TABLE.decide(contact.state if contact else NONE, trigger_of(event), case)


CONTACT = Flow(FLOW, needs, decide)
