"""A library association on Slack, in whose pairs everybody is to be asked today how it goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from benchmarks.town import PROGRAM, build, life_of, pair
from bot.situations import Programs
from bot.turn import Turns, rings
from flows.asking import wakes
from flows.calendar import moment, today
from flows.ids import AccountId, PersonId
from flows.model.addresses import Address, Workspace, address_id
from flows.model.pairs import Contact, ContactState, Pair
from flows.model.people import Account, Person
from flows.model.talk import WakeUp
from flows.places import dm
from flows.ports import Store
from tests.slack.records import Channel
from tests.slack.slack import Slack

AT_ONCE = 2_000


def midday_zone(now: datetime) -> str:
    """A zone in which it is about noon: nobody is written to at night, and this is measured at any hour."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def built(store: Store, slack: Slack, pairs: int, now: datetime) -> list[PersonId]:
    """Remember so many pairs whose people are on Slack, and give each check-in its turn: two messages a pair are due.
    Their people, in order."""
    build(store, 0)
    workspace = f"slack:{slack.workspace.id}"
    store.transact(lambda tx: tx.save([Workspace(id=workspace, program=PROGRAM, set_up_by=AccountId(""))]))
    people: list[PersonId] = []
    turns = Turns(store, Programs(), strict=True)
    asked_at = moment(today(now, midday_zone(now)), datetime.min.time().replace(hour=8), midday_zone(now))
    some: list[Any] = []
    for number in range(pairs):
        here = _now(pair(number), now)
        some += _on_slack(here, slack, workspace, midday_zone(now))
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


def _on_slack(one: Pair, slack: Slack, workspace: str, zone: str) -> Iterator[Any]:
    """What is remembered of a pair that is in touch, with its accounts and conversations on Slack; no timers."""
    for record in life_of(one):
        match record:
            case Person():
                user = slack.workspace.add_user(record.name, record.id.replace("-", "").upper())
                talk = slack.workspace.conversation(*_members(slack, user.id))
                yield replace(record, zone=zone)
                yield Account(id=AccountId(f"{workspace}:{user.id}"), person=record.id)
                yield _address(record.id, workspace, talk)
            case Contact():
                yield replace(record, state=ContactState.MADE)
            case Account() | WakeUp():
                pass
            case _:
                yield record


def _members(slack: Slack, user: str) -> tuple[str, str]:
    return slack.site.bot(slack.workspace).id, user


def _address(person: PersonId, workspace: str, talk: Channel) -> Address:
    place = dm(person)
    return Address(id=address_id(place, workspace), place=place, workspace=workspace, channel=talk.id)
