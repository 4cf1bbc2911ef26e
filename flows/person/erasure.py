"""Being forgotten: what is deleted of a person, what stays without them, and what ends."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flows.asking import COORDINATORS, closes, rewrites, wakes
from flows.ids import ProgramId
from flows.messages import Outcome, Say
from flows.model.cohorts import Application, ApplicationState, Availability, AvailabilityState, Interest
from flows.model.pairs import Concern, Farewell, Pair, Plan, Survey, without
from flows.model.people import Coordinator, Link, coordinator_id, is_try
from flows.model.screens import Post
from flows.model.sessions import Seat
from flows.model.talk import Draft, Question, Wish, unsent
from flows.person.person_case import (
    SEEN,
    PersonCase,
    all_meetings_of,
    asked_about,
    own_screen,
    posted_in,
    subjects_of,
)
from flows.reaching import following
from flows.situation import find
from flows.turn import Erase, Turn, does

FORGET_AFTER = 1
"""Days for which the platform's account is still known, so that what was on its way can be taken back."""

STAYS = (
    ApplicationState.DECLINED,
    ApplicationState.MATCHED,
    ApplicationState.WITHDRAWN,
    ApplicationState.LAPSED,
)
"""Outcomes that are counted; an application without one is withdrawn."""


def erased(case: PersonCase) -> Turn:
    """Name, address, answers and words go; running pairs end; what is only a number stays."""
    question = case.situation.question
    assert question is not None
    said = Say("person.erasing.outcome", case.common)
    person = replace(case.person, name="", email="", reach="", paused_until=None, removed_at=case.event.now)
    own = find(Availability, person=person.id)
    return does(
        person,
        [_blank(one, case.running) for one in case.applications],
        [_no_longer(word) for word in case.situation.find(own)],
        [wakes("closing", "end_early", pair.id, case.event.now) for pair in case.running],
        [tuple(_words(case, pair)) for pair in case.pairs(*SEEN)],
        [Erase(Draft, draft.id) for draft in case.situation.find(find(Draft, person=person.id))],
        [Erase(Seat, seat.id) for seat in case.situation.find(find(Seat, person=person.id))],
        [
            Erase(Link, link.id)
            for link in case.situation.find(find(Link, person=person.id))
            if not is_try(link)
        ],
        [Erase(Interest, f"{program}:{person.id}") for program in _programs(case)],
        [Erase(Post, post.id) for post in case.situation.find(own_screen(person.id))],
        Erase(Coordinator, coordinator_id(ProgramId(case.program.id), person.id)),
        list(_settled(case)),
        list(_rewritten(case)),
        wakes("people", "forget", person.id, case.in_days(FORGET_AFTER)),
        closes(question, said, person.id),
        Outcome(question=question.id, said=said),
    )


def _programs(case: PersonCase) -> list[str]:
    return sorted({case.program.id, *(one.program for one in case.applications)})


def _settled(case: PersonCase) -> Iterator[Question]:
    """Nobody need decide on them or answer them any more. What was settled before is saved as it is: the messages of
    both are rewritten, now without what was erased."""
    for application in case.applications:
        yield from _closed_about(case, application.id, Say("person.erasing.outcome_own"))
    for pair in case.pairs(*SEEN):
        for subject in subjects_of(pair, case.situation):
            if (
                subject != f"{pair.id}:{pair.partner(case.person.id)}"
            ):  # the partner may still tell how it was
                yield from _closed_about(case, subject, Say("pair.closed.outcome"))


def _closed_about(case: PersonCase, subject: str, said: Say) -> Iterator[Question]:
    waiting, settled = (case.situation.find(query) for query in asked_about(subject))
    yield from settled
    for one in waiting:
        desk = one.audience.startswith(COORDINATORS)
        yield closes(one, Say("person.erasing.outcome_others") if desk else said)


def _rewritten(case: PersonCase) -> Iterator[Wish]:
    """What stands in a pair's room has no question, and is rewritten by itself."""
    for pair in case.pairs(*SEEN):
        for old in case.situation.find(posted_in(pair)):
            if old.question is None and old.replaces is None:
                again = unsent(old, following(case.event.id, "erased", old.id))
                yield rewrites(replace(again, created=case.event.now), old.id)


def _blank(application: Application, running: tuple[Pair, ...]) -> Application:
    stays = application.state in STAYS and application.id not in {pair.mentee_application for pair in running}
    state = application.state if stays else ApplicationState.WITHDRAWN
    return replace(application, answers={}, state=state)


def _no_longer(word: Availability) -> Availability:
    return replace(word, state=AvailabilityState.REMOVED)


def _words(case: PersonCase, pair: Pair) -> Iterator[Any]:
    """What the person wrote about or in one pair, with the words taken out."""
    own = f"{pair.id}:{case.person.id}"
    survey, farewell = case.situation.get(Survey, own), case.situation.get(Farewell, own)
    plan = case.situation.get(Plan, pair.id)
    if survey:
        yield replace(survey, answers={})
    if farewell:
        yield replace(farewell, text="")
    if plan:
        yield replace(plan, notes=without(plan.notes, case.person.id))
    for query in all_meetings_of(pair):
        for meeting in case.situation.find(query):
            yield replace(meeting, hows=without(meeting.hows, case.person.id))
    for concern in case.situation.find(find(Concern, pair=pair.id)):
        if concern.person == case.person.id:
            yield replace(concern, text="", replies=())
