"""A session: a coordinator posts it, may change it or call it off; those who come are reminded, and asked how it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flows.applying.listing_case import page as mentors_page
from flows.asking import ANYONE, asks, closes, rewrites, to_coordinators, wakes
from flows.events import Event, Woke
from flows.fan_out import cohort_of, onwards, page_of
from flows.flow import Flow, program_of, trigger_of
from flows.ids import ProgramId, WishId, derived
from flows.machine import NONE, Table, cell
from flows.messages import OpenForm, Phrase, Say, Several, Value, Word
from flows.model.people import Coordinator, Person
from flows.model.sessions import Seat, SeatState, Session, SessionState
from flows.model.talk import Question, WakeUp, Wish
from flows.person.person_case import seat_of
from flows.places import announcements, coordinators
from flows.session.session_case import (
    HOW,
    SessionCase,
    date_of,
    posted_question,
    session_case,
    session_meant,
    session_needs,
    told_of,
)
from flows.session.session_form import draft_needs, filled_in, shown_form, with_answers
from flows.situation import Find, Get, Need, ProgramOf, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "session"
SEAT = "seat"
"""The conversation with each of those who come."""
REMIND = timedelta(days=1)
TOLD_AFTER = timedelta(days=7)
"""So long after it the coordinators hear how it was."""
NAMED = 200
Says = Callable[[Person, dict[str, Value]], Wish | tuple[Question, Wish]]


# --- posting --------------------------------------------------------------------------------------------


def post(case: SessionCase) -> Turn:
    """The way to the form, for those who coordinate."""
    told: dict[str, Value] = {
        "program": Phrase(case.program.name),
        "contact": case.program.organiser.contact,
    }
    if case.situation.get(Coordinator, seat_of(case.program.id, case.actor.id).id) is None:
        return does(Word(said=Say("session.begin.others", told)))
    begin = case.about.answer(case.actor, "session.begin", **told)
    return does(asks(begin, FLOW, ("begin",), audience=to_coordinators(case.program.id), sticky=True))


def posted(case: SessionCase) -> Turn:
    """It stands in the channel, the mentors are invited, and the coordinators have it in hand."""
    question = _asked(case)
    draft, again = filled_in(case, question.id)
    if isinstance(again, OpenForm):
        return does(draft, again)
    place = announcements(ProgramId(case.program.id))
    session = with_answers(
        Session(
            id=case.id,
            program=ProgramId(case.program.id),
            title="",
            at=case.event.now,
            minutes=0,
            where="",
            post=WishId(derived(case.event.id, "session.posted", place, case.id)),
            posted_by=case.actor.id,
        ),
        case,
        draft,
    )
    return does(
        session,
        Erase(type(draft), draft.id),
        asks(_post(case, session), SEAT, ("sign_up",), audience=ANYONE, sticky=True),
        _in_hand(case, session),
        _timers(case, session),
        wakes(FLOW, "invite", case.id, case.event.now) if session.mentors else None,
        Word(said=Say("session.kept", told_of(session, case.program))),
    )


def _asked(case: SessionCase) -> Question:
    assert case.situation.question is not None
    return case.situation.question


def _post(case: SessionCase, session: Session) -> Wish:
    place, zone = announcements(session.program), case.program.zone
    # a file in a channel would go on saying what a changed message no longer says
    date = replace(date_of(case, session, "confirmed"), attached=False)
    told = told_of(session, case.program)
    return case.about.post(place, zone, "session.posted", prompted=False, **told, date=date)


def _in_hand(case: SessionCase, session: Session) -> tuple[Question, Wish]:
    """To the coordinators' channel, with what they can do about it."""
    place, told = coordinators(session.program), told_of(session, case.program)
    wish = case.about.post(place, case.program.zone, "session.in_hand", prompted=False, **told)
    return asks(
        wish, FLOW, ("who", "change", "call_off"), audience=to_coordinators(session.program), sticky=True
    )


def _timers(case: SessionCase, session: Session) -> list[WakeUp]:
    ends = session.at + timedelta(minutes=session.minutes)
    timers = [
        wakes(FLOW, "over", case.id, ends),
        wakes(FLOW, "summary", case.id, ends + TOLD_AFTER),
    ]
    if session.at - REMIND > case.event.now:
        timers.append(wakes(FLOW, "remind", case.id, session.at - REMIND))
    return timers


# --- changing it ----------------------------------------------------------------------------------------


def fill_in(case: SessionCase) -> Turn:
    """The form, as things stand."""
    return does(shown_form(case, _asked(case).id))


def changed(case: SessionCase) -> Turn:
    """What was posted reads anew, and those who come are told."""
    before, question = case.session, _asked(case)
    draft, again = filled_in(case, question.id)
    if isinstance(again, OpenForm):
        return does(draft, again)
    session = with_answers(before, case, draft)
    said = Word(said=Say("session.kept", told_of(session, case.program)))
    if session == before:
        return does(Erase(type(draft), draft.id), said)
    session = replace(session, version=before.version + 1)
    anew = replace(_post(case, session), question=posted_question(session), choices=("sign_up",))
    return does(
        session,
        Erase(type(draft), draft.id),
        rewrites(anew, session.post),
        _timers(case, session),
        wakes(FLOW, "tell", case.id, case.event.now),
        wakes(FLOW, "invite", case.id, case.event.now) if session.mentors and not before.mentors else None,
        said,
    )


def call_off(case: SessionCase) -> Turn:
    """It does not take place: its post says so, and those who would have come are told."""
    session = replace(case.session, state=SessionState.CANCELLED, version=case.session.version + 1)
    told, place = told_of(session, case.program), announcements(session.program)
    date = replace(date_of(case, session, "cancelled"), attached=False)
    off = case.about.post(place, case.program.zone, "session.off", prompted=False, **told, date=date)
    said = Say("session.in_hand.outcome_off", told)
    return does(
        session,
        closes(_asked(case), said, case.actor.id),
        rewrites(off, session.post),
        wakes(FLOW, "tell", case.id, case.event.now),
        Word(said=said),
    )


def _settled(case: SessionCase, outcome: Say) -> Question | None:
    standing = case.situation.get(Question, posted_question(case.session))
    return closes(standing, outcome) if standing else None


def who(case: SessionCase) -> Turn:
    """The names of those who come, to the coordinator who asks."""
    coming = case.situation.find(_coming(case.id))
    names = Several(tuple(_name(case, seat) for seat in coming[:NAMED]), points=True)
    told = told_of(case.session, case.program)
    key = "session.who" if coming else "session.who.nobody"
    named: dict[str, Value] = {"names": names, "count": len(coming)} if coming else {}
    return does(case.about.answer(case.actor, key, **told, **named))


def _name(case: SessionCase, seat: Seat) -> Value:
    person = case.situation.get(Person, seat.person)
    return person.name if person else ""


# --- a page of those it concerns --------------------------------------------------------------------------


def invite(case: SessionCase) -> Turn:
    """A page of the mentors on the list."""
    found = case.situation.find(mentors_page(_subject(case), case.program))
    people = [case.situation.get(Person, one.person) for one in found]
    return does(
        [_invited(case, person) for person in people if person],
        onwards(FLOW, "invite", _subject(case), found, case.event.now),
    )


def _invited(case: SessionCase, person: Person) -> tuple[Question, Wish]:
    told = told_of(case.session, case.program)
    return asks(case.about.prompt(person, "session.invited", **told), SEAT, ("sign_up", "leave"), sticky=True)


def remind(case: SessionCase) -> Turn:
    """The day before."""
    return _to_all(case, "remind", lambda person, told: case.about.notice(person, "session.reminder", **told))


def tell(case: SessionCase) -> Turn:
    """It was changed, or called off: with the date as it is now."""
    off = case.session.state is SessionState.CANCELLED
    date = date_of(case, case.session, "cancelled" if off else "confirmed")

    def told_now(person: Person, told: dict[str, Value]) -> Wish:
        if off:
            return case.about.notice(person, "session.called_off", **told, date=date)
        return case.about.notice(person, "session.changed", **told, date=date)

    return _to_all(case, "tell", told_now)


def over(case: SessionCase) -> Turn:
    """Nobody signs up any more, and those who came are asked how it was."""
    session = replace(case.session, state=SessionState.OVER)
    outcome = Say("session.posted.outcome_over", told_of(session, case.program))
    return does(session, _settled(case, outcome), wakes(FLOW, "ask", case.id, case.event.now))


def ask(case: SessionCase) -> Turn:
    """How was it?"""

    def asked(person: Person, told: dict[str, Value]) -> tuple[Question, Wish]:
        return asks(case.about.prompt(person, "session.feedback", **told), SEAT, HOW)

    return _to_all(case, "ask", asked)


def _to_all(case: SessionCase, trigger: str, says: Says) -> Turn:
    """A page of those who come."""
    found = case.situation.find(_page(_subject(case)))
    told = told_of(case.session, case.program)
    people = [case.situation.get(Person, seat.person) for seat in found]
    return does(
        [says(person, told) for person in people if person],
        onwards(FLOW, trigger, _subject(case), found, case.event.now),
    )


def summary(case: SessionCase) -> Turn:
    """To the coordinators: how many came, and what they said of it; numbers only."""
    coming = case.situation.find(_coming(case.id))
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


def _subject(case: SessionCase) -> str:
    assert isinstance(case.event, Woke)
    return case.event.subject


def _coming(session: str) -> Find[Seat]:
    return find(Seat, limit=NAMED, session=session, state=SeatState.COMING)


def _page(subject: str) -> Find[Seat]:
    return page_of(Seat, subject, session=cohort_of(subject), state=SeatState.COMING)


def needs(event: Event, known: Situation) -> Need:
    """The session; then whom its step concerns."""
    id = session_meant(event, known)
    first = session_needs(event, known)
    match trigger_of(event):
        case "session" if known.actor:
            return (*first, seat_of(program_of(event, known), known.actor.id), *draft_needs(id, known))
        case "submit" | "begin" | "change":
            return (*first, *draft_needs(id, known))
        case "who" | "summary":
            return (*first, _coming(id), *_people(_coming(id), known))
        case "remind" | "tell" | "ask" if isinstance(event, Woke):
            return (*first, _page(event.subject), *_people(_page(event.subject), known))
        case "invite" if isinstance(event, Woke):
            return (*first, *_invited_needs(event.subject, known))
        case _:
            return first


def _people(seats: Find[Seat], known: Situation) -> tuple[Get[Person], ...]:
    found = known.find(seats) if known.knows(seats) else ()
    return tuple(Get(Person, seat.person) for seat in found)


def _invited_needs(subject: str, known: Situation) -> Need:
    text = ProgramOf(cohort_of(subject).partition(":")[0])
    if not known.knows(text):
        return ()
    mentors = mentors_page(subject, known.program(text.id))
    found = known.find(mentors) if known.knows(mentors) else ()
    return (mentors, *(Get(Person, one.person) for one in found))


_POSTED, _OVER, _OFF = SessionState
TABLE: Table[SessionCase] = Table(
    FLOW,
    Session,
    SessionState,
    {
        (NONE, "session"): cell(post),
        (NONE, "begin"): cell(fill_in),
        (NONE, "submit"): cell(posted, _POSTED),
        (_POSTED, "submit"): cell(changed, _POSTED),
        (_POSTED, "change"): cell(fill_in),
        (_POSTED, "call_off"): cell(call_off, _OFF),
        **{(state, "who"): cell(who) for state in (_POSTED, _OVER)},
        (_POSTED, "invite"): cell(invite),
        (_POSTED, "remind"): cell(remind),
        **{(state, "tell"): cell(tell) for state in (_POSTED, _OFF)},
        (_POSTED, "over"): cell(over, _OVER),
        (_OVER, "ask"): cell(ask),
        (_OVER, "summary"): cell(summary),
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    case = session_case(event, situation)
    state = case.found.state if case.found else NONE
    return TABLE.decide(state, trigger_of(event), case)


SESSION = Flow(FLOW, needs, decide)
