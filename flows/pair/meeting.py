"""Meetings: a prompt by the plan's rhythm, a time that one suggests and the other confirms, and any change of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.asking import asked_about, name_of, wakes
from flows.calendar import today
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import MeetingId, derived, pair_of
from flows.machine import NONE, Table, cell
from flows.messages import At, OpenForm, Phrase, Say, Several
from flows.model.pairs import Meeting, MeetingState, Plan
from flows.model.people import Person
from flows.model.talk import Draft, Urgency, WakeUp
from flows.pair.meeting_date import MINUTES, dates_of, how_of
from flows.pair.meeting_time import draft_needs, filled_in, shown_form, time_of
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.programs.program import Idea
from flows.situation import Find, Get, Need, Situation, find
from flows.turn import Erase, Turn, does

FLOW = "meeting"
AHEAD = (MeetingState.PROPOSED, MeetingState.AGREED, MeetingState.MOVED)
MONTH = 30
LEAST_DAYS = 7
"""However often a pair means to meet, it is prompted once a week at most."""
NOTICE_DAYS = 7
"""So long before a next meeting would be due, people are asked to find its time."""
LAST_DAYS = 5
"""So close to the end no new meeting is suggested."""
IDEAS = 3


def _ahead(pair: str) -> tuple[Find[Meeting], ...]:
    return tuple(find(Meeting, pair=pair, state=state) for state in AHEAD)


def _rhythm(case: PairCase) -> int:
    plan = case.situation.get(Plan, case.pair.id)
    per_month = plan.per_month if plan else 0
    return max(LEAST_DAYS, MONTH // per_month) if per_month else MONTH


def _prompts(case: PairCase, due: datetime) -> WakeUp:
    return wakes(FLOW, "prompt", case.pair.id, due)


# --- a prompt -----------------------------------------------------------------------------------------


def prompt(case: PairCase) -> Turn:
    """Time to find a time, unless one is already set. Who has not answered the last prompt hears monthly."""
    ahead = [meeting.at for query in _ahead(case.pair.id) for meeting in case.situation.find(query)]
    if coming := [at for at in ahead if at > case.now]:
        return does(_prompts(case, _after(case, max(coming))))
    unanswered = case.settles(FLOW, Say("meeting.prompt.outcome_passed"))
    rhythm = max(_rhythm(case), MONTH) if unanswered else _rhythm(case)
    following = _prompts(case, case.in_days(rhythm))
    if (case.pair.ends - case.today).days < LAST_DAYS:
        return does(following)  # the pair may yet be extended
    return does(unanswered, _suggests(case), following)


def _suggests(case: PairCase) -> Turn:
    plan = case.situation.get(Plan, case.pair.id)
    ideas = _unused(case, plan.used_ideas if plan else ())
    texts = Several(tuple(Phrase(idea.text) for idea in ideas), points=True)
    key = "meeting.prompt" if ideas else "meeting.prompt.plain"
    used = replace(plan, used_ideas=(*plan.used_ideas, *(idea.key for idea in ideas))) if plan else None
    return does(used, case.tells(case.first, key, flow=FLOW, choices=("set_time", "not_now"), ideas=texts))


def _unused(case: PairCase, used: Sequence[str]) -> tuple[Idea, ...]:
    role = case.pair.role(case.first.id)
    return tuple(idea for idea in case.program.ideas if role in idea.roles and idea.key not in used)[:IDEAS]


def _after(case: PairCase, at: datetime) -> datetime:
    days = max(1, _rhythm(case) - NOTICE_DAYS)
    return case.on(today(at, case.program.zone) + timedelta(days=days))


def not_now(case: PairCase) -> Turn:
    """Asked again by the rhythm."""
    return case.answers(FLOW, Say("meeting.prompt.outcome_not_now"))


# --- a time -------------------------------------------------------------------------------------------


def _meeting(case: PairCase) -> Meeting | None:
    return case.situation.get(Meeting, case.subject)


def _agreed_on(case: PairCase) -> Meeting:
    return case.situation.one(Meeting, case.subject)


def choose(case: PairCase) -> Turn:
    """Open the form."""
    return does(shown_form(case, _meeting(case)))


def suggest(case: PairCase) -> Turn:
    """A first time for a new meeting; or another, before the first was confirmed."""
    return _suggested(case, MeetingState.PROPOSED, "meeting.proposed")


def move(case: PairCase) -> Turn:
    """Another time for a meeting that was agreed."""
    return _suggested(case, MeetingState.MOVED, "meeting.rescheduled")


def _suggested(case: PairCase, state: MeetingState, key: str) -> Turn:
    before = _meeting(case)
    draft, again = filled_in(case, before)
    if isinstance(again, OpenForm):
        return does(draft, again)
    version = before.version + 1 if before else 1
    meeting = Meeting(
        id=before.id if before else MeetingId(f"{case.pair.id}:{derived(case.event.id)[:8]}"),
        pair=case.pair.id,
        state=state,
        proposed_by=case.actor.id,
        at=time_of(case, draft),
        hows={**(before.hows if before else {}), f"{version}:{case.actor.id}": draft.values["how"]},
        version=version,
    )
    return does(
        meeting,
        Erase(Draft, draft.id),
        case.answers(
            FLOW,
            _outcome("meeting.proposed.outcome_sent", case, meeting),
            others=_outcome("meeting.proposed.outcome_came", case, meeting),
        ),
        _tells(case, case.partner, key, meeting, Urgency.NOTICE, ("confirm", "other_time")),
        _timers(case, meeting),
    )


def _outcome(key: str, case: PairCase, meeting: Meeting) -> Say:
    names = {"partner": name_of(case.partner.id), "who": name_of(case.actor.id)}
    return Say(key, {"at": At(meeting.at), **names})


def _tells(
    case: PairCase, to: Person, key: str, meeting: Meeting, urgency: Urgency, choices: Sequence[str]
) -> Turn:
    about = replace(case, subject=meeting.id)
    at, how, dates = At(meeting.at), how_of(meeting), dates_of(case, to, meeting)
    return does(
        about.tells(to, key, urgency=urgency, flow=FLOW, choices=choices, dates=dates, at=at, how=how)
    )


def _timers(case: PairCase, meeting: Meeting) -> Turn:
    eve = case.on(today(meeting.at, case.program.zone) - timedelta(days=1))
    return does(
        wakes(FLOW, "remind", meeting.id, eve) if eve > case.now else None,
        wakes(FLOW, "past", meeting.id, meeting.at + timedelta(minutes=MINUTES)),
    )


def confirm(case: PairCase) -> Turn:
    """Both have it before them, each with the way to change it; the next prompt waits until after it."""
    meeting = replace(_agreed_on(case), state=MeetingState.AGREED)
    return does(
        meeting,
        case.answers(FLOW, _outcome("meeting.proposed.outcome_confirmed", case, meeting)),
        _tells(case, case.actor, "meeting.agreed", meeting, Urgency.ANSWER, ("reschedule",)),
        _tells(case, case.partner, "meeting.agreed", meeting, Urgency.NOTICE, ("reschedule",)),
        _prompts(case, _after(case, meeting.at)),
    )


# --- the day ------------------------------------------------------------------------------------------


def remind(case: PairCase) -> Turn:
    """The day before: both are reminded."""
    meeting = _agreed_on(case)
    if meeting.at <= case.now:
        return Turn()
    return does(
        [
            _tells(case, side, "meeting.reminder", meeting, Urgency.PROMPT, ("reschedule",))
            for side in case.sides
        ]
    )


def remind_to_confirm(case: PairCase) -> Turn:
    """The day before, and still a suggestion: whoever has not said yet is asked once more."""
    meeting = _agreed_on(case)
    if meeting.at <= case.now:
        return Turn()
    waits_for = case.mentor if meeting.proposed_by == case.mentee.id else case.mentee
    choices = ("confirm", "other_time")
    return _tells(case, waits_for, "meeting.unconfirmed", meeting, Urgency.PROMPT, choices)


def past(case: PairCase) -> Turn:
    """It has been: there is nothing left to reschedule."""
    meeting = replace(_agreed_on(case), state=MeetingState.PAST)
    return does(meeting, case.settles(FLOW, Say("meeting.agreed.outcome_past")))


def lapse(case: PairCase) -> Turn:
    """Its time came without a yes: back to finding one."""
    meeting = replace(_agreed_on(case), state=MeetingState.CANCELLED)
    settled = case.settles(FLOW, Say("meeting.proposed.outcome_lapsed"))
    return does(meeting, settled, _prompts(case, case.in_days(1)))


def lapse_again(case: PairCase) -> Turn:
    """The new time came without a yes, and the one agreed before is off: both hear it, and their calendars with them."""
    lapsed = lapse(case)
    off = replace(_agreed_on(case), state=MeetingState.CANCELLED)
    return does(lapsed, [_calls_off(case, side, off) for side in case.sides])


def _calls_off(case: PairCase, to: Person, meeting: Meeting) -> Turn:
    dates = dates_of(case, to, meeting)
    return does(case.tells(to, "meeting.lapsed", urgency=Urgency.NOTICE, dates=dates))


_P, _A, _M, _PAST, _C = MeetingState
TABLE: Table[PairCase] = Table(
    "meeting",
    Meeting,
    MeetingState,
    {
        (NONE, "prompt"): cell(prompt),
        (NONE, "not_now"): cell(not_now),
        (NONE, "set_time"): cell(choose),
        (NONE, "submit"): cell(suggest, _P),
        (_P, "confirm"): cell(confirm, _A),
        (_P, "other_time"): cell(choose, _P),
        (_P, "submit"): cell(suggest, _P),
        (_P, "remind"): cell(remind_to_confirm, _P),
        (_P, "past"): cell(lapse, _C),
        (_A, "reschedule"): cell(choose, _A),
        (_A, "submit"): cell(move, _M),
        (_A, "remind"): cell(remind, _A),
        (_A, "past"): cell(past, _PAST),
        (_M, "confirm"): cell(confirm, _A),
        (_M, "other_time"): cell(choose, _M),
        (_M, "submit"): cell(move, _M),
        (_M, "remind"): cell(remind_to_confirm, _M),
        (_M, "past"): cell(lapse_again, _C),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, its plan and the meetings ahead; the meeting that the question is about; what was begun."""
    subject = subject_of(event, known)
    pair = pair_of(subject)
    return (
        *pair_needs(subject, Meeting),
        Get(Plan, pair),
        *_ahead(pair),
        asked_about(subject),
        *draft_needs(subject, known),
    )


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one. What is about the pair and not yet a meeting is in state `NONE`."""
    case = pair_case(event, situation)
    if not case.running:
        return over(event)
    meeting = situation.get(Meeting, case.subject)
    return TABLE.decide(meeting.state if meeting else NONE, trigger_of(event), case)


MEETING = Flow(FLOW, needs, decide)
