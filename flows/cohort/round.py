"""A matching round: pairs are proposed on their day, coordinators publish them, and after a while everybody hears."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flows.asking import closes, wakes
from flows.cohort.changing import change_it, draft_needs, leave_it, look, open_form
from flows.cohort.proposal import (
    CHANGE,
    FLOW,
    SUPERSEDED,
    ask_again,
    asks_desk,
    desk,
    goes_out_at,
    propose,
    remind,
    settles,
    shows,
    stale,
    who,
)
from flows.cohort.rest import match_rest, offer_rest, publish_rest, rest_goes_out, undo_rest
from flows.cohort.round_case import RoundCase, round_case
from flows.cohort.round_needs import light_needs, open_questions, proposed, published, whole_needs
from flows.events import Event
from flows.fan_out import CHUNK, cohort_of, onwards, page_of
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import Table, cell
from flows.messages import At, Say
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Cohort,
    CohortState,
    Role,
    availability_id,
)
from flows.model.pairs import Pair, PairState
from flows.model.talk import Question, QuestionState, WakeUp
from flows.situation import WHOLE, Count, Find, Need, ProgramOf, Situation, count, find
from flows.turn import Turn, does

WHOLE_TRIGGERS = ("match", "match_again", "publish", "spare", "match_rest", "change_it")


def wait(case: RoundCase) -> Turn:
    """Applications are being closed this very morning: a moment."""
    return does(wakes(FLOW, "match", case.cohort.id, case.now + timedelta(minutes=10)))


# --- decisions ----------------------------------------------------------------------------------------


def match_again(case: RoundCase) -> Turn:
    """A new proposal takes the place of the one before."""
    return does(propose(case), shows(case, SUPERSEDED))


def publish(case: RoundCase) -> Turn:
    """One coordinator decides for all; it goes out in a while, and until then can be taken back."""
    if stale(case):
        stale_now = Say("match.proposed.outcome_stale")
        return does(propose(case, stale_now), shows(case, stale_now))
    actor = case.situation.actor
    goes_out = goes_out_at(case)
    said = Say("match.proposed.outcome_published", {"who": who(case)})
    pairs = len(case.situation.find(proposed(case.cohort.id)))
    told = desk(case, "match.published", who=who(case), at=At(goes_out), count=pairs)
    return does(
        replace(
            case.cohort,
            state=CohortState.PUBLISHED,
            decided_by=actor.id if actor else None,
            decided_at=case.now,
        ),
        settles(case, said),
        shows(case, said),
        asks_desk(case, told, "undo"),
        wakes(FLOW, "announce", case.cohort.id, goes_out),
    )


def undo(case: RoundCase) -> Turn:
    """Taken back in time: nobody was told."""
    said = Say("match.published.outcome_undone", {"who": who(case)})
    cohort = replace(case.cohort, state=CohortState.PROPOSED, decided_by=None, decided_at=None)
    return does(cohort, settles(case, said), shows(case, said), ask_again(case))


# --- carried out, a chunk at a time -------------------------------------------------------------------


def announce(case: RoundCase) -> Turn:
    """Each pair is introduced; after the last chunk, those without a partner hear."""
    pairs = case.situation.find(_pairs(case.subject))
    running = case.today >= case.day("begins")
    return does(
        replace(case.cohort, state=CohortState.RUNNING if running else CohortState.PUBLISHED),
        [replace(pair, state=PairState.PUBLISHED) for pair in pairs],
        [wakes("introduction", "announce", pair.id, case.now) for pair in pairs],
        _progress(case, len(pairs)),
        _next(case, "announce", pairs, "tell_mentees"),
    )


def tell_mentees(case: RoundCase) -> Turn:
    """Those for whom nobody was found."""
    page = case.situation.find(_mentees(case.subject))
    alone = [wakes("waiting", "none", one.id, case.now) for one in page if one.unmatched]
    return does(alone, _next(case, "tell_mentees", page, "tell_mentors"))


def tell_mentors(case: RoundCase) -> Turn:
    """Those who were ready; who has somebody is passed over there."""
    page = case.situation.find(_mentors(case.subject, asked=case.program.mentor.reconfirms))
    ready = [availability_id(case.cohort.id, one.person) for one in page]
    return does(
        [wakes("waiting", "none_mentor", one, case.now) for one in ready], _next(case, "tell_mentors", page)
    )


def _next(case: RoundCase, trigger: str, page: Sequence[Any], then: str = "") -> WakeUp | None:
    onward = onwards(FLOW, trigger, case.subject, tuple(page), case.now)
    return onward or (wakes(FLOW, then, case.cohort.id, case.now) if then else None)


def _progress(case: RoundCase, now_done: int) -> tuple[Question, ...]:
    """The message of the publication says how far it is, chunk by chunk, where there is more than one."""
    waiting, *out = (case.situation.count(query) for query in _counts(case.cohort.id))
    total = waiting + sum(out)
    far = Say("match.published.outcome_progress", {"done": sum(out) + now_done, "count": total})
    said = far if total > CHUNK else Say("match.published.outcome_under_way")
    asked = [one for one in case.situation.find(open_questions(case.cohort.id)) if "undo" in one.choices]
    told = [
        one
        for one in case.situation.find(_closed(case.cohort.id))
        if one.outcome and one.outcome.key == far.key
    ]
    return tuple(closes(question, said, question.answered_by) for question in (*asked, *told))


def _closed(cohort: str) -> Find[Question]:
    return find(Question, limit=WHOLE, subject=cohort, state=QuestionState.CLOSED)


def _counts(cohort: str) -> tuple[Count[Pair], ...]:
    states = (PairState.PROPOSED, PairState.PUBLISHED, PairState.ANNOUNCED)
    return tuple(count(Pair, cohort=cohort, state=state) for state in states)


def _pairs(subject: str) -> Find[Pair]:
    return page_of(Pair, subject, cohort=cohort_of(subject), state=PairState.PROPOSED)


def _mentees(subject: str) -> Find[Application]:
    accepted = ApplicationState.ACCEPTED
    return page_of(Application, subject, cohort=cohort_of(subject), role=Role.MENTEE, state=accepted)


def _mentors(subject: str, *, asked: bool) -> Find[Any]:
    if asked:
        return page_of(Availability, subject, cohort=cohort_of(subject), state=AvailabilityState.CONFIRMED)
    accepted = ApplicationState.ACCEPTED
    return page_of(Application, subject, cohort=cohort_of(subject), role=Role.MENTOR, state=accepted)


def begins(case: RoundCase) -> Turn:
    """The first day."""
    return does(replace(case.cohort, state=CohortState.RUNNING))


_ENROLLING, _ENROLLED = CohortState.ENROLLING, CohortState.ENROLLED
_PROPOSED, _PUBLISHED, _RUNNING = CohortState.PROPOSED, CohortState.PUBLISHED, CohortState.RUNNING
TABLE: Table[RoundCase] = Table(
    "round",
    Cohort,
    CohortState,
    {
        (_ENROLLING, "match"): cell(wait, _ENROLLING),
        (_ENROLLED, "match"): cell(propose, _PROPOSED),
        (_PROPOSED, "match_again"): cell(match_again, _PROPOSED),
        (_PROPOSED, "publish"): cell(publish, _PUBLISHED, _PROPOSED),
        (_PROPOSED, CHANGE): cell(open_form),
        (_PROPOSED, "submit"): cell(look, _PROPOSED),
        (_PROPOSED, "change_it"): cell(change_it, _PROPOSED),
        (_PROPOSED, "leave_it"): cell(leave_it),
        (_PROPOSED, "nag"): cell(remind, _PROPOSED),
        (_PROPOSED, "publish_by"): cell(remind, _PROPOSED),
        (_PROPOSED, "begins"): cell(remind, _PROPOSED),
        (_PUBLISHED, "undo"): cell(undo, _PROPOSED),
        (_RUNNING, "undo"): cell(undo, _PROPOSED),  # published on the eve of the first day
        (_PUBLISHED, "announce"): cell(announce, _PUBLISHED, _RUNNING),
        (_RUNNING, "announce"): cell(announce, _RUNNING),
        (_PUBLISHED, "tell_mentees"): cell(tell_mentees, _PUBLISHED),
        (_RUNNING, "tell_mentees"): cell(tell_mentees, _RUNNING),
        (_PUBLISHED, "tell_mentors"): cell(tell_mentors, _PUBLISHED),
        (_RUNNING, "tell_mentors"): cell(tell_mentors, _RUNNING),
        (_PUBLISHED, "begins"): cell(begins, _RUNNING),
        **{(state, "spare"): cell(offer_rest) for state in (_PUBLISHED, _RUNNING)},
        **{
            (state, trigger): cell(match_rest, state)
            for state in (_PUBLISHED, _RUNNING)
            for trigger in ("match_rest", "match_again")
        },
        **{(state, "publish"): cell(publish_rest, state) for state in (_PUBLISHED, _RUNNING)},
        **{(state, "undo_rest"): cell(undo_rest) for state in (_PUBLISHED, _RUNNING)},
        **{(state, "rest_goes_out"): cell(rest_goes_out) for state in (_PUBLISHED, _RUNNING)},
    },
)


def needs(event: Event, known: Situation) -> Need:
    """For a proposal the whole cohort; for a chunk its page; else the cohort and what was asked about it."""
    subject, trigger = subject_of(event, known), trigger_of(event)
    cohort = cohort_of(subject)
    if trigger in (CHANGE, "submit"):
        whole = whole_needs(event, known) if trigger == "submit" else light_needs(cohort)
        return (*whole, *draft_needs(known, cohort))
    if trigger in WHOLE_TRIGGERS:
        return whole_needs(event, known)
    light = light_needs(cohort)
    if trigger == "announce":
        return (*light, _pairs(subject), *_counts(cohort), _closed(cohort))
    if trigger == "tell_mentees":
        return (*light, _mentees(subject))
    if trigger == "undo_rest":
        return (*light, published(cohort))
    if trigger == "tell_mentors" and known.knows(ProgramOf(cohort)):
        return (*light, _mentors(subject, asked=known.program(cohort).mentor.reconfirms))
    return light


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    case = round_case(event, situation)
    return TABLE.decide(case.cohort.state, trigger_of(event), case)


ROUND = Flow(FLOW, needs, decide)
