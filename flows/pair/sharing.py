"""Sharing how to be reached: each of a pair tells the other of their own accord, or is asked to."""

from collections.abc import Callable
from dataclasses import replace

from flows import forms
from flows.asking import asked_about, closes, name_of
from flows.events import Event, Submitted
from flows.flow import Flow, subject_of, trigger_of
from flows.messages import Form, OpenForm, Say, Word
from flows.model.talk import Urgency
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.person.reach import ASK, FIELD, REACH, SHARE, SHARING, passed_on
from flows.situation import Need, Situation
from flows.turn import Turn, does

ASKS = "partner.asks_reach"
FORM = Form(key="reach", version="1", title=Say("partner.reach.title"), fields=(FIELD,))


def share(case: PairCase) -> Turn:
    """A form with one line, as it stands."""
    question = case.situation.question
    assert question is not None
    filled = {REACH: (case.actor.reach,)} if case.actor.reach else {}
    return does(OpenForm(question=question.id, form=FORM, filled=filled))


def shared(case: PairCase) -> Turn:
    """It is kept, and the partner has it; or it is taken back, where nothing was left."""
    assert isinstance(case.event, Submitted)
    clean, errors = forms.check(FORM.fields, case.event.values)
    if errors:
        return does(
            OpenForm(question=case.event.question, form=FORM, filled=case.event.values, errors=errors)
        )
    person = replace(case.actor, reach="".join(clean.get(REACH, ())))
    if not person.reach:
        return does(person, Word(said=_says(case, "partner.reach.taken_back")))
    return does(
        person,
        passed_on(case.event, case.pair, case.program, person, case.partner),
        _answered(case),
        Word(said=_says(case, "partner.reach.sent")),
    )


def _answered(case: PairCase) -> Turn:
    """Nobody need ask any more."""
    asked = case.situation.find(asked_about(case.subject))
    mine = [one for one in asked if one.kind == ASKS and one.audience == case.actor.id]
    said = _says(case, "partner.reach.sent")
    return does([closes(question, said, case.actor.id) for question in mine])


def ask(case: PairCase) -> Turn:
    """The partner hears that they are asked, once."""
    asked = case.situation.find(asked_about(case.subject))
    if any(one.kind == ASKS and one.audience == case.partner.id for one in asked):
        return does(Word(said=_says(case, "partner.asks_reach.already")))
    return does(
        case.tells(case.partner, ASKS, urgency=Urgency.NOTICE, flow=SHARING, choices=(SHARE,)),
        Word(said=_says(case, "partner.asks_reach.sent")),
    )


def _says(case: PairCase, key: str) -> Say:
    """A sentence that names the partner."""
    return Say(key, {"partner": name_of(case.partner.id)})


STEPS: dict[str, Callable[[PairCase], Turn]] = {SHARE: share, "submit": shared, ASK: ask}
"""What is pressed. Whoever has shared can share anew: it has no states."""


def needs(event: Event, known: Situation) -> Need:
    """The pair, and what is asked about it."""
    subject = subject_of(event, known)
    return (*pair_needs(subject), asked_about(subject))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while they are a pair."""
    case = pair_case(event, situation)
    return STEPS[trigger_of(event)](case) if case.running else over(event)


SHARING_FLOW = Flow(SHARING, needs, decide)
