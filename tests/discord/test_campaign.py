"""Days in which everything goes wrong: all that people do counts once, and their screens end as on a day like any other."""

from pathlib import Path
from typing import Any

import pytest

from adapters.discord.listening import missed, written
from tests.discord.campaign import Day
from tests.discord.client import redirected
from tests.discord.loopback import loopback

SEEDS = range(1, 2)
NIGHTLY = range(100, 300)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long before they try again."""
    monkeypatch.setattr(written, "PAUSES", (0.1, 0.3, 0.5))
    monkeypatch.setattr(missed, "FIRST", 0.1)


async def day(folder: Path, seed: int, *, faults: bool) -> tuple[Day, dict[str, Any]]:
    """A day, and how it ended."""
    async with loopback() as there:
        with redirected(there):
            one = Day(there, f"sqlite:///{folder}/{faults}.db", seed, faults=faults)
            try:
                return one, await one.whole()
            except AssertionError as error:
                raise AssertionError(f"{error}\nWhat went wrong: {one.happened}") from error


async def all_is_well(folder: Path, seed: int) -> None:
    """Held against the same day without faults."""
    _, wanted = await day(folder, seed, faults=False)
    hard, ended = await day(folder, seed, faults=True)
    for name, said in wanted.items():
        assert hard.in_order(name, ended[name]) == hard.in_order(name, said), f"{name}: {hard.happened}"
    assert list(hard.silent()) == [], hard.happened
    assert hard.there.site.complaints == []


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_day_in_which_everything_goes_wrong(tmp_path: Path, seed: int) -> None:
    await all_is_well(tmp_path, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", NIGHTLY)
async def test_many_more_of_them(tmp_path: Path, seed: int) -> None:
    await all_is_well(tmp_path, seed)
