"""Starts and stops one replica: store, programs, turns, timers, delivery, in that order and back."""

import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot import library
from bot.clock import Clock
from bot.front_desk import FrontDesk
from bot.launch import launch
from bot.metrics import CountedAdapter, MeasuredTurns, Metrics
from bot.outbox import Outbox
from bot.reception import Reception
from bot.situations import Programs
from bot.ticks import SWEEP_SECONDS, Ticks
from bot.wake_ups import WakeUps
from flows.events import Event
from flows.ids import ProgramId
from flows.messages import Answer
from flows.ports import Adapter, Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from storage.opening import in_turn

Texts = Sequence[tuple[Program, str]]
"""Programs, each with the text that it was read from."""


@dataclass(frozen=True, slots=True)
class App:
    """One replica at work."""

    store: Store
    reception: Reception
    ticks: Ticks
    known: Programs
    catalogue: Catalogue
    clock: Clock
    running: tuple[ProgramId, ...]
    metrics: Metrics
    outbox: Outbox | None = None

    @property
    def first(self) -> ProgramId:
        """The program whose words count for somebody of whom nothing is known."""
        return self.running[0] if self.running else ProgramId("")

    def desk(self, *, fields: int) -> FrontDesk:
        """The way in for a platform that shows so many `fields` of a form on a page."""
        return FrontDesk(
            self.store,
            self.known,
            self.catalogue,
            self.reception,
            self.clock,
            first=self.first,
            fields=fields,
            running=self.running,
            soon=self.ticks.soon,
        )

    def receive(self, event: Event) -> Answer | None:
        """What to acknowledge an event with."""
        return self.reception.receive(event)

    def is_back(self, platform: str) -> None:
        """The platform was reached again: what waits for it goes out now."""
        if self.outbox:
            self.outbox.is_back(platform)
        self.ticks.soon()

    def start(self) -> None:
        """From now on what comes due happens."""
        self.ticks.start()

    def stop(self) -> None:
        """Finish what is in hand; everything else is kept and done on return."""
        self.ticks.stop()
        self.reception.close()
        self.store.close()


def replica() -> str:
    """A name that no two running replicas share; in a container the same after a restart."""
    return f"{socket.gethostname()}:{os.getpid()}"


def read_programs(names: Sequence[str]) -> Texts:
    """Each program with its text. Raises BadInput or ProgramError before anything is opened."""
    return [(library.program(name), library.text_of(name)[0]) for name in names]


def assemble(
    store: Store,
    programs: Texts,
    clock: Clock,
    *,
    adapters: Mapping[str, Adapter] = MappingProxyType({}),
    holder: str = "",
    sweep_seconds: float = SWEEP_SECONDS,
    ticking: type[Ticks] = Ticks,
    at_once: int = 1,
    secret: str = "",
) -> App:
    """A replica with these programs launched, which sends so many messages `at_once`. Without `adapters` it keeps
    time, and messages wait. One-time codes follow from `secret`, which all replicas share."""
    for program, text in programs:
        launch(store, program, text, clock.now())
    known, catalogue = Programs(secret=secret), library.wording()
    holder = holder or replica()
    metrics = Metrics(store, clock)
    turns = MeasuredTurns(store, known, metrics, platforms=tuple(adapters))
    counted = {name: CountedAdapter(adapter, metrics, name) for name, adapter in adapters.items()}

    def soon() -> None:
        ticks.soon()  # each needs the other: a tick answers what waits in the inbox, and sends what is due

    outbox = None
    if counted:
        lane = in_turn(store) if at_once > 1 else store
        outbox = Outbox(lane, known, catalogue, counted, clock, holder, at_once=at_once, after=soon)
    reception = Reception(store, turns, after=soon)
    wake_ups = WakeUps(store, turns, holder)
    ticks = ticking(store, wake_ups, outbox, clock, reception.answer_late, sweep_seconds)
    running = tuple(ProgramId(program.id) for program, _ in programs)
    return App(store, reception, ticks, known, catalogue, clock, running, metrics, outbox)
