"""What a person's own commands look at: who they are, and all that Shelfmate holds about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flows.applying.standing import word_needs
from flows.asking import About
from flows.calendar import days_later, today
from flows.events import Event
from flows.flow import program_of
from flows.ids import PersonId, ProgramId
from flows.messages import Phrase, Value
from flows.model.cohorts import Application, Availability, Interest
from flows.model.pairs import (
    CheckIn,
    Concern,
    Extension,
    Farewell,
    Meeting,
    MeetingState,
    Pair,
    PairState,
    Plan,
    Survey,
)
from flows.model.people import Account, Coordinator, Link, Person, coordinator_id
from flows.model.screens import Post
from flows.model.sessions import Seat, Session
from flows.model.talk import Draft, Question, QuestionState, Wish, WishState
from flows.places import dm, room
from flows.programs.program import Program
from flows.situation import WHOLE, Find, Get, Need, ProgramOf, Query, Situation, find

FLOW = "people"
"""Hears all that a person says and presses about themselves."""
SEEN = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)
"""The states in which a person knows of a pair: nobody learns of one that was only proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """A person's own act, with what it needs."""

    event: Event
    situation: Situation
    person: Person
    program: Program

    @property
    def today(self) -> date:
        """The day where the person is."""
        return today(self.event.now, self.person.zone)

    @property
    def coordinates(self) -> bool:
        """Whether they coordinate the program."""
        return self.situation.get(Coordinator, coordinator_of(self.program.id, self.person.id).id) is not None

    @property
    def about(self) -> About:
        """For answers to the person."""
        return About(event=self.event, program=self.program.id, subject=self.person.id)

    @property
    def common(self) -> dict[str, Value]:
        """What every such sentence may say."""
        return {
            "program": Phrase(self.program.name),
            "contact": self.program.organiser.contact,
            "organiser": self.program.organiser.name,
        }

    @property
    def applications(self) -> tuple[Application, ...]:
        """All that they ever made."""
        return self.situation.find(find(Application, person=self.person.id))

    @property
    def running(self) -> tuple[Pair, ...]:
        """The pairs that they are in."""
        return self.pairs(PairState.ANNOUNCED)

    def in_days(self, days: int) -> datetime:
        """The wake hour, so many days from now, in the program's zone."""
        return days_later(self.event.now, days, self.program.zone)

    def pairs(self, *states: PairState) -> tuple[Pair, ...]:
        """Their pairs in these states, on either side."""
        return tuple(
            pair for query in pairs_of(self.person.id, *states) for pair in self.situation.find(query)
        )

    def partner(self, pair: Pair) -> Person:
        """The other side of a pair."""
        return self.situation.one(Person, pair.partner(self.person.id))


def person_case(event: Event, situation: Situation) -> PersonCase:
    """Gather the situation of a person's own act."""
    assert situation.actor is not None
    program = situation.program(program_of(event, situation))
    return PersonCase(event=event, situation=situation, person=situation.actor, program=program)


# --- needs --------------------------------------------------------------------------------------------


def coordinator_of(program: str, person: PersonId) -> Get[Coordinator]:
    """The look-up for whether somebody coordinates a program."""
    return Get(Coordinator, coordinator_id(ProgramId(program), person))


def pairs_of(person: PersonId, *states: PairState) -> tuple[Find[Pair], ...]:
    """The look-ups for a person's pairs in these states."""
    as_mentee = tuple(find(Pair, mentee=person, state=state) for state in states)
    return as_mentee + tuple(find(Pair, mentor=person, state=state) for state in states)


def standing_needs(event: Event, known: Situation) -> Need:
    """Where a person stands: applications, running pairs, their plans and next meetings."""
    person = _actor(known)
    running = pairs_of(person, PairState.ANNOUNCED)
    program = ProgramOf(program_of(event, known))
    first: Need = (
        program,
        *((coordinator_of(known.program(program.id).id, person),) if known.knows(program) else ()),
        find(Application, person=person),
        *word_needs(person, known),
        *running,
    )
    more: list[Query] = [query for pair in _found(running, known) for query in _of_running(pair, person)]
    return (*first, *more)


def _of_running(pair: Pair, person: PersonId) -> tuple[Query, ...]:
    return Get(Plan, pair.id), meetings_of(pair), Get(Person, pair.partner(person))


def meetings_of(pair: Pair) -> Find[Meeting]:
    """A pair's meetings to come."""
    return find(Meeting, pair=pair.id, state=MeetingState.AGREED)


def all_meetings_of(pair: Pair) -> tuple[Find[Meeting], ...]:
    """A pair's meetings, whatever became of them."""
    return tuple(find(Meeting, pair=pair.id, state=state) for state in MeetingState)


def data_needs(event: Event, known: Situation) -> Need:
    """Everything that is held about a person."""
    person = _actor(known)
    seen = pairs_of(person, *SEEN)
    first = (
        *standing_needs(event, known),
        find(Account, person=person),
        find(Link, person=person),
        find(Draft, person=person),
        find(Availability, person=person),
        find(Seat, person=person),
        *seen,
    )
    programs = sorted({program_of(event, known), *(one.program for one in _applied(known))})
    return (
        *first,
        *(query for pair in _found(seen, known) for query in _of_pair(pair, person)),
        *(Get(Session, seat.session) for seat in _seats(person, known)),
        *(Get(Interest, f"{program}:{person}") for program in programs),
        *(Get(Coordinator, coordinator_id(ProgramId(program), person)) for program in programs),
    )


def _seats(person: PersonId, known: Situation) -> tuple[Seat, ...]:
    seats = find(Seat, person=person)
    return known.find(seats) if known.knows(seats) else ()


def _of_pair(pair: Pair, person: PersonId) -> tuple[Query, ...]:
    own = f"{pair.id}:{person}"
    return (
        Get(Survey, own),
        Get(Farewell, own),
        Get(Plan, pair.id),
        Get(Extension, pair.id),
        find(CheckIn, pair=pair.id),
        find(Concern, pair=pair.id),
        *all_meetings_of(pair),
    )


def erasure_needs(event: Event, known: Situation) -> Need:
    """The same, the open questions about it, and those whose messages still show it."""
    pairs = _found(pairs_of(_actor(known), *SEEN), known)
    return (
        *data_needs(event, known),
        *(query for one in _applied(known) for query in asked_about(one.id)),
        *(query for pair in pairs for one in subjects_of(pair, known) for query in asked_about(one)),
        *(posted_in(pair) for pair in pairs),
        own_screen(_actor(known)),
    )


def own_screen(person: PersonId) -> Find[Post]:
    """What stands in their direct messages, where we keep the screens ourselves."""
    return find(Post, limit=WHOLE, place=dm(person))


def posted_in(pair: Pair) -> Find[Wish]:
    """The messages in a pair's own room."""
    return find(Wish, place=room(pair.id), state=WishState.SENT)


def asked_about(subject: str) -> tuple[Find[Question], Find[Question]]:
    """The questions about a subject: those that wait, and those that have their answer."""
    waiting, settled = QuestionState.OPEN, QuestionState.CLOSED
    return find(Question, subject=subject, state=waiting), find(Question, subject=subject, state=settled)


def subjects_of(pair: Pair, known: Situation) -> Iterator[str]:
    """What messages about a pair are about, as far as it is known: the pair, either side, a meeting, a concern."""
    yield from (pair.id, f"{pair.id}:{pair.mentee}", f"{pair.id}:{pair.mentor}")
    told: tuple[Find[Any], ...] = (find(CheckIn, pair=pair.id), find(Concern, pair=pair.id))
    for query in (*told, *all_meetings_of(pair)):
        if known.knows(query):
            yield from (one.id for one in known.find(query))


def _applied(known: Situation) -> tuple[Application, ...]:
    applications = find(Application, person=_actor(known))
    return known.find(applications) if known.knows(applications) else ()


def _found(queries: tuple[Find[Pair], ...], known: Situation) -> list[Pair]:
    return [pair for query in queries if known.knows(query) for pair in known.find(query)]


def _actor(known: Situation) -> PersonId:
    return known.actor.id if known.actor else PersonId("")
