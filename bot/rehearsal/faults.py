"""What can go wrong in a simulated year, how often, and when: all of it follows from one seed."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import TypeVar

from bot.rehearsal.chance import choice
from bot.rehearsal.platform import Platform
from flows.messages import Message
from flows.ports import SendFailed, SendUnknown, Store, Transaction, Unreachable

T = TypeVar("T")


class Crash(BaseException):
    """The process is dead. No Exception, so that nothing in it can take notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How often each thing goes wrong, from 0 to 1; each is asked wherever it could."""

    seed: int
    crash: float = 0.0
    """At a step: before or after a commit, between claim, send and mark."""
    away: float = 0.0
    """Of the crashes, those after which the process stays down for hours."""
    conflict: float = 0.0
    """Another transaction was faster: the work runs again."""
    twice: float = 0.0
    """An event is delivered again, at once or hours later."""
    unacknowledged: float = 0.0
    """The acknowledgement gets lost: the event is delivered again, and the second answer is shown."""
    late: float = 0.0
    """An event arrives hours later."""
    refused: float = 0.0
    """429, or 500 without having posted."""
    lost: float = 0.0
    """No answer, and nothing posted."""
    posted: float = 0.0
    """500 after having posted."""
    unread: float = 0.0
    """The platform cannot be read back just now."""
    down: float = 0.0
    """For hours the platform takes nothing at all, from anybody."""
    slow: float = 0.0
    """The process stands still for longer than its lease."""
    replicas: int = 1
    unreadable: bool = False
    """Rooms and channels cannot be read back at all."""


NO_FAULTS = Faults(seed=0)

ONE_BY_ONE = (
    Faults(seed=0, crash=0.004),
    Faults(seed=0, conflict=0.1),
    Faults(seed=0, twice=0.5),
    Faults(seed=0, unacknowledged=0.5),
    Faults(seed=0, refused=0.03),
    Faults(seed=0, lost=0.03),
    Faults(seed=0, posted=0.05),
    Faults(seed=0, crash=0.004, replicas=2),
    Faults(seed=0, crash=0.001, away=0.5),
    Faults(seed=0, late=0.1),
    Faults(seed=0, slow=0.01, replicas=2),
    Faults(seed=0, posted=0.1, unread=0.5),
    Faults(seed=0, posted=0.1, lost=0.1, crash=0.002, unreadable=True),
    Faults(seed=0, down=0.02, posted=0.05),
)
HEAVY = Faults(
    seed=0,
    crash=0.008,
    conflict=0.05,
    twice=0.2,
    unacknowledged=0.2,
    refused=0.1,
    lost=0.05,
    posted=0.1,
    unread=0.2,
)


def drawn(seed: int) -> Faults:
    """Half of the seeds have one fault alone, in turn; the others several, some lightly, some heavily."""
    if seed % 2:
        return replace(ONE_BY_ONE[seed // 2 % len(ONE_BY_ONE)], seed=seed)
    rng = choice(seed, "faults", "which")
    lightly = rng.choice((0.02, 0.1, 1.0))
    rates = {
        name: getattr(HEAVY, name) * lightly
        for name in ("crash", "conflict", "twice", "unacknowledged", "refused", "lost", "posted", "unread")
        if rng.random() < 0.6
    }
    later = rng.random() < 0.4
    return Faults(
        seed=seed,
        **rates,
        away=0.2 if later else 0.0,
        late=0.05 if later else 0.0,
        slow=0.003 if later and rng.random() < 0.5 else 0.0,
        replicas=rng.choice((1, 1, 2)),
        unreadable=rng.random() < 0.2,
        down=0.01 if rng.random() < 0.2 else 0.0,
    )


@dataclass(slots=True)
class Dice:
    """Chance by what is asked for and how often it was asked before: the same run meets the same faults."""

    seed: int
    calm: bool = False
    """Nothing goes wrong any more."""
    struck: Counter[str] = field(default_factory=Counter)
    """How often each fault came about."""
    _asked: Counter[str] = field(default_factory=Counter)

    def rolled(self, what: str) -> Random:
        """The chance for the next `what`."""
        self._asked[what] += 1
        return choice(self.seed, "fault", what, self._asked[what])

    def strikes(self, what: str, rate: float) -> bool:
        """Whether it goes wrong this time."""
        if self.calm or not rate:
            return False
        self._asked[what] += 1
        # asked thousands of times a year: a digest is ten times faster than a generator made anew
        rolled = sha256(f"{self.seed}\x1f{what}\x1f{self._asked[what]}".encode()).digest()
        if int.from_bytes(rolled[:8], "big") >= rate * 2**64:
            return False
        self.struck[what] += 1
        return True

    def hours(self, what: str, most: float) -> timedelta:
        """A while, in whole seconds."""
        return timedelta(seconds=self.rolled(f"{what} hours").randint(30, round(most * 3600)))


class _Conflict(Exception):
    """Somebody else was faster."""


class FaultyStore:
    """A store whose user may die at any commit, or have to run again."""

    def __init__(self, store: Store, faults: Faults, dice: Dice) -> None:
        self._store = store
        self._faults = faults
        self._dice = dice

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """As a store does, but for the faults."""
        if self._dice.strikes("conflict", self._faults.conflict):
            self._beaten(work)
        if self._dice.strikes("crash before commit", self._faults.crash):
            self._beaten(work)
            raise Crash("before commit")
        result = self._store.transact(work)
        if self._dice.strikes("crash after commit", self._faults.crash):
            raise Crash("after commit")
        return result

    def _beaten(self, work: Callable[[Transaction], object]) -> None:
        def in_vain(tx: Transaction) -> None:
            work(tx)
            raise _Conflict

        with suppress(_Conflict):  # all that it wrote is undone
            self._store.transact(in_vain)

    def close(self) -> None:
        """The store outlives its users."""


class FaultyPlatform:
    """What the outbox talks to: the platform, with a bad line in between."""

    def __init__(
        self,
        platform: Platform,
        faults: Faults,
        dice: Dice,
        posted: Callable[[Message], None],
        is_down: Callable[[], bool],
    ) -> None:
        self._platform = platform
        self._faults = faults
        self._dice = dice
        self._posted = posted
        self._is_down = is_down

    def send(self, message: Message) -> str:
        """Show it, or not, and tell, or not."""
        if self._is_down():
            raise Unreachable("down")
        if self._dice.strikes("refused", self._faults.refused):
            raise SendFailed("429 or 500")
        if self._dice.strikes("lost", self._faults.lost):
            raise SendUnknown("no answer")
        ref = self._platform.send(message)
        self._posted(message)
        if self._dice.strikes("posted", self._faults.posted):
            raise SendUnknown("500 after posting")
        return ref

    def reads_back(self, place: str) -> bool:
        """As on Slack: direct messages always, rooms and channels perhaps not."""
        return place.startswith("dm:") or not self._faults.unreadable

    def find(self, message: Message) -> str | None:
        """What was sent under the message's key."""
        if self._is_down():
            raise Unreachable("down")
        if self._dice.strikes("unread", self._faults.unread):
            raise self._dice.rolled("unread how").choice((SendFailed("500"), SendUnknown("no answer")))
        return self._platform.find(message)
