"""A Slack of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.listening import client
from tests.slack.manifest import ours
from tests.slack.slack import Slack, loopback


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, in Socket Mode."""
    async with loopback() as slack:
        yield slack


@pytest.fixture(params=["sockets", "requests"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Slack]:
    """Slack in both of its modes, one after the other."""
    async with loopback(ours(socket_mode=request.param == "sockets")) as slack:
        yield slack


@pytest.fixture
def patient(either: Slack) -> Slack:
    """Slack in both of its modes, without limits of pace: its clock may stand still while much is said."""
    either.site.limits.scale = 0
    return either


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The URL of a database of one's own."""
    return f"sqlite:///{tmp_path}/shelfmate.db"


@pytest.fixture
def web(slack: Slack) -> AsyncWebClient:
    """The app's client."""
    return client(slack)
