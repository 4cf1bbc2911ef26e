"""The mentees who are not locked get their mentors, and the outcome says how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from flows.matching.bars import Bars, Round
from flows.matching.proof import Aim, Proof, Waited
from flows.matching.scoring.score import score_rows
from flows.matching.solving.apart_both_ways import Outcome, best_one_way
from flows.matching.solving.table import NOBODY, Counts, Fits, Table, table

Cells = Mapping[int, int]
"""A mentee's row to the mentor's column."""

SCORED_AT_A_TIME = 2**21
"""So many pairs, about: scores are products of matrices, which are quickest in large pieces."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who gets whom, without those who were locked; and how good all of it is, with them."""

    cells: Cells
    scores: Mapping[int, int]
    """Of each mentee's pair, locked ones too."""
    proof: Proof


def assigned(now: Round, found: Bars, room: Counts, kept: Cells) -> Assigned:
    """The best mentors for those who are not locked already."""
    whole = table_of(now, found, room, kept)
    outcome = best_one_way(whole)
    rows = np.flatnonzero(outcome.mates != NOBODY)
    columns = outcome.mates[rows]
    locked = {
        row: int(score_rows(now.prepared, slice(row, row + 1))[0, column]) for row, column in kept.items()
    }
    free = dict(zip(rows.tolist(), whole.scores(rows, columns).tolist(), strict=True))
    return Assigned(
        cells=dict(zip(rows.tolist(), columns.tolist(), strict=True)),
        scores={**locked, **free},
        proof=_proof(now, outcome, kept, sum(locked.values())),
    )


def table_of(now: Round, found: Bars, room: Counts, kept: Cells) -> Table:
    """Everybody with everybody, a block at a time; who is locked already fits nobody."""
    itself = np.array([now.column.get(one.person, NOBODY) for one in now.mentees], dtype=np.int64)
    whole = table(
        np.zeros((len(now.mentees), len(now.mentors)), dtype=np.uint8),
        _left(room, kept),
        np.array([one.waited for one in now.mentees], dtype=np.int64),
        itself,
    )
    memory = np.empty((SCORED_AT_A_TIME // max(1, len(now.mentors)) + 1, len(now.mentors)), dtype=np.float32)
    for rows, block in whole.blocks(SCORED_AT_A_TIME):
        found.fits_into(rows, block, memory)
    _take_out(now, whole.fits, kept)
    return whole


def _left(room: Counts, kept: Cells) -> Counts:
    taken = np.bincount(np.array([*kept.values()], dtype=np.int64), minlength=len(room))
    left: Counts = np.maximum(room - taken, 0)
    return left


def _take_out(now: Round, fits: Fits, kept: Cells) -> None:
    for row, mentee in enumerate(now.mentees):
        if row in kept or mentee.capacity < 1:
            fits[row] = 0
    for row, column in kept.items():
        if reverse := now.reverse(row, column):
            fits[reverse] = 0


def _proof(now: Round, outcome: Outcome, kept: Cells, given: int) -> Proof:
    """In figures: what the locked pairs give is the same in every set of pairs that keeps them."""
    locked = [now.mentees[row].waited for row in kept]
    levels = sorted({one.waited for one in now.mentees})
    waited = [
        Waited(
            cohorts=cohorts,
            matched=_more(aim, sum(one >= cohorts for one in locked)),
        )
        for cohorts, aim in zip(levels, outcome.matched, strict=True)
    ]
    return Proof(
        matched=waited[0].matched if waited else Aim(0, 0),
        waited=tuple(reversed(waited[1:])),
        worst=outcome.worst,
        total=_more(outcome.total, given),
    )


def _more(aim: Aim, by: int) -> Aim:
    return Aim(aim.reached + by, aim.most + by)
