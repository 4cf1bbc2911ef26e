"""Every pair that may be, with its score: so that anyone can check with a tool of their own that none are better."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from flows.ids import PersonId
from flows.matching.bars import Bars, Round, bars, either_way, round_of
from flows.matching.people import Candidate, Rules, Two
from flows.matching.scoring.score import score_rows

ROWS = 256
"""So many mentees at a time."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The pairs that the rules allow, and those that are locked whatever the rules say."""

    now: Round
    found: Bars
    locked: frozenset[Two]

    def count(self) -> int:
        """How many there are, apart from locked ones."""
        return sum(int((self.found.fits(rows) >= 0).sum()) for rows in self._blocks())

    def pairs(self) -> Iterator[tuple[PersonId, PersonId, int]]:
        """Mentee, mentor and score; mentees in the order in which they were given, and mentors too."""
        mentors = [one.person for one in self.now.mentors]
        kept: dict[PersonId, list[int]] = {}
        for mentee, mentor in self.locked:
            if mentor in self.now.column:
                kept.setdefault(mentee, []).append(self.now.column[mentor])
        for rows in self._blocks():
            block, scores = self.found.fits(rows), score_rows(self.now.prepared, rows).astype(np.int64)
            for one, fits, all_scores in zip(self.now.mentees[rows], block, scores, strict=True):
                mine = np.union1d(np.flatnonzero(fits >= 0), kept.get(one.person, ())).astype(np.int64)
                for column, score in zip(mine.tolist(), all_scores[mine].tolist(), strict=True):
                    yield one.person, mentors[column], score

    def _blocks(self) -> Iterator[slice]:
        everybody = len(self.now.mentees)
        return (slice(begin, min(begin + ROWS, everybody)) for begin in range(0, everybody, ROWS))


def allowed(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    rules: Rules,
    *,
    apart: Collection[Two] = (),
    locked: Collection[Two] = (),
) -> Allowed:
    """`apart` are all who must not be a pair: those to be avoided, and former partners."""
    now = round_of(mentees, mentors, rules)
    return Allowed(now, bars(now, apart=either_way(apart)), frozenset(locked))
