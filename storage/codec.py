"""A record becomes a row and a row a record again, by the types of its fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a driver takes what is more than text and numbers: into the row, and out of it."""

    bool: tuple[Change, Change]
    date: tuple[Change, Change]
    datetime: tuple[Change, Change]


def _same(value: Any) -> Any:
    return value


SQLITE = Dialect(
    bool=(int, bool),
    date=(date.isoformat, date.fromisoformat),
    # fixed in width and in zone, so that the order of texts is the order of time
    datetime=(
        lambda at: at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"),
        lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
    ),
)
POSTGRESQL = Dialect(
    bool=(_same, _same),
    date=(_same, _same),
    datetime=(_same, lambda at: at.astimezone(UTC)),
)


class Codec:
    """Both ways for one type of record, its columns in the order of its fields."""

    def __init__(self, record: type[Any], dialect: Dialect) -> None:
        hints = get_type_hints(record, include_extras=True)  # by their tags values are read six times as fast
        self.kind = record
        self.columns = tuple(field.name for field in fields(record))
        self._values = attrgetter(*self.columns)
        # set slot by slot: a frozen dataclass would set each field by its name, which takes three times as long
        self._keep = tuple(getattr(record, name).__set__ for name in self.columns)
        changes = [(place, changes_of(hints[name], dialect)) for place, name in enumerate(self.columns)]
        self._into = [(place, into) for place, (into, _) in changes if into is not _same]
        self._out = [(place, out) for place, (_, out) in changes if out is not _same]

    def row(self, record: Any) -> Sequence[Any]:
        """The record's values as the driver takes them."""
        row = list(self._values(record))
        for place, into in self._into:
            if row[place] is not None:
                row[place] = into(row[place])
        return row

    def record(self, row: Sequence[Any]) -> Any:
        """The record that was kept in this row."""
        values = list(row)
        for place, out in self._out:
            if values[place] is not None:
                values[place] = out(values[place])
        record = object.__new__(self.kind)
        for keep, value in zip(self._keep, values, strict=True):
            keep(record, value)
        return record


def changes_of(hint: Any, dialect: Dialect) -> tuple[Change, Change]:
    """How a field of this type goes into a row and comes out; None is None in both."""
    kind = _plain(hint)
    if isinstance(kind, type):
        if issubclass(kind, StrEnum):
            return str, {member.value: member for member in kind}.__getitem__
        for simple, changes in (
            (bool, dialect.bool),
            (datetime, dialect.datetime),
            (date, dialect.date),
            ((str, int, float), (_same, _same)),
        ):
            if issubclass(kind, simple):
                return changes
    return _json(kind)


def _plain(hint: Any) -> Any:
    """The type behind an id's name, or beside None."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        hint = kinds[0] if len(kinds) == 1 else Union[tuple(kinds)]  # noqa: UP007
    return getattr(hint, "__supertype__", hint)


@lru_cache(maxsize=64)  # they take long to make, and are the same for every store that is opened
def _json(kind: Any) -> tuple[Change, Change]:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    into, out = adapter.serializer.to_json, adapter.validator.validate_json
    return (lambda value: into(value).decode()), out
