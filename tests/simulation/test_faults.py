"""The same year with and without faults: nothing is lost, nothing said twice, and screens end alike.

Seeds come in tens: ten draws of faults for one cast, whose faultless year they are held against.
"""

from pathlib import Path

import pytest

from bot.rehearsal.faults import Faults, drawn
from bot.sending import Sending
from bot.turn import Turns
from tests.simulation.invariants import broken
from tests.simulation.judging import YEARS_EACH, differences, verdict
from tests.simulation.planted import MarksBeforeItSends, TakesWhatComesTwice
from tests.simulation.years import THE_WHOLE_YEAR, TO_THE_FIRST_MEETINGS, faultless, live

IN_MEMORY = range(0, 60, YEARS_EACH)
WHOLE_YEARS = range(1000, 1010, YEARS_EACH)
ON_SQLITE = range(2000, 2010, YEARS_EACH)
NIGHTLY = range(10_000, 20_000, YEARS_EACH)
NIGHTLY_WHOLE_YEARS = range(30_000, 32_000, YEARS_EACH)
NIGHTLY_ON_SQLITE = range(40_000, 40_500, YEARS_EACH)
FEW = 28
"""Half of so many seeds have one fault alone, and so each of the faults comes once."""


def all_is_well(first: int, *, days: int | None, folder: Path | None = None) -> None:
    verdicts = [verdict(seed, days=days, folder=folder) for seed in range(first, first + YEARS_EACH)]
    wrong = [found.wrong for found in verdicts if found.wrong]
    assert not wrong, "\n\n".join(wrong)
    assert any(found.prompt for found in verdicts), "none of these had to end as without faults"


@pytest.mark.parametrize("first", IN_MEMORY)
def test_faults_on_the_way_to_the_first_meetings(first: int) -> None:
    all_is_well(first, days=TO_THE_FIRST_MEETINGS)


@pytest.mark.parametrize("first", WHOLE_YEARS)
def test_faults_through_a_whole_year(first: int) -> None:
    all_is_well(first, days=THE_WHOLE_YEAR)


@pytest.mark.parametrize("first", ON_SQLITE)
def test_faults_on_sqlite(first: int, tmp_path: Path) -> None:
    all_is_well(first, days=TO_THE_FIRST_MEETINGS, folder=tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("first", NIGHTLY)
def test_many_more_faults(first: int) -> None:
    all_is_well(first, days=TO_THE_FIRST_MEETINGS)


@pytest.mark.nightly
@pytest.mark.parametrize("first", NIGHTLY_WHOLE_YEARS)
def test_many_more_faulty_years(first: int) -> None:
    all_is_well(first, days=THE_WHOLE_YEAR)


@pytest.mark.nightly
@pytest.mark.parametrize("first", NIGHTLY_ON_SQLITE)
def test_many_more_faults_on_sqlite(first: int, tmp_path: Path) -> None:
    all_is_well(first, days=TO_THE_FIRST_MEETINGS, folder=tmp_path)


# --- the test itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize("plant", [{"sending": MarksBeforeItSends}, {"turns": TakesWhatComesTwice}], ids=str)
def test_a_planted_mistake_shows_within_few_seeds(plant: dict[str, type[Sending] | type[Turns]]) -> None:
    harmless = live(0, days=TO_THE_FIRST_MEETINGS, **plant)  # type: ignore[arg-type]
    assert not broken(harmless), "without faults nobody would notice it"
    assert not differences(faultless(0, TO_THE_FIRST_MEETINGS), harmless)
    verdicts = (verdict(seed, days=TO_THE_FIRST_MEETINGS, **plant) for seed in range(FEW))  # type: ignore[arg-type]
    assert any(found.wrong for found in verdicts)


def test_a_failing_seed_says_how_to_see_it_again() -> None:
    verdicts = (verdict(seed, days=TO_THE_FIRST_MEETINGS, sending=MarksBeforeItSends) for seed in range(FEW))
    told = next(found.wrong for found in verdicts if found.wrong)
    assert told.startswith("seed ")
    assert "verdict(" in told.splitlines()[0]


HARD = Faults(
    seed=7, crash=0.01, away=0.3, late=0.1, twice=0.3, refused=0.1, lost=0.1, posted=0.1, replicas=2
)


def test_a_seed_replays_byte_for_byte() -> None:
    first, again = live(3, HARD), live(3, HARD)
    assert first.bytes == again.bytes
    assert first.world.dice.struck == again.world.dice.struck
    assert first.bytes != live(3).bytes


@pytest.mark.parametrize("seed", range(1, FEW, 2))
def test_each_fault_comes_about(seed: int) -> None:
    faults = drawn(seed)
    meant = {name for name in Faults.__slots__ if name not in ("seed", "replicas", "unreadable", "away")}
    struck = {what.partition(" ")[0] for what in live(seed // YEARS_EACH, faults).world.dice.struck}
    assert struck >= {name for name in meant if getattr(faults, name)}
