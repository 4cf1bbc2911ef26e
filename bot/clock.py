"""The one clock: the system's in production, one that is set by hand where time is virtual."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)


@dataclass(slots=True)
class VirtualClock:
    """Stands still until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """The time it was moved to."""
        return self.at
