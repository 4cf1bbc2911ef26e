"""What linking needs to know: the code, and all that goes with the people of both accounts."""

from collections.abc import Iterator

from flows.commands import rest_of
from flows.events import Event, Said, Woke
from flows.flow import program_of, subject_of
from flows.ids import PersonId
from flows.model.addresses import Address, Workspace
from flows.model.cohorts import Application, Interest
from flows.model.people import CLAIM, Account, Coordinator, Link, Person, RosterEntry, roster_id
from flows.model.sessions import Seat
from flows.model.talk import Draft, Question, QuestionState, Wish, WishState
from flows.one_time import LENGTH, PURPOSE, sealed, typed_code
from flows.person.person_case import coordinator_of
from flows.places import dm
from flows.situation import WHOLE, Find, Get, Need, ProgramOf, Query, Secret, Situation, find


def subject_meant(event: Event, known: Situation) -> str:
    """The code that it is about, as it is kept: the one that was typed, or that the question is about."""
    if not isinstance(event, Said):
        return subject_of(event, known)
    code = given_code(event)
    return sealed(code) if code else ""


def homes(program: str) -> Find[Workspace]:
    """Where a program lives."""
    return find(Workspace, program=program)


def given_code(event: Said) -> str:
    """The code that was typed, as codes are compared; "" where there is none: “link with Discord” asks for one."""
    code = typed_code(rest_of(event.text))
    return "" if code.isalpha() and len(code) != LENGTH else code


def link_needs(event: Event, known: Situation) -> Need:
    """The code and both sides, in three rounds."""
    subject = subject_meant(event, known)
    of_code: Need = (Get(Link, subject), Get(Link, f"{CLAIM}{subject}"))
    if isinstance(event, Woke):
        return (*of_code, *_ringing(subject))
    program = program_of(event, known)
    people = {known.actor.id} if known.actor else set()
    people |= {link.person for query in of_code if (link := known.peek(Link, _id(query)))}
    return (
        Secret(PURPOSE),
        ProgramOf(program),
        homes(program),
        *of_code,
        *(query for person in sorted(people) for query in _of_person(person, program, known)),
    )


def _id(query: Query) -> str:
    return query.id if isinstance(query, Get) else ""


def _ringing(subject: str) -> Need:
    return find(Question, subject=subject, state=QuestionState.OPEN), Get(Person, subject), addresses(subject)


def _of_person(person: PersonId, program: str, known: Situation) -> Iterator[Query]:
    yield Get(Person, person)
    yield find(Link, person=person)
    yield find(Account, person=person)
    yield find(Application, person=person)
    yield seats_of(person)
    yield from belongings(person)
    if found := known.peek(Person, person) or (
        known.actor if known.actor and known.actor.id == person else None
    ):
        yield from coordinating(found, program)
        yield from roster(found, program)
        yield from (interest_of(each, person) for each in programs_of(found, program))


def programs_of(person: Person, program: str) -> tuple[str, ...]:
    """Where somebody may have something: the program of the event, and the one through which they were met."""
    return tuple(sorted({program, person.program} - {""}))


def coordinating(person: Person, program: str) -> tuple[Get[Coordinator], ...]:
    """Whether somebody coordinates."""
    return tuple(coordinator_of(id, person.id) for id in programs_of(person, program))


def roster(person: Person, program: str) -> tuple[Get[RosterEntry], ...]:
    """Whether somebody is a member."""
    if not person.email:
        return ()
    each = programs_of(person, program)
    return tuple(Get(RosterEntry, roster_id(id, person.email)) for id in each)  # type: ignore[arg-type]


def interest_of(program: str, person: PersonId) -> Get[Interest]:
    """Whether somebody asked to be told when applications open."""
    return Get(Interest, f"{program}:{person}")


def seats_of(person: PersonId) -> Find[Seat]:
    """Somebody's seats in sessions."""
    return find(Seat, person=person)


def addresses(person: str) -> Find[Address]:
    """Where somebody's direct messages are."""
    return find(Address, place=dm(PersonId(person)))


def belongings(person: PersonId) -> tuple[Find[Question], Find[Draft], Find[Address], Find[Wish], Find[Wish]]:
    """What goes with an account to another person: what is asked of them, what they typed, and their messages."""
    place = dm(person)
    return (
        find(Question, limit=WHOLE, audience=person, state=QuestionState.OPEN),
        find(Draft, person=person),
        addresses(person),
        find(Wish, limit=WHOLE, place=place, state=WishState.WAITING),
        find(Wish, limit=WHOLE, place=place, state=WishState.SENT),
    )
