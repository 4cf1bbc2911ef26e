"""What people write to us in their direct messages: no time limit, nobody who brings it again, and an answer as a message."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from adapters.discord.listening.showing import Showing
from adapters.discord.listening.telling import NOT_SAID, not_answered
from adapters.discord.reading.heard import Act
from adapters.discord.reading.origin import account_of
from adapters.discord.send import Posting
from flows.core import NotRecorded
from flows.messages import Shown
from flows.ports import StoreError

log = structlog.get_logger()

PAUSES = (1.0, 5.0, 20.0)
"""Seconds between two tries to have something counted, or said."""


class Written:
    """Takes what was written, and answers it. `turn` gives it its turn; `closing` is set when we are to end."""

    def __init__(
        self,
        turn: Callable[[Act], Awaitable[Shown | None]],
        showing: Showing,
        posting: Posting,
        closing: asyncio.Event,
    ) -> None:
        self._turn = turn
        self._showing = showing
        self._posting = posting
        self._closing = closing

    async def takes(self, act: Act, *, again: bool) -> None:
        """One message. `again`: it may have been answered by a process that is no more."""
        reachable = asyncio.create_task(self._reachable(act))
        shown = await self._counted(act)
        await reachable
        for pause in (*PAUSES, None):
            try:
                await self._showing.writes(act, shown, again=again)
            except (*NOT_SAID, StoreError) as error:
                log.warning("not said", why=str(error), again_in=pause)
                again = True
                await self._rests(pause)
            else:
                return

    async def _counted(self, act: Act) -> Shown | None:
        """What it was answered; or, after some tries, that it was not recorded."""
        for pause in (*PAUSES, None):
            turn = asyncio.ensure_future(self._turn(act))
            await asyncio.wait({turn})
            error = turn.exception()
            if error is None:
                return turn.result()
            not_answered(error)
            if not isinstance(error, NotRecorded):
                return self._showing.unsure
            await self._rests(pause)
        return self._showing.not_recorded

    async def _reachable(self, act: Act) -> None:
        """Whoever writes to us takes what we write, though they may not have done so before."""
        try:
            await self._posting.heard_in_dm(account_of(act.spot.user))
        except StoreError as error:
            log.warning("it is not remembered that somebody can be reached", error=str(error))

    async def _rests(self, seconds: float | None) -> None:
        """For so long, or until we are to end."""
        if seconds is None:
            return
        rest = asyncio.create_task(self._closing.wait())
        await asyncio.wait({rest}, timeout=seconds)
        rest.cancel()
