"""An event of a matching round with all that it looks at: who may be matched, with how much room, and what was decided."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.asking import About
from flows.calendar import today, wake_on
from flows.cohort.apart import Apart, apart_of
from flows.cohort.round_needs import (
    UNDER_WAY,
    cohorts_of,
    confirmed,
    listed,
    mentees,
    pairs_of,
    proposed,
    rulings_in,
)
from flows.events import Event
from flows.fan_out import cohort_of
from flows.flow import subject_of
from flows.ids import CohortId, PersonId
from flows.matching.changes import Setting
from flows.matching.people import Candidate, Proposed, candidate_of, rules_of
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Cohort,
    Fate,
    Role,
    Ruling,
)
from flows.model.pairs import HELD, Pair
from flows.model.people import Person
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program
from flows.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCase:
    """An event of a matching round with all that it needs."""

    event: Event
    situation: Situation
    subject: str
    cohort: Cohort
    program: Program

    @property
    def now(self) -> datetime:
        """The event's time."""
        return self.event.now

    @property
    def today(self) -> date:
        """The day it is where the program is."""
        return today(self.now, self.program.zone)

    @property
    def calendar(self) -> CohortCalendar:
        """The cohort's days."""
        return self.program.calendar(self.cohort.name)

    @property
    def about(self) -> About:
        """For messages of the round."""
        return About(event=self.event, program=self.cohort.id, subject=self.cohort.id)

    def day(self, stage: str) -> date:
        """When the cohort's stage is."""
        return self.calendar.day(stage, self.cohort.year)

    def on(self, day: date) -> datetime:
        """The wake hour of `day`."""
        return wake_on(day, self.program.zone)

    # --- who may be matched, once `whole_needs` are known ---------------------------------------------

    def mentee_applications(self) -> tuple[Application, ...]:
        """Accepted, or on the waiting list; not those who wait because nobody decided on them yet.

        From its first day on a cohort takes in nobody new: then only those whose pair in it has ended.
        """
        found = (one for query in mentees(self.cohort.id) for one in self.situation.find(query))
        decided = tuple(one for one in found if one.decided_by or one.state is ApplicationState.ACCEPTED)
        if self.cohort.state not in UNDER_WAY:
            return decided
        had_one = {pair.mentee for pair in self.pairs() if pair.cohort == self.cohort.id}
        return tuple(one for one in decided if one.person in had_one)

    def mentor_applications(self) -> tuple[Application, ...]:
        """On the list; and, where the program asks them each time, only those who said yes."""
        on_the_list = self.situation.find(listed(self.cohort, self.program))
        if not self.program.mentor.reconfirms:
            return on_the_list
        said_yes = {one.application for one in self.situation.find(confirmed(self.cohort.id))}
        return tuple(one for one in on_the_list if one.id in said_yes)

    def pairs(self) -> Iterator[Pair]:
        """Every pair that was ever published in the program."""
        for query in cohorts_of(self.cohort):
            for cohort in self.situation.find(query):
                for pairs in pairs_of(cohort.id):
                    yield from self.situation.find(pairs)

    def apart(self) -> Apart:
        """Whom people asked not to be matched with: known by address or by name, if they are in this match."""
        applications = (*self.mentee_applications(), *self.mentor_applications())
        return apart_of(applications, self.people(applications))

    def people(self, applications: Sequence[Application]) -> list[Person]:
        """Who applied."""
        found = [self.situation.get(Person, one.person) for one in applications]
        return [person for person in found if person]

    def rulings(self) -> tuple[Ruling, ...]:
        """All that coordinators have decided about two people."""
        return self.situation.find(rulings_in(self.cohort.program))

    def setting(self, version: int) -> Setting:
        """All that a match follows from."""
        rulings = self.rulings()
        # who were a pair in this very cohort were together: what was decided about them has had its day
        had = {(pair.mentee, pair.mentor) for pair in self.pairs() if pair.cohort == self.cohort.id}
        together = {
            (one.mentee, one.mentor)
            for one in rulings
            if one.fate is Fate.TOGETHER and one.cohort == self.cohort.id
        }
        return Setting(
            mentees=tuple(self.candidates(self.mentee_applications())),
            mentors=tuple(self.candidates(self.mentor_applications())),
            rules=rules_of(self.program),
            avoid=self.apart().twos,
            former=self.former(),
            together=frozenset(together - had),
            apart=frozenset((one.mentee, one.mentor) for one in rulings if one.fate is Fate.APART),
            seed=f"{self.cohort.id}:{version}",
        )

    def standing(self) -> tuple[Proposed, ...]:
        """The pairs now before the coordinators, as matching knows them."""
        return tuple(
            Proposed(
                mentee=pair.mentee,
                mentor=pair.mentor,
                mentee_application=pair.mentee_application,
                mentor_application=pair.mentor_application,
                score=pair.score,
                reasons=pair.reasons,
            )
            for pair in self.situation.find(proposed(self.cohort.id))
        )

    def former(self) -> frozenset[tuple[PersonId, PersonId]]:
        """Who has been a pair, or is one."""
        return frozenset((pair.mentee, pair.mentor) for pair in self.pairs())

    @property
    def first_day(self) -> date:
        """When a pair that is found now can begin."""
        return max(self.day("begins"), self.today)

    def away(self, applications: Sequence[Application]) -> list[tuple[Application, date]]:
        """Those who asked to be left in peace past the first day, and until when."""
        known = [(one, self.situation.get(Person, one.person)) for one in applications]
        return [
            (one, until)
            for one, person in known
            if person and person.removed_at is None and (until := person.away_until(self.first_day))
        ]

    def candidates(self, applications: Sequence[Application]) -> list[Candidate]:
        """Those who will be there, with the room that running pairs leave them once this cohort begins."""
        begins = self.day("begins")
        running = [pair for pair in self.pairs() if pair.state in HELD and pair.ends >= begins]
        taken = {
            Role.MENTEE: Counter(pair.mentee for pair in running),
            Role.MENTOR: Counter(pair.mentor for pair in running),
        }
        known = [(one, self.situation.get(Person, one.person)) for one in applications]
        return [
            candidate_of(one, person, self.program, taken[one.role][one.person])
            for one, person in known
            if person and person.removed_at is None and not person.away_until(self.first_day)
        ]


def round_case(event: Event, situation: Situation) -> RoundCase:
    """Gather what was asked for."""
    subject = subject_of(event, situation)
    id: CohortId = cohort_of(subject)
    return RoundCase(
        event=event,
        situation=situation,
        subject=subject,
        cohort=situation.one(Cohort, id),
        program=situation.program(id),
    )
