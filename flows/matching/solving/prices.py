"""Prices that prove a set of pairs the best: no pair left out is worth more than its two would have to give up.

Every mentee and every mentor has a price, never below 0, and a mentor who has room left is free. If no pair is worth
more than its mentee's and its mentor's price together, then no set of pairs is worth more than all prices (each mentor's
for each place), and a set that is worth just as much is the best. This is linear programming duality; a reader can check it by adding up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flows.matching.solving.candidates import Cells, of_row
from flows.matching.solving.solve import NO_FINES, NONE, Fines, step, valued
from flows.matching.solving.table import NOBODY, Counts, Table

WORST_OFFENDERS = 12
"""So many pairs of one mentee are added at a time."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a place, or a mentor at all, is worth to everybody."""

    mentee: Counts
    mentor: Counts


class NotTheBest(Exception):
    """Prices rise without end: there are better pairs among those given."""


def prices(
    table: Table, cells: Cells, mates: Counts, fines: Fines = NO_FINES, within: int | None = None
) -> Prices:
    """The lowest prices of mentors at which everybody is content with what they have, among `cells`.

    Whoever would rather have another mentor raises that mentor's price, and so on until nobody does. It ends because
    `mates` are the best among `cells`; else, or if it takes more rounds than `within`, it says so.
    """
    rows, columns = of_row(cells, table)
    everybody = np.arange(table.mentees)
    has = np.zeros(table.mentees, dtype=np.int64)
    matched = mates != NOBODY
    has[matched] = valued(table, everybody[matched] * table.mentors + mates[matched], fines)
    order = np.argsort(columns, kind="stable")
    rows, columns = rows[order], columns[order]
    begins = np.flatnonzero(np.diff(columns, prepend=-1))
    gain = valued(table, cells[order], fines) - has[rows]
    comes_from, wanted = mates[rows], columns[begins]
    mentor = np.zeros(table.mentors + 1, dtype=np.int64)  # the last is nobody's, and stays 0
    for _ in range(within or table.mentors + 1):
        now = mentor[wanted]
        raised = (
            np.maximum(now, np.maximum.reduceat(mentor[comes_from] + gain, begins)) if len(begins) else now
        )
        if np.array_equal(raised, now):
            mentee = np.where(matched, has - mentor[mates], 0)
            return Prices(mentee, mentor[:-1])
        mentor[wanted] = raised
    raise NotTheBest


def offenders(table: Table, found: Prices, least: int, fines: Fines = NO_FINES) -> Cells:
    """The pairs of at least this fit that are worth more than their two prices: of each mentee the worst few.

    Pairs with a fine are left out: they are among those that the prices were made for.
    """
    return np.concatenate(
        [NONE, *(_worst(cells, by, table, fines) for cells, by in _over(table, found, least, fines))]
    )


def near(table: Table, found: Prices, least: int, fines: Fines, wide: int) -> Cells:
    """All pairs of at least this fit that are worth at most so many parts of a point less than their two prices."""
    cells = np.concatenate([NONE, *(cells for cells, _ in _over(table, found, least, fines, wide + 1))])
    rows, columns = of_row(cells, table)
    slack = found.mentee[rows] + found.mentor[columns] - valued(table, cells, fines)
    close: Cells = cells[slack <= wide]
    return close


def _over(
    table: Table, found: Prices, least: int, fines: Fines, lenient: int = 0
) -> Iterator[tuple[Cells, Counts]]:
    """The pairs that are worth more than their prices less `lenient`, no fine paid; and by how many points."""
    # what all mentors cost is taken over to the mentees: then the figures are small, and small ones are quick
    lowest = int(found.mentor.min(initial=0))
    content = found.mentee - step(table) * (table.level + 1) * fines.scale - lenient + lowest
    mentor = found.mentor - lowest + fines.scale
    # who is content with any score there is need not be more so
    content = np.minimum(content, 100 * fines.scale)
    short = _shortest(max(int(-content.min(initial=0)), int(mentor.max(initial=0))))
    content, mentor = content.astype(short), mentor.astype(short)
    for rows, block in table.blocks():
        mine = content[rows]
        asking = np.flatnonzero(mine < 100 * fines.scale)
        if not len(asking):
            continue
        asked = block if len(asking) == len(block) else block[asking]
        both = mine[asking, None] + mentor
        if fines.scale > 1:
            both //= fines.scale  # a score is whole: above a sum means above the sum rounded down
        enough = np.clip(both, least - 1, 255, out=both).astype(np.uint8)
        over = asked > enough
        if over.any():
            row, column = np.divmod(np.flatnonzero(over), table.mentors)
            by = asked[row, column].astype(np.int64) - enough[row, column]
            yield (asking[row] + rows.start) * table.mentors + column, by


def _shortest(most: int) -> np.dtype[np.signedinteger]:
    """The kind of whole number that holds the sum of two of these."""
    return np.dtype(np.int16 if most < 2**13 else np.int32 if most < 2**29 else np.int64)


def _worst(cells: Cells, by: Counts, table: Table, fines: Fines) -> Cells:
    new = fines.of(cells) == 0
    cells, by = cells[new], by[new]
    rows, _ = of_row(cells, table)
    order = np.lexsort((-by, rows))
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    worst: Cells = cells[order][place < WORST_OFFENDERS]
    return worst
