"""Reads a list of two people a line: who is to be kept apart or together, or was a pair before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.bad_input import BadInput, Finding, did_you_mean
from bot.csv_table import Table, content_of, table_in
from bot.csv_words import as_it_was
from bot.people_row import PersonRow
from flows.ids import PersonId
from flows.matching.people import Two

COLUMNS = ("mentee", "mentor")
OF_OURS = "reasons"
"""A column of the pairs that we write: what was written is read again as it is."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Who there is, by id and by whatever else they may be called in a list."""

    ids: Mapping[str, PersonId]
    called: Mapping[str, frozenset[PersonId]]
    """By address and by name, as far as they are somebody's."""
    written: tuple[str, ...] = ()
    """Addresses and names as the files have them."""

    def find(self, said: str) -> PersonId | None:
        """The one person who is meant, if there is one."""
        if id := self.ids.get(said) or self.ids.get(as_it_was(said)):
            return id
        meant = self.called.get(said.casefold(), frozenset())
        return next(iter(meant)) if len(meant) == 1 else None


def directory_of(people: Sequence[PersonRow]) -> Directory:
    """Everybody of these rows."""
    called: dict[str, set[PersonId]] = {}
    written = [(name, PersonId(one.id)) for one in people for name in (one.name, one.email) if name]
    for name, id in written:
        called.setdefault(name.casefold(), set()).add(id)
    found = {name: frozenset(ids) for name, ids in called.items()}
    ids = {one.id: PersonId(one.id) for one in people}
    return Directory(ids, found, tuple(name for name, _ in written))


@dataclass(frozen=True, slots=True)
class Twos:
    """The twos of one file, in their order, and the line of each."""

    file: str = ""
    lines: Mapping[Two, int] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()


def read_twos(path: Path | None, everybody: Directory, *, strangers: bool = False) -> Twos:
    """Read a list; without a path there is nobody on it. Raises BadInput with every finding.

    `strangers`: a list of old may name people who are not here now.
    """
    if path is None:
        return Twos()
    table = table_in(content_of(path), path.name, (*COLUMNS, OF_OURS), ",".join(COLUMNS))
    if findings := list(_wrong_columns(table)):
        raise BadInput(*findings)
    lines: dict[Two, int] = {}
    unknown: list[int] = []
    for line, mentee, mentor in _named(table):
        two = [everybody.find(said) for said in (mentee, mentor)]
        if two[0] and two[1]:
            lines.setdefault((two[0], two[1]), line)
        elif strangers:
            unknown.append(line)
        else:
            _not_found(table, line, {"mentee": mentee, "mentor": mentor}, everybody)
    if table.findings:
        raise BadInput(*table.findings)
    return Twos(path.name, lines, (*table.notes, *_strangers(table, unknown, lines)))


def _strangers(table: Table, unknown: list[int], lines: Mapping[Two, int]) -> Iterator[Finding]:
    if unknown and not lines:
        remedy = "if it should, see that both name people by the same ids"
        yield Finding(table.file, "", "names nobody of this match together", remedy)


def _wrong_columns(table: Table) -> Iterator[Finding]:
    for name in COLUMNS:
        if name not in table.columns:
            remedy = f"the first line names the columns: {','.join(COLUMNS)}"
            yield Finding(table.file, f"line {table.line}", f"column '{name}' is missing", remedy)


def _named(table: Table) -> Iterator[tuple[int, str, str]]:
    """Each line with both of whom it names."""
    ours = OF_OURS in table.columns
    for line, row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        empty = [column for column in COLUMNS if not cells[column]]
        if not empty:
            yield line, cells["mentee"], cells["mentor"]
        elif not (ours and empty == ["mentor"]):  # with --explain we write such lines ourselves
            for column in empty:
                table.finds_in(line, column, "is empty", "name a mentee and a mentor on each line")


def _not_found(table: Table, line: int, said: Mapping[str, str], everybody: Directory) -> None:
    for column, name in said.items():
        if everybody.find(name):
            continue
        meant = everybody.called.get(name.casefold(), ())
        if len(meant) > 1:
            found, remedy = f"'{name}' is the name of {len(meant)} people", "give the id of the one you mean"
        else:
            found = f"there is no '{name}' among the mentees and mentors"
            near = did_you_mean(name, everybody.ids) or did_you_mean(name, everybody.written)
            remedy = near or "give an id as it stands in their file, or take the line out"
        table.finds_in(line, column, found, remedy)
