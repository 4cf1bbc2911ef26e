"""A Slack of its own for each test."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.app import App
from tests.slack.listening import client
from tests.slack.slack import Slack, loopback


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, in Socket Mode."""
    async with loopback() as slack:
        yield slack


@pytest.fixture(params=["sockets", "requests"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Slack]:
    """Slack in both of its modes, one after the other."""
    async with loopback(App(socket_mode=request.param == "sockets")) as slack:
        yield slack


@pytest.fixture
def web(slack: Slack) -> AsyncWebClient:
    """The app's client."""
    return client(slack)
