"""Transactions that wait for their turn at the same time are committed together: one wait for the disk does for all."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from flows.ports import Store, StoreError, Transaction
from storage.failures import Unfit

T = TypeVar("T")
Work = Callable[[Any], Any]

MOST = 16
"""So many go together at most: each waits for all of them."""
LONGEST = 10
"""Seconds to wait for one's turn."""


@dataclass(slots=True, eq=False)
class Waiting:
    """One piece of work, and what came of it."""

    work: Work
    result: Any = None
    done: bool = False
    error: StoreError | None = None
    """Why nobody's work can be done."""


class Together:
    """One transaction of this process at a time, by `transact`. Whoever has the turn does what waits besides, in the
    order in which it came; each piece of work sees what those before it saved.

    Where one of them fails, nothing of them stands, and each has a transaction to itself. Where it is the database that
    cannot, all are told at once.
    """

    def __init__(self, transact: Callable[[Work], Any]) -> None:
        self._transact = transact
        self._turn = Lock()
        self.waiting: deque[Waiting] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="together")

    def do(self, work: Callable[[Any], T]) -> T:
        """What `work` returns, once it is committed. Raises what it raises, or StoreError."""
        mine = Waiting(work)
        self.waiting.append(mine)
        if not self._turn.acquire(timeout=LONGEST):
            self._give_up(mine)
        try:
            while mine in self.waiting:
                self._next()
            if mine.error is not None:
                raise mine.error
            result: T = mine.result if mine.done else self._transact(mine.work)
            return result
        finally:
            self._turn.release()

    def _give_up(self, mine: Waiting) -> None:
        """Nobody will do it; unless somebody is at it: then its end is waited for."""
        try:
            self.waiting.remove(mine)
        except ValueError:
            self._turn.acquire()
        else:
            raise StoreError(f"the database was busy for {LONGEST} seconds; try again later")

    def _next(self) -> None:
        """Those that have waited longest, in one transaction; a single one is left to whoever brought it.

        It is done on a thread of its own: a failure is nobody's, until each is tried alone.
        """
        together = [self.waiting.popleft() for _ in range(min(MOST, len(self.waiting)))]
        if len(together) == 1:
            return
        whole = self._thread.submit(self._transact, lambda tx: [each.work(tx) for each in together])
        wait([whole])
        error = whole.exception()
        if isinstance(error, StoreError) and not isinstance(error, Unfit):
            for each in together:
                each.error = error
        elif error is None:
            for each, result in zip(together, whole.result(), strict=True):
                each.result, each.done = result, True

    def close(self) -> None:
        """Nothing more goes together."""
        self._thread.shutdown(wait=True)


class InTurn:
    """A store whose transactions, of these threads, go one after the other or together: beside each other they would only
    be in each other's way, and be done again. It is the platform that takes time."""

    def __init__(self, store: Store) -> None:
        self._together = Together(store.transact)

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """As the store does it."""
        return self._together.do(work)

    def close(self) -> None:
        """The store has other users."""
        self._together.close()
