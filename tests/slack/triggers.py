"""Trigger ids: proof that a person just did something, good once and for three seconds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count

from tests.slack.clock import Clock
from tests.slack.refusals import Refused

GOOD_FOR = 3


@dataclass(slots=True)
class Trigger:
    """One of them."""

    user: str
    workspace: str
    given: float
    view: str = ""
    """The modal in which it was given."""
    spent: bool = False


@dataclass(slots=True)
class Triggers:
    """All that were given."""

    clock: Clock
    given: dict[str, Trigger] = field(default_factory=dict)
    _count: Iterator[int] = field(default_factory=lambda: count(1))

    def give(self, user: str, workspace: str, view: str = "") -> str:
        """A new one."""
        number = next(self._count)
        digest = md5(str(number).encode(), usedforsecurity=False).hexdigest()
        id = f"{number}.{int(self.clock.now)}.{digest}"
        self.given[id] = Trigger(user, workspace, self.clock.now, view)
        return id

    def spend(self, id: str) -> Trigger:
        """Exchange one for the right to open a view."""
        trigger = self.given.get(id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.spent:
            raise Refused("exchanged_trigger_id")
        if self.clock.now - trigger.given > GOOD_FOR:
            raise Refused("expired_trigger_id")
        trigger.spent = True
        return trigger
