"""Every reason for a pair is true: each claim of many matches is worked out again from what the two said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.ids import PersonId
from flows.matching.assign import match
from flows.matching.people import Candidate, Proposed, Rules
from flows.matching.telling.forms import FORMS, told_to
from flows.matching.telling.mid_sentence import mid_sentence
from flows.messages import Phrase, Ref, Say, Several, Value
from flows.model.cohorts import Role
from tests.flows.matching_rounds import STAGES, Round, named, played, shared_topics


@pytest.fixture(scope="module")
def rounds() -> list[Round]:
    return [played(seed) for seed in range(150)]


# --- why these two ------------------------------------------------------------------------------------


def clock(zone: str, month: int) -> float:
    offset = datetime(2027, month, 15, 12, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600


def together(mentee: Candidate, mentor: Candidate) -> list[float]:
    """Hours between 9 and 21 on both clocks, on a winter's and on a summer's day, counted by the quarter."""
    shared = []
    for month in (1, 7):
        ahead = clock(mentor.zone, month) - clock(mentee.zone, month)
        quarters = [9 + nth / 4 + 0.125 for nth in range(48)]
        shared.append(sum(9 <= (mine + ahead) % 24 < 21 for mine in quarters) / 4)
    return shared


def care(now: Round, topic: str) -> float:
    """The share of all people here who care about it."""
    people: dict[str, set[str]] = {}
    for one in (*now.mentees.values(), *now.mentors.values()):
        people.setdefault(one.person, set()).update(one.topics)
    return sum(topic in said for said in people.values()) / len(people)


def rare(now: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    return {*named(said["topics"])} <= shared_topics(a, b) and all(
        care(now, topic) <= 0.125 for topic in named(said["topics"])
    )


def common(now: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    shared = shared_topics(a, b)
    return {*named(said["topics"])} <= shared and all(care(now, topic) > 0.125 for topic in shared)


def all_goals(_: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    return {*named(said["goals"])} <= {*a.seeks} <= {*b.offers}


def some_goals(_: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    return {*named(said["goals"])} <= {*a.seeks} & {*b.offers} and not {*a.seeks} <= {*b.offers}


def further(_: Round, a: Candidate, b: Candidate, __: Mapping[str, Value]) -> bool:
    return STAGES.index(b.career_stage) > STAGES.index(a.career_stage)


def same_stage(_: Round, a: Candidate, b: Candidate, __: Mapping[str, Value]) -> bool:
    return a.career_stage == b.career_stage != ""


def place(_: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    here = "".join(str(said["place"]).casefold().split())
    return bool(here) and all("".join(one.location.casefold().split()).endswith(here) for one in (a, b))


def same_hours(_: Round, a: Candidate, b: Candidate, __: Mapping[str, Value]) -> bool:
    return all(clock(a.zone, month) == clock(b.zone, month) for month in (1, 7))


def hours(_: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    winter, summer = together(a, b)
    told = said["hours"]
    return isinstance(told, int) and told > 0 and abs((winter + summer) / 2 - told) <= 0.5


def languages(_: Round, a: Candidate, b: Candidate, said: Mapping[str, Value]) -> bool:
    return bool(named(said["languages"])) and {*named(said["languages"])} <= {*a.languages} & {*b.languages}


def little(_: Round, a: Candidate, b: Candidate, __: Mapping[str, Value]) -> bool:
    return not shared_topics(a, b) and not {*a.seeks} & {*b.offers}


def wished(*, mentee: bool, mentor: bool) -> "Claim":
    return lambda _, a, b, __: (b.person in a.wishes, a.person in b.wishes) == (mentee, mentor)


Claim = Callable[[Round, Candidate, Candidate, Mapping[str, Value]], bool]
TRUE: Mapping[str, Claim] = {
    "rare_topics": rare,
    "topics": common,
    "goals": all_goals,
    "some_goals": some_goals,
    "further": further,
    "same_stage": same_stage,
    "place": place,
    "same_hours": same_hours,
    "hours": hours,
    "languages": languages,
    "both_wished": wished(mentee=True, mentor=True),
    "mentee_wished": wished(mentee=True, mentor=False),
    "mentor_wished": wished(mentee=False, mentor=True),
    "room": little,
}


def every_pair(rounds: Sequence[Round]) -> Iterator[tuple[Round, Proposed, Candidate, Candidate]]:
    for now in rounds:
        for pair in now.found.pairs:
            yield now, pair, now.mentees[pair.mentee], now.mentors[pair.mentor]


def test_every_reason_is_true_of_its_pair(rounds: list[Round]) -> None:
    seen = set()
    for now, pair, mentee, mentor in every_pair(rounds):
        assert 1 <= len(pair.reasons) <= 3
        for reason in pair.reasons:
            name = reason.key.split(".")[2]
            assert TRUE[name](now, mentee, mentor, reason.values), (reason, mentee, mentor)
            seen.add(name)
    assert seen == TRUE.keys(), "the cast is such that each reason is given somewhere"


def test_no_weightier_reason_is_left_out(rounds: list[Round]) -> None:
    for _, pair, mentee, mentor in every_pair(rounds):
        said = [reason.key.split(".")[2] for reason in pair.reasons]
        if len(said) < 3 and shared_topics(mentee, mentor):
            assert {"topics", "rare_topics"} & {*said}
        if len(said) < 3 and {*mentee.seeks} & {*mentor.offers}:
            assert {"goals", "some_goals"} & {*said}


def test_what_the_two_read_names_nobody_but_themselves(rounds: list[Round]) -> None:
    for _, pair, *_two in every_pair(rounds):
        for reason in pair.reasons:
            for role in (Role.MENTEE, Role.MENTOR):
                told = told_to(role, reason)
                people = {value.id for value in told.values.values() if isinstance(value, Ref)}
                assert people <= {pair.mentee, pair.mentor}


def test_who_was_not_asked_for_in_return_does_not_hear_of_it() -> None:
    for one, other in (("mentee_wished", 1), ("mentor_wished", 0)):
        silent = FORMS[f"match.reason.{one}.desk"][other]
        assert silent.endswith(("mentor", "mentee")[1 - other])


# --- how it reads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Oral history", "oral history"),
        ("Children's services", "children's services"),
        ("A healthy working life", "a healthy working life"),
        ("English", "English"),
        ("American Sign Language", "American Sign Language"),
        ("CV help", "CV help"),
        ("iPads", "iPads"),
        ("LGBTQ+ services", "LGBTQ+ services"),
        ("Working with IT", "Working with IT"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence(label: str, within: str) -> None:
    assert mid_sentence(label, "en") == within


def test_languages_are_written_small_where_the_language_does() -> None:
    assert mid_sentence("Anglais", "fr") == "anglais"


def test_words_that_could_be_taken_for_two_are_quoted() -> None:
    labels = {"topics": {"local": Phrase({"en": "Local history and genealogy"})}}
    one = Candidate(person=PersonId("a"), role=Role.MENTEE, topics=("local", "maps"))
    other = replace(one, person=PersonId("b"), role=Role.MENTOR)
    (pair,) = match([one], [other], Rules(labels=labels)).pairs
    assert pair.reasons[0].values["topics"] == Several(
        (
            Say("match.reason.quoted", {"words": Phrase({"en": "local history and genealogy"})}),
            Say("match.reason.quoted", {"words": "maps"}),
        )
    )
