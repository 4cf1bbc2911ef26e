"""The figures compare like with like: the bare loop writes, byte for byte, the rows that our turns write."""

import sqlite3
from pathlib import Path
from shutil import copy

from benchmarks.bare import Loop, RecordingStore, writes_of
from benchmarks.measures import chosen, in_memory, per_turn
from benchmarks.town import build, pair
from benchmarks.turns import Clerk, steps
from storage.opening import open_store

PAIRS = 10


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names
    }
    connection.close()
    return found


def test_the_bare_loop_leaves_the_same_rows(tmp_path: Path) -> None:
    town, bare = tmp_path / "town.db", tmp_path / "bare.db"
    store = open_store(f"sqlite:///{town}")
    build(store, PAIRS)
    store.close()
    copy(town, bare)
    before = rows(town)

    store = open_store(f"sqlite:///{town}")
    noted = RecordingStore(store)
    clerk, loop = Clerk(noted), Loop(bare)
    for step in steps([pair(number) for number in range(PAIRS)], clerk.look):
        clerk.prepare(step)
        loop.seconds(noted.transactions)
        writes = writes_of(clerk, step.events, noted)
        assert len(writes) == len(step.events), "a commit for each turn"
        loop.seconds(writes)
        noted.transactions.clear()
    loop.close()
    store.close()

    assert rows(town) != before
    assert rows(bare) == rows(town)


def test_the_turns_can_be_taken_as_often_as_they_are_timed() -> None:
    assert all(seconds > 0 for seconds in per_turn(in_memory(100), 100))


def test_no_pair_is_in_two_rounds() -> None:
    taken = [number for nth in range(10) for number in chosen(100, nth)]
    assert len(set(taken)) == len(taken)
