"""A day in which everything goes wrong, drawn from a seed, on any platform: what is the same wherever people talk.

Each slot of the day everybody does one thing, at the same time, while calls fail, connections drop, the platform brings
things again and the process dies. Then it is calm for a while, and whoever did not get what they wanted does it once more,
as anybody would. The same day without faults ends with the same words on the same screens: a test holds it against that.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from threading import current_thread
from typing import Any, Generic, Protocol, TypeVar

from bot.clock import Clock
from flows.model.talk import Wish, WishState
from flows.ports import Store, StoreError, Transaction
from flows.situation import WHOLE, find
from storage.opening import open_store

T = TypeVar("T")

SLOT = 25 * 60
"""Seconds: longer than all that is tried again takes, so that each slot ends calm."""
TRIES = 4
"""After so many a person would give up; the last is left in peace."""
GLANCE = 0.02
"""Seconds of real time between two looks."""
ENDLESS = 3_000
"""So many of them, and it is hopeless."""
NAMES = ("Ada Archer", "Ben Book", "Cleo Codex", "Dan Deckle")


class Mortal:
    """A store whose process dies at a moment: from then on nothing is read or written. It may be locked for a while."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.left: int | None = None
        """After how many more transactions it dies, where it will."""
        self.dead = False
        self.locked = 0
        """So many turns find it locked."""

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """One transaction, while it lives."""
        if self.dead:
            raise StoreError("the process is dead")
        if self.locked and current_thread().name.startswith(("turn", "inbox")):
            self.locked -= 1
            raise StoreError("the database is locked")
        done = self._inner.transact(work)
        if self.left is not None:
            self.left -= 1
            self.dead = self.left <= 0
        return done

    def close(self) -> None:
        """Let go of every connection."""
        self._inner.close()


class Tripwire:
    """Counts calls: at one of them something happens."""

    def __init__(self) -> None:
        self.left = 0
        self.then: Callable[[], None] | None = None

    def counts(self) -> None:
        """One more call."""
        self.left -= 1
        if self.left <= 0:
            self.trips()

    def trips(self) -> None:
        """Let it happen now, if it did not yet."""
        then, self.then = self.then, None
        if then is not None:
            then()


# --- what people do -----------------------------------------------------------------------------------------

NONSENSE = "pause until the cows come home"


class Line(Protocol):
    """A message as somebody sees it."""

    @property
    def by(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def private(self) -> bool: ...


class Talks(Protocol):
    """What somebody sees."""

    @property
    def conversations(self) -> Mapping[str, Sequence[Line]]: ...


class Named(Protocol):
    """An account."""

    @property
    def name(self) -> str: ...


class Somebody(Protocol):
    """Somebody at their screen."""

    @property
    def user(self) -> Named: ...

    @property
    def id(self) -> str: ...

    @property
    def screen(self) -> Talks: ...


P = TypeVar("P", bound=Somebody)


def said_to(person: Somebody) -> list[str]:
    """What Shelfmate wrote to somebody, wherever no others read it, without what vanishes by itself."""
    talks = (talk for name, talk in person.screen.conversations.items() if not name.startswith("#"))
    return [seen.text for talk in talks for seen in talk if seen.by == "Shelfmate" and not seen.private]


def more(person: Somebody, before: int) -> bool:
    """They were answered."""
    return len(said_to(person)) > before


def thanked(person: Somebody, before: int) -> bool:
    """Their application has arrived."""
    return any(text.startswith("Thank you") for text in said_to(person))


def paused(person: Somebody, before: int) -> bool:
    """What they pressed shows that it counts."""
    return "Paused until January 24, 2027." in str(said_to(person))


@dataclass(frozen=True, slots=True)
class Step(Generic[P]):
    """One thing that somebody does, and how they see that it was done. `surely`: once is enough, whatever happens."""

    does: Callable[[P, int], Awaitable[object]]
    seen: Callable[[P, int], bool]
    """Told how many messages there were before."""
    surely: bool = False
    modal: bool = False
    """Whether it is done in the modal that the step before opened."""


Chains = Sequence[Sequence[Step[P]]]


def plan(chance: Random, chains: Chains[P]) -> list[Step[P]]:
    """All of it, in an order of somebody's own; what belongs together stays in order."""
    left = [list(chain) for chain in chains]
    steps: list[Step[P]] = []
    while left := [chain for chain in left if chain]:
        form = [chain for chain in left if chain[0].modal]
        steps.append(chance.choice(form or left).pop(0))
    return steps


# --- the day ------------------------------------------------------------------------------------------------


class AtWork(Protocol):
    """Shelfmate, as a test holds it."""

    @property
    def store(self) -> Store: ...

    @property
    def clock(self) -> Clock: ...

    async def passes(self, **much: float) -> None:
        """So much time passes."""
        ...


class HardDay(ABC, Generic[P]):
    """One day, from its seed. `faults`: whether anything goes wrong."""

    chains: Chains[P]

    def __init__(self, url: str, seed: int, *, faults: bool = True) -> None:
        self.url = url
        self.seed = seed
        self.faults = faults
        self.people: list[P] = []
        self.happened: list[str] = []
        """What went wrong, for whoever has to find out why."""
        self.mortal = Mortal(open_store(url, durable=False))
        self.wire = Tripwire()

    async def whole(self) -> dict[str, Any]:
        """All of it; what stands on everybody's screen in the end."""
        await self.begins(set_up=True)
        self.people = await self.meets()
        plans = [plan(Random(f"{self.seed} {person.user.name}"), self.chains) for person in self.people]
        for nth, steps in enumerate(zip(*plans, strict=True)):
            await self._slot(nth, list(zip(self.people, steps, strict=True)))
        return await self.ends()

    async def _slot(self, nth: int, steps: list[tuple[P, Step[P]]]) -> None:
        before = {who.id: len(said_to(who)) for who, _ in steps}
        left = steps
        for again in range(TRIES):
            chance = Random(f"{self.seed} {nth} {again}")
            twice = {who.id: chance.choice((1, 1, 2)) for who, _ in left}
            if self.faults and again < TRIES - 1:
                self._plants(chance)
            await self.calms([asyncio.ensure_future(step.does(who, twice[who.id])) for who, step in left])
            left = [(who, step) for who, step in steps if not step.seen(who, before[who.id])]
            lost = [who.user.name for who, step in left if step.surely]
            assert not lost, f"nobody answered {lost}{self.given_up()}"
            assert not self._on_its_way(), f"still on its way: {self._on_its_way()}"
            if not left:
                break
        assert not left, "\n".join(f"{who.user.name} gave up before\n{who.screen}" for who, _ in left)
        for who, _ in steps:
            self.turns_away(who)

    # --- what the platform gives ----------------------------------------------------------------------------

    @property
    @abstractmethod
    def shelfmate(self) -> AtWork:
        """The one that lives now."""

    @abstractmethod
    async def begins(self, *, set_up: bool = False) -> None:
        """One more life, on `mortal`."""

    @abstractmethod
    async def buries(self) -> None:
        """It died. What it still wants to say reaches nobody."""

    @abstractmethod
    async def meets(self) -> list[P]:
        """Those who will be there, before anything goes wrong."""

    @abstractmethod
    async def ends(self) -> dict[str, Any]:
        """The last thing; what stands on everybody's screen."""

    @abstractmethod
    def breaks(self, chance: Random) -> str:
        """Some call will fail; which, and how."""

    @abstractmethod
    def mends(self) -> None:
        """Nothing fails any more that was to fail."""

    @abstractmethod
    def mishaps(self, chance: Random) -> Mapping[str, Callable[[], None]]:
        """What else may happen in the middle of it all."""

    @abstractmethod
    def rests(self) -> bool:
        """Whether nothing is under way."""

    def under_way(self) -> str:
        """What keeps it from resting."""
        return ""

    @abstractmethod
    async def looks(self) -> None:
        """Before each moment in which it is waited for something."""

    @abstractmethod
    async def goes_on(self, looks: int) -> None:
        """So many moments were waited: the platform's time may pass."""

    @property
    @abstractmethod
    def now(self) -> float:
        """The platform's time."""

    def turns_away(self, person: P) -> None:
        """What they do with what is left on their screen when a slot is over."""

    def given_up(self) -> str:
        """What the platform has to say of what it could not hand over."""
        return ""

    # --- what goes wrong ------------------------------------------------------------------------------------

    def _plants(self, chance: Random) -> None:
        for _ in range(chance.choice((0, 1, 2, 3))):
            self.happened.append(self.breaks(chance))
        moments = {"dies": self._dies, **self.mishaps(chance)}
        what = chance.choice(("", "", "dies after transactions", *moments))
        self.wire.left = chance.randint(1, 12)
        self.happened.append(f"{what} after {self.wire.left}")
        if what == "dies after transactions":
            self.mortal.left = self.wire.left
        else:
            self.wire.then = moments.get(what)

    def _dies(self) -> None:
        self.mortal.dead = True

    async def _begins_again(self) -> None:
        self.happened.append("it died")
        await self.buries()
        self.mortal = Mortal(open_store(self.url, durable=False))
        await self.begins()

    # --- calm -----------------------------------------------------------------------------------------------

    async def calms(self, acts: "Sequence[asyncio.Future[Any]]") -> None:
        """Until nothing is under way any more."""
        await self._waits(lambda: all(act.done() for act in acts) and self.rests())
        self.mends()
        self.wire.trips()
        self.mortal.left, self.mortal.locked = None, 0
        await self._waits(self.rests)
        for act in acts:
            act.result()
        for much in (0, SLOT - self.now % SLOT):
            passing = asyncio.ensure_future(self.shelfmate.passes(seconds=much))
            await self._waits(passing.done, moves=not much)
            passing.result()

    async def _waits(self, over: Callable[[], bool], *, moves: bool = True) -> None:
        looks, never = 0, asyncio.get_running_loop().create_future()
        while not over():
            if self.mortal.dead:
                await self._begins_again()
            await self.looks()
            await asyncio.wait({never}, timeout=GLANCE)
            looks += 1
            assert looks < ENDLESS, f"it never came to rest: {self.under_way()}"
            if moves:
                await self.goes_on(looks)
        if self.mortal.dead:
            await self._begins_again()

    def _on_its_way(self) -> list[str]:
        """Messages that did not arrive yet, and should have."""
        now = self.shelfmate.clock.now()
        states = (WishState.WAITING, WishState.CLAIMED, WishState.UNSURE, WishState.SET_ASIDE)
        every = [find(Wish, state=state, limit=WHOLE) for state in states]
        found = self.shelfmate.store.transact(lambda tx: tx.load(every))
        return [
            f"{wish.kind} to {wish.to}: {wish.state}, {wish.attempts} tries, until {wish.lease}"
            for wishes in found.values()
            for wish in wishes
            if wish.state is not WishState.WAITING or wish.not_before <= now
        ]
