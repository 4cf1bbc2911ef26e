"""Work that waits at the same time is committed together: seen in order, and nobody pays for another's mistake."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from flows.ids import PersonId
from flows.model.people import Person
from flows.ports import Store, StoreError, Transaction
from flows.situation import Get, Query
from storage.opening import open_store
from storage.together import MOST, Together
from tests.storage.databases import sqlite_url

MANY = 40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A file of its own."""
    with closing(open_store(sqlite_url(tmp_path / "together.db"), durable=False)) as store:
        yield store


def named(id: str, name: str) -> Person:
    return Person(id=PersonId(id), name=name)


def name_of(tx: Transaction, id: str) -> str:
    at: Query = Get(Person, id)
    found: Person | None = tx.load([at])[at]
    return found.name if found else ""


class Counted:
    """A store that keeps the turn until it is let go, and counts its transactions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.transactions = 0
        self.first, self.let_go = Event(), Event()

    def transact(self, work: Callable[[Transaction], Any]) -> Any:
        self.transactions += 1
        self.first.set()
        assert self.let_go.wait(20)
        return self._store.transact(work)


def all_waiting(
    together: Together, works: list[Callable[[Transaction], Any]], counted: Counted
) -> list[Future[Any]]:
    """One has the turn and waits; then all of these wait for it, each on its own thread."""
    pool = ThreadPoolExecutor(len(works) + 1)
    pool.submit(together.do, lambda tx: None)
    assert counted.first.wait(20)
    futures = [pool.submit(together.do, work) for work in works]
    while len(together.waiting) < len(works):
        pass
    counted.let_go.set()
    pool.shutdown(wait=True)
    return futures


def test_what_waits_goes_together_and_each_sees_those_before(store: Store) -> None:
    counted = Counted(store)
    together = Together(counted.transact)

    def adds(tx: Transaction) -> int:
        before = len(name_of(tx, "ada"))
        tx.save([named("ada", "a" * (before + 1))])
        return before

    found = [future.result() for future in all_waiting(together, [adds] * MANY, counted)]
    together.close()
    assert sorted(found) == list(range(MANY))
    assert counted.transactions <= 2 + MANY // MOST + 1


def test_a_mistake_is_raised_where_it_was_made_and_the_others_stand(store: Store) -> None:
    counted = Counted(store)
    together = Together(counted.transact)

    def saves(number: int) -> Callable[[Transaction], int]:
        def work(tx: Transaction) -> int:
            tx.save([named(f"p{number}", "here")])
            if number == 3:
                raise ValueError("of number three")
            return number

        return work

    futures = all_waiting(together, [saves(number) for number in range(8)], counted)
    together.close()
    assert [future.result() for number, future in enumerate(futures) if number != 3] == [0, 1, 2, 4, 5, 6, 7]
    with pytest.raises(ValueError, match="of number three"):
        futures[3].result()
    here = [store.transact(lambda tx, n=n: name_of(tx, f"p{n}")) for n in range(8)]  # type: ignore[misc]
    assert here == ["here"] * 3 + [""] + ["here"] * 4


def test_what_the_database_does_not_take_is_told_to_whoever_brought_it(store: Store) -> None:
    counted = Counted(store)
    together = Together(counted.transact)

    def saves(number: int) -> Callable[[Transaction], int]:
        def work(tx: Transaction) -> int:
            name: Any = None if number == 3 else "here"
            tx.save([named(f"p{number}", name)])
            return number

        return work

    futures = all_waiting(together, [saves(number) for number in range(8)], counted)
    together.close()
    assert [future.result() for number, future in enumerate(futures) if number != 3] == [0, 1, 2, 4, 5, 6, 7]
    with pytest.raises(StoreError, match="name"):
        futures[3].result()


def test_a_database_that_cannot_is_told_to_everybody_at_once(store: Store) -> None:
    counted = Counted(store)
    together = Together(counted.transact)
    tried: list[int] = []

    def broken(tx: Transaction) -> None:
        tried.append(1)
        raise StoreError("the disk is full")

    futures = all_waiting(together, [broken] * 5, counted)
    together.close()
    for future in futures:
        with pytest.raises(StoreError, match="the disk is full"):
            future.result()
    assert len(tried) == 1
