"""Sets a rehearsal up: a program, its cast and coordinators, and a world that is empty but for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.clock import VirtualClock
from bot.people_row import PersonRow
from bot.rehearsal.cast import make_cast, make_coordinators
from bot.rehearsal.lines import Line
from bot.rehearsal.period import Period
from bot.rehearsal.platform import Platform
from bot.rehearsal.rehearsal import Rehearsal
from bot.rehearsal.temperament import Character, characters
from bot.rehearsal.world import World
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue

MENTORS = 10
MENTEES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """All that a rehearsal follows from: the same script plays the same, byte for byte."""

    program: Program
    text: str
    """The file that the program was read from."""
    period: Period
    seed: int
    language: str
    people: tuple[PersonRow, ...]
    given: bool = False
    """Whether the people are real ones, from a file."""

    @property
    def names(self) -> dict[str, str]:
        """Everybody's name by id."""
        everybody = (*(person.row for person in coordinators_for(self)), *self.people)
        return {row.id: row.name for row in everybody}


def invented(
    program: Program, period: Period, seed: int, mentors: int, mentees: int
) -> tuple[PersonRow, ...]:
    """People for a cohort, where no file tells who they are."""
    return make_cast(program, mentors, mentees, seed, window=period.window)


def coordinators_for(script: Script) -> tuple[Character, ...]:
    """The coordinators, under ids that nobody in the cast has."""
    taken = {row.id for row in script.people}
    made = make_coordinators(script.seed, zone=script.program.zone)
    return tuple(replace(_with_free_id(person, taken), declines=not script.given) for person in made)


def _with_free_id(person: Character, taken: set[str]) -> Character:
    id = person.row.id
    while id in taken:
        id = f"coordinator-{id}"
    return replace(person, row=replace(person.row, id=id))


def stage(
    script: Script,
    store: Store,
    catalogue: Catalogue,
    says: Callable[[Line], None],
    world_of: Callable[[Store, VirtualClock, Catalogue, Platform], World] = World,
) -> Rehearsal:
    """Everything in its place at the beginning of the first day. `says` is called with each line."""
    clock = VirtualClock(script.period.starts)
    world = world_of(store, clock, catalogue, Platform(clock))
    cast: Sequence[Character] = characters(script.seed, script.people)
    return Rehearsal(
        world=world,
        program=script.program,
        text=script.text,
        seed=script.seed,
        cast=cast,
        coordinators=coordinators_for(script),
        begins=script.period.begins,
        language=script.language,
        says=says,
    )
