"""Unlinking: an account goes where another remains, what is on its way to it goes there, and nothing more is shown to it."""

from dataclasses import replace

from flows.linking.link_case import LinkCase, told
from flows.linking.link_needs import addresses, belongings
from flows.messages import Say, Several, Word
from flows.model.addresses import Address
from flows.model.people import Account
from flows.model.talk import WishState
from flows.platforms import called, platforms_of
from flows.reaching import platform_of
from flows.situation import find
from flows.turn import Erase, Turn, does


def unlink(case: LinkCase) -> Turn:
    """The account that one speaks by goes, where another remains; what is on its way to it goes there."""
    person, gone = case.actor, platform_of(case.account)
    accounts = case.situation.find(find(Account, person=person.id))
    rest = tuple(account for account in accounts if account.id != case.account)
    if not rest:
        return told(case, "link.only", platform=called(gone))
    where = Several(tuple(called(name) for name in platforms_of(rest)))
    word = case.about.answer(person, "link.undone", platform=called(gone))
    turn = does(
        replace(person, reached_by="" if person.reached_by == gone else person.reached_by),
        Erase(Account, case.account),
        [Erase(Address, one.id) for one in _addresses(case) if one.workspace.partition(":")[0] == gone],
        replace(word, via=platform_of(rest[0].id)),
        Word(said=Say("link.unlinked", {"platform": called(gone), "rest": where})),
    )
    waiting, sent = map(case.situation.find, belongings(person.id)[3:])
    elsewhere = tuple(replace(wish, via="") for wish in waiting if wish.via == gone)
    # what stands there is not rewritten any more: whoever has that account would go on reading what becomes of it
    left = tuple(replace(wish, state=WishState.DROPPED, why="unlinked") for wish in sent if wish.via == gone)
    return replace(turn, changes=(*turn.changes, *elsewhere, *left))


def _addresses(case: LinkCase) -> tuple[Address, ...]:
    return case.situation.find(addresses(case.actor.id))
