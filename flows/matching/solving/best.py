"""The best pairs of all that may be, and the proof: candidates first, then whatever the proof shows to be missing."""

from dataclasses import dataclass

import numpy as np

from flows.matching.solving.candidates import Cells, candidates, merged, of_row
from flows.matching.solving.cover import Cover, cover
from flows.matching.solving.floor import Floor, floor, simple_bound
from flows.matching.solving.prices import NotTheBest, Prices, offenders, prices
from flows.matching.solving.solve import NO_FINES, Fines, solve, valued
from flows.matching.solving.table import NOBODY, Counts, Table

ANY = 1
"""The least fit of a pair that may be."""
NEARLY = 4
"""So many points."""
SOON = 200
"""Within so many rounds the prices of the best pairs are known, as a rule."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best pairs, apart from the rule that two people do not mentor each other; and what proves it."""

    mates: Counts
    floor: int
    """Every pair is at least of this fit."""
    matched: tuple[Cover, ...]
    """For each level: no more of it and above can be matched."""
    worst: Cover | None
    """With a better floor fewer could be matched. None: no pair at all is better."""
    prices: Prices
    """No other pairs as many and at least as good have a higher total."""
    cells: Cells
    """The candidates that were enough to find it."""


def best(table: Table) -> Best:
    """As many as possible, who waited longest first, then the best floor, then the greatest total."""
    cells, bound = candidates(table), simple_bound(table)
    mates, found, cells = above(table, cells, bound.fit)
    if not np.array_equal(counts(table, mates), _at_most(table)):
        # the simple bound is too high, or not everybody who has to be matched for it to hold can be
        ground, _, cells = above(table, cells, ANY)
        bound = _floor(table, cells, ground, bound)
        mates, found, cells = above(table, bound.cells, bound.fit)
    matched = tuple(_proof(table, mates, level) for level in table.levels)
    return Best(mates, bound.fit, matched, bound.proof, found, cells)


def _floor(table: Table, cells: Cells, ground: Counts, bound: Floor) -> Floor:
    rows = np.flatnonzero(ground != NOBODY)
    reached = counts(table, ground)
    if not np.array_equal(reached, _at_most(table)):
        bound = Floor(int(table.fits.max(initial=1)), None, cells)
    known = int(table.fits[rows, ground[rows]].min(initial=bound.fit))
    return floor(table, cells, reached, known, bound)


def above(table: Table, cells: Cells, least: int, fines: Fines = NO_FINES) -> tuple[Counts, Prices, Cells]:
    """The best pairs among all of at least this fit, their prices, and the candidates that it took."""
    fits = table.fits.reshape(-1)
    good = cells[fits[cells] >= least]
    mates = solve(table, good, fines)
    found = prices(table, good, mates, fines)
    while len(missing := offenders(table, found, least, fines)):
        cells, good = merged(cells, missing), merged(good, missing)
        mates, found = _again(table, good, found, fines)
    return mates, found, cells


def _again(table: Table, cells: Cells, before: Prices, fines: Fines) -> tuple[Counts, Prices]:
    """The best pairs after a few more candidates: most likely among those that are nearly worth their prices."""
    rows, columns = of_row(cells, table)
    slack = before.mentee[rows] + before.mentor[columns] - valued(table, cells, fines)
    mates = solve(table, cells[slack <= NEARLY * fines.scale], fines)
    try:
        return mates, prices(table, cells, mates, fines, SOON)
    except NotTheBest:
        mates = solve(table, cells, fines)
        return mates, prices(table, cells, mates, fines)


def counts(table: Table, mates: Counts) -> Counts:
    """How many of each level and above are matched."""
    return _from_above(np.bincount(table.level[mates != NOBODY], minlength=len(table.levels)))


def _at_most(table: Table) -> Counts:
    """More cannot be: those who have any mentor at all, and the places of mentors whom anybody may have."""
    can = table.fits.max(axis=1, initial=0) > 0
    places = int(table.room[table.fits.max(axis=0, initial=0) > 0].sum())
    return np.minimum(_from_above(np.bincount(table.level[can], minlength=len(table.levels))), places)


def _from_above(by_level: Counts) -> Counts:
    return np.cumsum(by_level[::-1])[::-1].astype(np.int64)


def _proof(table: Table, mates: Counts, level: int) -> Cover:
    found = cover(table, mates, level, ANY)
    if not isinstance(found, Cover):
        raise TypeError("more could be matched")
    return found
