"""Where Shelfmate was set up, as its database has it: which program lives in a workspace or server, and what is missing."""

from collections.abc import Iterator, Sequence

from bot import library
from bot.bad_input import BadInput
from bot.clock import Clock
from bot.doctor.lines import Line, note, well, wrong
from bot.front_desk import FrontDesk
from bot.launch import digest_of
from bot.reception import Reception
from bot.settings import Settings
from bot.situations import Programs
from bot.turn import Turns
from flows.core import Setup
from flows.ids import ProgramId
from flows.messages import Say
from flows.model.cohorts import Adopted
from flows.ports import Store
from flows.programs.findings import ProgramError
from flows.situation import Get, Query


class Setups:
    """What the database says; nothing is changed by reading it."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        launched = {id: name for name, id in _running(settings) if _adopted(store, id)}
        self._desk = _desk(store, [ProgramId(id) for id in launched], clock) if launched else None
        self._changed = [name for id, name in launched.items() if _adopted(store, id) != _digest(name)]

    def changed(self) -> Iterator[Line]:
        """Each program whose file says something else by now than when it was started first."""
        for name in self._changed:
            found = f"{name} has changed since it was started first, and runs as it was then"
            yield note("program", found, "give the changed one an `id` of its own to run it")

    def of(self, workspace: str) -> Setup | None:
        """How this one is set up; None where it is not."""
        setup = self._desk.setup(workspace) if self._desk else None
        return setup if setup and setup.program else None

    def lines(self, about: str, name: str, setup: Setup) -> Iterator[Line]:
        """Which program is set up there, or each thing that is missing."""
        if self._desk is None or setup.program is None:
            return
        for words in self._desk.words(None, *setup.missing):
            yield wrong(about, words)
        if not setup.missing:
            yield well(about, f"{dict(setup.programs)[setup.program]} is set up in {name}")

    def words(self, *said: Say) -> tuple[str, ...]:
        """Sentences that adapters say."""
        return self._desk.words(None, *said) if self._desk else ()

    def nothing(self, about: str, name: str, platform: str) -> Line:
        """It is not set up yet."""
        found = f"{name} is not set up yet" if self._desk else "nothing is set up yet"
        return note(about, found, f"start `shelfmate run`, and type /mentoring setup in {platform}")


def _running(settings: Settings) -> Iterator[tuple[str, str]]:
    """The programs that can be read: as the settings name them, and their ids."""
    for name in settings.programs:
        try:
            yield name, library.program(name).id
        except (BadInput, ProgramError):
            continue  # told before


def _adopted(store: Store, program: str) -> str:
    """The digest of the text that it was started with; empty where it was not yet."""
    at: Query = Get(Adopted, program)
    found: Adopted | None = store.transact(lambda tx: tx.load([at])[at])
    return found.digest if found else ""


def _digest(name: str) -> str:
    return digest_of(library.text_of(name)[0])


def _desk(store: Store, running: Sequence[ProgramId], clock: Clock) -> FrontDesk:
    known = Programs()
    reception = Reception(store, Turns(store, known))  # hears nothing: nobody is listened to
    return FrontDesk(
        store, known, library.wording(), reception, clock, first=running[0], fields=1, running=running
    )
