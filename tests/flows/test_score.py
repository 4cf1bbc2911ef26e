"""How well two people fit: each likeness as the program wants it, a whole number of a hundred, the same in every block."""

import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ids import PersonId
from flows.matching.bars import bars, either_way, round_of
from flows.matching.people import Candidate, Rules, Two, rules_of
from flows.matching.scoring.features import MOST_CODES
from flows.matching.scoring.respects import stage_worth
from flows.matching.scoring.score import BARRED, fit_rows, prepare, score, score_rows
from flows.model.cohorts import Role
from flows.programs.findings import ProgramError
from flows.programs.program import Weights
from flows.programs.read import read
from tests.talk import program_text

STAGES = ("student", "early", "mid", "senior")
NOTHING = Weights(topics=0, goals=0, career_stage=0, place=0, hours=0, languages=0, wishes=0)


def only(**weights: float) -> Rules:
    return Rules(weights=NOTHING.model_copy(update=weights), stages=STAGES)


def mentee(name: str = "a", **known: object) -> Candidate:
    return replace(Candidate(person=PersonId(name), role=Role.MENTEE), **known)  # type: ignore[arg-type]


def mentor(name: str = "x", **known: object) -> Candidate:
    return replace(Candidate(person=PersonId(name), role=Role.MENTOR), **known)  # type: ignore[arg-type]


def scored(one: Candidate, other: Candidate, rules: Rules) -> int:
    return int(score([one], [other], rules).scores[0, 0])


# --- as the program wants it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "worth"),
    [
        ((1, 2), {-2: 0.25, -1: 0.25, 0: 0.5, 1: 1, 2: 1, 3: 0.75}),
        ((0, 0), {-2: 0.25, -1: 0.5, 0: 1, 1: 0.75, 3: 0.75}),
        ((2, 4), {0: 0.25, 1: 0.5, 2: 1, 4: 1, 5: 0.75}),
        ((-2, -1), {-3: 0.5, -2: 1, -1: 1, 0: 0.75}),
    ],
)
def test_how_far_ahead_a_mentor_is_best_is_for_the_program_to_say(
    wanted: tuple[int, int], worth: dict[int, float]
) -> None:
    assert {ahead: stage_worth(ahead, wanted) for ahead in worth} == worth


def test_colleagues_of_ones_own_stage_fit_best_where_the_program_is_for_peers() -> None:
    ada = mentee(career_stage="early")
    peer, elder = mentor(career_stage="early"), mentor(career_stage="mid")
    usual, peers = only(career_stage=1), replace(only(career_stage=1), stages_ahead=(0, 0))
    assert (scored(ada, peer, usual), scored(ada, elder, usual)) == (50, 100)
    assert (scored(ada, peer, peers), scored(ada, elder, peers)) == (100, 75)
    assert scored(ada, mentor(career_stage="wizard"), peers) == 0, "a stage that is not on the program's list"


def test_a_program_file_sets_it_and_what_makes_no_sense_is_told() -> None:
    text = program_text("connecticut")
    assert rules_of(read(text, "connecticut.toml")).stages_ahead == (1, 2)
    line = next(line for line in text.splitlines() if line.startswith("stages_ahead"))
    peers = read(text.replace(line, "stages_ahead = [0, 0]"), "peers.toml")
    assert rules_of(peers).stages_ahead == (0, 0)
    with pytest.raises(
        ProgramError, match=r"matching.stages_ahead: \[3, 1\]; put the smaller number first: \[1, 3\]"
    ):
        read(text.replace(line, "stages_ahead = [3, 1]"), "wrong.toml")


def test_a_wish_counts_half_and_two_of_one_mind_count_whole() -> None:
    asks, asked = mentee("a", wishes=(PersonId("x"),)), mentor("x", wishes=(PersonId("a"),))
    nobody = mentee("b"), mentor("y")
    found = score([asks, nobody[0]], [asked, nobody[1]], only(wishes=1)).scores
    assert found.tolist() == [[100, 0], [0, 0]]
    assert score([asks], [mentor("x"), nobody[1]], only(wishes=1)).scores.tolist() == [[50, 0]]
    assert score([mentee("a")], [asked], only(wishes=1)).scores.tolist() == [[50]]


def test_where_nobody_wished_for_anybody_wishes_count_nothing() -> None:
    rules = only(topics=1, wishes=9)
    one, other = mentee(topics=("maps",)), mentor(topics=("maps",))
    assert scored(one, other, rules) == 100
    assert scored(replace(one, wishes=(PersonId("somebody"),)), other, rules) == 10


def test_every_part_of_a_score_can_be_shown() -> None:
    rules = only(topics=3, goals=4, career_stage=1, place=1, hours=1)
    ada = mentee(
        topics=("maps",),
        seeks=("cv", "talks"),
        career_stage="early",
        location="Elm, CT",
        zone="America/New_York",
    )
    xan = mentor(
        topics=("maps",),
        offers=("cv",),
        career_stage="senior",
        location="Oak, CT",
        zone="America/Denver",
    )
    points = prepare([ada], [xan], rules).points(np.array([0]), np.array([0]))
    shown = {name: float(cells[0]) for name, cells in points.items()}
    assert shown == {
        "topics": 30.0,
        "goals": 20.0,
        "career_stage": 10.0,
        "place": 5.0,
        "hours": pytest.approx(100 / 12),
    }
    assert scored(ada, xan, rules) == round(sum(shown.values())) == 73


# --- in blocks ----------------------------------------------------------------------------------------

TOPICS = ("archives", "maps", "zines", "metadata", "funding")
PLACES = ("", "Elm, CT", "Oak, CT", "Elm, NY", "Boston")
TONGUES = ("en", "fr", "es", "pl")
NAMES = tuple("abcdefgh")


@st.composite
def sides(draw: st.DrawFn, role: Role, names: Sequence[str], least: int = 0) -> list[Candidate]:
    some = st.sets
    return [
        Candidate(
            person=PersonId(name),
            role=role,
            topics=tuple(sorted(draw(some(st.sampled_from(TOPICS))))),
            seeks=tuple(sorted(draw(some(st.sampled_from(("cv", "talks", "leading")))))),
            offers=tuple(sorted(draw(some(st.sampled_from(("cv", "talks", "leading")))))),
            career_stage=draw(st.sampled_from(("", *STAGES))),
            employer=draw(st.sampled_from(("", "Elm", " elm ", "Oak"))),
            location=draw(st.sampled_from(PLACES)),
            zone=draw(
                st.sampled_from(("America/New_York", "America/Toronto", "Europe/Paris", "Asia/Kolkata"))
            ),
            languages=tuple(sorted(draw(some(st.sampled_from(TONGUES), max_size=2)))),
            wishes=tuple(
                map(
                    PersonId,
                    sorted(draw(some(st.sampled_from((*NAMES, *map(str.upper, NAMES))), max_size=2))),
                )
            ),
        )
        for name in draw(st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=6))
    ]


@st.composite
def programs(draw: st.DrawFn) -> Rules:
    weight = st.sampled_from((0.0, 0.5, 1.0, 3.0, 7.0))
    return Rules(
        weights=Weights(**{name: draw(weight) for name in Weights.model_fields}),
        stages=STAGES,
        least_score=draw(st.integers(0, 60)),
        not_same_employer=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(
    sides(Role.MENTEE, NAMES, 1), sides(Role.MENTOR, [name.upper() for name in NAMES]), programs(), st.data()
)
def test_a_pair_scores_the_same_whichever_block_it_is_looked_at_in(
    mentees: list[Candidate], mentors: list[Candidate], rules: Rules, data: st.DataObject
) -> None:
    ready = prepare(mentees, mentors, rules)
    whole = score_rows(ready, slice(None))
    rows = np.array(data.draw(st.lists(st.integers(0, len(mentees) - 1), max_size=5)), dtype=np.int64)
    assert np.array_equal(score_rows(ready, rows), whole[rows])
    for row in range(len(mentees)):
        assert np.array_equal(score_rows(ready, slice(row, row + 1))[0], whole[row])
    assert np.array_equal(whole, np.floor(whole))
    assert whole.size == 0 or (whole.min() >= 0 and whole.max() <= 100)


@settings(max_examples=60, deadline=None)
@given(sides(Role.MENTEE, NAMES), sides(Role.MENTOR, [name.upper() for name in NAMES]), programs())
def test_a_score_is_the_sum_of_what_each_respect_gives(
    mentees: list[Candidate], mentors: list[Candidate], rules: Rules
) -> None:
    ready = prepare(mentees, mentors, rules)
    everybody = np.arange(len(mentees))[:, None], np.arange(len(mentors))[None, :]
    exact = sum(ready.points(*everybody).values(), np.zeros((len(mentees), len(mentors))))
    assert np.all(np.abs(score_rows(ready, slice(None)) - exact) <= 0.55), "rounded, and a hair for the units"


@settings(max_examples=60, deadline=None)
@given(
    sides(Role.MENTEE, NAMES),
    sides(Role.MENTOR, NAMES),
    programs(),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4),
)
def test_what_must_not_be_is_barred_and_nothing_else(
    mentees: list[Candidate], mentors: list[Candidate], rules: Rules, named: list[tuple[str, str]]
) -> None:
    apart: list[Two] = [(PersonId(one), PersonId(other)) for one, other in named]
    now = round_of(mentees, mentors, rules)
    fits, scores = bars(now, apart=either_way(apart)).fits(slice(None)), score_rows(now.prepared, slice(None))
    for (row, one), (column, other) in product(enumerate(mentees), enumerate(mentors)):
        both = {one.person, other.person}
        never = (
            len(both) == 1
            or any(both == set(two) for two in named)
            or not one.speaks_with(other)
            or (rules.not_same_employer and one.works_with(other))
            or scores[row, column] < rules.least_score
        )
        assert fits[row, column] == (BARRED if never else scores[row, column])


def test_more_places_languages_and_zones_than_there_is_room_for_are_scored_as_well() -> None:
    many = range(3 * MOST_CODES)
    tongues = [f"language {n}" for n in range(20)]
    spoken = [tuple({tongues[n % 20], tongues[n * 7 % 19], tongues[n // 20]}) for n in many]
    mentees = [mentee(f"a{n}", location=f"Town {n}, Region {n % 90}", languages=spoken[n]) for n in many]
    mentors = [
        mentor(f"x{n}", location=f"Town {n * 5 % 192}, Region {n % 90}", languages=spoken[-n]) for n in many
    ]
    ready = prepare(mentees, mentors, only(place=2, languages=3, hours=1))
    assert ready.features.looked
    assert ready.features.written
    rows, columns = np.arange(len(many))[:, None], np.arange(len(many))[None, :]
    parts = ready.parts(rows, columns)
    exact = 100 * (2 * parts["place"] + 3 * parts["languages"] + parts["hours"]) / 6
    assert np.array_equal(score_rows(ready, slice(None)), np.floor(np.round(exact, 4) + 0.5))
    barred = fit_rows(ready, slice(None)) == BARRED
    assert np.array_equal(barred, parts["languages"] == 0)
    assert barred.any()
    assert not barred.all()


def test_many_are_scored_without_everybody_beside_everybody_in_memory() -> None:
    mentees = [
        mentee(f"a{n}", topics=(f"t{n % 17}", f"t{n % 23}"), location=f"Town {n % 300}") for n in range(5000)
    ]
    mentors = [mentor(f"x{n}", topics=(f"t{n % 19}",), location=f"Town {n % 200}") for n in range(4000)]
    ready = prepare(mentees, mentors, only(topics=1, place=1))
    tracemalloc.start()
    best = max(float(score_rows(ready, slice(at, at + 100)).max()) for at in range(0, 5000, 100))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert best == 100
    assert most < 5000 * 4000 / 2, "less than half a byte for each pair"


def test_who_was_never_asked_scores_nothing_and_does_not_fail() -> None:
    assert score([], [], Rules()).scores.shape == (0, 0)
    assert score([mentee()], [], Rules()).scores.shape == (1, 0)
    assert scored(mentee(), mentor(), only(topics=1)) == 0
