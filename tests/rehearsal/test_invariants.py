"""Fifty seeds, fifty years: whatever people do, some things never happen."""

import pytest

from tests.rehearsal.invariants import INVARIANTS, pestered
from tests.rehearsal.played import play

SEEDS = range(1, 51)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_invariant_breaks(seed: int) -> None:
    played = play("2027-01-15", seed=seed, mentors=3, mentees=4)
    broken = {check.__name__: list(check(played)) for check in (*INVARIANTS, pestered)}
    assert broken == {check: [] for check in broken}
