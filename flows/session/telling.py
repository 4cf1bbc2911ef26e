"""Telling people of a session, a page of them at a time: invited, reminded, told of changes, and asked how it was."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flows.applying.listing_case import page as mentors_page
from flows.asking import ANYONE, COORDINATORS, asks, closes, wakes
from flows.events import Woke
from flows.fan_out import cohort_of, onwards, page_of
from flows.messages import Say, Value
from flows.model.people import Person
from flows.model.sessions import Seat, SeatState, SessionState, seat_id
from flows.model.talk import Question, QuestionState, Wish
from flows.places import coordinators
from flows.session.session_case import FLOW, HOW, SEAT, SessionCase, date_of, posted_question, told_of
from flows.situation import WHOLE, Find, Get, Need, ProgramOf, Query, Situation, find
from flows.turn import NOTHING, Turn, does

Says = Callable[[Person, dict[str, Value]], Wish | tuple[Question, Wish]]


def invite(case: SessionCase) -> Turn:
    """A page of the mentors on the list."""
    found = case.situation.find(mentors_page(_subject(case), case.program))
    people = [case.situation.get(Person, one.person) for one in found]
    return does(
        [_invited(case, person) for person in people if person and not _comes(case, person)],
        onwards(FLOW, "invite", _subject(case), found, case.event.now),
    )


def _comes(case: SessionCase, person: Person) -> bool:
    seat = case.situation.get(Seat, seat_id(case.id, person.id))
    return seat is not None and seat.state is SeatState.COMING


def _invited(case: SessionCase, person: Person) -> tuple[Question, Wish]:
    told = told_of(case.session, case.program)
    return asks(
        _in_time(case, case.about.prompt(person, "session.invited", **told)),
        SEAT,
        ("sign_up", "leave"),
        sticky=True,
    )


def _in_time(case: SessionCase, wish: Wish) -> Wish:
    """Nobody hears of it once it has begun."""
    return replace(wish, expires=case.session.at)


def remind(case: SessionCase) -> Turn:
    """The day before."""

    def reminded(person: Person, told: dict[str, Value]) -> Wish:
        return _in_time(case, case.about.notice(person, "session.reminder", **told))

    return _to_all(case, "remind", reminded)


def tell(case: SessionCase) -> Turn:
    """It was changed, or called off: with the date as it is now."""
    off = case.session.state is SessionState.CANCELLED
    date = date_of(case, case.session, "cancelled" if off else "confirmed")

    def told_now(person: Person, told: dict[str, Value]) -> Wish:
        if off:
            return case.about.notice(person, "session.called_off", **told, date=date)
        return case.about.notice(person, "session.changed", **told, date=date)

    return _to_all(case, "tell", told_now)


def take_back(case: SessionCase) -> Turn:
    """It was called off: a page of what was asked of each. What is not out yet stays here; the rest says so."""
    found = case.situation.find(_asked(_subject(case)))
    said = Say("session.called_off", told_of(case.session, case.program))
    own = [one for one in found if one.audience != ANYONE and not one.audience.startswith(COORDINATORS)]
    return does(
        [closes(question, said) for question in own],
        onwards(FLOW, "take_back", _subject(case), found, case.event.now),
    )


def over(case: SessionCase) -> Turn:
    """Nobody signs up any more, and those who came are asked how it was."""
    session = replace(case.session, state=SessionState.OVER)
    outcome = Say("session.posted.outcome_over", told_of(session, case.program))
    standing = case.situation.get(Question, posted_question(session))
    return does(
        session,
        closes(standing, outcome) if standing else None,
        wakes(FLOW, "ask", case.id, case.event.now),
    )


def ask(case: SessionCase) -> Turn:
    """How was it?"""

    def asked(person: Person, told: dict[str, Value]) -> tuple[Question, Wish]:
        return asks(case.about.prompt(person, "session.feedback", **told), SEAT, HOW)

    return _to_all(case, "ask", asked)


def _to_all(case: SessionCase, trigger: str, says: Says) -> Turn:
    """A page of those who come."""
    found = case.situation.find(_coming(_subject(case)))
    told = told_of(case.session, case.program)
    people = [case.situation.get(Person, seat.person) for seat in found]
    return does(
        [says(person, told) for person in people if person],
        onwards(FLOW, trigger, _subject(case), found, case.event.now),
    )


def summary(case: SessionCase) -> Turn:
    """To the coordinators: how many came, and what they said of it; numbers only."""
    coming = case.situation.find(_all_coming(case.id))
    if not coming:
        return NOTHING
    counted = {how: sum(seat.said == how for seat in coming) for how in HOW}
    place = coordinators(case.session.program)
    told = told_of(case.session, case.program)
    numbers: dict[str, Value] = {"count": len(coming), **counted}
    return does(
        case.about.post(place, case.program.zone, "session.summary", prompted=True, **told, **numbers)
    )


# --- what it needs ----------------------------------------------------------------------------------------


def telling_needs(event: Woke, known: Situation) -> Need:
    """The page of people whom a step concerns; for the last one, all of them."""
    match event.trigger:
        case "summary":
            return (_all_coming(event.subject),)
        case "invite":
            return tuple(_of_mentors(event.subject, known))
        case "take_back":
            return (_asked(event.subject),)
        case "remind" | "tell" | "ask":
            seats = _coming(event.subject)
            found = known.find(seats) if known.knows(seats) else ()
            return (seats, *(Get(Person, seat.person) for seat in found))
        case _:
            return ()


def _of_mentors(subject: str, known: Situation) -> Iterator[Query]:
    session = cohort_of(subject)
    text = ProgramOf(session.partition(":")[0])
    if not known.knows(text):
        return
    mentors = mentors_page(subject, known.program(text.id))
    yield mentors
    for one in known.find(mentors) if known.knows(mentors) else ():
        yield Get(Person, one.person)
        yield Get(Seat, seat_id(session, one.person))


def _subject(case: SessionCase) -> str:
    assert isinstance(case.event, Woke)
    return case.event.subject


def _all_coming(session: str) -> Find[Seat]:
    return find(Seat, limit=WHOLE, session=session, state=SeatState.COMING)


def _coming(subject: str) -> Find[Seat]:
    return page_of(Seat, subject, session=cohort_of(subject), state=SeatState.COMING)


def _asked(subject: str) -> Find[Question]:
    return page_of(Question, subject, subject=cohort_of(subject), state=QuestionState.OPEN)
