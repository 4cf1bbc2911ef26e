"""What was missed: Discord brings again what people typed only to a session that goes on. For a new one we go and look."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from discord.utils import time_snowflake

from adapters.discord.calling.calls import Calls
from adapters.discord.calling.failures import Away, Limited, Lost, Refused
from adapters.discord.reading.payload import id_at, parts
from adapters.discord.send import Posting
from adapters.discord.sending.finding import begins
from flows.ports import StoreError

log = structlog.get_logger()

BACK = timedelta(days=1)
"""So old may be what somebody typed and still waits for."""
MOST = 2_000
"""So many direct conversations are looked into, a call each, one after the other: all else goes out beside them."""
FIRST, LONGEST = 1.0, 60.0
"""Seconds until it is tried again; each wait is twice the one before."""
AT_MOST = 50
"""Of what was said in one of them."""


class Missed:
    """Looks into the direct conversations that we remember. `hears` takes what was typed; what it took before it knows."""

    def __init__(
        self,
        calls: Calls,
        posting: Posting,
        now: Callable[[], datetime],
        hears: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self._calls = calls
        self._posting = posting
        self._now = now
        self._hears = hears
        self._sessions = 0

    async def looks(self, closing: asyncio.Event) -> None:
        """Look into each, until we are to end, or yet another session has begun. Where it cannot be done, it is tried
        again: nothing else would ever tell of what was typed."""
        self._sessions = this = self._sessions + 1
        pause = FIRST
        while not (await self._all(lambda: closing.is_set() or this != self._sessions) or closing.is_set()):
            rest = asyncio.create_task(closing.wait())
            await asyncio.wait({rest}, timeout=pause)
            rest.cancel()
            pause = min(2 * pause, LONGEST)

    async def _all(self, ended: Callable[[], bool]) -> bool:
        """Whether it need not be tried again."""
        try:
            channels = await self._posting.direct_conversations()
        except StoreError as error:
            log.warning("what was missed is not known", error=str(error))
            return False
        since = time_snowflake(self._now() - BACK)
        if len(channels) > MOST:
            log.warning(
                "what was missed is looked for in some conversations alone", most=MOST, all=len(channels)
            )
        for channel in channels[:MOST]:
            await self._calls.pace.gives_way()  # to what people wait for
            if ended():
                return True
            if not await self._into(channel, since):
                return False
        return True

    async def _into(self, channel: str, since: int) -> bool:
        """Whether it is of use to look into the next one."""
        try:
            told = await self._calls.call(
                "GET",
                "/channels/{channel_id}/messages",
                channel_id=channel,
                params={"after": since, "limit": AT_MOST},
            )
        except (Lost, Away, Limited) as error:
            log.warning("what was missed is not known", error=str(error))
            return False
        except Refused as error:
            log.info("a conversation cannot be looked into", error=str(error))
            return True
        for message in self._unanswered(parts(told)):
            self._hears(message)
        return True

    def _unanswered(self, messages: tuple[Mapping[str, Any], ...]) -> Iterator[Mapping[str, Any]]:
        """Oldest first."""
        ours = [each for each in messages if id_at(each, "author", "id") == self._calls.me]
        for message in sorted(messages, key=lambda each: int(id_at(each, "id") or 0)):
            key = f"discord:{id_at(message, 'id')}"
            if message not in ours and not any(begins(one, key) for one in ours):
                yield message
