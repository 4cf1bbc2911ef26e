"""Holds a people file against a program: what its application could not take, and who comes outside of the days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.bad_input import Finding, did_you_mean
from bot.people_row import PersonRow, Takes
from flows.model.cohorts import Role
from flows.programs.program import Program
from flows.programs.questions import Asked

NOUNS = {
    "career_stage": "career stage",
    "topics": "topic",
    "goals": "goal",
    "seeks": "goal",
    "offers": "goal",
    "languages": "language",
}
MOST_LINES = 8


def misfits(program: Program, people: Iterable[PersonRow], file: str) -> Iterator[Finding]:
    """Every cell that names what the program's questions do not offer."""
    for row in people:
        for column, noun in NOUNS.items():
            asked = [question for question in _asked(program, row, column) if question.options]
            for said in _said(row, column) if asked else ():
                if not any(question.option(said) for question in asked):
                    found = f"'{said}' is no {noun} of this program"
                    yield Finding(file, f"line {row.line}, column {column}", found, _meant(said, asked))
        yield from _too_many(program, row, file)


def strays(people: Sequence[PersonRow], first: date, last: date, file: str) -> Iterator[Finding]:
    """Who would have come before the days that are played, or would only come after them."""
    for found, remedy, rows in (
        (f"before {first}", "they come on the first day", [row for row in people if row.applied_on < first]),
        (f"after {last}", "they do not come", [row for row in people if row.applied_on > last]),
    ):
        if rows:
            lines = ", ".join(str(row.line) for row in rows[:MOST_LINES])
            more = f" and {len(rows) - MOST_LINES} more" if len(rows) > MOST_LINES else ""
            where = f"line{'s' if len(rows) > 1 else ''} {lines}{more}, column applied_on"
            yield Finding(file, where, f"{found}, which is not played", remedy)


def _asked(program: Program, row: PersonRow, column: str) -> Iterator[Asked]:
    """The questions that a column answers for this person: `goals` also what they seek or offer, unless told."""
    keys = {column}
    if column == "goals":
        keys |= {key for key in ("seeks", "offers") if not getattr(row, key)}
    for role in (Role.MENTEE, Role.MENTOR):
        if row.role in (Takes.BOTH, role.value):
            yield from (question for question in program.asked(role) if question.key in keys)


def _said(row: PersonRow, column: str) -> tuple[str, ...]:
    said = getattr(row, column)
    return tuple(filter(None, (said,))) if isinstance(said, str) else tuple(said)


def _meant(said: str, asked: Sequence[Asked]) -> str:
    keys = list(dict.fromkeys(option.key for question in asked for option in question.options))
    labels = [label for question in asked for option in question.options for label in option.label.values()]
    if any(question.option(part.strip()) for part in said.split(",") for question in asked):
        return "put ; between several values, not a comma"
    near = did_you_mean(said.casefold(), keys, 1) or did_you_mean(said, labels, 1)
    return near or f"use one of {', '.join(keys)}"


def _too_many(program: Program, row: PersonRow, file: str) -> Iterator[Finding]:
    if row.role is Takes.MENTEE:
        return
    for question in program.asked(Role.MENTOR):
        least, most = question.least or 0, question.most
        if question.key == "capacity" and most is not None and not least <= row.capacity <= most:
            remedy = f"write a whole number from {least} to {most}"
            found = f"{row.capacity} is not what this program takes"
            yield Finding(file, f"line {row.line}, column capacity", found, remedy)
