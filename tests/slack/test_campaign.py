"""Days in which everything goes wrong: all that people do counts once, and their screens end as on a day like any other."""

from pathlib import Path
from typing import Any

import pytest

from tests.slack.campaign import Day
from tests.slack.manifest import ours
from tests.slack.slack import loopback

SEEDS = range(1, 2)
NIGHTLY = range(100, 300)


async def day(folder: Path, seed: int, *, faults: bool) -> tuple[Day, dict[str, Any]]:
    """A day, and how it ended; odd seeds have sockets, even ones requests."""
    url = f"sqlite:///{folder}/{faults}.db"
    async with loopback(ours(socket_mode=bool(seed % 2))) as slack:
        one = Day(slack, url, seed, faults=faults)
        try:
            return one, await one.whole()
        except AssertionError as error:
            raise AssertionError(f"{error}\nWhat went wrong: {one.happened}") from error


async def all_is_well(folder: Path, seed: int) -> None:
    """Held against the same day without faults."""
    _, wanted = await day(folder, seed, faults=False)
    hard, ended = await day(folder, seed, faults=True)
    for name, (dm, home) in wanted.items():
        assert ended[name][0] == dm, f"{name}: {hard.happened}"
        assert ended[name][1] == home, f"{name}: {hard.happened}"
    assert list(hard.silent()) == [], hard.happened
    assert hard.slack.site.complaints == []
    assert hard.slack.site.deliveries.lost == []


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_day_in_which_everything_goes_wrong(tmp_path: Path, seed: int) -> None:
    await all_is_well(tmp_path, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", NIGHTLY)
async def test_many_more_of_them(tmp_path: Path, seed: int) -> None:
    await all_is_well(tmp_path, seed)
