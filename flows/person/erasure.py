"""Being forgotten: what is deleted of a person, what stays without them, and what ends."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flows.asking import closes, wakes
from flows.ids import ProgramId
from flows.messages import Outcome, Say
from flows.model.cohorts import Application, ApplicationState, Availability, AvailabilityState, Interest
from flows.model.pairs import Concern, Farewell, Pair, Plan, Survey
from flows.model.people import Coordinator, coordinator_id
from flows.model.talk import Draft, Question, QuestionState
from flows.person.person_case import SEEN, PersonCase
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
    person = replace(case.person, name="", email="", paused_until=None, removed_at=case.event.now)
    own = find(Availability, person=person.id)
    return does(
        person,
        [_blank(one, case.running) for one in case.applications],
        [_no_longer(word) for word in case.situation.find(own)],
        [wakes("closing", "end_early", pair.id, case.event.now) for pair in case.running],
        [tuple(_words(case, pair)) for pair in case.pairs(*SEEN)],
        [Erase(Draft, draft.id) for draft in case.situation.find(find(Draft, person=person.id))],
        [Erase(Interest, f"{program}:{person.id}") for program in _programs(case)],
        Erase(Coordinator, coordinator_id(ProgramId(case.program.id), person.id)),
        [closes(asked, said) for asked in _asked(case)],
        wakes("people", "forget", person.id, case.in_days(FORGET_AFTER)),
        closes(question, said, person.id),
        Outcome(question=question.id, said=said),
    )


def _programs(case: PersonCase) -> list[str]:
    return sorted({case.program.id, *(one.program for one in case.applications)})


def _asked(case: PersonCase) -> Iterator[Question]:
    for one in case.applications:
        yield from case.situation.find(find(Question, subject=one.id, state=QuestionState.OPEN))


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
    if plan and plan.proposed_by == case.person.id:
        yield replace(plan, note="")
    for concern in case.situation.find(find(Concern, pair=pair.id)):
        if concern.person == case.person.id:
            yield replace(concern, text="", reply="")
