"""What fails too often is set aside: kept, told to the coordinators, and out of everybody else's way."""

import re
from dataclasses import replace
from datetime import datetime

import structlog

from bot.situations import Programs, answered
from flows.events import Event, Woke
from flows.ids import PersonId
from flows.model.cohorts import Adopted, Cohort
from flows.model.pairs import Pair
from flows.model.people import Account, Coordinator, Person
from flows.model.talk import Trouble, WakeUp, WakeUpState, Wish, WishState
from flows.ports import Transaction, Unsendable
from flows.reaching import copied
from flows.situation import WHOLE, Get, ProgramOf, Query, find
from flows.trouble import Stuck, told, turn_set_aside

log = structlog.get_logger()

ATTEMPTS = 5
"""After so many failures an event, wake-up or wish is set aside."""
ASIDE = "set_aside"


def aside(
    tx: Transaction,
    programs: Programs,
    wishes: tuple[Wish, ...],
    now: datetime,
    error: Exception,
    *,
    elsewhere: str = "",
) -> None:
    """Set aside the wishes of one message that cannot be delivered, or have them go by the platform `elsewhere`;
    coordinators hear of it once for each cause."""
    if elsewhere:
        _moved(tx, wishes, elsewhere, error)
    else:
        _put_aside(tx, wishes, now, error)
    stuck = replace(_stuck(tx, programs, wishes, now, error), moved=bool(elsewhere))
    say_once(tx, *told(stuck))


def say_once(tx: Transaction, *said: Wish) -> bool:
    """Wish for those of these messages that never were; whether there are any."""
    before = tx.load([Get(Wish, wish.id) for wish in said])
    fresh = [wish for wish in said if before[Get(Wish, wish.id)] is None]
    tx.save(fresh)
    return bool(fresh)


def _moved(tx: Transaction, wishes: tuple[Wish, ...], platform: str, error: Exception) -> None:
    for wish in wishes:
        gone = replace(wish, state=WishState.DROPPED, lease=None, holder="", why="moved")
        tx.save([gone, copied(wish, platform)])
    log.warning("message moved", wish=wishes[0].id, platform=platform, error=str(error))


def _put_aside(tx: Transaction, wishes: tuple[Wish, ...], now: datetime, error: Exception) -> None:
    for wish in wishes:
        trouble = Trouble(
            id=wish.id,
            sort="Wish",
            about=wish.about,
            attempts=wish.attempts,
            error=str(error),
            at=now,
            state=ASIDE,
            barred=error.why if isinstance(error, Unsendable) else "",
        )
        tx.save([replace(wish, state=WishState.SET_ASIDE, lease=None), trouble])
    log.error("message set aside", wish=wishes[0].id, kind=wishes[0].kind, error=str(error))


def _stuck(
    tx: Transaction, programs: Programs, wishes: tuple[Wish, ...], now: datetime, error: Exception
) -> Stuck:
    at: Query = ProgramOf(wishes[0].program)
    stuck = Stuck(
        wishes=wishes,
        barred=error.why if isinstance(error, Unsendable) else None,
        error=str(error),
        program=answered(tx, programs, (at,))[at],
        now=now,
    )
    last = _last_through(tx, wishes[0]) if stuck.barred else ""
    return replace(stuck, last=last, desk=_desk(tx, stuck.program.id) if stuck.is_for_desk else ())


def _last_through(tx: Transaction, like: Wish) -> str:
    """The last new message that arrived there by the same platform: an earlier one can be rewritten also where nothing
    new is taken."""
    sent = find(Wish, place=like.place, state=WishState.SENT, limit=WHOLE)
    new: list[Wish] = [wish for wish in tx.load([sent])[sent] if not wish.replaces and wish.via == like.via]
    return max(new, key=lambda wish: (wish.sent_at or wish.created, wish.id)).id if new else ""


def _desk(tx: Transaction, program: str) -> tuple[Person, ...]:
    """The program's coordinators."""
    seats = find(Coordinator, program=program, limit=WHOLE)
    people = tx.load([Get(Person, seat.person) for seat in tx.load([seats])[seats]])
    return tuple(person for person in people.values() if person and not person.removed_at)


def turn_failed(tx: Transaction, programs: Programs, event: Event, error: str) -> bool:
    """Count a failed turn; whether it failed so often that it is now set aside."""
    known: Query = Get(Trouble, event.id)
    before: Trouble | None = tx.load([known])[known]
    attempts = before.attempts + 1 if before else 1
    about = event.subject if isinstance(event, Woke) else event.account or ""
    sort = type(event).__name__
    trouble = Trouble(id=event.id, sort=sort, about=about, attempts=attempts, error=error, at=event.now)
    if attempts < ATTEMPTS:
        tx.save([trouble])
        return False
    tx.save([replace(trouble, state=ASIDE)])
    log.error("turn set aside", event_id=event.id, error=error)
    _tell(tx, programs, event)
    return True


def wake_up_aside(tx: Transaction, wake_up: WakeUp) -> None:
    """It stays where it can be looked at, and rings no more; set again, it is a new one."""
    tx.save([replace(wake_up, state=WakeUpState.SET_ASIDE, lease=None)])


def _tell(tx: Transaction, programs: Programs, event: Event) -> None:
    parts = re.split(r"[:|]", event.subject) if isinstance(event, Woke) else []
    account: Query = Get(Account, event.account or "")
    pair: Query = Get(Pair, ":".join(parts[:3]))
    first = tx.load([account, pair])
    person = _person(tx, [first[account].person] if first[account] else [PersonId(part) for part in parts])
    candidates = filter(None, [event.program, *parts, person.program if person else ""])
    program = _program(tx, list(candidates))
    if program is None:
        return  # it concerns no program: the log has it
    at: Query = ProgramOf(program)
    whose = answered(tx, programs, (at,))[at]
    tx.save([turn_set_aside(event, whose, first[pair], person)])


def _person(tx: Transaction, ids: list[PersonId]) -> Person | None:
    found = tx.load([Get(Person, id) for id in ids])
    return next((person for person in found.values() if person is not None), None)


def _program(tx: Transaction, ids: list[str]) -> str | None:
    found = tx.load([Get(record, id) for id in ids for record in (Adopted, Cohort)])
    return next((record.id for record in found.values() if record is not None), None)
