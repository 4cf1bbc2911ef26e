"""A person and Shelfmate: being met, what one can do, where one stands, pausing, taking one's data away."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from flows import forms
from flows.applying.standing import next_word, withdrawable
from flows.asking import CONCERN, About, asks, name_of, settled
from flows.commands import MENU, rest_of
from flows.events import Event, Joined, Said, Submitted, Woke
from flows.flow import Flow, trigger_of
from flows.ids import PersonId, derived
from flows.messages import Field, Form, On, OpenForm, Say, Sort, Word
from flows.model.addresses import Address
from flows.model.cohorts import ApplicationState, AvailabilityState, Role
from flows.model.pairs import Pair
from flows.model.people import Account, Person
from flows.model.talk import Question, Wish
from flows.person.erasure import erased
from flows.person.own_data import data_facts, standing_facts
from flows.person.person_case import PersonCase, data_needs, erasure_needs, person_case, standing_needs
from flows.person.settings import KIND as SETTINGS
from flows.person.settings import settings, settings_sent
from flows.places import dm
from flows.situation import Find, Get, Need, ProgramOf, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "people"
RESERVED = frozenset(":|")
"""Characters that part the ids of applications and pairs, and so cannot stand in a person's."""
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


# --- being met ----------------------------------------------------------------------------------------


def joined(event: Joined, situation: Situation) -> Turn:
    """An account was met for the first time: of a person known already, or of a new one."""
    assert event.account is not None
    if situation.get(Account, event.account):
        return NOTHING  # they left and came back: who they are is known, and stays as it is
    id = _met(event)
    program = situation.program(event.program) if event.program else None
    fresh = Person(
        id=id,
        name=event.name,
        email=event.email.strip(),
        zone=event.zone or (program.zone if program else "UTC"),
        language=_spoken(event.language, program.languages if program else ("en",)),
        program=event.program or "",
    )
    known = situation.get(Person, id)
    person = fresh if known is None or known.is_erased else known
    return does(person, Account(id=event.account, person=id))


def _met(event: Joined) -> PersonId:
    """The id that a people file gives them, where it can be part of other ids; else a new one."""
    if event.person and not set(event.person) & RESERVED:
        return event.person
    return PersonId(derived("person", event.person or event.id))


def _spoken(language: str, languages: tuple[str, ...]) -> str:
    """The person's language where the program speaks it, else the program's first."""
    short = language.replace("_", "-").partition("-")[0].lower()
    return short if short in languages else languages[0]


# --- what one can do, where one stands ----------------------------------------------------------------


def help_(case: PersonCase) -> Turn:
    """What Shelfmate does, who sees what, whom to write to."""
    return does(_menu(case, "person.help"))


def menu(case: PersonCase) -> Turn:
    """What this person can do now."""
    return does(_menu(case, "person.menu"))


def me(case: PersonCase) -> Turn:
    """Where this person stands."""
    facts = standing_facts(case)
    key = "person.standing" if facts.rows else "person.standing.nothing"
    return does(_menu(case, key, **({"facts": facts} if facts.rows else {})))


def my_data(case: PersonCase) -> Turn:
    """Everything that is held about this person."""
    told = case.about.answer(case.person, "person.data", **case.common, facts=data_facts(case))
    return does(asks(told, MENU, ("erase_me",), sticky=True))


def _menu(case: PersonCase, key: str, **values: object) -> tuple[Question, Wish]:
    told = case.about.answer(case.person, key, **case.common, **values)  # type: ignore[arg-type]
    return asks(told, MENU, tuple(possible(case)), sticky=True)


def possible(case: PersonCase) -> Iterator[str]:
    """The commands that mean something to this person now."""
    yield "signup"
    yield "me"
    listed = (ApplicationState.ACCEPTED, ApplicationState.SUBMITTED)
    if any(one.role is Role.MENTOR and one.state in listed for one in case.applications):
        yield "remove_me"
    newest = withdrawable(case.applications)
    if newest and newest.role is Role.MENTEE and newest.state in (*listed, ApplicationState.WAITLISTED):
        yield "withdraw"
    if word := next_word(case.situation, case.person.id, case.program.id):
        yield "unavailable" if word.state is AvailabilityState.CONFIRMED else "available"
    if case.running:
        yield "not_right"
    yield "resume" if _paused(case) else "pause"
    yield "settings"
    yield "help"


def _paused(case: PersonCase) -> bool:
    return case.person.paused_until is not None and case.person.paused_until > case.today


def not_right(case: PersonCase) -> Turn:
    """The private way to the coordinators, for each pair that they are in."""
    if not case.running:
        return does(Word(said=Say("person.concern.nobody", {"contact": case.program.organiser.contact})))
    return does([_way_to_coordinators(case, pair) for pair in case.running])


def _way_to_coordinators(case: PersonCase, pair: Pair) -> tuple[Question, Wish]:
    about = About(event=case.event, program=pair.cohort, subject=pair.id)
    partner = name_of(pair.partner(case.person.id))
    told = about.answer(case.person, "person.concern", **case.common, partner=partner)
    return asks(told, CONCERN, (CONCERN,), sticky=True)


# --- pausing ------------------------------------------------------------------------------------------


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
    try:
        return date.fromisoformat(text)
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


def sent(case: PersonCase) -> Turn:
    """The page of a form: which of them, its question tells."""
    question = case.situation.question
    return settings_sent(case) if question and question.kind == SETTINGS else pause_day(case)


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


def _pauses_for(days: int) -> "Step":
    return lambda case: _paused_until(case, case.today + timedelta(days=days))


def _paused_until(case: PersonCase, until: date) -> Turn:
    """Quiet until then; the partners know, so that nobody waits for an answer."""
    told = case.about.answer(case.person, "person.paused", **case.common, until=On(until))
    return does(
        replace(case.person, paused_until=until),
        _closed(case, Say("person.pausing.outcome", {"until": On(until)})),
        asks(told, MENU, ("resume",), sticky=True),
        [_tell_partner(case, pair, "partner.paused", until=On(until)) for pair in case.running],
    )


def resume(case: PersonCase) -> Turn:
    """Back: messages come again, and the partners know."""
    if not _paused(case):
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


# --- being forgotten ----------------------------------------------------------------------------------


def erase_me(case: PersonCase) -> Turn:
    """What would happen, and whether they mean it."""
    told = case.about.answer(case.person, "person.erasing", **case.common)
    return does(asks(told, FLOW, ("erase", "keep")))


def keep(case: PersonCase) -> Turn:
    """Nothing changes."""
    return _closed(case, Say("person.erasing.outcome_keep"))


def _closed(case: PersonCase, said: Say) -> Turn:
    question = case.situation.question
    if question is None or question.sticky:
        return NOTHING
    return settled(question, said, case.person.id)


def forget(event: Woke, situation: Situation) -> Turn:
    """The day after: what ties the platform's account and conversation to what is left; unless they are here anew."""
    person = situation.get(Person, event.subject)
    if person is None or not person.is_erased:
        return NOTHING
    return does(
        [Erase(Account, account.id) for account in situation.find(_accounts(event.subject))],
        [Erase(Address, address.id) for address in situation.find(_addresses(event.subject))],
    )


# --- which of them ------------------------------------------------------------------------------------

Step = Callable[[PersonCase], Turn]
STEPS: dict[str, Step] = {
    "help": help_,
    "menu": menu,
    "me": me,
    "not_right": not_right,
    "my_data": my_data,
    "pause": pause,
    **{choice: _pauses_for(days) for choice, days in PAUSES.items()},
    OTHER_DAY: other_day,
    "submit": sent,
    "settings": settings,
    "resume": resume,
    "erase_me": erase_me,
    "erase": erased,
    "keep": keep,
}
"""What is said or pressed. A person has no states but being there, so this is a plain table of commands."""


def needs(event: Event, known: Situation) -> Need:
    """The person's standing; all that is held about them only where it is asked for or erased."""
    if isinstance(event, Joined):
        home = (ProgramOf(event.program),) if event.program else ()
        return (Get(Account, event.account or ""), Get(Person, _met(event)), *home)
    if isinstance(event, Woke):
        return Get(Person, event.subject), _accounts(event.subject), _addresses(event.subject)
    more = {"my_data": data_needs, "erase": erasure_needs}
    return more.get(trigger_of(event), standing_needs)(event, known)


def _accounts(person: str) -> Find[Account]:
    return find(Account, person=person)


def _addresses(person: str) -> Find[Address]:
    """Where their direct messages are, on each platform."""
    return find(Address, place=dm(PersonId(person)))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table of commands."""
    if isinstance(event, Joined):
        return joined(event, situation)
    if isinstance(event, Woke):
        return forget(event, situation)
    return STEPS[trigger_of(event)](person_case(event, situation))


PEOPLE = Flow(FLOW, needs, decide)
