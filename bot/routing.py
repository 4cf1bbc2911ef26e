"""Routing: by which platform each message goes, decided when it is claimed, with a copy for each platform more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.lines import Lines
from flows.delivery import is_unsure, says
from flows.events import Event
from flows.ids import PersonId, WishId
from flows.model.addresses import Address
from flows.model.people import Account, Person
from flows.model.talk import Urgency, Wish, WishState
from flows.places import Place, dm, pair_in
from flows.ports import Transaction
from flows.reaching import (
    Platforms,
    apart,
    copied,
    copy_id,
    is_copy,
    on,
    platform_of,
    posted_on,
    reached_on,
    shared_by,
    undecided,
)
from flows.situation import Find, Get, Query, find
from flows.turn import Turn

LATER = timedelta(minutes=5)
"""After so long it is seen whether somebody has said where a place is, or whether a platform is run again."""


def answered_there(turn: Turn, event: Event, actor: Person | None, platforms: Platforms) -> Turn:
    """The turn, its answers to whoever acted bound for where they did. One platform needs no telling."""
    via = platform_of(event.account) if event.account else ""
    if len(platforms) < 2 or via not in platforms:
        return turn
    own = {change.person for change in turn.changes if isinstance(change, Account)} | (
        {actor.id} if actor else set()
    )
    return replace(
        turn,
        wishes=tuple(
            replace(wish, via=wish.via or via) if _answers(wish, own) else wish for wish in turn.wishes
        ),
    )


def _answers(wish: Wish, people: "set[PersonId]") -> bool:
    own = wish.urgency is Urgency.ANSWER and wish.to in people
    return own and not wish.replaces and wish.place == dm(wish.to or PersonId(""))


class Routing:
    """Decides for the lines that are run here. With one platform it has nothing to look up."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._names = lines.names
        self._behind: dict[WishId, tuple[str, datetime | None]] = {}
        """What was found to wait for a platform, and until when: there may be thousands, and they are looked at once."""

    def waits(self, wish: Wish, now: datetime) -> bool:
        """Whether it was found to wait for a platform that is still left alone."""
        via, until = self._behind.get(wish.id, ("", None))
        return until is not None and now < until and self._lines.until(via) == until

    # --- edits ----------------------------------------------------------------------------------------

    def edits_of_copies(self, tx: Transaction, due: Sequence[Wish]) -> list[Wish]:
        """What is rewritten is rewritten on every platform: to be saved. A copy that is not out yet changes as it waits."""
        edits = [] if len(self._names) < 2 else [wish for wish in due if _rewrites_all(wish)]
        asked = [
            Get(Wish, copy_id(id, via))
            for edit in edits
            for id in (edit.id, WishId(edit.replaces or ""))
            for via in self._names
        ]
        known = tx.load(asked) if asked else {}
        return [each for edit in edits for each in self._spread(edit, known)]

    def _spread(self, edit: Wish, known: Mapping[Query, Any]) -> Iterator[Wish]:
        for via in self._names:
            copy: Wish | None = known[Get(Wish, copy_id(WishId(edit.replaces or ""), via))]
            if copy and copy.state is WishState.WAITING:
                if says(copy) != says(edit):
                    yield replace(copy, **says(edit))
            elif copy and not known[Get(Wish, copy_id(edit.id, via))]:
                yield replace(copied(edit, via), replaces=copy.id)

    # --- what may go ------------------------------------------------------------------------------------

    def decided(self, tx: Transaction, good: Sequence[Wish], now: datetime) -> tuple[list[Wish], list[Wish]]:
        """Those that may go now, each by its platform; and what is to be saved besides: copies, and what has to wait."""
        if not self._names:
            return list(good), []
        if not any(map(self._lines.is_out, self._names)):
            self._behind.clear()
        bound = [wish for wish in good if self._lines.runs(wish.via)]
        others = [wish for wish in good if not self._lines.runs(wish.via)]
        stuck = [wish for wish in others if _cannot_turn(wish)]
        saved = [_left(wish, now) for wish in stuck]
        for parts in self._routed(tx, [wish for wish in others if not _cannot_turn(wish)], now):
            going = [part for part in parts if part.via]
            saved += parts if len(parts) > 1 or not going else []
            bound += going
        return [wish for wish in bound if not self._is_behind(wish, wish.via, now)], saved

    def _is_behind(self, wish: Wish, via: str, now: datetime) -> bool:
        if not self._lines.holds(via, now):
            return False
        self._behind[wish.id] = via, self._lines.until(via)
        return True

    def _routed(self, tx: Transaction, free: Sequence[Wish], now: datetime) -> Iterator[list[Wish]]:
        """Each by its platforms, under its own id by the first. One that has nowhere to go is put off."""
        if self._lines.only is not None:
            yield from ([replace(wish, via=self._lines.only)] for wish in free)
            return
        known = (
            tx.load([query for wish in free for query in self._asked(wish.place, wish.id)]) if free else {}
        )
        for wish in free:
            platforms = self._platforms(wish.place, known)
            left = [via for via in platforms if not known.get(Get(Wish, copy_id(wish.id, via)))]
            if not left:
                yield [_put_off(wish, now)]
            elif not all(self._is_behind(wish, via, now) for via in left):  # else nothing is decided yet
                said = apart(wish) if len(platforms) > 1 else wish
                first = replace(said if len(left) == 1 else _waiting(said), via=left[0])
                yield [first, *(copied(said, via) for via in left[1:])]

    # --- where places are -------------------------------------------------------------------------------

    def _asked(self, place: Place, id: WishId) -> list[Query]:
        people = _readers(place)
        if people:
            asked: list[Query] = [query for each in people for query in _about(each)]
        else:
            asked = [find(Address, place=place)]
        several = len(people) != 1
        return [*asked, *(Get(Wish, copy_id(id, via)) for via in self._names if several)]

    def _platforms(self, place: Place, known: Mapping[Query, Any]) -> Platforms:
        people = _readers(place)
        if not people:
            return posted_on(known[find(Address, place=place)], self._names)
        sides = [self._side(person, known) for person in people]
        found = shared_by(sides) if len(sides) > 1 else tuple(filter(None, [reached_on(*sides[0])]))
        return found or self._names[:1]  # somebody who is nowhere: that is told by whoever cannot send

    def _side(self, id: PersonId, known: Mapping[Query, Any]) -> tuple[Person | None, Platforms]:
        person, accounts = _about(id)
        return known[person], on(known[accounts], self._names)

    def elsewhere(self, tx: Transaction, wish: Wish) -> str:
        """The platform by which somebody can be told what did not reach them by this one; "" where there is none."""
        if (
            len(self._names) < 2
            or not wish.to
            or wish.place != dm(wish.to)
            or wish.replaces
            or is_copy(wish.id)
        ):
            return ""
        person, accounts = _about(wish.to)
        known = tx.load([person, accounts])
        return reached_on(
            known[person], tuple(via for via in on(known[accounts], self._names) if via != wish.via)
        )


def _readers(place: Place) -> list[PersonId]:
    """Whose direct messages or room it is; nobody's where it is a channel."""
    if place.startswith("dm:"):
        return [PersonId(place.removeprefix("dm:"))]
    pair = pair_in(place)
    return [PersonId(side) for side in pair.split(":")[1:]] if pair else []


def _about(person: PersonId) -> tuple[Get[Person], Find[Account]]:
    return Get(Person, person), find(Account, person=person)


def _rewrites_all(wish: Wish) -> bool:
    return bool(wish.replaces) and not is_copy(WishId(wish.replaces or "")) and not is_unsure(wish)


def _cannot_turn(wish: Wish) -> bool:
    """Whether it is bound to a platform for good, also where that is not run any more."""
    return bool(wish.via) and (bool(wish.replaces) or is_copy(wish.id) or is_unsure(wish))


def _left(wish: Wish, now: datetime) -> Wish:
    """Its platform is not run here: what may be out waits to be looked for there, and what is to be edited is let go."""
    if wish.replaces:
        return replace(wish, state=WishState.DROPPED, lease=None, holder="", why="platform gone")
    return replace(wish, lease=now + LATER, holder="") if is_unsure(wish) else _put_off(wish, now)


def _put_off(wish: Wish, now: datetime) -> Wish:
    return replace(_waiting(wish), not_before=now + LATER)


def _waiting(wish: Wish) -> Wish:
    return replace(undecided(wish), state=WishState.WAITING, lease=None, holder="", sent_with=None)
