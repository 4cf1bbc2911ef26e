"""Linking: somebody's second account becomes theirs too, by a one-time code and a yes of both; and unlinking."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flows.asking import closes, wakes
from flows.events import Event
from flows.flow import Flow, trigger_of
from flows.ids import derived
from flows.linking.confirming import SECOND, asks_whether, let_in, mine, not_mine
from flows.linking.link_case import FLOW, GOOD_FOR, LinkCase, link_case, told
from flows.linking.link_needs import addresses, link_needs
from flows.linking.merging import who_stays
from flows.linking.unlinking import unlink
from flows.messages import At, OneTime, Say, Word
from flows.model.addresses import Address
from flows.model.people import CLAIM, WRONG, Link, Person, is_code, is_try
from flows.model.talk import Question, QuestionState
from flows.one_time import PURPOSE, code_of, sealed
from flows.platforms import called, platforms_of
from flows.reaching import platform_of
from flows.situation import Situation, find
from flows.turn import NOTHING, Erase, Turn, does

REMEMBERED = timedelta(hours=1)
"""How long a code is known to have been one, and a wrong one counts."""
MOST_WRONG = 5


# --- asking for a code ----------------------------------------------------------------------------------


def link(case: LinkCase) -> Turn:
    """A new code, which ends the one before; or the one that was given is tried."""
    if case.actor.is_erased:
        return told(case, "refused.erased")
    if case.given:
        return give(case)
    if case.alone:
        return told(case, "link.alone", platform=_here(case))
    code = sealed(code_of(case.event.id, case.situation.secret(PURPOSE)))
    asked = Link(id=code, person=case.actor.id, account=case.account, expires=case.event.now + GOOD_FOR)
    return does(
        [Erase(Link, old.id) for old in case.own if is_code(old)],
        asked,
        wakes(FLOW, "forget_code", code, asked.expires + REMEMBERED),
        Word(said=Say("link.code", {"code": OneTime(case.event.id), "platform": _here(case)})),
    )


def _here(case: LinkCase) -> str:
    return called(platform_of(case.account))


# --- giving one -------------------------------------------------------------------------------------------


def give(case: LinkCase) -> Turn:
    """Whoever gives a code is asked whether the account is theirs that it was made for."""
    tries = sorted(one.expires for one in case.own if _is_try(case, one))
    if len(tries) >= MOST_WRONG:
        return told(case, "link.wait", until=At(tries[-MOST_WRONG]))
    asked = case.asked
    if asked is None:
        return _wrong(case)
    if wrong := _unfit(case, asked):
        return does(Word(said=wrong))
    first, second = case.side(asked.person, asked.account), case.side(case.actor.id, case.account)
    if who_stays(first, second) is None:
        return told(case, "link.both", platform=first.platform)
    return does(
        replace(asked, expires=case.event.now),
        replace(asked, id=f"{CLAIM}{asked.id}", person=case.actor.id, account=case.account),
        wakes(FLOW, "lapse", asked.id, case.event.now + GOOD_FOR),
        asks_whether(case, second, first, "link.confirm.second", SECOND),
        Word(said=Say("link.asked")),
    )


def _is_try(case: LinkCase, one: Link) -> bool:
    return is_try(one) and one.account == case.account and one.expires > case.event.now


def _wrong(case: LinkCase) -> Turn:
    until = case.event.now + REMEMBERED
    id = f"{WRONG}{derived(case.event.id)}"
    tried = Link(id=id, person=case.actor.id, account=case.account, expires=until)
    return does(tried, wakes(FLOW, "forget_code", id, until), Word(said=Say("link.wrong")))


def _unfit(case: LinkCase, asked: Link) -> Say | None:
    """Why a code that is one will not do."""
    first = case.side(asked.person, asked.account)
    if asked.expires <= case.event.now:
        return Say("link.late", {"platform": first.platform})
    if asked.person == case.actor.id:
        return Say("link.own")
    if asked.account not in {account.id for account in first.accounts} or first.person.is_erased:
        return Say("link.late", {"platform": first.platform})
    second = case.side(case.actor.id, case.account)
    if twice := set(platforms_of(first.accounts)) & set(platforms_of(second.accounts)):
        same = first.via == second.via
        return Say("link.same" if same else "link.twice", {"platform": called(min(twice))})
    return None


# --- when time has passed -----------------------------------------------------------------------------------


def lapse(case: LinkCase) -> Turn:
    """Nobody confirmed in time."""
    late = Say("link.outcome_late")
    asked = case.situation.find(find(Question, subject=case.subject, state=QuestionState.OPEN))
    return does(
        [closes(question, late) for question in asked],
        Erase(Link, f"{CLAIM}{case.subject}"),
    )


def forget_code(case: LinkCase) -> Turn:
    """Nobody asks for it any more."""
    return does(Erase(Link, case.subject))


def forget(case: LinkCase) -> Turn:
    """A day after two were found to be one: what was left of the other."""
    person = case.situation.get(Person, case.subject)
    if person is None or person.removed_at is None:
        return NOTHING
    return does(
        replace(person, name="", email="", reach=""),
        [Erase(Address, one.id) for one in case.situation.find(addresses(case.subject))],
    )


Step = Callable[[LinkCase], Turn]
STEPS: dict[str, Step] = {
    "link": link,
    "unlink": unlink,
    "let_in": let_in,
    "mine": mine,
    "not_mine": not_mine,
    "lapse": lapse,
    "forget_code": forget_code,
    "forget": forget,
}
"""What is said or pressed, and what wakes it. A code is there or it is not: it has no states."""


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    return STEPS[trigger_of(event)](link_case(event, situation))


LINKING = Flow(FLOW, link_needs, decide)
