"""The best pairs in which no two people mentor each other."""

from dataclasses import dataclass, replace

import numpy as np

from flows.matching.best import Best, best, counts
from flows.matching.proof import Aim
from flows.matching.table import NOBODY, Counts, Table, both_ways


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who gets whom; and for each aim what is reached and what cannot be exceeded."""

    mates: Counts
    matched: tuple[Aim, ...]
    """Of each level and above, from the lowest."""
    worst: Aim | None
    total: Aim
    relaxed: Best
    """The best if two people might mentor each other: it bounds what can be."""


def best_one_way(table: Table) -> Outcome:
    """As many as possible, who waited longest first, then the best floor, then the greatest total."""
    relaxed = best(table)
    mates, now = relaxed.mates, table
    while len(rows := both_ways(table, mates)):
        fits = now.fits.copy()
        fits[rows, mates[rows]] = 0
        now = replace(table, fits=fits)
        mates = best(now).mates
    return _outcome(table, mates, relaxed)


def _outcome(table: Table, mates: Counts, relaxed: Best) -> Outcome:
    rows = np.flatnonzero(mates != NOBODY)
    scores = table.scores(rows, mates[rows])
    reached = counts(table, mates)
    bound = np.flatnonzero(relaxed.mates != NOBODY)
    most = int(table.scores(bound, relaxed.mates[bound]).sum())
    total = int(scores.sum())
    return Outcome(
        mates,
        tuple(Aim(int(one), cover.size(table)) for one, cover in zip(reached, relaxed.matched, strict=True)),
        Aim(int(scores.min()), max(int(scores.min()), relaxed.floor - 1)) if len(rows) else None,
        Aim(total, max(total, most)),
        relaxed,
    )
