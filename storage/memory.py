"""The in-memory twin: what the rehearsal plays on, as fast as a dictionary and as strict as SQL."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain, filterfalse, islice
from operator import attrgetter
from threading import Lock
from typing import Any, TypeVar, cast

from sortedcontainers import SortedList

from flows.model.registry import RECORDS
from flows.model.talk import Seen, WakeUp, Wish
from flows.situation import Count, Find, Get, Query
from storage.due import DUE, FORGOTTEN_BY

T = TypeVar("T")
Entry = tuple[Any, ...]


class Order:
    """Some records of one type in the order of some of their fields, the id last. Those that lack one are left out."""

    def __init__(
        self,
        fields: tuple[str, ...],
        states: tuple[str, ...] = (),
        only: tuple[str, str] | None = None,
    ) -> None:
        self._entry_of: Callable[[Any], Entry] = attrgetter(*fields)
        self._states = states
        self._only = only
        self.entries: SortedList[Entry] = SortedList()

    def _place(self, record: Any) -> Entry | None:
        if record is None or not self.holds(record):
            return None
        entry = self._entry_of(record)
        return None if None in entry else entry

    def holds(self, record: Any) -> bool:
        """Whether it is one of those that this order is of."""
        if self._states and record.state not in self._states:
            return False
        return self._only is None or getattr(record, self._only[0]) == self._only[1]

    def change(self, old: Any, new: Any) -> None:
        """Take `old` out and put `new` in; either may be None."""
        before, after = self._place(old), self._place(new)
        if before != after:
            if before is not None:
                self.entries.remove(before)
            if after is not None:
                self.entries.add(after)

    def page(self, key: Entry, after: str, limit: int) -> Iterable[str]:
        """The ids under `key` that follow `after`."""
        found = self.entries.irange((*key, after), _past(key), inclusive=(False, False))
        return (entry[-1] for entry in islice(found, limit))

    def size(self, key: Entry) -> int:
        """How many stand under `key`."""
        return self.entries.bisect_left(_past(key)) - self.entries.bisect_left(key)

    def until(self, moment: datetime) -> Iterable[str]:
        """The ids of all whose first field is not after `moment`, in order."""
        for entry in self.entries:
            if entry[0] > moment:
                return
            yield entry[-1]

    def first(self, after: datetime | None = None) -> Any:
        """The first field of the first, or of the first whose first field is after `after`; or None."""
        if after is None:
            return self.entries[0][0] if self.entries else None
        past = (after + timedelta.resolution,)
        return next((entry[0] for entry in self.entries.irange(past)), None)


def _past(key: Entry) -> Entry:
    """The least key that is greater than everything under `key`."""
    return (*key[:-1], key[-1] + "\0")


class Shelf:
    """All records of one type: by id, by each of their indexes, and by when they come due."""

    def __init__(self, record: type[Any]) -> None:
        self.rows: dict[str, Any] = {}
        self.indexes = {fields: Order((*fields, "id")) for fields in record.INDEXES}
        self._orders = list(self.indexes.values())
        if record in DUE:
            due = DUE[record]
            self.due = due
            self.waiting = self._keep(Order(due.order, (due.waiting,)))
            self.first = self._keep(Order(due.order, (due.waiting,), due.first)) if due.first else None
            self.leased = self._keep(Order(("lease", "id"), due.leased))
        if record in FORGOTTEN_BY:
            self.by_age = self._keep(Order((FORGOTTEN_BY[record], "id")))

    def _keep(self, order: Order) -> Order:
        self._orders.append(order)
        return order

    def put(self, record_id: str, new: Any) -> Any:
        """Put `new` under `id`, or nothing where it is None; what was there."""
        old = self.rows.get(record_id)
        if new is None:
            self.rows.pop(record_id, None)
        else:
            self.rows[record_id] = new
        for order in self._orders:
            order.change(old, new)
        return old

    def index(self, record: type[Any], where: tuple[tuple[str, str], ...]) -> tuple[Order, Entry]:
        """The index that serves this look-up, and the key in it."""
        fields, key = zip(*where, strict=True) if where else ((), ())
        if fields not in self.indexes:
            raise KeyError(f"no index of {record.__name__} serves a look-up by {fields}")
        return self.indexes[fields], key

    def come_due(self, now: datetime, limit: int) -> tuple[Any, ...]:
        """Those that wait and are due, and those whose lease ran out, in the order of `Due`."""
        run_out = sorted((self.rows[record_id] for record_id in self.leased.until(now)), key=self.due.key)
        waiting = self._waiting_until(now)
        found = (
            merge(waiting, run_out, key=self.due.key) if run_out else waiting
        )  # hardly ever one: spare the keys
        return tuple(islice(found, limit))

    def _waiting_until(self, now: datetime) -> Iterator[Any]:
        waiting = map(self.rows.__getitem__, self.waiting.until(now))
        if self.first is None:
            return waiting
        first = map(self.rows.__getitem__, self.first.until(now))
        return chain(first, filterfalse(self.first.holds, waiting))


class MemoryTransaction:
    """Writes at once, remembers how to undo it. See `flows.ports.Transaction`."""

    def __init__(self, shelves: Mapping[type[Any], Shelf]) -> None:
        self._shelves = shelves
        self._undo: list[tuple[Shelf, str, Any]] = []

    def load(self, queries: Sequence[Query]) -> Mapping[Query, Any]:
        """Answer each query."""
        return {query: self._answer(query) for query in queries}

    def _answer(self, query: Query) -> Any:
        kind = type(query)
        if kind is Get:
            get = cast(Get[Any], query)
            return self._shelves[get.record].rows.get(get.id)
        if kind is Find:
            find = cast(Find[Any], query)
            shelf = self._shelves[find.record]
            order, key = shelf.index(find.record, find.where)
            return tuple([shelf.rows[record_id] for record_id in order.page(key, find.after, find.limit)])
        if kind is Count:
            count = cast(Count[Any], query)
            order, key = self._shelves[count.record].index(count.record, count.where)
            return order.size(key)
        raise KeyError(f"a store cannot answer {query}")

    def save(self, records: Iterable[Any]) -> None:
        """Insert or replace."""
        for record in records:
            self._put(type(record), record.id, record)

    def erase(self, record: type[Any], ids: Sequence[str]) -> None:
        """Delete those that are there."""
        for record_id in ids:
            self._put(record, record_id, None)

    def _put(self, record: type[Any], record_id: str, new: Any) -> None:
        shelf = self._shelves[record]
        self._undo.append((shelf, record_id, shelf.put(record_id, new)))

    def due_wake_ups(self, now: datetime, limit: int) -> tuple[WakeUp, ...]:
        """Those to be told now."""
        return self._shelves[WakeUp].come_due(now, limit)

    def due_wishes(self, now: datetime, limit: int) -> tuple[Wish, ...]:
        """Those to be sent now."""
        return self._shelves[Wish].come_due(now, limit)

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """The soonest moment of all that waits or is leased."""
        shelves = [self._shelves[record] for record in DUE]
        firsts = [order.first(after) for shelf in shelves for order in (shelf.waiting, shelf.leased)]
        return min((first for first in firsts if first is not None), default=None)

    def prune_seen(self, before: datetime, limit: int) -> int:
        """Forget the oldest."""
        entries = self._shelves[Seen].by_age.entries
        old = [entry[-1] for entry in islice(entries.irange(maximum=(before,)), limit)]
        self.erase(Seen, old)
        return len(old)

    def commit(self) -> None:
        """Let all of it stand."""
        self._undo.clear()

    def roll_back(self) -> None:
        """Undo what has not been committed."""
        while self._undo:
            shelf, record_id, old = self._undo.pop()
            shelf.put(record_id, old)


class MemoryStore:
    """Forgets everything when it is let go. One transaction at a time."""

    def __init__(self) -> None:
        self._shelves = {record: Shelf(record) for record in RECORDS.values()}
        self._turn = Lock()

    def transact(self, work: Callable[[MemoryTransaction], T]) -> T:
        """Run `work` alone; whatever it raises, even a simulated crash, undoes what it did."""
        with self._turn:
            transaction = MemoryTransaction(self._shelves)
            try:
                result = work(transaction)
                transaction.commit()
                return result
            finally:
                transaction.roll_back()

    def close(self) -> None:
        """Nothing to let go of."""
