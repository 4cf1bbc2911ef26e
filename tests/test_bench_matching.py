"""The ways of matching that are measured side by side solve the same round: none is given an easier one."""

import pytest

from benchmarks.contenders import dense, mentor_match, ours, sparse, whole_numbers
from benchmarks.matching import COLUMNS, DENSE, MODEL, OURS, aims, cells, kinds, ways
from benchmarks.rounds import Kind, people

PLENTY, SCARCE, ROLES = Kind(40), Kind(40, scarce=True), Kind(40, both=1.0)


@pytest.mark.parametrize("kind", [PLENTY, SCARCE], ids=str)
def test_every_way_matches_as_many_and_none_has_a_higher_total_than_the_dense_one(kind: Kind) -> None:
    best, mine = dense(kind), ours(kind)
    assert mine.proven == "proven"
    assert mine.worst >= best.worst
    for other in (mine, sparse(kind), mentor_match(kind)):
        assert other.matched == best.matched
        assert 0.95 * best.total <= other.total <= best.total


def test_where_all_take_both_roles_only_those_who_know_the_rule_keep_it() -> None:
    assert dense(ROLES).twice
    assert not ours(ROLES).twice
    assert not whole_numbers(ROLES).twice


def test_the_same_kind_is_the_same_round() -> None:
    assert people(SCARCE) == people(Kind(40, scarce=True))
    mentees, mentors = people(ROLES)
    assert {one.person for one in mentees} == {one.person for one in mentors}


def test_ratios_are_told_for_what_was_measured() -> None:
    run = dense(PLENTY)
    found = {(Kind(5_000), OURS): run, (Kind(5_000), DENSE): run, (Kind(1_000, both=1.0), OURS): run}
    told = aims({**found, (Kind(1_000, both=1.0), MODEL): None})
    assert [one.figure for one in told if "5,000" in one.words] == ["1.0000"]
    assert all("stopped" in one.figure for one in told if "both roles: " in one.words)
    assert len(cells(None)) == len(cells(run)) == len(COLUMNS)


def test_the_largest_rounds_are_measured_only_where_there_is_time() -> None:
    assert max(kind.mentees for kind in kinds(long=False)) == 5_000
    assert max(kind.mentees for kind in kinds(long=True)) == 20_000
    assert MODEL in ways(ROLES)
