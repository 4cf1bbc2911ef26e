"""The likeliest pairs of a match: for everybody the few best, found without sorting all of them.

They need not be the right ones. What is found among them is held against every pair there is (`prices`), and
what is missing is added.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from flows.matching.solving.table import Counts, Fits, Marks, Table

Cells = NDArray[np.int64]
"""Pairs as row * mentors + column, in order."""

BEST = 40
"""So many mentors for each mentee, about; and as many mentees for each place where places are scarce."""
SAMPLE = 2048
"""From so many, evenly taken, it is told how good one has to be to be among the best."""
MOST = 4
"""Where so many times more are equally good, some of them do."""


def candidates(table: Table) -> Cells:
    """The pairs to begin with."""
    if table.fits.size == 0:
        return np.zeros(0, dtype=np.int64)
    of_mentee = _good_enough(table.fits, BEST)
    scarce = int(table.room.sum()) < table.mentees
    of_mentor = _good_enough(table.fits.T, BEST) if scarce else np.full(table.mentors, 255, dtype=np.uint8)
    return np.concatenate([*_found(table, of_mentee, of_mentor)])


def merged(cells: Cells, more: Cells) -> Cells:
    """Both, each once, in order; `cells` are in order already."""
    more = np.unique(more)
    at = np.searchsorted(cells, more)
    new = np.ones(len(more), dtype=np.bool_)
    within = at < len(cells)
    new[within] = cells[at[within]] != more[within]
    both: Cells = np.insert(cells, at[new], more[new])
    return both


def _good_enough(fits: Fits, best: int) -> Fits:
    """How good a pair has to be to be among the best of its row, about: told from some of the columns."""
    every = max(1, fits.shape[1] // SAMPLE)
    some = np.ascontiguousarray(fits[:, ::every])
    place = some.shape[1] - min(some.shape[1], -(-best // every))
    return np.maximum(np.partition(some, place, axis=1)[:, place], 1)


def _found(table: Table, of_mentee: Fits, of_mentor: Fits) -> Iterator[Cells]:
    for rows, block in table.blocks():
        good = block >= of_mentee[rows][:, None]
        good |= (block >= of_mentor) & (block > 0)
        if np.count_nonzero(good) > 2 * MOST * BEST * len(block):
            good = _some_of_equals(block, rows.start)
        yield np.flatnonzero(good) + rows.start * table.mentors


def _some_of_equals(block: Fits, first: int) -> Marks:
    """The best of each row; among equals not the same for all rows, or everybody would want the same few."""
    width = block.shape[1]
    turns = (np.arange(width) * 40503 % 65521 % 256)[None, :] + np.arange(first, first + len(block))[
        :, None
    ] * 97
    ranked = block.astype(np.int32) * 256 + turns % 256
    most = min(MOST * BEST, width)
    chosen = np.argpartition(ranked, width - most, axis=1)[:, width - most :]
    good = np.zeros(block.shape, dtype=np.bool_)
    np.put_along_axis(good, chosen, values=True, axis=1)
    return good & (block > 0)


def of_row(cells: Cells, table: Table) -> tuple[Counts, Counts]:
    """The rows and the columns of these pairs."""
    rows, columns = np.divmod(cells, max(1, table.mentors))
    return rows, columns
