"""Posting a session: the form that leads there, its announcement, and what coordinators can do with it afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flows.asking import ANYONE, asks, closes, name_of, rewrites, to_coordinators, wakes
from flows.ids import ProgramId, WishId
from flows.messages import OpenForm, Phrase, Say, Several, Value, Word
from flows.model.people import Coordinator
from flows.model.sessions import Seat, SeatState, Session, SessionState
from flows.model.talk import Question, WakeUp, Wish, unsent
from flows.person.person_case import coordinator_of
from flows.places import announcements, coordinators
from flows.reaching import following
from flows.session.session_case import FLOW, SEAT, SessionCase, date_of, posted_question, told_of
from flows.session.session_form import filled_in, shown_form, with_answers
from flows.situation import Count, Find, count, find
from flows.turn import Erase, Turn, does

REMIND = timedelta(days=1)
TOLD_AFTER = timedelta(days=7)
"""So long after it the coordinators hear how it was."""
NAMED = 200


def post(case: SessionCase) -> Turn:
    """The way to the form, for those who coordinate."""
    if not _coordinates(case):
        return _others(case)
    begin = case.about.answer(case.actor, "session.begin", **_program(case))
    return does(asks(begin, FLOW, ("begin",), sticky=True))


def _program(case: SessionCase) -> dict[str, Value]:
    return {"program": Phrase(case.program.name), "contact": case.program.organiser.contact}


def _coordinates(case: SessionCase) -> bool:
    return case.situation.get(Coordinator, coordinator_of(case.program.id, case.actor.id).id) is not None


def _others(case: SessionCase) -> Turn:
    return does(Word(said=Say("session.begin.others", _program(case))))


def begin(case: SessionCase) -> Turn:
    """The form, for whoever still coordinates."""
    return fill_in(case) if _coordinates(case) else _others(case)


def fill_in(case: SessionCase) -> Turn:
    """The form, as things stand."""
    return does(shown_form(case, case.question.id))


def posted(case: SessionCase) -> Turn:
    """It stands in the channel, the mentors are invited, and the coordinators have it in hand."""
    if not _coordinates(case):
        return _others(case)
    draft, again = filled_in(case, case.question.id)
    if isinstance(again, OpenForm):
        return does(draft, again)
    session = with_answers(_blank(case), case, draft)
    question, wish = asks(_post(case, session), SEAT, ("sign_up",), audience=ANYONE, sticky=True)
    kept = Say("session.kept", told_of(session, case.program))
    return does(
        replace(session, post=wish.id),
        Erase(type(draft), draft.id),
        question,
        wish,
        _in_hand(case, session),
        _timers(case, session),
        wakes(FLOW, "invite", case.id, case.event.now) if session.mentors else None,
        closes(case.question, kept, case.actor.id),
        Word(said=kept),
    )


def _blank(case: SessionCase) -> Session:
    """What the form says is still to come, and where it stands in the channel."""
    program = ProgramId(case.program.id)
    return Session(
        id=case.id, program=program, title="", at=case.event.now, minutes=0, where="", post=WishId("")
    )


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


# --- once it is posted ------------------------------------------------------------------------------------


def changed(case: SessionCase) -> Turn:
    """What was posted reads anew, and those who come are told."""
    before = case.session
    draft, again = filled_in(case, case.question.id)
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
        list(_in_hand_anew(case)),
        _timers(case, session),
        wakes(FLOW, "tell", case.id, case.event.now),
        wakes(FLOW, "invite", case.id, case.event.now) if session.mentors and not before.mentors else None,
        said,
    )


def in_hand_needs(question: Question | None) -> tuple[Find[Wish], ...]:
    """The messages under which a coordinator acts."""
    return (find(Wish, question=question.id),) if question else ()


def _in_hand_anew(case: SessionCase) -> Iterator[Wish]:
    """It says when and where the session is: the same words, as they read by now."""
    for query in in_hand_needs(case.question):
        for old in case.situation.find(query):
            if not old.replaces:
                again = unsent(old, following(case.event.id, "changed", old.id))
                yield rewrites(replace(again, created=case.event.now), old.id)


def call_off(case: SessionCase) -> Turn:
    """It does not take place: its post says so, and all who would have come, or were invited, are told."""
    session = replace(case.session, state=SessionState.CANCELLED, version=case.session.version + 1)
    told, place = told_of(session, case.program), announcements(session.program)
    date = replace(date_of(case, session, "cancelled"), attached=False)
    off = case.about.post(place, case.program.zone, "session.off", prompted=False, **told, date=date)
    said = Say("session.in_hand.outcome_off", told)
    return does(
        session,
        closes(case.question, said, case.actor.id),
        rewrites(off, session.post),
        wakes(FLOW, "tell", case.id, case.event.now),
        wakes(FLOW, "take_back", case.id, case.event.now),
        Word(said=said),
    )


def who(case: SessionCase) -> Turn:
    """The names of those who come, to the coordinator who asks."""
    coming = case.situation.find(first_coming(case.id))
    told = told_of(case.session, case.program)
    if not coming:
        return does(case.about.answer(case.actor, "session.who.nobody", **told))
    names = Several(tuple(name_of(seat.person) for seat in coming), points=True)
    total = case.situation.count(how_many(case.id))
    return does(case.about.answer(case.actor, "session.who", **told, names=names, count=total))


def first_coming(session: str) -> Find[Seat]:
    """As many of those who come as are named."""
    return find(Seat, limit=NAMED, session=session, state=SeatState.COMING)


def how_many(session: str) -> Count[Seat]:
    """How many come."""
    return count(Seat, session=session, state=SeatState.COMING)
