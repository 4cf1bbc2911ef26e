"""The SQL stores: one serializable transaction a turn, on SQLite or PostgreSQL, in as few statements as may be."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from flows.model.talk import Seen, WakeUp, Wish
from flows.ports import StoreError
from flows.situation import Count, Find, Get, Query
from storage.due import DUE
from storage.engines import engine_of, url_of
from storage.failures import told
from storage.migrating import upgrade
from storage.statements import Book, Statement, chunks
from storage.together import Together

T = TypeVar("T")

CONFLICTS = {"40001", "40P01"}
"""PostgreSQL's codes for a serialization failure and a deadlock: the turn runs again."""
MOST_RUNS = 200
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class SqlTransaction:
    """Speaks to the driver itself, in statements compiled once. See `flows.ports.Transaction`."""

    def __init__(self, cursor: Any, book: Book) -> None:
        self._cursor = cursor
        self._book = book
        self._read: dict[type[Any], dict[str, Any]] = defaultdict(dict)
        """What was read by its id, as it stands in this transaction: a turn and the message that it rewrites ask for the
        same people and questions several times."""

    def _rows(self, statement: Statement, values: Sequence[Any]) -> list[Sequence[Any]]:
        self._cursor.execute(statement.text, values)
        return cast("list[Sequence[Any]]", self._cursor.fetchall())

    def load(self, queries: Sequence[Query]) -> Mapping[Query, Any]:
        """Answer each query; those for single records together, a statement a type."""
        loaded: dict[Query, Any] = dict.fromkeys(queries)
        wanted: dict[type[Any], list[Get[Any]]] = defaultdict(list)
        for query in queries:
            if type(query) is Get:
                wanted[query.record].append(query)
            else:
                loaded[query] = self._answer(query)
        for record, gets in wanted.items():
            found = self._get(record, [get.id for get in gets])
            for get in gets:
                loaded[get] = found.get(get.id)
        return loaded

    def _get(self, record: type[Any], ids: Sequence[str]) -> dict[str, Any]:
        of, read = self._book.of(record), self._read[record]
        new = [id for id in ids if id not in read]
        if len(new) == 1:  # most are alone of their type
            found = self._rows(of.get(1), new)
        else:
            found = [row for size, part in chunks(new) for row in self._rows(of.get(size), part)]
        read.update(dict.fromkeys(new))
        read.update((record.id, record) for record in map(of.codec.record, found))
        return read

    def _answer(self, query: Query) -> Any:
        if isinstance(query, Find):
            of = self._book.of(query.record)
            page = of.find(tuple([name for name, _ in query.where]))
            values = page.filled(**dict(query.where), after=query.after, limit=query.limit)
            return tuple(map(of.codec.record, self._rows(page, values)))
        if isinstance(query, Count):
            counted = self._book.of(query.record).count(tuple([name for name, _ in query.where]))
            return self._rows(counted, counted.filled(**dict(query.where)))[0][0]
        raise KeyError(f"a store cannot answer {query}")

    def save(self, records: Iterable[Any]) -> None:
        """Insert or replace, a statement a type."""
        by_type: dict[type[Any], list[Any]] = defaultdict(list)
        for record in records:
            by_type[type(record)].append(record)
        for record, same in by_type.items():
            of, read = self._book.of(record), self._read[record]
            for each in same:
                read.pop(each.id, None)
            if len(same) == 1:
                self._cursor.execute(of.upsert.text, of.codec.row(same[0]))
            else:
                self._cursor.executemany(of.upsert.text, list(map(of.codec.row, same)))

    def erase(self, record: type[Any], ids: Sequence[str]) -> None:
        """Delete those that are there."""
        for size, part in chunks(ids):
            self._cursor.execute(self._book.of(record).erase(size).text, part)
        for id in ids:
            self._read[record].pop(id, None)

    def due_wake_ups(self, now: datetime, limit: int) -> tuple[WakeUp, ...]:
        """Those to be told now."""
        return self._come_due(WakeUp, now, limit)

    def due_wishes(self, now: datetime, limit: int) -> tuple[Wish, ...]:
        """Those to be sent now."""
        return self._come_due(Wish, now, limit)

    def _come_due(self, record: type[Any], now: datetime, limit: int) -> tuple[Any, ...]:
        of = self._book.of(record)
        moment = self._book.into_moment(now)
        found = [
            map(of.codec.record, self._rows(each, each.filled(now=moment, limit=limit))) for each in of.due
        ]
        return tuple(islice(merge(*found, key=DUE[record].key), limit))

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """The soonest moment of all that waits or is leased."""
        soonest = self._book.next_due
        found = self._rows(soonest, soonest.filled(after=self._book.into_moment(after or EARLIEST)))
        moments = [self._book.out_of_moment(row[0]) for row in found if row[0] is not None]
        return min(moments, default=None)

    def prune_seen(self, before: datetime, limit: int) -> int:
        """Forget the oldest."""
        prune = self._book.of(Seen).prune
        self._read[Seen].clear()
        self._cursor.execute(prune.text, prune.filled(before=self._book.into_moment(before), limit=limit))
        return cast(int, self._cursor.rowcount)


class SqlStore:
    """Remembers in a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._book = Book(engine.dialect)
        self._begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else None
        # SQLite has one writer at a time, and lets others look again only after longer and longer naps
        self._together = Together(self._one) if self._begin else None
        self._failures = (engine.dialect.loaded_dbapi.Error, SQLAlchemyError)

    @property
    def in_turn(self) -> bool:
        """Whether it takes one transaction of this process after the other."""
        return self._together is not None

    @classmethod
    def open(cls, url: str, *, durable: bool = True) -> "SqlStore":
        """The store at this URL, its tables brought up to date.

        Without `durable` SQLite does not wait for the disk: for tests and rehearsals.
        """
        place = url_of(url)
        with ExitStack() as unless_opened:
            try:
                engine = engine_of(place, durable=durable)
                unless_opened.callback(engine.dispose)
                upgrade(engine)
            except (SQLAlchemyError, OSError) as error:
                raise told(error, place) from error
            unless_opened.pop_all()
            return cls(engine)

    def transact(self, work: Callable[[SqlTransaction], T]) -> T:
        """Run `work` in one transaction, and again after a conflict."""
        return self._together.do(work) if self._together else self._one(work)

    def _one(self, work: Callable[[SqlTransaction], T]) -> T:
        for _ in range(MOST_RUNS):
            try:
                return self._once(work)
            except self._failures as error:
                if getattr(error, "sqlstate", None) not in CONFLICTS:
                    raise told(error, self._engine.url) from error
        raise StoreError(f"database {self._engine.url!r}: {MOST_RUNS} conflicts on end; try again later")

    def _once(self, work: Callable[[SqlTransaction], T]) -> T:
        # closing gives the connection back, which rolls back what was not committed
        with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            if self._begin:
                cursor.execute(self._begin)
            result = work(SqlTransaction(cursor, self._book))
            connection.commit()
            return result

    def close(self) -> None:
        """Let go of every connection."""
        if self._together:
            self._together.close()
        self._engine.dispose()
