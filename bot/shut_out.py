"""Who takes no direct messages and is written to elsewhere: their coordinators hear of it, once."""

from datetime import datetime

from bot.situations import Programs, answered, person_of
from bot.trouble import say_once
from flows.asking import About, name_of
from flows.events import Woke
from flows.ids import AccountId, EventId, ProgramId, derived
from flows.places import coordinators
from flows.ports import Transaction
from flows.situation import ProgramOf, Query

MOVED = "trouble.set_aside.person_aside"


def shut_out(tx: Transaction, programs: Programs, account: AccountId, now: datetime) -> bool:
    """Tell the coordinators of somebody's program; whether they had not been told before."""
    person = person_of(tx, account)
    if person is None or not person.program:
        return False
    whose: Query = ProgramOf(person.program)
    program = answered(tx, programs, (whose,))[whose]
    id = EventId(derived("shut_out", person.program, person.id))
    found = Woke(id=id, now=now, flow="", trigger="", subject=person.id, due=now)
    about = About(event=found, program=person.program, subject=person.id)
    place = coordinators(ProgramId(person.program))
    return say_once(tx, about.post(place, program.zone, MOVED, reader=name_of(person.id)))
