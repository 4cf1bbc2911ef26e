"""Two who turn out to be one: what the empty one has goes to the one who stays, and nothing that is under way is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flows.asking import wakes
from flows.ids import PersonId
from flows.linking.link_case import LinkCase, Side
from flows.linking.link_needs import belongings, interest_of, programs_of, seats_of
from flows.model.addresses import Address, address_id
from flows.model.cohorts import Interest
from flows.model.people import Person
from flows.model.sessions import Seat, SeatState, seat_id
from flows.model.talk import Question
from flows.places import dm
from flows.turn import Erase, Turn, does

FORGET_AFTER = timedelta(days=1)
"""Until then messages of the one who goes can still be rewritten where they stand."""


def who_stays(first: Side, second: Side) -> tuple[Side, Side] | None:
    """Who stays and who goes: whoever has something here, else whoever is a member, else the first. None where both
    have something: nobody but the coordinators can say which counts."""
    if first.applied and second.applied:
        return None
    if first.applied != second.applied:
        return (first, second) if first.applied else (second, first)
    return (second, first) if second.member and not first.member else (first, second)


def merged(case: LinkCase, stays: Side, goes: Side) -> Turn:
    """The accounts of the one who goes are the other's from now on, with whatever is under way by them."""
    old, new = goes.person.id, stays.person.id
    questions, drafts, found, waiting, sent = (case.situation.find(query) for query in belongings(old))
    turn = does(
        _whole(stays, goes),
        # until their messages have been rewritten they have a name; they hear nothing any more
        replace(goes.person, removed_at=case.event.now),
        [replace(account, person=new) for account in goes.accounts],
        [_theirs(question, old, new) for question in questions],
        [replace(draft, person=new) for draft in drafts],
        [_there(address, new) for address in found],
        list(_interests(case, old, new)),
        list(_seats(case, old, new)),
        wakes("linking", "forget", old, case.event.now + FORGET_AFTER),
    )
    # as they are, not as new messages of this turn
    moved = tuple(replace(wish, place=dm(new), to=new) for wish in (*waiting, *sent))
    return replace(turn, changes=(*turn.changes, *moved))


def _whole(stays: Side, goes: Side) -> Person:
    """Who stays, with what only the other knew."""
    one, other = stays.person, goes.person
    guessed = one.zone_asked is not None and other.zone_asked is None
    return replace(
        one,
        email=other.email if goes.member and not stays.member else one.email or other.email,
        zone=other.zone if guessed else one.zone,
        zone_chosen=one.zone_chosen or (guessed and other.zone_chosen),
        zone_asked=None if guessed else one.zone_asked,
        reached_by=one.reached_by or stays.via,
        reach=one.reach or other.reach,
    )


def _theirs(question: Question, old: PersonId, new: PersonId) -> Question:
    subject = new if question.subject == old else question.subject
    return replace(question, audience=new, subject=subject)


def _there(address: Address, new: PersonId) -> Address:
    """The conversation is found under both, until the other is forgotten."""
    return replace(address, id=address_id(dm(new), address.workspace), place=dm(new))


def _interests(case: LinkCase, old: PersonId, new: PersonId) -> Iterator[Any]:
    for program in programs_of(case.situation.one(Person, old), case.program):
        at = interest_of(program, old)
        if interest := case.situation.get(Interest, at.id):
            yield Erase(Interest, at.id)
            yield replace(interest, id=interest_of(program, new).id, person=new)


def _seats(case: LinkCase, old: PersonId, new: PersonId) -> Iterator[Any]:
    """In sessions that they come to, unless the other comes as well."""
    taken = {seat.session for seat in case.situation.find(seats_of(new)) if seat.state is SeatState.COMING}
    for seat in case.situation.find(seats_of(old)):
        yield Erase(Seat, seat.id)
        if seat.session not in taken:
            yield replace(seat, id=seat_id(seat.session, new), person=new)
