"""Covers that prove a number of pairs the most: every pair that may be has one of its two in the cover.

No pair can do without somebody of the cover, so there are no more pairs than the mentees and the places in it (König).
Wherever a number of pairs is the most, there is such a cover of just that number.
"""

from dataclasses import dataclass

import numpy as np

from flows.matching.solving.candidates import Cells
from flows.matching.solving.table import NOBODY, Counts, Marks, Table


@dataclass(frozen=True, slots=True)
class Cover:
    """For mentees of this level and above, and pairs of at least this fit: no more of them can be matched than `size`."""

    level: int
    fit: int
    mentees: Marks
    mentors: Marks

    def size(self, table: Table) -> int:
        """The mentees in it, and the places of the mentors in it."""
        return int(np.count_nonzero(self.mentees)) + int(table.room[self.mentors].sum())


@dataclass(frozen=True, slots=True)
class Way:
    """A mentor with a free place who can be reached: the number of pairs was not the most."""

    cells: Cells
    """Pairs on the way there."""


def cover(table: Table, mates: Counts, level: int, fit: int) -> Cover | Way:
    """The cover that proves `mates` the most for these mentees, or a way to match one more.

    Whoever is left without a mentor asks every mentor they may have; each mentor's mentees ask in their turn. Had one
    of the mentors who are asked a free place, everybody could move up.
    """
    urgent = table.level >= level
    matched = urgent & (mates != NOBODY)
    taken = np.bincount(mates[matched], minlength=table.mentors)
    free = taken < table.room
    has_room = table.room > 0
    asks = urgent & ~matched
    asked, reached = np.zeros(table.mentors, dtype=np.bool_), asks.copy()
    ways: list[Cells] = []
    while asks.any():
        rows = np.flatnonzero(asks)
        left = np.flatnonzero(~asked & has_room)
        by = _first_to_ask(table, rows, left, fit)
        new, by = left[by != NOBODY], by[by != NOBODY]
        ways.append(by * table.mentors + new)
        if free[new].any():
            return Way(np.concatenate(ways))
        asked[new] = True
        asks = np.zeros(table.mentees, dtype=np.bool_)
        theirs = np.flatnonzero(matched & ~reached)
        asks[theirs] = asked[mates[theirs]]
        reached |= asks
    return Cover(level, fit, urgent & ~reached, asked)


def _first_to_ask(table: Table, rows: Counts, columns: Counts, fit: int) -> Counts:
    """For each of these mentors one of these mentees who may have them, or `NOBODY`."""
    by = np.full(len(columns), NOBODY, dtype=np.int64)
    several = max(1, 2**19 // max(1, table.mentors))
    for begin in range(0, len(rows), several):
        open_still = np.flatnonzero(by == NOBODY)
        if not len(open_still):
            break
        some = rows[begin : begin + several]
        block = table.fits[some[:, None], columns[open_still]] >= fit
        found = block.any(axis=0)
        by[open_still[found]] = some[block[:, found].argmax(axis=0)]
    return by


def best_outside(table: Table, proven: Cover) -> int:
    """The best fit of a pair of these mentees that has none of its two in the cover: without it there are no more pairs."""
    rows = np.flatnonzero((table.level >= proven.level) & ~proven.mentees)
    columns = np.flatnonzero(~proven.mentors & (table.room > 0))
    best = 0
    if len(rows) and len(columns):
        several = max(1, 2**19 // len(columns))
        for begin in range(0, len(rows), several):
            best = max(best, int(table.fits[rows[begin : begin + several, None], columns].max()))
    return best
