"""What waits for a program's coordinators, as the page of one of them says it: counts, and where to find it."""

from collections.abc import Iterator

from flows.asking import CONCERN
from flows.messages import Phrase, Say, Several
from flows.model.pairs import Pair
from flows.model.talk import Question
from flows.person.desk_matters import Lost, is_own, matters, raised_in
from flows.person.page_case import KIND, Offer, PageCase, Section
from flows.person.person_case import PersonCase


def desk(case: PageCase) -> Section:
    """What waits, a line each; nothing of what this coordinator is not to decide on or know."""
    lines = tuple(counted(case))
    said = (Say("person.page.desk"), Several(lines, points=True), Say("person.page.desk_where"))
    nothing = (Say("person.page.desk_nothing"),)
    offers = (Offer(key=KIND, choice="desk"),) if lines else ()
    return Section(kind=KIND, said=said if lines else nothing, offers=offers)


def counted(case: PersonCase) -> Iterator[Say]:
    """How much of what waits."""
    found = [one.of for one in matters(case)]
    questions = [one for one in found if isinstance(one, Question)]
    proposals = [one for one in questions if "publish" in one.choices]
    applications = [one for one in questions if one.flow == "application"]
    for cohort in dict.fromkeys(one.subject for one in proposals):
        yield proposed(case, cohort)
    raised = case.situation.find(raised_in(case.program.id))
    known = [one.id for one in raised if not is_own(case.person.id, one.pair)]
    taken = [one for one in questions if one.flow == CONCERN and one.subject not in known]
    yield from _line("person.page.applications", len(applications))
    yield from _line("person.page.concerns", len(known))
    yield from _line("person.page.concerns_taken", len(taken))
    decided = len(proposals) + len(applications) + sum(one.flow == CONCERN for one in questions)
    yield from _line("person.page.others", len(questions) - decided)
    yield from _line("person.page.quiet", sum(isinstance(one, Pair) for one in found))
    lost = sum(len(one.wishes) for one in found if isinstance(one, Lost))
    yield from _line("person.page.set_aside", lost)


def _line(key: str, count: int) -> Iterator[Say]:
    if count:
        yield Say(key, {"count": count})


def proposed(case: PersonCase, cohort: str) -> Say:
    """That the pairs of a cohort are to be decided."""
    _, _, name = cohort.removeprefix(f"{case.program.id}-").partition("-")
    return Say("person.page.proposed", {"cohort": Phrase(case.program.calendar(name).label)})
