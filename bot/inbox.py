"""The inbox: an event as a row and back, and the message that answers it late."""

from pydantic import TypeAdapter

from bot.routing import answered_there
from bot.situations import person_of
from flows.asking import About
from flows.events import Event, Joined, Pressed, Said, Submitted, Woke
from flows.messages import Answer, OpenForm, Word
from flows.model.people import Person
from flows.model.talk import Inbox, Wish
from flows.ports import Transaction
from flows.reaching import Platforms
from flows.situation import Get, Query
from flows.turn import does

KINDS: dict[str, TypeAdapter[Event]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Said, Pressed, Submitted, Joined, Woke)
}


def in_inbox(event: Event) -> Inbox:
    """The event as a row."""
    name = type(event).__name__
    return Inbox(id=event.id, event=f"{name} {KINDS[name].dump_json(event).decode()}")


def out_of_inbox(row: Inbox) -> Event:
    """The row as an event."""
    name, _, text = row.event.partition(" ")
    return KINDS[name].validate_json(text)


def tell(tx: Transaction, event: Event, answer: Answer | None, platforms: Platforms = ()) -> None:
    """The event has had its turn: take it out of the inbox, and tell its person what it was answered, where they did
    it."""
    at: Query = Get(Inbox, event.id)
    if tx.load([at])[at] is None:
        return  # another replica did it
    tx.erase(Inbox, [event.id])
    person = person_of(tx, event.account)
    program = event.program or (person.program if person else "")
    if person and program:
        told = does(_told(About(event=event, program=program, subject=event.id), person, answer))
        tx.save(answered_there(told, event, person, platforms).wishes)


def _told(about: About, person: Person, answer: Answer | None) -> list[Wish]:
    match answer:
        case Word(said=said):
            return [about.answer(person, "later.answered", said=said)]
        case OpenForm():  # a form cannot be opened unasked: one more press opens it
            return [about.answer(person, "later.again")]
        case _:
            return []  # an outcome reaches its message as an edit
