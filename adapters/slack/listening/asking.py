"""Asking the core from the loop: on threads of its own, with what is known kept in mind for a while."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.slack.calling.calls import Away, Calls, Lost, Refused
from adapters.slack.calling.profiles import profile
from adapters.slack.reading.origin import ACCOUNT
from flows.core import Core, NotRecorded
from flows.events import Event
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Say, Shown
from flows.ports import StoreError

T = TypeVar("T")

THREADS = 16
LASTS = timedelta(minutes=5)
"""How long it is kept in mind that somebody was met: they may have had their data erased, or another replica may have
set the workspace up anew."""
MOST = 20_000


class Asking:
    """The core, as one workspace's adapter asks it."""

    def __init__(self, calls: Calls, core: Core, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._core = core
        self._now = now
        # apart from the loop's other threads: where the database is slow, all of these wait for it
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="slack")
        self._met: dict[AccountId, datetime] = {}
        self._program: tuple[ProgramId, datetime] | None = None

    async def program(self) -> ProgramId | None:
        """The program that lives in this workspace. Raises NotRecorded."""
        if self._program and self._is_fresh(self._program[1]):
            return self._program[0]
        workspace = f"{ACCOUNT}{self._calls.team}"
        found = await self._surely(lambda: self._core.program_in(workspace))
        self._program = (found, self._now()) if found else None
        return found

    def forgets_the_program(self) -> None:
        """The workspace may have been set up anew."""
        self._program = None

    async def meets(self, account: AccountId, program: ProgramId) -> None:
        """Somebody who has not been met is introduced, as Slack knows them. Raises NotRecorded."""
        at = self._met.get(account)
        if at and self._is_fresh(at):
            return
        if not await self._surely(lambda: self._core.knows(account)):
            await self._introduces(account, program)
        if len(self._met) >= MOST:
            self._met.clear()
        self._met[account] = self._now()

    async def _introduces(self, account: AccountId, program: ProgramId) -> None:
        try:
            who = await profile(self._calls, account)
        except (Refused, Lost, Away) as error:
            raise NotRecorded("Slack does not tell who it was") from error
        if await self.receive(who.joined(self._now(), program)) is not None:
            # it waits in the inbox: what they did must not have its turn before it
            raise NotRecorded("they are being introduced")

    async def receive(self, event: Event, *, outcome: bool = True) -> Shown | None:
        """Give an event its turn; an outcome in words where they are wanted. Raises NotRecorded."""
        return await self._on_thread(lambda: self._core.receive(event, outcome=outcome))

    async def words(self, account: AccountId | None, *said: Say) -> tuple[str, ...]:
        """Sentences of the adapter's own, in somebody's language."""
        return await self._on_thread(lambda: self._core.words(account, *said))

    async def options(self, event: EventId, field: str, account: AccountId) -> tuple[tuple[str, str], ...]:
        """All options of a field, of the form that `event` was answered with, in somebody's language."""
        return await self._on_thread(lambda: self._core.options(event, field, account))

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
