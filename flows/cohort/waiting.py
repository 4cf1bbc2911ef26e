"""Nobody was found this time: a kind word, the waiting list for those who like, and their place when it next opens."""

from dataclasses import dataclass, replace
from datetime import date

from flows.asking import About, asked_about, asks, closes, settled, wakes
from flows.calendar import days_later, today, wake_on
from flows.cohort.year import stage_of
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import ApplicationId, CohortId, PersonId, ProgramId
from flows.machine import NONE, Table, cell
from flows.messages import On, Phrase, Say, Value
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import HELD, Pair
from flows.model.people import Person
from flows.programs.program import Program
from flows.situation import Find, Get, Need, ProgramOf, Situation, find
from flows.turn import NOTHING, Turn, does

FLOW = "waiting"
LAPSES_AFTER = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCase:
    """Somebody without a partner. The subject is a mentee's application, or `COHORT:PERSON` for a mentor."""

    event: Event
    situation: Situation
    subject: str
    person: Person
    cohort: CohortId
    program: Program

    @property
    def about(self) -> About:
        """For messages about it."""
        return About(event=self.event, program=self.cohort, subject=self.subject)

    @property
    def first_day(self) -> date:
        """When a pair of the cohort can begin."""
        begins = stage_of(self.program, self.cohort, "begins")
        return max(begins, today(self.event.now, self.program.zone))

    @property
    def application(self) -> Application:
        """The mentee's."""
        return self.situation.one(Application, self.subject)


def _whose(subject: str) -> tuple[PersonId, CohortId]:
    parts = subject.split(":")
    if len(parts) == 2:
        return PersonId(parts[1]), CohortId(parts[0])
    return PersonId(parts[1]), CohortId(parts[3])


def _partners(subject: str) -> tuple[Find[Pair], ...]:
    return tuple(find(Pair, mentor=_whose(subject)[0], state=state) for state in HELD)


# --- mentees ------------------------------------------------------------------------------------------


def none(case: WaitingCase) -> Turn:
    """Say so kindly, and ask what they would like."""
    if until := case.person.away_until(case.first_day):
        return _kept_for(case, until)
    return _asks(case, "match.none.mentee")


def left(case: WaitingCase) -> Turn:
    """The mentor who was found left before the introduction. Nobody learns who it was."""
    return _asks(case, "match.none.left")


def _kept_for(case: WaitingCase, until: date) -> Turn:
    """Who is away has not been looked for, and keeps the place."""
    words: dict[str, Value] = {"until": On(until), "next": _next_opening(case)}
    return does(
        replace(case.application, state=ApplicationState.WAITLISTED),
        case.about.notice(case.person, "match.none.away", contact=case.program.organiser.contact, **words),
        wakes(FLOW, "carry", case.subject, case.event.now),
    )


def _asks(case: WaitingCase, key: str) -> Turn:
    lapses = days_later(case.event.now, LAPSES_AFTER, case.program.zone)
    wish = case.about.notice(
        case.person,
        key,
        next=_next_opening(case),
        until=On(today(lapses, case.program.zone)),
        contact=case.program.organiser.contact,
        program=Phrase(case.program.name),
    )
    return does(asks(wish, FLOW, ("stay", "no_thanks")), wakes(FLOW, "lapse", case.subject, lapses))


def _next_opening(case: WaitingCase) -> On:
    return On(case.program.next_opening(today(case.event.now, case.program.zone))[2])


def stay(case: WaitingCase) -> Turn:
    """On the list, until applications next open."""
    opens = _next_opening(case)
    return does(
        replace(case.application, state=ApplicationState.WAITLISTED),
        _settled(case, Say("match.none.outcome_stay", {"next": opens})),
        wakes(FLOW, "carry", case.subject, case.event.now),
    )


def no_thanks(case: WaitingCase) -> Turn:
    """With thanks."""
    return does(
        replace(case.application, state=ApplicationState.WITHDRAWN),
        _settled(case, Say("match.none.outcome_no_thanks")),
    )


def _settled(case: WaitingCase, said: Say) -> Turn:
    return settled(case.situation.question, said, case.person.id)


def lapse(case: WaitingCase) -> Turn:
    """No word: nobody is kept waiting who may not want to. The question stays, for those who come back to it."""
    return does(replace(case.application, state=ApplicationState.LAPSED))


def carry(case: WaitingCase) -> Turn:
    """Once applications are open again the same answers stand for the new cohort, further up the list."""
    if case.person.removed_at:
        return NOTHING
    new = _carried_to(case.subject, case.program, case.event)
    if new is None:
        opens = wake_on(_next_opening(case).day, case.program.zone)
        return does(wakes(FLOW, "carry", case.subject, opens))
    old, cohort = case.application, CohortId(new.split(":")[3])
    waited = old.waited + 1
    known = case.situation.get(Application, new)
    if known:  # they applied anew by themselves; what they waited counts
        return does(replace(known, waited=waited))
    day = today(case.event.now, case.program.zone)
    again = replace(old, cohort=cohort, waited=waited, submitted_on=day, unmatched=None)
    if old.decided_by is None:
        return _decided_now(case, replace(again, id=new))
    again = replace(again, state=ApplicationState.ACCEPTED)
    about = replace(case.about, subject=new)
    wish = about.prompt(case.person, "match.carried", contact=case.program.organiser.contact)
    return does(replace(again, id=new), asks(wish, FLOW, ("no_thanks",)))


def _decided_now(case: WaitingCase, again: Application) -> Turn:
    """Nobody has read it yet: the coordinators decide for the new cohort."""
    said = Say("application.received.outcome_carried")
    asked = case.situation.find(asked_about(case.subject))
    return does(
        replace(again, state=ApplicationState.SUBMITTED),
        [closes(question, said) for question in asked],
        wakes("application", "carried", again.id, case.event.now),
    )


def _carried_to(subject: str, program: Program, event: Event) -> ApplicationId | None:
    """The application that takes its place in the cohort whose applications are now open."""
    if (now_open := program.open_on(today(event.now, program.zone))) is None:
        return None
    calendar, year, _ = now_open
    new = application_id(
        ProgramId(program.id),
        _whose(subject)[0],
        Role.MENTEE,
        program.cohort_id(calendar.name, year),
    )
    return new if new != subject else None


# --- mentors ------------------------------------------------------------------------------------------


def none_mentor(case: WaitingCase) -> Turn:
    """They were ready and nobody was found for them: thanks, and what comes next."""
    held = [pair for query in _partners(case.subject) for pair in case.situation.find(query)]
    if any(pair.cohort == case.cohort for pair in held):
        return NOTHING
    away = case.person.away_until(case.first_day)
    key = "match.none.mentor_away" if away else "match.none.mentor"
    contact = case.program.organiser.contact
    return does(case.about.notice(case.person, key, contact=contact, next=_next_opening(case)))


_A, _W, _L = ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.LAPSED
TABLE: Table[WaitingCase] = Table(
    "waiting",
    Application,
    ApplicationState,
    {
        (_A, "none"): cell(none, _W),
        (_A, "left"): cell(left),
        (_A, "stay"): cell(stay, _W),
        (_A, "no_thanks"): cell(no_thanks, ApplicationState.WITHDRAWN),
        (_A, "lapse"): cell(lapse, _L),
        (_L, "stay"): cell(stay, _W),
        (_L, "no_thanks"): cell(no_thanks, ApplicationState.WITHDRAWN),
        (_W, "carry"): cell(carry, *ApplicationState),
        (NONE, "none_mentor"): cell(none_mentor),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The person, their application, the program; for a mentor, whom they have; then the application to come."""
    subject = subject_of(event, known)
    person, cohort = _whose(subject)
    first: Need = (Get(Person, person), Get(Application, subject), ProgramOf(cohort), *_partners(subject))
    if trigger_of(event) != "carry" or not known.knows(ProgramOf(cohort)):
        return first
    new = _carried_to(subject, known.program(cohort), event)
    return (*first, Get(Application, new), asked_about(subject)) if new else first


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    subject = subject_of(event, situation)
    person, cohort = _whose(subject)
    case = WaitingCase(
        event=event,
        situation=situation,
        subject=subject,
        person=situation.one(Person, person),
        cohort=cohort,
        program=situation.program(cohort),
    )
    application = situation.get(Application, subject)
    return TABLE.decide(application.state if application else NONE, trigger_of(event), case)


WAITING = Flow(FLOW, needs, decide)
