"""The sockets that storage and adapters plug into: plain blocking calls, which the runner gives a thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flows.messages import Message
from flows.model.talk import WakeUp, Wish
from flows.situation import Query

T = TypeVar("T")


class Transaction(Protocol):
    """One unit of work: all that is saved in it stands together or not at all."""

    def load(self, queries: Sequence[Query]) -> Mapping[Query, Any]:
        """Answer `Get` (a record or None), `Find` (a tuple in order of id) and `Count` (a number).

        Sees what this transaction has saved. Raises KeyError for a look-up that no index of the record serves,
        and for `ProgramOf` and `Secret`, which the runner answers itself.
        """
        ...

    def save(self, records: Iterable[Any]) -> None:
        """Insert or replace each record under its id."""
        ...

    def erase(self, record: type[Any], ids: Sequence[str]) -> None:
        """Delete these records; ids that are not there are passed over."""
        ...

    def due_wake_ups(self, now: datetime, limit: int) -> tuple[WakeUp, ...]:
        """Wake-ups that wait and are due, or whose lease ran out at `now`; in order of (due, id), locked against
        other replicas until this transaction ends (those that another has locked are passed over)."""
        ...

    def due_wishes(self, now: datetime, limit: int) -> tuple[Wish, ...]:
        """Wishes that wait with `not_before` reached, or are claimed or unsure with a lease that ran out: answers
        to one's own act before all others, and each half in order of (not_before, created, ordinal, id); locked in
        the same way."""
        ...

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the soonest of them (`due`, `not_before`, or `lease`) comes due, or comes due after `after`; or None.

        What is due already and could not be done waits for something that comes due later.
        """
        ...

    def prune_seen(self, before: datetime, limit: int) -> int:
        """Forget events answered before then; how many went."""
        ...


class Store(Protocol):
    """What remembers."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one serializable transaction and commit. After a conflict with another transaction
        `work` runs again from the start, so it must be pure but for the transaction it is given.

        Raises what `work` raises, after rolling back.
        """
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...


class StoreError(Exception):
    """The store cannot do its work. Its one line says why, and what would help."""


class Barred(StrEnum):
    """Why a place takes no messages: coordinators are told what to do about it."""

    GONE = "gone"
    """The person's account is deactivated, or no longer among those that we can reach."""
    SHUT = "shut"
    """The person takes no direct messages from us."""
    MISSING = "missing"
    """There is no such conversation: it was deleted, or none was ever named for this place."""
    ARCHIVED = "archived"
    """It is closed for good, until somebody opens it again."""
    OUTSIDE = "outside"
    """We are not in it, or may not write there."""
    OTHER = "other"


class Unsendable(Exception):
    """The place does not take messages, and why: trying again would not help."""

    def __init__(self, told: str, why: Barred = Barred.OTHER) -> None:
        super().__init__(told)
        self.why = why


class SendFailed(Exception):
    """It was certainly not sent. Trying again may help."""


class TooSoon(SendFailed):
    """The platform takes no more for so many `seconds`: it was certainly not sent, and nothing is wrong with it."""

    def __init__(self, told: str, seconds: float) -> None:
        super().__init__(told)
        self.seconds = seconds


class SendUnknown(Exception):
    """Nobody knows whether it was sent: read back before trying again."""


class Nowhere(Exception):
    """Nobody has said yet which channel this place is: it was certainly not sent, and waits until somebody has."""


class Unreachable(Exception):
    """The platform takes nothing from us at present (our token was revoked, it is down): it was certainly not sent.
    It waits until the platform is back, however long that takes."""


class Adapter(Protocol):
    """How one platform sends."""

    def send(self, message: Message) -> str:
        """Show `message` in its place, or rewrite the one it `edits`; the platform's reference of it.

        Raises Unsendable, SendFailed, SendUnknown, Unreachable or Nowhere.
        """
        ...

    def reads_back(self, place: str) -> bool:
        """Whether `find` can tell what was sent to this place."""
        ...

    def find(self, message: Message) -> str | None:
        """The reference of the message already sent under this message's key, or None where there is none."""
        ...
