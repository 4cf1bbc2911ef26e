"""What can go wrong with a call, and the pace at which calls may be made."""

import asyncio

import aiohttp
import discord
import pytest

from tests.discord.bots import Bot
from tests.discord.client import online
from tests.discord.faults import How
from tests.discord.limits import INVALID
from tests.discord.loopback import Discord


@pytest.mark.parametrize("how", [How.SERVER_ERROR, How.DROPPED])
async def test_done_and_yet_not_said_so_is_one_message_by_its_nonce(there: Discord, how: How) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    there.faults.plant("create_message", how, done=True, status=503)
    async with online(bot, there):
        user = await bot.fetch_user(int(ada.id))
        with pytest.raises(
            (discord.DiscordServerError, aiohttp.ServerDisconnectedError, ConnectionResetError)
        ):
            await user.send("once", nonce="wish-1")
        assert [seen.text for seen in ada.dm] == ["once"]
        await user.send("once", nonce="wish-1")
    assert [seen.text for seen in ada.dm] == ["once"]


async def test_a_500_is_tried_again_by_the_library_with_the_same_nonce(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    there.faults.plant("create_message", How.SERVER_ERROR, done=True)
    async with online(bot, there):
        await (await bot.fetch_user(int(ada.id))).send("once")
    assert [seen.text for seen in ada.dm] == ["once"]
    assert [call.status for call in there.called("create_message")] == [500, 200]


async def test_refused_for_a_reason_of_discords_own(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    there.faults.plant(
        "create_dm", How.REFUSED, status=400, code=40003, message="You are opening direct messages too fast"
    )
    async with online(bot, there):
        with pytest.raises(discord.HTTPException) as fast:
            await (await bot.fetch_user(int(ada.id))).create_dm()
    assert fast.value.code == 40003


async def test_slow_until_it_is_let_go(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    fault = there.faults.plant("create_message", How.SLOW)
    async with online(bot, there):
        sending = asyncio.create_task((await bot.fetch_user(int(ada.id))).send("slowly"))
        await there.until(lambda: fault.times == 0, "the call")
        assert ada.dm == []
        fault.release()
        await sending
    assert [seen.text for seen in ada.dm] == ["slowly"]


@pytest.mark.parametrize("everywhere", [True, False])
async def test_a_429_is_waited_for_as_long_as_it_says(there: Discord, *, everywhere: bool) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    there.faults.plant("create_message", How.LIMITED, everywhere=everywhere)
    async with online(bot, there):
        await (await bot.fetch_user(int(ada.id))).send("hello")
    assert [call.status for call in there.called("create_message")] == [429, 200]


async def test_the_library_keeps_to_a_bucket_by_its_headers(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        user = await bot.fetch_user(int(ada.id))
        await asyncio.gather(*(user.send(str(number)) for number in range(12)))
    assert len(ada.dm) == 12
    assert there.called("create_message")[-1].at is not None
    assert len(there.called("create_message")) <= 14  # at most the first few run into it


async def test_beyond_fifty_a_second_everything_waits(there: Discord) -> None:
    bot = Bot()
    people = [there.add(f"Person {number}") for number in range(70)]
    there.site.limits.speed = 4
    async with online(bot, there):
        places = [bot.get_partial_messageable(int(there.site.direct(one.id).id)) for one in people]
        await asyncio.gather(*(place.send("hello") for place in places))
    assert all(len(one.dm) == 1 for one in people)
    assert "global" in there.site.limits.hit
    assert there.site.limits.most_in_a_second == 50


async def test_who_asks_amiss_ten_thousand_times_is_shut_out(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        ada.closes_dms()
        user = await bot.fetch_user(int(ada.id))
        with pytest.raises(discord.Forbidden):
            await user.send("hello")
        assert len(there.site.limits.invalid) == 1
        there.site.limits.invalid.extend([there.site.clock.now] * (INVALID - 1))
        with pytest.raises(discord.HTTPException) as banned:
            await user.send("hello")
        assert banned.value.status == 429
        await there.passes(601)
        ada.opens_dms()
        await user.send("hello")


async def test_what_discord_knows_nothing_of_is_complained_about(there: Discord) -> None:
    bot = Bot()
    async with online(bot, there):
        with pytest.raises(discord.NotFound):
            await bot.http.request(discord.http.Route("GET", "/guilds/1/wishes"))
    assert there.site.complaints == ["GET /api/v10/guilds/1/wishes"]
