"""`shelfmate run` as a process of its own, in the Slack on loopback: killed at the worst moments, and begun again."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.flows.small_program import SMALL
from tests.slack.app import App
from tests.slack.at_work import at_work, settings
from tests.slack.clock import PATIENCE, WallClock
from tests.slack.faults import How
from tests.slack.slack import Slack, loopback
from tests.storage.databases import sqlite_url

ASKED = "Which would you like to be?"
APPLIED = "Thank you, your application is in."
WRITTEN = "Thirty-three years among the maps"


@dataclass(slots=True, repr=False)
class Process:
    """One run, and all that it has said."""

    inner: asyncio.subprocess.Process
    port: int
    said: str = ""

    async def says(self, words: str) -> None:
        """Wait for a line with these words."""
        assert self.inner.stderr
        while words not in self.said:
            line = await self.inner.stderr.readline()
            assert line, f"it ended without {words!r}:\n{self.said}"
            self.said += line.decode()

    async def ends(self, by: signal.Signals) -> int:
        """It is told to end, politely or not; its exit code."""
        if self.inner.returncode is None:
            self.inner.send_signal(by)
        _, rest = await self.inner.communicate()
        self.said += rest.decode()
        assert self.inner.returncode is not None
        return self.inner.returncode

    async def healthy(self) -> tuple[int, list[str]]:
        """What `/healthz` says: the status, and what is missing."""
        address = f"http://127.0.0.1:{self.port}/healthz"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return answer.status, (await answer.json())["missing"]


@dataclass(slots=True, repr=False)
class House:
    """A folder with an installation."""

    slack: Slack
    folder: Path
    port: int
    """Of its web server: the same each time it is begun."""
    runs: list[Process]

    @property
    def database(self) -> Path:
        """Where it remembers."""
        return self.folder / "shelfmate.db"

    async def begins(self, **more: str) -> Process:
        """A process that begins to work, with other settings where they are given."""
        given, port = settings(self.slack), self.port
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "SHELFMATE_PROGRAMS": "small.toml",
                "DATABASE_URL": sqlite_url(self.database),
                "SLACK_BOT_TOKEN": given.slack_bot_token,
                "SLACK_APP_TOKEN": given.slack_app_token,
                "SLACK_SIGNING_SECRET": given.slack_signing_secret,
                "SLACK_API_URL": given.slack_api_url,
                "WEB_PORT": str(port),
                "LOG_LEVEL": "DEBUG",
                **more,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        if not self.slack.app.socket_mode:
            self.slack.app.request_url = self.slack.app.options_url = f"http://127.0.0.1:{port}/slack/events"
        self.runs.append(Process(process, port))
        return self.runs[-1]

    def everything_said(self) -> str:
        """By all its runs."""
        return "".join(run.said for run in self.runs)


@pytest.fixture(params=["sockets", "requests"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """An installation that is set up in a Slack on the system's clock, in both of Slack's modes."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    async with loopback(App(socket_mode=request.param == "sockets"), WallClock()) as slack:
        with socket.create_server(("127.0.0.1", 0)) as free:
            house = House(slack, tmp_path, free.getsockname()[1], [])
        programs = [str(tmp_path / "small.toml")]
        async with at_work(slack, url=sqlite_url(house.database), programs=programs):
            pass
        try:
            yield house
        finally:
            for run in house.runs:
                await run.ends(signal.SIGKILL)
                sys.stderr.write(run.said)  # shown where a test fails


@asynccontextmanager
async def held(database: Path) -> AsyncIterator[None]:
    """Somebody holds the database: a turn that has begun cannot end."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=PATIENCE)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_killed_in_the_middle_nothing_is_lost_and_nothing_said_twice(house: House) -> None:
    slack, mia = house.slack, house.slack.add("Mia Muse")
    first = await house.begins()
    await first.says("connected")

    # what she says is not saved yet when the process dies
    async with held(house.database):
        heard = mia.says("signup")
        assert heard
        await slack.until(lambda: _carried(slack) or heard.attempts[0].ended, "the way there")
        await first.ends(signal.SIGKILL)
    assert not heard.acked
    second = await house.begins()
    await second.says("connected")
    slack.again(heard)  # Slack brings it again, since nobody took it
    await mia.sees(ASKED)

    # she applies; that the application is in is posted, and the process dies before it knows
    await mia.presses("I would like to mentor")
    await mia.fills({"What interests you?": ["Archives"], "A few words about you": WRITTEN})
    slack.faults.plant(
        "chat.postMessage", How.SLOW, done=True, of=lambda args: APPLIED in str(args.get("text", ""))
    )
    await mia.submits()
    await mia.sees(APPLIED)
    await second.ends(signal.SIGKILL)

    third = await house.begins()
    await third.says("connected")
    mia.says("help")
    await mia.sees("[Help]")
    assert await third.healthy() == (200, [])
    assert await third.ends(signal.SIGTERM) == 0

    told = [seen.text for seen in mia.dm]
    assert sum(ASKED in each for each in told) == 1
    assert sum(APPLIED in each for each in told) == 1
    assert slack.site.complaints == []
    _discreet(house)


def _carried(slack: Slack) -> bool:
    return any(line.carried for line in slack.sockets.open) or bool(slack.app.request_url)


def _discreet(house: House) -> None:
    """Nothing secret and nothing that anybody wrote ever stood in the log."""
    said = house.everything_said()
    given = settings(house.slack)
    secrets = [
        given.slack_bot_token,
        given.slack_app_token,
        house.slack.app.signing_secret,
        "ticket-",
        WRITTEN,
    ]
    assert [secret for secret in secrets if secret and secret in said] == []
    assert not re.search("Traceback", said)


async def test_a_token_that_is_taken_back_is_told_and_the_rest_goes_on(house: House) -> None:
    process = await house.begins()
    await process.says("connected")
    assert await process.healthy() == (200, [])
    house.slack.revokes()
    mia = house.slack.add("Mia Muse")
    mia.says("signup")
    await process.says("token_revoked")
    assert await process.healthy() == (503, ["Slack"])
    assert await process.ends(signal.SIGINT) == 0
    _discreet(house)


async def test_a_token_that_was_never_good_ends_in_one_line(house: House) -> None:
    house.slack.revokes("invalid_auth")
    process = await house.begins()
    await process.says("SLACK_BOT_TOKEN")
    await process.inner.wait()
    assert process.inner.returncode == 1
    await process.ends(signal.SIGKILL)
    assert process.said.splitlines()[-1] == (
        "Slack: SLACK_BOT_TOKEN: is not accepted (invalid_auth); copy the Bot User OAuth Token (xoxb-...) from "
        "OAuth & Permissions of your Slack app once more"
    )
    _discreet(house)


@pytest.mark.parametrize("house", ["sockets"], indirect=True)
async def test_an_app_token_that_is_none_ends_in_one_line(house: House) -> None:
    house.slack.app.app_token = "xapp-1-A0SHELFMATE-1-other"
    process = await house.begins(SLACK_APP_TOKEN="xapp-1-A0SHELFMATE-1-loopback")
    await process.says("SLACK_APP_TOKEN")
    await process.inner.wait()
    assert (await process.ends(signal.SIGKILL), process.said.splitlines()[-1]) == (
        1,
        "Slack: SLACK_APP_TOKEN: is not accepted (invalid_auth); make an app-level token (xapp-...) with "
        "connections:write under Basic Information of your Slack app",
    )


async def test_a_slack_that_is_down_at_first_is_tried_again(house: House) -> None:
    slack, mia = house.slack, house.slack.add("Mia Muse")
    slack.faults.plant("auth.test", How.SERVER_ERROR, times=2)
    slack.faults.plant("apps.connections.open", How.SERVER_ERROR)
    process = await house.begins()
    await process.says("it is tried again")
    assert await process.healthy() == (503, ["Slack"])
    await process.says("connected")
    assert await process.healthy() == (200, [])
    mia.says("signup")
    await mia.sees(ASKED)
    assert await process.ends(signal.SIGTERM) == 0
    _discreet(house)
