"""Whether two accounts are one person's: asked of the one that gave the code, then of the one that it was made for."""

from dataclasses import replace

from flows.asking import asks, name_of, settled, wakes
from flows.linking.link_case import FLOW, GOOD_FOR, LinkCase, Side
from flows.linking.merging import merged, who_stays
from flows.messages import Say, Value
from flows.model.people import CLAIM, Link
from flows.model.talk import Question, Wish
from flows.turn import Erase, Turn, does

FIRST, SECOND = ("mine", "not_mine"), ("let_in", "not_mine")
"""What the account may answer that asked for the code; and the one that gave it, which is asked before."""


def asks_whether(
    case: LinkCase, to: Side, other: Side, key: str, choices: tuple[str, ...]
) -> tuple[Question, Wish]:
    """Ask one of the two whether the other is them: there where their account is."""
    values: dict[str, Value] = {"name": name_of(other.person.id), "platform": other.platform}
    told = replace(case.about.answer(to.person, key, **values), via=to.via)
    return asks(told, FLOW, choices)


def let_in(case: LinkCase) -> Turn:
    """The account that gave the code says that the other one is theirs: now that one is asked. A code is soon typed by
    somebody who does not know what it does, and from then on another would read all that comes to them."""
    sides = _sides(case)
    if sides is None:
        return _settled(case, Say("link.outcome_late"))
    first, second = sides
    if who_stays(first, second) is None:
        return _settled(case, case.worded("link.outcome_both"))
    return does(
        _settled(case, Say("link.outcome_asked", {"platform": first.platform})),
        asks_whether(case, first, second, "link.confirm", FIRST),
        wakes(FLOW, "lapse", case.subject, case.event.now + GOOD_FOR),
    )


def mine(case: LinkCase) -> Turn:
    """The account that asked for the code says so too."""
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


def _from_here(case: LinkCase, sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """The side that acts, and the other."""
    first, second = sides
    return (first, second) if first.person.id == case.actor.id else (second, first)


def _settled(case: LinkCase, said: Say) -> Turn:
    return settled(case.situation.question, said, case.actor.id)


def _linked(case: LinkCase, first: Side, second: Side) -> Turn:
    found = who_stays(first, second)
    assert found is not None
    stays, goes = found
    here, there = _from_here(case, (first, second))
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
    here, there = _from_here(case, sides)
    told = case.about.answer(there.person, "link.refused", platform=here.platform)
    return does(turn, replace(told, via=there.via))
