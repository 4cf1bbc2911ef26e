"""What is said of a set of pairs is what is proven of it: no more where there is a gap, and how wide the gap is."""

import pytest

from bot import library
from bot.matching.told import Teller
from flows.matching.proof import Aim, Proof, Waited
from flows.matching.telling.proof_words import in_words

SURE = Aim(9, 9)


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(library.wording(), {})


def test_all_proven_is_one_claim(teller: Teller) -> None:
    assert teller.says(*in_words(Proof(matched=SURE, worst=SURE, total=SURE))) == (
        "It cannot be better: no allowed set of pairs matches more people; none that matches as many has a better "
        "worst pair; none with both has a higher total."
    )


def test_where_some_waited_longer_that_is_part_of_the_claim(teller: Teller) -> None:
    waited = (Waited(cohorts=1, matched=SURE),)
    said = teller.says(*in_words(Proof(matched=SURE, waited=waited, worst=SURE, total=SURE)))
    assert "none that matches as many takes more of those who waited longest;" in said


def test_a_gap_is_stated_and_nothing_is_claimed_beyond_it(teller: Teller) -> None:
    proof = Proof(matched=SURE, worst=Aim(40, 46), total=Aim(3_120, 3_131))
    assert teller.says(*in_words(proof)) == (
        "No allowed set of pairs matches more people. With this, the worst pair could score at most 46 instead of 40. "
        "With all of this, the total could be at most 11 points higher than these 3,120. "
        "Nothing better is known, and it is not proven that there is none."
    )


def test_every_aim_can_have_a_gap(teller: Teller) -> None:
    waited = (
        Waited(cohorts=2, matched=Aim(3, 4)),
        Waited(cohorts=1, matched=SURE),
    )
    said = [
        teller.says(one)
        for one in in_words(Proof(matched=Aim(7, 9), waited=waited, worst=SURE, total=Aim(5, 6)))
    ]
    assert said == [
        "At most 2 more people could be matched.",
        "With this, at most one more of those who waited 2 cohorts or longer could be matched.",
        "None that does as well takes more of those who waited a whole cohort or longer.",
        "None that does as well in this has a better worst pair.",
        "With all of this, the total could be at most 1 point higher than these 5.",
        "Nothing better is known, and it is not proven that there is none.",
    ]


def test_where_no_pair_may_be_nothing_is_praised(teller: Teller) -> None:
    assert (
        teller.says(*in_words(Proof(matched=Aim(0, 0), total=Aim(0, 0)))) == "The rules allow no pair at all."
    )
