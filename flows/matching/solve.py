"""The optimal assignment: which mentor each mentee gets, so that the whole comes out best.

What is best: as many mentees as possible have a mentor; where mentors are scarce those who waited most whole
cohorts come first; then the sum of the scores is greatest. One number says all three. Each pair is worth its
score plus `step` for each level of waiting (from 1), and `step` is more than all scores together. Sets of mentees that
can be matched together are a matroid, in which the heaviest set is the best at each level, whatever the levels' weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Worth = NDArray[np.int64]
"""What each pair is worth; 0 where it must not be."""

Room = NDArray[np.int64]
"""How many more partners each mentor can have."""

NOBODY = -1
MOST_BRANCHES = 64


def worth(scores: NDArray[np.int64], allowed: NDArray[np.bool_], waited: Sequence[int]) -> Worth:
    """Scores and waiting as one number for each allowed pair."""
    _, level = np.unique(np.array(waited, dtype=np.int64), return_inverse=True)
    step = 100 * len(waited) + 1
    return np.where(allowed, scores + step * (level.reshape(-1, 1) + 1), 0)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Each mentee's mentor, or `NOBODY`; and what all of it is worth."""

    mentors: tuple[int, ...]
    total: int


def solve(worths: Worth, room: Room, twins: Mapping[int, int]) -> Assigned:
    """The best assignment in which no two people mentor each other.

    `twins` names the mentors who are mentees too: mentor's column to mentee's row. Where the best one has two
    people mentor each other, each way round is forbidden in turn and the better outcome kept. That is exact up to
    `MOST_BRANCHES` tries; past them the lesser way round of each such two is given up.
    """
    first = _best(worths, room)
    waiting: list[tuple[int, int, Worth, Assigned]] = []
    heappush(waiting, (-first.total, 0, worths, first))
    tries = 0
    while True:
        _, _, now, found = heappop(waiting)
        both_ways = _both_ways(found, twins)
        if not both_ways:
            return found
        if tries >= MOST_BRANCHES:
            return _given_up(now, room, twins)
        for row, column in both_ways[0]:
            tries += 1
            less = now.copy()
            less[row, column] = 0
            then = _best(less, room)
            heappush(waiting, (-then.total, tries, less, then))


def _best(worths: Worth, room: Room) -> Assigned:
    rows, columns = worths.shape
    places = np.repeat(
        np.arange(columns), np.minimum(room, rows)
    )  # a mentor with room for two stands there twice
    chosen = np.full(rows, NOBODY)
    if rows and places.size:
        row, place = linear_sum_assignment(worths[:, places], maximize=True)
        real = worths[row, places[place]] > 0
        chosen[row[real]] = places[place[real]]
    matched = chosen != NOBODY
    total = int(worths[np.flatnonzero(matched), chosen[matched]].sum())
    return Assigned(tuple(int(mentor) for mentor in chosen), total)


Cell = tuple[int, int]


def _both_ways(found: Assigned, twins: Mapping[int, int]) -> list[tuple[Cell, Cell]]:
    mentor_of = {row: column for column, row in twins.items()}
    both = []
    for row, column in enumerate(found.mentors):
        other = twins.get(column)
        if other is not None and other > row and row in mentor_of and found.mentors[other] == mentor_of[row]:
            both.append(((row, column), (other, mentor_of[row])))
    return both


def _given_up(worths: Worth, room: Room, twins: Mapping[int, int]) -> Assigned:
    now = worths.copy()
    while both_ways := _both_ways(found := _best(now, room), twins):
        for pair in both_ways:
            now[min(pair, key=lambda cell: int(worths[cell]))] = 0
    return found
