"""How many messages may be on their way at once, and the threads that they go on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import structlog

from bot.guard import guarded
from bot.sending import Batch
from flows.ids import WishId
from flows.ports import StoreError

log = structlog.get_logger()

WHOLE_PASS = 200
SPARE = 2
"""Hands beyond the others that take nothing but answers to somebody's own act: these do not wait behind a fan-out."""


@dataclass(frozen=True, slots=True)
class Room:
    """So many messages may be taken up now: answers to one's own act, and (of these) others."""

    answers: int
    others: int
    look: int
    """At so many of what is due it is worth looking."""


class Hands(Protocol):
    """Whoever sends what was claimed."""

    def room(self) -> Room:
        """What may be claimed now."""
        ...

    def holds(self, id: WishId) -> bool:
        """Whether this wish is being worked on here, be its lease as it may."""
        ...

    def take(self, batch: Batch, deliver: Callable[[Batch], None]) -> None:
        """Deliver it."""
        ...

    def close(self) -> None:
        """Let what is in hand finish."""
        ...


class OneHand:
    """One message after the other, on the thread of whoever asks: where time is virtual, nothing happens beside."""

    def room(self) -> Room:
        """Whatever is due."""
        return Room(WHOLE_PASS, WHOLE_PASS, WHOLE_PASS)

    def holds(self, id: WishId) -> bool:
        """What is in hand is done before anybody asks."""
        return False

    def take(self, batch: Batch, deliver: Callable[[Batch], None]) -> None:
        """Done when this returns."""
        deliver(batch)

    def close(self) -> None:
        """Nothing is in hand."""


class ManyHands:
    """Several messages at once. Whoever takes one up begins at once: no lease runs while a message waits for a thread.

    `after` is called whenever a hand is free again.
    """

    def __init__(self, at_once: int, after: Callable[[], None]) -> None:
        self._at_once = at_once
        self._after = after
        self._pool = ThreadPoolExecutor(at_once + SPARE, thread_name_prefix="send")
        self._lock = Lock()
        self._held: dict[WishId, WishId] = {}
        """What is in hand: each wish, and the first of its message."""

    def room(self) -> Room:
        """What hands are free; of what is due it looks at some more, since in one place one goes at a time."""
        with self._lock:
            busy = len(set(self._held.values()))
        free = self._at_once + SPARE - busy
        return Room(free, max(0, self._at_once - busy), 4 * free)

    def holds(self, id: WishId) -> bool:
        """Whether one of the threads has it."""
        with self._lock:
            return id in self._held

    def take(self, batch: Batch, deliver: Callable[[Batch], None]) -> None:
        """Begun when this returns."""
        with self._lock:
            self._held.update((wish.id, batch[0].id) for wish in batch)
        self._pool.submit(self._work, batch, deliver)

    def _work(self, batch: Batch, deliver: Callable[[Batch], None]) -> None:
        try:
            guarded(lambda: deliver(batch), lambda _: None, lets=(StoreError,))
        except StoreError as error:  # it is still claimed: when its lease has run out, somebody looks at it
            log.warning("a message was left in hand", wish=batch[0].id, error=str(error))
        finally:
            with self._lock:
                for wish in batch:
                    del self._held[wish.id]
            self._after()

    def close(self) -> None:
        """Every message that was begun is sent and marked."""
        self._pool.shutdown(wait=True)
