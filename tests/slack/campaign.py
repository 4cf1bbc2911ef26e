"""A day in which everything goes wrong, drawn from a seed: several people, and a Shelfmate that is cut off, lied to and killed.

Each slot of the day everybody does one thing, at the same time, while calls fail, sockets drop, Slack brings things again
and the process dies. Then it is calm for a while, and whoever did not get what they wanted does it once more, as anybody
would. What a person types Slack brings again by itself: that nobody repeats. The same day without faults ends with the
same words on the same screens, which is what a test holds it against.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from flows.model.talk import Wish, WishState
from flows.ports import Store, StoreError, Transaction
from flows.situation import WHOLE, find
from storage.opening import open_store
from tests.slack.at_work import AtWork, at_work
from tests.slack.deliveries import Attempt, Sort
from tests.slack.faults import Fault, Faults, How
from tests.slack.person import Person
from tests.slack.refusals import Json
from tests.slack.slack import Slack
from tests.slack.test_listen import FORM

T = TypeVar("T")

SLOT = 25 * 60
"""Seconds: longer than all that is tried again takes, so that each slot ends calm."""
TRIES = 4
"""After so many a person would give up; the last is left in peace."""
GLANCE = 0.02
"""Seconds of real time between two looks."""
PATIENT = 15
"""So many looks for each second of Slack's that passes while Shelfmate is thinking."""
NOWHERE = "http://127.0.0.1:9/api/"
METHODS = (
    *("chat.postMessage",) * 4, "chat.update", "chat.postEphemeral", "conversations.history", "conversations.open",
    "users.info", "views.open", "views.publish", "auth.test",
)  # fmt: skip
TROUBLES: tuple[tuple[How, Json], ...] = (
    (How.SERVER_ERROR, {}),
    (How.DROPPED, {}),
    (How.REFUSED, {"error": "internal_error"}),
    (How.LIMITED, {"seconds": 2}),
    (How.SLOW, {"seconds": 5, "done": True}),
)


class Mortal:
    """A store whose process dies at a moment: from then on nothing is read or written."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.left: int | None = None
        """After how many more transactions it dies, where it will."""
        self.dead = False

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """One transaction, while it lives."""
        if self.dead:
            raise StoreError("the process is dead")
        done = self._inner.transact(work)
        if self.left is not None:
            self.left -= 1
            self.dead = self.left <= 0
        return done

    def close(self) -> None:
        """Let go of every connection."""
        self._inner.close()


class Tripwire(Faults):
    """Faults that also count calls: at one of them something happens."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.then: Callable[[], None] | None = None

    def next(self, method: str, args: Json) -> Fault | None:
        """What goes wrong with this call."""
        self.left -= 1
        if self.left <= 0:
            self.trips()
        return super().next(method, args)

    def trips(self) -> None:
        """Let it happen now, if it did not yet."""
        then, self.then = self.then, None
        if then is not None:
            then()


# --- what people do -----------------------------------------------------------------------------------------


def said_to(person: Person) -> list[str]:
    """What Shelfmate wrote to somebody, without what is left of it for them alone."""
    return [seen.text for seen in person.dm if seen.by == "Shelfmate" and not seen.private]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does, and how they see that it was done. `surely`: once is enough, whatever happens."""

    does: Callable[[Person, int], Awaitable[object]]
    seen: Callable[[Person, int], bool]
    """Told how many messages there were before."""
    surely: bool = False
    modal: bool = False
    """Whether it is done in the modal that the step before opened."""


def _types(text: str) -> Step:
    async def does(person: Person, times: int) -> None:
        delivery = person.says(text)
        assert delivery is not None
        await delivery

    return Step(does, _more, surely=True)


def _runs(line: str) -> Step:
    return Step(lambda person, times: person.runs(line), _more)


def _presses(label: str, seen: Callable[[Person, int], bool]) -> Step:
    async def does(person: Person, times: int) -> None:
        await person.presses(label, times=times)

    return Step(does, seen)


async def _sends(person: Person, times: int) -> None:
    await person.fills(FORM)
    await person.submits(times=times)


async def _opens_home(person: Person, times: int) -> None:
    delivery = person.opens_home()
    assert delivery is not None
    await delivery


def _more(person: Person, before: int) -> bool:
    return len(said_to(person)) > before


def _thanked(person: Person, before: int) -> bool:
    return any(text.startswith("Thank you") for text in said_to(person))


PAUSED = "Paused until January 24, 2027."
NONSENSE = "pause until the cows come home"
CHAINS: tuple[tuple[Step, ...], ...] = (
    (_types(NONSENSE),),
    (_types(NONSENSE),),
    (_runs("/mentoring me"),),
    (_runs("/mentoring help"),),
    (_types("me"),),
    (Step(_opens_home, lambda person, _: person.screen.home is not None),),
    (_types("pause"), _presses("Two weeks", lambda person, _: PAUSED in str(said_to(person)))),
    (
        _runs("/mentoring signup"),
        _presses("I would like to mentor", lambda person, _: person.screen.modal is not None),
        Step(_sends, _thanked, modal=True),
    ),
)


def plan(chance: Random) -> list[Step]:
    """All of it, in an order of somebody's own; what belongs together stays in order."""
    left = [list(chain) for chain in CHAINS]
    steps: list[Step] = []
    while left := [chain for chain in left if chain]:
        form = [chain for chain in left if chain[0].modal]
        steps.append(chance.choice(form or left).pop(0))
    return steps


# --- the day ------------------------------------------------------------------------------------------------


@dataclass(slots=True, repr=False)
class Day:
    """One day, from its seed. `faults`: whether anything goes wrong."""

    slack: Slack
    url: str
    seed: int
    faults: bool = True
    people: list[Person] = field(default_factory=list)
    shelfmate: AtWork = field(init=False)
    happened: list[str] = field(default_factory=list)
    """What went wrong, for whoever has to find out why."""
    _mortal: Mortal = field(init=False)
    _wire: Tripwire = field(default_factory=Tripwire)
    _life: AbstractAsyncContextManager[AtWork] = field(init=False)
    _excused: "set[Attempt]" = field(default_factory=set)
    """What was under way, or begun, while Shelfmate was cut off: of this it can know nothing."""
    _gone: "set[Attempt]" = field(default_factory=set)
    """What was under way in the moment in which it was cut off: no answer will come."""

    async def passes(self) -> dict[str, Any]:
        """The whole of it; what stands on everybody's screen in the end."""
        self.slack.site.faults = self._wire
        self.slack.site.limits.scale = 0
        self.people = [
            self.slack.add(name) for name in ("Ada Archer", "Ben Book", "Cleo Codex", "Dan Deckle")
        ]
        await self._begins(set_up=True)
        self.shelfmate.enrols(*self.people)
        plans = [plan(Random(f"{self.seed} {person.id}")) for person in self.people]
        for nth, steps in enumerate(zip(*plans, strict=True)):
            await self._slot(nth, dict(zip(self.people, steps, strict=True)))
        await self._calms([asyncio.ensure_future(_opens_home(person, 1)) for person in self.people])
        await self._life.__aexit__(None, None, None)
        return {person.user.name: (said_to(person), str(person.screen.home)) for person in self.people}

    async def _slot(self, nth: int, steps: dict[Person, Step]) -> None:
        before = {person: len(said_to(person)) for person in steps}
        left = steps
        for again in range(TRIES):
            chance = Random(f"{self.seed} {nth} {again}")
            twice = {person: chance.choice((1, 1, 2)) for person in left}
            if self.faults and again < TRIES - 1:
                self._plants(chance)
            acts = [asyncio.ensure_future(step.does(who, twice[who])) for who, step in left.items()]
            await self._calms(acts)
            left = {who: step for who, step in steps.items() if not step.seen(who, before[who])}
            lost = [who.user.name for who, step in left.items() if step.surely]
            given_up = [one.attempts for one in self.slack.site.deliveries.lost]
            assert not lost, f"nobody answered {lost}; Slack gave up on {given_up}"
            assert not self._open(), f"still on its way: {self._open()}"
            if not left:
                break
        assert not left, f"{[who.user.name for who in left]} gave up"
        for person in steps:
            if person.screen.modal is not None and _thanked(person, 0):
                person.closes()

    # --- what goes wrong ----------------------------------------------------------------------------------

    def _plants(self, chance: Random) -> None:
        for _ in range(chance.choice((0, 1, 2, 3))):
            how, more = chance.choice(TROUBLES)
            more = {"done": how is not How.LIMITED and chance.random() < 0.5, **more}
            method = chance.choice(METHODS)
            self.slack.faults.plant(method, how, **more)
            self.happened.append(f"{method} {how.name} {more}")
        sockets = ("cut", "refresh") if self.slack.app.socket_mode else ()
        what = chance.choice(("", "", "again", "dies", "dies at a call", *sockets))
        self._wire.left = chance.randint(1, 12)
        self.happened.append(f"{what} after {self._wire.left}")
        if what == "dies":
            self._mortal.left = self._wire.left
        elif what:
            moment = {"cut": self._cut, "refresh": self.slack.sockets.refresh, "again": self._again(chance)}
            self._wire.then = moment.get(what, self._dies)

    def _cut(self) -> None:
        self._excuses()
        self._gone |= self._trying()
        for line in [*self.slack.sockets.open]:
            self.slack.cut(line)

    def _again(self, chance: Random) -> Callable[[], None]:
        def brings() -> None:
            told = [one for one in self.slack.deliveries if one.sort is Sort.EVENT and one.acked]
            for one in chance.sample(told, min(2, len(told))):
                self.slack.again(one)

        return brings

    def _dies(self) -> None:
        self._mortal.dead = True

    def _excuses(self) -> None:
        self._excused |= self._trying()

    # --- one life after another -----------------------------------------------------------------------------

    async def _begins(self, *, set_up: bool = False) -> None:
        self._mortal = Mortal(open_store(self.url, durable=False))
        self._life = at_work(self.slack, store=self._mortal, set_up=set_up)
        self.shelfmate = await self._life.__aenter__()

    async def _begins_again(self) -> None:
        """What the dead one still wants to say reaches nobody."""
        self.happened.append("it died")
        for platform in self.shelfmate.replica.platforms:
            platform._calls._client.base_url = NOWHERE  # type: ignore[attr-defined]
            platform._listening._app.client.base_url = NOWHERE  # type: ignore[attr-defined]
        self._cut()
        connections = self.slack.sockets.drop.__self__  # type: ignore[attr-defined]
        for transport in connections.transports.values():
            transport.abort()
        made = len(self.slack.deliveries)
        end = asyncio.ensure_future(self._life.__aexit__(None, None, None))
        while not end.done():
            await asyncio.wait({end}, timeout=0.1)
            await self.slack.passes(0.1)
        end.exception()
        await self._begins()
        self._excuses()
        self._excused |= {one for late in self.slack.deliveries[made:] for one in late.attempts}

    # --- calm -----------------------------------------------------------------------------------------------

    async def _calms(self, acts: "Sequence[asyncio.Future[Any]]") -> None:
        """Until nothing is under way any more."""
        await self._goes_on(lambda: all(act.done() for act in acts) and not self._under_way())
        self.slack.faults.planted.clear()
        self._wire.trips()
        self._mortal.left = None
        await self._goes_on(lambda: not self._under_way())
        for act in acts:
            act.result()
        for much in (0, SLOT - self.slack.site.clock.now % SLOT):
            passing = asyncio.ensure_future(self.shelfmate.passes(seconds=much))
            await self._goes_on(passing.done, moves=not much)
            passing.result()

    async def _goes_on(self, over: Callable[[], bool], *, moves: bool = True) -> None:
        looks, never = 0, asyncio.get_running_loop().create_future()
        while not over():
            if self._mortal.dead:
                await self._begins_again()
            if self.slack.app.socket_mode and not self.slack.sockets.open:
                await self.slack.connected()
                self._excuses()
            await asyncio.wait({never}, timeout=GLANCE)
            looks += 1
            trying = self._trying() - self._gone
            waited = any(one.delivery.sort is not Sort.EVENT for one in trying)
            # however slow the machine is, Slack shall not give up on what would have been answered
            patient = 10 * PATIENT if any(one.number > 1 for one in trying) else PATIENT
            if moves and not waited and (looks % patient == 0 or not trying):
                await self.slack.passes(1)
        if self._mortal.dead:
            await self._begins_again()

    def _under_way(self) -> bool:
        return any(not made.settled.done() for made in self.slack.deliveries)

    def _trying(self) -> "set[Attempt]":
        return {one for made in self.slack.deliveries for one in made.attempts if not one.ended}

    # --- what must not be -----------------------------------------------------------------------------------

    def _open(self) -> list[str]:
        """Messages that are still on their way."""
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

    def silent(self) -> Iterator[str]:
        """What somebody did to which Shelfmate said nothing, though it could have."""
        for made in self.slack.deliveries:
            failed = made.settled.done() and not made.acked
            if made.sort is not Sort.EVENT and failed and not self._excused & {*made.attempts}:
                yield f"{made.payload.get('type', 'command')}: {made.settled.result().reason}"
