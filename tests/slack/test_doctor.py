"""The doctor looks an installation over, in the Slack on loopback: each thing that may be wrong, in one line."""

import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.app.manifest import manifest
from adapters.slack.app.scopes import SCOPES
from bot.clock import VirtualClock
from bot.doctor.examination import conclusion, examined
from bot.doctor.lines import Sign
from bot.settings import Settings
from storage.opening import open_store
from tests.slack.app import App
from tests.slack.at_work import at_work, settings
from tests.slack.clock import FIRST_MORNING, WallClock
from tests.slack.manifest import pasted
from tests.slack.slack import Slack, loopback
from tests.storage.databases import sqlite_url


async def told(settings: Settings, sign: Sign | None = None, ahead: timedelta = timedelta()) -> list[str]:
    """What the doctor says, all of it or what has this sign; with our clock so far ahead of Slack's."""
    clock = VirtualClock(FIRST_MORNING + ahead)
    lines = [line async for line in examined(settings, clock)]
    return [str(line) for line in lines if sign in {None, line.sign}] + (
        [conclusion(lines)] if sign is None else []
    )


def here(slack: Slack, folder: Path, **more: str) -> Settings:
    """An installation in this Slack, whose database is in this folder."""
    return replace(settings(slack), database_url=sqlite_url(folder / "shelfmate.db"), **more)


async def is_set_up(slack: Slack, folder: Path, members: Sequence[str] = ("ada@library.example",)) -> None:
    """`shelfmate run` was there, and somebody typed /mentoring setup."""
    async with at_work(
        slack, store=open_store(sqlite_url(folder / "shelfmate.db"), durable=False)
    ) as shelfmate:
        for member in members:
            shelfmate.enrols(slack.add(member.partition("@")[0].title(), email=member))


async def test_all_is_well(tmp_path: Path) -> None:
    async with loopback(pasted(manifest())) as slack:
        await is_set_up(slack, tmp_path)
        assert await told(here(slack, tmp_path)) == [
            "ok     settings: can be read, and go together",
            "ok     program: connecticut is valid (Connecticut Library Association Mentoring Program)",
            f"ok     database: {tmp_path}/shelfmate.db answers, and its tables are up to date",
            "ok     Slack: the bot token is good: shelfmate in the workspace library (T0LIBRARY)",
            f"ok     Slack: all {len(SCOPES)} scopes are granted",
            "ok     clock: goes with Slack's",
            "ok     Slack: the app token opens sockets (Socket Mode)",
            "ok     workspace: Connecticut Library Association Mentoring Program is set up in library",
            f"ok     workspace: the channel for announcements ({slack.workspace.named[0].id}) is there",
            f"ok     workspace: the channel for coordinators ({slack.workspace.named[1].id}) is there",
            "Everything is ready: `shelfmate run` can begin.",
        ]


async def test_an_installation_that_was_never_run_is_left_as_it_is(slack: Slack, tmp_path: Path) -> None:
    lines = await told(here(slack, tmp_path), Sign.NOTE)
    assert f"note   database: {tmp_path}/shelfmate.db is not there yet; the first start makes it" in lines
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_a_scope_that_is_missing_and_one_too_many(tmp_path: Path) -> None:
    async with loopback(App(scopes=frozenset(SCOPES) - {"im:history"} | {"channels:history"})) as slack:
        lines = await told(here(slack, tmp_path))
    assert (
        "wrong  Slack: the scope im:history is not granted (to hear what somebody writes to Shelfmate itself, and to "
        "see after a failure whether its own message arrived; no other conversation); add it under OAuth & "
        "Permissions, Bot Token Scopes, and press Reinstall to Workspace"
    ) in lines
    assert (
        "note   Slack: granted, but not needed: channels:history; take them away, if nothing else needs them"
        in lines
    )
    assert lines[-1] == "One thing is wrong."


@pytest.mark.parametrize(
    ("why", "remedy"),
    [
        ("token_revoked", "install the app into the workspace again, and copy the new token"),
        (
            "invalid_auth",
            "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app once more",
        ),
    ],
)
async def test_a_bot_token_that_is_none(slack: Slack, tmp_path: Path, why: str, remedy: str) -> None:
    slack.revokes(why)
    lines = await told(here(slack, tmp_path), Sign.WRONG)
    assert lines == [f"wrong  Slack: SLACK_BOT_TOKEN is not accepted ({why}); {remedy}"]


async def test_an_app_token_that_is_none(slack: Slack, tmp_path: Path) -> None:
    lines = await told(here(slack, tmp_path, slack_app_token="xapp-1-A0SHELFMATE-1-other"), Sign.WRONG)
    assert lines == [
        "wrong  Slack: SLACK_APP_TOKEN is not accepted (invalid_auth); make an app-level token (xapp-...) with "
        "connections:write under Basic Information of your Slack app"
    ]


async def test_tokens_of_two_apps(tmp_path: Path) -> None:
    async with loopback(App(app_token="xapp-1-A0ANOTHER-1-loopback")) as slack:
        lines = await told(here(slack, tmp_path), Sign.WRONG)
    assert lines == [
        "wrong  Slack: the tokens are of two apps (A0SHELFMATE and A0ANOTHER); copy both from the same app: else it "
        "speaks, and hears nothing"
    ]


async def test_http_mode_says_where_to_look(tmp_path: Path) -> None:
    async with loopback(App(socket_mode=False)) as slack:
        lines = await told(here(slack, tmp_path), Sign.NOTE)
    assert any("under Event Subscriptions the Request URL has to show Verified" in line for line in lines)


@pytest.mark.parametrize(("ahead", "way"), [(90, "ahead of"), (-400, "behind")])
async def test_a_clock_that_is_wrong(slack: Slack, tmp_path: Path, ahead: int, way: str) -> None:
    [line] = await told(here(slack, tmp_path), Sign.WRONG, timedelta(seconds=ahead))
    assert line.startswith("wrong  clock: is ")
    assert f"s {way} Slack's; set this machine's clock" in line


async def test_a_slack_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = f"http://127.0.0.1:{listener.getsockname()[1]}/api/"
    given = Settings(
        slack_bot_token="xoxb-x",
        slack_app_token="xapp-x",
        slack_api_url=nowhere,
        database_url=sqlite_url(tmp_path / "x.db"),
    )
    assert await told(given, Sign.WRONG) == [
        "wrong  Slack: cannot be asked (Slack cannot be reached (ClientConnectorError)); is SLACK_API_URL right "
        f"({nowhere}), and does it answer from here?"
    ]


async def test_what_setting_up_left_out_and_a_channel_that_is_gone(slack: Slack, tmp_path: Path) -> None:
    await is_set_up(slack, tmp_path, members=())
    desk = slack.workspace.named[1]
    slack.removes_app(desk)
    assert await told(here(slack, tmp_path), Sign.WRONG) == [
        "wrong  workspace: The list of members is empty, and the program takes members only, so every application "
        "would be held back. Give the list in /mentoring setup.",
        f"wrong  workspace: the channel for coordinators ({desk.id}) is gone, or private without us; type /invite "
        "@Shelfmate in it, or choose another with /mentoring setup",
    ]


async def test_a_program_and_a_database_that_will_not_do(slack: Slack, tmp_path: Path) -> None:
    (tmp_path / "shelfmate.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    lines = await told(here(slack, tmp_path, shelfmate_programs="conecticut"), Sign.WRONG)
    assert lines == [
        "wrong  program: conecticut: there is no such program; did you mean connecticut? use connecticut, or the path "
        "of a .toml file",
        f"wrong  database: sqlite:///{tmp_path}/shelfmate.db: the file is no SQLite database; name another, or move it "
        "away",
    ]


async def test_the_command_ends_as_it_found(tmp_path: Path) -> None:
    async with loopback(clock=WallClock()) as slack:
        assert await commanded(slack, tmp_path) == (
            0,
            "Nothing is wrong; the notes say what is still to be done or known.",
        )
        slack.revokes()
        assert await commanded(slack, tmp_path) == (1, "One thing is wrong.")


async def commanded(slack: Slack, folder: Path) -> tuple[int | None, str]:
    """`shelfmate doctor` as somebody runs it: how it ends, and its last line."""
    given = here(slack, folder)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "DATABASE_URL": given.database_url,
        "SLACK_BOT_TOKEN": given.slack_bot_token,
        "SLACK_APP_TOKEN": given.slack_app_token,
        "SLACK_API_URL": given.slack_api_url,
        "LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert err == b""
    assert given.slack_bot_token not in out.decode()
    return process.returncode, out.decode().splitlines()[-1]
