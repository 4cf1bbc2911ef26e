"""A seat in a session: somebody signs up, may leave it again, and says afterwards how it was."""

from dataclasses import dataclass, replace

from flows.asking import asks, settled
from flows.events import Event
from flows.flow import Flow, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Say, Value, Word
from flows.model.sessions import Seat, SeatState, SessionState, seat_id
from flows.session.session_case import (
    HOW,
    SessionCase,
    date_of,
    session_case,
    session_meant,
    session_needs,
    told_of,
)
from flows.situation import Get, Need, Situation
from flows.turn import Turn, does

FLOW = "seat"


@dataclass(frozen=True, slots=True)
class SeatCase:
    """Somebody's act about a session."""

    of: SessionCase

    @property
    def event(self) -> Event:
        """What happened."""
        return self.of.event

    @property
    def situation(self) -> Situation:
        """What is known."""
        return self.of.situation

    @property
    def seat(self) -> Seat | None:
        """Theirs, if they ever had one."""
        return self.situation.get(Seat, seat_id(self.of.id, self.of.actor.id))

    @property
    def is_ahead(self) -> bool:
        """Whether one can still say whether one comes."""
        session = self.of.session
        return session.state is SessionState.POSTED and session.at > self.event.now

    @property
    def told(self) -> dict[str, Value]:
        """What every sentence about the session may say."""
        return told_of(self.of.session, self.of.program)

    def word(self, key: str) -> Word:
        """To whoever acts, and nobody else."""
        return Word(said=Say(key, self.told))


def sign_up(case: SeatCase) -> Turn:
    """They come: told so in their own conversation, with the date for their calendar."""
    if not case.is_ahead:
        return does(case.word("session.too_late"))
    session, person = case.of.session, case.of.actor
    date = date_of(case.of, session, "confirmed")
    seat = Seat(id=seat_id(case.of.id, person.id), session=session.id, person=person.id)
    told = case.of.about.answer(person, "session.signed_up", **case.told, date=date)
    return does(seat, asks(told, FLOW, ("leave",), sticky=True), case.word("session.signed_up.word"))


def signed_up(case: SeatCase) -> Turn:
    """Pressed twice, in two places perhaps."""
    return does(case.word("session.signed_up.already"))


def leave(case: SeatCase) -> Turn:
    """They do not come after all."""
    seat, session, person = case.seat, case.of.session, case.of.actor
    assert seat is not None
    if not case.is_ahead:
        return does(case.word("session.too_late"))
    date = date_of(case.of, session, "cancelled")
    told = case.of.about.answer(person, "session.left", **case.told, date=date)
    return does(
        replace(seat, state=SeatState.LEFT),
        asks(told, FLOW, ("sign_up",), sticky=True),
        case.word("session.left.word"),
    )


def not_coming(case: SeatCase) -> Turn:
    """Somebody who was invited says no; nothing need be remembered."""
    return does(case.word("session.invited.outcome_no"))


def says_how(case: SeatCase) -> Turn:
    """How it was: one word, that only numbers are made of."""
    seat = case.seat
    assert seat is not None
    said = Say("session.feedback.outcome", case.told)
    return does(
        replace(seat, said=trigger_of(case.event)), settled(case.situation.question, said, case.of.actor.id)
    )


def needs(event: Event, known: Situation) -> Need:
    """The session, and the seat of whoever acts."""
    person = known.actor.id if known.actor else ""
    return (*session_needs(event, known), Get(Seat, f"{session_meant(event, known)}:{person}"))


_COMING, _LEFT = SeatState
TABLE: Table[SeatCase] = Table(
    FLOW,
    Seat,
    SeatState,
    {
        **{(state, "sign_up"): cell(sign_up, _COMING) for state in (NONE, _LEFT)},
        (_COMING, "sign_up"): cell(signed_up),
        (_COMING, "leave"): cell(leave, _LEFT),
        **{(state, "leave"): cell(not_coming) for state in (NONE, _LEFT)},
        **{(_COMING, how): cell(says_how, _COMING) for how in HOW},
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    case = SeatCase(session_case(event, situation))
    return TABLE.decide(case.seat.state if case.seat else NONE, trigger_of(event), case)


SEAT = Flow(FLOW, needs, decide)
