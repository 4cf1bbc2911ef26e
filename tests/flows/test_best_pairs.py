"""The solver: the best in every aim by trying all ways, by another solver, and by a proof that a wrong answer fails."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array, vstack

from flows.matching.proof import Aim
from flows.matching.solving.apart_both_ways import Outcome, best_one_way
from flows.matching.solving.check import faults
from flows.matching.solving.cover import Cover
from flows.matching.solving.table import NOBODY, Counts, Table, both_ways, table

# --- by trying all ways --------------------------------------------------------------------------------


@st.composite
def few(draw: st.DrawFn) -> Table:
    """Up to seven by seven: some may not be pairs, some take both roles, some have waited, some have no room."""
    rows, columns = draw(st.integers(0, 7)), draw(st.integers(0, 7))
    fits = np.zeros((rows, columns), dtype=np.uint8)
    for row in range(rows):
        liked = draw(st.sets(st.integers(0, max(0, columns - 1)), max_size=4)) if columns else set()
        for column in sorted(liked):
            fits[row, column] = draw(st.sampled_from((1, 2, 3, 41, 42, 60, 101)))
    room = [draw(st.integers(0, 3)) for _ in range(columns)]
    waited = [draw(st.integers(0, 3)) for _ in range(rows)]
    both = draw(st.integers(0, min(rows, columns)))
    return _table(fits, room, waited, both)


def _table(fits: np.ndarray, room: Sequence[int], waited: Sequence[int], both: int) -> Table:
    """The first `both` mentees are the first mentors too."""
    itself = np.array([row if row < both else NOBODY for row in range(len(fits))], dtype=np.int64)
    for row in range(both):
        fits[row, row] = 0
    return table(fits, np.array(room, dtype=np.int64), np.array(waited, dtype=np.int64), itself)


def every_way(
    given: Table, row: int = 0, taken: tuple[tuple[int, int], ...] = ()
) -> Iterator[list[tuple[int, int]]]:
    if row == given.mentees:
        yield list(taken)
        return
    yield from every_way(given, row + 1, taken)
    for column in np.flatnonzero(given.fits[row]).tolist():
        full = sum(other == column for _, other in taken) >= given.room[column]
        back = [
            (one, mentor)
            for one, mentor in taken
            if given.itself[one] == column and mentor == given.itself[row]
        ]
        if not full and not back:
            yield from every_way(given, row + 1, (*taken, (row, column)))


def merit(given: Table, pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """How many, how many of those who waited longest and so on down, the worst, the total."""
    urgent = (sum(given.level[row] >= level for row, _ in pairs) for level in reversed(given.levels))
    fits = [int(given.fits[pair]) - 1 for pair in pairs]
    return len(pairs), *map(int, urgent), min(fits, default=0), sum(fits)


def pairs_of(mates: Counts) -> list[tuple[int, int]]:
    return [(row, column) for row, column in enumerate(mates.tolist()) if column != NOBODY]


@settings(max_examples=400, deadline=None)
@given(few())
def test_of_all_ways_none_is_better_in_any_aim(given: Table) -> None:
    found = best_one_way(given)
    assert merit(given, pairs_of(found.mates)) == max(merit(given, way) for way in every_way(given))
    assert not len(both_ways(given, found.mates))
    assert all(aim.proven for aim in (*found.matched, found.total, *([found.worst] if found.worst else [])))
    assert faults(given, found) == []


# --- by another solver ---------------------------------------------------------------------------------


def round_of(seed: int, *, both: float = 0.0, people: tuple[int, int] = (50, 300)) -> Table:
    """A round as they are: some topics in common, some languages, mentors with room for one to three, or scarce."""
    chance = np.random.default_rng(seed)
    everybody = int(chance.integers(*people))
    mentees = everybody * 3 // 5 if not both else everybody // 2
    mentors = everybody - mentees
    twice = round(both * min(mentees, mentors))
    wants, has = chance.random((mentees, 12)) < 0.3, chance.random((mentors, 12)) < 0.3
    has[:twice] = wants[:twice]
    shared = wants.astype(int) @ has.T.astype(int)
    scores = np.clip(shared * 20 + chance.integers(0, 30, shared.shape), 0, 100)
    may = (chance.random(shared.shape) < 0.9) & (scores >= 10)
    room = chance.integers(1, 4 if seed % 2 else 2, mentors)
    waited = chance.choice([0, 0, 0, 1, 2], mentees)
    return _table(np.where(may, scores + 1, 0).astype(np.uint8), room.tolist(), waited.tolist(), twice)


def dense(given: Table, least: int, *, scores: bool) -> tuple[tuple[int, ...], int]:
    """How many of each level SciPy's dense assignment matches with pairs of at least this fit; and the total."""
    mentor = np.repeat(np.arange(given.mentors), given.room)
    fits = given.fits[:, mentor].astype(np.int64)
    waiting = (100 * given.mentees + 1) * (given.level[:, None] + 1)
    worth = np.where(fits >= least, waiting + (fits - 1 if scores else 0), 0)
    rows, places = linear_sum_assignment(worth, maximize=True)
    real = worth[rows, places] > 0
    at_level = np.bincount(given.level[rows[real]], minlength=len(given.levels))
    return tuple(at_level.tolist()), int((fits[rows, places] - 1)[real].sum())


def dense_floor(given: Table, wanted: tuple[int, ...]) -> int:
    low, high = 1, int(given.fits.max())
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if dense(given, middle, scores=False)[0] == wanted else (low, middle - 1)
    return low


@pytest.mark.parametrize("first", range(0, 160, 20))
def test_another_solver_comes_to_the_same(first: int) -> None:
    for seed in range(first, first + 20):
        given = round_of(seed)
        found = best_one_way(given)
        at_level, _ = dense(given, 1, scores=False)
        least = dense_floor(given, at_level)
        assert found.matched == tuple(Aim(sum(at_level[n:]), sum(at_level[n:])) for n in given.levels)
        assert found.worst == Aim(least - 1, least - 1)
        assert found.total.proven
        assert found.total.reached == dense(given, least, scores=True)[1]
        assert faults(given, found) == []


def whole(given: Table, least: int, at_level: tuple[int, ...]) -> int | None:
    """The greatest total by HiGHS, of all pairs of at least this fit, so many at each level, nobody both ways."""
    rows, columns = np.nonzero(given.fits >= least)
    cell, pairs = (
        {pair: n for n, pair in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))},
        len(rows),
    )
    twice = [
        (n, cell[back])
        for (row, column), n in cell.items()
        if (back := (column, row)) in cell
        and row < column
        and given.itself[row] >= 0
        and column < given.mentees
        if given.itself[column] >= 0
    ]
    ones = np.ones(pairs)
    rules = [
        csr_array((ones, (rows, np.arange(pairs))), shape=(given.mentees, pairs)),
        csr_array((ones, (columns, np.arange(pairs))), shape=(given.mentors, pairs)),
        csr_array(
            (
                np.ones(2 * len(twice)),
                (np.repeat(np.arange(len(twice)), 2), np.array(twice, dtype=int).reshape(-1)),
            ),
            shape=(len(twice), pairs),
        ),
    ]
    most = np.concatenate([np.ones(given.mentees), given.room, np.ones(len(twice))])
    level = csr_array((ones, (given.level[rows], np.arange(pairs))), shape=(len(at_level), pairs))
    found = milp(
        -(given.fits[rows, columns].astype(float) - 1),
        constraints=[
            LinearConstraint(vstack(rules), -np.inf, most),
            LinearConstraint(level, at_level, at_level),
        ],
        integrality=np.ones(pairs, dtype=int),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else round(-found.fun)


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_another_solver_comes_to_the_same_where_people_take_both_roles(first: int) -> None:
    for seed in range(first, first + 10):
        given = round_of(seed, both=(0.1, 0.5, 1.0)[seed % 3], people=(50, 110))
        found = best_one_way(given)
        assert faults(given, found) == []
        at_level, _ = dense(given, 1, scores=False)
        assert found.matched == tuple(Aim(sum(at_level[n:]), sum(at_level[n:])) for n in given.levels)
        assert found.worst is not None
        assert found.worst.proven
        best = whole(given, found.worst.reached + 1, at_level)
        assert best is not None
        assert found.total == Aim(best, best)


def test_a_floor_that_only_two_ways_round_could_keep_is_given_up() -> None:
    given = round_of(5, both=1.0, people=(60, 61))
    fits = given.fits.copy()
    fits[[0, 1], 2:] = np.minimum(fits[[0, 1], 2:], 16)  # the two have nobody like each other
    fits[0, 1], fits[1, 0] = 90, 90
    given = replace(given, fits=fits)
    found = best_one_way(given)
    assert found.worst
    assert found.worst.reached < found.relaxed.floor - 1
    at_level, _ = dense(given, 1, scores=False)
    assert found.matched[0] == Aim(sum(at_level), sum(at_level))
    assert found.worst.proven
    assert whole(given, found.worst.reached + 2, at_level) is None
    best = whole(given, found.worst.reached + 1, at_level)
    assert found.total == Aim(best or 0, best or 0)
    assert faults(given, found) == []


# --- by the proof --------------------------------------------------------------------------------------

PLENTY, SCARCE, BOTH = round_of(1), round_of(2), round_of(5, both=1.0, people=(80, 90))


def without_one(mates: Counts) -> Counts:
    fewer = mates.copy()
    fewer[np.flatnonzero(mates != NOBODY)[0]] = NOBODY
    return fewer


def lower(prices: Counts) -> Counts:
    """The highest price is one less."""
    cheaper = prices.copy()
    cheaper[prices.argmax()] -= 1
    return cheaper


def smaller(cover: Cover) -> Cover:
    mentees, mentors = cover.mentees.copy(), cover.mentors.copy()
    side = mentees if mentees.any() else mentors
    side[np.flatnonzero(side)[0]] = False
    return replace(cover, mentees=mentees, mentors=mentors)


@pytest.mark.parametrize("given", [PLENTY, SCARCE], ids=["plenty", "scarce"])
def test_a_corrupted_answer_fails_its_proof(given: Table) -> None:
    right = best_one_way(given)
    assert faults(given, right) == []
    relaxed, worst, total = right.relaxed, right.worst, right.total
    assert worst
    wrong: dict[str, Outcome] = {
        "one fewer": replace(right, mates=without_one(right.mates)),
        "all with one mentor": replace(
            right, mates=np.where(right.mates != NOBODY, right.mates.max(), NOBODY)
        ),
        "told better": replace(right, total=Aim(total.reached + 1, total.most + 1)),
        "total bounded too low": replace(right, total=Aim(total.reached, total.reached - 1)),
        "worst told better": replace(right, worst=Aim(worst.reached + 1, worst.most + 1)),
        "more told": replace(
            right, matched=tuple(Aim(aim.reached + 1, aim.most + 1) for aim in right.matched)
        ),
        "a cover with a hole": replace(
            right, relaxed=replace(relaxed, matched=(smaller(relaxed.matched[0]), *relaxed.matched[1:]))
        ),
        "a mentee's price too low": replace(
            right,
            relaxed=replace(relaxed, prices=replace(relaxed.prices, mentee=lower(relaxed.prices.mentee))),
        ),
        "a mentor's price too low": replace(
            right,
            relaxed=replace(relaxed, prices=replace(relaxed.prices, mentor=lower(relaxed.prices.mentor))),
        ),
    }
    if relaxed.worst:
        wrong["no floor after all"] = replace(right, relaxed=replace(relaxed, worst=smaller(relaxed.worst)))
    for what, answer in wrong.items():
        assert faults(given, answer), what


def test_two_pairs_that_change_partners_for_the_worse_fail_the_proof() -> None:
    right = best_one_way(PLENTY)
    for row, other in zip(range(0, 20, 2), range(1, 20, 2), strict=True):
        mates = right.mates.copy()
        mates[[row, other]] = mates[[other, row]]
        total = sum(int(PLENTY.fits[pair]) - 1 for pair in pairs_of(mates))
        if total != right.total.reached:
            assert faults(PLENTY, replace(right, mates=mates))
            assert faults(PLENTY, replace(right, mates=mates, total=Aim(total, total)))


def test_two_people_who_mentor_each_other_fail_the_proof() -> None:
    right = best_one_way(BOTH)
    assert faults(BOTH, right) == []
    assert len(both_ways(BOTH, right.relaxed.mates))
    assert any("each other" in fault for fault in faults(BOTH, replace(right, mates=right.relaxed.mates)))


def test_fines_do_not_prove_more_than_they_do() -> None:
    right = best_one_way(BOTH)
    assert right.fined
    fines = right.fined.fines
    dearer = replace(right.fined, fines=replace(fines, fine=fines.fine + 16))
    claimed = replace(
        right, fined=dearer, total=Aim(right.total.reached, right.total.reached), modelled=False
    )
    assert faults(BOTH, claimed)


# --- where much is alike -------------------------------------------------------------------------------


@pytest.mark.parametrize("kinds", [1, 2, 3])
def test_rounds_in_which_nearly_everybody_is_alike_are_proven_too(kinds: int) -> None:
    chance = np.random.default_rng(kinds)
    fits = chance.integers(60, 60 + kinds, (900, 700)).astype(np.uint8)
    given = _table(fits, [1] * 700, [0] * 900, 0)
    found = best_one_way(given)
    assert found.matched == (Aim(700, 700),)
    assert found.total == Aim(700 * (58 + kinds), 700 * (58 + kinds))
    assert faults(given, found) == []


def test_a_few_mentors_whom_all_want_do_not_keep_the_proof_away() -> None:
    chance = np.random.default_rng(7)
    fits = chance.integers(20, 50, (600, 500)).astype(np.uint8)
    fits[:, :40] += 40
    found = best_one_way(given := _table(fits, [2] * 500, [n % 3 for n in range(600)], 0))
    assert found.total.proven
    assert faults(given, found) == []


def test_nobody_at_all_is_no_trouble() -> None:
    for rows, columns in ((0, 0), (0, 3), (3, 0), (2, 2)):
        given = _table(np.zeros((rows, columns), dtype=np.uint8), [1] * columns, [1] * rows, 0)
        found = best_one_way(given)
        assert found.total == Aim(0, 0)
        assert found.worst is None
        assert faults(given, found) == []
