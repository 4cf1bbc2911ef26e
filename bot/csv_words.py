"""CSV that a spreadsheet shows and never runs: cells that it would take for a formula are made inert."""

import csv
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TextIO

STARTS_A_FORMULA = tuple(
    "=+-@\t\r\n＝＋－＠"
)  # the wide ones count as theirs where Chinese or Japanese is typed
MARK = "'"
"""Before a cell that would start a formula: spreadsheets take the rest for text."""


@lru_cache(maxsize=65_536)  # ids and scores come again and again
def inert(cell: str) -> str:
    """A cell that nothing can run."""
    if cell.startswith(STARTS_A_FORMULA) or cell.lstrip().startswith(STARTS_A_FORMULA):
        return f"{MARK}{cell}"
    return cell


def as_it_was(cell: str) -> str:
    """A cell before it was made inert."""
    rest = cell.removeprefix(MARK)
    return rest if inert(rest) == cell else cell


def write(page: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table, its first line naming the columns."""
    written = csv.writer(page, lineterminator="\n")
    written.writerow(map(inert, columns))
    written.writerows(map(inert, row) for row in rows)
