"""Fines that price the rule of no two ways: what it costs, for each two people, that they cannot be paired both ways round.

With fines on both ways round the best assignment is quickly found again, and its worth, with each fine added once, is
more than any allowed pairs can be worth: they pay each fine at most once. So whatever the fines are, the bound is true.
The fines that make it tight come from a linear model of the likely pairs.
"""

from dataclasses import dataclass

import numpy as np

from flows.matching.solving.best import Best, above
from flows.matching.solving.candidates import Cells, merged, of_row
from flows.matching.solving.prices import Prices
from flows.matching.solving.solve import NO_FINES, Fines, step, valued
from flows.matching.solving.table import Counts, Table
from flows.matching.solving.whole_numbers import burdens, model

PARTS = 16
"""Of a point: so finely are fines set."""
LIKELY = 6
"""So many pairs for each mentee make the model, about."""
MOST_MODELLED = 60_000
"""With more likely pairs the linear model takes too long."""
ALONE = 300.0
"""What it is worth in the model that somebody has a mentor: more than any score."""


@dataclass(frozen=True, slots=True)
class Fined:
    """The best pairs when fines are paid, and what they prove."""

    mates: Counts
    fines: Fines
    prices: Prices
    cells: Cells
    least: int
    """Of at least this fit are all pairs."""
    most: int
    """Parts of a point: no allowed pairs of at least that fit, with as many at each level, have a higher total."""

    def slack(self, table: Table) -> tuple[Cells, Counts]:
        """The candidates, and how much worse, in parts of a point, any pairs are at least that take one of them."""
        good = self.cells[table.fits.reshape(-1)[self.cells] >= self.least]
        rows, columns = of_row(good, table)
        asked = self.prices.mentee[rows] + self.prices.mentor[columns]
        return good, asked - valued(table, good, self.fines)


def unfined(table: Table, relaxed: Best, least: int, reached: Counts) -> Fined:
    """Without any fine, as it begins; `reached` are the pairs at each level."""
    known = relaxed.cells[table.fits.reshape(-1)[relaxed.cells] >= least]
    return _weighed(table, known, least, reached, NO_FINES)


def tightened(table: Table, now: Fined, reached: Counts, rounds: int) -> Fined:
    """Fines that make the bound as tight as a linear model can, in so many rounds or fewer.

    Each round's prices show which pairs are likely; these are modelled in the next.
    """
    best, modelled = now, np.zeros(0, dtype=np.int64)
    for _ in range(rounds):
        modelled = merged(modelled, likely(table, now, LIKELY))
        if len(modelled) > MOST_MODELLED:
            break
        fines = _fines(table, modelled)
        now = _weighed(table, merged(merged(now.cells, fines.cells), modelled), now.least, reached, fines)
        gained = best.most - now.most
        best = now if gained > 0 else best
        if 0 <= gained < PARTS:
            break
    return best


def likely(table: Table, now: Fined, each: int) -> Cells:
    """The pairs that cost least to take: the few best of each mentee, and whoever else costs no more than most of them."""
    good, slack = now.slack(table)
    rows, _ = of_row(good, table)
    order = np.lexsort((slack, rows))
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    few = order[place < each]
    enough = np.sort(slack)[min(len(slack), each * table.mentees) - 1] if len(slack) else 0
    cells: Cells = np.unique(np.concatenate([good[few], good[slack <= enough]]))
    return cells


def _weighed(table: Table, cells: Cells, least: int, reached: Counts, fines: Fines) -> Fined:
    mates, found, cells = above(table, cells, least, fines)
    waiting = step(table) * fines.scale * int((reached * (np.arange(len(reached)) + 1)).sum())
    paid = int(fines.fine.sum()) // 2  # each stands there for both ways round
    worth = int(found.mentee.sum()) + int((found.mentor * table.room).sum()) + paid - waiting
    return Fined(mates, fines, found, cells, least, worth * (PARTS // fines.scale))


def _fines(table: Table, cells: Cells) -> Fines:
    now = model(table, cells)
    rows, columns = of_row(cells, table)
    value = table.scores(rows, columns) + ALONE * (table.level[rows] + 1)
    fine = np.rint(np.maximum(burdens(now, value), 0) * PARTS).astype(np.int64)
    on = fine > 0
    twice = np.concatenate([cells[now.one[on]], cells[now.other[on]]])
    order = np.argsort(twice)
    return Fines(PARTS, twice[order], np.concatenate([fine[on], fine[on]])[order])
