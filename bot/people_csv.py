"""Reads a people file: CSV rows become frozen values, or everything that is wrong with them, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.bad_input import BadInput, Finding, did_you_mean
from bot.csv_table import Table, content_of, table_in
from bot.people_row import OPTIONAL, REQUIRED, WHOLE, Cells, PersonRow, Reading, Takes, person_from

COLUMNS = (*REQUIRED, *OPTIONAL)
INSTEAD_OF_ID = ("email", "name")
SEVERAL = ("topics", "goals", "seeks", "offers", "languages")
"""Columns that may have several values in one cell."""
ALSO_CALLED = {
    "topics": ("interests", "subjects"),
    "goals": ("hopes", "aims"),
    "name": ("full_name",),
    "email": ("e-mail", "mail", "e-mail_address", "email_address"),
    "employer": ("workplace", "library", "organisation", "organization", "institution"),
    "location": ("town", "city", "place"),
    "timezone": ("time_zone", "zone"),
    "career_stage": ("stage", "career"),
    "applied_on": ("applied", "date", "application_date", "timestamp"),
    "capacity": ("mentees", "how_many"),
    "languages": ("language",),
}
"""Other names under which people keep the same column."""


@dataclass(frozen=True, slots=True)
class People:
    """All rows of one file, and what is worth a note about it though it can be used."""

    rows: tuple[PersonRow, ...]
    notes: tuple[Finding, ...] = ()


def read_people(path: Path, reading: Reading = WHOLE) -> People:
    """Read the people of a CSV file. Raises BadInput with every finding."""
    return people_in(content_of(path), path.name, reading)


def people_in(content: bytes, file: str, reading: Reading = WHOLE) -> People:
    """Read the people of a CSV file's bytes; `file` is the name that findings give it."""
    table = table_in(content, file, COLUMNS, ",".join(reading.columns))
    if reading.any_id:
        _identify(table)
    if findings := list(_wrong_columns(table, reading)):
        raise BadInput(*findings)
    if not table.rows and not table.findings:
        raise BadInput(Finding(file, "", "names columns but no person", "add a line for each person"))
    return People(_people(table, reading), (*table.notes, *_unknown(table, reading), *_run_together(table)))


def _identify(table: Table) -> None:
    """Where nobody has an id, an address or else a name says who is who."""
    if "id" in table.columns:
        return
    if instead := next((name for name in INSTEAD_OF_ID if name in table.columns), ""):
        at = table.columns.index(instead)
        table.columns.append("id")
        table.rows = [(line, [*cells, cells[at]]) for line, cells in table.rows]
        found = "column 'id' is missing"
        remedy = f"people are told apart by their {instead}"
        table.notes.append(Finding(table.file, f"line {table.line}", found, remedy))


def _wrong_columns(table: Table, reading: Reading) -> Iterator[Finding]:
    columns, where = table.columns, f"line {table.line}"
    if len(columns) == 1 and "|" in columns[0]:
        yield Finding(table.file, where, "cells seem to be separated by '|'", "separate them by commas")
        return
    unknown = [name for name in columns if name not in COLUMNS]
    for name in reading.columns:
        if name not in columns:
            near = _renamed(name, unknown)
            remedy = f"did you mean it by '{near}'? rename that column" if near else f"add a column '{name}'"
            if not near and reading.any_id:
                remedy += _or_instead(unknown)
            yield Finding(table.file, where, f"column '{name}' is missing", remedy)
    for place, name in enumerate(columns):
        if name in columns[:place]:
            yield Finding(table.file, where, f"column '{name}' is there twice", "keep one of them")


def _or_instead(unknown: list[str]) -> str:
    """What else could tell people apart."""
    for name in INSTEAD_OF_ID:
        if near := _renamed(name, unknown):
            return f", or rename '{near}' to '{name}' and people are told apart by that"
    return f", or {' or '.join(INSTEAD_OF_ID)}, which tells people apart too"


def _renamed(name: str, unknown: list[str]) -> str:
    """The unknown column that most likely means `name`."""
    for other in unknown:
        if other.casefold().replace(" ", "_") in ALSO_CALLED.get(name, ()):
            return other
    for other in unknown:
        if did_you_mean(other.casefold().replace(" ", "_"), [name]):
            return other
    return ""


def _unknown(table: Table, reading: Reading) -> Iterator[Finding]:
    missing = [name for name in COLUMNS if name not in (*table.columns, *reading.unread)]
    kept = (
        "it plays no part in the match" if reading.role is Takes.MENTOR else "its cells are kept as they are"
    )
    for name in table.columns:
        if name not in COLUMNS:
            meant = next((known for known in missing if _renamed(known, [name])), "")
            remedy = f"did you mean {meant}?" if meant else kept
            where = f"line {table.line}, column {name}"
            yield Finding(table.file, where, "is no column that Shelfmate knows", remedy)


def _run_together(table: Table) -> Iterator[Finding]:
    """Cells of several values that somebody separated in another way: each would count as one long value."""
    for place, name in enumerate(table.columns):
        told = [row[place] for _, row in table.rows if row[place]] if name in SEVERAL else []
        commas = sum("," in cell for cell in told)
        if 2 * commas > len(told) and not any(";" in cell for cell in told):
            found = f"{commas} of {len(told)} cells have a comma and none has ';'"
            where = f"line {table.line}, column {name}"
            yield Finding(table.file, where, found, "separate several values in one cell by ';'")


def _people(table: Table, reading: Reading) -> tuple[PersonRow, ...]:
    seen = Seen()
    found = [person for line, row in table.rows if (person := _person(table, line, row, reading, seen))]
    if table.findings:
        raise BadInput(*table.findings)
    return tuple(found)


@dataclass(slots=True)
class Seen:
    """What was told before, and on which line."""

    ids: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, int] = field(default_factory=dict)
    records: dict[tuple[str, ...], int] = field(default_factory=dict)


def _person(table: Table, line: int, row: list[str], reading: Reading, seen: Seen) -> PersonRow | None:
    """The person on a line, or None where something is wrong with it or it was there before."""
    cells = Cells(table.file, line, dict(zip(table.columns, row, strict=True)), table.findings, reading)
    before = seen.records.setdefault(tuple(row), line)
    if before != line and reading.any_id:
        note = Finding(table.file, f"line {line}", f"is the same as line {before}", "it counts once")
        table.notes.append(note)
        return None
    person = person_from(cells)
    id, email = cells.text("id"), cells.text("email").casefold()
    if id and seen.ids.setdefault(id, line) != line:
        cells.finds("id", f"'{id}' is already on line {seen.ids[id]}", "give each person an id of their own")
    first = seen.ids.get(id) == line
    if person and email and seen.addresses.setdefault(email, line) != line and first:
        found = f"'{cells.text('email')}' is already on line {seen.addresses[email]}"
        cells.finds("email", found, "give each person an address of their own, or role = both to one")
        return None
    return person
