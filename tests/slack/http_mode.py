"""HTTP mode: signed requests to the app's URL, and what its answers mean."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.slack.app import App
from tests.slack.deliveries import Attempt, Deliveries, Sort
from tests.slack.refusals import Json

REASONS = {"timeout": "http_timeout"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered to a request."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(slots=True)
class Requests:
    """Sends what the app is told to its URL."""

    app: App
    deliveries: Deliveries | None = None
    _session: aiohttp.ClientSession | None = None
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    def carry(self, attempt: Attempt) -> None:
        """Begin to send something."""
        task = asyncio.create_task(self._carry(attempt))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, attempt: Attempt) -> None:
        assert self.deliveries is not None
        retry = {}
        if attempt.number:
            reason = REASONS.get(attempt.reason, attempt.reason)
            retry = {"x-slack-retry-num": str(attempt.number), "x-slack-retry-reason": reason}
        kind, body = encoded(attempt.delivery.sort, attempt.delivery.payload)
        options = attempt.delivery.payload.get("type") == "block_suggestion"
        url = self.app.options_url if options else self.app.request_url
        if not url:
            self.deliveries.failed(attempt, "no_url", again=False)
            return
        try:
            reply = await self.post(url, body, kind, retry)
        except aiohttp.ClientError:
            self.deliveries.failed(attempt, "connection_failed")
            return
        if 200 <= reply.status < 300:
            self.deliveries.acknowledged(attempt, reply.body)
        else:
            again = reply.headers.get("x-slack-no-retry") != "1"
            self.deliveries.failed(attempt, "http_error", again=again)

    async def post(
        self,
        url: str,
        body: str,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        *,
        age: int = 0,
        secret: str | None = None,
        unsigned: bool = False,
    ) -> Reply:
        """One request, signed as Slack signs it, unless it is to be a forgery."""
        at = int(time.time()) - age  # the one who verifies goes by the system's clock
        sent = {"content-type": kind, "user-agent": "Slackbot 1.0", **(headers or {})}
        if not unsigned:
            sent["x-slack-request-timestamp"] = str(at)
            sent["x-slack-signature"] = signature(
                self.app.signing_secret if secret is None else secret, at, body
            )
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(url, data=body.encode(), headers=sent) as came:
            text = await came.text()
            told = json.loads(text) if text and "json" in came.headers.get("content-type", "") else text
            return Reply(came.status, told, came.headers)

    async def verify(self) -> bool:
        """What Slack asks of a URL when it is entered in the app's settings."""
        challenge = {
            "type": "url_verification",
            "token": self.app.verification,
            "challenge": "3eZbrw1aBm2rZgRN",
        }
        reply = await self.post(self.app.request_url, json.dumps(challenge))
        echoed = reply.body.get("challenge") if isinstance(reply.body, dict) else reply.body
        return reply.status == 200 and echoed == challenge["challenge"]

    async def close(self) -> None:
        """Nothing is sent any more."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()


def encoded(sort: Sort, payload: Json) -> tuple[str, str]:
    """Content type and body: events as JSON, the rest as forms."""
    if sort is Sort.EVENT:
        return "application/json", json.dumps(payload)
    form = payload if sort is Sort.COMMAND else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form)


def signature(secret: str, at: int, body: str) -> str:
    """Slack's signature, version 0."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
