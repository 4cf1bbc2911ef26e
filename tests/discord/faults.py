"""What can be made to go wrong: answers that never come, come late, or say no although it was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.discord.refusals import Json


class How(Enum):
    """What goes wrong with a call."""

    SERVER_ERROR = auto()
    """HTTP 500, or another `status`; discord.py tries again by itself after a second (503 on its bot calls: not)."""
    DROPPED = auto()
    """The connection is gone, without a word."""
    REFUSED = auto()
    """Discord says no, for a reason of its own: `status`, `code` and `message`."""
    LIMITED = auto()
    """HTTP 429, whatever the pace was; `everywhere` where it is the global limit."""
    SLOW = auto()
    """It is not answered before `release()`."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with the next `times` calls of a name; of any, where the name is empty."""

    name: str
    how: How
    times: int = 1
    done: bool = False
    """Whether what was asked for is done nevertheless."""
    status: int = 500
    code: int = 0
    message: str = "500: Internal Server Error"
    seconds: float = 0.05
    """What a 429 asks to wait."""
    everywhere: bool = False
    of: Callable[[Json], bool] = field(default=lambda args: True)
    """Which calls, by their arguments."""
    released: bool = False

    def release(self) -> None:
        """What was slow is answered."""
        self.released = True


@dataclass(slots=True)
class Faults:
    """What is planted."""

    planted: list[Fault] = field(default_factory=list)

    def plant(self, name: str, how: How, **more: object) -> Fault:
        """Let this happen to the next call of `name`, as in `Called.name`."""
        fault = Fault(name=name, how=how)
        for key, value in more.items():
            setattr(fault, key, value)
        self.planted.append(fault)
        return fault

    def next(self, name: str, args: Json) -> Fault | None:
        """What goes wrong with this call."""
        for fault in self.planted:
            if fault.times > 0 and fault.name in {"", name} and fault.of(args):
                fault.times -= 1
                return fault
        return None
