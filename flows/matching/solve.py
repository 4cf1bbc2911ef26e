"""The best pairs among some: an exact assignment by SciPy, in which a mentor with room for two stands twice.

What is best is one number. Each pair is worth its score plus `step` for each level of waiting (from 1), and `step` is
more than all scores together. Sets of mentees that can be matched together are a matroid, in which the heaviest set
is the best at each level, whatever the levels' weights: as many as possible have a mentor, those who waited longest
first, and then the sum of the scores is greatest.
"""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from flows.matching.candidates import Cells, of_row
from flows.matching.table import NOBODY, Counts, Table


def step(table: Table) -> int:
    """More than all scores together."""
    return 100 * table.mentees + 1


def worth(table: Table, rows: Counts, columns: Counts) -> Counts:
    """Scores and waiting as one number for each of these pairs; always more than 0."""
    return table.scores(rows, columns) + step(table) * (table.level[rows] + 1)


def solve(table: Table, cells: Cells, less: Counts | None = None, scale: int = 1) -> Counts:
    """Each mentee's mentor, or `NOBODY`: the best there is among `cells`.

    Where `less` is given, each pair is worth `scale` times what it was, and so much less.
    """
    rows, columns = of_row(cells, table)
    value = worth(table, rows, columns) * scale - (0 if less is None else less)
    edge, place, mentor_of = _places(table, columns)
    nothing = len(mentor_of) + np.arange(
        table.mentees
    )  # everybody may stay without a mentor, at a place of their own
    ahead = int(value.max(initial=0)) + 1
    cost = np.concatenate([ahead - value[edge], np.full(table.mentees, ahead)]).astype(np.float64)
    at = (
        np.concatenate([rows[edge], np.arange(table.mentees)]),
        np.concatenate([place, nothing]),
    )
    graph = csr_matrix((cost, at), shape=(table.mentees, len(mentor_of) + table.mentees))
    mates = np.full(table.mentees, NOBODY, dtype=np.int64)
    if len(cells):
        matched, where = min_weight_full_bipartite_matching(graph)
        real = where < len(mentor_of)
        mates[matched[real]] = mentor_of[where[real]]
    return mates


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
