"""A day in Discord in which everything goes wrong: what fails there, and what Discord never brings again.

What people press and send Discord hands over once: if that moment is lost with the process, they do it again. What they
type in a direct conversation that is known stays there to be found: that nobody repeats.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from random import Random
from typing import Any

from tests.campaign import NAMES, NONSENSE, HardDay, Step, Tripwire, more, paused, said_to, thanked
from tests.discord.at_work import AtWork, at_work
from tests.discord.faults import Fault, Faults, How
from tests.discord.gateway import Session
from tests.discord.interactions import Interaction
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.records import LOADING
from tests.discord.refusals import Json
from tests.discord.test_listen import fills

PATIENT = 15
"""So many looks for each second of Discord's that passes while Shelfmate is thinking."""
LONG = 25
"""So many looks until what is slow is answered."""
FEW = 8
"""Events that still come over a connection before it drops."""
LATE = "That took me longer than it should have. I am ready now: please press the button once more."
"""What is said of a page that waited for the database, or for another life: on a quiet day never."""
THREAD = ("You take no direct messages from me", "added ")
"""What is said where a thread takes the place of direct messages."""
SHUT = (50007, 50278)
PAGES = 6
"""Pages of a form, and the presses between them."""
MENTOR = "I would like to mentor"
CONTINUE = "[Continue]"
SPEAKS = ("create_message",) * 4
CALLS = (
    *SPEAKS, "edit_message", "get_messages", "create_dm", "get_current_user",
    *("callback",) * 3, "delete_original", "edit_original", "followup",
)  # fmt: skip
TROUBLES: tuple[tuple[How, Json], ...] = (
    (How.SERVER_ERROR, {"status": 500}),
    (How.SERVER_ERROR, {"status": 503}),
    (How.SERVER_ERROR, {"status": 503}),
    (How.DROPPED, {}),
    (How.DROPPED, {}),
    (How.LIMITED, {}),
    (How.SLOW, {}),
)


class Counted(Faults):
    """Faults of calls that are counted."""

    def __init__(self, wire: Tripwire) -> None:
        super().__init__()
        self._wire = wire

    def next(self, name: str, args: Json) -> Fault | None:
        """What goes wrong with this call."""
        self._wire.counts()
        return super().next(name, args)


# --- what people do -----------------------------------------------------------------------------------------


def _types(text: str) -> Step[Person]:
    async def does(person: Person, times: int) -> None:
        person.says(text)

    return Step(does, more, surely=True)


def _runs(line: str) -> Step[Person]:
    return Step(lambda person, times: person.runs(line), more)


def _presses(label: str, seen: Callable[[Person, int], bool]) -> Step[Person]:
    async def does(person: Person, times: int) -> None:
        await person.presses(label, times=times)

    return Step(does, seen)


async def _goes_through(person: Person, times: int) -> None:
    """The form, page by page, from where it stands; from its beginning where nothing leads on."""
    if person.id not in person.site.sheets and CONTINUE not in person.screen:
        await person.presses(MENTOR)
    told = len(person.screen.told)
    for _ in range(PAGES):
        if len(person.screen.told) > told:
            return  # they read that it failed: they look first whether it came through
        if person.id in person.site.sheets:
            await fills(person)
        elif CONTINUE in person.screen:
            await person.presses(CONTINUE[1:-1], times=times)


def _opened(person: Person, before: int) -> bool:
    return person.screen.modal is not None


CHAINS: tuple[tuple[Step[Person], ...], ...] = (
    (_types(NONSENSE),),
    (_types(NONSENSE),),
    (_runs("/mentoring me"),),
    (_runs("/mentoring help"),),
    (_types("me"),),
    (_types("pause"), _presses("Two weeks", paused)),
    (
        _runs("/mentoring signup"),
        _presses(MENTOR, _opened),
        Step(_goes_through, thanked, modal=True),
    ),
)


# --- the day ------------------------------------------------------------------------------------------------


class Day(HardDay[Person]):
    """One day in this Discord."""

    chains = CHAINS

    def __init__(self, there: Discord, url: str, seed: int, *, faults: bool = True) -> None:
        super().__init__(url, seed, faults=faults)
        self.there = there
        there.site.faults = Counted(self.wire)
        self._life: AbstractAsyncContextManager[AtWork]
        self._lives: AtWork
        self._moved: set[str] = set()
        """Who took no direct messages for a while."""
        self._dead: set[Session] = set()
        """Those whose process is no more, or which nobody could take up again: of what they heard it knows nothing."""
        self._excused: set[Interaction] = set()
        """What was under way when that happened."""

    @property
    def shelfmate(self) -> AtWork:
        """The one that lives now."""
        return self._lives

    @property
    def now(self) -> float:
        """Discord's time."""
        return self.there.site.clock.now

    async def meets(self) -> list[Person]:
        """They say hello: from then on Shelfmate knows where they write to it."""
        people = [self.there.add(name) for name in NAMES]
        for person in people:
            person.says("hello")
        await self.calms([])
        return people

    async def ends(self) -> dict[str, Any]:
        """What they read."""
        await self._life.__aexit__(None, None, None)
        return {person.name: self._said(person) for person in self.people}

    def _said(self, person: Person) -> list[str]:
        """Without what is said on such days alone."""
        return [said for said in said_to(person) if said != LATE and not said.startswith(THREAD)]

    def in_order(self, name: str, said: list[str]) -> list[str]:
        """As it came; of what went into two conversations, nobody asks which was first."""
        return sorted(said) if name in self._moved else said

    # --- what goes wrong ------------------------------------------------------------------------------------

    def breaks(self, chance: Random) -> str:
        """One call of some name."""
        how, given = chance.choice(TROUBLES)
        given = {"done": how is not How.LIMITED and chance.random() < 0.5, **given}
        name = chance.choice(CALLS)
        self.there.faults.plant(name, how, **given)
        return f"{name} {how.name} {given}"

    def mends(self) -> None:
        """What was planted and not met yet, and what is slow."""
        for fault in self.there.faults.planted:
            fault.times = 0
        for person in self.people:
            person.opens_dms()
        self._releases()

    def mishaps(self, chance: Random) -> Mapping[str, Callable[[], None]]:
        """Whatever can happen to a gateway, Discord brings things again, and the database is locked."""
        few = chance.randint(0, FEW)
        return {
            "again": lambda: self._again(chance),
            "cut": self.there.cut if self.there.gateway.lines else lambda: None,
            "cut in mid-burst": lambda: self._cuts_after(few),
            "reconnect": self.there.reconnect,
            "invalid": lambda: self.there.invalidate(resumable=False),
            "invalid for a moment": lambda: self.there.invalidate(resumable=True),
            "forgotten": self._forgets,
            "locked": self._locks,
            "shut": lambda: self._shuts(chance),
        }

    def _shuts(self, chance: Random) -> None:
        """Two of them take no direct messages any more, until it is calm."""
        for person in chance.sample(self.people, 2):
            self._moved.add(person.name)
            person.closes_dms(chance.choice(SHUT))

    def _releases(self) -> None:
        """What was slow is answered; what is to be slow may still be."""
        for fault in self.there.faults.planted:
            fault.released = fault.times == 0
        self.there.site.changes.tell()

    def _cuts_after(self, few: int) -> None:
        for line in self.there.gateway.lines[:1]:
            self.there.cut(line, after=few)

    def _forgets(self) -> None:
        """The connection is gone, and the session with it."""
        for session in self.there.gateway.alive():
            session.over = True
        self._loses_all()
        for line in [*self.there.gateway.lines]:
            self.there.cut(line)

    def _locks(self) -> None:
        self.mortal.locked = 3

    def _again(self, chance: Random) -> None:
        living = {*self.there.gateway.sessions} - self._dead
        every = [one for session in living for one in session.sent]
        told = [one for one in every if one["t"] in {"INTERACTION_CREATE", "MESSAGE_CREATE"}]
        for one in chance.sample(told, min(2, len(told))):
            self.there.site.tell(None, one["t"], one["d"])

    def _loses_all(self) -> None:
        self._dead |= {*self.there.gateway.sessions}
        self._excused |= {*self._waiting(), *self._thinking()}

    # --- one life after another -----------------------------------------------------------------------------

    async def begins(self, *, set_up: bool = False) -> None:
        """The wiring of `shelfmate run`."""
        self._life = at_work(self.there, store=self.mortal, set_up=set_up)
        self._lives = await self._life.__aenter__()

    async def buries(self) -> None:
        """Its calls go nowhere, its connections are gone."""

        async def nowhere(*given: object, **more: object) -> None:
            raise OSError("the process is dead")

        self._loses_all()
        for platform in self._lives.replica.platforms:
            platform._calls._client.http.request = nowhere  # type: ignore[attr-defined]
            platform._gateway.heard = lambda _: None  # type: ignore[attr-defined]
            if running := platform._listening._running:  # type: ignore[attr-defined]
                running.cancel()
        connections = self.there.gateway.drop.__self__  # type: ignore[attr-defined]
        for transport in connections.transports.values():
            transport.abort()
        for line in [*self.there.gateway.lines]:
            self.there.cut(line)
        end = asyncio.ensure_future(self._life.__aexit__(None, None, None))
        await asyncio.wait({end})
        end.exception()
        self._loses_all()

    # --- calm -----------------------------------------------------------------------------------------------

    def rests(self) -> bool:
        """Whether everybody was answered, and nothing is on its way or in hand."""
        flying = any(not line.waiting.empty() for line in self.there.gateway.lines)
        return not (self._waiting() or self._in_hand() or flying) and self._lives.hears

    def under_way(self) -> str:
        """Who waits, what is in hand, whether it hears."""
        waiting = [one.payload["data"] for one in self._waiting()]
        return f"{waiting}, {self._in_hand()}, hears: {self._lives.hears}"

    def _in_hand(self) -> set[Any]:
        (platform,) = self._lives.replica.platforms
        found: set[Any] = platform._listening._answering._in_hand  # type: ignore[attr-defined]
        return found

    async def looks(self) -> None:
        """What it heard in a life that is over will not be answered."""
        every = {one for one in self.there.site.interactions.values() if not one.answered}
        self._excused |= {one for one in every - self._excused if self._unheard(one)}

    async def goes_on(self, looks: int) -> None:
        """However slow the machine is, Discord shall not give up on what would have been answered."""
        if looks % LONG == 0:
            self._releases()
        if not self._waiting() - self._excused and looks % PATIENT == 0:
            await self.there.passes(1)

    def _waiting(self) -> set[Interaction]:
        return {one for one in self.there.site.interactions.values() if not (one.answered or one.late)}

    def _thinking(self) -> set[Interaction]:
        return {
            one
            for one in self.there.site.interactions.values()
            if (message := self.there.site.message(one.original)) and message.flags & LOADING
        }

    def _unheard(self, one: Interaction) -> bool:
        heard = (
            session
            for session in self.there.gateway.sessions
            if any(each["d"] is one.payload for each in session.sent)
        )
        return all(session in self._dead for session in heard)

    # --- what must not be -----------------------------------------------------------------------------------

    def silent(self) -> Iterator[str]:
        """What somebody did to which Shelfmate said nothing, though it could have."""
        for one in self.there.site.interactions.values():
            if one.late and one not in self._excused:
                yield f"{one.type.name} of {self.there.people[one.user].name}: {one.payload['data']}"
        yield from (f"goes on thinking: {one.type.name}" for one in self._thinking() - self._excused)
