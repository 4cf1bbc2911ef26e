"""Roles: where a coordinator asked for it, people are given Mentor, Mentee and Alumni in the server, as things stand for each."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.discord.calling.calls import Away, Calls, Limited, Lost, Refused
from adapters.discord.roles.giving import Barred, Giving
from flows.core import Core
from flows.ids import AccountId
from flows.ports import StoreError

log = structlog.get_logger()

KEPT = 10_000
"""People of whom it is kept in mind what they are: those who were looked at last."""
RESTS = timedelta(minutes=10)
"""So long a server is left alone in which we may not give roles."""
ROUND = 3600.0
"""Seconds between two looks at everybody: what somebody does on another platform is not heard of here."""
PLATFORM = "discord"
NOT_DONE = (Refused, Lost, Away, StoreError)
Standing = tuple[str, AccountId]
"""Somebody in one workspace."""


class Roles:
    """Gives and takes roles, one person at a time. `now` tells the time at which a server that does not let us is asked
    again."""

    def __init__(
        self, calls: Calls, core: Core, now: Callable[[], datetime], *, every: float = ROUND
    ) -> None:
        self._giving = Giving(calls, core)
        self._core = core
        self._now = now
        self._every = every
        self._round: asyncio.TimerHandle | None = None
        self._stands: OrderedDict[Standing, frozenset[str]] = OrderedDict()
        """What people are, as far as this process gave it to them."""
        self._barred: dict[str, datetime] = {}
        """The workspaces in which we may not, and when that was found."""
        self._on: set[str] = set()
        """The workspaces in which roles are given, as far as `everybody` was asked for."""
        self._due: OrderedDict[AccountId, None] = OrderedDict()
        self._work: asyncio.Task[None] | None = None
        self._looking: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    def changed(self, account: AccountId) -> None:
        """Something of theirs may be otherwise now: soon they have the roles for it. On the loop."""
        if not self._on:
            return
        self._due[account] = None
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._works())
            self._work.add_done_callback(_log)

    def told(self, place: str) -> None:
        """Something was said there: whoever it was said to may be something else now."""
        if self._on and not place.startswith("channel:"):
            self._begins(self._readers(place))

    def everybody(self, workspace: str) -> None:
        """All of the program that lives there are looked at, one after the other: it begins, or was set up anew."""
        self._barred.pop(workspace, None)
        self._giving.forgets(workspace)
        for standing in [one for one in self._stands if one[0] == workspace]:
            del self._stands[standing]
        self._begins(self._everybody(workspace))

    def under_way(self) -> Awaitable[Any] | None:
        """What is in hand now, if anything."""
        tasks = [task for task in (self._work, *self._looking) if task and not task.done()]
        return asyncio.wait(tasks) if tasks else None

    async def close(self) -> None:
        """Finish the one in hand; the others are looked at when we begin anew."""
        self._closing.set()
        while waiting := self.under_way():
            await waiting
        self._due.clear()
        if self._round:
            self._round.cancel()

    # --- whose turn it is -----------------------------------------------------------------------------------

    def _begins(self, looking: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(looking)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)
        task.add_done_callback(_log)

    async def _readers(self, place: str) -> None:
        try:
            readers = await asyncio.to_thread(self._core.readers, place, PLATFORM)
        except StoreError as error:
            log.warning("nobody's roles were looked at", place=place, why=str(error))
            return
        for account in readers:
            self.changed(account)

    async def _everybody(self, workspace: str) -> None:
        try:
            accounts = await asyncio.to_thread(self._core.everybody, workspace)
        except StoreError as error:
            log.warning("nobody's roles were looked at", workspace=workspace, why=str(error))
            return
        self._on.discard(workspace)
        if accounts is not None:
            self._on.add(workspace)
            self._round = self._round or self._in_a_while()
            for account in accounts:
                self.changed(account)

    def _looks(self) -> None:
        """A round: whoever stands as they were left costs no call."""
        for workspace in self._on:
            self._begins(self._everybody(workspace))
        self._round = self._in_a_while() if self._on and not self._closing.is_set() else None

    def _in_a_while(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(self._every, self._looks)

    async def _works(self) -> None:
        while self._due and not self._closing.is_set():
            account, _ = self._due.popitem(last=False)
            try:
                await self._looked_at(account)
            except Limited as limited:
                self._due[account] = None
                await self._pauses(limited.seconds)
            except NOT_DONE as error:
                # they are looked at again when something changes, or when we begin anew
                log.warning("somebody's roles were not set", why=str(error))

    async def _pauses(self, seconds: float) -> None:
        """For so long, or until we are to end."""
        pause = asyncio.create_task(self._closing.wait())
        await asyncio.wait({pause}, timeout=seconds)
        pause.cancel()

    async def _looked_at(self, account: AccountId) -> None:
        wanted = await asyncio.to_thread(self._core.roles, account, self._now())
        for workspace, roles in wanted.items():
            await self._sets(workspace, account, roles)

    # --- one person -----------------------------------------------------------------------------------------

    async def _sets(self, workspace: str, account: AccountId, wanted: frozenset[str]) -> None:
        if self._stands.get((workspace, account)) == wanted or self._rests(workspace):
            return
        try:
            if await self._giving.settles(workspace, account, wanted):
                _keep(self._stands, (workspace, account), wanted)
            if self._barred.pop(workspace, None):  # it goes again: nobody shall have missed it
                self._begins(self._everybody(workspace))
        except Barred as barred:
            await self._lost(workspace, str(barred))

    def _rests(self, workspace: str) -> bool:
        since = self._barred.get(workspace)
        return since is not None and self._now() - since < RESTS

    async def _lost(self, workspace: str, why: str) -> None:
        log.warning("roles cannot be given", workspace=workspace, why=why)
        self._giving.forgets(workspace)
        known = workspace in self._barred
        self._barred[workspace] = self._now()
        if not known:
            await asyncio.to_thread(self._core.roles_lost, workspace, self._now())


def _keep(kept: OrderedDict[Standing, frozenset[str]], key: Standing, value: frozenset[str]) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _log(work: "asyncio.Task[None]") -> None:
    if not work.cancelled() and (error := work.exception()):
        log.error("roles failed", exc_info=error)
