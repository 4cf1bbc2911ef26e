"""The best possible worst pair: how good every pair can be while as many are matched, who waited longest first."""

from dataclasses import dataclass, replace

import numpy as np

from flows.matching.solving.candidates import Cells, merged
from flows.matching.solving.cover import Cover, best_outside, cover
from flows.matching.solving.solve import most
from flows.matching.solving.table import Counts, Fits, Marks, Table


@dataclass(frozen=True, slots=True)
class Floor:
    """Every pair can be of this fit; and why not of a better one (None: no pair at all is better)."""

    fit: int
    proof: Cover | None
    cells: Cells
    """The candidates, with what had to be added."""


def simple_bound(table: Table) -> Floor:
    """What the worst pair can be at most if everybody who has any mentor at all, or every place, has to be in a pair."""
    of_mentee, of_mentor = table.fits.max(axis=1, initial=0), _best_of_mentors(table)
    can, offers = of_mentee > 0, (of_mentor > 0) & (table.room > 0)
    none = np.zeros(0, dtype=np.int64)
    bounds: list[tuple[int, Cover | None]] = [(int(table.fits.max(initial=1)), None)]
    places = int(table.room[offers].sum())
    level = _all_in(table, can, places)
    if level is not None:
        urgent = can & (table.level >= level)
        worst = int(np.flatnonzero(urgent)[of_mentee[urgent].argmin()])
        others = urgent.copy()
        others[worst] = False
        bound = int(of_mentee[worst])
        bounds.append((bound, Cover(level, bound + 1, others, np.zeros(table.mentors, dtype=np.bool_))))
    if places and np.count_nonzero(can) >= places:
        worst = int(np.flatnonzero(offers)[of_mentor[offers].argmin()])
        others = offers.copy()
        others[worst] = False
        bound = int(of_mentor[worst])
        bounds.append((bound, Cover(0, bound + 1, np.zeros(table.mentees, dtype=np.bool_), others)))
    fit, proof = min(bounds, key=lambda bound: bound[0])
    return Floor(fit, proof, none)


def _best_of_mentors(table: Table) -> Fits:
    best = np.zeros(table.mentors, dtype=np.uint8)
    for _, block in table.blocks():
        np.maximum(best, block.max(axis=0), out=best)
    return best


def _all_in(table: Table, can: Marks, places: int) -> int | None:
    """The lowest level from which on there are places for everybody."""
    enough = [level for level in table.levels if 0 < np.count_nonzero(can & (table.level >= level)) <= places]
    return min(enough, default=None)


def floor(table: Table, cells: Cells, reached: Counts, known: int, bound: Floor) -> Floor:
    """The best floor: at least `known`, at most `bound`; `reached` says how many of each level and above are matched."""
    low, high, proof = known, bound.fit, bound.proof
    while low < high:
        middle = (low + high + 1) // 2
        against, cells = _why_not(table, cells, reached, middle)
        if against is None:
            low = middle
        else:
            high = best_outside(table, against)
            proof = replace(against, fit=high + 1)  # up to there it covers everything as well
    return Floor(low, proof, cells)


def _why_not(table: Table, cells: Cells, reached: Counts, fit: int) -> tuple[Cover | None, Cells]:
    """The cover that proves this floor too high; None if it is not."""
    for level in table.levels:
        while True:
            good = cells[table.fits.reshape(-1)[cells] >= fit]
            mates = most(table, good, level)
            if np.count_nonzero(mates >= 0) == reached[level]:
                break
            found = cover(table, mates, level, fit)
            if isinstance(found, Cover):
                return found, cells
            cells = merged(cells, found.cells)
    return None, cells
