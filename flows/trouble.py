"""What coordinators are told when something is set aside: a plain line in their channel."""

from datetime import datetime

from flows.asking import About, name_of
from flows.events import Event, Woke
from flows.ids import EventId, ProgramId
from flows.messages import Several, Value
from flows.model.pairs import Pair
from flows.model.people import Person
from flows.model.talk import Wish
from flows.places import coordinators
from flows.programs.program import Program

KIND = "trouble.set_aside"


def message_set_aside(wish: Wish, program: Program, now: datetime) -> Wish | None:
    """That a message could not be delivered. Of that very line nothing is said: it would go the same way."""
    if wish.kind == KIND:
        return None
    event = Woke(id=EventId(wish.id), now=now, flow="", trigger="", subject=wish.about, due=now)
    if wish.to:
        return _posted(
            event, program, "trouble.set_aside.message", reader=name_of(wish.to), reference=wish.id
        )
    return _posted(event, program, "trouble.set_aside.post", kind=wish.kind, reference=wish.id)


def turn_set_aside(event: Event, program: Program, pair: Pair | None, person: Person | None) -> Wish:
    """That something due, or something that somebody did, failed too often."""
    if not isinstance(event, Woke):
        who: Value = name_of(person.id) if person else str(event.account or "")
        return _posted(event, program, "trouble.set_aside.act", who=who, reference=event.id)
    about: Value = event.subject
    if pair:
        about = Several((name_of(pair.mentee), name_of(pair.mentor)))
    elif person:
        about = name_of(person.id)
    return _posted(event, program, "trouble.set_aside.timer", about=about, reference=event.id)


def _posted(event: Event, program: Program, key: str, **values: Value) -> Wish:
    about = About(event=event, program=program.id, subject=event.id)
    return about.post(coordinators(ProgramId(program.id)), program.zone, key, prompted=False, **values)
