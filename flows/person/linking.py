"""Linking: somebody's second account becomes theirs too, by a one-time code that the first one confirms; and unlinking."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flows.asking import asks, closes, name_of, settled, wakes
from flows.events import Event
from flows.flow import Flow, trigger_of
from flows.ids import derived
from flows.messages import At, OneTime, Say, Several, Value, Word
from flows.model.addresses import Address
from flows.model.people import CLAIM, WRONG, Account, Link, Person, is_code, is_try
from flows.model.talk import Question, QuestionState, Wish
from flows.one_time import PURPOSE, code_of, sealed
from flows.person.link_case import LinkCase, Side, addresses, belongings, link_case, link_needs
from flows.person.merging import merged, who_stays
from flows.platforms import called, platforms_of
from flows.reaching import platform_of
from flows.situation import Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "linking"
GOOD_FOR = timedelta(minutes=15)
REMEMBERED = timedelta(hours=1)
"""How long a code is known to have been one, and a wrong one counts."""
MOST_WRONG = 5
FIRST, SECOND = ("mine", "not_mine"), ("let_in", "not_mine")
"""What the account may answer that asked for the code; and the one that gave it, where what they have is at stake."""


# --- asking for a code ----------------------------------------------------------------------------------


def link(case: LinkCase) -> Turn:
    """A new code, which ends the one before; or the one that was given is tried."""
    if case.actor.is_erased:
        return _word(case, "refused.erased")
    if case.given:
        return give(case)
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


def _word(case: LinkCase, key: str, **values: Value) -> Turn:
    return does(Word(said=case.worded(key, **values)))


# --- giving one -------------------------------------------------------------------------------------------


def give(case: LinkCase) -> Turn:
    """Whoever asked for this code is asked whether this is them."""
    tries = sorted(one.expires for one in case.own if _is_try(case, one))
    if len(tries) >= MOST_WRONG:
        return _word(case, "link.wait", until=At(tries[-MOST_WRONG]))
    asked = case.asked
    if asked is None:
        return _wrong(case)
    if wrong := _unfit(case, asked):
        return does(Word(said=wrong))
    first, second = case.side(asked.person, asked.account), case.side(case.actor.id, case.account)
    if who_stays(first, second) is None:
        return _word(case, "link.both", platform=first.platform)
    return does(
        replace(asked, expires=case.event.now),
        replace(asked, id=f"{CLAIM}{asked.id}", person=case.actor.id, account=case.account),
        wakes(FLOW, "lapse", asked.id, case.event.now + GOOD_FOR),
        _asks(case, first, second, "link.confirm", FIRST),
        Word(said=Say("link.asked", {"platform": first.platform})),
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


def _asks(case: LinkCase, to: Side, other: Side, key: str, choices: tuple[str, ...]) -> tuple[Question, Wish]:
    """Ask one of the two whether the other is them: there where their account is."""
    values: dict[str, Value] = {"name": name_of(other.person.id), "platform": other.platform}
    told = replace(case.about.answer(to.person, key, **values), via=to.via)
    return asks(told, FLOW, choices)


# --- the answer -------------------------------------------------------------------------------------------


def mine(case: LinkCase) -> Turn:
    """The first account says that the second is theirs. Where it is the second's things that the first one would get
    at, the second says so too: a code is soon sent to somebody who does not know what it does."""
    sides = _sides(case)
    if sides is None:
        return _settled(case, Say("link.outcome_late"))
    first, second = sides
    found = who_stays(first, second)
    if found is None:
        return _settled(case, case.worded("link.outcome_both"))
    if found[0] is second and second.applied:
        said = Say("link.outcome_both_asked", {"platform": second.platform})
        return does(_settled(case, said), _asks(case, second, first, "link.confirm.second", SECOND))
    return _linked(case, first, second)


def let_in(case: LinkCase) -> Turn:
    """The second account, whose things it is about, lets the first one in."""
    sides = _sides(case)
    if sides is None:
        return _settled(case, Say("link.outcome_late"))
    first, second = sides
    if who_stays(first, second) is None:
        return _settled(case, case.worded("link.outcome_both"))
    return _linked(case, first, second)


def _sides(case: LinkCase) -> tuple[Side, Side] | None:
    """Both, as long as each account is still whose it was."""
    asked, claim = case.asked, case.claim
    if asked is None or claim is None:
        return None
    first, second = case.side(asked.person, asked.account), case.side(claim.person, claim.account)
    for side in (first, second):
        if side.account not in {account.id for account in side.accounts} or side.person.removed_at:
            return None
    return first, second


def _settled(case: LinkCase, said: Say) -> Turn:
    return settled(case.situation.question, said, case.actor.id)


def _linked(case: LinkCase, first: Side, second: Side) -> Turn:
    found = who_stays(first, second)
    assert found is not None
    stays, goes = found
    here, there = (first, second) if case.account == first.account else (second, first)
    known = Say("link.outcome_linked", {"platform": there.platform})
    told = case.about.answer(stays.person, "link.done", platform=here.platform, here=there.platform)
    return does(
        merged(case, stays, goes),
        [Erase(Link, f"{before}{case.subject}") for before in ("", CLAIM)],
        _settled(case, known),
        replace(told, via=there.via),
    )


def not_mine(case: LinkCase) -> Turn:
    """Nothing is linked, and the other account knows."""
    sides = _sides(case)
    turn = does(
        [Erase(Link, f"{before}{case.subject}") for before in ("", CLAIM)],
        _settled(case, Say("link.outcome_not_mine")),
    )
    if sides is None:
        return turn
    other = next(side for side in sides if side.account != case.account)
    here = called(platform_of(case.account))
    return does(turn, replace(case.about.answer(other.person, "link.refused", platform=here), via=other.via))


# --- letting go of one --------------------------------------------------------------------------------------


def unlink(case: LinkCase) -> Turn:
    """The account that one speaks by goes, where another remains; what is on its way to it goes there."""
    person, gone = case.actor, platform_of(case.account)
    accounts = case.situation.find(find(Account, person=person.id))
    rest = tuple(account for account in accounts if account.id != case.account)
    if not rest:
        return _word(case, "link.only", platform=called(gone))
    where = Several(tuple(called(name) for name in platforms_of(rest)))
    told = case.about.answer(person, "link.undone", platform=called(gone))
    turn = does(
        replace(person, reached_by="" if person.reached_by == gone else person.reached_by),
        Erase(Account, case.account),
        [Erase(Address, one.id) for one in _addresses(case) if one.workspace.partition(":")[0] == gone],
        replace(told, via=platform_of(rest[0].id)),
        Word(said=Say("link.unlinked", {"platform": called(gone), "rest": where})),
    )
    waiting = case.situation.find(belongings(person.id)[3])
    elsewhere = tuple(replace(wish, via="") for wish in waiting if wish.via == gone)
    return replace(turn, changes=(*turn.changes, *elsewhere))


def _addresses(case: LinkCase) -> tuple[Address, ...]:
    return case.situation.find(addresses(case.actor.id))


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
    "mine": mine,
    "let_in": let_in,
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
