"""Simulated coordinators at a proposal: two pairs kept, one parted, matched again, published; and mentors' room holds."""

from dataclasses import replace

import pytest

from bot.rehearsal.lines import Line
from bot.rehearsal.matchmaking import is_careful
from flows.model.cohorts import Fate, Ruling
from flows.model.pairs import Pair, PairState
from tests.rehearsal.invariants import over_capacity, pairs
from tests.rehearsal.played import Played, play

COHORT = "connecticut-2027-spring"
CAREFUL = 5
DONE = ("[Change something]", "[Change it]", "[Match again]", "[Publish]", "what: ")
INTRODUCED = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)


@pytest.fixture(scope="module")
def played() -> Played:
    return play("2027-02-01", seed=CAREFUL, days=70)


def acts(played: Played) -> list[Line]:
    """What coordinators did about the pairs, in order."""
    return [
        line
        for line in played.lines
        if line.direction == "in" and line.role == "coordinator" and line.text.startswith(DONE)
    ]


def introduced(played: Played) -> set[tuple[str, str]]:
    return {
        (pair.mentee, pair.mentor)
        for state in INTRODUCED
        for pair in played.records(Pair, cohort=COHORT, state=state)
    }


def test_two_pairs_are_kept_one_is_parted_all_is_matched_again_and_published(played: Played) -> None:
    done = [line.text.split(";")[0] for line in acts(played)]
    change = ["[Change something]", "what: together", "[Change it]"]
    parting = ["[Change something]", "what: apart", "[Change it]"]
    assert done == [*change, *change, *parting, "[Match again]", "[Publish]"]
    assert len(played.kind("match.change")) == 3
    assert [line.text.count("This is proposal") for line in played.kind("match.proposed")] == [1] * 5


def test_what_was_decided_is_what_is_introduced(played: Played) -> None:
    decided = {(one.mentee, one.mentor): one.fate for one in played.records(Ruling, program="connecticut")}
    assert sorted(decided.values()) == [Fate.APART, Fate.TOGETHER, Fate.TOGETHER]
    for two, fate in decided.items():
        assert (two in introduced(played)) is (fate is Fate.TOGETHER)


def test_nobody_else_reads_of_it(played: Played) -> None:
    for line in played.told:
        if line.person:
            assert not {"match.change", "match.proposed"} & set(line.kinds)
            assert "stay apart" not in line.text
            assert "of 100" not in line.text


def test_other_coordinators_publish_what_is_found() -> None:
    done = acts(play("2027-02-01", seed=1, days=60))
    assert {line.text for line in done} == {"[Publish]"}


def test_nobody_parts_the_people_of_a_real_file(played: Played) -> None:
    (one, *_) = played.rehearsal.coordinators
    assert is_careful(CAREFUL, one)
    assert not is_careful(CAREFUL, replace(one, declines=False))


def test_no_mentor_has_more_mentees_at_a_time_than_they_have_room_for_over_two_cohorts() -> None:
    overlap = []
    for seed in (3, CAREFUL, 8, 14):
        played = play("2027-01-15", seed=seed, mentors=4, mentees=12, days=330)
        assert not list(over_capacity(played))
        fall = [pair for pair in pairs(played) if pair.cohort.endswith("fall")]
        early = [pair for pair in pairs(played) if pair.cohort == COHORT]
        assert fall
        overlap += [
            one for one in early for late in fall if one.mentor == late.mentor and one.ends >= late.starts
        ]
    assert overlap, "somebody had mentees of both cohorts at once"
