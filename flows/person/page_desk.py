"""What waits for a program's coordinators, as the page of one of them says it: counts, and where to find it."""

from collections.abc import Iterator
from datetime import timedelta

from flows.ids import ProgramId
from flows.messages import Phrase, Say, Several
from flows.model.cohorts import ApplicationState
from flows.model.pairs import Concern
from flows.model.talk import Wish
from flows.person.page_case import PageCase, Section, proposed_in, raised_in, set_aside, submitted_in

RECENT = timedelta(days=7)
"""For how long a message that could not be delivered is worth a word."""


def desk(case: PageCase) -> Section:
    """What waits, a line each; nothing of what this coordinator is not to decide on or know."""
    lines = tuple(_lines(case))
    said = (Say("person.page.desk"), Several(lines, points=True), Say("person.page.desk_where"))
    return Section(kind="person.page", said=said if lines else (Say("person.page.desk_nothing"),))


def _lines(case: PageCase) -> Iterator[Say]:
    program = ProgramId(case.program.id)
    for cohort in case.situation.find(proposed_in(program)):
        yield Say("person.page.proposed", {"cohort": Phrase(case.program.calendar(cohort.name).label)})
    if count := sum(map(case.situation.count, submitted_in(program))) - _own(case):
        yield Say("person.page.applications", {"count": count})
    if count := sum(_may_know(case, one) for one in case.situation.find(raised_in(program))):
        yield Say("person.page.concerns", {"count": count})
    if count := sum(_is_ours(case, one) for one in case.situation.find(set_aside())):
        yield Say("person.page.set_aside", {"count": count})


def _own(case: PageCase) -> int:
    """Another coordinator decides on those."""
    mine = (one for one in case.applications if one.state is ApplicationState.SUBMITTED)
    return sum(one.program == case.program.id for one in mine)


def _may_know(case: PageCase, concern: Concern) -> bool:
    """Whoever is in the pair hears nothing of a concern about it."""
    return case.person.id not in concern.pair.split(":")


def _is_ours(case: PageCase, wish: Wish) -> bool:
    cohort = wish.program.removeprefix(f"{case.program.id}-")
    ours = wish.program == case.program.id or (cohort != wish.program and cohort[:1].isdigit())
    return ours and wish.not_before >= case.event.now - RECENT
