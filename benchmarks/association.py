"""A library association on a chat platform, in whose pairs everybody is to be asked today how it goes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from benchmarks.town import PROGRAM, build, life_of, pair
from bot.situations import Programs
from bot.turn import Turns, rings
from flows.asking import wakes
from flows.calendar import moment, today
from flows.ids import AccountId, PersonId
from flows.model.addresses import Workspace
from flows.model.pairs import Contact, ContactState, Pair
from flows.model.people import Account, Person
from flows.model.talk import WakeUp
from flows.ports import Store

AT_ONCE = 2_000


def midday_zone(now: datetime) -> str:
    """A zone in which it is about noon: nobody is written to at night, and this is measured at any hour."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


Arrives = Callable[[Person], Iterator[Any]]
"""Brings somebody onto the platform; what is remembered of them there."""


def built(store: Store, workspace: str, arrives: Arrives, pairs: int, now: datetime) -> list[PersonId]:
    """Remember so many pairs whose people are in a workspace, and give each check-in its turn: two messages a pair are
    due. Their people, in order."""
    build(store, 0)
    store.transact(lambda tx: tx.save([Workspace(id=workspace, program=PROGRAM, set_up_by=AccountId(""))]))
    people: list[PersonId] = []
    turns = Turns(store, Programs(), strict=True)
    asked_at = moment(today(now, midday_zone(now)), datetime.min.time().replace(hour=8), midday_zone(now))
    some: list[Any] = []
    for number in range(pairs):
        here = _now(pair(number), now)
        some += _there(here, arrives, midday_zone(now))
        people += [here.mentee, here.mentor]
        if len(some) > AT_ONCE or number == pairs - 1:
            store.transact(lambda tx, some=tuple(some): tx.save(some))  # type: ignore[misc]
            some.clear()
    for number in range(pairs):
        due = wakes("checkin", "ask", f"{pair(number).id}:1", asked_at)
        store.transact(lambda tx, due=due: tx.save([due]))  # type: ignore[misc]
        turns.take(rings(due, asked_at))
    return people


def _now(one: Pair, now: datetime) -> Pair:
    """The same pair, in the midst of its months."""
    day = now.date()
    return replace(one, starts=day - timedelta(days=60), ends=day + timedelta(days=120))


def _there(one: Pair, arrives: Arrives, zone: str) -> Iterator[Any]:
    """What is remembered of a pair that is in touch, with what `arrives` has of its people; no timers."""
    for record in life_of(one):
        match record:
            case Person():
                yield replace(record, zone=zone)
                yield from arrives(record)
            case Contact():
                yield replace(record, state=ContactState.MADE)
            case Account() | WakeUp():
                pass
            case _:
                yield record
