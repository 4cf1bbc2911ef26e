"""A CSV file as a table: decoded, its separator found, its columns named, and everything that is wrong with it as CSV."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.bad_input import BadInput, Finding

OF_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .xls files begin."""
SEPARATORS = (",", ";", "\t")
"""What spreadsheets put between cells. Which of them depends on the country: it is read off the first line."""
EXCELS_OWN = re.compile(r'"?sep=([,;\t|])"?[,;\t ]*(\r\n|\r|\n|$)', re.IGNORECASE)
"""A first line that names the separator: Excel alone writes and understands it."""
AS_UTF8 = "save the file as 'CSV UTF-8'"


@dataclass(slots=True)
class Table:
    """The columns as the file names them, and each record with the line on which it begins."""

    file: str
    line: int = 1
    """Where the columns are named."""
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """What is wrong so far: whoever reads on adds to it, so that all is told at once."""
    notes: list[Finding] = field(default_factory=list)

    def finds(self, line: int, found: str, remedy: str) -> None:
        """Note what is wrong with a line."""
        self.findings.append(Finding(self.file, f"line {line}", found, remedy))

    def finds_in(self, line: int, column: str, found: str, remedy: str) -> None:
        """Note what is wrong with a cell."""
        self.findings.append(Finding(self.file, f"line {line}, column {column}", found, remedy))


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises BadInput where it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInput(
            Finding(str(path), "", f"cannot be read ({reason})", "give the path of a CSV file")
        ) from error


def table_in(content: bytes, file: str, known: Collection[str], first_line: str) -> Table:
    """The table in a file's bytes. Raises BadInput where there is none.

    `known` are the columns that could be meant: a name that is one of them but for case and spaces becomes it.
    `first_line` is what a file begins with, for one that is empty.
    """
    text = _text(content, file)
    own = EXCELS_OWN.match(text)
    rest = text[own.end() :] if own else text
    separator = own[1] if own else _separator(rest, known)
    records = list(_records(rest, file, separator, begins=2 if own else 1))
    if not records:
        raise BadInput(Finding(file, "", "is empty", f"the first line names the columns: {first_line}"))
    (line, header), *rows = records
    table = Table(file, line)
    widest = max((_filled(row) for _, row in rows), default=0)
    table.columns = _named(header[: max(_filled(header), widest)], known)
    table.rows = [(at, fitted) for at, row in rows if (fitted := _fitted(table, at, row))]
    return table


def _text(content: bytes, file: str) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark. Raises BadInput at the first byte that is not."""
    if content.startswith(OF_EXCEL):
        raise BadInput(Finding(file, "", "looks like an Excel file", "save it as 'CSV UTF-8' and give that"))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(Finding(file, "line 1", "is UTF-16, not UTF-8", AS_UTF8))
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise BadInput(Finding(file, f"line {line}", "has a byte 0x00, which no text has", AS_UTF8))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line = content.count(b"\n", 0, at) + 1
        offset = at - (content.rfind(b"\n", 0, at) + 1) + 1
        found = f"byte 0x{content[at]:02x} is not UTF-8"
        raise BadInput(Finding(file, f"line {line}, byte {offset}", found, AS_UTF8)) from error


def _separator(text: str, known: Collection[str]) -> str:
    """The one by which the first line names most columns that are known; a comma where none does."""
    first = next((line for line in text.splitlines() if line.strip(" \t,;")), "")

    def names(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:  # no line of names is as long as that: what is wrong is told when it is read
            return 0, 0
        return sum(name in known for name in _named(cells, known)), len(cells)

    return max(SEPARATORS, key=names)


def _records(text: str, file: str, separator: str, begins: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; blank ones are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    before = begins - 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [cell.strip() for cell in cells]
            begins = before + reader.line_num + 1
    except csv.Error as error:
        remedy = 'a cell with a comma or a quote stands in double quotes, and a quote inside is written ""'
        raise BadInput(
            Finding(file, f"line {begins}", f"is not well-formed CSV ({error})", remedy)
        ) from error


def _filled(cells: list[str]) -> int:
    """How many cells there are up to the last one that is not empty: spreadsheets save empty columns too."""
    return next((nth for nth in range(len(cells), 0, -1) if cells[nth - 1]), 0)


def _named(header: list[str], known: Collection[str]) -> list[str]:
    """`Career stage` and `TimeZone` are career_stage and timezone; what has no name is named by its place."""
    by_letters = {_letters(name): name for name in known}
    names = [by_letters.get(_letters(name), name) for name in header]
    return [name or f"column {nth}" for nth, name in enumerate(names, start=1)]


def _letters(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def _fitted(table: Table, line: int, cells: list[str]) -> list[str]:
    """A cell for each column, or nothing after noting what is wrong."""
    wanted = len(table.columns)
    if _filled(cells) > wanted:
        found = f"{len(cells)} cells, where the columns are {wanted}"
        table.finds(line, found, "quote a cell that holds a comma, and leave no cell out")
        return []
    if len(cells) < wanted:  # some spreadsheets leave out the empty cells at the end of a line
        found = f"{len(cells)} cells, where the columns are {wanted}"
        table.notes.append(Finding(table.file, f"line {line}", found, "the last ones are taken as empty"))
    return (cells + [""] * wanted)[:wanted]
