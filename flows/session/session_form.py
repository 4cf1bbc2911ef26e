"""When, where and about what a session is: the form that a coordinator fills in."""

from dataclasses import replace
from datetime import date, datetime, time

from flows.calendar import local, moment
from flows.events import Submitted
from flows.forms import draft_for, draft_id, opened, step
from flows.ids import QuestionId
from flows.messages import Field, Form, OpenForm, Say, Sort
from flows.model.sessions import Session
from flows.model.talk import Draft
from flows.session.session_case import SessionCase
from flows.situation import Get, Query, Situation

LONGEST_MINUTES = 600
FORM = Form(
    key="session",
    version="1",
    title=Say("session.form.title"),
    fields=(
        Field(
            key="title",
            sort=Sort.SHORT,
            label=Say("session.form.name"),
            help=Say("session.form.name_help"),
            longest=100,
        ),
        Field(key="day", sort=Sort.DATE, label=Say("session.form.day")),
        Field(key="time", sort=Sort.TIME, label=Say("session.form.time"), help=Say("session.form.time_help")),
        Field(
            key="minutes",
            sort=Sort.NUMBER,
            label=Say("session.form.minutes"),
            least=10,
            most=LONGEST_MINUTES,
        ),
        Field(
            key="where",
            sort=Sort.SHORT,
            label=Say("session.form.where"),
            help=Say("session.form.where_help"),
            longest=100,
        ),
        Field(key="details", sort=Sort.LONG, label=Say("session.form.details"), required=False, longest=1000),
        Field(
            key="mentors",
            sort=Sort.YES_NO,
            label=Say("session.form.mentors"),
            help=Say("session.form.mentors_help"),
        ),
    ),
)


def draft_needs(session: str, known: Situation) -> tuple[Query, ...]:
    """What the coordinator had begun to fill in."""
    return (Get(Draft, draft_id(FORM, known.actor.id, session)),) if known.actor else ()


def _draft(case: SessionCase) -> Draft:
    known = case.situation.get(Draft, draft_id(FORM, case.actor.id, case.id))
    fresh = draft_for(FORM, case.actor.id, case.id)
    return known or replace(fresh, values=_as_it_stands(case))


def _as_it_stands(case: SessionCase) -> dict[str, tuple[str, ...]]:
    session = case.found
    if session is None:
        return {}
    here = local(session.at, case.actor.zone)
    return {
        "title": (session.title,),
        "day": (here.date().isoformat(),),
        "time": (f"{here:%H:%M}",),
        "minutes": (str(session.minutes),),
        "where": (session.where,),
        "details": (session.details,) if session.details else (),
        "mentors": ("yes" if session.mentors else "no",),
    }


def shown_form(case: SessionCase, question: QuestionId) -> OpenForm:
    """The form as far as it was filled in; with the session as it stands, where there is one."""
    return opened(FORM, question, _draft(case))


def filled_in(case: SessionCase, question: QuestionId) -> tuple[Draft, OpenForm | None]:
    """Take in what was sent: the draft, and the form again while something is missing or will not do."""
    assert isinstance(case.event, Submitted)
    draft, again = step(FORM, question, _draft(case), case.event.values)
    if again is None and at_of(case, draft) <= case.event.now:
        past = {"day": Say("session.form.past")}
        again = OpenForm(question=question, form=FORM, filled=draft.values, errors=past)
    return draft, again


def at_of(case: SessionCase, draft: Draft) -> datetime:
    """The moment that was chosen, on the clock of who chose it."""
    day, at = draft.values["day"][0], draft.values["time"][0]
    return moment(date.fromisoformat(day), time.fromisoformat(at), case.actor.zone)


def with_answers(session: Session, case: SessionCase, draft: Draft) -> Session:
    """The session as the form says it is to be."""
    said = draft.values
    return replace(
        session,
        title=said["title"][0],
        at=at_of(case, draft),
        minutes=int(said["minutes"][0]),
        where=said["where"][0],
        details="".join(said["details"][:1]),
        mentors=said["mentors"] == ("yes",),
    )
