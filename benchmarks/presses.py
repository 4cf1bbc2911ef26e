"""Presses on a chat platform, some at a time: when each was acknowledged, and when its message had changed."""

from dataclasses import dataclass

from benchmarks.measures import spread

AT_ONCE = 16
"""People who wait for an answer at any time."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Seconds from one press."""

    acknowledged: float
    updated: float


@dataclass(frozen=True, slots=True)
class Pressing:
    """All presses, and how long they took together."""

    presses: tuple[Pressed, ...]
    seconds: float

    @property
    def per_second(self) -> float:
        """Presses a second, each until its message had changed."""
        return len(self.presses) / self.seconds

    @property
    def acknowledged(self) -> list[float]:
        """Seconds from each press until it was acknowledged, in order."""
        return sorted(press.acknowledged for press in self.presses)

    @property
    def updated(self) -> list[float]:
        """Seconds from each press until its message had changed, in order."""
        return sorted(press.updated for press in self.presses)


def told(what: str, pressing: Pressing) -> list[tuple[str, str, str]]:
    """The rows of a table."""
    return [
        (f"{what}, {AT_ONCE} at a time: a second", f"{pressing.per_second:.0f}", ""),
        (f"{what}: until acknowledged: median, 99th percentile", spread(pressing.acknowledged), ""),
        (f"{what}: until the message has changed: median, 99th percentile", spread(pressing.updated), ""),
    ]
