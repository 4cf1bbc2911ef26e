"""What every conversation of a pair looks at and how it speaks to one side: shared by the pair's flows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flows.asking import CONCERN, About, asked_about, asks, closes, name_of, settled, shown
from flows.calendar import days_later, shared_daytime, today, wake_on
from flows.events import Event, Woke
from flows.flow import subject_of
from flows.ids import PersonId, pair_of
from flows.messages import Invitation, Phrase, Say, Value, Word
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.model.talk import Question, Urgency, Wish
from flows.places import coordinators, room
from flows.programs.program import Program
from flows.situation import Get, Need, ProgramOf, Situation
from flows.turn import NOTHING, Turn, does


def pair_needs(subject: str, *records: type[Any]) -> Need:
    """All that a pair's conversation looks at, in one round: pair, both people, program, and of each of
    `records` the one under `subject`."""
    pair = pair_of(subject)
    cohort, mentee, mentor = pair.split(":")
    return (
        Get(Pair, pair),
        Get(Person, mentee),
        Get(Person, mentor),
        ProgramOf(cohort),
        *(Get(record, subject) for record in records),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCase:
    """An event of a pair's conversation with all that it needs."""

    event: Event
    situation: Situation
    subject: str
    pair: Pair
    mentee: Person
    mentor: Person
    program: Program

    @property
    def now(self) -> datetime:
        """The event's time."""
        return self.event.now

    @property
    def actor(self) -> Person:
        """Who acts. Raises LookupError for a wake-up, which nobody does."""
        if self.situation.actor is None:
            raise LookupError("nobody acts in a wake-up")
        return self.situation.actor

    @property
    def partner(self) -> Person:
        """The other side of the one who acts."""
        return self.mentor if self.actor.id == self.mentee.id else self.mentee

    @property
    def sides(self) -> tuple[Person, Person]:
        """Mentee, then mentor."""
        return self.mentee, self.mentor

    @property
    def first(self) -> Person:
        """The side that makes the first contact."""
        return self.mentee if self.program.first_contact.by == "mentee" else self.mentor

    @property
    def other(self) -> Person:
        """The side that is written to first."""
        return self.mentor if self.first is self.mentee else self.mentee

    @property
    def today(self) -> date:
        """The day it is where the program is."""
        return today(self.now, self.program.zone)

    @property
    def running(self) -> bool:
        """Whether the pair is still one."""
        return self.pair.state is PairState.ANNOUNCED

    @property
    def about(self) -> About:
        """For messages that are not to one of the pair."""
        return About(event=self.event, program=self.pair.cohort, subject=self.subject)

    def away(self, side: Person) -> bool:
        """Whether the side has asked to be left in peace for now, or has left."""
        paused = side.paused_until is not None and today(self.now, side.zone) < side.paused_until
        return paused or side.removed_at is not None

    def on(self, day: date) -> datetime:
        """The wake hour of `day` in the program's zone."""
        return wake_on(day, self.program.zone)

    def in_days(self, days: int) -> datetime:
        """The wake hour, so many days from now, in the program's zone."""
        return days_later(self.now, days, self.program.zone)

    def tells(
        self,
        to: Person,
        key: str,
        *,
        urgency: Urgency = Urgency.PROMPT,
        flow: str = CONCERN,
        choices: Sequence[str] = (),
        dates: Sequence[Invitation] = (),
        **values: Value,
    ) -> tuple[Question, Wish]:
        """A message to one side, with `choices` that `flow` hears, and always the way to raise a concern; with `dates`
        for their calendar.

        `{partner}`, `{contact}` and `{program}` may be used in every such sentence.
        """
        partner: PersonId = self.pair.partner(to.id)
        known: dict[str, Value] = {
            "partner": name_of(partner),
            "contact": self.program.organiser.contact,
            "program": Phrase(self.program.name),
        }
        about = self.about
        speak = {Urgency.ANSWER: about.answer, Urgency.NOTICE: about.notice, Urgency.PROMPT: about.prompt}
        files = {f"date_{nth}": date for nth, date in enumerate(dates, start=1)}
        wish = speak[urgency](to, key, **{**known, **values, **files})
        return asks(wish, flow, (*choices, CONCERN), sticky=not choices)

    def in_room(self, key: str, **values: Value) -> Wish:
        """A line in the pair's own room, when it is day for both."""
        wish = self.about.post(room(self.pair.id), self.program.zone, key, prompted=False, **values)
        zones = [side.zone for side in self.sides]
        return replace(wish, not_before=shared_daytime(self.now, zones, self.program.zone))

    def to_desk(self, key: str, *, prompted: bool) -> Wish:
        """A word about the two to the program's coordinators."""
        place, zone = coordinators(self.pair.program), self.program.zone
        names = {"mentee": name_of(self.mentee.id), "mentor": name_of(self.mentor.id)}
        return self.about.post(place, zone, key, prompted=prompted, **names)

    def settles(self, flow: str, said: Say, *, others: Say | None = None) -> tuple[Question, ...]:
        """Every open question of `flow` about the subject, closed, whoever it was put to. Needs `asked_about`.

        Where `said` speaks to the one who acts, `others` tells the other side the same.
        """
        by = self.situation.actor.id if self.situation.actor else None
        asked = self.situation.find(asked_about(self.subject))
        return tuple(
            closes(question, said if others is None or question.audience == by else others, by)
            for question in asked
            if question.flow == flow
        )

    def noted(self, said: Say) -> Turn:
        """Only the question that was answered is settled: the other side's stays open."""
        return settled(self.situation.question, said, self.actor.id)

    def answers(self, flow: str, said: Say, *, others: Say | None = None) -> Turn:
        """The press or form settles what `flow` asked about the subject; its message now shows `said`."""
        return does(self.settles(flow, said, others=others), shown(self.situation.question, said))


def over(event: Event) -> Turn:
    """The pair is one no longer: a wake-up passes, a person is told."""
    return NOTHING if isinstance(event, Woke) else does(Word(said=Say("pair.closed.outcome")))


def pair_case(event: Event, situation: Situation) -> PairCase:
    """Gather what `pair_needs` asked for."""
    subject = subject_of(event, situation)
    pair = situation.one(Pair, pair_of(subject))
    return PairCase(
        event=event,
        situation=situation,
        subject=subject,
        pair=pair,
        mentee=situation.one(Person, pair.mentee),
        mentor=situation.one(Person, pair.mentor),
        program=situation.program(pair.cohort),
    )
