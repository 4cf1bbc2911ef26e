"""Sessions that hundreds come to: each is told of it once, a page of them at a time."""

from collections import Counter

from flows.ids import PersonId
from flows.model.people import Person
from flows.model.sessions import Seat, Session, SessionState, seat_id
from flows.model.talk import Question, QuestionState
from flows.situation import find
from tests.cast import keeps, mentor
from tests.programs.test_connecticut_sessions import SPEED
from tests.talk import Play

MANY = 230
"""More than two pages."""


def a_session(play: Play, *, mentors: str) -> Session:
    """Cora posts it."""
    cora = play.coordinator()
    play.says(cora, "post a session")
    play.presses(cora, "begin")
    play.fills(cora, {**SPEED, "mentors": mentors})
    (session,) = play.records(find(Session, program=play.program.id, state=SessionState.POSTED))
    assert isinstance(session, Session)
    return session


def come(play: Play, session: Session) -> list[PersonId]:
    """Very many sign up."""
    people = [Person(id=PersonId(f"p-{nth:03}"), name=f"Person {nth}", zone="UTC") for nth in range(MANY)]
    seats = [Seat(id=seat_id(session.id, one.id), session=session.id, person=one.id) for one in people]
    keeps(play, *people, *seats)
    return [one.id for one in people]


def told(play: Play, kind: str) -> Counter[str]:
    """To whom a kind of message went, and how often."""
    return Counter(str(wish.to) for wish in play.sent(kind))


def test_everybody_who_comes_is_reminded_and_asked_once() -> None:
    play = Play.of("connecticut", "2027-04-05")
    people = come(play, a_session(play, mentors="no"))

    play.until("2027-04-20", 12)
    assert told(play, "session.reminder") == Counter(people)
    play.until("2027-04-22", 12)
    assert told(play, "session.feedback") == Counter(people)


def test_everybody_who_comes_hears_once_that_it_is_called_off() -> None:
    play = Play.of("connecticut", "2027-04-05")
    people = come(play, a_session(play, mentors="no"))

    play.presses(PersonId("cora"), "call_off", where=play.desk)
    play.until("2027-04-06", 12)

    assert told(play, "session.called_off") == Counter(people)


def test_every_mentor_is_invited_once_and_no_invitation_stays_open_when_it_is_called_off() -> None:
    play = Play.of("connecticut", "2027-04-05")
    mentors = [mentor(play, f"m-{nth:03}", f"Mentor {nth}") for nth in range(120)]
    session = a_session(play, mentors="yes")

    play.until("2027-04-06", 12)
    assert told(play, "session.invited") == Counter(mentors)
    play.presses(PersonId("cora"), "call_off", where=play.desk)
    play.until("2027-04-06", 13)

    left = play.records(find(Question, subject=session.id, state=QuestionState.OPEN))
    assert [one.audience for one in left] == ["anyone"]
