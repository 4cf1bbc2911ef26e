"""What waits for a program's coordinators, as the page of one of them says it: counts, and where to find it."""

import re
from collections.abc import Iterator
from datetime import timedelta

from flows.ids import PersonId, ProgramId
from flows.messages import Phrase, Say, Several
from flows.model.cohorts import ApplicationState
from flows.model.talk import Wish
from flows.person.page_case import (
    KIND,
    Offer,
    PageCase,
    Section,
    proposed_in,
    raised_in,
    set_aside,
    submitted_in,
)
from flows.person.person_case import PersonCase

RECENT = timedelta(days=7)
"""For how long a message that could not be delivered is worth a word."""


def desk(case: PageCase) -> Section:
    """What waits, a line each; nothing of what this coordinator is not to decide on or know."""
    lines = tuple(counted(case))
    said = (Say("person.page.desk"), Several(lines, points=True), Say("person.page.desk_where"))
    return Section(
        kind=KIND,
        said=said if lines else (Say("person.page.desk_nothing"),),
        offers=(Offer(key=KIND, choice="desk"),),
    )


def counted(case: PersonCase) -> Iterator[Say]:
    """How much of what waits."""
    program = ProgramId(case.program.id)
    for cohort in case.situation.find(proposed_in(program)):
        yield Say("person.page.proposed", {"cohort": Phrase(case.program.calendar(cohort.name).label)})
    if count := sum(map(case.situation.count, submitted_in(program))) - _own(case):
        yield Say("person.page.applications", {"count": count})
    raised = case.situation.find(raised_in(program))
    if count := sum(not is_own(case.person.id, one.pair) for one in raised):
        yield Say("person.page.concerns", {"count": count})
    if count := len(lost(case)):
        yield Say("person.page.set_aside", {"count": count})


def lost(case: PersonCase) -> tuple[Wish, ...]:
    """The program's messages of late that could not be delivered."""
    return tuple(one for one in case.situation.find(set_aside()) if _is_ours(case, one))


def is_own(person: PersonId, about: str) -> bool:
    """Whether somebody is in the pair, or made the application, that it is about: then others decide, and they hear
    nothing of it."""
    return person in re.split(r"[:|]", about)


def _own(case: PersonCase) -> int:
    """Another coordinator decides on those."""
    mine = (one for one in case.applications if one.state is ApplicationState.SUBMITTED)
    return sum(one.program == case.program.id for one in mine)


def _is_ours(case: PersonCase, wish: Wish) -> bool:
    cohort = wish.program.removeprefix(f"{case.program.id}-")
    ours = wish.program == case.program.id or (cohort != wish.program and cohort[:1].isdigit())
    private = is_own(case.person.id, wish.about) and wish.to != case.person.id
    return ours and not private and wish.not_before >= case.event.now - RECENT
