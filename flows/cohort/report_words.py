"""What people wrote at the end, in their own words: for the coordinators alone, without names, and not from a few."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flows.asking import About
from flows.events import Event
from flows.ids import derived
from flows.messages import Facts, Phrase, Ref, Say, Several, Sort, Value
from flows.model.cohorts import Cohort
from flows.model.pairs import Survey
from flows.model.people import Coordinator
from flows.model.talk import Urgency, Wish
from flows.places import coordinators
from flows.programs.program import Asked, Program
from flows.situation import Find, find

LEAST_GROUP = 5
"""Fewer than this are not told apart: one could tell who said what."""
AT_ONCE = 20
"""How many answers stand in one message."""
TYPED = (Sort.SHORT, Sort.LONG)


def appointed(program: str) -> Find[Coordinator]:
    """Who reads along."""
    return find(Coordinator, program=program)


def readable(answered: Iterable[Survey], reading: Iterable[Coordinator]) -> list[Survey]:
    """No partner is to see them, also not one who coordinates."""
    readers = {one.person for one in reading}
    return [survey for survey in answered if not _partners(survey) & readers]


def _partners(survey: Survey) -> set[str]:
    return set(survey.pair.split(":")[1:]) - {survey.person}


def words(event: Event, cohort: Cohort, program: Program, answered: Sequence[Survey]) -> Iterator[Wish]:
    """A question at a time, after the figures: the answers in an order that tells nothing."""
    too_few: list[tuple[Value, Value]] = []
    for question in program.survey.questions:
        written = [survey for survey in answered if any(survey.answers.get(question.key, ()))]
        if question.sort not in TYPED or not written:
            continue
        if len(written) < LEAST_GROUP:
            too_few.append((Phrase(question.heading), Say("report.words.too_few", {"count": len(written)})))
        else:
            yield from _told(event, cohort, program, question, written)
    if too_few:
        about = About(event=event, program=cohort.id, subject=f"{cohort.id}:words")
        yield _private(about, cohort, program, "report.words.few", facts=Facts(tuple(too_few)))


def _told(
    event: Event, cohort: Cohort, program: Program, question: Asked, written: Sequence[Survey]
) -> Iterator[Wish]:
    mixed = sorted(written, key=lambda survey: derived(cohort.id, question.key, survey.id))
    for begin in range(0, len(mixed), AT_ONCE):
        about = About(event=event, program=cohort.id, subject=f"{cohort.id}:{question.key}:{begin}")
        said = tuple(
            Ref("Survey", one.id, f"answers.{question.key}") for one in mixed[begin : begin + AT_ONCE]
        )
        yield _private(
            about,
            cohort,
            program,
            "report.words",
            question=Phrase(question.heading),
            said=Several(said, points=True),
        )


def _private(about: About, cohort: Cohort, program: Program, key: str, **values: Value) -> Wish:
    """At the hour of the figures, but never in one message with them, which may be handed on."""
    label = Phrase(program.calendar(cohort.name).label)
    at = about.post(coordinators(cohort.program), program.zone, key, prompted=True, cohort=label, **values)
    return replace(at, urgency=Urgency.NOTICE)
