"""Plays a small program's year, with or without faults, and says how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot import library
from bot.clock import VirtualClock
from bot.rehearsal.faults import NO_FAULTS, Faults
from bot.rehearsal.lines import Line
from bot.rehearsal.period import period_of
from bot.rehearsal.platform import Platform
from bot.rehearsal.simulation import Simulation
from bot.rehearsal.staging import Script, invented, stage
from bot.sending import Sending
from bot.turn import Turns
from flows.messages import Message
from flows.model.registry import RECORDS
from flows.model.talk import Inbox, Pace, Seen, Trouble, WakeUp, Wish
from flows.ports import Store
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import plain_text
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.rehearsal.played import Played

FIRST = date(2027, 1, 25)
MENTORS, MENTEES = 3, 4
TO_THE_FIRST_MEETINGS = 100
"""In days: applications, acceptance, the match, introductions, plans, the first dates."""
THE_WHOLE_YEAR = None

Shown = tuple[str, tuple[tuple[str, str], ...]]
"""What a message says, and its buttons."""


@dataclass(slots=True)
class Year(Played):
    """How a simulated year went."""

    world: Simulation = field(kw_only=True)

    @property
    def screens(self) -> dict[str, list[Shown]]:
        """What stands in each place at the end, in order."""
        return {
            f"{via} {place}".strip(): [_seen(shown.message) for shown in screen]
            for via, platform in self.world.platforms.items()
            for place, screen in sorted(platform.screens.items())
        }

    @property
    def remembered(self) -> dict[str, dict[str, Any]]:
        """What is known at the end of people and pairs, on a store in memory; not how messages went."""
        store = self.world.store
        assert isinstance(store, MemoryStore)
        talk = (Inbox, Pace, Seen, Trouble, WakeUp, Wish)
        return {
            name: dict(sorted(store._shelves[record].rows.items()))
            for name, record in RECORDS.items()
            if record not in talk
        }


def _seen(message: Message) -> Shown:
    buttons = [(button.choice, button.label) for part in message.parts for button in part.buttons]
    return plain_text(message), tuple(buttons)


@lru_cache(maxsize=4)
def script(seed: int, days: int | None) -> Script:
    """A small cast in Connecticut, for one cohort."""
    book = library.program("connecticut")
    eve = datetime.combine(FIRST, datetime.min.time(), UTC) - timedelta(days=1)
    period = period_of(book, FIRST, days, eve)
    return Script(
        program=book,
        text=library.text_of("connecticut")[0],
        period=period,
        seed=seed,
        language="en",
        people=invented(book, period, seed, MENTORS, MENTEES),
    )


wording = lru_cache(maxsize=1)(library.wording)


def live(
    seed: int,
    faults: Faults = NO_FAULTS,
    *,
    days: int | None = TO_THE_FIRST_MEETINGS,
    store: Store | None = None,
    reopen: Callable[[Store], Store] = lambda store: store,
    turns: type[Turns] = Turns,
    sending: type[Sending] = Sending,
    simulated: Callable[..., Simulation] = Simulation,
) -> Year:
    """The year of this seed, through these faults."""

    def world_of(store: Store, clock: VirtualClock, wording: Catalogue, platform: Platform) -> Simulation:
        return simulated(
            store,
            clock,
            wording,
            platform,
            faults=faults,
            reopen=reopen,
            turns_type=turns,
            sending_type=sending,
        )

    lines: list[Line] = []
    rehearsal = stage(script(seed, days), store or MemoryStore(), wording(), lines.append, world_of)
    world = rehearsal.world
    assert isinstance(world, Simulation)
    world.answered = lambda event, answer: rehearsal.is_answered(world.as_played(event), answer)
    rehearsal.play(script(seed, days).period.ends)
    world.calm_down()
    return Year(script(seed, days), rehearsal, lines, world=world)


def live_on_sqlite(seed: int, faults: Faults, folder: Path, *, days: int | None) -> Year:
    """The same on a file, which every process that starts opens anew."""
    url = f"sqlite:///{folder}/{faults.seed}.db"

    def reopened(store: Store) -> Store:
        store.close()
        return open_store(url, durable=False)

    return live(seed, faults, days=days, store=open_store(url, durable=False), reopen=reopened)


@lru_cache(maxsize=2)
def faultless(seed: int, days: int | None, simulated: Callable[..., Simulation] = Simulation) -> Year:
    """The same year without any."""
    return live(seed, days=days, simulated=simulated)
