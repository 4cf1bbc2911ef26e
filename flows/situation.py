"""What a flow may ask for, from a closed list of indexed look-ups, and what it was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, cast

from flows.ids import AccountId
from flows.model.people import Person
from flows.model.record import R, Record
from flows.model.talk import Question
from flows.programs.program import Program

WHOLE = 1_000_000
"""The limit of a look-up that a decision over a whole cohort needs."""


@dataclass(frozen=True, slots=True)
class Get(Generic[R]):
    """One record by its id."""

    record: type[R]
    id: str


@dataclass(frozen=True, slots=True)
class Find(Generic[R]):
    """A page of records by one of their indexes, in order of id: those after `after`, at most `limit`."""

    record: type[R]
    where: tuple[tuple[str, str], ...]
    after: str = ""
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Count(Generic[R]):
    """How many records an index holds for these values."""

    record: type[R]
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgramOf:
    """The program as a cohort pinned it, or, by a program's id, as new cohorts take it."""

    id: str


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that nobody outside of this installation knows: the same each time, another one for each purpose."""

    purpose: str


Query = Get[Any] | Find[Any] | Count[Any] | ProgramOf | Secret
Need = tuple[Query, ...]


def find(record: type[R], *, after: str = "", limit: int = 200, **where: str) -> Find[R]:
    """`find(Pair, cohort=c, state=PairState.ANNOUNCED)`; the fields in the order of the index."""
    return Find(record, tuple((name, str(value)) for name, value in where.items()), after, limit)


def count(record: type[R], **where: str) -> Count[R]:
    """As `find`, but only how many."""
    return Count(record, tuple((name, str(value)) for name, value in where.items()))


class NotLoaded(LookupError):
    """A flow read what its `needs` did not ask for: a mistake of ours, never of a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a turn may look at: who acts, which question they answer, and what was loaded."""

    now: datetime
    account: AccountId | None = None
    actor: Person | None = None
    question: Question | None = None
    coordinates: bool = False
    """Whether the actor is a coordinator of the question's program."""
    loaded: Mapping[Query, Any]

    def knows(self, query: Query) -> bool:
        """Whether `query` was loaded, whatever the result."""
        return query in self.loaded

    def _loaded(self, query: Query) -> Any:
        if query not in self.loaded:
            raise NotLoaded(f"not asked for in needs: {query}")
        return self.loaded[query]

    def get(self, record: type[R], id: str) -> R | None:
        """The record, or None where there is none."""
        return cast("R | None", self._loaded(Get(record, id)))

    def one(self, record: type[R], id: str) -> R:
        """The record, which must be there: the subject of a wake-up, the pair of a plan."""
        found = self.get(record, id)
        if found is None:
            raise NotLoaded(f"there is no {record.__name__} {id}")
        return found

    def peek(self, record: type[R], id: str) -> R | None:
        """The record if it is loaded and there; for `needs`, which is asked before everything is."""
        return cast("R | None", self.loaded.get(Get(record, id)))

    def find(self, query: Find[R]) -> tuple[R, ...]:
        """The page that was loaded for `query`."""
        return cast("tuple[R, ...]", self._loaded(query))

    def count(self, query: Count[Any]) -> int:
        """The number that was loaded for `query`."""
        return cast(int, self._loaded(query))

    def program(self, id: str) -> Program:
        """The program of this cohort, or by this program's id."""
        return cast(Program, self._loaded(ProgramOf(id)))

    def secret(self, purpose: str) -> str:
        """The installation's secret for this purpose."""
        return cast(str, self._loaded(Secret(purpose)))


def is_record(value: object) -> bool:
    """Whether `value` is something to save."""
    return hasattr(type(value), "INDEXES")


__all__ = [
    "WHOLE",
    "Count",
    "Find",
    "Get",
    "Need",
    "NotLoaded",
    "ProgramOf",
    "Query",
    "Record",
    "Secret",
    "Situation",
    "count",
    "find",
    "is_record",
]
