"""The doctor looks an installation over, in the Discord on loopback: each thing that may be wrong, in one line."""

import asyncio
import os
import socket
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.discord.app.invite import invitation
from adapters.discord.app.permissions import number
from adapters.slack.app.manifest import manifest
from bot.app import read_programs
from bot.clock import VirtualClock
from bot.doctor.examination import conclusion, examined
from bot.doctor.lines import Sign
from bot.launch import appoint, enrol, launch
from bot.settings import Settings
from flows import places
from flows.ids import AccountId, PersonId, ProgramId
from flows.model.addresses import Address, Workspace, address_id
from storage.opening import open_store
from tests.discord.loopback import Discord, loopback
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind
from tests.discord.site import App
from tests.slack.clock import FIRST_MORNING, WallClock
from tests.slack.manifest import pasted
from tests.slack.slack import loopback as slack_loopback
from tests.storage.databases import sqlite_url

PROGRAM = ProgramId("connecticut")
DATABASE = "shelfmate.db"


@pytest.fixture(autouse=True)
def _granted(there: Discord) -> None:
    """What the invitation asks for is granted, and no more."""
    there.allow(May.CREATE_PRIVATE_THREADS, May.CREATE_EVENTS)


async def told(
    there: Discord, folder: Path, sign: Sign | None = None, *, ahead: float = 0, **more: str
) -> list[str]:
    """What the doctor says, all of it or what has this sign; with our clock so many seconds ahead of Discord's."""
    clock = VirtualClock(FIRST_MORNING + timedelta(seconds=ahead))
    lines = [line async for line in examined(replace(here(there, folder), **more), clock)]
    assert there.site.complaints == []
    return [str(line) for line in lines if sign in {None, line.sign}] + (
        [conclusion(lines)] if sign is None else []
    )


def here(there: Discord, folder: Path) -> Settings:
    """An installation in this Discord, whose database is in this folder."""
    return Settings(
        discord_token=there.token,
        discord_api_url=there.api,
        discord_gateway_url=there.gateway_url,
        database_url=sqlite_url(folder / DATABASE),
    )


def is_set_up(
    there: Discord, folder: Path, *, roles: bool = False, members: tuple[str, ...] = ("ada@library.example",)
) -> tuple[Channel, Channel]:
    """`shelfmate run` was there, and somebody used /mentoring setup; its two channels."""
    announcements, desk = there.channel("mentoring"), there.channel("mentoring-desk", there.owner)
    store, workspace = open_store(sqlite_url(folder / DATABASE), durable=False), f"discord:{there.guild.id}"
    [(program, text)] = read_programs([PROGRAM])
    launch(store, program, text, FIRST_MORNING)
    at = ((places.announcements(PROGRAM), announcements.id), (places.coordinators(PROGRAM), desk.id))
    by = AccountId(f"discord:{there.owner.id}")
    records = [
        Workspace(id=workspace, program=PROGRAM, set_up_by=by, roles=roles),
        *(Address(id=address_id(p, workspace), place=p, workspace=workspace, channel=id) for p, id in at),
    ]
    store.transact(lambda tx: tx.save(records))
    appoint(store, PROGRAM, [PersonId("cora")])
    enrol(store, PROGRAM, [(member, ()) for member in members])
    store.close()
    return announcements, desk


async def registers(there: Discord, *names: str) -> None:
    """The commands of `shelfmate run` are known."""
    path = f"{there.api}/applications/{there.app.id}/commands"
    body = [{"name": name, "description": name, "type": 1} for name in names]
    headers = {"Authorization": f"Bot {there.token}", "User-Agent": "DiscordBot (https://example.org 1)"}
    async with aiohttp.ClientSession(headers=headers) as session, session.put(path, json=body) as answer:
        assert answer.status == 200


async def test_all_is_well(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path)
    await registers(there, "mentoring")
    assert await told(there, tmp_path) == [
        "ok     settings: can be read, and go together",
        "ok     program: connecticut is valid (Connecticut Library Association Mentoring Program)",
        f"ok     database: {tmp_path}/shelfmate.db answers, and its tables are up to date",
        f"ok     Discord: the token is good: Shelfmate (application {there.app.id})",
        f"ok     Discord: this link brings it into a server: {invitation(int(there.app.id))}",
        "ok     clock: goes with Discord's",
        "ok     Discord: /mentoring is registered",
        "ok     Discord: the gateway answers",
        "ok     server: Connecticut Library Association Mentoring Program is set up in Library Association",
        "ok     server: in #mentoring it can do all it needs (for announcements)",
        "ok     server: in #mentoring-desk it can do all it needs (for coordinators)",
        "Everything is ready: `shelfmate run` can begin.",
    ]


async def test_looking_changes_nothing(there: Discord, tmp_path: Path) -> None:
    lines = await told(there, tmp_path)
    assert f"note   database: {tmp_path}/shelfmate.db is not there yet; the first start makes it" in lines
    assert "ok     server: it is in Library Association" in lines
    assert (
        "note   Discord: /mentoring is not registered yet; the first start of `shelfmate run` does it"
        in lines
    )
    assert os.listdir(tmp_path) == []  # noqa: PTH208
    assert {call.path for call in there.calls if not call.name.startswith("get_")} == set()
    assert there.gateway.identified == 0


async def test_a_token_that_is_none(there: Discord, tmp_path: Path) -> None:
    lines = await told(there, tmp_path, Sign.WRONG, discord_token="MTIz.another.token")
    assert lines == [
        "wrong  Discord: DISCORD_TOKEN is not accepted (401); under Bot of your Discord application press Reset "
        "Token, and copy what it shows"
    ]


async def test_without_any_token(there: Discord, tmp_path: Path) -> None:
    assert (await told(there, tmp_path, Sign.NOTE, discord_token=""))[-1] == (
        "note   platforms: no token is set, so Shelfmate talks to nobody; docs/slack.md and docs/discord.md lead you "
        "through it"
    )
    assert there.calls == []


async def test_both_platforms_each_on_its_own(there: Discord, tmp_path: Path) -> None:
    async with slack_loopback(pasted(manifest())) as slack:
        tokens: dict[str, Any] = {
            "slack_bot_token": slack.token,
            "slack_app_token": slack.app.app_token,
            "slack_api_url": slack.api,
        }
        lines = await told(there, tmp_path, Sign.WELL, **tokens)
        assert "ok     Slack: the app token opens sockets (Socket Mode)" in lines
        assert "ok     Discord: the gateway answers" in lines
        slack.revokes()
        assert [line.split("(")[0] for line in await told(there, tmp_path, Sign.WRONG, **tokens)] == [
            "wrong  Slack: SLACK_BOT_TOKEN is not accepted "
        ]


async def test_a_discord_that_is_not_there(there: Discord, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    assert await told(there, tmp_path, Sign.WRONG, discord_api_url=nowhere) == [
        "wrong  Discord: cannot be asked (Discord cannot be reached (ClientConnectorError)); is DISCORD_API_URL "
        f"right ({nowhere}), and does it answer from here?"
    ]


async def test_a_gateway_that_does_not_answer(there: Discord, tmp_path: Path) -> None:
    there.gateway.starts_left = 3
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = f"ws://127.0.0.1:{listener.getsockname()[1]}/"
    assert await told(there, tmp_path, Sign.WRONG, discord_gateway_url=nowhere) == [
        "wrong  Discord: it may connect only 3 more times today; something starts `shelfmate run` over and over: its "
        "log says why it ends. It comes back within a day",
        "wrong  Discord: it could not hear what people do (no word from the gateway (ClientConnectorError)); is "
        f"DISCORD_GATEWAY_URL right ({nowhere}), and does it answer from here?",
    ]


async def test_an_application_that_is_not_as_it_should_be(there: Discord, tmp_path: Path) -> None:
    there.app.public = there.app.code_grant = there.app.members = there.app.message_content = True
    there.app.endpoint = "https://elsewhere.example/interactions"
    lines = [line for line in await told(there, tmp_path) if not line.startswith("ok")]
    assert lines[1:-2] == [
        "wrong  Discord: that link is not enough to invite it; under Bot in the developer portal turn off Requires "
        "OAuth2 Code Grant",
        "note   Discord: anybody can bring it into a server of theirs; under Installation choose the Install Link "
        "None, then under Bot turn off Public Bot",
        "wrong  Discord: what people press is sent to an address of yours, and not to Shelfmate; under General "
        "Information empty Interactions Endpoint URL: else it speaks, and hears nothing",
        "note   Discord: intents are on that it does not need: Server Members, Message Content; under Bot turn them "
        "off, if nothing else does",
    ]
    assert lines[-1] == "2 things are wrong."


@pytest.mark.parametrize(("ahead", "way"), [(90, "ahead of"), (-400, "behind")])
async def test_a_clock_that_is_wrong(there: Discord, tmp_path: Path, ahead: int, way: str) -> None:
    [line] = await told(there, tmp_path, Sign.WRONG, ahead=ahead)
    assert line.startswith("wrong  clock: is ")
    assert f"s {way} Discord's; set this machine's clock" in line


async def test_it_is_in_no_server_yet(there: Discord, tmp_path: Path) -> None:
    there.removes_app()
    lines = await told(there, tmp_path, Sign.NOTE)
    assert lines[-1] == (
        "note   server: it is in none yet; open the link above, choose your server, and press Authorize"
    )


async def test_a_server_that_is_not_set_up(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path)
    other = there.open_guild("Another Library", there.owner)
    assert (await told(there, tmp_path, Sign.NOTE))[:2] == [
        "note   Discord: /mentoring is not registered yet; the first start of `shelfmate run` does it",
        "note   server: Another Library is not set up yet; start `shelfmate run`, and type /mentoring setup in Discord",
    ]
    assert other.name == "Another Library"


async def test_permissions_that_are_missing_or_too_many(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path)
    there.forbid(May.CREATE_PRIVATE_THREADS)
    link = invitation(int(there.app.id), server=int(there.guild.id))
    assert await told(there, tmp_path, Sign.WRONG) == [
        "wrong  server: in Library Association it has no permission Create Private Threads (for a pair's own room, and "
        f"for whoever takes no direct messages); under Server Settings, Roles, give it to its role, or open {link}",
        "wrong  server: in #mentoring, for announcements, it may not: Create Private Threads; under Edit Channel, "
        "Permissions, add Shelfmate, and allow it",
    ]
    there.forbid(May.CREATE_EVENTS)
    assert (await told(there, tmp_path, Sign.NOTE))[-1].startswith(
        "note   server: in Library Association it has no permission Create Events (to have sessions among the"
    )
    there.allow(May.ADMINISTRATOR)
    assert (await told(there, tmp_path, Sign.NOTE))[-1] == (
        "note   server: in Library Association it may do everything, which it does not need; under Server Settings, "
        "Roles, take Administrator from its role"
    )


async def test_channels_that_will_not_do(there: Discord, tmp_path: Path) -> None:
    announcements, desk = is_set_up(there, tmp_path)
    announcements.kind = Kind.ANNOUNCEMENT
    desk.overwrites = []
    assert await told(there, tmp_path, Sign.WRONG) == [
        "wrong  server: #mentoring is no text channel, so pairs can have no room there; choose another with /mentoring "
        "setup",
        "wrong  server: everybody in the server can read #mentoring-desk, the channel for coordinators; make it "
        "private: what people tell the coordinators in confidence is shown there",
    ]
    there.erases(announcements)
    desk.overwrites = there.channel("hidden", there.owner, bot=False).overwrites
    lines = await told(there, tmp_path, Sign.WRONG)
    assert lines == [
        f"wrong  server: the channel for announcements ({announcements.id}) is gone; choose another with /mentoring "
        "setup",
        "wrong  server: the channel for coordinators, #mentoring-desk, is private without it; under Edit Channel, "
        "Permissions, add Shelfmate, or choose another with /mentoring setup",
    ]


async def test_a_program_whose_file_says_something_else_by_now(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path)
    [(_, text)] = read_programs([PROGRAM])
    changed = tmp_path / "connecticut.toml"
    for said, more in ((text, []), (text.replace("$25", "$30"), [
        f"note   program: {changed} has changed since it was started first, and runs as it was then; give the changed one "
        "an `id` of its own to run it"
    ])):  # fmt: skip
        changed.write_text(said, encoding="utf-8")
        found = await told(there, tmp_path, Sign.NOTE, shelfmate_programs=str(changed))
        assert [line for line in found if "program:" in line] == more


async def test_what_setting_up_left_out(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path, members=())
    assert await told(there, tmp_path, Sign.WRONG) == [
        "wrong  server: The list of members is empty, and the program takes members only, so every application would "
        "be held back. Give the list in /mentoring setup."
    ]


async def test_roles_that_it_cannot_give(there: Discord, tmp_path: Path) -> None:
    is_set_up(there, tmp_path, roles=True)
    link = invitation(int(there.app.id), roles=True, server=int(there.guild.id))
    assert await told(there, tmp_path, Sign.WRONG) == [
        "wrong  server: in Library Association it has no permission Manage Roles (only where roles are wanted: to give "
        f"and take mentor, mentee and alumni); under Server Settings, Roles, give it to its role, or open {link}"
    ]
    there.allow(May.MANAGE_ROLES)
    mentor = there.role("Mentor", position=9)
    assert await told(there, tmp_path, Sign.WRONG) == [
        "wrong  server: The role Mentor stands above mine, so I cannot give it. In Server Settings, under Roles, drag "
        "Shelfmate above it."
    ]
    mentor.position = 0
    assert "ok     server: it can give the roles Mentor, Mentee, Alumni" in await told(there, tmp_path)


def test_the_link_asks_for_as_little_as_can_be() -> None:
    assert number(roles=False) == int(
        May.VIEW_CHANNEL
        | May.SEND_MESSAGES
        | May.SEND_MESSAGES_IN_THREADS
        | May.CREATE_PRIVATE_THREADS
        | May.ATTACH_FILES
        | May.READ_MESSAGE_HISTORY
        | May.CREATE_EVENTS
    )
    assert number(roles=True) == number(roles=False) | May.MANAGE_ROLES
    assert invitation(42, server=7) == (
        "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands"
        f"&permissions={number(roles=False)}&guild_id=7"
    )


async def test_the_command_ends_as_it_found(tmp_path: Path) -> None:
    async with loopback(App(permissions=number(roles=False)), WallClock()) as there:
        assert await commanded(there, tmp_path) == (
            0,
            "Nothing is wrong; the notes say what is still to be done or known.",
        )
        there.app.token = "MTIz.another.token"
        assert await commanded(there, tmp_path, token="MTIz.this.one") == (1, "One thing is wrong.")


async def commanded(there: Discord, folder: Path, token: str = "") -> tuple[int | None, str]:
    """`shelfmate doctor` as somebody runs it: how it ends, and its last line."""
    given = here(there, folder)
    token = token or given.discord_token
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "DATABASE_URL": given.database_url,
            "DISCORD_TOKEN": token,
            "DISCORD_API_URL": given.discord_api_url,
            "DISCORD_GATEWAY_URL": given.discord_gateway_url,
            "LOG_LEVEL": "DEBUG",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert err == b""
    assert token not in out.decode()
    return process.returncode, out.decode().splitlines()[-1]
