"""Calling: Slack's Web API of one workspace, at the pace it allows; what goes wrong is told apart, and no token is shown."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calling.downloads import downloaded
from adapters.slack.calling.failures import Away, Dead, Limited, Lost, Refused, of_answer, of_sdk
from adapters.slack.calling.pace import HURRIED, PATIENCE, Crowded, Pace

TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=10)
CONNECTIONS = 100
IDLE = 15
"""Seconds after which a connection that nobody used is closed: sooner than Slack would, so that no post goes into one
that is gone already."""

__all__ = ["Away", "Calls", "Dead", "Limited", "Lost", "Refused"]


class Calls:
    """One workspace's Web API. `url` is its base where that is not Slack's own; `scale` multiplies the pace, 0 lifts it."""

    def __init__(self, token: str, *, url: str = "", scale: float = 1.0, pace: Pace | None = None) -> None:
        quiet = logging.getLogger(f"{__name__}.sdk")
        quiet.setLevel(logging.WARNING)  # below that the SDK writes down everything that people are told
        # its own handler would post once more whatever it got no answer to
        self._client = AsyncWebClient(token, retry_handlers=[], logger=quiet)
        if url:
            self._client.base_url = url if url.endswith("/") else f"{url}/"
        self.pace = pace or Pace(scale)
        self.team = ""
        """`T1`: the workspace."""
        self.user = ""
        """Our own user there."""
        self.bot = ""
        self.scopes: frozenset[str] = frozenset()
        self.alive = False
        """Whether Slack was there and took our token when it was last called."""
        self.why = "not connected yet"
        """Why not."""
        self._in_doubt = False
        self._asking = asyncio.Lock()

    @property
    def url(self) -> str:
        """Where Slack's Web API is."""
        return self._client.base_url

    async def connect(self) -> None:
        """Find out who we are and what we may do. Raises what `call` raises."""
        told = await self.call("auth.test")
        self.team, self.user = str(told.get("team_id", "")), str(told.get("user_id", ""))
        self.bot = str(told.get("bot_id", ""))

    async def call(self, method: str, **args: Any) -> Mapping[str, Any]:
        """Slack's answer. Raises Refused, Limited, Dead, Lost or Away."""
        if self._in_doubt and method != "auth.test" and method not in HURRIED:
            await self._assured()
        waited = 0.0
        while True:
            try:
                async with self.pace.kept(method, args):
                    return await self._answered(method, args)
            except Crowded as crowded:
                raise Limited(crowded.seconds) from None
            except Limited as limited:
                waited += limited.seconds
                if waited > PATIENCE:
                    raise

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where `files.getUploadURLExternal` said. Raises Refused, Lost or Away; nobody sees it yet."""
        try:
            async with self._session().post(url, data=content) as answer:
                if answer.status != 200:
                    raise Refused("upload", f"HTTP {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise of_sdk(error) from None

    async def download(self, url: str, most: int) -> bytes:
        """A file that somebody gave, at its `url_private_download`; `most` bytes at most. Raises Unreadable."""
        return await downloaded(self._session(), url, str(self._client.token), self._client.base_url, most)

    async def close(self) -> None:
        """Let go of every connection."""
        if self._client.session is not None:
            await self._client.session.close()

    async def _assured(self) -> None:
        """After an answer that never came: nothing is tried before Slack answers again, lest that be lost as well."""
        async with self._asking:
            if self._in_doubt:
                try:
                    await self.call("auth.test")
                except Lost:
                    raise Away("Slack does not answer") from None

    async def _answered(self, method: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            told = await self._asked(method, args)
        except Limited as limited:
            self.pace.rest(method, args, limited.seconds)
            raise
        except (Lost, Away, Dead) as error:
            self._in_doubt = not isinstance(error, Dead)
            if not isinstance(error, Lost):
                self.alive, self.why = False, str(error)
            raise
        except Refused:
            self._is_there()
            raise
        self._is_there()
        if method == "chat.postMessage":
            self.pace.same(str(args.get("channel", "")), str(told.get("channel", "")))
        return told

    def _is_there(self) -> None:
        self.alive, self.why, self._in_doubt = True, "", False

    async def _asked(self, method: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        self._session()
        # it knows which take JSON, and which do not
        known = getattr(self._client, method.replace(".", "_"), None)
        try:
            answer = await (known(**args) if known else self._client.api_call(method, json=dict(args)))
        except SlackApiError as error:
            raise of_answer(error.response) from None
        # the SDK itself stumbles over answers that are no objects: AttributeError, ValueError
        except (
            SlackClientError,
            aiohttp.ClientError,
            TimeoutError,
            OSError,
            AttributeError,
            ValueError,
        ) as error:
            raise of_sdk(error) from None
        scopes = str(answer.headers.get("x-oauth-scopes", ""))
        self.scopes = frozenset(filter(None, (scope.strip() for scope in scopes.split(",")))) or self.scopes
        told: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return told

    def _session(self) -> aiohttp.ClientSession:
        """Connections that are used again; made on the loop that uses them."""
        if self._client.session is None or self._client.session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE)
            self._client.session = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT)
        return self._client.session
