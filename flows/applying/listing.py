"""The list of mentors: each says before a match whether they are available, and leaves the list at any time, at once."""

from dataclasses import dataclass, replace

from flows.asking import About, asks, closes, name_of, wakes
from flows.calendar import days_later, wake_on
from flows.cohort.year import stage_of
from flows.events import Event, Woke
from flows.fan_out import cohort_of, onwards, page_of
from flows.flow import Flow, program_of, subject_of, trigger_of
from flows.ids import ApplicationId, CohortId, PersonId, ProgramId
from flows.machine import NONE, Table, cell
from flows.messages import On, Outcome, Phrase, Say, Several, Value, Word
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Role,
    application_id,
    availability_id,
)
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.model.talk import Question, QuestionState
from flows.programs.program import Program
from flows.situation import Find, Get, Need, ProgramOf, Situation, find
from flows.turn import NOTHING, Turn, does

FLOW = "listing"
REMIND_AFTER = 7
ANSWERS = ("yes", "not_now", "remove")
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
        return self.situation.get(Application, _listed(self.program, self.person.id))

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
            application=_listed(self.program, self.person.id),
            state=state,
        )


# --- asking -------------------------------------------------------------------------------------------


def reconfirm(case: ListingCase) -> Turn:
    """Every mentor on the list is asked, a page at a time."""
    if not case.program.mentor.reconfirms:
        return NOTHING
    found = case.situation.find(_page(case.subject, case.program))
    cohort = cohort_of(case.subject)
    return does(
        [wakes(FLOW, "ask", availability_id(cohort, one.person), case.event.now) for one in found],
        onwards(FLOW, "reconfirm", case.subject, found, case.event.now),
    )


def ask(case: ListingCase) -> Turn:
    """Are you available this time? Reminded a week later; let be on the morning of the match."""
    listed = case.application
    match = wake_on(stage_of(case.program, case.cohort, "match"), case.program.zone)
    if listed is None or listed.state is not ApplicationState.ACCEPTED or match <= case.event.now:
        return NOTHING
    remind_at = days_later(case.event.now, REMIND_AFTER, case.program.zone)
    return does(
        case.says(AvailabilityState.ASKED),
        asks(case.about.prompt(case.person, "mentor.reconfirm", **case.common), FLOW, ANSWERS),
        wakes(FLOW, "remind", case.subject, remind_at) if remind_at < match else None,
        wakes(FLOW, "lapse", case.subject, match),
    )


def remind(case: ListingCase) -> Turn:
    """The same question once more."""
    question = next(iter(_open(case)), None)
    if question is None:
        return NOTHING
    again = case.about.prompt(case.person, "mentor.reconfirm.again", **case.common)
    return does(
        case.says(AvailabilityState.REMINDED), replace(again, question=question.id, choices=question.choices)
    )


def lapse(case: ListingCase) -> Turn:
    """No word by the morning of the match: not matched this time, and still on the list."""
    said = Say("mentor.reconfirm.outcome_silent", case.common)
    return does(case.says(AvailabilityState.SILENT), [closes(question, said) for question in _open(case)])


def available(case: ListingCase) -> Turn:
    """They can be matched."""
    return does(case.says(AvailabilityState.CONFIRMED), _answered(case, "mentor.reconfirm.outcome_yes"))


def away(case: ListingCase) -> Turn:
    """Not this time: they keep their place on the list."""
    return does(case.says(AvailabilityState.AWAY), _answered(case, "mentor.reconfirm.outcome_not_now"))


def _answered(case: ListingCase, key: str) -> Turn:
    question = case.situation.question
    assert question is not None
    said = Say(key, case.common)
    return does(closes(question, said, case.person.id), Outcome(question=question.id, said=said))


def _open(case: ListingCase) -> tuple[Question, ...]:
    return case.situation.find(_questions(case.subject))


# --- leaving ------------------------------------------------------------------------------------------


def remove(case: ListingCase) -> Turn:
    """Off the list at once, confirmed; those in a pair are asked what becomes of it."""
    situation, person = case.situation, case.person
    listed = [one for one in situation.find(_applications(person.id)) if _on_list(one)]
    if not listed:
        return does(Word(said=Say("mentor.removed.not_listed", _contact(case))))
    pairs = situation.find(_pairs(person.id))
    said = Say("mentor.removed.outcome")
    words = situation.find(_words(person.id))
    subjects = [*(word.id for word in words), *(one.id for one in listed)]
    waiting = [question for subject in subjects for question in situation.find(_questions(subject))]
    pressed = situation.question
    return does(
        [replace(one, state=ApplicationState.WITHDRAWN) for one in listed],
        [replace(word, state=AvailabilityState.REMOVED) for word in words if _counts(word)],
        [closes(question, said, person.id) for question in waiting],
        Outcome(question=pressed.id, said=said) if pressed and pressed in waiting else None,
        _confirmed(case, listed[0], pairs),
        None if pairs or _mentee_somewhere(case) else replace(person, removed_at=case.event.now),
    )


def _confirmed(case: ListingCase, listed: Application, pairs: tuple[Pair, ...]) -> object:
    about = About(event=case.event, program=case.program.id, subject=listed.id)
    if not pairs:
        return about.answer(case.person, "mentor.removed", **_contact(case))
    mentees = Several(tuple(name_of(pair.mentee) for pair in pairs))
    told = about.answer(case.person, "mentor.removed.paired", **_contact(case), mentees=mentees)
    return asks(told, FLOW, ("keep", "end"))


def keep(case: ListingCase) -> Turn:
    """The pairs go on to their end."""
    return _settled(case, "mentor.removed.outcome_keep")


def end(case: ListingCase) -> Turn:
    """The pairs end now, kindly."""
    pairs = case.situation.find(_pairs(case.person.id))
    return does(
        [wakes("closing", "end_early", pair.id, case.event.now) for pair in pairs],
        _settled(case, "mentor.removed.outcome_end"),
    )


def _settled(case: ListingCase, key: str) -> Turn:
    question = case.situation.question
    assert question is not None
    said = Say(key)
    return does(closes(question, said, case.person.id), Outcome(question=question.id, said=said))


def _contact(case: ListingCase) -> dict[str, Value]:
    return {"contact": case.program.organiser.contact, "program": Phrase(case.program.name)}


def _on_list(application: Application) -> bool:
    return application.role is Role.MENTOR and application.state in LISTED


def _counts(word: Availability) -> bool:
    return word.state in (AvailabilityState.ASKED, AvailabilityState.REMINDED, AvailabilityState.CONFIRMED)


def _mentee_somewhere(case: ListingCase) -> bool:
    over = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED)
    applications = case.situation.find(_applications(case.person.id))
    return any(one.role is Role.MENTEE and one.state not in over for one in applications)


# --- needs --------------------------------------------------------------------------------------------


def _page(subject: str, program: Program) -> Find[Application]:
    return page_of(
        Application, subject, program=program.id, role=Role.MENTOR, state=ApplicationState.ACCEPTED
    )


def _listed(program: Program, person: PersonId) -> ApplicationId:
    return application_id(ProgramId(program.id), person, Role.MENTOR)


def _questions(subject: str) -> Find[Question]:
    return find(Question, subject=subject, state=QuestionState.OPEN)


def _applications(person: PersonId) -> Find[Application]:
    return find(Application, person=person)


def _words(person: PersonId) -> Find[Availability]:
    return find(Availability, person=person)


def _pairs(person: PersonId) -> Find[Pair]:
    return find(Pair, mentor=person, state=PairState.ANNOUNCED)


def needs(event: Event, known: Situation) -> Need:
    """The mentor's word on the cohort and place on the list; for one who leaves, all that they stand for."""
    if isinstance(event, Woke):
        return _woken(event, known)
    actor = known.actor
    if actor is None:
        return ()
    words = known.find(_words(actor.id)) if known.knows(_words(actor.id)) else ()
    mine = known.find(_applications(actor.id)) if known.knows(_applications(actor.id)) else ()
    subject = subject_of(event, known)
    return (
        ProgramOf(program_of(event, known)),
        Get(Availability, subject),
        _applications(actor.id),
        _words(actor.id),
        _pairs(actor.id),
        *(_questions(word.id) for word in words),
        *(_questions(one.id) for one in mine if _on_list(one)),
    )


def _woken(event: Woke, known: Situation) -> Need:
    cohort, _, person = event.subject.partition(":")
    text = ProgramOf(cohort_of(cohort))
    program = known.program(text.id) if known.knows(text) else None
    if event.trigger == "reconfirm":
        return (text, _page(event.subject, program)) if program else (text,)
    first = (text, Get(Availability, event.subject), Get(Person, person), _questions(event.subject))
    return (*first, Get(Application, _listed(program, PersonId(person)))) if program else first


_ASKED, _REMINDED, _YES, _AWAY, _GONE, _SILENT = AvailabilityState
TABLE: Table[ListingCase] = Table(
    FLOW,
    Availability,
    AvailabilityState,
    {
        (NONE, "reconfirm"): cell(reconfirm),
        (NONE, "ask"): cell(ask, _ASKED),
        (_GONE, "ask"): cell(ask, _ASKED),
        (_ASKED, "remind"): cell(remind, _REMINDED),
        **{(state, "lapse"): cell(lapse, _SILENT) for state in (_ASKED, _REMINDED)},
        **{(state, "yes"): cell(available, _YES) for state in (_ASKED, _REMINDED)},
        **{(state, "not_now"): cell(away, _AWAY) for state in (_ASKED, _REMINDED)},
        **{(state, "remove"): cell(remove, _GONE) for state in (_ASKED, _REMINDED)},
        (NONE, "remove_me"): cell(remove, _GONE),
        (NONE, "keep"): cell(keep),
        (NONE, "end"): cell(end),
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    subject = subject_of(event, situation)
    text = cohort_of(subject.partition(":")[0]) if isinstance(event, Woke) else program_of(event, situation)
    case = ListingCase(event=event, situation=situation, subject=subject, program=situation.program(text))
    return TABLE.decide(_state(event, situation, subject), trigger_of(event), case)


def _state(event: Event, situation: Situation, subject: str) -> str:
    if trigger_of(event) == "reconfirm":
        return NONE
    word = situation.get(Availability, subject)
    return word.state if word else NONE


LISTING = Flow(FLOW, needs, decide)
