"""A seed, a year: whatever people do, some things never happen."""

import pytest

from tests.rehearsal.invariants import INVARIANTS, pestered
from tests.rehearsal.played import play

SEEDS = range(1, 21)
NIGHTLY = range(100, 1100)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_invariant_breaks(seed: int) -> None:
    holds(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", NIGHTLY)
def test_no_invariant_breaks_in_many_more_years(seed: int) -> None:
    holds(seed)


def holds(seed: int) -> None:
    """Play this seed's year and look at all that was said in it."""
    played = play("2027-01-15", seed=seed, mentors=3, mentees=4)
    broken = {check.__name__: list(check(played)) for check in (*INVARIANTS, pestered)}
    assert broken == {check: [] for check in broken}
