"""Why somebody is left without a mentor, who would have been nearest, and what would change it: for coordinators alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.bars import Bars, Round
from flows.matching.scoring.likeness import Product
from flows.matching.scoring.score import Fits, score_rows
from flows.matching.telling.reasons import MOST_NAMED, named, person
from flows.messages import Say, Several, Value

HAS_PARTNER = Say("match.unmatched.has_partner")
NOBODY = Say("match.unmatched.nobody")
NOTHING = Say("match.unmatched.nothing")

Cells = NDArray[np.bool_]
Places = NDArray[np.int64]
Interests = NDArray[np.float32]

ROWS = 256
"""So many mentees at a time."""


def unmatched(now: Round, found: Bars, room: Places, given: Mapping[int, int]) -> Iterator[tuple[int, Say]]:
    """The row of everybody without a mentor, and why: the first rule that leaves them none.

    `room` are the mentors' places before the match; `given` is the mentor's column of each who has one.
    """
    taken = np.bincount(np.array([*given.values()], dtype=np.int64), minlength=len(now.mentors))
    has: dict[int, list[int]] = {}
    for row, column in given.items():
        has.setdefault(column, []).append(row)
    asked = Unmatched(now, found, np.asarray(taken >= room), given, has)
    alone = [row for row in range(len(now.mentees)) if row not in given]
    theirs, mentors = _interests(now)
    memory = np.empty((min(ROWS, len(alone)), len(now.mentors)), dtype=np.float32)
    for begin in range(0, len(alone), ROWS):
        rows = np.array(alone[begin : begin + ROWS], dtype=np.int64)
        fits = np.empty((len(rows), len(now.mentors)), dtype=np.uint8)
        found.fits_into(rows, fits, memory)
        shares = np.matmul(theirs[rows], mentors, out=memory[: len(rows)]) > 0
        yield from (
            (row, asked.why(row, *mine)) for row, *mine in zip(rows.tolist(), fits, shares, strict=True)
        )


def _interests(now: Round) -> tuple[Interests, Interests]:
    """What mentees care about and seek, and what mentors care about and offer: they share some if the product is more
    than 0."""
    terms = [term for name in ("topics", "goals") for _, term in now.prepared.respects[name]]
    products = [term for term in terms if isinstance(term, Product)]
    left, right = [term.left for term in products], [term.right for term in products]
    return np.hstack(left).astype(np.float32), np.hstack(right).T.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A match as it came out."""

    now: Round
    found: Bars
    full: Cells
    """The mentors without a free place."""
    given: Mapping[int, int]
    has: Mapping[int, Sequence[int]]
    """The rows of each mentor's mentees."""

    def why(self, row: int, fits: Fits, shares: Cells) -> Say:
        """Why this mentee is left; `fits` are theirs with every mentor, as in a table of all."""
        mentee = self.now.mentees[row]
        if mentee.capacity < 1:
            return HAS_PARTNER
        if not self.now.mentors:
            return NOBODY
        if fits.any():
            return self._full(row, fits, shares)
        return self._barred(row)

    # --- no pair may be ---------------------------------------------------------------------------------

    def _barred(self, row: int) -> Say:
        mentee = self.now.mentees[row]
        others = np.array([one.person != mentee.person for one in self.now.mentors])
        speaks = self.found.speaks(row) & others
        if not speaks.any():
            spoken = named(self.now.rules, "languages", mentee.languages)
            return Say("match.unmatched.no_language", {"languages": spoken}) if others.any() else NOBODY
        may_be = speaks & ~self.found.ruled_out(row)
        if not may_be.any():
            return self._excluded(row, speaks)
        fits = self._whatever_the_rules(row)
        nearest = self._nearest(fits, may_be)
        if not (best := int(fits[nearest]) - 1):
            return NOTHING
        mentor = person(self.now.mentors[nearest])
        return Say("match.unmatched.too_unlike", {"mentor": mentor, "best": best, "least": self.found.least})

    def _excluded(self, row: int, speaks: Cells) -> Say:
        apart = self.found.apart.at(np.array([row]), np.arange(len(self.now.mentors))) > 0
        colleagues = self._colleagues(row)
        if not (speaks & ~colleagues).any():
            return Say("match.unmatched.excluded", {"who": Say("match.unmatched.excluded_colleagues")})
        if not (speaks & ~apart).any():
            return Say("match.unmatched.excluded", {"who": Say("match.unmatched.excluded_apart")})
        return Say("match.unmatched.excluded", {"who": Say("match.unmatched.excluded_both")})

    # --- some may be, and all of them are taken ---------------------------------------------------------

    def _full(self, row: int, fits: Fits, interested: Cells) -> Say:
        own, fit = self._own_mentees(row), fits > 0
        shares = interested & fit
        free = fit & ~self.full
        if (free & ~own).any():
            nearest = self._nearest(fits, free & ~own)
            return Say("match.unmatched.not_found", {"mentor": person(self.now.mentors[nearest])})
        if (free & own).any() or not (fit & ~own).any():
            return self._both_ways(fits, free & own, fit & own)
        if not (shares & ~own).any():
            place = self._place(self._nearest(fits, fit & ~own))
            return self._full_otherwise(row, interested & self._colleagues(row), place)
        nearest, count = self._nearest(fits, shares & ~own), int(shares.sum())
        if count == 2:
            return Say("match.unmatched.full_both", {"nearest": self._place(nearest)})
        place = self._only_place(nearest) if count == 1 else self._place(nearest)
        return Say("match.unmatched.full", {"count": count, "nearest": place})

    def _both_ways(self, fits: Fits, free: Cells, own: Cells) -> Say:
        """Those who could be theirs are their own mentees; `free` are those of them who have room besides."""
        key = "match.unmatched.both_ways" if free.any() else "match.unmatched.both_ways_full"
        nearest = self._nearest(fits, free if free.any() else own)
        return Say(key, {"mentor": person(self.now.mentors[nearest])})

    def _full_otherwise(self, row: int, colleagues: Cells, place: Say) -> Say:
        """None of those who could be theirs shares their interests; a colleague perhaps does."""
        if not colleagues.any():
            return Say("match.unmatched.full_otherwise", {"nearest": place})
        mentor = person(self.now.mentors[self._nearest(self._whatever_the_rules(row), colleagues)])
        return Say("match.unmatched.full_colleague", {"mentor": mentor, "nearest": place})

    def _colleagues(self, row: int) -> Cells:
        if self.found.colleagues is None:
            return np.zeros(len(self.now.mentors), dtype=np.bool_)
        others = np.array([one.person != self.now.mentees[row].person for one in self.now.mentors])
        here = self.found.colleagues.at(np.array([row]), np.arange(len(self.now.mentors))) > 0
        return np.asarray(here & others)

    def _own_mentees(self, row: int) -> Cells:
        """The mentors who are this mentee's own mentees: two people do not mentor each other."""
        own = np.zeros(len(self.now.mentors), dtype=np.bool_)
        as_mentor = self.now.column.get(self.now.mentees[row].person)
        if as_mentor is not None:
            people = [self.now.mentees[mine].person for mine in self.has.get(as_mentor, ())]
            own[[self.now.column[one] for one in people if one in self.now.column]] = True
        return own

    def _place(self, column: int) -> Say:
        mentor = person(self.now.mentors[column])
        if column not in self.has:
            return Say("match.unmatched.nearest.no_place", {"mentor": mentor})
        return Say("match.unmatched.nearest.taken", {"mentor": mentor, "mentees": self._mentees(column)})

    def _only_place(self, column: int) -> Say:
        mentor = person(self.now.mentors[column])
        if column not in self.has:
            return Say("match.unmatched.only.no_place", {"mentor": mentor})
        return Say("match.unmatched.only.taken", {"mentor": mentor, "mentees": self._mentees(column)})

    def _mentees(self, column: int) -> Several:
        mine = sorted((self.now.mentees[row] for row in self.has[column]), key=lambda one: one.person)
        shown: list[Value] = [person(one) for one in mine[:MOST_NAMED]]
        if len(mine) > MOST_NAMED:
            shown.append(Say("match.unmatched.others", {"count": len(mine) - MOST_NAMED}))
        return Several(tuple(shown))

    def _whatever_the_rules(self, row: int) -> Fits:
        """How well this mentee would fit each mentor."""
        fits: Fits = (score_rows(self.now.prepared, slice(row, row + 1))[0] + 1).astype(np.uint8)
        return fits

    def _nearest(self, fits: Fits, among: Cells) -> int:
        """The best of them; of equals the one whose id comes first."""
        of_them = fits * among
        equals = np.flatnonzero(of_them == of_them.max())
        return min(equals.tolist(), key=lambda column: self.now.mentors[column].person)
