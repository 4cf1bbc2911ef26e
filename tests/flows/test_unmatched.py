"""Why somebody is left without a mentor: each claim is true, and what would change it does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from bot import library
from bot.matching.told import Teller
from flows.ids import PersonId
from flows.matching.assign import match
from flows.matching.people import Candidate, Rules
from flows.messages import Ref, Say, Several, Value
from flows.model.cohorts import Role
from tests.flows.matching_rounds import Round, named, played, shared_topics


@pytest.fixture(scope="module")
def rounds() -> list[Round]:
    return [played(seed) for seed in range(150)]


def id_of(value: Value) -> PersonId:
    assert isinstance(value, Ref)
    return PersonId(value.id)


def fit(now: Round, mentee: Candidate) -> list[Candidate]:
    """The mentors whom the rules allow."""
    scores = now.scores
    return [
        one
        for one in now.others(mentee)
        if not now.colleagues(mentee, one) and not now.apart(mentee, one)
        if scores[mentee.person, one.person] >= now.rules.least_score
    ]


def is_full(now: Round, mentor: PersonId) -> bool:
    return len(now.taken.get(mentor, ())) >= now.mentors[mentor].capacity


def own_mentee(now: Round, mentee: Candidate, mentor: PersonId) -> bool:
    return mentor in now.taken.get(mentee.person, ())


def check_full(now: Round, mentee: Candidate, said: Say, count: int) -> None:
    shares = [
        one for one in fit(now, mentee) if shared_topics(mentee, one) or {*mentee.seeks} & {*one.offers}
    ]
    assert len(shares) == count
    assert all(is_full(now, one.person) for one in shares)
    check_nearest(now, mentee, said, shares)


def check_nearest(now: Round, mentee: Candidate, said: Say, among: Sequence[Candidate]) -> None:
    nearest = said.values["nearest"]
    assert isinstance(nearest, Say)
    mentor = id_of(nearest.values["mentor"])
    scores = now.scores
    able = [one.person for one in among if not own_mentee(now, mentee, one.person)]
    assert scores[mentee.person, mentor] == max(scores[mentee.person, one] for one in able)
    assert is_full(now, mentor), "one more place is what it takes"
    assert not own_mentee(now, mentee, mentor)
    if nearest.key.endswith("taken"):
        told = nearest.values["mentees"]
        assert isinstance(told, Several)
        assert [id_of(one) for one in told.items if isinstance(one, Ref)] == sorted(now.taken[mentor])[:3]
    else:
        assert now.mentors[mentor].capacity == 0


def check(now: Round, mentee: Candidate, said: Say) -> None:
    others = now.others(mentee)
    allowed = fit(now, mentee)
    match said.key.removeprefix("match.unmatched."):
        case "nobody":
            assert not [one for one in now.mentors if one != mentee.person]
        case "no_language":
            assert not others
            assert named(said.values["languages"]) == [*mentee.languages]
        case "excluded":
            who = said.values["who"]
            assert isinstance(who, Say)
            rules: Mapping[str, Callable[[Candidate, Candidate], bool]] = {
                "excluded_colleagues": now.colleagues,
                "excluded_apart": now.apart,
                "excluded_both": lambda a, b: now.colleagues(a, b) or now.apart(a, b),
            }
            rule = rules[who.key.removeprefix("match.unmatched.")]
            assert others
            assert all(rule(mentee, one) for one in others)
        case "nothing" | "too_unlike" as key:
            may = [one for one in others if not now.colleagues(mentee, one) and not now.apart(mentee, one)]
            scores = now.scores
            best = max(scores[mentee.person, one.person] for one in may)
            assert best < now.rules.least_score
            assert (best == 0) == (key == "nothing")
            if key == "too_unlike":
                assert scores[mentee.person, id_of(said.values["mentor"])] == best == said.values["best"]
        case "both_ways":
            assert own_mentee(now, mentee, id_of(said.values["mentor"]))
            assert not is_full(now, id_of(said.values["mentor"])), "another mentor for them is all it takes"
            assert all(is_full(now, one.person) or own_mentee(now, mentee, one.person) for one in allowed)
        case "both_ways_full":
            assert own_mentee(now, mentee, id_of(said.values["mentor"]))
            assert all(is_full(now, one.person) and own_mentee(now, mentee, one.person) for one in allowed)
        case "full_otherwise":
            assert all(is_full(now, one.person) for one in allowed)
            check_nearest(now, mentee, said, allowed)
        case "full_colleague":
            colleague = now.mentors[id_of(said.values["mentor"])]
            assert now.colleagues(mentee, colleague)
            assert shared_topics(mentee, colleague) or {*mentee.seeks} & {*colleague.offers}
            assert all(is_full(now, one.person) for one in allowed)
            check_nearest(now, mentee, said, allowed)
        case "full_both":
            check_full(now, mentee, said, 2)
        case "full":
            assert isinstance(said.values["count"], int)
            check_full(now, mentee, said, said.values["count"])
        case other:
            pytest.fail(f"{other} is not to be heard here")


def test_every_reason_for_being_left_is_true(rounds: list[Round]) -> None:
    seen = set()
    for now in rounds:
        for person, said in now.found.unmatched:
            check(now, now.mentees[person], said)
            seen.add(said.key.removeprefix("match.unmatched."))
    assert seen >= {
        "nobody",
        "no_language",
        "excluded",
        "too_unlike",
        "full",
        "full_both",
        "full_otherwise",
        "full_colleague",
    }


def test_what_would_change_it_does(rounds: list[Round]) -> None:
    """One more place with the nearest mentor, and one more mentee can be matched."""
    for now in rounds[:60]:
        for _, said in now.found.unmatched:
            if isinstance(nearest := said.values.get("nearest"), Say):
                mentor = id_of(nearest.values["mentor"])
                wider = [
                    replace(one, capacity=one.capacity + (one.person == mentor))
                    for one in now.mentors.values()
                ]
                again = match(
                    list(now.mentees.values()),
                    wider,
                    now.rules,
                    avoid=now.avoid,
                    former=now.former,
                )
                assert len(again.pairs) == len(now.found.pairs) + 1


def both(name: str, capacity: int = 1) -> tuple[Candidate, Candidate]:
    """Somebody who would be a mentee and a mentor."""
    mentee = Candidate(person=PersonId(name), role=Role.MENTEE, topics=("maps",))
    return mentee, replace(mentee, role=Role.MENTOR, capacity=capacity)


@pytest.mark.parametrize(
    ("places", "said"), [(1, "match.unmatched.both_ways_full"), (2, "match.unmatched.both_ways")]
)
def test_whose_only_mentor_is_their_own_mentee_hears_whether_there_is_room_too(
    places: int, said: str
) -> None:
    """Ada mentors Olu, the only other mentor, who also has Quin."""
    ada, olu, quin = both("ada"), both("olu", capacity=places), both("quin")
    locked = [(PersonId("olu"), PersonId("ada")), (PersonId("quin"), PersonId("olu"))]
    found = match([ada[0], olu[0], quin[0]], [ada[1], olu[1]], Rules(), locked=locked)
    assert [(who, why.key, id_of(why.values["mentor"])) for who, why in found.unmatched] == [
        ("ada", said, "olu")
    ]


def test_a_place_more_goes_to_the_one_who_waited_longer_so_it_is_not_promised_to_both() -> None:
    """Ana and Ben each hear of the place that Dora could have; it is Ben's, who waited."""
    mentees = [
        Candidate(person=PersonId(name), role=Role.MENTEE, topics=("maps",), waited=waited)
        for name, waited in (("ana", 0), ("ben", 1), ("cy", 2))
    ]
    dora = Candidate(person=PersonId("dora"), role=Role.MENTOR, topics=("maps",))
    teller = Teller(library.wording(), {PersonId("cy"): "Cy", PersonId("dora"): "Dora"})
    told = {who: teller.says(why) for who, why in match(mentees, [dora], Rules()).unmatched}
    assert told.keys() == {"ana", "ben"}
    assert all("Dora has Cy. One more place there could go to them." in said for said in told.values())
    wider = match(mentees, [replace(dora, capacity=2)], Rules())
    assert [who for who, _ in wider.unmatched] == ["ana"]
