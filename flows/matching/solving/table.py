"""Who may be with whom and how good it would be, in one byte a pair: what the solver works on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Fits = NDArray[np.uint8]
"""A row for each mentee, a column for each mentor: 0 where they must not be a pair, else the score and one more."""

Counts = NDArray[np.int64]
Marks = NDArray[np.bool_]

NOBODY = -1
AT_A_TIME = 2**19
"""So many pairs, about: they stay in the processor's own memory."""


@dataclass(frozen=True, slots=True)
class Table:
    """One match, without names."""

    fits: Fits
    room: Counts
    """Of each mentor: places that are free. Locked pairs are taken off, and their mentees have no fit left."""
    level: Counts
    """Of each mentee: 0 for those who waited least, and so on up."""
    itself: Counts
    """The column of a mentee who is a mentor too, else `NOBODY`."""

    @property
    def mentees(self) -> int:
        """How many rows."""
        return int(self.fits.shape[0])

    @property
    def mentors(self) -> int:
        """How many columns."""
        return int(self.fits.shape[1])

    @property
    def levels(self) -> range:
        """All of them, from those who waited least."""
        return range(int(self.level.max(initial=-1)) + 1)

    def blocks(self, pairs: int = AT_A_TIME) -> Iterator[tuple[slice, Fits]]:
        """The rows, some at a time: so many pairs, about."""
        several = max(1, pairs // max(1, self.mentors))
        for begin in range(0, self.mentees, several):
            rows = slice(begin, min(begin + several, self.mentees))
            yield rows, self.fits[rows]

    def scores(self, rows: Counts, columns: Counts) -> Counts:
        """Of pairs that may be."""
        return self.fits[rows, columns].astype(np.int64) - 1


def table(fits: Fits, room: Counts, waited: Counts, itself: Counts) -> Table:
    """Waiting becomes levels; nobody has room for more than all mentees."""
    _, level = np.unique(waited, return_inverse=True)
    return Table(fits, np.clip(room, 0, len(fits)), level.reshape(-1).astype(np.int64), itself)


def reverse(table: Table, rows: Counts, columns: Counts) -> tuple[Counts, Counts]:
    """Each pair's two the other way round; `NOBODY` twice where they do not both take both roles."""
    row_of = np.full(table.mentors, NOBODY, dtype=np.int64)
    both = np.flatnonzero(table.itself != NOBODY)
    row_of[table.itself[both]] = both
    back_rows, back_columns = row_of[columns], table.itself[rows]
    can = (back_rows != NOBODY) & (back_columns != NOBODY)
    return np.where(can, back_rows, NOBODY), np.where(can, back_columns, NOBODY)


def both_ways(table: Table, mates: Counts) -> Counts:
    """The rows of those who would mentor each other, of each two the first."""
    rows = np.flatnonzero(mates != NOBODY)
    back_rows, back_columns = reverse(table, rows, mates[rows])
    twice = (back_rows > rows) & (mates[back_rows] == back_columns)
    found: Counts = rows[twice]
    return found
