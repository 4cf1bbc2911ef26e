"""Discord as a platform of `shelfmate run`: what keeps it from being reached is told with its setting, never with the token."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from adapters.discord.calling.failures import Dead, Refused
from bot.app import assemble, read_programs
from bot.bad_input import BadInput
from bot.clock import SystemClock
from bot.platforms.configured import configured
from bot.platforms.discord import OnDiscord, discord_refuses
from bot.platforms.platform import NotReached
from bot.settings import Settings
from storage.memory import MemoryStore
from tests.discord.at_work import settings
from tests.discord.loopback import Discord

HUSH = "NDI0Mg.hush.hush"


@asynccontextmanager
async def platform(given: Settings) -> AsyncIterator[OnDiscord]:
    """Put together, and told to the core; let go of at the end."""
    store = MemoryStore()
    [discord] = configured(given, store, SystemClock(), scale=0)
    programs = read_programs(["connecticut"])
    app = await asyncio.to_thread(
        assemble, store, programs, SystemClock(), adapters={"discord": discord.adapter}
    )
    discord.meets(app.desk(fields=discord.fields))
    assert isinstance(discord, OnDiscord)
    try:
        yield discord
    finally:
        await discord.close()
        await asyncio.to_thread(app.stop)
        await discord.release()


async def test_it_speaks_and_hears(there: Discord) -> None:
    async with platform(settings(there)) as discord:
        assert (discord.name, discord.via, discord.fields, discord.routes()) == ("Discord", "discord", 5, [])
        assert (discord.connected, discord.why) == (False, "not connected yet")
        await discord.connect()
        assert (discord.connected, discord.why) == (True, "")
        there.gateway.down = True
        there.cut()
        await there.until(lambda: not discord.connected, "its noticing")
        assert discord.why == "no session with Discord's gateway"


async def test_a_token_that_is_none_is_told_without_showing_it(there: Discord) -> None:
    async with platform(replace(settings(there), discord_token=HUSH)) as discord:
        with pytest.raises(
            BadInput, match=r"^Discord: DISCORD_TOKEN: is not accepted \(401\); under Bot"
        ) as told:
            await discord.connect()
        assert "hush" not in f"{told.value}{discord.why}"


async def test_a_discord_that_is_not_there_may_be_tried_again(there: Discord) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    async with platform(replace(settings(there), discord_api_url=nowhere, discord_token=HUSH)) as discord:
        with pytest.raises(NotReached, match=r"^Discord cannot be reached \(ClientConnectorError\)$"):
            await discord.connect()
        assert discord.why == "Discord cannot be reached (ClientConnectorError)"


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (
            Refused(4014, 403, "an intent is not allowed"),
            "Discord: DISCORD_TOKEN: may not hear what it asks for (4014); under Bot of your Discord application turn "
            "Server Members and Message Content off, and start again",
        ),
        (
            Dead(4004, 401, "the token is not valid"),
            "Discord: DISCORD_TOKEN: is not accepted (401); under Bot of your Discord application press Reset Token, "
            "and copy what it shows",
        ),
        (Refused(50035, 400, "a mistake of ours"), "None"),
    ],
)
def test_what_only_an_administrator_can_mend(refused: Refused, told: str) -> None:
    assert str(discord_refuses(refused)) == told


def test_without_a_token_there_is_none() -> None:
    assert configured(Settings(), MemoryStore(), SystemClock()) == ()
