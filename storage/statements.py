"""The statements for one type of record, each compiled once to the driver's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Dialect,
    Select,
    Table,
    Text,
    TextClause,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement, ColumnElement

from storage.codec import POSTGRESQL, SQLITE, Codec
from storage.due import DUE, FORGOTTEN_BY, Due
from storage.tables import tables

Condition = ColumnElement[bool] | TextClause
MOST_IDS = 256
"""In one statement; more go in several."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Words for the driver, and the names of what they leave open, in order."""

    text: str
    names: tuple[str, ...]
    given: dict[str, Any]

    def filled(self, **values: Any) -> tuple[Any, ...]:
        """What is left open, in the order in which the driver wants it."""
        known = {**self.given, **values}
        return tuple([known[name] for name in self.names])


def compiled(statement: ClauseElement, dialect: Dialect) -> Statement:
    """A statement in the words of the driver."""
    words = statement.compile(dialect=dialect)
    assert isinstance(words, SQLCompiler)
    return Statement(words.string, tuple(words.positiontup or ()), dict(words.params))


class Statements:
    """Every statement about one type of record. Statements that differ by query are made when first asked for."""

    def __init__(self, codec: Codec, table: Table, dialect: Dialect) -> None:
        self._table, self._dialect = table, dialect
        self.codec = codec
        record = codec.kind
        self._rows = select(*[table.c[name] for name in self.codec.columns])
        self.upsert = self._compiled(self._upsert())
        if self.upsert.names != self.codec.columns:
            raise TypeError(f"{table.name}: the columns are out of order")
        # a cache of each: the statements live as long as their store
        self.get, self.erase = cache(self._get), cache(self._erase)
        self.find, self.count = cache(self._find), cache(self._count)
        if record in DUE:
            self.due = [self._compiled(each) for each in self._come_due(DUE[record])]
        if record in FORGOTTEN_BY:
            self.prune = self._compiled(self._prune(FORGOTTEN_BY[record]))

    def _compiled(self, statement: ClauseElement) -> Statement:
        return compiled(statement, self._dialect)

    def _upsert(self) -> ClauseElement:
        insert = sqlite.insert if self._dialect.name == "sqlite" else postgresql.insert
        new = insert(self._table).values({name: bindparam(name) for name in self.codec.columns})
        rest = {name: new.excluded[name] for name in self.codec.columns if name != "id"}
        return new.on_conflict_do_update(index_elements=["id"], set_=rest)

    def _get(self, many: int) -> Statement:
        return self._compiled(self._rows.where(self._among(many)))

    def _erase(self, many: int) -> Statement:
        return self._compiled(delete(self._table).where(self._among(many)))

    def _among(self, many: int) -> ColumnElement[bool]:
        return self._table.c.id.in_([bindparam(f"id_{n}") for n in range(many)])

    def _find(self, fields: tuple[str, ...]) -> Statement:
        id = self._table.c.id
        page = self._rows.where(*self._by(fields), id > bindparam("after"))
        return self._compiled(page.order_by(id).limit(bindparam("limit")))

    def _count(self, fields: tuple[str, ...]) -> Statement:
        return self._compiled(select(func.count()).select_from(self._table).where(*self._by(fields)))

    def _by(self, fields: tuple[str, ...]) -> list[ColumnElement[bool]]:
        if fields not in self.codec.kind.INDEXES:
            raise KeyError(f"no index of {self.codec.kind.__name__} serves a look-up by {fields}")
        return [self._table.c[field] == bindparam(field) for field in fields]

    def _come_due(self, due: Due) -> list[Select[Any]]:
        order = [self._table.c[field] for field in due.order]
        (waits, moment), (leased, lease) = moments(self._table, due, self._dialect)
        if due.first is None:
            parts = [self._until(waits, moment), self._until(leased, lease)]
        else:  # those that go first apart from the others: each half is read in order from an index of its own
            field, value = self._table.c[due.first[0]], literal_column(f"'{due.first[1]}'", Text)
            parts = [
                self._until(and_(waits, field == value), moment),
                self._until(and_(waits, field != value), moment),
                self._until(leased, lease).order_by(field != value),
            ]
        return [
            part.order_by(*order).limit(bindparam("limit")).with_for_update(skip_locked=True)
            for part in parts
        ]

    def _until(self, condition: Condition, moment: ColumnElement[Any]) -> Select[Any]:
        return self._rows.where(condition, moment <= bindparam("now"))

    def _prune(self, age: str) -> ClauseElement:
        old = select(self._table.c.id).where(self._table.c[age] < bindparam("before"))
        old = old.order_by(self._table.c[age], self._table.c.id).limit(bindparam("limit"))
        return delete(self._table).where(self._table.c.id.in_(old))


def moments(table: Table, due: Due, dialect: Dialect) -> list[tuple[Condition, ColumnElement[Any]]]:
    """Which rows wait and which are leased, in the very words of their indexes, and when their time comes."""
    leased = [literal_column(f"'{state}'", Text) for state in due.leased]
    waits = f"{table.name}.state = '{due.waiting}'"
    if dialect.name == "sqlite":
        # it holds a state for rare: without this it would look up by state, and sort all that wait
        waits = f"likelihood({waits}, 0.9)"
    return [(text(waits), table.c[due.moment]), (table.c.state.in_(leased), table.c.lease)]


class Book:
    """All statements for one database."""

    def __init__(self, dialect: Dialect) -> None:
        self._tables = tables()
        self._dialect = dialect
        self._kind = SQLITE if dialect.name == "sqlite" else POSTGRESQL
        self.into_moment, self.out_of_moment = self._kind.datetime
        self._made: dict[type[Any], Statements] = {}
        self.next_due = self._next_due()

    def of(self, record: type[Any]) -> Statements:
        """Those about this type of record, made when they are first asked for."""
        if record not in self._made:
            self._made[record] = Statements(Codec(record, self._kind), self._tables[record], self._dialect)
        return self._made[record]

    def _next_due(self) -> Statement:
        soonest = [
            select(func.min(moment)).where(condition, moment > bindparam("after"))
            for record, due in DUE.items()
            for condition, moment in moments(self._tables[record], due, self._dialect)
        ]
        return compiled(union_all(*soonest), self._dialect)


def chunks(ids: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """The ids in as few statements as may be. Their sizes are powers of two, so that few are ever compiled;
    a last id said several times fills the rest."""
    if len(ids) == 1:
        return [(1, tuple(ids))]
    parts = [tuple(ids[start : start + MOST_IDS]) for start in range(0, len(ids), MOST_IDS)]
    sizes = [1 << (len(part) - 1).bit_length() for part in parts]
    return [(size, part + part[-1:] * (size - len(part))) for part, size in zip(parts, sizes, strict=True)]
