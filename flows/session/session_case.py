"""What a session's conversations look at: the session, its program, and the sentences that all of them share."""

from dataclasses import dataclass
from typing import Literal

from flows.asking import About
from flows.events import Event, Woke
from flows.fan_out import cohort_of
from flows.flow import program_of, subject_of
from flows.ids import QuestionId, SessionId, derived
from flows.messages import Invitation, Phrase, Ref, Say, Value
from flows.model.people import Person
from flows.model.sessions import Session
from flows.model.talk import Question
from flows.programs.program import Program
from flows.situation import Get, Need, ProgramOf, Situation

FLOW, SEAT = "session", "seat"
"""The conversation of those who coordinate it; and the one with each of those who come."""
HOW = ("useful", "so_so", "not_useful")
"""What one can say of it afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCase:
    """Something that happens to a session, with what it needs."""

    event: Event
    situation: Situation
    program: Program
    id: SessionId

    @property
    def found(self) -> Session | None:
        """The session; None before it is posted."""
        return self.situation.get(Session, self.id)

    @property
    def session(self) -> Session:
        """The session, which is there."""
        return self.situation.one(Session, self.id)

    @property
    def actor(self) -> Person:
        """Whoever acts."""
        assert self.situation.actor is not None
        return self.situation.actor

    @property
    def question(self) -> Question:
        """What they answer."""
        assert self.situation.question is not None
        return self.situation.question

    @property
    def about(self) -> About:
        """For messages about it."""
        return About(event=self.event, program=self.program.id, subject=self.id)


def told_of(session: Session, program: Program) -> dict[str, Value]:
    """What every sentence about a session may say, read where it stands, as it stands then: what waits for a morning must
    not tell of a day that is no more."""
    return {
        "title": Ref("Session", session.id, "title"),
        "where": Ref("Session", session.id, "where"),
        "details": Ref("Session", session.id, "details"),
        "at": Ref("Session", session.id, "at"),
        "minutes": Ref("Session", session.id, "minutes"),
        "program": Phrase(program.name),
        "contact": program.organiser.contact,
    }


def date_of(case: SessionCase, session: Session, standing: Literal["confirmed", "cancelled"]) -> Invitation:
    """The session as a date for people's own calendars, and for platforms that have one of their own."""
    told, off = told_of(session, case.program), standing == "cancelled"
    return Invitation(
        id=derived("session", session.id),
        sequence=2 * (session.version - 1) + off,
        standing=standing,
        at=session.at,
        minutes=session.minutes,
        stamp=case.event.now,
        summary=told["title"],
        details=Say("session.entry.off", told) if off else Say("session.entry.details", told),
        where=told["where"],
    )


def posted_question(session: Session) -> QuestionId:
    """The question under what was posted."""
    return QuestionId(derived("question", session.post))


def session_needs(event: Event, known: Situation) -> Need:
    """The session, its program, and the question under its post."""
    id = session_meant(event, known)
    session = known.peek(Session, id)
    first = (ProgramOf(_program(event, known)), Get(Session, id))
    return (*first, Get(Question, posted_question(session))) if session else first


def session_meant(event: Event, known: Situation) -> SessionId:
    """Which session it is about; one that is only begun has its id from what began it."""
    subject = subject_of(event, known)
    return SessionId(cohort_of(subject) if subject else f"{_program(event, known)}:{derived(event.id)[:12]}")


def _program(event: Event, known: Situation) -> str:
    return event.subject.partition(":")[0] if isinstance(event, Woke) else program_of(event, known)


def session_case(event: Event, situation: Situation) -> SessionCase:
    """Gather the situation."""
    return SessionCase(
        event=event,
        situation=situation,
        program=situation.program(_program(event, situation)),
        id=session_meant(event, situation),
    )
