"""What linking two accounts looks at: the code that was given, and all that there is of the people on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.asking import About
from flows.commands import rest_of
from flows.events import Event, Said, Woke
from flows.flow import program_of, subject_of
from flows.ids import AccountId, PersonId
from flows.messages import Say, Value
from flows.model.addresses import Address
from flows.model.cohorts import Application, Interest
from flows.model.people import CLAIM, Account, Coordinator, Link, Person, RosterEntry, roster_id
from flows.model.talk import Draft, Question, QuestionState, Wish, WishState
from flows.one_time import PURPOSE, sealed, typed_code
from flows.person.person_case import seat_of
from flows.places import dm
from flows.platforms import platform_called
from flows.reaching import platform_of
from flows.situation import WHOLE, Find, Get, Need, ProgramOf, Query, Secret, Situation, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: the account that is to be linked, and its person with all that is theirs."""

    person: Person
    account: AccountId
    accounts: tuple[Account, ...]
    applied: bool
    """Whether they have something here that only they can have: an application, and with it a pair; a coordinator's seat."""
    member: bool
    """Whether their address is on the roster."""

    @property
    def platform(self) -> str:
        """What people call the platform of the account."""
        return platform_called(self.account)

    @property
    def via(self) -> str:
        """The platform by which the account is written to."""
        return platform_of(self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCase:
    """An event of linking, with what it needs."""

    event: Event
    situation: Situation
    subject: str
    """The code, as it is kept."""

    @property
    def actor(self) -> Person:
        """Who acts."""
        assert self.situation.actor is not None
        return self.situation.actor

    @property
    def account(self) -> AccountId:
        """By which they act."""
        assert self.event.account is not None
        return self.event.account

    @property
    def program(self) -> str:
        """Whose words count."""
        return program_of(self.event, self.situation)

    @property
    def about(self) -> About:
        """For words to either side. They are about no pair and no application."""
        return About(event=self.event, program=self.program, subject=self.subject)

    @property
    def given(self) -> str:
        """The code that was typed, as codes are compared."""
        return typed_code(rest_of(self.event.text)) if isinstance(self.event, Said) else ""

    @property
    def asked(self) -> Link | None:
        """The code, by whom and where it was asked for."""
        return self.situation.get(Link, self.subject)

    @property
    def claim(self) -> Link | None:
        """Who gave it, and where."""
        return self.situation.get(Link, f"{CLAIM}{self.subject}")

    @property
    def own(self) -> tuple[Link, ...]:
        """What is kept of the actor's own codes and tries."""
        return self.situation.find(find(Link, person=self.actor.id))

    def side(self, person: PersonId, account: AccountId) -> Side:
        """One of the two."""
        found = self.situation.one(Person, person)
        seats = _seats(found, self.program)
        applications = self.situation.find(find(Application, person=person))
        return Side(
            person=found,
            account=account,
            accounts=self.situation.find(find(Account, person=person)),
            applied=bool(applications) or any(self.situation.get(seat.record, seat.id) for seat in seats),
            member=any(self.situation.get(each.record, each.id) for each in _roster(found, self.program)),
        )

    def worded(self, key: str, **values: Value) -> Say:
        """A sentence that may name whom to write to."""
        contact = self.situation.program(self.program).organiser.contact
        return Say(key, {"contact": contact, **values})


def link_case(event: Event, situation: Situation) -> LinkCase:
    """Gather what `link_needs` asked for."""
    return LinkCase(event=event, situation=situation, subject=_subject(event, situation))


def _subject(event: Event, known: Situation) -> str:
    if not isinstance(event, Said):
        return subject_of(event, known)
    code = typed_code(rest_of(event.text))
    return sealed(code) if code else ""


# --- needs --------------------------------------------------------------------------------------------------


def link_needs(event: Event, known: Situation) -> Need:
    """The code and both sides, in three rounds."""
    subject = _subject(event, known)
    of_code: Need = (Get(Link, subject), Get(Link, f"{CLAIM}{subject}"))
    if isinstance(event, Woke):
        return (*of_code, *_ringing(subject))
    program = program_of(event, known)
    people = {known.actor.id} if known.actor else set()
    people |= {link.person for query in of_code if (link := known.peek(Link, _id(query)))}
    return (
        Secret(PURPOSE),
        ProgramOf(program),
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
    yield from belongings(person)
    if found := known.peek(Person, person) or (
        known.actor if known.actor and known.actor.id == person else None
    ):
        yield from _seats(found, program)
        yield from _roster(found, program)
        yield from (interest_of(each, person) for each in programs_of(found, program))


def programs_of(person: Person, program: str) -> tuple[str, ...]:
    """Where somebody may have something: the program of the event, and the one through which they were met."""
    return tuple(sorted({program, person.program} - {""}))


def _seats(person: Person, program: str) -> tuple[Get[Coordinator], ...]:
    return tuple(seat_of(id, person.id) for id in programs_of(person, program))


def _roster(person: Person, program: str) -> tuple[Get[RosterEntry], ...]:
    if not person.email:
        return ()
    each = programs_of(person, program)
    return tuple(Get(RosterEntry, roster_id(id, person.email)) for id in each)  # type: ignore[arg-type]


def interest_of(program: str, person: PersonId) -> Get[Interest]:
    """Whether somebody asked to be told when applications open."""
    return Get(Interest, f"{program}:{person}")


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
