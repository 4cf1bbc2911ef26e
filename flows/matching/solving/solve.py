"""The best pairs among some: an exact assignment by SciPy, in which a mentor with room for two stands twice.

What is best is one number. Each pair is worth its score plus `step` for each level of waiting (from 1), and `step` is
more than all scores together. Sets of mentees that can be matched together are a matroid, in which the heaviest set
is the best at each level, whatever the levels' weights: as many as possible have a mentor, those who waited longest
first, and then the sum of the scores is greatest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from flows.matching.solving.candidates import Cells, of_row
from flows.matching.solving.table import NOBODY, Counts, Table

Costs = NDArray[np.float64]


def step(table: Table) -> int:
    """More than all scores together."""
    return 100 * table.mentees + 1


def worth(table: Table, rows: Counts, columns: Counts) -> Counts:
    """Scores and waiting as one number for each of these pairs; always more than 0."""
    return table.scores(rows, columns) + step(table) * (table.level[rows] + 1)


@dataclass(frozen=True, slots=True)
class Fines:
    """What some pairs are worth less, counted in parts of a point."""

    scale: int
    """So many parts make a point."""
    cells: Cells
    """Which pairs, in order."""
    fine: Counts

    def of(self, cells: Cells) -> Counts:
        """The fine of each of these."""
        if not len(self.cells):
            return np.zeros(len(cells), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.cells, cells), len(self.cells) - 1)
        return np.where(self.cells[at] == cells, self.fine[at], 0)


NONE = np.zeros(0, dtype=np.int64)
NO_FINES = Fines(1, NONE, NONE)


def valued(table: Table, cells: Cells, fines: Fines) -> Counts:
    """What these pairs are worth when the fines are paid, in parts of a point."""
    return worth(table, *of_row(cells, table)) * fines.scale - fines.of(cells)


def solve(table: Table, cells: Cells, fines: Fines = NO_FINES) -> Counts:
    """Each mentee's mentor, or `NOBODY`: the best there is among `cells`."""
    rows, columns = of_row(cells, table)
    value = valued(table, cells, fines)
    edge, place, mentor_of = _places(table, columns)
    ahead = int(value.max(initial=0)) + 1
    cost = (ahead - value[edge]).astype(np.float64)
    mates = np.full(table.mentees, NOBODY, dtype=np.int64)
    if not len(edge):
        return mates
    if len(mentor_of) < table.mentees:
        # the few choose among the many: places choose mentees
        places, matched = _chosen(place, rows[edge], cost, ahead, (len(mentor_of), table.mentees))
    else:
        matched, places = _chosen(rows[edge], place, cost, ahead, (table.mentees, len(mentor_of)))
    mates[matched] = mentor_of[places]
    return mates


def _chosen(
    left: Counts, right: Counts, cost: Costs, ahead: int, shape: tuple[int, int]
) -> tuple[Counts, Counts]:
    """Everybody on the left has one on the right, or stays alone at a place of their own, which costs most."""
    alone = np.arange(shape[0])
    at = np.concatenate([left, alone]), np.concatenate([right, shape[1] + alone])
    costs = np.concatenate([cost, np.full(shape[0], float(ahead))])
    graph = csr_matrix((costs, at), shape=(shape[0], shape[1] + shape[0]))
    ours, theirs = min_weight_full_bipartite_matching(graph)
    real = theirs < shape[1]
    return ours[real].astype(np.int64), theirs[real].astype(np.int64)


def most(table: Table, cells: Cells, level: int) -> Counts:
    """As many pairs as possible among `cells` for those of this level and above, whatever their scores."""
    rows, columns = of_row(cells, table)
    urgent = table.level[rows] >= level
    rows, columns = rows[urgent], columns[urgent]
    edge, place, mentor_of = _places(table, columns)
    mates = np.full(table.mentees, NOBODY, dtype=np.int64)
    if len(edge):
        marks = np.ones(len(edge), dtype=np.int8)
        graph = csr_matrix((marks, (rows[edge], place)), shape=(table.mentees, len(mentor_of)))
        where = maximum_bipartite_matching(graph, perm_type="column")
        mates[where >= 0] = mentor_of[where[where >= 0]]
    return mates


def _places(table: Table, columns: Counts) -> tuple[Counts, Counts, Counts]:
    """For each pair every place of its mentor: the pair's position, the place; and each place's mentor."""
    first = np.concatenate([[0], np.cumsum(table.room)])
    times = table.room[columns]
    edge = np.repeat(np.arange(len(columns)), times)
    begin = np.repeat(np.cumsum(times) - times, times)
    place = first[columns[edge]] + np.arange(len(edge)) - begin
    return edge, place, np.repeat(np.arange(table.mentors), table.room)
