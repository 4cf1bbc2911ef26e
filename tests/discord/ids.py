"""Snowflakes: ids that tell when they were given, and that grow."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from tests.slack.clock import Clock

EPOCH = 1_420_070_400_000
"""The first second of 2015, in milliseconds."""


@dataclass(slots=True)
class Snowflakes:
    """Gives ids by the clock."""

    clock: Clock
    _order: Iterator[int] = field(default_factory=lambda: count(1))

    def next(self) -> str:
        """A new id, greater than every one before."""
        return str((int(self.clock.now * 1000) - EPOCH << 22) + next(self._order))


def at(id: str) -> datetime:
    """When an id was given, to the millisecond."""
    return datetime.fromtimestamp(((int(id) >> 22) + EPOCH) / 1000, UTC)


def told(moment: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat()
