"""Listening: what Slack sends comes in by sockets or by requests, and is acknowledged once it is saved."""

from collections.abc import Callable
from datetime import datetime

from starlette.routing import Route

from adapters.slack.calls import Calls
from adapters.slack.send import Posting
from flows.core import Core


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
    ) -> None:
        self._calls = calls
        self._core = core
        self._posting = posting
        self._app_token = app_token
        self._signing_secret = signing_secret
        self._now = now

    @property
    def connected(self) -> bool:
        """Whether what people do reaches us now."""
        return False

    def routes(self) -> list[Route]:
        """What the web server has to serve: `POST /slack/events`, where there is a signing secret."""
        return []

    async def connect(self) -> None:
        """Begin to listen. `calls` must be connected."""

    async def close(self) -> None:
        """Listen no more; what is in hand is finished."""
