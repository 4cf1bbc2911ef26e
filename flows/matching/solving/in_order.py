"""The best pairs of a few people, aim after aim, each as a model in whole numbers of everything that may be."""

import numpy as np

from flows.matching.solving.table import NOBODY, Counts, Marks, Table
from flows.matching.solving.whole_numbers import Found, Model, Values, Wanted, chosen, model

FEW = 600
"""With so many pairs that may be it is quick enough."""


class Unsettled(Exception):
    """There are too many cases to tell apart."""


def in_order(table: Table) -> Counts | None:
    """As many as possible, who waited longest first, then the best floor, then the greatest total.

    None where there are too many cases to tell apart.
    """
    try:
        return _in_order(table)
    except Unsettled:
        return None


def _in_order(table: Table) -> Counts:
    now = model(table, np.flatnonzero(table.fits))
    rows = now.cells // max(1, table.mentors)
    wanted: list[Wanted] = []
    for level in (0, *reversed(table.levels[1:])):
        urgent = table.level[rows] >= level
        found = _mates(_settled(now, urgent.astype(np.float64), wanted))
        wanted.append(Wanted(urgent, int(np.count_nonzero(urgent[_taken(now, found)]))))
    fits = table.fits.reshape(-1)[now.cells].astype(np.int64)
    floors = np.unique(fits)
    low, high = 0, len(floors) - 1  # the lowest can be kept
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _can(now, fits >= floors[middle], wanted) else (low, middle - 1)
    good = fits >= floors[low]
    return _mates(_settled(_only(now, good), (fits[good] - 1).astype(np.float64), _within(wanted, good)))


def _settled(now: Model, value: Values, wanted: list[Wanted]) -> Found:
    found = chosen(now, value, wanted)
    if not found.settled:
        raise Unsettled
    return found


def _can(now: Model, good: Marks, wanted: list[Wanted]) -> bool:
    nothing = np.zeros(np.count_nonzero(good))
    return _settled(_only(now, good), nothing, _within(wanted, good)).mates is not None


def _only(now: Model, good: Marks) -> Model:
    return model(now.table, now.cells[good])


def _within(wanted: list[Wanted], good: Marks) -> list[Wanted]:
    return [Wanted(one.pairs[good], one.count) for one in wanted]


def _mates(found: Found) -> Counts:
    if found.mates is None:
        raise ValueError("what could be had a moment ago cannot be had")
    return found.mates


def _taken(now: Model, mates: Counts) -> Marks:
    rows, columns = np.divmod(now.cells, max(1, now.table.mentors))
    return np.asarray((mates[rows] == columns) & (mates[rows] != NOBODY))
