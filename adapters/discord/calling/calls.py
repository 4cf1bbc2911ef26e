"""Calling: Discord's REST API, through discord.py's own client; what goes wrong is told apart, and no token is shown."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.utils import MISSING

from adapters.discord.calling.asked import Asked, Given
from adapters.discord.calling.failures import (
    Away,
    Dead,
    Limited,
    Lost,
    Refused,
    of_answer,
    of_library,
    of_status,
)
from adapters.discord.calling.pace import Again, Attempt, Pace
from adapters.discord.calling.tidying import seldom

PATIENCE = 30.0
"""Seconds that discord.py waits for a limit; a longer wait is the outbox's. It takes no fewer."""
PAUSES = (0.5, 2.0)
"""Seconds before what does no harm when it is done twice is tried once more."""
STUMBLED = (Again, ValueError, TypeError, KeyError, AttributeError)
"""What the library raises over an answer that is none of Discord's."""
FAILURES = (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError)

__all__ = ["Away", "Calls", "Dead", "Limited", "Lost", "Refused"]


class Calls:
    """One application's REST API. `scale` multiplies the pace, 0 lifts it."""

    def __init__(
        self, client: discord.Client, token: str, *, scale: float = 1.0, pace: Pace | None = None
    ) -> None:
        # it would write down everything that people are told, and interactions' tokens
        logging.getLogger("discord.http").setLevel(logging.ERROR)
        self._client = client
        self._token = token
        self.pace = pace or Pace(scale)
        self._pauses = tuple(each if scale else 0.0 for each in PAUSES)
        client.http.http_trace = self.pace.trace()
        client.http.max_ratelimit_timeout = PATIENCE
        seldom(client, self.pace.now)
        self.me = ""
        """Our own user."""
        self.app = ""
        """The application's id."""
        self.alive = False
        """Whether Discord was there and took our token when it was last called."""
        self.why = "not connected yet"
        """Why not."""
        self._in_doubt = False
        self._asking = asyncio.Lock()

    async def connect(self) -> None:
        """Log in, and find out who we are. Raises what `call` raises; may be tried again."""
        if self.me:
            await self.call("GET", "/users/@me")
            return
        try:
            await self._client.login(self._token)
        except FAILURES as error:
            await self._client.http.close()
            self._client.http.connector = MISSING  # else the next try would get one that is closed
            raise self._noted(_meant(error)) from None
        self._is_there()
        self.me, self.app = str(self._client.user and self._client.user.id), str(self._client.application_id)

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        files: Sequence[Given] = (),
        params: Mapping[str, str | int] | None = None,
        again: bool | None = None,
        **route: str | int,
    ) -> Any:
        """Discord's answer to `path`, in which `{names}` stand for what `route` gives. Raises Refused, Limited, Dead,
        Lost or Away. `again`: whether asking twice does no harm, where that is not plain from the call."""
        if not self.me:
            raise Away("not connected to Discord yet")
        asked = Asked(method=method, path=path, json=json, files=files, params=params or {}, named=route)
        if not asked.hurried:  # somebody waits for that one
            if seconds := self.pace.resting():
                raise Limited(seconds)
            if self._in_doubt:
                await self._assured()
        return await self._tried(asked, harmless=asked.harmless if again is None else again)

    async def download(self, url: str) -> bytes:
        """A file that somebody gave, where Discord keeps it. Raises Refused, Lost or Away."""
        try:
            return await self._client.http.get_from_cdn(url)
        except (*FAILURES, ValueError) as error:
            raise _meant(error) from None

    async def close(self) -> None:
        """Let go of every connection."""
        await self._client.close()

    async def _assured(self) -> None:
        """After an answer that never came: nothing is tried before Discord answers again, lest that be lost as well."""
        async with self._asking:
            if self._in_doubt:
                try:
                    await self._answered(Asked(method="GET", path="/users/@me"), Attempt(once=True))
                except Lost:
                    raise self._noted(Away("Discord does not answer")) from None

    async def _tried(self, asked: Asked, *, harmless: bool) -> Any:
        pauses = iter(self._pauses if harmless else ())
        while True:
            try:
                return await self._answered(asked, Attempt(once=not harmless))
            except Lost as lost:
                pause = next(pauses, None) if lost.soon else None
                if pause is None:
                    raise
                await self.pace.sleep(pause)

    async def _answered(self, asked: Asked, attempt: Attempt) -> Any:
        if self._client.is_closed():
            raise Away("Shelfmate is being stopped")
        route, said = asked.route(), asked.said(attempt)
        try:
            told = await self._client.http.request(route, **said)
        except FAILURES as error:
            raise self._noted(_meant(error, ours=not asked.hurried)) from None
        except STUMBLED:
            raise self._noted(of_status(attempt.status)) from None
        self._is_there()
        return told

    def _noted(self, error: Exception) -> Exception:
        if isinstance(error, Limited):
            self._is_there()
            if error.everything:
                self.pace.rest(error.seconds)
        elif isinstance(error, Refused) and not isinstance(error, Dead):
            self._is_there()
        else:
            self._in_doubt = not isinstance(error, Dead)
            if not isinstance(error, Lost):
                self.alive, self.why = False, str(error)
        return error

    def _is_there(self) -> None:
        self.alive, self.why, self._in_doubt = True, "", False


def _meant(error: Exception, *, ours: bool = True) -> Exception:
    return of_answer(error, ours=ours) if isinstance(error, discord.HTTPException) else of_library(error)
