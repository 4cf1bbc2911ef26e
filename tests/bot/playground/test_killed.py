"""A playground that is killed at any instant goes on where it was: nothing is lost, and nothing said twice."""

from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from flows.places import Place
from tests.bot.playground.lived import Shown, at, live, screens

TO_THE_FIRST_CHECK_INS = datetime(2027, 5, 10, tzinfo=UTC)
THE_WHOLE_YEAR = datetime(2027, 11, 1, tzinfo=UTC)
KILLS = 6
PATIENCE = 60


@lru_cache(maxsize=2)
def undisturbed(until: datetime) -> dict[Place, list[Shown]]:
    """The screens at the end of a life without kills."""
    with TemporaryDirectory() as folder:
        live(Path(folder), until)
        with at(Path(folder)) as playground:
            return screens(playground)


def killed_again_and_again(folder: Path, until: datetime, rng: Random) -> int:
    """Live to the end, killed on the way wherever the dice have it; how many were killed before they came there."""
    kills = 0
    while True:
        process, opened = _started(folder, until)
        if kills:  # the first is killed while it makes its folder, or later
            assert opened.poll(PATIENCE)
        process.join(rng.uniform(0, 0.8) if kills < KILLS else PATIENCE)
        if process.exitcode is not None:
            assert process.exitcode == 0
            return kills
        assert kills < KILLS, "it does not come to its end"
        process.kill()
        process.join()
        kills += 1


def _started(folder: Path, until: datetime) -> tuple[ForkServerProcess, Connection]:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.bot.playground.lived"])
    ours, theirs = context.Pipe()
    process = context.Process(target=live, args=(folder, until, theirs))
    process.start()
    return process, ours


def ends_as_undisturbed(folder: Path, until: datetime, seed: int) -> None:
    assert killed_again_and_again(folder, until, Random(seed)) > 0
    with at(folder) as playground:
        found = screens(playground)
    expected = undisturbed(until)
    assert found.keys() == expected.keys()
    for place, posts in found.items():
        assert [number for number, *_ in posts] == list(range(1, len(posts) + 1)), (
            "none is missing, none is twice"
        )
        assert posts == expected[place], place


def test_killed_on_the_way_to_the_first_check_ins(tmp_path: Path) -> None:
    ends_as_undisturbed(tmp_path, TO_THE_FIRST_CHECK_INS, seed=1)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 130))
def test_killed_in_many_other_moments(tmp_path: Path, seed: int) -> None:
    ends_as_undisturbed(tmp_path, THE_WHOLE_YEAR, seed)
