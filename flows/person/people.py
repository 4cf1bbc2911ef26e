"""A person and Shelfmate: being met, what one can do, where one stands, pausing, taking one's data away."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flows.applying.standing import next_word, withdrawable
from flows.asking import CONCERN, About, asks, name_of
from flows.commands import MENU
from flows.events import Event, Joined, Woke
from flows.flow import Flow, trigger_of
from flows.ids import AccountId, PersonId, derived
from flows.messages import Say, Word
from flows.model.addresses import Address, Workspace
from flows.model.cohorts import ApplicationState, AvailabilityState, Role
from flows.model.pairs import Pair
from flows.model.people import Account, Link, Person
from flows.model.talk import Question, Wish
from flows.person.erasure import erased
from flows.person.guessing import guessed_zone
from flows.person.own_data import data_facts, standing_facts
from flows.person.pausing import (
    OTHER_DAY,
    PAUSES,
    closed,
    is_paused,
    other_day,
    pause,
    pause_day,
    pauses_for,
    resume,
)
from flows.person.person_case import FLOW, PersonCase, data_needs, erasure_needs, person_case, standing_needs
from flows.person.settings import KIND as SETTINGS
from flows.person.settings import settings, settings_needs, settings_sent
from flows.places import dm
from flows.situation import Find, Get, Need, ProgramOf, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

NOBODY = AccountId("")
RESERVED = frozenset(":|")
"""Characters that part the ids of applications and pairs, and so cannot stand in a person's."""


# --- being met ----------------------------------------------------------------------------------------


def joined(event: Joined, situation: Situation) -> Turn:
    """An account was met for the first time: of a person known already, or of a new one."""
    assert event.account is not None
    if situation.get(Account, event.account):
        return NOTHING  # they left and came back: who they are is known, and stays as it is
    id = _met(event)
    program = situation.program(event.program) if event.program else None
    home = program.zone if program else "UTC"
    guessed = not event.zone and not event.tells_zone
    fresh = Person(
        id=id,
        name=event.name,
        email=event.email.strip(),
        zone=event.zone or (guessed_zone(event.language, home) if guessed else home),
        zone_asked=False if guessed else None,
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


def hello(case: PersonCase) -> Turn:
    """Whoever greets is greeted, and learns to whom they speak."""
    if case.person.is_erased:
        return does(_menu(case, "person.menu.hello_again"))
    return does(_menu(case, "person.menu.hello", name=name_of(case.person.id)))


def thanks(case: PersonCase) -> Turn:
    """Whoever thanks is not asked what they would like."""
    return does(_menu(case, "person.menu.thanks"))


def unclear(case: PersonCase) -> Turn:
    """Nothing was understood: this is said, with what can be done and whom to write to."""
    return does(_menu(case, "person.menu.unclear"))


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
    if case.coordinates:
        yield "desk"
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
    yield "resume" if is_paused(case) else "pause"
    yield "settings"
    yield "help"


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


# --- which clock is theirs ------------------------------------------------------------------------------


def zone_right(case: PersonCase) -> Turn:
    """The guess was right. Their platform may go on showing them moments by the clock before them: it is this one."""
    return does(replace(case.person, zone_asked=None), closed(case, Say("person.zone.outcome_right")))


# --- being forgotten ----------------------------------------------------------------------------------


def erase_me(case: PersonCase) -> Turn:
    """What would happen, and whether they mean it."""
    told = case.about.answer(case.person, "person.erasing", **case.common)
    return does(asks(told, FLOW, ("erase", "keep")))


def keep(case: PersonCase) -> Turn:
    """Nothing changes."""
    return closed(case, Say("person.erasing.outcome_keep"))


def forget(event: Woke, situation: Situation) -> Turn:
    """The day after: what ties the platform's account and conversation to what is left; unless they are here anew."""
    person = situation.get(Person, event.subject)
    if person is None or not person.is_erased:
        return NOTHING
    accounts = situation.find(_accounts(event.subject))
    return does(
        [Erase(Account, account.id) for account in accounts],
        [Erase(Link, link.id) for link in situation.find(_links(event.subject))],
        [Erase(Address, address.id) for address in situation.find(_addresses(event.subject))],
        [
            replace(lives, set_up_by=NOBODY)
            for lives in situation.find(_workspaces(person))
            if lives.set_up_by in {account.id for account in accounts}
        ],
    )


# --- which of them ------------------------------------------------------------------------------------


def sent(case: PersonCase) -> Turn:
    """The page of a form: which of them, its question tells."""
    question = case.situation.question
    return settings_sent(case) if question and question.kind == SETTINGS else pause_day(case)


Step = Callable[[PersonCase], Turn]
STEPS: dict[str, Step] = {
    "help": help_,
    "menu": menu,
    "hello": hello,
    "thanks": thanks,
    "unclear": unclear,
    "me": me,
    "not_right": not_right,
    "my_data": my_data,
    "pause": pause,
    **{choice: pauses_for(days) for choice, days in PAUSES.items()},
    OTHER_DAY: other_day,
    "submit": sent,
    "settings": settings,
    "zone_right": zone_right,
    "zone_wrong": settings,
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
        person, here = event.subject, known.peek(Person, event.subject)
        lives = (_workspaces(here),) if here else ()
        return Get(Person, person), _accounts(person), _links(person), _addresses(person), *lives
    opens = dict.fromkeys(("settings", "zone_wrong", "submit"), settings_needs)
    more = {"my_data": data_needs, "erase": erasure_needs, **opens}
    return more.get(trigger_of(event), standing_needs)(event, known)


def _accounts(person: str) -> Find[Account]:
    return find(Account, person=person)


def _links(person: str) -> Find[Link]:
    return find(Link, person=person)


def _addresses(person: str) -> Find[Address]:
    """Where their direct messages are, on each platform."""
    return find(Address, place=dm(PersonId(person)))


def _workspaces(person: Person) -> Find[Workspace]:
    """Where their program lives: they may have set it up there."""
    return find(Workspace, program=person.program)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table of commands."""
    if isinstance(event, Joined):
        return joined(event, situation)
    if isinstance(event, Woke):
        return forget(event, situation)
    return STEPS[trigger_of(event)](person_case(event, situation))


PEOPLE = Flow(FLOW, needs, decide)
