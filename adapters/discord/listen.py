"""Listening: what people do in Discord comes in by the gateway, and is acknowledged once it is saved."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import discord
import structlog

from adapters.discord.calling.calls import Calls
from adapters.discord.calling.failures import Away, Dead, Refused
from adapters.discord.listening import commands
from adapters.discord.listening.answering import PATIENCE, Answering
from adapters.discord.listening.discretion import discreet
from adapters.discord.listening.gateway import Gateway
from adapters.discord.send import Posting
from flows.core import Core

log = structlog.get_logger()

CONNECTING = 30.0
"""Seconds until a first session has to have begun."""
AGAIN = 5.0
"""Seconds until a gateway that broke off in a way that the library knows nothing of is tried again."""
UNAUTHORIZED, FORBIDDEN = 401, 403
REFUSED = {
    4004: "the token is not valid",
    4010: "the gateway does not know this shard",
    4011: "in so many servers it takes several shards",
    4012: "the gateway speaks another version",
    4013: "the gateway does not know an intent",
    4014: "an intent is not allowed",
}
"""What the gateway closes with where coming back does not help."""


class Listening:
    """One application's way in: its gateway, and its commands."""

    def __init__(
        self,
        client: Gateway,
        calls: Calls,
        core: Core,
        posting: Posting,
        *,
        now: Callable[[], datetime],
        patience: float = PATIENCE,
        connecting: float = CONNECTING,
    ) -> None:
        self._client = client
        self._calls = calls
        self._connecting = connecting
        self._answering = Answering(client, calls, core, posting, now, patience=patience)
        self._running: asyncio.Task[None] | None = None
        self._ended: Refused | None = None
        client.heard = self._answering.hears
        client.begins = self._answering.looks_back
        discreet()

    @property
    def connected(self) -> bool:
        """Whether what people do reaches us now."""
        return self._client.hears

    @property
    def why(self) -> str:
        """Why not."""
        if self.connected:
            return ""
        return str(self._ended) if self._ended else "no session with Discord's gateway"

    async def connect(self) -> None:
        """Begin to listen; `calls` must be connected. Raises Refused, Lost or Away."""
        await self._answering.prepare()
        await commands.bring(self._calls)
        await self._stops()
        self._ended = None
        self._running = asyncio.create_task(self._listens())
        begun = asyncio.create_task(self._client.begun.wait())
        await asyncio.wait(
            {begun, self._running}, timeout=self._connecting, return_when=asyncio.FIRST_COMPLETED
        )
        begun.cancel()
        if self._ended:
            raise self._ended
        if not self.connected:
            await self._stops()
            raise Away("no session with Discord's gateway")

    async def close(self) -> None:
        """Listen no more; what is in hand is finished and acknowledged first."""
        await self._answering.finishes()
        await self._stops()
        await self._answering.finishes()  # what came meanwhile
        await self._answering.close()

    # --- the gateway ----------------------------------------------------------------------------------------

    async def _listens(self) -> None:
        """For as long as Discord lets us in. The library comes back by itself from whatever it knows."""
        while not self._client.is_closed():
            session = asyncio.create_task(self._client.connect())
            try:
                await asyncio.wait({session})
            finally:
                session.cancel()
                self._client.is_gone()
            error = session.exception()
            if refused := _refused(error):
                self._ended = refused
                log.error("Discord's gateway does not let us in", why=str(refused))
                return
            log.error("the gateway broke off", exc_info=error)
            await asyncio.sleep(AGAIN)

    async def _stops(self) -> None:
        if self._running is None:
            return
        self._running.cancel()
        await asyncio.wait({self._running})
        self._running = None
        if self._client.ws is not None:
            await self._client.ws.close(1000)


def _refused(error: BaseException | None) -> Refused | None:
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return Refused(4014, FORBIDDEN, REFUSED[4014])
    if isinstance(error, discord.ConnectionClosed) and error.code in REFUSED:
        told = error.code, UNAUTHORIZED, REFUSED[error.code]
        return Dead(*told) if error.code == 4004 else Refused(*told)
    return None
