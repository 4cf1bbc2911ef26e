"""What an application's conversation looks at, and when its role may be applied for."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows import forms
from flows.applying.standing import OPEN_TO_MORE, role_of, withdrawable
from flows.asking import About, asked_about
from flows.calendar import today
from flows.cohort.year import stage_of
from flows.events import Event, Submitted
from flows.flow import program_of, subject_of, trigger_of
from flows.ids import ApplicationId, PersonId, ProgramId, QuestionId, derived
from flows.messages import Form, On, Phrase, Value
from flows.model.cohorts import Application, ApplicationState, Cohort, Role, application_id
from flows.model.people import Account, Coordinator, Person, RosterEntry, roster_id
from flows.model.talk import Draft, Question
from flows.programs.program import Program
from flows.situation import Count, Find, Get, Need, ProgramOf, Situation, count, find

EMAIL = "email"
"""The key of the question whose answer is looked up on the roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Which application: a program's, a person's, for a role and perhaps a cohort."""

    program: ProgramId
    person: PersonId
    role: Role
    cohort: str

    @property
    def id(self) -> ApplicationId:
        """Where it is found."""
        return application_id(self.program, self.person, self.role, self.cohort)

    @property
    def text(self) -> str:
        """Whose program text counts: the cohort's, or the one that new cohorts take."""
        return self.cohort or self.program


def subject_in(id: str) -> Subject:
    """The parts of an application's id."""
    program, person, role, *cohort = id.split(":")
    return Subject(
        program=ProgramId(program), person=PersonId(person), role=Role(role), cohort="".join(cohort)
    )


def fresh_subject(program: Program, person: PersonId, role: Role, day: date) -> Subject | None:
    """The application that the person can make for `role` on `day`; None outside the role's window."""
    id = ProgramId(program.id)
    if program.role(role).enrols == "rolling":
        return Subject(program=id, person=person, role=role, cohort="")
    opening = program.open_on(day)
    if opening is None:
        return None
    calendar, year, _ = opening
    return Subject(program=id, person=person, role=role, cohort=program.cohort_id(calendar.name, year))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantCase:
    """An event about one application, with all that it needs."""

    event: Event
    situation: Situation
    subject: Subject
    person: Person
    program: Program

    @property
    def now(self) -> datetime:
        """The event's time."""
        return self.event.now

    @property
    def today(self) -> date:
        """The day in the program's zone."""
        return today(self.now, self.program.zone)

    @property
    def application(self) -> Application | None:
        """The application, once begun."""
        return next((one for one in self.all if one.id == self.subject.id), None)

    @property
    def all(self) -> tuple[Application, ...]:
        """Every application of the person."""
        return self.situation.find(find(Application, person=self.person.id))

    @property
    def form(self) -> Form:
        """The role's questions."""
        return forms.application_form(self.program, self.subject.role)

    @property
    def form_question(self) -> QuestionId:
        """The question that the form, and all that asks to go on with it, belongs to."""
        return QuestionId(derived("form", self.subject.id))

    @property
    def draft(self) -> Draft:
        """What was filled in so far."""
        kept = self.situation.find(find(Draft, person=self.person.id))
        return forms.draft_for(self.form, self.person.id, self.subject.id, older=kept)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Every question about the application that waits for an answer."""
        return self.situation.find(asked_about(self.subject.id))

    @property
    def in_time(self) -> bool:
        """Whether the application can be handed in today."""
        return fresh_subject(self.program, self.person.id, self.subject.role, self.today) == self.subject

    def on_roster(self, email: str) -> bool:
        """Whether `email` is a member's who may take this role; or none need be."""
        membership = self.program.membership
        if self.subject.role not in membership.required_of:
            return True
        entry = self.situation.get(RosterEntry, roster_id(self.subject.program, email))
        if entry is None:
            return False
        return not (membership.by_role and entry.roles) or self.subject.role in entry.roles

    @property
    def too_late_to_match(self) -> bool:
        """Whether the matches of the application's cohort are out."""
        cohort = self.situation.get(Cohort, self.subject.cohort) if self.subject.cohort else None
        return cohort is not None and cohort.state not in OPEN_TO_MORE

    @property
    def coordinators(self) -> int:
        """How many coordinate the program."""
        return self.situation.count(_coordinators(self.subject.program))

    @property
    def enrolment(self) -> str:
        """How one comes in, and so which sentences fit: `window` for one cohort, `mentor` for the list of mentors,
        `rolling` for any day."""
        if self.subject.cohort:
            return "window"
        return "mentor" if self.subject.role is Role.MENTOR else "rolling"

    def having(self, state: ApplicationState) -> Application:
        """The application in that state; a new one where there is none yet."""
        if self.application:
            return replace(self.application, state=state)
        return Application(
            id=self.subject.id,
            program=self.subject.program,
            cohort=self.subject.cohort,
            person=self.subject.person,
            role=self.subject.role,
            state=state,
        )

    @property
    def about(self) -> About:
        """For messages about the application."""
        return About(event=self.event, program=self.subject.text, subject=self.subject.id)

    @property
    def common(self) -> dict[str, Value]:
        """What every sentence about an application may say; the cohort's dates where it is for one."""
        stages = ("closes", "publish_by", "begins", "ends") if self.subject.cohort else ()
        dates = {stage: On(stage_of(self.program, self.subject.cohort, stage)) for stage in stages}
        return {**common(self.program, self.today, self.subject.role), **dates}


def common(program: Program, day: date, role: Role) -> dict[str, Value]:
    """What every sentence about applying may say."""
    _, _, reopens = program.next_opening(day)
    return {
        "program": Phrase(program.name),
        "contact": program.organiser.contact,
        "role": role_of(role),
        "reopens": On(reopens),
        "gains": Phrase(program.role(role).gains),
    }


def applicant_case(event: Event, situation: Situation, subject: Subject) -> ApplicantCase:
    """Gather what `needs` asked for about this application."""
    return ApplicantCase(
        event=event,
        situation=situation,
        subject=subject,
        person=situation.one(Person, subject.person),
        program=situation.program(subject.text),
    )


# --- needs --------------------------------------------------------------------------------------------


def subject_meant(event: Event, known: Situation) -> Subject | None:
    """The application that an event is about: the one that it names, or the one that `mentee` or `mentor` starts."""
    named = subject_of(event, known)
    if ":" in named:
        return subject_in(named)
    program, trigger = program_of(event, known), trigger_of(event)
    if known.actor is None or not known.knows(ProgramOf(program)):
        return None
    if trigger == "withdraw":
        return _withdrawable(known, known.actor.id)
    if trigger not in tuple(Role):
        return None
    whole = known.program(program)
    return fresh_subject(whole, known.actor.id, Role(trigger), today(event.now, whole.zone))


def _withdrawable(known: Situation, person: PersonId) -> Subject | None:
    """The application that `withdraw`, said without naming one, means."""
    mine = find(Application, person=person)
    meant = withdrawable(known.find(mine)) if known.knows(mine) else None
    return subject_in(meant.id) if meant else None


def needs(event: Event, known: Situation) -> Need:
    """The program, the person with their applications and drafts; then the window's cohort and the roster."""
    if known.actor and known.actor.is_erased:
        return (accounts_of(known.actor.id),)
    named = subject_of(event, known)
    person = subject_in(named).person if ":" in named else known.actor.id if known.actor else PersonId("")
    program = subject_in(named).program if ":" in named else program_of(event, known)
    first = (
        ProgramOf(program),
        Get(Person, person),
        find(Application, person=person),
        find(Draft, person=person),
    )
    subject = subject_meant(event, known)
    if subject is None or not known.knows(find(Draft, person=person)):
        return first
    emails = sorted(_emails(event, known, subject))
    return (
        *first,
        ProgramOf(subject.text),
        asked_about(subject.id),
        _coordinators(subject.program),
        *((Get(Cohort, subject.cohort),) if subject.cohort else ()),
        *(Get(RosterEntry, roster_id(subject.program, email)) for email in emails),
    )


def accounts_of(person: PersonId) -> Find[Account]:
    """Where a person is known on their platforms."""
    return find(Account, person=person)


def _coordinators(program: ProgramId) -> Count[Coordinator]:
    return count(Coordinator, program=program)


def _emails(event: Event, known: Situation, subject: Subject) -> set[str]:
    """Every address that this turn may look up: as known of the person, as drafted, as just sent."""
    person = known.peek(Person, subject.person)
    found = {person.email if person else ""}
    for draft in known.find(find(Draft, person=subject.person)):
        found.update(draft.values.get(EMAIL, ()))
    if isinstance(event, Submitted):
        found.update(typed.strip() for typed in event.values.get(EMAIL, ()))
    return {roster_key.strip().lower() for roster_key in found}
