"""When and how to meet: the form for it, and a time that lies ahead and within the pair's days."""

from datetime import date, datetime, time

from flows.calendar import local, moment
from flows.events import Submitted
from flows.forms import draft_for, draft_id, opened, step
from flows.messages import Field, Form, On, OpenForm, Say, Sort
from flows.model.pairs import Meeting
from flows.model.talk import Draft
from flows.pair.pair_case import PairCase
from flows.situation import Get, Query, Situation

FORM = Form(
    key="meeting",
    version="1",
    title=Say("meeting.form.title"),
    fields=(
        Field(key="day", sort=Sort.DATE, label=Say("meeting.form.day")),
        Field(key="time", sort=Sort.TIME, label=Say("meeting.form.time"), help=Say("meeting.form.time_help")),
        Field(
            key="how",
            sort=Sort.SHORT,
            label=Say("meeting.form.how"),
            help=Say("meeting.form.how_help"),
            longest=300,
        ),
    ),
)


def draft_needs(subject: str, known: Situation) -> tuple[Query, ...]:
    """What the actor had begun to fill in."""
    return (Get(Draft, draft_id(FORM, known.actor.id, subject)),) if known.actor else ()


def _draft(case: PairCase, meeting: Meeting | None) -> Draft:
    known = case.situation.get(Draft, draft_id(FORM, case.actor.id, case.subject))
    fresh = draft_for(FORM, case.actor.id, case.subject)
    if known or meeting is None:
        return known or fresh
    here = local(meeting.at, case.actor.zone)
    now = {"day": (here.date().isoformat(),), "time": (f"{here:%H:%M}",), "how": (meeting.how,)}
    return Draft(id=fresh.id, person=fresh.person, form=fresh.form, version=fresh.version, values=now)


def shown_form(case: PairCase, meeting: Meeting | None) -> OpenForm:
    """The form, with the meeting's present time where it has one."""
    question = case.situation.question
    assert question is not None
    return opened(FORM, question.id, _draft(case, meeting))


def filled_in(case: PairCase, meeting: Meeting | None) -> tuple[Draft, OpenForm | None]:
    """Take in what was sent: the draft, and the form again while something is missing or will not do."""
    event, question = case.event, case.situation.question
    assert isinstance(event, Submitted)
    assert question is not None
    draft, again = step(FORM, question.id, _draft(case, meeting), event.values)
    if again is None and (errors := _errors(case, draft)):
        again = OpenForm(question=question.id, form=FORM, filled=draft.values, errors=errors)
    return draft, again


def time_of(case: PairCase, draft: Draft) -> datetime:
    """The moment that was chosen, on the clock of who chose it."""
    day, at = draft.values["day"][0], draft.values["time"][0]
    return moment(date.fromisoformat(day), time.fromisoformat(at), case.actor.zone)


def _errors(case: PairCase, draft: Draft) -> dict[str, Say]:
    at = time_of(case, draft)
    if at <= case.now:
        today = local(case.now, case.actor.zone).date()
        field = "time" if local(at, case.actor.zone).date() == today else "day"
        return {field: Say("meeting.form.past")}
    if local(at, case.program.zone).date() > case.pair.ends:
        return {"day": Say("meeting.form.too_late", {"ends": On(case.pair.ends)})}
    return {}
