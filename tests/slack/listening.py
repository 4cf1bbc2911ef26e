"""A bolt app at work, on sockets or behind a URL as it is configured at Slack; and the small pieces that it shows."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.slack.refusals import Json
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack

PING = 1
"""Seconds between a client's looks at its socket: how soon it notices that it dropped."""


def client(slack: Slack, token: str | None = None) -> AsyncWebClient:
    """The SDK's client as nobody changed it, but for where it calls and that it tries only once."""
    return AsyncWebClient(slack.token if token is None else token, base_url=slack.api, retry_handlers=[])


def bolt(slack: Slack) -> AsyncApp:
    """An app that does nothing yet."""
    return AsyncApp(client=client(slack), signing_secret=slack.app.signing_secret)


@asynccontextmanager
async def listening(slack: Slack, app: AsyncApp, sockets: int = 1) -> AsyncIterator[None]:
    """The app hears what Slack tells it."""
    if slack.app.socket_mode:
        async with _on_sockets(slack, app, sockets):
            yield
    else:
        async with _behind_a_url(slack, app):
            yield


@asynccontextmanager
async def _on_sockets(slack: Slack, app: AsyncApp, sockets: int) -> AsyncIterator[None]:
    handlers = [AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=PING) for _ in range(sockets)]
    for handler in handlers:
        await handler.connect_async()
    try:
        await slack.connected(sockets)
        yield
    finally:
        for handler in handlers:
            await handler.close_async()


@asynccontextmanager
async def _behind_a_url(slack: Slack, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        slack.app.request_url = slack.app.options_url = url
        async with serving(site, listener, Connections()):
            yield


# --- what a message or a view is made of --------------------------------------------------------------


def text(words: str, kind: str = "plain_text") -> Json:
    """A text object."""
    return {"type": kind, "text": words}


def section(words: str, **more: Any) -> Json:
    """A paragraph."""
    return {"type": "section", "text": text(words, "mrkdwn"), **more}


def button(label: str, action: str, **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": text(label), "action_id": action, **more}


def actions(*elements: Json) -> Json:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def field(label: str, block: str, element: Json, **more: Any) -> Json:
    """An input."""
    return {
        "type": "input",
        "block_id": block,
        "label": text(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    """A modal."""
    return {
        "type": "modal",
        "title": text(title),
        "submit": text("Send"),
        "close": text("Cancel"),
        "blocks": list(blocks),
        **more,
    }


def options(*labels: str) -> list[Json]:
    """Choices."""
    return [{"text": text(label), "value": label.lower()} for label in labels]
