"""Starts and stops one replica: store, programs, turns, timers, delivery, in that order and back."""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from bot import library
from bot.clock import Clock
from bot.launch import launch
from bot.outbox import Outbox
from bot.reception import Reception
from bot.situations import Programs
from bot.ticks import SWEEP_SECONDS, Ticks
from bot.turn import Turns
from bot.wake_ups import WakeUps
from flows.events import Event
from flows.messages import Answer
from flows.ports import Adapter, Store
from flows.programs.program import Program


@dataclass(frozen=True, slots=True)
class App:
    """One replica at work."""

    store: Store
    reception: Reception
    ticks: Ticks

    def receive(self, event: Event) -> Answer | None:
        """What to acknowledge an event with."""
        return self.reception.receive(event)

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


def read_programs(names: Sequence[str]) -> list[tuple[Program, str]]:
    """Each program with its text. Raises BadInput or ProgramError before anything is opened."""
    return [(library.program(name), library.text_of(name)[0]) for name in names]


def assemble(
    store: Store,
    programs: Sequence[tuple[Program, str]],
    clock: Clock,
    *,
    adapter: Adapter | None = None,
    holder: str = "",
    sweep_seconds: float = SWEEP_SECONDS,
) -> App:
    """A replica with these programs launched. Without an `adapter` it keeps time, and messages wait."""
    for program, text in programs:
        launch(store, program, text, clock.now())
    known = Programs()
    holder = holder or replica()
    turns = Turns(store, known)
    outbox = Outbox(store, known, library.wording(), adapter, clock, holder) if adapter else None

    def soon() -> None:
        ticks.soon()  # each needs the other: a tick answers what waits in the inbox

    reception = Reception(store, turns, after=soon)
    wake_ups = WakeUps(store, turns, holder)
    ticks = Ticks(store, wake_ups, outbox, clock, reception.answer_late, sweep_seconds)
    return App(store, reception, ticks)
