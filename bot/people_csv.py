"""Reads a people file: CSV rows become frozen values, or everything that is wrong with them, line by line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.bad_input import BadInput, Finding, did_you_mean
from bot.people_row import OPTIONAL, REQUIRED, Cells, PersonRow, person_from

COLUMNS = (*REQUIRED, *OPTIONAL)
OF_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin."""
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


def read_people(path: Path) -> People:
    """Read the people of a CSV file. Raises BadInput with every finding."""
    return people_in(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(
            Finding(str(path), "", f"cannot be read ({reason})", "give the path of a CSV file")
        ) from error


def people_in(content: bytes, file: str) -> People:
    """Read the people of a CSV file's bytes; `file` is the name that findings give it."""
    if content.startswith(OF_EXCEL):
        raise BadInput(Finding(file, "", "looks like an Excel file", "save it as 'CSV UTF-8' and give that"))
    records = list(_records(decoded(content, file), file))
    if not records:
        raise BadInput(
            Finding(file, "", "is empty", f"the first line names the columns: {','.join(REQUIRED)}")
        )
    header, *rows = records
    names = [cell.strip() for cell in header[1]]
    columns = [name.casefold() if name.casefold() in COLUMNS else name for name in names]
    if findings := list(_wrong_columns(columns, file, header[0])):
        raise BadInput(*findings)
    if not rows:
        raise BadInput(Finding(file, "", "names columns but no person", "add a line for each person"))
    return People(_people(columns, rows, file), tuple(_notes(columns, file, header[0])))


def decoded(content: bytes, file: str) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark. Raises BadInput at the first byte that is not."""
    remedy = "save the file as 'CSV UTF-8'"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(Finding(file, "line 1", "is UTF-16, not UTF-8", remedy))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line = content.count(b"\n", 0, at) + 1
        offset = at - (content.rfind(b"\n", 0, at) + 1) + 1
        found = f"byte 0x{content[at]:02x} is not UTF-8"
        raise BadInput(Finding(file, f"line {line}, byte {offset}", found, remedy)) from error


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; blank ones are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = 'a cell with a comma or a quote stands in double quotes, and a quote inside is written ""'
        raise BadInput(
            Finding(file, f"line {begins}", f"is not well-formed CSV ({error})", remedy)
        ) from error


def _wrong_columns(columns: list[str], file: str, line: int) -> Iterator[Finding]:
    where = f"line {line}"
    if len(columns) == 1 and (separator := next((mark for mark in ";\t|" if mark in columns[0]), "")):
        shown = "a tab" if separator == "\t" else f"'{separator}'"
        yield Finding(file, where, f"cells seem to be separated by {shown}", "separate them by commas")
        return
    unknown = [name for name in columns if name not in COLUMNS]
    for name in REQUIRED:
        if name not in columns:
            near = _renamed(name, unknown)
            remedy = f"did you mean it by '{near}'? rename that column" if near else f"add a column '{name}'"
            yield Finding(file, where, f"column '{name}' is missing", remedy)
    for place, name in enumerate(columns):
        if name in columns[:place]:
            yield Finding(file, where, f"column '{name}' is there twice", "keep one of them")


def _renamed(name: str, unknown: list[str]) -> str:
    """The unknown column that most likely means `name`."""
    for other in unknown:
        if other.casefold().replace(" ", "_") in ALSO_CALLED.get(name, ()):
            return other
    for other in unknown:
        if did_you_mean(other.casefold().replace(" ", "_"), [name]):
            return other
    return ""


def _notes(columns: list[str], file: str, line: int) -> Iterator[Finding]:
    for name in columns:
        if name and name not in COLUMNS:
            near = did_you_mean(name.casefold(), OPTIONAL)
            remedy = near or "its cells are kept as they are"
            yield Finding(file, f"line {line}, column {name}", "is no column that Shelfmate knows", remedy)


def _people(columns: list[str], records: list[tuple[int, list[str]]], file: str) -> tuple[PersonRow, ...]:
    findings: list[Finding] = []
    people: list[PersonRow] = []
    first_lines: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for line, row in records:
        if len(row) != len(columns):
            found = f"{len(row)} cells, where the columns are {len(columns)}"
            remedy = "quote a cell that holds a comma, and leave no cell out"
            findings.append(Finding(file, f"line {line}", found, remedy))
            continue
        cells = Cells(file, line, dict(zip(columns, (cell.strip() for cell in row), strict=True)), findings)
        person = person_from(cells)
        id = cells.text("id")
        if id and first_lines.setdefault(id, line) != line:
            cells.finds(
                "id", f"'{id}' is already on line {first_lines[id]}", "give each person an id of their own"
            )
        email = cells.text("email").casefold()
        if person and email and addresses.setdefault(email, line) != line and first_lines.get(id) == line:
            found = f"'{cells.text('email')}' is already on line {addresses[email]}"
            cells.finds("email", found, "give each person an address of their own, or role = both to one")
            person = None
        if person:
            people.append(person)
    if findings:
        raise BadInput(*findings)
    return tuple(people)
