"""What is known of how good a set of pairs is: for each aim what was reached, and what no allowed set can exceed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure of the outcome, and a bound on it. `most` is never less than `reached`."""

    reached: int
    most: int
    """No allowed set of pairs that does as well in the aims before this one reaches more."""

    @property
    def proven(self) -> bool:
        """Nothing better can be."""
        return self.reached == self.most

    @property
    def gap(self) -> int:
        """So much better a set could be at the very most; 0 where nothing better can be."""
        return self.most - self.reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """How many of those who waited at least so many whole cohorts are matched."""

    cohorts: int
    matched: Aim


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The aims in their order: each is as good as can be while those before it are kept.

    Locked pairs count in `matched`, `waited` and `total`. They do not count in `worst`: the floor is what could be
    chosen.
    """

    matched: Aim
    """Mentees with a mentor. No allowed set of pairs matches more."""
    waited: tuple[Waited, ...] = ()
    """By cohorts waited, the most first; only where somebody waited longer than another."""
    worst: Aim | None = None
    """The score of the worst pair that was not locked. None where there is no such pair."""
    total: Aim
    """The sum of all scores."""

    @property
    def proven(self) -> bool:
        """Every aim is as good as can be: no gap anywhere."""
        return all(aim.proven for aim in self.aims)

    @property
    def aims(self) -> tuple[Aim, ...]:
        """In their order."""
        return (
            self.matched,
            *(one.matched for one in self.waited),
            *([self.worst] if self.worst else ()),
            self.total,
        )


NOTHING = Proof(matched=Aim(0, 0), total=Aim(0, 0))
"""Of no pairs at all."""
