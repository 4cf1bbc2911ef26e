"""Matching: the best pairs there can be, the hard rules first, and why."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ids import ApplicationId, PersonId, ProgramId
from flows.matching.assign import match
from flows.matching.people import Candidate, Matches, Rules, Two, candidate_of, rules_of
from flows.matching.scoring.score import score, shared_hours
from flows.matching.telling.forms import FORMS, told_to
from flows.messages import Phrase, Ref, Say, Several
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.people import Person
from flows.programs.program import Program, Weights
from flows.programs.read import read

ONLY_TOPICS = Rules(weights=Weights(topics=1, goals=0, career_stage=0, place=0, hours=0, languages=0))
ANYTHING = replace(ONLY_TOPICS, least_score=0)


def mentee(name: str, *topics: str, **known: object) -> Candidate:
    return candidate(name, Role.MENTEE, topics, known)


def mentor(name: str, *topics: str, **known: object) -> Candidate:
    return candidate(name, Role.MENTOR, topics, known)


def candidate(name: str, role: Role, topics: tuple[str, ...], known: Mapping[str, object]) -> Candidate:
    plain = Candidate(person=PersonId(name), application=ApplicationId(f"p:{name}"), role=role, topics=topics)
    return replace(plain, **known)  # type: ignore[arg-type]


def two(first: str, second: str) -> Two:
    return PersonId(first), PersonId(second)


def pairs(matches: Matches) -> set[tuple[str, str]]:
    return {(pair.mentee, pair.mentor) for pair in matches.pairs}


def why(matches: Matches) -> dict[str, str]:
    return {person: reason.key.rpartition(".")[2] for person, reason in matches.unmatched}


# --- the hard rules -----------------------------------------------------------------------------------


def test_nobody_has_more_partners_than_they_have_room_for() -> None:
    mentees = [mentee(name, "maps") for name in "abcd"]
    found = match(mentees, [mentor("x", "maps", capacity=2), mentor("y", "maps", capacity=0)], ONLY_TOPICS)
    assert [pair.mentor for pair in found.pairs] == ["x", "x"]
    assert list(why(found).values()) == ["full_both", "full_both"]


def test_a_mentee_who_has_a_mentor_gets_no_second_one() -> None:
    found = match([mentee("a", "maps", capacity=0)], [mentor("x", "maps")], ONLY_TOPICS)
    assert not found.pairs
    assert why(found) == {"a": "has_partner"}


def test_nobody_is_matched_with_themselves() -> None:
    found = match([mentee("a", "maps")], [mentor("a", "maps")], ONLY_TOPICS)
    assert why(found) == {"a": "nobody"}


def test_two_people_do_not_mentor_each_other() -> None:
    mentees, mentors = [mentee("a", "maps"), mentee("b", "maps")], [mentor("a", "maps"), mentor("b", "maps")]
    assert len(match(mentees, mentors, ONLY_TOPICS).pairs) == 1
    found = match([*mentees, mentee("c", "zines")], [*mentors, mentor("d", "zines")], ANYTHING)
    assert len(found.pairs) == 3
    assert not {("a", "b"), ("b", "a")} <= pairs(found)


@pytest.mark.parametrize("named", [("a", "x"), ("x", "a")])
@pytest.mark.parametrize("rule", ["avoid", "former"])
def test_who_avoids_whom_and_former_partners_stay_apart_whoever_is_named_first(
    rule: str, named: tuple[str, str]
) -> None:
    ada, others, listed = (
        mentee("a", "maps"),
        [mentor("x", "maps"), mentor("y", "maps", "zines")],
        [two(*named)],
    )
    if rule == "avoid":
        found = match([ada], others, ONLY_TOPICS, avoid=listed)
    else:
        found = match([ada], others, ONLY_TOPICS, former=listed)
    assert pairs(found) == {("a", "y")}


def test_colleagues_are_kept_apart_where_the_program_says_so() -> None:
    ada, xan = (
        mentee("a", "maps", employer="Elm Town Library"),
        mentor("x", "maps", employer=" elm town  library"),
    )
    assert pairs(match([ada], [xan], ONLY_TOPICS)) == {("a", "x")}
    found = match([ada], [xan], replace(ONLY_TOPICS, not_same_employer=True))
    assert why(found) == {"a": "excluded"}
    unknown = match(
        [mentee("a", "maps")], [mentor("x", "maps")], replace(ONLY_TOPICS, not_same_employer=True)
    )
    assert len(unknown.pairs) == 1


def test_a_pair_needs_a_language_in_common() -> None:
    ada, xan = mentee("a", "maps", languages=("fr",)), mentor("x", "maps", languages=("en",))
    assert why(match([ada], [xan], ONLY_TOPICS)) == {"a": "no_language"}
    assert pairs(match([ada], [xan, mentor("y", languages=("en", "fr"))], ANYTHING)) == {("a", "y")}
    assert pairs(match([ada], [mentor("z", "maps")], ONLY_TOPICS)) == {("a", "z")}


def test_a_pair_below_the_least_score_is_not_proposed() -> None:
    found = match([mentee("a", "maps")], [mentor("x", "zines")], ONLY_TOPICS)
    assert why(found) == {"a": "nothing"}
    assert len(match([mentee("a", "maps")], [mentor("x", "zines")], ANYTHING).pairs) == 1


def test_without_mentors_everybody_hears_that_there_are_none() -> None:
    assert why(match([mentee("a")], [], Rules())) == {"a": "nobody"}
    assert match([], [mentor("x")], Rules()) == Matches(pairs=(), unmatched=())


# --- locked pairs -------------------------------------------------------------------------------------


def test_a_locked_pair_is_kept_whatever_it_scores_and_takes_its_room() -> None:
    mentees, mentors = (
        [mentee("a", "maps"), mentee("b", "zines")],
        [mentor("x", "maps"), mentor("y", "zines")],
    )
    found = match(mentees, mentors, ANYTHING, locked=[two("a", "y")], former=[two("a", "y")])
    assert pairs(found) == {("a", "y"), ("b", "x")}


def test_what_cannot_be_locked_is_told() -> None:
    mentees = [mentee("a", "maps"), mentee("b", "maps"), mentee("c", capacity=0)]
    mentors = [mentor("a", "maps"), mentor("b", "maps"), mentor("x", capacity=0)]
    wanted = [two("a", "b"), two("b", "a"), two("a", "a"), two("nobody", "a"), two("b", "x"), two("c", "a")]
    found = match(mentees, mentors, ANYTHING, locked=wanted, avoid=[two("x", "b")])
    told = {pair: reason.key.rpartition(".")[2] for pair, reason in found.not_locked}
    assert told == {
        two("a", "a"): "apart",
        two("b", "a"): "both_ways",
        two("b", "x"): "apart",
        two("c", "a"): "has_partner",
        two("nobody", "a"): "absent",
    }
    assert pairs(found) == {("a", "b")}
    full = match(mentees, mentors, ANYTHING, locked=[two("a", "x")])
    assert full.not_locked == ((two("a", "x"), Say("match.not_locked.no_room")),)


# --- what is best -------------------------------------------------------------------------------------


def test_a_rare_interest_beats_a_common_one() -> None:
    ada, crowd = (
        mentee("a", "archives", "management"),
        [mentor(f"m{n}", "management", capacity=0) for n in range(12)],
    )
    mentors = [mentor("rare", "archives"), mentor("usual", "management"), *crowd]
    scores = score([ada], mentors, ONLY_TOPICS).scores[0]
    assert scores[0] > scores[1] + 10
    assert pairs(match([ada], mentors, ONLY_TOPICS)) == {("a", "rare")}


def test_an_interest_that_nobody_shares_makes_nobody_less_alike() -> None:
    assert (
        score([mentee("a", "maps", "kites")], [mentor("x", "maps", "bees")], ONLY_TOPICS).scores[0, 0] == 100
    )


def test_more_pairs_count_for_more_than_better_ones() -> None:
    mentees = [mentee("a", "maps", "zines"), mentee("b", "maps")]
    found = match(mentees, [mentor("x", "maps"), mentor("y", "zines")], ONLY_TOPICS)
    assert pairs(found) == {("a", "y"), ("b", "x")}


def test_where_mentors_are_scarce_those_who_waited_longest_come_first() -> None:
    mentees = [
        mentee("a", "maps"),
        mentee("b", "zines", waited=1),
        mentee("c", "archives", waited=2),
        mentee("d", waited=1),
    ]
    found = match(mentees, [mentor("x", "maps"), mentor("y", "maps", "zines")], ANYTHING)
    assert pairs(found) == {("c", "x"), ("b", "y")}
    assert why(found) == {"a": "full_both", "d": "full_otherwise"}
    enough = match(mentees[:2], [mentor("x", "maps"), mentor("y", "zines")], ONLY_TOPICS)
    assert pairs(enough) == {("a", "x"), ("b", "y")}


def test_the_same_seed_gives_the_same_pairs_in_whatever_order_people_come() -> None:
    mentees, mentors = (
        [mentee(f"e{n}", "maps") for n in range(9)],
        [mentor(f"m{n}", "maps") for n in range(7)],
    )
    first = match(mentees, mentors, ONLY_TOPICS, seed=1)
    assert match(mentees, mentors, ONLY_TOPICS, seed=1) == first
    assert match(mentees[::-1], mentors[::-1], ONLY_TOPICS, seed=1) == first
    assert len({frozenset(pairs(match(mentees, mentors, ONLY_TOPICS, seed=n))) for n in range(10)}) > 1


TOPICS = ("archives", "maps", "zines", "metadata")
PEOPLE = ("p1", "p2", "p3", "p4", "p5")


@st.composite
def sides(draw: st.DrawFn, role: Role, names: Sequence[str]) -> list[Candidate]:
    return [
        Candidate(
            person=PersonId(name),
            role=role,
            topics=tuple(draw(st.sets(st.sampled_from(TOPICS), max_size=3))),
            seeks=tuple(draw(st.sets(st.sampled_from(("cv", "leading")), max_size=2))),
            offers=tuple(draw(st.sets(st.sampled_from(("cv", "leading")), max_size=2))),
            employer=draw(st.sampled_from(("", "Elm", "Oak"))),
            languages=tuple(draw(st.sampled_from(((), ("en",), ("fr",), ("en", "fr"))))),
            zone=draw(st.sampled_from(("America/New_York", "America/Los_Angeles", "Asia/Tokyo"))),
            capacity=draw(st.integers(0, 3 if role is Role.MENTOR else 1)),
            waited=draw(st.integers(0, 3)),
        )
        for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
    ]


@st.composite
def apart(draw: st.DrawFn) -> list[Two]:
    person = st.sampled_from([*PEOPLE, *(name.upper() for name in PEOPLE)])
    return [two(*found) for found in draw(st.lists(st.tuples(person, person), max_size=4))]


def every_way(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], may: set[Two]
) -> Iterator[list[Two]]:
    """Every assignment that the rules allow, by trying them all."""
    if not mentees:
        yield []
        return
    first, *rest = mentees
    for others in every_way(rest, mentors, may):
        yield others
        for one in mentors:
            taken = sum(mentor == one.person for _, mentor in others)
            if (
                (first.person, one.person) in may
                and taken < one.capacity
                and (one.person, first.person) not in others
            ):
                yield [(first.person, one.person), *others]


def may_be(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules, never: Sequence[Two]
) -> dict[Two, int]:
    scores = score(mentees, mentors, rules).scores
    return {
        (a.person, b.person): int(scores[row, column])
        for row, a in enumerate(mentees)
        for column, b in enumerate(mentors)
        if a.person != b.person and a.capacity and scores[row, column] >= rules.least_score
        if not a.languages or not b.languages or set(a.languages) & set(b.languages)
        if not (rules.not_same_employer and a.employer and a.employer == b.employer)
        if (a.person, b.person) not in never and (b.person, a.person) not in never
    }


def check_best(mentees: list[Candidate], mentors: list[Candidate], never: list[Two], rules: Rules) -> None:
    worth = may_be(mentees, mentors, rules, never)
    waited = {one.person: one.waited for one in mentees}

    def merit(pairs: Sequence[Two]) -> tuple[int, ...]:
        """How many, how many of those who waited longest..., the worst, and the total."""
        urgent = (sum(waited[mentee] >= level for mentee, _ in pairs) for level in (3, 2, 1))
        scores = [worth[pair] for pair in pairs]
        return len(pairs), *urgent, min(scores, default=0), sum(scores)

    found = match(mentees, mentors, rules, avoid=never[:2], former=never[2:], seed=7)
    got = [(pair.mentee, pair.mentor) for pair in found.pairs]
    ways = list(every_way(mentees, mentors, set(worth)))
    assert sorted(got) in [sorted(way) for way in ways]
    assert merit(got) == max(map(merit, ways))
    assert all(
        pair.score == worth[pair.mentee, pair.mentor] and 1 <= len(pair.reasons) <= 3 for pair in found.pairs
    )
    assert sorted([*(mentee for mentee, _ in got), *(one for one, _ in found.unmatched)]) == sorted(waited)
    assert found.proof.proven
    assert found.proof.matched.reached == len(got)
    assert found.proof.total.reached == sum(pair.score for pair in found.pairs)


rules = st.builds(Rules, least_score=st.integers(0, 60), not_same_employer=st.booleans())


@settings(max_examples=150, deadline=None)
@given(sides(Role.MENTEE, PEOPLE), sides(Role.MENTOR, [name.upper() for name in PEOPLE]), apart(), rules)
def test_no_other_way_is_better(
    mentees: list[Candidate], mentors: list[Candidate], never: list[Two], rules: Rules
) -> None:
    check_best(mentees, mentors, never, rules)


@settings(max_examples=150, deadline=None)
@given(sides(Role.MENTEE, PEOPLE), sides(Role.MENTOR, PEOPLE), apart(), rules)
def test_nor_where_people_take_both_roles(
    mentees: list[Candidate], mentors: list[Candidate], never: list[Two], rules: Rules
) -> None:
    check_best(mentees, mentors, never, rules)


@settings(max_examples=100, deadline=None)
@given(sides(Role.MENTEE, PEOPLE), sides(Role.MENTOR, PEOPLE), st.data())
def test_nor_around_pairs_that_are_locked(
    mentees: list[Candidate], mentors: list[Candidate], data: st.DataObject
) -> None:
    every = [(one.person, other.person) for one in mentees for other in mentors]
    wanted = data.draw(st.lists(st.sampled_from(every), max_size=3, unique=True)) if every else []
    found = match(mentees, mentors, ANYTHING, locked=wanted, seed=7)
    locked = [pair for pair in wanted if pair not in dict(found.not_locked)]
    scores = score(mentees, mentors, ANYTHING).scores
    of = {two: int(points) for two, points in zip(every, scores.reshape(-1), strict=True)}
    waited = {one.person: one.waited for one in mentees}
    free = may_be([one for one in mentees if one.person not in dict(locked)], mentors, ANYTHING, [])

    def merit(pairs: Sequence[Two]) -> tuple[int, ...]:
        urgent = (sum(waited[mentee] >= level for mentee, _ in pairs) for level in (3, 2, 1))
        chosen = [of[pair] for pair in pairs if pair not in locked]
        return len(pairs), *urgent, min(chosen, default=0), sum(of[pair] for pair in pairs)

    got = [(pair.mentee, pair.mentor) for pair in found.pairs]
    ways = [way for way in every_way(mentees, mentors, {*free, *locked}) if set(locked) <= set(way)]
    assert set(locked) <= set(got)
    assert merit(got) == max(map(merit, ways))


def test_many_who_take_both_roles_are_all_matched_and_never_both_ways() -> None:
    names = [f"p{n:02}" for n in range(60)]
    topics = [("maps",), ("zines",), ("maps", "zines"), ("archives", "maps")]
    found = match(
        [mentee(name, *topics[n % 4]) for n, name in enumerate(names)],
        [mentor(name, *topics[n // 2 % 4]) for n, name in enumerate(names)],
        ANYTHING,
    )
    assert len(found.pairs) == 60
    assert not {(b, a) for a, b in pairs(found)} & pairs(found)


# --- scores and reasons -------------------------------------------------------------------------------


def test_a_score_goes_up_with_each_likeness_and_is_of_a_hundred() -> None:
    weights = Weights(topics=1, goals=1, career_stage=1, place=1, hours=1, languages=1)
    rules = Rules(weights=weights, stages=("student", "early", "senior"))
    ada = mentee(
        "a",
        "maps",
        seeks=("cv",),
        career_stage="early",
        location="Elmford, CT",
        zone="America/New_York",
        languages=("en",),
    )
    same = {
        "career_stage": "senior",
        "location": "elmford, ct",
        "zone": "America/New_York",
        "languages": ("en",),
    }
    mentors = [
        mentor("0", "maps", offers=("cv", "talks"), **same),
        mentor("1", "zines", offers=("cv", "talks"), **same),
        mentor("2", "zines", **same),
        mentor("3", "zines", **{**same, "career_stage": "early"}),
        mentor("4", "zines", **{**same, "career_stage": "early", "location": "Ashton, CT"}),
        mentor(
            "5",
            "zines",
            **{**same, "career_stage": "student", "location": "Ashton, CT", "zone": "Europe/Paris"},
        ),
    ]
    scores = [int(found) for found in score([ada], mentors, rules).scores[0]]
    assert scores[0] == 100
    assert all(better > worse for better, worse in pairwise(scores))


def test_what_nobody_was_asked_does_not_count() -> None:
    rules = Rules(weights=Weights(topics=1, goals=50, career_stage=50, place=50, hours=0, languages=50))
    assert score([mentee("a", "maps")], [mentor("x", "maps")], rules).scores[0, 0] == 100


def test_waking_hours_are_shared_round_the_clock() -> None:
    assert shared_hours("America/New_York", "America/New_York") == 12
    assert shared_hours("America/New_York", "America/Los_Angeles") == 9
    assert shared_hours("Asia/Tokyo", "America/New_York") == 1.5
    assert shared_hours("UTC", "Etc/GMT+12") == 0


def test_a_reason_names_the_rare_interest_in_the_programs_own_words() -> None:
    crowd = [mentor(f"m{n}", "management", capacity=0) for n in range(20)]
    labels = {"topics": {"oral-history": Phrase({"en": "oral history"})}}
    found = match(
        [mentee("a", "management", "oral-history")],
        [mentor("x", "oral-history", "management"), *crowd],
        replace(ONLY_TOPICS, labels=labels),
    )
    reason = found.pairs[0].reasons[0]
    assert reason == Say(
        "match.reason.rare_topics.desk",
        {
            "mentee": Ref("Person", "a", "name"),
            "mentor": Ref("Person", "x", "name"),
            "topics": Several((Phrase({"en": "oral history"}),)),
        },
    )
    assert told_to(Role.MENTEE, reason) == replace(reason, key="match.reason.rare_topics.mentee")
    assert told_to(Role.MENTOR, reason) == replace(reason, key="match.reason.rare_topics.mentor")


def test_the_three_weightiest_reasons_are_given_and_interests_come_first() -> None:
    rules = Rules(
        weights=Weights(topics=2, goals=5, career_stage=3, place=1, hours=4), stages=("student", "senior")
    )
    known = {"location": "Elmford", "languages": ("en", "fr")}
    found = match(
        [mentee("a", "maps", seeks=("cv", "talks"), career_stage="student", **known)],
        [mentor("x", "maps", offers=("talks",), career_stage="senior", **known)],
        rules,
    )
    said = [reason.key.split(".")[2] for reason in found.pairs[0].reasons]
    assert said == ["some_goals", "topics", "further"]


def test_a_pair_with_nothing_in_common_says_so() -> None:
    found = match([mentee("a", "maps")], [mentor("x", "zines")], ANYTHING)
    assert [reason.key for reason in found.pairs[0].reasons] == ["match.reason.room.desk"]


def test_every_reason_has_its_words() -> None:
    words = Path("flows/wording/en.toml").read_text(encoding="utf-8")
    for desk, others in FORMS.items():
        assert [key.rpartition(".")[2] for key in (desk, *others)] == ["desk", "mentee", "mentor"]
        assert f"[{desk.rpartition('.')[0]}" in words


# --- from applications --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def program() -> Program:
    file = Path("flows/programs/connecticut.toml")
    return read(file.read_text(encoding="utf-8"), file.name)


def applied(person: Person, role: Role, **answers: tuple[str, ...]) -> Application:
    return Application(
        id=ApplicationId(f"ct:{person.id}"),
        program=ProgramId("connecticut"),
        cohort="",
        person=person.id,
        role=role,
        state=ApplicationState.ACCEPTED,
        answers=answers,
        waited=1,
    )


def test_an_application_says_all_that_matching_looks_at(program: Program) -> None:
    ada, ben = Person(id=PersonId("ada"), name="Ada Elm"), Person(id=PersonId("ben"), name="Ben Oak")
    asks = applied(
        ada,
        Role.MENTEE,
        topics=("archives",),
        goals=("leadership",),
        niche=("Seed  libraries, and zines.",),
        employer=(),
    )
    offers = applied(
        ben, Role.MENTOR, topics=("archives",), goals=("leadership",), niche=("zines",), capacity=("3",)
    )

    mentee, mentor = candidate_of(asks, ada, program), candidate_of(offers, ben, program, partners=2)

    assert mentee.topics == ("archives", "seed libraries", "zines")
    assert (mentee.seeks, mentee.offers, mentee.employer, mentee.waited) == (("leadership",), (), "", 1)
    assert (mentor.seeks, mentor.offers, mentor.capacity) == ((), ("leadership",), 1)
    assert candidate_of(offers, ben, program, partners=4).capacity == 0


def test_the_program_names_what_a_reason_speaks_of(program: Program) -> None:
    rules = rules_of(program)
    assert rules.stages[0] == "student"
    asked = {question.key: question for question in program.asked("mentee")}
    for question in ("topics", "goals", "languages"):
        for option in asked[question].options:
            assert rules.label(question, option.key) == Phrase(option.label)
    assert rules.label("topics", "zines") == "zines"


# --- how long it takes --------------------------------------------------------------------------------


def cast(count: int, role: Role) -> list[Candidate]:
    """Applicants who differ, by simple arithmetic."""
    zones = ("America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/Paris")
    return [
        Candidate(
            person=PersonId(f"{role}-{n}"),
            role=role,
            topics=tuple(f"t{n * k * k % 41}" for k in (1, 2, 3, 5)),
            seeks=tuple(f"g{n * k % 13}" for k in (1, 3)),
            offers=tuple(f"g{n * k % 13}" for k in (2, 5, 7)),
            career_stage=("student", "early", "mid", "senior")[n * 7 % 4],
            employer=f"Library {n % 90}",
            location=f"Town {n % 50}, Region {n % 5}",
            zone=zones[n % 4],
            languages=("en",) if n % 3 else ("en", "fr"),
            capacity=1 + (role is Role.MENTOR and n % 3),
            waited=n % 4,
        )
        for n in range(count)
    ]


def test_a_thousand_mentees_and_six_hundred_mentors_take_less_than_two_seconds() -> None:
    mentees, mentors = cast(1000, Role.MENTEE), cast(600, Role.MENTOR)
    rules = Rules(not_same_employer=True, stages=("student", "early", "mid", "senior"))
    match(mentees[:2], mentors[:2], rules)  # loads the libraries
    began = process_time()  # what others do on the machine does not count
    found = match(mentees, mentors, rules, seed=3)
    assert process_time() - began < 2
    assert len(found.pairs) + len(found.unmatched) == 1000


def test_importing_the_face_loads_neither_numpy_nor_scipy() -> None:
    look = "import sys; import flows.matching.assign, flows.router; print(sorted({'numpy', 'scipy'} & sys.modules.keys()))"
    assert (
        subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True).stdout
        == "[]\n"
    )
