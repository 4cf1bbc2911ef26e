"""Listening: what Slack sends comes in by sockets or by requests, and is acknowledged once it is saved."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.slack.calling.calls import Away, Calls
from adapters.slack.calling.failures import of_answer
from adapters.slack.listening.answering import PATIENCE, Answering
from adapters.slack.listening.discretion import discreet
from adapters.slack.read import read, team_of
from adapters.slack.send import Posting
from flows.core import Core, NotRecorded

log = structlog.get_logger()

PATH = "/slack/events"
LARGEST = 4_000_000
"""In bytes, of a request: several times what the fullest modal sends."""
BROKEN = (ValueError, TypeError, LookupError, AttributeError)
"""What Bolt stumbles over where a payload is not as Slack documents it. On a socket its client lets such a one lie."""
PING = 5
"""Seconds between two looks at a socket: so soon it is noticed that it dropped."""
CONNECTING = 30
"""Seconds until a first socket has to be open."""


class Listening:
    """One workspace's way in: Socket Mode where there is an app token, else requests under a signing secret."""

    def __init__(
        self,
        calls: Calls,
        core: Core,
        posting: Posting,
        *,
        app_token: str = "",
        signing_secret: str = "",
        now: Callable[[], datetime],
        patience: float = PATIENCE,
        ping: float = PING,
    ) -> None:
        self._calls = calls
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._now = now
        self._ping = ping
        self._answering = Answering(calls, core, posting, now, patience=patience)
        self._sockets: AsyncSocketModeHandler | None = None
        self._open = False
        self._app = self._bolt()

    def _bolt(self) -> AsyncApp:
        """Bolt takes payloads apart and checks signatures. It calls nothing, so it has no token."""
        client = AsyncWebClient(base_url=self._calls.url, logger=discreet(), retry_handlers=[])
        app = AsyncApp(
            name="slack",  # of its logger
            logger=discreet(),
            client=client,
            signing_secret=self._signing_secret,
            authorize=_authorize,
            ignoring_self_events_enabled=False,  # reading does it
            attaching_function_token_enabled=False,
        )
        app.use(self._door)
        return app

    @property
    def connected(self) -> bool:
        """Whether what people do reaches us now."""
        if not self._open:
            return False
        if self._sockets is None:
            return bool(self._signing_secret) and self._calls.alive
        client = self._sockets.client
        return client.current_session is not None and not client.current_session.closed and not client.stale

    def routes(self) -> list[Route]:
        """What the web server has to serve: `POST /slack/events`, where there is a signing secret."""
        return [Route(PATH, self._requested, methods=["POST"])] if self._signing_secret else []

    async def connect(self) -> None:
        """Begin to listen; `calls` must be connected. Raises Refused or Away."""
        await self._answering.prepare()
        self._open = True
        if self._app_token:
            await self._opens_a_socket()

    async def _opens_a_socket(self) -> None:
        if self._sockets is not None:
            await self._sockets.close_async()
        self._sockets = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=self._ping)
        client = self._sockets.client
        try:
            async with asyncio.timeout(CONNECTING):
                # asked for here, since the client itself goes on trying for ever, whatever the reason
                client.wss_uri = await client.issue_new_wss_url()
                await client.connect()
        except SlackApiError as error:
            raise of_answer(error.response) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away(f"no socket to Slack: {type(error).__name__}") from None

    async def close(self) -> None:
        """Listen no more; what is in hand is finished and acknowledged first."""
        await self._answering.close()
        self._open = False
        if self._sockets is not None:
            await self._sockets.close_async()

    # --- what comes -----------------------------------------------------------------------------------------

    async def _requested(self, request: Request) -> Response:
        """One request: nothing of it is parsed before its signature is known to be Slack's."""
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        if not self._is_signed(body, request):
            log.warning("a request without Slack's signature was refused")
            return Response(status_code=401)
        try:
            parsed = to_async_bolt_request(request, body)
        except BROKEN:
            log.warning("a request that is no payload of Slack's was refused")
            return Response(status_code=400)
        return to_starlette_response(await self._app.async_dispatch(parsed))

    def _is_signed(self, body: bytes, request: Request) -> bool:
        try:
            return SignatureVerifier(self._signing_secret).is_valid_request(body, dict(request.headers))
        except ValueError:  # the time that it claims is no number, the body no text
            return False

    async def _door(self, request: AsyncBoltRequest) -> BoltResponse:
        """The one door: everything comes through here, by socket or by request, and goes no further."""
        if not self._open:
            return BoltResponse(status=503)
        if team_of(request.body) != self._calls.team:
            log.warning("a payload of another workspace was refused")
            return BoltResponse(status=403, headers={"x-slack-no-retry": ["1"]})
        heard = read(request.body, now=self._now())
        again = request.headers.get("x-slack-retry-num", ["0"])[0] not in {"", "0"}
        try:
            body = await self._answering.answer(heard, again=again)
        except NotRecorded:
            return BoltResponse(status=503)  # on a socket it is left without an answer: Slack brings it again
        return BoltResponse(status=200, body=dict(body) if body else "")


async def _authorize(team_id: str | None) -> AuthorizeResult:
    """Bolt wants to know for whom it works, and would ask Slack each time. The door looks which workspace it is."""
    return AuthorizeResult(enterprise_id=None, team_id=team_id)


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is more than Slack would send."""
    read_so_far = bytearray()
    async for chunk in request.stream():
        read_so_far += chunk
        if len(read_so_far) > LARGEST:
            return None
    return bytes(read_so_far)
