"""What can be made to go wrong: answers that never come, come late, or say no although it was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.slack.refusals import Json


class How(Enum):
    """What goes wrong with a call."""

    SERVER_ERROR = auto()
    """HTTP 500."""
    DROPPED = auto()
    """The connection is gone, without a word."""
    REFUSED = auto()
    """Slack says no, for a reason of its own."""
    LIMITED = auto()
    """HTTP 429, whatever the pace was."""
    SLOW = auto()
    """It takes so long, by Slack's clock."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with the next `times` calls of a method."""

    method: str
    how: How
    times: int = 1
    done: bool = False
    """Whether what was asked for is done nevertheless; where it is slow, before the time that it takes."""
    seconds: int = 30
    error: str = "internal_error"
    of: Callable[[Json], bool] = field(default=lambda args: True)
    """Which calls, by their arguments."""


@dataclass(slots=True)
class Faults:
    """What is planted."""

    planted: list[Fault] = field(default_factory=list)

    def plant(self, method: str, how: How, **more: object) -> Fault:
        """Let this happen to the next call of `method`."""
        fault = Fault(method=method, how=how)
        for name, value in more.items():
            setattr(fault, name, value)
        self.planted.append(fault)
        return fault

    def next(self, method: str, args: Json) -> Fault | None:
        """What goes wrong with this call."""
        for fault in self.planted:
            if fault.times > 0 and fault.method == method and fault.of(args):
                fault.times -= 1
                return fault
        return None
