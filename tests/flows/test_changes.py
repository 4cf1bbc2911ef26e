"""A change tried out before it is chosen: what it says comes true, nobody moves without need, and a swap moves only two."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.ids import PersonId
from flows.matching.changes import Change, Effect, Move, Setting, What, Whole, tried, whole
from flows.matching.people import Candidate, Proposed, Rules, Two
from flows.messages import Say
from flows.model.cohorts import Role
from flows.programs.program import Weights

TOPICS = ("archives", "maps", "zines", "metadata")
ONLY_TOPICS = Weights(topics=1, goals=0, career_stage=0, place=0, hours=0, languages=0)
ANYTHING = Rules(weights=ONLY_TOPICS, least_score=0)


def mentee(name: str, *topics: str, **known: object) -> Candidate:
    return replace(Candidate(person=PersonId(name), role=Role.MENTEE, topics=topics), **known)  # type: ignore[arg-type]


def mentor(name: str, *topics: str, **known: object) -> Candidate:
    return replace(Candidate(person=PersonId(name), role=Role.MENTOR, topics=topics), **known)  # type: ignore[arg-type]


def setting(mentees: Sequence[Candidate], mentors: Sequence[Candidate], **known: object) -> Setting:
    return replace(Setting(mentees=tuple(mentees), mentors=tuple(mentors), rules=ANYTHING), **known)  # type: ignore[arg-type]


THREE = setting(
    [mentee("a", "archives"), mentee("b", "maps"), mentee("c", "zines")],
    [mentor("x", "archives"), mentor("y", "maps"), mentor("z", "zines")],
)


def change(what: What, who: str, with_whom: str) -> Change:
    return Change(what, PersonId(who), PersonId(with_whom))


def effect(now: Setting, what: What, who: str, with_whom: str) -> Effect:
    found = tried(now, now.match().pairs, change(what, who, with_whom))
    assert isinstance(found, Effect), found
    return found


def twos(pairs: Sequence[Proposed]) -> set[Two]:
    return {(pair.mentee, pair.mentor) for pair in pairs}


def moved(found: Effect) -> dict[str, tuple[str | None, str | None]]:
    return {move.mentee: (move.before, move.after) for move in found.moves}


# --- what is said -------------------------------------------------------------------------------------


def test_apart_costs_what_it_says() -> None:
    found = effect(THREE, What.APART, "a", "x")
    assert found.before == Whole(matched=3, worst=100, total=300)
    assert found.after == Whole(matched=3, worst=0, total=100)
    assert len(found.moves) == 2
    assert found.moves[0].mentee == "a", "whom it is about comes first"
    assert twos(found.matches.pairs) == twos(found.setting.match().pairs)


def test_together_moves_whoever_is_in_the_way() -> None:
    found = effect(THREE, What.TOGETHER, "a", "y")
    assert moved(found)["a"] == ("x", "y")
    assert moved(found)["b"][0] == "y"
    assert found.setting.together == {("a", "y")}


def test_in_a_swap_two_change_places_and_nobody_else_moves() -> None:
    found = effect(THREE, What.SWAP, "c", "x")
    assert found.moves == (
        Move(PersonId("c"), PersonId("z"), PersonId("x")),
        Move(PersonId("a"), PersonId("x"), PersonId("z")),
    )
    assert found.setting.together == {("c", "x"), ("a", "z")}


def test_of_several_who_could_give_way_the_one_does_whom_it_costs_least() -> None:
    now = setting(
        [mentee("a", "archives"), mentee("b", "archives", "zines"), mentee("c", "zines")],
        [mentor("x", "archives", capacity=2), mentor("z", "zines")],
    )
    assert twos(now.match().pairs) == {("a", "x"), ("b", "x"), ("c", "z")}
    assert moved(effect(now, What.SWAP, "c", "x")) == {"c": ("z", "x"), "b": ("x", "z")}


def test_a_swap_into_a_free_place_displaces_nobody() -> None:
    now = setting([mentee("a", "archives")], [mentor("x", "archives"), mentor("y", "maps")])
    assert moved(effect(now, What.SWAP, "a", "y")) == {"a": ("x", "y")}


def test_who_has_nobody_takes_the_place_of_one_who_then_has_nobody() -> None:
    now = setting([mentee("a", "archives"), mentee("b", "maps")], [mentor("x", "archives")])
    found = effect(now, What.SWAP, "b", "x")
    assert moved(found) == {"b": (None, "x"), "a": ("x", None)}
    assert [person for person, _ in found.matches.unmatched] == ["a"]


@pytest.mark.parametrize(
    ("avoid", "what", "who", "why"),
    [
        ({("a", "y")}, What.TOGETHER, ("a", "y"), "match.not_locked.apart"),
        (set(), What.TOGETHER, ("nobody", "y"), "match.not_locked.absent"),
        ({("a", "y")}, What.SWAP, ("a", "y"), "match.not_locked.apart"),
        (set(), What.SWAP, ("a", "x"), "match.change.stands_already"),
    ],
)
def test_what_cannot_be_is_said(
    avoid: set[tuple[str, str]], what: What, who: tuple[str, str], why: str
) -> None:
    avoided = frozenset((PersonId(one), PersonId(other)) for one, other in avoid)
    now = replace(THREE, avoid=avoided)
    found = tried(now, now.match().pairs, change(what, *who))
    assert isinstance(found, Say)
    assert found.key == why


def test_the_rules_that_a_kept_pair_goes_against_are_named() -> None:
    strict = Rules(weights=ONLY_TOPICS, least_score=1, not_same_employer=True)
    now = setting(
        [mentee("a", "archives", employer="Elm", languages=("en",))],
        [mentor("x", "maps", employer="elm ", languages=("fr",)), mentor("y", "archives")],
        rules=strict,
        former=frozenset({(PersonId("x"), PersonId("a"))}),
    )
    broken = [
        said.key.removeprefix("match.change.breaks_") for said in effect(now, What.TOGETHER, "a", "x").breaks
    ]
    assert broken == ["former", "employer", "language", "least"]
    assert effect(now, What.TOGETHER, "a", "y").breaks == ()


def test_a_pair_that_only_coordinators_would_have_ends_when_they_set_it_free() -> None:
    """Though it is as good as any other: colleagues are kept apart unless somebody decides otherwise."""
    now = setting(
        [mentee("a", "maps", employer="Town Library")],
        [mentor("x", "maps", employer="Town Library"), mentor("y", "maps")],
        rules=replace(ANYTHING, not_same_employer=True),
        together=frozenset({(PersonId("a"), PersonId("x"))}),
    )
    assert moved(effect(now, What.FREE, "a", "x")) == {"a": ("x", "y")}


def test_what_was_decided_stays_decided_until_it_is_taken_back() -> None:
    first = effect(THREE, What.TOGETHER, "a", "y")
    second = tried(first.setting, first.matches.pairs, change(What.APART, "b", "x"))
    assert isinstance(second, Effect)
    assert (PersonId("a"), PersonId("y")) in twos(second.matches.pairs)
    third = tried(second.setting, second.matches.pairs, change(What.FREE, "a", "y"))
    assert isinstance(third, Effect)
    assert not third.setting.together
    assert third.setting.apart == {("b", "x")}


# --- nobody moves without need ------------------------------------------------------------------------


@st.composite
def settings_of(draw: st.DrawFn, *, both: bool) -> Setting:
    names = [f"p{n}" for n in range(6)]

    def side(role: Role) -> tuple[Candidate, ...]:
        mine = names if both or role is Role.MENTEE else [name.upper() for name in names]
        return tuple(
            Candidate(
                person=PersonId(name),
                role=role,
                topics=tuple(sorted(draw(st.sets(st.sampled_from(TOPICS), max_size=2)))),
                capacity=1 if role is Role.MENTEE else draw(st.integers(1, 2)),
                waited=draw(st.integers(0, 1)),
            )
            for name in draw(st.lists(st.sampled_from(mine), unique=True, min_size=1, max_size=6))
        )

    return setting(
        side(Role.MENTEE),
        side(Role.MENTOR),
        rules=Rules(weights=ONLY_TOPICS, least_score=draw(st.integers(0, 1))),
    )


@settings(max_examples=100, deadline=None)
@given(settings_of(both=False), st.integers(0, 9))
def test_nobody_moves_where_nothing_is_changed_whatever_the_seed(now: Setting, seed: int) -> None:
    standing = now.match().pairs
    again = replace(now, seed=f"another {seed}")
    mentee_, mentor_ = now.mentees[0].person, now.mentors[0].person
    found = tried(again, standing, Change(What.FREE, mentee_, mentor_))
    assert isinstance(found, Effect)
    assert found.moves == ()
    assert found.before == found.after == whole(standing)


@settings(max_examples=100, deadline=None)
@given(settings_of(both=True), st.sampled_from((What.TOGETHER, What.APART, What.SWAP)), st.data())
def test_what_is_said_comes_true_and_is_as_good_as_can_be(
    now: Setting, what: What, data: st.DataObject
) -> None:
    who, with_whom = data.draw(st.sampled_from(now.mentees)), data.draw(st.sampled_from(now.mentors))
    standing = now.match().pairs
    found = tried(now, standing, Change(what, who.person, with_whom.person))
    if isinstance(found, Say):
        return
    after = found.matches.pairs
    assert found.after == whole(after)
    before = {pair.mentee: pair.mentor for pair in standing}
    becomes = {**before, **{move.mentee: move.after for move in found.moves}}
    assert {mentee_: mentor_ for mentee_, mentor_ in becomes.items() if mentor_} == {
        pair.mentee: pair.mentor for pair in after
    }
    assert ((who.person, with_whom.person) in twos(after)) is (what is not What.APART)
    assert not {two[::-1] for two in twos(after)} & twos(after), "no two people mentor each other"
    for one in now.mentors:
        assert sum(pair.mentor == one.person for pair in after) <= one.capacity
    matched = {pair.mentee for pair in after}
    assert sorted([*matched, *(person for person, _ in found.matches.unmatched)]) == sorted(
        one.person for one in now.mentees
    )
    if what is What.SWAP:
        moved_ = [move for move in found.moves if move.mentee != who.person and move.before]
        assert len(moved_) <= 1, "one gives way; others can only gain a place"
    else:
        anew = found.setting.match().pairs
        assert found.after == whole(anew), "steadiness costs nothing"
        unneeded = [pair for pair in anew if before.get(pair.mentee) != pair.mentor]
        assert len([move for move in found.moves if move.after]) <= len(unneeded)
