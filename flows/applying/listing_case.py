"""What a mentor's conversation about the list looks at: their word on a cohort, their place on the list, their pairs."""

from dataclasses import dataclass

from flows.applying.standing import next_word, word_needs, words_of
from flows.asking import About, asked_about
from flows.cohort.year import stage_of
from flows.events import Event, Woke
from flows.fan_out import cohort_of, page_of
from flows.flow import program_of, subject_of, trigger_of
from flows.ids import ApplicationId, CohortId, PersonId, ProgramId
from flows.messages import On, Phrase, Value
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Role,
    application_id,
)
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.programs.program import Program
from flows.situation import Find, Get, Need, ProgramOf, Situation, find

SAID = ("available", "unavailable")
"""A mentor's word that no question asked for."""
LISTED = (
    ApplicationState.ACCEPTED,
    ApplicationState.SUBMITTED,
    ApplicationState.DRAFT,
    ApplicationState.UNVERIFIED,
)
"""The states of a mentor's application that `remove me` withdraws."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCase:
    """One mentor's word on one cohort (or one mentor leaving the list), with what it needs."""

    event: Event
    situation: Situation
    subject: str
    program: Program

    @property
    def cohort(self) -> CohortId:
        """The cohort that the mentor is asked about."""
        return CohortId(self.subject.partition(":")[0])

    @property
    def person(self) -> Person:
        """The mentor: the one who acts, else the one whom the wake-up is about."""
        return self.situation.actor or self.situation.one(Person, self.subject.partition(":")[2])

    @property
    def application(self) -> Application | None:
        """The mentor's place on the list."""
        return self.situation.get(Application, listed_as(self.program, self.person.id))

    @property
    def about(self) -> About:
        """For messages to the mentor."""
        return About(event=self.event, program=self.cohort, subject=self.subject)

    def day(self, stage: str) -> On:
        """The date of one of the cohort's stages."""
        return On(stage_of(self.program, self.cohort, stage))

    @property
    def common(self) -> dict[str, Value]:
        """What every sentence to a listed mentor may say."""
        stages = {stage: self.day(stage) for stage in ("match", "begins", "ends")}
        name = self.cohort.removeprefix(f"{self.program.id}-").partition("-")[2]
        return {
            "program": Phrase(self.program.name),
            "contact": self.program.organiser.contact,
            "cohort": Phrase(self.program.calendar(name).label),
            **stages,
        }

    def says(self, state: AvailabilityState) -> Availability:
        """The mentor's word on the cohort."""
        return Availability(
            id=self.subject,
            cohort=self.cohort,
            program=ProgramId(self.program.id),
            person=self.person.id,
            application=listed_as(self.program, self.person.id),
            state=state,
        )


# --- needs --------------------------------------------------------------------------------------------


def word_meant(event: Event, known: Situation) -> str:
    """The word that an event is about: its question's, or the one on the next match where it was only said."""
    if trigger_of(event) not in SAID or known.actor is None or not known.knows(words_of(known.actor.id)):
        return subject_of(event, known)
    word = next_word(known, known.actor.id, program_of(event, known))
    return word.id if word else ""


def is_listed(application: Application) -> bool:
    """Whether `remove me` withdraws it."""
    return application.role is Role.MENTOR and application.state in LISTED


def page(subject: str, program: Program) -> Find[Application]:
    """A page of the list."""
    return page_of(
        Application, subject, program=program.id, role=Role.MENTOR, state=ApplicationState.ACCEPTED
    )


def listed_as(program: Program, person: PersonId) -> ApplicationId:
    """A mentor's place on the list."""
    return application_id(ProgramId(program.id), person, Role.MENTOR)


def applications_of(person: PersonId) -> Find[Application]:
    """All that somebody applied for."""
    return find(Application, person=person)


def pairs_of(person: PersonId) -> Find[Pair]:
    """The pairs that a mentor is in."""
    return find(Pair, mentor=person, state=PairState.ANNOUNCED)


def needs(event: Event, known: Situation) -> Need:
    """The mentor's word on the cohort and place on the list; for one who leaves, all that they stand for."""
    if isinstance(event, Woke):
        return _woken(event, known)
    actor = known.actor
    if actor is None:
        return ()
    words = known.find(words_of(actor.id)) if known.knows(words_of(actor.id)) else ()
    mine = known.find(applications_of(actor.id)) if known.knows(applications_of(actor.id)) else ()
    return (
        ProgramOf(program_of(event, known)),
        Get(Availability, word_meant(event, known)),
        applications_of(actor.id),
        *word_needs(actor.id, known),
        pairs_of(actor.id),
        *(asked_about(word.id) for word in words),
        *(asked_about(one.id) for one in mine if is_listed(one)),
    )


def _woken(event: Woke, known: Situation) -> Need:
    cohort, _, person = event.subject.partition(":")
    text = ProgramOf(cohort_of(cohort))
    program = known.program(text.id) if known.knows(text) else None
    if event.trigger == "reconfirm":
        return (text, page(event.subject, program)) if program else (text,)
    first = (text, Get(Availability, event.subject), Get(Person, person), asked_about(event.subject))
    return (*first, Get(Application, listed_as(program, PersonId(person)))) if program else first
