"""The hard rules: which pairs must not be, and for a mentee left without anybody, which rule it was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flows.ids import PersonId
from flows.matching.people import Candidate, Rules, Two
from flows.matching.scoring.features import Block, Rows
from flows.matching.scoring.likeness import Listed, Same
from flows.matching.scoring.score import (
    BARRED,
    Fits,
    Prepared,
    Scored,
    fit_rows,
    fits_into,
    prepare,
    same,
    scored,
)

Cells = NDArray[np.bool_]


@dataclass(frozen=True)
class Round:
    """Everybody in one match, each with a row or column, coded so that any block of pairs can be scored."""

    mentees: Sequence[Candidate]
    mentors: Sequence[Candidate]
    rules: Rules
    prepared: Prepared
    row: Mapping[PersonId, int]
    column: Mapping[PersonId, int]

    @cached_property
    def scored(self) -> Scored:
        """Everybody with everybody, where they are few enough; made when it is first asked for."""
        return scored(self.prepared)

    @property
    def twins(self) -> dict[int, int]:
        """The column of each mentor who is a mentee too, with their row."""
        return {column: self.row[person] for person, column in self.column.items() if person in self.row}

    def reverse(self, row: int, column: int) -> tuple[int, int] | None:
        """The same two the other way round, where both take both roles."""
        person, other = self.mentees[row].person, self.mentors[column].person
        return (self.row[other], self.column[person]) if other in self.row and person in self.column else None


def round_of(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Round:
    """Code everybody."""
    return Round(
        mentees=mentees,
        mentors=mentors,
        rules=rules,
        prepared=prepare(mentees, mentors, rules),
        row={one.person: row for row, one in enumerate(mentees)},
        column={one.person: column for column, one in enumerate(mentors)},
    )


def either_way(twos: Collection[Two]) -> frozenset[Two]:
    """Each two, whichever of them is named first."""
    return frozenset({*twos, *((second, first) for first, second in twos)})


@dataclass(frozen=True, slots=True)
class Bars:
    """What stands between each mentee and each mentor, apart from room."""

    prepared: Prepared
    """Knows who have a language in common."""
    least: int
    """The least score worth a pair."""
    colleagues: Same | None
    """Those of one employer, where the program will not have it."""
    apart: Listed
    """The same person, an avoided or a former partner."""

    def fits(self, rows: Rows) -> Block:
        """The scores of these mentees with every mentor; `BARRED` where the two must not be a pair."""
        block = fit_rows(self.prepared, rows)
        self._rule_out(block, rows, BARRED)
        np.copyto(block, np.float32(BARRED), where=block < self.least)
        return block

    def fits_into(self, rows: Rows, fits: Fits, memory: Block) -> None:
        """The same into bytes: the score and one more, or 0 where the two must not be a pair."""
        fits_into(self.prepared, rows, fits, memory)
        self._rule_out(fits, rows, 0)
        fits *= fits > self.least

    @property
    def allowed(self) -> Cells:
        """The pairs that may be, of everybody."""
        return np.asarray(self.fits(slice(None)) >= 0)

    def ruled_out(self, row: int) -> Cells:
        """The mentors with whom this mentee must not be, whatever they speak and have in common."""
        block = np.zeros((1, self.prepared.mentors), dtype=np.float32)
        self._rule_out(block, slice(row, row + 1), BARRED)
        return np.asarray(block[0] < 0)

    def speaks(self, row: int) -> Cells:
        """The mentors with whom this mentee has a language in common."""
        return np.asarray(fit_rows(self.prepared, slice(row, row + 1))[0] >= 0)

    def _rule_out(self, block: Block | Fits, rows: Rows, barred: float) -> None:
        wanted = np.arange(self.prepared.mentees)[rows]
        for term in (self.colleagues, self.apart):
            if term is not None:
                runs = term.by_row(wanted)
                for row, run in runs.each():
                    block[row, runs.columns[run]] = barred


def bars(now: Round, *, apart: Collection[Two]) -> Bars:
    """Gather the hard rules; `apart` are those who must not be a pair."""
    width = len(now.mentors)
    cells = {row * width + column for column, row in now.twins.items()}
    cells |= {
        now.row[mentee] * width + now.column[mentor]
        for mentee, mentor in apart
        if mentee in now.row and mentor in now.column
    }
    return Bars(
        prepared=now.prepared,
        least=now.rules.least_score,
        colleagues=same(_employers(now.mentees), _employers(now.mentors))
        if now.rules.not_same_employer
        else None,
        apart=Listed(np.array(sorted(cells), dtype=np.int64), np.ones(len(cells)), width),
    )


def _employers(side: Sequence[Candidate]) -> list[str]:
    return [one.employer for one in side]
