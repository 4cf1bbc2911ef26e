"""The same year on two platforms, with and without faults: nothing is lost, nothing said twice, and screens end alike."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.rehearsal.faults import Faults
from bot.sending import Sending
from flows.ids import ProgramId, WishId
from flows.model.talk import Wish
from flows.places import coordinators
from flows.reaching import is_copy
from tests.simulation.invariants import broken, wishes
from tests.simulation.judging import YEARS_EACH, differences, verdict
from tests.simulation.two_platforms import DISCORD, SLACK, TwoPlatforms, homes
from tests.simulation.years import TO_THE_FIRST_MEETINGS, Year, faultless, live

PEOPLE = 3
SEEDS = range(PEOPLE * YEARS_EACH, PEOPLE * YEARS_EACH + 4)
NIGHTLY = range(50_000, 51_000, YEARS_EACH)
DESK = coordinators(ProgramId("connecticut"))


def without_faults() -> Year:
    return faultless(PEOPLE, TO_THE_FIRST_MEETINGS, TwoPlatforms)


def test_people_are_on_one_on_the_other_and_on_both() -> None:
    where = Counter(homes(person) for person in without_faults().rehearsal.people)
    assert set(where) == {(SLACK,), (DISCORD,), (SLACK, DISCORD)}


def test_each_hears_where_they_are() -> None:
    year = without_faults()
    assert not broken(year)
    for via, platform in year.world.platforms.items():
        heard = {place.removeprefix("dm:") for place, screen in platform.screens.items() if screen}
        people = heard & set(year.rehearsal.people)
        assert people
        assert all(via in homes(person) for person in people)


def test_what_is_for_all_stands_on_both_alike() -> None:
    screens = [platform.screens for platform in without_faults().world.platforms.values()]
    mine, theirs = ([shown.message.parts for shown in screen[DESK]] for screen in screens)
    assert mine == theirs
    assert mine


def test_a_pair_that_shares_no_platform_is_told_of_it_on_each() -> None:
    apart = [wish for wish in wishes(without_faults()) if wish.key == "match.announced.apart"]
    assert apart
    assert len(apart) == 2 * sum(not is_copy(wish.id) for wish in apart)


def test_nothing_is_lost_or_said_twice_whatever_goes_wrong() -> None:
    verdicts = [verdict(seed, days=TO_THE_FIRST_MEETINGS, simulated=TwoPlatforms) for seed in SEEDS]
    wrong = [found.wrong for found in verdicts if found.wrong]
    assert not wrong, "\n\n".join(wrong)
    assert any(found.prompt for found in verdicts), "none of these had to end as without faults"


def test_while_one_is_down_for_hours_the_other_goes_on() -> None:
    down = Faults(seed=5, down=0.02, posted=0.05, crash=0.002, replicas=2)
    year = live(PEOPLE, down, simulated=TwoPlatforms)
    assert {what for what in year.world.dice.struck if what.startswith("down")} == {
        "down slack",
        "down discord",
    }
    assert not broken(year)


@pytest.mark.nightly
@pytest.mark.parametrize("first", NIGHTLY)
def test_many_more_faults(first: int) -> None:
    seeds = range(first, first + YEARS_EACH)
    verdicts = [verdict(seed, days=TO_THE_FIRST_MEETINGS, simulated=TwoPlatforms) for seed in seeds]
    wrong = [found.wrong for found in verdicts if found.wrong]
    assert not wrong, "\n\n".join(wrong)


# --- the test itself -------------------------------------------------------------------------------------


class TellsEverybodyAgain(Sending):
    """A copy is thought to be missing wherever it cannot be found under the first one's id."""

    def settle(self, claimed: tuple[Wish, ...]) -> None:
        super().settle(tuple(replace(wish, sent_with=WishId(wish.id.partition("@")[0])) for wish in claimed))


def test_a_planted_mistake_shows_within_few_seeds() -> None:
    harmless = live(PEOPLE, simulated=TwoPlatforms, sending=TellsEverybodyAgain)
    assert not broken(harmless), "without faults nobody would notice it"
    assert not differences(without_faults(), harmless)
    days = TO_THE_FIRST_MEETINGS
    verdicts = (
        verdict(seed, days=days, sending=TellsEverybodyAgain, simulated=TwoPlatforms) for seed in range(28)
    )
    assert any(found.wrong for found in verdicts)
