"""The best pairs in which no two people mentor each other: a rule that no assignment, flow or stable matching can state.

First the best pairs without the rule. Where they keep it, they are the best. Else fines give a bound that is nearly
tight (`fines`), and a model in whole numbers of those pairs alone that can matter finds the best ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from flows.matching.proof import Aim
from flows.matching.solving.best import ANY, Best, best, counts
from flows.matching.solving.candidates import Cells, of_row
from flows.matching.solving.fines import PARTS, Fined, tightened, unfined
from flows.matching.solving.in_order import FEW, in_order
from flows.matching.solving.prices import near
from flows.matching.solving.solve import NO_FINES, Fines, solve
from flows.matching.solving.table import NOBODY, Counts, Table, both_ways, reverse
from flows.matching.solving.whole_numbers import Found, Wanted, chosen, model

WIDE = 2 * PARTS
"""Pairs that cost up to so much are put in the model at first."""
MOST_ROUNDS = 4
MOST_WIDTHS = 3
MOST_ASKED = 10_000
"""With more pairs that may be it is not found out which floor all can keep one way round."""
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
        return _exactly(table, relaxed) or _lower(table, relaxed)
    reached = np.bincount(table.level[relaxed.mates != NOBODY], minlength=len(table.levels))
    answer = _at_floor(table, relaxed, reached, relaxed.floor)
    if answer is not None:
        return answer
    # not everybody can be matched one way round and keep this floor
    return _below(table, relaxed, reached) or _lower(table, relaxed)


def _below(table: Table, relaxed: Best, reached: Counts) -> Outcome | None:
    """The best at a floor below that of the best pairs without the rule; None where it takes too long to know."""
    if np.count_nonzero(table.fits) > MOST_ASKED:
        return None
    floor = _highest(table, reached, relaxed.floor - 1)
    if floor is None:
        return _exactly(table, relaxed)
    answer = _at_floor(table, relaxed, reached, floor)
    if answer is None or answer.worst is None:
        return None
    return replace(answer, worst=Aim(answer.worst.reached, floor - 1), modelled=True)


def _exactly(table: Table, relaxed: Best) -> Outcome | None:
    mates = in_order(table)
    if mates is None:
        return None
    known = _outcome(table, mates, relaxed)
    done = [Aim(aim.reached, aim.reached) for aim in known.matched]
    worst = known.worst and Aim(known.worst.reached, known.worst.reached)
    total = Aim(known.total.reached, known.total.reached)
    return replace(known, matched=tuple(done), worst=worst, total=total, modelled=True)


def _at_floor(table: Table, relaxed: Best, reached: Counts, floor: int) -> Outcome | None:
    """The greatest total of pairs of at least this fit, with as many matched; None where none are found."""
    found = tightened(table, unfined(table, relaxed, floor, reached), reached, 1)
    mates, most = _chosen(table, found, reached)
    if _merit(table, mates)[1] < most:
        found = tightened(table, found, reached, MOST_ROUNDS)
        mates, most = _chosen(table, found, reached)
    if not _as_many(table, mates, relaxed):
        return None
    return _outcome(table, mates, relaxed, most, found)


def _highest(table: Table, reached: Counts, high: int) -> int | None:
    """The best floor, at most `high`, at which as many can be matched one way round; None where there is none known."""
    cells, low = np.flatnonzero(table.fits), ANY - 1
    fits = table.fits.reshape(-1)[cells]
    while low < high:
        middle = (low + high + 1) // 2
        good = cells[fits >= middle]
        rows, _ = of_row(good, table)
        found = chosen(model(table, good), np.zeros(len(good)), [*_wanted(table, rows, reached)])
        if not found.settled:
            return None
        low, high = (low, middle - 1) if found.mates is None else (middle, high)
    return low or None


def _chosen(table: Table, found: Fined, reached: Counts) -> tuple[Counts, int]:
    """The best pairs that a model of the likely ones finds, and the most that any allowed ones can add up to."""
    best, most, wide = np.full(table.mentees, NOBODY, dtype=np.int64), found.most // PARTS, WIDE
    for _ in range(MOST_WIDTHS):
        cells = near(table, found.prices, found.least, found.fines, wide)
        if len(cells) > MOST_CHOSEN:
            break
        tried = _modelled(table, cells, reached)
        if tried.mates is not None:
            best = max(best, tried.mates, key=lambda mates: _merit(table, mates))
            # whoever takes a pair that is not in the model loses more than `wide`
            most = min(most, max(int(tried.most + 1e-6), (found.most - wide - 1) // PARTS))
        as_many = np.array_equal(np.bincount(table.level[best != NOBODY], minlength=len(reached)), reached)
        gap = found.most - _merit(table, best)[1] * PARTS if as_many else 4 * wide
        if _merit(table, best)[1] >= most or gap <= wide:
            break
        wide = gap
    if (best == NOBODY).all():
        good, _ = found.slack(table)
        best = _repaired(table, good, found.fines)
    return best, most


def _modelled(table: Table, cells: Cells, reached: Counts) -> Found:
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


def _lower(table: Table, relaxed: Best) -> Outcome:
    """The best that giving up one way round at a time comes to; how much better it could be is told, if roughly."""
    fits = table.fits.reshape(-1)[relaxed.cells]
    low, high = ANY, relaxed.floor
    mates = _repaired(table, relaxed.cells, NO_FINES)
    while low <= high:
        middle = (low + high) // 2
        tried = _repaired(table, relaxed.cells[fits >= middle], NO_FINES)
        if _as_many(table, tried, relaxed):
            mates, low = tried, middle + 1
        else:
            high = middle - 1
    return _outcome(table, mates, relaxed, _roughly(table, mates, relaxed))


def _roughly(table: Table, mates: Counts, relaxed: Best) -> int:
    """No pairs that do as well in the aims before have a higher total."""
    if _as_many(table, mates, relaxed):
        rows = np.flatnonzero(mates != NOBODY)
        least = int(table.fits[rows, mates[rows]].min(initial=relaxed.floor))
        return (
            unfined(table, relaxed, least, np.bincount(table.level[rows], minlength=len(table.levels))).most
            // PARTS
        )
    return int((table.fits.max(axis=1, initial=1).astype(np.int64) - 1).sum())


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
    # with fewer pairs than could be without the rule, nothing is known of the floor
    best_floor = relaxed.floor if _as_many(table, mates, relaxed) else int(table.fits.max())
    return Outcome(
        mates,
        tuple(
            Aim(int(one), cover.size(table))
            for one, cover in zip(counts(table, mates), relaxed.matched, strict=True)
        ),
        Aim(worst, max(worst, best_floor - 1)) if len(rows) else None,
        Aim(total, max(total, most)),
        relaxed,
        proof,
        modelled=proof is not None and most < proof.most // PARTS,
    )
