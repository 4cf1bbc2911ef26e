"""Terms of likeness as one matrix product: any block of pairs is scored at once, and always to the same whole numbers.

Everything is counted in whole units so small that a score hardly feels them, and so few that no sum of them is ever
rounded (float32 is exact up to 2 ** 24): in whatever order a processor adds, and whichever block a pair is looked at in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.scoring.likeness import Cells, Coded, Codes, Listed, Product, Same, Term, present

Block = NDArray[np.float32]
"""A row for each mentee asked for, a column for each mentor."""
Rows = slice | Codes

UNIT = 2**17
"""So many to a point, of which a pair has a hundred at most."""
FINE = 2**12
"""The share of it that the mentor's side of a product carries, where that is not 0 or 1."""
NEVER = -float(2**25)
"""Whatever else there is to a pair, it comes out below 0."""
MOST_CODES = 64
"""Up to so many codes become features; more are looked up, or written into the few cells that they concern."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A table too large for features: looked up for each cell."""

    left: Codes
    right: Codes
    table: Block
    barring: Block


@dataclass(frozen=True, slots=True)
class Features:
    """What each side brings. `barring` is `right` together with what makes a pair impossible."""

    left: Block
    right: Block
    barring: Block
    looked: tuple[Looked, ...]
    written: tuple[tuple[Same | Listed, Cells], ...]
    """Few cells each, with the units that each adds."""

    def units(self, rows: Rows, *, barred: bool, into: Block | None = None) -> Block:
        """How many units each of these mentees has with each mentor; where `barred`, below 0 what cannot be.

        Who asks for one block after another brings the memory, `into`: new memory costs as much as the sums.
        """
        block: Block = np.matmul(self.left[rows], self.barring if barred else self.right, out=into)
        for one in self.looked:
            table = one.barring if barred else one.table
            block += table[one.left[rows]][:, one.right]
        for term, adds in self.written:
            runs = term.by_row(np.arange(len(self.left))[rows])
            for row, run in runs.each():
                block[row, runs.columns[run]] += adds[run]
        return block


def features(mentees: int, mentors: int, terms: Iterable[tuple[float, Term]]) -> Features:
    """Make terms ready, each with the points that it can give, for so many people."""
    nothing = np.zeros((0, mentors))
    sides = [(np.zeros((mentees, 0)), nothing, nothing)]
    looked: list[Looked] = []
    written: list[tuple[Same | Listed, Cells]] = []
    for points, term in terms:
        match term:
            case Product():
                sides.append(_product(term, points))
            case Coded() if len(present(term.left)) > MOST_CODES:
                looked.append(
                    Looked(
                        term.left, term.right, *(table.astype(np.float32) for table in _tables(term, points))
                    )
                )
            case Coded():
                sides.append(_coded(term, points))
            case Same() if len(_met(term)) <= MOST_CODES:
                sides.append(_same(term, points))
            case Same():
                written.append((term, _whole(np.full(len(term.right), points * UNIT))))
            case Listed():
                written.append((term, _whole(term.values * points * UNIT)))
    left, right, barring = zip(*sides, strict=True)
    return Features(_side(left, 1), _side(right, 0), _side(barring, 0), tuple(looked), tuple(written))


def _product(term: Product, points: float) -> tuple[Cells, Cells, Cells]:
    fine = 1 if term.marks else FINE
    right = _whole(term.right.T * fine)
    return _whole(term.left * points * (UNIT // fine)), right, right


def _coded(term: Coded, points: float) -> tuple[Cells, Cells, Cells]:
    codes = present(term.left)
    table, barring = (table[codes][:, term.right] for table in _tables(term, points))
    return _marks(term.left, codes), table, barring


def _tables(term: Coded, points: float) -> tuple[Cells, Cells]:
    table = _whole(term.table * points * UNIT)
    return table, table if term.never is None else np.where(term.never, NEVER, table)


def _same(term: Same, points: float) -> tuple[Cells, Cells, Cells]:
    codes = _met(term)
    right = _marks(term.right, codes).T * _whole(np.array(points * UNIT))
    return _marks(term.left, codes), right, right


def _met(term: Same) -> Codes:
    """The codes that both sides have."""
    here, there = present(term.left), present(term.right)
    return here[np.isin(here, there, kind="table")]


def _marks(codes: Codes, known: Codes) -> Cells:
    return np.asarray(codes[:, None] == known[None, :], dtype=np.float64)


def _whole(cells: Cells) -> Cells:
    return np.rint(cells)


def _side(parts: Iterable[Cells], axis: int) -> Block:
    return np.ascontiguousarray(np.concatenate(tuple(parts), axis=axis), dtype=np.float32)
