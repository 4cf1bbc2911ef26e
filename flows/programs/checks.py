"""What a shape cannot say: names given twice, windows that overlap, tables that contradict each other."""

from collections.abc import Iterator
from typing import Any

from flows.messages import Sort
from flows.programs.dates import CohortCalendar
from flows.programs.findings import one_of
from flows.programs.program import Program
from flows.programs.questions import MATCHED
from flows.programs.sentences import Refusal

YEARS = (2027, 2028)
"""A common year and a leap year; with the cohorts of the years around them they show every overlap."""


def given_twice(raw: dict[str, Any]) -> Iterator[Refusal]:
    """Keys and names that two rows of one list share. Two questions may, where no role is asked both."""
    survey = raw.get("survey")
    plan = raw.get("plan")
    yield from _twice(raw.get("cohorts"), ("cohorts",), name="name")
    yield from _twice(raw.get("ideas"), ("ideas",))
    yield from _twice(raw.get("aims"), ("aims",))
    if isinstance(plan, dict):
        yield from _twice(plan.get("methods"), ("plan", "methods"))
    questions = survey.get("questions") if isinstance(survey, dict) else None
    for rows, path in ((raw.get("questions"), ("questions",)), (questions, ("survey", "questions"))):
        yield from _twice(rows, path, by_role=True)
        for index, row in enumerate(_tables(rows)):
            yield from _twice(row.get("options"), (*path, str(index), "options"))


def _twice(
    rows: Any, path: tuple[str, ...], *, name: str = "key", by_role: bool = False
) -> Iterator[Refusal]:
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(_tables(rows)):
        key = row.get(name)
        roles = row.get("roles", ["mentor", "mentee"]) if by_role else [""]
        if not isinstance(key, str) or not isinstance(roles, list):
            continue
        marks = {(key, str(role)) for role in roles}
        if marks & seen:
            yield (*path, str(index), name), f'{name} = "{key}" is given twice', "name each differently"
        seen |= marks


def _tables(rows: Any) -> list[dict[str, Any]]:
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def unreadable(raw: dict[str, Any]) -> Iterator[Refusal]:
    """Questions of the application that the core reads, in a sort that it cannot."""
    for index, row in enumerate(_tables(raw.get("questions"))):
        key, sort = row.get("key"), row.get("sort")
        allowed = MATCHED.get(key) if isinstance(key, str) else None
        if allowed and sort in list(Sort) and sort not in allowed:
            found = f'sort = "{sort}", but {key} is read by the core'
            yield ("questions", str(index), "sort"), found, f"{one_of(allowed)}, or another key"


def contradictions(program: Program) -> Iterator[Refusal]:
    """Tables that are right by themselves and not together."""
    yield from _overlaps(program)
    reconfirms = program.mentor.reconfirms or program.mentee.reconfirms
    for index, calendar in enumerate(program.cohorts):
        at = ("cohorts", str(index), "reconfirm")
        if reconfirms and calendar.reconfirm is None:
            yield at, "no day, though a role reconfirms", 'add reconfirm = "MM-DD"'
        if not reconfirms and calendar.reconfirm is not None:
            yield at, "a day, though no role reconfirms", "take it out, or say reconfirms = true for the role"
    for index, asked in enumerate(program.questions):
        if asked.key == "capacity":
            partners = min(program.role(role).most_partners for role in asked.roles)
            if asked.most is None or asked.most > partners:
                yield (
                    ("questions", str(index), "most"),
                    f"most = {asked.most or 'nothing'}, but most_partners is {partners}",
                    f"use {partners}, or raise most_partners",
                )
    for role in ("mentor", "mentee"):
        if not program.asked(role):
            yield ("questions",), f"no question is for a {role}", "ask each role something"


def _overlaps(program: Program) -> Iterator[Refusal]:
    """Two windows open on one day: nobody could tell which cohort an applicant means."""
    for index, calendar in enumerate(program.cohorts):
        for other in program.cohorts[: index + 1]:
            if any(
                _meet(calendar, year, other, near) for year in YEARS for near in (year - 1, year, year + 1)
            ):
                whose = "its own of another year" if other is calendar else f"that of {other.name}"
                yield (
                    ("cohorts", str(index), "opens"),
                    f'the window "{calendar.opens}" to "{calendar.closes}" overlaps {whose}',
                    "let one close before the next opens",
                )


def _meet(one: CohortCalendar, year: int, other: CohortCalendar, near: int) -> bool:
    if one is other and year == near:
        return False
    starts = max(one.day("opens", year), other.day("opens", near))
    return starts <= min(one.day("closes", year), other.day("closes", near))
