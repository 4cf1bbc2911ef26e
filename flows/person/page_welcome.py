"""The page of somebody who has not applied, or not of late: what this is, the next dates, and how to begin."""

from collections.abc import Iterator

from flows.applying.applicant_case import common
from flows.applying.standing import role_of, standing
from flows.asking import name_of
from flows.calendar import today
from flows.cohort.year import stage_of
from flows.messages import Facts, On, Phrase, Say, Value
from flows.model.cohorts import ApplicationState, Role
from flows.person.own_data import ENDED, Row
from flows.person.page_case import KIND, OVER, Offer, PageCase, Section
from flows.programs.program import Program


def welcome(case: PageCase) -> Section:
    """Warm, and short enough for a telephone."""
    program, day = case.program, today(case.event.now, case.program.zone)
    opening = program.open_on(day)
    calendar, year, _ = opening or program.next_opening(day)
    cohort = program.cohort_id(calendar.name, year)
    return Section(
        kind=KIND,
        said=(*_greeting(case), Facts((window(program, cohort), *dates(program, cohort))), *_told(case)),
        offers=tuple(_ways_in(case, is_open=opening is not None)),
    )


def _greeting(case: PageCase) -> tuple[Value, ...]:
    before = tuple(_before(case))
    if before:
        return (Say("person.page.again"), Facts(before), Say("person.page.anew"))
    values: dict[str, Value] = {
        "name": name_of(case.person.id),
        "program": Phrase(case.program.name),
        "about": Phrase(case.program.about),
    }
    return (Say("person.page.hello", values),)


def _before(case: PageCase) -> Iterator[Row]:
    """What became of what they applied for, and the last time that they were in a pair."""
    pairs = sorted(case.pairs(*OVER), key=lambda pair: pair.ends)
    for pair in pairs[-1:]:
        partner = pair.partner(case.person.id)
        yield Say("person.row.partner", {"role": role_of(pair.role(partner))}), name_of(partner)
        between = {"starts": On(pair.starts), "ends": On(pair.ends)}
        yield Say("person.row.together"), Say(ENDED[pair.state], between)
    for one in case.applications[-1:]:
        if one.state is not ApplicationState.MATCHED:
            yield Say("person.row.application", {"role": role_of(one.role)}), standing(one, case.program)


def _told(case: PageCase) -> tuple[Value, ...]:
    """That they will hear of the next opening, where they asked to."""
    day = today(case.event.now, case.program.zone)
    if not case.is_told or case.program.open_on(day):
        return ()
    return (Say("application.refused.outcome", common(case.program, day, Role.MENTEE)),)


def _ways_in(case: PageCase, *, is_open: bool) -> Iterator[Offer]:
    for role in Role:
        if is_open or case.program.role(role).enrols == "rolling":
            yield Offer(key=KIND, choice=role)
    if not is_open and not case.is_told:
        yield Offer(key="applications.closed", choice="remind_me")


def window(program: Program, cohort: str) -> Row:
    """From when to when a cohort takes applications."""
    between = {"starts": _on(program, cohort, "opens"), "ends": _on(program, cohort, "closes")}
    return Say("person.page.window"), Say("person.row.from_to", between)


def dates(program: Program, cohort: str) -> tuple[Row, ...]:
    """When a cohort's matches are out, and from when to when it runs."""
    between = {"starts": _on(program, cohort, "begins"), "ends": _on(program, cohort, "ends")}
    return (
        (Say("person.page.hear"), _on(program, cohort, "publish_by")),
        (Say("person.row.together"), Say("person.row.from_to", between)),
    )


def _on(program: Program, cohort: str, stage: str) -> On:
    return On(stage_of(program, cohort, stage))
