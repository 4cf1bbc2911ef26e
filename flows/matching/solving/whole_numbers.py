"""Pairs as a model in whole numbers (HiGHS): for the one rule that no assignment can state, that nobody mentors their mentor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from flows.matching.solving.candidates import Cells, of_row
from flows.matching.solving.table import NOBODY, Counts, Table, reverse

Values = NDArray[np.float64]
Rows: TypeAlias = csr_array[np.float64]

MOST_NODES = 1000
"""So many cases are told apart before the best pairs so far have to do: counted, so that every machine stops alike."""
SOLVED, INFEASIBLE = 0, 2
"""As SciPy numbers them."""


@dataclass(frozen=True, slots=True)
class Model:
    """A pair is taken (1) or not (0): at most one for a mentee, no more for a mentor than there is room, one way round."""

    table: Table
    cells: Cells
    """In order."""
    room: Counts
    one: Cells
    other: Cells
    """The two ways round of the same two people, as positions in `cells`."""

    def rules(self) -> Rows:
        """A row for each mentee, each mentor, each two people."""
        rows, columns = of_row(self.cells, self.table)
        pair, twice = np.arange(len(self.cells)), np.arange(len(self.one))
        return vstack(
            [
                _marked(rows, pair, (self.table.mentees, len(pair))),
                _marked(columns, pair, (self.table.mentors, len(pair))),
                _marked(
                    np.concatenate([twice, twice]),
                    np.concatenate([self.one, self.other]),
                    (len(twice), len(pair)),
                ),
            ]
        ).tocsr()

    def limits(self) -> Values:
        """What the rows may add up to at most."""
        once = np.ones(self.table.mentees), np.ones(len(self.one))
        return np.concatenate([once[0], self.room.astype(np.float64), once[1]])


def model(table: Table, cells: Cells, room: Counts | None = None) -> Model:
    """Of these pairs."""
    rows, columns = of_row(cells, table)
    back_rows, back_columns = reverse(table, rows, columns)
    back = back_rows * table.mentors + back_columns
    at = np.minimum(np.searchsorted(cells, back), max(0, len(cells) - 1))
    twice = np.flatnonzero((back_rows > rows) & (cells[at] == back)) if len(cells) else at
    return Model(table, cells, table.room if room is None else room, twice, at[twice])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Exactly so many of these pairs have to be taken."""

    pairs: NDArray[np.bool_]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the cases that were told apart."""

    mates: Counts | None
    """The pairs taken, as each mentee's mentor. None: none were found."""
    most: float
    """No other pairs of the model are worth more."""
    settled: bool
    """All cases were told apart: there are none better; or, where none were found, none at all."""


def chosen(now: Model, value: Values, wanted: Sequence[Wanted] = (), close: float = 0.0) -> Found:
    """The pairs that are worth most, or as close to it as that, with exactly as many as wanted."""
    if not len(now.cells):
        nobody = np.full(now.table.mentees, NOBODY, dtype=np.int64)
        return Found(None if any(one.count for one in wanted) else nobody, 0.0, settled=True)
    rules = [LinearConstraint(now.rules(), -np.inf, now.limits())]
    if wanted:
        taken = csr_array(np.array([one.pairs for one in wanted], dtype=np.float64))
        counts = np.array([one.count for one in wanted], dtype=np.float64)
        rules.append(LinearConstraint(taken, counts, counts))
    found = milp(
        -value,
        constraints=rules,
        integrality=np.ones(len(value), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": close, "node_limit": MOST_NODES},
    )
    if found.x is None:
        return Found(None, np.inf, settled=found.status == INFEASIBLE)
    rows, columns = of_row(now.cells[found.x > 0.5], now.table)
    mates = np.full(now.table.mentees, NOBODY, dtype=np.int64)
    mates[rows] = columns
    return Found(mates, -float(found.mip_dual_bound), settled=found.status == SOLVED)


def burdens(now: Model, value: Values) -> Values:
    """What it costs, in a model where pairs may be taken by halves, that two people cannot be paired both ways round."""
    # SciPy takes sparse rows here, and its types do not say so
    rules: Any = now.rules()
    found = linprog(-value, A_ub=rules, b_ub=now.limits(), bounds=(0, None), method="highs-ipm")
    marginals: Values = -np.asarray(found.ineqlin.marginals)
    return marginals[now.table.mentees + now.table.mentors :]


def _marked(rows: Counts, columns: Counts, shape: tuple[int, int]) -> Rows:
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
