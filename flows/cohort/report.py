"""The closing report: a cohort in figures that may be handed on; small groups and what was said in private are left out."""

from collections.abc import Iterable
from statistics import fmean

from flows.asking import About
from flows.cohort.report_words import LEAST_GROUP, appointed, readable, words
from flows.events import Event
from flows.flow import Flow, subject_of
from flows.ids import CohortId
from flows.messages import Facts, Figure, Figures, Phrase, Say, Several, Sort, Value
from flows.model.cohorts import Application, ApplicationState, Cohort, Role
from flows.model.pairs import (
    Contact,
    ContactState,
    Extension,
    ExtensionState,
    Pair,
    PairState,
    Plan,
    Survey,
    SurveyState,
)
from flows.places import coordinators
from flows.programs.program import Asked, Program
from flows.situation import WHOLE, Count, Find, Get, Need, ProgramOf, Situation, count, find
from flows.turn import Turn, does

FLOW = "report"
TOOK_PLACE = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)
TOO_FEW = Say("report.too_few")
Row = tuple[Value, Value]
Shares = tuple[Value, tuple[Figure, ...]]
"""How many chose what: a heading with a figure for each option."""


def _applications(cohort: CohortId, state: ApplicationState) -> Count[Application]:
    return count(Application, cohort=cohort, role=Role.MENTEE, state=state)


def _pairs(cohort: CohortId, state: PairState) -> Find[Pair]:
    return find(Pair, cohort=cohort, state=state, limit=WHOLE)


def _surveys(cohort: CohortId, state: SurveyState) -> Find[Survey]:
    return find(Survey, cohort=cohort, state=state, limit=WHOLE)


def _all_pairs(situation: Situation, cohort: CohortId) -> list[Pair]:
    return [pair for state in TOOK_PLACE for pair in situation.find(_pairs(cohort, state))]


def _began(situation: Situation, cohort: CohortId) -> list[Pair]:
    """Those who were introduced: only they have a first contact to make."""
    return [pair for pair in _all_pairs(situation, cohort) if situation.get(Contact, pair.id)]


def needs(event: Event, known: Situation) -> Need:
    """Counts of applications, the cohort's pairs, then where each stood, and the surveys."""
    cohort = CohortId(subject_of(event, known))
    first: Need = (
        Get(Cohort, cohort),
        ProgramOf(cohort),
        *(_applications(cohort, state) for state in ApplicationState),
        *(_pairs(cohort, state) for state in TOOK_PLACE),
        *(_surveys(cohort, state) for state in SurveyState),
    )
    if not all(known.knows(query) for query in first):
        return first
    pairs = _all_pairs(known, cohort)
    begun = known.peek(Cohort, cohort)
    reading = (appointed(begun.program),) if begun else ()
    return (
        *first,
        *reading,
        *(Get(record, pair.id) for pair in pairs for record in (Contact, Plan, Extension)),
    )


def decide(event: Event, situation: Situation) -> Turn:
    """Hand the coordinators their figures."""
    cohort = situation.one(Cohort, subject_of(event, situation))
    program = situation.program(cohort.id)
    course = (*_people(situation, cohort.id), *_course(situation, cohort.id))
    opinions = tuple(_opinions(situation, cohort.id, program))
    label, year = Phrase(program.calendar(cohort.name).label), str(cohort.year)
    about = About(event=event, program=cohort.id, subject=cohort.id)
    reading = situation.find(appointed(cohort.program))
    return does(
        about.post(
            coordinators(cohort.program),
            program.zone,
            "report.delivered",
            prompted=True,
            cohort=label,
            year=year,
            facts=Facts(tuple(map(_row, (*course, *opinions)))),
            figures=Figures(
                Say("report.title", {"cohort": label, "year": year}), tuple(_groups(course, opinions))
            ),
        ),
        list(words(event, cohort, program, readable(_answered(situation, cohort.id), reading))),
    )


def _row(told: Figure | Shares) -> Row:
    """As the text says it."""
    if isinstance(told, Figure):
        return told.label, told.says
    heading, figures = told
    chosen = (figure for figure in figures if figure.number)
    return heading, Several(
        tuple(Say("report.counted", {"label": each.label, "count": each.says}) for each in chosen)
    )


def _groups(course: tuple[Figure, ...], opinions: tuple[Figure | Shares, ...]) -> Iterable[Shares]:
    """The same for a chart and a table: nothing is in them that is not in the text."""
    yield Say("report.heading.course"), course
    yield Say("report.heading.said"), tuple(one for one in opinions if isinstance(one, Figure))
    yield from (one for one in opinions if not isinstance(one, Figure))


def _number(label: str, number: int, *, few: bool = False) -> Figure:
    return Figure(Say(label), TOO_FEW) if few else Figure(Say(label), number, number)


def _people(situation: Situation, cohort: CohortId) -> Iterable[Figure]:
    numbers = {state: situation.count(_applications(cohort, state)) for state in ApplicationState}
    yield _number("report.fact.applied", sum(numbers.values()))
    yield _number("report.fact.waitlisted", numbers[ApplicationState.WAITLISTED])
    yield _number("report.fact.pairs", len(_began(situation, cohort)))


def _course(situation: Situation, cohort: CohortId) -> Iterable[Figure]:
    pairs = _began(situation, cohort)
    contacts = [situation.get(Contact, pair.id) for pair in pairs]
    plans = [situation.get(Plan, pair.id) for pair in pairs]
    extensions = [situation.get(Extension, pair.id) for pair in pairs]
    met = sum(it is not None and it.state is ContactState.MADE for it in contacts)
    planned = sum(it is not None and it.agreed > 0 for it in plans)
    extended = sum(it is not None and it.state is ExtensionState.AGREED for it in extensions)
    few = len(pairs) < LEAST_GROUP
    quiet = sum(pair.quiet_since is not None for pair in pairs)
    early = sum(pair.state is PairState.ENDED for pair in pairs)
    yield _number("report.fact.contact", met, few=few)
    yield _number("report.fact.plan", planned, few=few)
    yield _number("report.fact.quiet", quiet, few=few)
    yield _number("report.fact.early", early, few=few)
    yield _number("report.fact.extended", extended, few=few)


def _opinions(situation: Situation, cohort: CohortId, program: Program) -> Iterable[Figure | Shares]:
    asked = [survey for state in SurveyState for survey in situation.find(_surveys(cohort, state))]
    answered = _answered(situation, cohort)
    all_in_all = Say("report.of", {"count": len(answered), "all": len(asked)})
    yield Figure(Say("report.fact.surveys"), all_in_all, len(answered), len(asked))
    for question in program.survey.questions:
        mine = [survey for survey in answered if survey.role in question.roles]
        if _is_scale(question):
            yield _average(question, mine)
        elif question.sort is Sort.YES_NO:
            yield _share(question, mine)
        elif question.options:
            yield _shares(question, mine)


def _answered(situation: Situation, cohort: CohortId) -> list[Survey]:
    return list(situation.find(_surveys(cohort, SurveyState.ANSWERED)))


def _is_scale(question: Asked) -> bool:
    return len(question.options) > 1 and all(option.key.isdecimal() for option in question.options)


def _given(question: Asked, answered: Iterable[Survey]) -> list[str]:
    return [value for survey in answered for value in survey.answers.get(question.key, ())]


def _shares(question: Asked, answered: Iterable[Survey]) -> Figure | Shares:
    heading, given = Phrase(question.heading), _given(question, answered)
    if len(given) < LEAST_GROUP:
        return Figure(heading, TOO_FEW)
    counted = [(Phrase(option.label), given.count(option.key)) for option in question.options]
    return heading, tuple(Figure(label, count, count, len(given)) for label, count in counted)


def _share(question: Asked, answered: Iterable[Survey]) -> Figure:
    heading, given = Phrase(question.heading), _given(question, answered)
    if len(given) < LEAST_GROUP:
        return Figure(heading, TOO_FEW)
    agree = given.count("yes")
    return Figure(heading, Say("report.share", {"count": agree, "all": len(given)}), agree, len(given))


def _average(question: Asked, answered: Iterable[Survey]) -> Figure:
    heading, given = Phrase(question.heading), [int(value) for value in _given(question, answered)]
    if len(given) < LEAST_GROUP:
        return Figure(heading, TOO_FEW)
    best, average = max(int(option.key) for option in question.options), f"{fmean(given):.1f}"
    said = Say("report.average", {"tenths": average, "best": best, "count": len(given)})
    return Figure(heading, said, float(average), best)


REPORT = Flow(FLOW, needs, decide)
