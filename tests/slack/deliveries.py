"""Handing things to the app: three seconds to acknowledge, and for events three more tries."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any

from tests.slack.clock import Changes, Clock
from tests.slack.refusals import Json

IN_TIME = 3
RETRIES = (0, 60, 300)
"""Seconds after each failure: at once, then a minute later, then five."""


class Sort(StrEnum):
    """The kinds of delivery, as Socket Mode names them."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True, slots=True)
class Ack:
    """What the app answered, or why it did not."""

    ok: bool
    body: Any = None
    reason: str = ""


@dataclass(slots=True, eq=False)
class Attempt:
    """One try to hand something over."""

    delivery: "Delivery"
    number: int
    reason: str
    at: float
    ended: str = ""
    """How it ended: `acked`, or why it failed."""
    acked_late: bool = False


@dataclass(slots=True, eq=False)
class Delivery:
    """Something that the app is told, with every try to tell it."""

    sort: Sort
    payload: Json
    settled: "asyncio.Future[Ack]"
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def acked(self) -> bool:
        """Whether the app has it."""
        return self.settled.done() and self.settled.result().ok

    def __await__(self) -> Any:
        """Wait for the answer."""
        return asyncio.shield(self.settled).__await__()


Carry = Callable[[Attempt], None]


@dataclass(slots=True)
class Deliveries:
    """Everything that the app was told, or is being told."""

    clock: Clock
    changes: Changes
    carry: Carry
    made: list[Delivery] = field(default_factory=list)
    lost: list[Delivery] = field(default_factory=list)
    """Events that Slack gave up on."""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def event_id(self) -> str:
        """A new one."""
        return f"Ev{next(self._ids):08d}"

    def send(self, sort: Sort, payload: Json) -> Delivery:
        """Hand this to the app."""
        delivery = Delivery(sort, payload, asyncio.get_running_loop().create_future())
        self.made.append(delivery)
        self._try(delivery, "")
        return delivery

    def again(self, delivery: Delivery, reason: str = "http_timeout") -> Delivery:
        """Hand the same over once more, as Slack does when an acknowledgement got lost on its way."""
        return self._repeat(delivery, reason)

    def _repeat(self, delivery: Delivery, reason: str) -> Delivery:
        twin = Delivery(delivery.sort, delivery.payload, asyncio.get_running_loop().create_future())
        twin.attempts = list(delivery.attempts)
        self.made.append(twin)
        self._try(twin, reason)
        return twin

    def _try(self, delivery: Delivery, reason: str) -> None:
        attempt = Attempt(delivery, len(delivery.attempts), reason, self.clock.now)
        delivery.attempts.append(attempt)
        self.clock.later(IN_TIME, lambda: self.failed(attempt, "timeout"))
        self.carry(attempt)
        self.changes.tell()

    def acknowledged(self, attempt: Attempt, body: Any) -> None:
        """The app answered."""
        if attempt.ended:
            attempt.acked_late = True
            return
        attempt.ended = "acked"
        if not attempt.delivery.settled.done():
            attempt.delivery.settled.set_result(Ack(ok=True, body=body))
        self.changes.tell()

    def failed(self, attempt: Attempt, reason: str, *, again: bool = True) -> None:
        """The app did not answer, or not well."""
        if attempt.ended:
            return
        attempt.ended = reason
        delivery = attempt.delivery
        if delivery.sort is Sort.EVENT and again and attempt.number < len(RETRIES):
            self.clock.later(RETRIES[attempt.number], lambda: self._try(delivery, reason))
        elif not delivery.settled.done():
            delivery.settled.set_result(Ack(ok=False, reason=reason))
            if delivery.sort is Sort.EVENT:
                self.lost.append(delivery)
        self.changes.tell()
