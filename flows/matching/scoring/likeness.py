"""In which respects two people may be alike, each from 0 to 1, coded once so that any block of pairs is quickly had.

A respect is a sum of terms. Each term is known by what the two sides bring to it: features whose product it is, codes
that are looked up in a small table, or are the same or not, or cells that were named one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.float64]
Codes = NDArray[np.int64]
"""Positions of people, or numbers that stand for what they said; -1 for nothing said."""


Barred = NDArray[np.bool_]


def present(codes: Codes) -> Codes:
    """Each code that somebody has, once, in order."""
    return np.flatnonzero(np.bincount(codes[codes >= 0]))  # np.unique would load all of numpy.ma


class Term(Protocol):
    """Part of a respect, from 0 to 1 for every mentee and mentor."""

    def at(self, rows: Codes, columns: Codes) -> Cells:
        """Its value for these mentees with these mentors, broadcast against each other."""
        ...


@dataclass(frozen=True, slots=True)
class Product:
    """What the mentee brings times what the mentor does, summed over the features."""

    left: Cells
    """A row for each mentee."""
    right: Cells
    """A row for each mentor."""
    marks: bool = False
    """`right` holds nothing but 0 and 1."""

    def at(self, rows: Codes, columns: Codes) -> Cells:
        """As `Term` says."""
        cells: Cells = np.einsum("...k,...k->...", self.left[rows], self.right[columns])
        return cells


@dataclass(frozen=True, slots=True)
class Coded:
    """What a table says of the mentee's code and the mentor's."""

    left: Codes
    right: Codes
    table: Cells
    never: Barred | None = None
    """Codes that cannot be a pair at all."""

    def at(self, rows: Codes, columns: Codes) -> Cells:
        """As `Term` says."""
        return self.table[self.left[rows], self.right[columns]]


@dataclass(frozen=True)
class Same:
    """1 where the two codes are the same and something was said."""

    left: Codes
    right: Codes

    def at(self, rows: Codes, columns: Codes) -> Cells:
        """As `Term` says."""
        mine, theirs = self.left[rows], self.right[columns]
        return np.asarray((mine == theirs) & (mine >= 0), dtype=np.float64)

    def by_row(self, rows: Codes) -> "Runs":
        """Of each of these mentees, the mentors with their code."""
        (order, codes), wanted = self._in_order, self.left[rows]
        begins = np.searchsorted(codes, wanted)
        ends = np.where(wanted < 0, begins, np.searchsorted(codes, wanted, side="right"))
        return Runs(order, begins, ends)

    @cached_property
    def _in_order(self) -> tuple[Codes, Codes]:
        """The mentors by their codes, and the codes."""
        order = np.argsort(self.right, kind="stable")
        return order, self.right[order]


@dataclass(frozen=True, slots=True)
class Listed:
    """Named one by one; 0 for all others."""

    keys: Codes
    """Row times `width` plus column, rising."""
    values: Cells
    width: int

    def at(self, rows: Codes, columns: Codes) -> Cells:
        """As `Term` says."""
        key = rows * self.width + columns
        place = np.searchsorted(self.keys, key)
        found = np.append(self.keys, -1)[place] == key
        return np.where(found, np.append(self.values, 0.0)[place], 0.0)

    def by_row(self, rows: Codes) -> "Runs":
        """Of each of these mentees, which of the cells are theirs."""
        begins = np.searchsorted(self.keys, rows * self.width)
        ends = np.searchsorted(self.keys, (rows + 1) * self.width)
        return Runs(self.keys % max(self.width, 1), begins, ends)


@dataclass(frozen=True, slots=True)
class Runs:
    """For each row some columns: those from `begins` to `ends` of `columns`."""

    columns: Codes
    begins: Codes
    ends: Codes

    def each(self) -> Iterator[tuple[int, slice]]:
        """The rows that have any, counted within the block, and where in `columns` theirs stand."""
        for row in np.flatnonzero(self.ends > self.begins):
            yield int(row), slice(int(self.begins[row]), int(self.ends[row]))
