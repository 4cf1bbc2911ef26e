"""What a person's own page looks at: their standing, what is asked of them, and, for coordinators, what waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flows.applying.standing import LIVE, live, words_of
from flows.asking import asked_about
from flows.calendar import today
from flows.events import Event
from flows.flow import program_of
from flows.ids import PersonId, ProgramId, QuestionId
from flows.messages import Value
from flows.model.cohorts import (
    Application,
    ApplicationState,
    AvailabilityState,
    Interest,
)
from flows.model.pairs import CheckIn, Contact, Meeting, MeetingState, Pair, PairState
from flows.model.people import Account, Coordinator
from flows.model.talk import Question
from flows.person.desk_matters import first_needs, then_needs
from flows.person.person_case import PersonCase, coordinator_of, pairs_of, standing_needs
from flows.situation import Find, Get, Need, ProgramOf, Query, Situation, find

KIND = "person.page"
OVER = (PairState.ENDED, PairState.CLOSED)
REMEMBERED = timedelta(days=60)
"""How long after a pair's end its survey may still be open."""
AHEAD = (MeetingState.PROPOSED, MeetingState.MOVED, MeetingState.AGREED)
UNSAID = (AvailabilityState.ASKED, AvailabilityState.REMINDED)
BEGUN = (ApplicationState.DRAFT, ApplicationState.UNVERIFIED)
"""The states of an application that waits for its applicant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A button: of a question, or, without one, of a command."""

    key: str
    """The sentence under which its label is found."""
    choice: str
    question: QuestionId = QuestionId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a page."""

    kind: str
    said: tuple[Value, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCase(PersonCase):
    """A person's page, with what it needs."""

    @property
    def live(self) -> tuple[Application, ...]:
        """Their applications that may still come to something."""
        return live(self.applications)

    @property
    def ended(self) -> tuple[Pair, ...]:
        """Their pairs whose end is not long ago."""
        return tuple(pair for pair in self.pairs(*OVER) if pair.ends >= self.today - REMEMBERED)

    @property
    def is_told(self) -> bool:
        """Whether they asked to be told when applications next open."""
        return self.situation.get(Interest, f"{self.program.id}:{self.person.id}") is not None

    def asked(self, subject: str) -> tuple[Question, ...]:
        """What is asked of them about a subject, and waits."""
        found = self.situation.find(asked_about(subject))
        return tuple(question for question in found if question.audience == self.person.id)

    def meetings(self, pair: Pair) -> tuple[Meeting, ...]:
        """A pair's meetings that are suggested or agreed."""
        return tuple(one for query in ahead_of(pair) for one in self.situation.find(query))

    def check_in(self, pair: Pair) -> CheckIn | None:
        """A pair's last check-in: those before it are asked no more."""
        return _last(self.situation.find(find(CheckIn, pair=pair.id)))


def page_needs(event: Event, known: Situation) -> Need:
    """All of it, in three rounds."""
    person = known.actor.id if known.actor else PersonId("")
    program = ProgramId(program_of(event, known))
    seat = coordinator_of(program, person)
    first: Need = (
        *standing_needs(event, known),
        *pairs_of(person, *OVER),
        seat,
        Get(Interest, f"{program}:{person}"),
    )
    return (
        *first,
        *_of_applications(person, known),
        *_of_words(person, known),
        *(
            query
            for pair in _known(pairs_of(person, PairState.ANNOUNCED), known)
            for query in _of_pair(pair, person, known)
        ),
        *_of_ended(person, known),
        *((*first_needs(program), *then_needs(program, known)) if known.peek(Coordinator, seat.id) else ()),
    )


def _known(queries: tuple[Find[Pair], ...], known: Situation) -> Iterator[Pair]:
    for query in queries:
        if known.knows(query):
            yield from known.find(query)


def _of_applications(person: PersonId, known: Situation) -> Iterator[Query]:
    mine = find(Application, person=person)
    for one in known.find(mine) if known.knows(mine) else ():
        if one.state in LIVE:
            yield asked_about(one.id)
            yield ProgramOf(one.cohort or one.program)


def _of_words(person: PersonId, known: Situation) -> Iterator[Query]:
    for word in known.find(words_of(person)) if known.knows(words_of(person)) else ():
        yield ProgramOf(word.cohort)
        if word.state in UNSAID:
            yield asked_about(word.id)


def _of_pair(pair: Pair, person: PersonId, known: Situation) -> Iterator[Query]:
    check_ins = find(CheckIn, pair=pair.id)
    yield ProgramOf(pair.cohort)
    yield find(Account, person=person)
    yield find(Account, person=pair.partner(person))
    yield Get(Contact, pair.id)
    yield asked_about(pair.id)
    yield asked_about(f"{pair.id}:{person}")
    yield check_ins
    yield from ahead_of(pair)
    if known.knows(check_ins) and (last := _last(known.find(check_ins))):
        yield asked_about(last.id)
    for query in ahead_of(pair):
        if known.knows(query):
            yield from (asked_about(one.id) for one in known.find(query))


def _of_ended(person: PersonId, known: Situation) -> Iterator[Query]:
    for pair in _known(pairs_of(person, *OVER), known):
        if pair.ends >= today(known.now, "UTC") - REMEMBERED - timedelta(days=1):
            yield asked_about(f"{pair.id}:{person}")


def ahead_of(pair: Pair) -> tuple[Find[Meeting], ...]:
    """The look-ups for a pair's meetings that are suggested or agreed."""
    return tuple(find(Meeting, pair=pair.id, state=state) for state in AHEAD)


def _last(check_ins: tuple[CheckIn, ...]) -> CheckIn | None:
    return max(check_ins, key=lambda one: one.number, default=None)
