"""A day in Slack in which everything goes wrong: what fails there, and what Slack brings again by itself.

What a person types Slack brings again: that nobody repeats.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from random import Random
from typing import Any

from tests.campaign import NAMES, NONSENSE, HardDay, Step, Tripwire, more, paused, said_to, thanked
from tests.slack.at_work import AtWork, at_work
from tests.slack.deliveries import Attempt, Sort
from tests.slack.faults import Fault, Faults, How
from tests.slack.person import Person
from tests.slack.refusals import Json
from tests.slack.slack import Slack
from tests.slack.test_listen import FORM

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


class Counted(Faults):
    """Faults of calls that are counted."""

    def __init__(self, wire: Tripwire) -> None:
        super().__init__()
        self._wire = wire

    def next(self, method: str, args: Json) -> Fault | None:
        """What goes wrong with this call."""
        self._wire.counts()
        return super().next(method, args)


# --- what people do -----------------------------------------------------------------------------------------


def _types(text: str) -> Step[Person]:
    async def does(person: Person, times: int) -> None:
        delivery = person.says(text)
        assert delivery is not None
        await delivery

    return Step(does, more, surely=True)


def _runs(line: str) -> Step[Person]:
    return Step(lambda person, times: person.runs(line), more)


def _presses(label: str, seen: Callable[[Person, int], bool]) -> Step[Person]:
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


CHAINS: tuple[tuple[Step[Person], ...], ...] = (
    (_types(NONSENSE),),
    (_types(NONSENSE),),
    (_runs("/mentoring me"),),
    (_runs("/mentoring help"),),
    (_types("me"),),
    (Step(_opens_home, lambda person, _: person.screen.home is not None),),
    (_types("pause"), _presses("Two weeks", paused)),
    (
        _runs("/mentoring signup"),
        _presses("I would like to mentor", lambda person, _: person.screen.modal is not None),
        Step(_sends, thanked, modal=True),
    ),
)


# --- the day ------------------------------------------------------------------------------------------------


class Day(HardDay[Person]):
    """One day in this Slack."""

    chains = CHAINS

    def __init__(self, slack: Slack, url: str, seed: int, *, faults: bool = True) -> None:
        super().__init__(url, seed, faults=faults)
        self.slack = slack
        slack.site.faults = Counted(self.wire)
        self._life: AbstractAsyncContextManager[AtWork]
        self._lives: AtWork
        self._excused: set[Attempt] = set()
        """What was under way, or begun, while Shelfmate was cut off: of this it can know nothing."""
        self._gone: set[Attempt] = set()
        """What was under way in the moment in which it was cut off: no answer will come."""

    @property
    def shelfmate(self) -> AtWork:
        """The one that lives now."""
        return self._lives

    @property
    def now(self) -> float:
        """Slack's time."""
        return self.slack.site.clock.now

    async def meets(self) -> list[Person]:
        """Members of the association."""
        people = [self.slack.add(name) for name in NAMES]
        self._lives.enrols(*people)
        return people

    async def ends(self) -> dict[str, Any]:
        """Everybody looks at their home tab."""
        await self.calms([asyncio.ensure_future(_opens_home(person, 1)) for person in self.people])
        await self._life.__aexit__(None, None, None)
        return {person.user.name: (said_to(person), str(person.screen.home)) for person in self.people}

    def turns_away(self, person: Person) -> None:
        """A form that was sent and stayed is closed."""
        if person.screen.modal is not None and thanked(person, 0):
            person.closes()

    # --- what goes wrong ------------------------------------------------------------------------------------

    def breaks(self, chance: Random) -> str:
        """One call of some method."""
        how, given = chance.choice(TROUBLES)
        given = {"done": how is not How.LIMITED and chance.random() < 0.5, **given}
        method = chance.choice(METHODS)
        self.slack.faults.plant(method, how, **given)
        return f"{method} {how.name} {given}"

    def mends(self) -> None:
        """What was planted and not met yet."""
        self.slack.faults.planted.clear()

    def mishaps(self, chance: Random) -> Mapping[str, Callable[[], None]]:
        """Slack brings things again, and its sockets drop."""
        found: dict[str, Callable[[], None]] = {"again": lambda: self._again(chance)}
        if self.slack.app.socket_mode:
            found |= {"cut": self._cut, "refresh": self.slack.sockets.refresh}
        return found

    def _cut(self) -> None:
        self._excuses()
        self._gone |= self._trying()
        for line in [*self.slack.sockets.open]:
            self.slack.cut(line)

    def _again(self, chance: Random) -> None:
        told = [one for one in self.slack.deliveries if one.sort is Sort.EVENT and one.acked]
        for one in chance.sample(told, min(2, len(told))):
            self.slack.again(one)

    def _excuses(self) -> None:
        self._excused |= self._trying()

    # --- one life after another -----------------------------------------------------------------------------

    async def begins(self, *, set_up: bool = False) -> None:
        """The wiring of `shelfmate run`."""
        self._life = at_work(self.slack, store=self.mortal, set_up=set_up)
        self._lives = await self._life.__aenter__()
        self._excuses()

    async def buries(self) -> None:
        """Its calls go nowhere, its sockets are gone."""
        for platform in self._lives.replica.platforms:
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
        self._excused |= {one for late in self.slack.deliveries[made:] for one in late.attempts}

    # --- calm -----------------------------------------------------------------------------------------------

    def rests(self) -> bool:
        """Whether everything was handed over."""
        return all(made.settled.done() for made in self.slack.deliveries)

    async def looks(self) -> None:
        """While no socket is open nothing can be handed over."""
        if self.slack.app.socket_mode and not self.slack.sockets.open:
            await self.slack.connected()
            self._excuses()

    async def goes_on(self, looks: int) -> None:
        """However slow the machine is, Slack shall not give up on what would have been answered."""
        trying = self._trying() - self._gone
        waited = any(one.delivery.sort is not Sort.EVENT for one in trying)
        patient = 10 * PATIENT if any(one.number > 1 for one in trying) else PATIENT
        if not waited and (looks % patient == 0 or not trying):
            await self.slack.passes(1)

    def _trying(self) -> "set[Attempt]":
        return {one for made in self.slack.deliveries for one in made.attempts if not one.ended}

    # --- what must not be -----------------------------------------------------------------------------------

    def given_up(self) -> str:
        """On what Slack gave up."""
        return f"; Slack gave up on {[one.attempts for one in self.slack.site.deliveries.lost]}"

    def silent(self) -> Iterator[str]:
        """What somebody did to which Shelfmate said nothing, though it could have."""
        for made in self.slack.deliveries:
            failed = made.settled.done() and not made.acked
            if made.sort is not Sort.EVENT and failed and not self._excused & {*made.attempts}:
                yield f"{made.payload.get('type', 'command')}: {made.settled.result().reason}"
