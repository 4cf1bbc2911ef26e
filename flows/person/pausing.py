"""Pausing: quiet until a day, and back; the partners know, so that nobody waits for an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from flows import forms
from flows.as_typed import day_typed
from flows.asking import CONCERN, About, asks, name_of, settled
from flows.commands import MENU, rest_of
from flows.events import Said, Submitted
from flows.messages import Field, Form, On, OpenForm, Say, Sort, Word
from flows.model.pairs import Pair
from flows.model.talk import Question, Wish
from flows.person.person_case import FLOW, PersonCase
from flows.turn import NOTHING, Turn, does

PAUSES = {"two_weeks": 14, "one_month": 30, "three_months": 91}
OTHER_DAY = "other_day"
LONGEST_PAUSE = 366
UNTIL = "until"
PAUSE_FORM = Form(
    key="pause",
    version="1",
    title=Say("person.pausing.title"),
    fields=(
        Field(key=UNTIL, sort=Sort.DATE, label=Say("person.pausing.label"), help=Say("person.pausing.help")),
    ),
)


def pause(case: PersonCase) -> Turn:
    """`pause until 2027-05-01` says when; else ask."""
    said = rest_of(case.event.text).removeprefix("until").strip() if isinstance(case.event, Said) else ""
    if said:
        until = _day(said)
        wrong = _unfit(case, until)
        return does(Word(said=wrong)) if wrong else _paused_until(case, until or case.today)
    told = case.about.answer(case.person, "person.pausing", **case.common)
    return does(asks(told, FLOW, (*PAUSES, OTHER_DAY)))


def _day(text: str) -> date | None:
    found = day_typed(text)
    try:
        return date(*found) if found else None
    except ValueError:
        return None


def _unfit(case: PersonCase, until: date | None) -> Say | None:
    if until is None:
        return Say("person.pausing.unclear")
    latest = case.today + timedelta(days=LONGEST_PAUSE)
    if not case.today < until <= latest:
        return Say("person.pausing.unfit", {"latest": On(latest)})
    return None


def other_day(case: PersonCase) -> Turn:
    """A form with one date."""
    question = case.situation.question
    assert question is not None
    return does(OpenForm(question=question.id, form=PAUSE_FORM))


def pause_day(case: PersonCase) -> Turn:
    """The date that was chosen."""
    assert isinstance(case.event, Submitted)
    question, sent = case.event.question, case.event.values
    clean, errors = forms.check(PAUSE_FORM.fields, sent)
    until = _day(clean[UNTIL][0]) if UNTIL in clean else None
    wrong = errors.get(UNTIL) or _unfit(case, until)
    if wrong or until is None:
        return does(OpenForm(question=question, form=PAUSE_FORM, filled=sent, errors={UNTIL: wrong or ""}))
    return _paused_until(case, until)


def pauses_for(days: int) -> Callable[[PersonCase], Turn]:
    """The step of a button that says for how long."""
    return lambda case: _paused_until(case, case.today + timedelta(days=days))


def _paused_until(case: PersonCase, until: date) -> Turn:
    """Quiet until then; the partners know, so that nobody waits for an answer."""
    told = case.about.answer(case.person, "person.paused", **case.common, until=On(until))
    return does(
        replace(case.person, paused_until=until),
        closed(case, Say("person.pausing.outcome", {"until": On(until)})),
        asks(told, MENU, ("resume",), sticky=True),
        [_tell_partner(case, pair, "partner.paused", until=On(until)) for pair in case.running],
    )


def resume(case: PersonCase) -> Turn:
    """Back: messages come again, and the partners know."""
    if not is_paused(case):
        return does(Word(said=Say("person.resumed.already")))
    return does(
        replace(case.person, paused_until=None, removed_at=None),
        case.about.answer(case.person, "person.resumed", **case.common),
        [_tell_partner(case, pair, "partner.resumed") for pair in case.running],
    )


def _tell_partner(case: PersonCase, pair: Pair, key: str, **values: On) -> tuple[Question, Wish]:
    about = About(event=case.event, program=pair.cohort, subject=pair.id)
    told = about.notice(case.partner(pair), key, **case.common, partner=name_of(case.person.id), **values)
    return asks(told, CONCERN, (CONCERN,), sticky=True)


def is_paused(case: PersonCase) -> bool:
    """Whether they asked to be left in peace, and still want to be."""
    return case.person.paused_until is not None and case.person.paused_until > case.today


def closed(case: PersonCase, said: Say) -> Turn:
    """The question that was pressed has its answer; a menu's stays."""
    question = case.situation.question
    if question is None or question.sticky:
        return NOTHING
    return settled(question, said, case.person.id)
