"""HTTP mode: signatures, the first handshake, three seconds, and what comes again with which headers."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.slack.app import App
from tests.slack.deliveries import Delivery
from tests.slack.http_mode import encoded
from tests.slack.listening import bolt, listening
from tests.slack.person import Person
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack, loopback


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, in HTTP mode."""
    async with loopback(App(socket_mode=False)) as slack:
        yield slack


@dataclass(slots=True)
class Endpoint:
    """A URL that answers as it is told to, and keeps what came."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    came: list[dict[str, str]] = field(default_factory=list)
    """The headers of each request."""
    waits: asyncio.Event | None = None
    tell: Callable[[], None] = lambda: None

    async def answer(self, request: Request) -> Response:
        """One request."""
        self.came.append(dict(request.headers))
        self.tell()
        if self.waits:
            await self.waits.wait()
        return Response(status_code=self.status, headers=self.headers)

    def retries(self) -> list[tuple[str | None, str | None]]:
        """What the retry headers said."""
        return [(one.get("x-slack-retry-num"), one.get("x-slack-retry-reason")) for one in self.came]


@asynccontextmanager
async def answering(slack: Slack, **how: Any) -> AsyncIterator[Endpoint]:
    """The app's URL is such an endpoint."""
    endpoint = Endpoint(**how, tell=slack.site.changes.tell)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        slack.app.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
        app = Starlette(routes=[Route("/slack/events", endpoint.answer, methods=["POST"])])
        async with serving(app, listener, Connections()):
            yield endpoint


def said(person: Person, text: str = "hello") -> Delivery:
    """What the app is told when this is typed."""
    delivery = person.says(text)
    assert delivery is not None
    return delivery


def listener(slack: Slack) -> tuple[AsyncApp, list[str]]:
    """An app that writes down what it heard."""
    app, heard = bolt(slack), []

    @app.event("message")
    async def came(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    return app, heard


async def test_a_url_proves_that_it_is_the_apps(slack: Slack) -> None:
    app, _ = listener(slack)
    async with listening(slack, app):
        assert await slack.requests.verify()
    async with answering(slack):
        assert not await slack.requests.verify()


@pytest.mark.parametrize(
    "forged",
    [{"secret": "a guess"}, {"age": 301}, {"unsigned": True}],
    ids=["a wrong signature", "an old timestamp", "no signature"],
)
async def test_a_forged_request_is_refused(slack: Slack, forged: dict[str, Any]) -> None:
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app):
        first = said(ada)
        await first
        await slack.until(lambda: heard)
        kind, body = encoded(first.sort, first.payload)
        reply = await slack.requests.post(slack.app.request_url, body, kind, **forged)
        assert reply.status == 401
        reply = await slack.requests.post(slack.app.request_url, body, kind)
        assert reply.status == 200
        await slack.until(lambda: len(heard) == 2)
    assert json.loads(body)["event"]["text"] == "hello"


async def test_a_failing_app_is_tried_four_times(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with answering(slack, status=500) as endpoint:
        delivery = said(ada)
        for seconds in (0, 60, 300):
            await slack.until(lambda: delivery.attempts[-1].ended, "the failure")
            tries = len(delivery.attempts)
            await slack.passes(seconds)
            assert len(delivery.attempts) == tries + 1
        assert (await delivery).reason == "http_error"
    assert endpoint.retries() == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert slack.site.deliveries.lost == [delivery]


async def test_an_app_may_ask_not_to_be_told_again(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with answering(slack, status=500, headers={"x-slack-no-retry": "1"}) as endpoint:
        assert not (await said(ada)).ok
    assert len(endpoint.came) == 1


async def test_a_slow_app_is_told_again_after_three_seconds(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with answering(slack, waits=asyncio.Event()) as endpoint:
        delivery = said(ada)
        await slack.until(lambda: endpoint.came, "the first request")
        await slack.passes(2.9)
        assert not delivery.attempts[0].ended
        await slack.passes(0.1)
        assert endpoint.waits is not None
        endpoint.waits.set()
        assert (await delivery).ok
    assert endpoint.retries() == [(None, None), ("1", "http_timeout")]


async def test_an_app_that_is_not_there(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    slack.app.request_url = "http://127.0.0.1:9/slack/events"
    delivery = said(ada)
    await slack.until(lambda: delivery.attempts[0].ended, "the failure")
    assert delivery.attempts[0].ended == "connection_failed"
    await ada.runs("/mentoring")
    assert ada.screen.told == ('/mentoring failed with the error "dispatch_failed"',)


async def test_a_foreign_workspace_looks_just_like_ours(slack: Slack) -> None:
    olga = slack.add("Olga Other", workspace=slack.install("T0OTHER", "xoxb-other"))
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app):
        delivery = said(olga, "let me in")
        assert (await delivery).ok
        await said(ada)
        await slack.until(lambda: len(heard) == 2)
    assert delivery.payload["team_id"] == "T0OTHER"
    assert delivery.payload["api_app_id"] == slack.app.id


async def test_menus_need_a_url_of_their_own(slack: Slack) -> None:
    ada, (app, _) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app):
        slack.app.options_url = ""
        menu = {
            "type": "external_select",
            "action_id": "m",
            "placeholder": {"type": "plain_text", "text": "Find"},
        }
        blocks = [{"type": "actions", "elements": [menu]}]
        await app.client.chat_postMessage(channel=ada.id, text="Find", blocks=blocks)
        assert await ada.searches("Find", "lea") == []
    assert "no_url" in slack.site.complaints[0]
