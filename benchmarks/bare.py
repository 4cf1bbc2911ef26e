"""What the same row writes cost without us: recorded from real turns, replayed by a loop of bare `sqlite3`."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy.dialects import sqlite

from benchmarks.turns import Clerk
from flows.events import Event
from flows.ports import Store, Transaction
from storage.statements import Book, chunks

Write = tuple[str, Sequence[Any]]


class Recorder:
    """A transaction that passes everything on, and notes each row written, as the driver is given it."""

    def __init__(self, inner: Transaction, book: Book, writes: list[Write]) -> None:
        self._inner, self._book, self._writes = inner, book, writes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def save(self, records: Iterable[Any]) -> None:
        """Insert or replace."""
        kept = list(records)
        for record in kept:
            of = self._book.of(type(record))
            self._writes.append((of.upsert.text, tuple(of.codec.row(record))))
        self._inner.save(kept)

    def erase(self, record: type[Any], ids: Sequence[str]) -> None:
        """Delete."""
        for size, part in chunks(ids):
            self._writes.append((self._book.of(record).erase(size).text, part))
        self._inner.erase(record, ids)


class RecordingStore:
    """A store whose transactions are noted, each as the list of its writes."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self._book = Book(sqlite.dialect())
        self.transactions: list[list[Write]] = []

    def transact(self, work: Any) -> Any:
        """As the store does."""
        writes: list[Write] = []
        result = self._inner.transact(lambda tx: work(Recorder(tx, self._book, writes)))
        if writes:
            self.transactions.append(writes)
        return result

    def close(self) -> None:
        """As the store does."""
        self._inner.close()


def writes_of(clerk: Clerk, events: Sequence[Event], noted: RecordingStore) -> list[list[Write]]:
    """The row writes of these turns, a list for each."""
    noted.transactions.clear()
    for event in events:
        clerk.turns.take(event)
    return list(noted.transactions)


class Loop:
    """Commits row writes with nothing around them."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")

    def seconds(self, transactions: Sequence[Sequence[Write]]) -> float:
        """How long it takes, a commit for each."""
        execute = self._connection.execute
        began = perf_counter()
        for writes in transactions:
            execute("BEGIN IMMEDIATE")
            for text, values in writes:
                execute(text, values)
            execute("COMMIT")
        return perf_counter() - began

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
