"""The best pairs in which no two people mentor each other: a rule that no assignment, flow or stable matching can state.

First the best pairs without the rule. Where they keep it, they are the best. Else fines give a bound that is nearly
tight (`fines`), and a model in whole numbers of those pairs alone that can matter finds the best ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from flows.matching.best import ANY, Best, best, counts
from flows.matching.candidates import Cells, of_row
from flows.matching.fines import PARTS, Fined, tightened, unfined
from flows.matching.in_order import FEW, in_order
from flows.matching.prices import near
from flows.matching.proof import Aim
from flows.matching.solve import NO_FINES, Fines, solve
from flows.matching.table import NOBODY, Counts, Table, both_ways, reverse
from flows.matching.whole_numbers import Found, Wanted, chosen, model

WIDE = 2 * PARTS
"""Pairs that cost up to so much are put in the model at first."""
MOST_ROUNDS = 4
MOST_WIDTHS = 3
MOST_EXACT = 2_500
"""With so many pairs in the model it is solved to the end; with more, to a ten-thousandth."""
MOST_CHOSEN = 40_000
"""With more pairs it would take too long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who gets whom; and for each aim what is reached and what cannot be exceeded."""

    mates: Counts
    matched: tuple[Aim, ...]
    """Of each level and above, from the lowest."""
    worst: Aim | None
    total: Aim
    relaxed: Best
    """The best if two people might mentor each other: it bounds what can be."""
    fined: Fined | None = None
    """Where they would: what bounds the total."""
    modelled: bool = False
    """A model in whole numbers told all cases apart: what is claimed beyond covers and prices rests on that."""


def best_one_way(table: Table) -> Outcome:
    """As many as possible, who waited longest first, then the best floor, then the greatest total."""
    relaxed = best(table)
    if not len(both_ways(table, relaxed.mates)):
        return _outcome(table, relaxed.mates, relaxed)
    if np.count_nonzero(table.fits) <= FEW:
        return _exactly(table, relaxed)
    reached = np.bincount(table.level[relaxed.mates != NOBODY], minlength=len(table.levels))
    found = tightened(table, unfined(table, relaxed, relaxed.floor, reached), reached, 1)
    mates, most = _chosen(table, found, reached)
    if _merit(table, mates)[1] < most:
        found = tightened(table, found, reached, MOST_ROUNDS)
        mates, most = _chosen(table, found, reached)
    if not _as_many(table, mates, relaxed):
        # not everybody can keep this floor one way round: how far it has to go down is not known, and that is told
        mates = _lower(table, relaxed)
        return _outcome(table, mates, relaxed)
    return _outcome(table, mates, relaxed, most, found)


def _exactly(table: Table, relaxed: Best) -> Outcome:
    mates = in_order(table)
    known = _outcome(table, mates, relaxed)
    done = [Aim(aim.reached, aim.reached) for aim in known.matched]
    worst = known.worst and Aim(known.worst.reached, known.worst.reached)
    total = Aim(known.total.reached, known.total.reached)
    return replace(known, matched=tuple(done), worst=worst, total=total, modelled=True)


def _chosen(table: Table, found: Fined, reached: Counts) -> tuple[Counts, int]:
    """The best pairs that a model of the likely ones finds, and the most that any allowed ones can add up to."""
    good, _ = found.slack(table)
    best, most = _repaired(table, good, found.fines), found.most // PARTS
    wide = WIDE
    for _ in range(MOST_WIDTHS):
        cells = near(table, found.prices, found.least, found.fines, wide)
        if len(cells) > MOST_CHOSEN:
            break
        tried = _modelled(table, cells, reached)
        if tried is not None:
            best = max(best, tried.mates, key=lambda mates: _merit(table, mates))
            # whoever takes a pair that is not in the model loses more than `wide`
            most = min(most, max(int(tried.most + 1e-6), (found.most - wide - 1) // PARTS))
        as_many = np.array_equal(np.bincount(table.level[best != NOBODY], minlength=len(reached)), reached)
        gap = found.most - _merit(table, best)[1] * PARTS if as_many else 4 * wide
        if _merit(table, best)[1] >= most or gap <= wide:
            break
        wide = gap
    return best, most


def _modelled(table: Table, cells: Cells, reached: Counts) -> Found | None:
    rows, columns = of_row(cells, table)
    close = 0.0 if len(cells) <= MOST_EXACT else 1e-4
    wanted = [*_wanted(table, rows, reached)]
    return chosen(model(table, cells), table.scores(rows, columns).astype(np.float64), wanted, close)


def _wanted(table: Table, rows: Counts, reached: Counts) -> Iterator[Wanted]:
    for level in table.levels:
        yield Wanted(table.level[rows] == level, int(reached[level]))


def _merit(table: Table, mates: Counts) -> tuple[tuple[int, ...], int]:
    rows = np.flatnonzero(mates != NOBODY)
    return tuple(counts(table, mates).tolist()), int(table.scores(rows, mates[rows]).sum())


def _as_many(table: Table, mates: Counts, relaxed: Best) -> bool:
    return np.array_equal(counts(table, mates), counts(table, relaxed.mates))


def _lower(table: Table, relaxed: Best) -> Counts:
    """The best floor that is found by halving, and pairs that keep it; if none is, as many pairs as are found."""
    low, high = ANY, relaxed.floor - 1
    good = table.fits.reshape(-1)[relaxed.cells]
    kept = _repaired(table, relaxed.cells, NO_FINES)
    while low <= high:
        middle = (low + high) // 2
        mates = _repaired(table, relaxed.cells[good >= middle], NO_FINES)
        if _as_many(table, mates, relaxed):
            kept, low = mates, middle + 1
        else:
            high = middle - 1
    return kept


def _repaired(table: Table, cells: Cells, fines: Fines) -> Counts:
    """Of each two who would mentor each other the lesser way round is given up, until nobody does."""
    mates = solve(table, cells, fines)
    while len(rows := both_ways(table, mates)):
        back_rows, back_columns = reverse(table, rows, mates[rows])
        one, other = rows * table.mentors + mates[rows], back_rows * table.mentors + back_columns
        lesser = np.where(table.scores(rows, mates[rows]) < table.scores(back_rows, back_columns), one, other)
        still = ~np.isin(fines.cells, np.concatenate([one, other]))
        fines = Fines(fines.scale, fines.cells[still], fines.fine[still])
        cells = np.setdiff1d(cells, lesser, assume_unique=True)
        mates = solve(table, cells, fines)
    return mates


def _outcome(
    table: Table, mates: Counts, relaxed: Best, most: int | None = None, proof: Fined | None = None
) -> Outcome:
    rows, bound = np.flatnonzero(mates != NOBODY), np.flatnonzero(relaxed.mates != NOBODY)
    scores = table.scores(rows, mates[rows])
    if most is None:
        most = int(table.scores(bound, relaxed.mates[bound]).sum())
    total, worst = int(scores.sum()), int(scores.min(initial=100))
    return Outcome(
        mates,
        tuple(
            Aim(int(one), cover.size(table))
            for one, cover in zip(counts(table, mates), relaxed.matched, strict=True)
        ),
        Aim(worst, max(worst, relaxed.floor - 1)) if len(rows) else None,
        Aim(total, max(total, most)),
        relaxed,
        proof,
        modelled=proof is not None and most < proof.most // PARTS,
    )
