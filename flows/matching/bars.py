"""The hard rules: which pairs must not be, and for a mentee left without anybody, which rule it was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.ids import PersonId
from flows.matching import reasons
from flows.matching.people import Candidate, Rules, Two
from flows.matching.score import Scored, fit_rows, plain, same, score
from flows.messages import Say

Cells = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody in one match, each with a row or column, and how well they fit."""

    mentees: Sequence[Candidate]
    mentors: Sequence[Candidate]
    rules: Rules
    scored: Scored
    row: Mapping[PersonId, int]
    column: Mapping[PersonId, int]

    @property
    def twins(self) -> dict[int, int]:
        """The column of each mentor who is a mentee too, with their row."""
        return {column: self.row[person] for person, column in self.column.items() if person in self.row}

    def reverse(self, row: int, column: int) -> tuple[int, int] | None:
        """The same two the other way round, where both take both roles."""
        person, other = self.mentees[row].person, self.mentors[column].person
        return (self.row[other], self.column[person]) if other in self.row and person in self.column else None


def round_of(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Round:
    """Score everybody with everybody."""
    return Round(
        mentees=mentees,
        mentors=mentors,
        rules=rules,
        scored=score(mentees, mentors, rules),
        row={one.person: row for row, one in enumerate(mentees)},
        column={one.person: column for column, one in enumerate(mentors)},
    )


def either_way(twos: Collection[Two]) -> frozenset[Two]:
    """Each two, whichever of them is named first."""
    return frozenset({*twos, *((second, first) for first, second in twos)})


@dataclass(frozen=True, slots=True)
class Bars:
    """What stands between each mentee and each mentor, apart from room."""

    speaks: Cells
    """They have a language in common."""
    ruled_out: Cells
    """The same person, an avoided or a former partner, or a colleague where the program will not have it."""
    alike: Cells
    """The score is enough."""

    @property
    def allowed(self) -> Cells:
        """The pairs that may be."""
        return self.speaks & ~self.ruled_out & self.alike


def bars(now: Round, *, apart: Collection[Two]) -> Bars:
    """Hold every pair against the hard rules; `apart` are those who must not be a pair."""
    ruled_out = np.zeros(now.scored.scores.shape, dtype=np.bool_)
    if now.rules.not_same_employer:
        everybody = np.arange(len(now.mentees))[:, None], np.arange(len(now.mentors))[None, :]
        ruled_out |= same(_employers(now.mentees), _employers(now.mentors)).at(*everybody) > 0
    for column, row in now.twins.items():
        ruled_out[row, column] = True
    for mentee, mentor in apart:
        if mentee in now.row and mentor in now.column:
            ruled_out[now.row[mentee], now.column[mentor]] = True
    return Bars(
        speaks=fit_rows(now.scored.prepared, slice(None)) >= 0,
        ruled_out=ruled_out,
        alike=now.scored.scores >= now.rules.least_score,
    )


def _employers(side: Sequence[Candidate]) -> list[str]:
    return [plain(one.employer) for one in side]


def why_unmatched(now: Round, found: Bars, room: NDArray[np.int64], row: int) -> Say:
    """Why nobody is there for this mentee: the first rule that leaves no mentor; `room` is as before the match."""
    if now.mentees[row].capacity < 1:
        return reasons.HAS_PARTNER
    left = room > 0
    if not left.any():
        return reasons.NO_ROOM
    left = left & found.speaks[row]
    if not left.any():
        return reasons.NO_LANGUAGE
    left = left & ~found.ruled_out[row]
    if not left.any():
        return reasons.EXCLUDED
    fit = left & found.alike[row]
    if not fit.any():
        return reasons.too_unlike(int(now.scored.scores[row][left].max()), now.rules.least_score)
    shared = fit & _shares_interests(now.scored, row)
    return reasons.full(int(shared.sum())) if shared.any() else reasons.NO_ROOM


def _shares_interests(scored: Scored, row: int) -> NDArray[np.bool_]:
    return np.asarray((scored.parts["topics"][row] > 0) | (scored.parts["goals"][row] > 0))
