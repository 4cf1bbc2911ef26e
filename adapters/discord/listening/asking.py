"""Asking the core from the loop: on threads of its own, with what is known kept in mind for a while."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.discord.reading.heard import Spot
from adapters.discord.reading.origin import workspace_of
from flows.core import Core, NotRecorded
from flows.events import Event, Joined
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import PageShown, Say, Shown
from flows.ports import StoreError

T = TypeVar("T")

THREADS = 16
LASTS = timedelta(minutes=5)
"""How long it is kept in mind who was met, and which program lives where: another replica may have changed it."""
MOST = 20_000
LONGEST_LANGUAGE = 20


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where somebody acts, nothing can be done for them: what they are told."""

    said: Say


class Asking:
    """The core, as Discord's adapter asks it. `guilds` are the servers that we are in."""

    def __init__(self, core: Core, now: Callable[[], datetime], guilds: Callable[[], Iterable[str]]) -> None:
        self._core = core
        self._now = now
        self._guilds = guilds
        # apart from the loop's other threads: where the database is slow, all of these wait for it
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="discord")
        self._met: dict[AccountId, tuple[ProgramId | None, datetime]] = {}
        self._living: dict[str, tuple[ProgramId, datetime]] = {}

    # --- who, and which program -----------------------------------------------------------------------------

    async def program(self, account: AccountId, spot: Spot) -> ProgramId | Elsewhere:
        """The program for which somebody acts, or why there is none; whoever was never met is introduced to it.
        Raises NotRecorded."""
        knows, theirs = await self._whose(account)
        here = await self._here(spot, theirs)
        if isinstance(here, Elsewhere):
            return here
        if knows and theirs and theirs != here:
            return Elsewhere(Say("chat.other_program"))
        if not knows:
            await self._introduces(account, spot, here)
        self._keeps(account, theirs or here)
        return here

    async def _here(self, spot: Spot, theirs: ProgramId | None) -> ProgramId | Elsewhere:
        if not spot.direct:
            return await self._living_in(spot.guild) or Elsewhere(Say("chat.no_server"))
        if theirs:
            return theirs
        found = {await self._living_in(guild) for guild in self._guilds()} - {None}
        only = found.pop() if len(found) == 1 else None
        return only or Elsewhere(Say("chat.which_server"))

    async def _whose(self, account: AccountId) -> tuple[bool, ProgramId | None]:
        """Whether they were met, and their program."""
        kept = self._met.get(account)
        if kept and self._is_fresh(kept[1]):
            return True, kept[0]
        program = await self._surely(lambda: self._core.program_of(account))
        return program is not None, program or None

    async def _living_in(self, guild: str) -> ProgramId | None:
        kept = self._living.get(guild)
        if kept and self._is_fresh(kept[1]):
            return kept[0]
        found = await self._surely(lambda: self._core.program_in(workspace_of(guild)))
        self._living.pop(guild, None)
        if found:
            self._living[guild] = (found, self._now())
        return found

    def forgets(self) -> None:
        """A server may have been set up anew, and another may have lost its program to it."""
        self._living.clear()

    def _keeps(self, account: AccountId, program: ProgramId) -> None:
        if len(self._met) >= MOST:
            self._met.clear()
        self._met[account] = (program, self._now())

    async def _introduces(self, account: AccountId, spot: Spot, program: ProgramId) -> None:
        """As Discord tells of them with what they do: it never tells an address, nor a zone. Somebody who was erased
        comes back a day later at the soonest, and is met anew: the day in the id tells that from the same once more."""
        now = self._now()
        joined = Joined(
            id=EventId(f"{account}:met:{now.date()}"),
            now=now,
            account=account,
            program=program,
            name=spot.name or spot.user,
            zone="",
            tells_zone=False,
            language=spot.locale[:LONGEST_LANGUAGE],
        )
        if await self.receive(joined) is not None:
            # it waits in the inbox: what they did must not have its turn before it
            raise NotRecorded("they are being introduced")

    # --- what else ------------------------------------------------------------------------------------------

    async def receive(self, event: Event, *, outcome: bool = True) -> Shown | None:
        """Give an event its turn; an outcome in words where they are wanted. Raises NotRecorded."""
        return await self._on_thread(lambda: self._core.receive(event, outcome=outcome))

    async def page(self, event: EventId, account: AccountId) -> PageShown | None:
        """The page once more that an event was answered with."""
        return await self._surely(lambda: self._core.page(event, account))

    async def words(self, account: AccountId | None, *said: Say) -> tuple[str, ...]:
        """Sentences of the adapter's own, in somebody's language."""
        return await self._on_thread(lambda: self._core.words(account, *said))

    def close(self) -> None:
        """Ask nothing more."""
        self._threads.shutdown(wait=False)

    def _is_fresh(self, at: datetime) -> bool:
        return self._now() - at < LASTS

    async def _surely(self, work: Callable[[], T]) -> T:
        try:
            return await self._on_thread(work)
        except StoreError as error:
            raise NotRecorded("the store did not answer") from error

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
