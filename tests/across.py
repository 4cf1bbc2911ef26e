"""One cohort on two platforms: whoever arrives is on the one and the next on the other; each acts and reads where they are."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bot.clock import VirtualClock
from bot.outbox import Outbox
from bot.rehearsal.platform import Platform, Shown
from bot.rehearsal.world import World
from flows.ids import AccountId, PersonId, ProgramId, QuestionId
from flows.messages import Answer, OpenForm
from flows.model.addresses import Address, address_id
from flows.places import announcements, coordinators, pair_in
from flows.ports import Adapter, Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import plain_text
from tests.stage import Act, InMemory, Stage


@runtime_checkable
class Closing(Protocol):
    """A stage on which something is looked at when the play is over."""

    def close(self) -> None:
        """It is."""
        ...


class Together(Platform):
    """What stands on the screens of several platforms, as it was meant; of a channel, what stands there on the first."""

    def __init__(self, stages: Mapping[str, Stage]) -> None:
        self._stages = stages

    @property
    def screens(self) -> dict[str, list[Shown]]:  # type: ignore[override]
        """By place."""
        found: dict[str, list[Shown]] = defaultdict(list)
        for stage in reversed(list(self._stages.values())):
            found.update({place: screen for place, screen in stage.world.platform.screens.items() if screen})
        return found


@dataclass(slots=True, repr=False)
class Across:
    """A stage of several, behind which there is one Shelfmate."""

    stages: Mapping[str, Stage]
    world: World[Platform]
    first: int
    """Which of them the first to arrive is on; the next is on the next."""
    _homes: dict[str, Stage] = field(default_factory=dict)

    @classmethod
    def staged(
        cls,
        begins: Mapping[str, Callable[..., Stage]],
        store: Store,
        clock: VirtualClock,
        catalogue: Catalogue,
        program: Program,
        **more: int,
    ) -> "Across":
        """Each stage set up for itself, on one store, and then joined."""
        stages = {name: begin(store, clock, catalogue, program, **more) for name, begin in begins.items()}
        return cls.joined(stages, catalogue, first=1)

    @classmethod
    def joined(cls, stages: Mapping[str, Stage], catalogue: Catalogue, *, first: int) -> "Across":
        """These stages with one Shelfmate behind them."""
        worlds = [stage.world for stage in stages.values()]
        shown: Platform = Together(stages)
        world = World(worlds[0].store, worlds[0].clock, catalogue, shown)
        adapters: dict[str, Adapter] = {
            name: stage.world.adapter or stage.world.platform for name, stage in stages.items()
        }
        outbox = Outbox(world.store, world.programs, catalogue, adapters, world.clock, "across", strict=True)
        for each in (world, *worlds):
            each.outbox = outbox
            each.turns.platforms = tuple(stages)
        return cls(stages, world, first)

    @classmethod
    def memories(cls, store: Store, clock: VirtualClock, catalogue: Catalogue, program: Program) -> "Across":
        """Two platforms in memory, with channels on both."""
        stages: dict[str, Stage] = {}
        for name in ("slack", "discord"):
            stages[name] = InMemory(World(store, clock, catalogue, Platform(clock)), f"{name}:")
            places = (announcements(ProgramId(program.id)), coordinators(ProgramId(program.id)))
            there = [
                Address(id=address_id(place, f"{name}:1"), place=place, workspace=f"{name}:1", channel="c")
                for place in places
            ]
            store.transact(lambda tx, there=there: tx.save(there))  # type: ignore[misc]
        return cls.joined(stages, catalogue, first=0)

    def opens(self) -> None:
        """On all of them."""
        for stage in self.stages.values():
            stage.opens()

    def close(self) -> None:
        """The play is over, on all of them."""
        with ExitStack() as last:
            for stage in self.stages.values():
                if isinstance(stage, Closing):
                    last.callback(stage.close)

    # --- who is where ---------------------------------------------------------------------------------

    def home(self, person: str) -> Stage:
        """Where somebody is: they come to one after the other in turn."""
        if person not in self._homes:
            nth = len(self._homes)
            self._homes[person] = list(self.stages.values())[(nth + self.first) % len(self.stages)]
        return self._homes[person]

    def account(self, person: PersonId) -> AccountId:
        """Theirs, where they are."""
        return self.home(person).account(person)

    def does(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        """Where they are."""
        return self.home(person).does(person, act, where)

    def asked(self, person: PersonId, form: OpenForm, page: int) -> tuple[str, ...]:
        """Where they are."""
        return self.home(person).asked(person, form, page)

    # --- what they see --------------------------------------------------------------------------------

    def _read_in(self, place: str) -> list[Stage]:
        if place.startswith("dm:"):
            return [self.home(place.removeprefix("dm:"))]
        if pair := pair_in(place):
            return list({id(stage): stage for stage in map(self.home, pair.split(":")[1:])}.values())
        return list(self.stages.values())

    def question(self, place: str, choice: str) -> QuestionId:
        """The same on each of them."""
        found = {stage.question(place, choice) for stage in self._read_in(place)}
        assert len(found) == 1, f"{place} differs: {found}"
        return found.pop()

    def choices(self, place: str) -> set[str]:
        """The same on each of them."""
        found = [stage.choices(place) for stage in self._read_in(place)]
        assert all(choices == found[0] for choices in found), f"{place} differs: {found}"
        return found[0]

    def messages(self, place: str) -> list[str]:
        """The same on each of them. Where two share no room, each reads its notes among their own messages."""
        where = self._read_in(place)
        if pair_in(place) and len(where) > 1:
            found = [_meant(stage, place) for stage in where]
        else:
            found = [stage.messages(place) for stage in where]
        assert all(list(map(_words, said)) == list(map(_words, found[0])) for said in found), (
            f"{place} differs: {found}"
        )
        return found[0]


def _meant(stage: Stage, place: str) -> list[str]:
    return [plain_text(shown.message) for shown in stage.world.platform.screens[place]]


def _words(said: str) -> list[str]:
    return said.split()
