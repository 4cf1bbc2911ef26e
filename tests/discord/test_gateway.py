"""The gateway as discord.py meets it: sessions, resumes, replays, and who hears what."""

import asyncio

import aiohttp
import discord
import pytest

from tests.discord.bots import Ack, Bot, with_buttons
from tests.discord.client import online
from tests.discord.loopback import Discord


async def test_it_asks_for_a_compressed_stream_and_heartbeats_are_answered(there: Discord) -> None:
    there.gateway.interval = 50
    bot = Bot()
    async with online(bot, there):
        line = there.gateway.lines[0]
        await there.until(lambda: sum(frame["op"] == 1 for frame in line.heard) > 2, "heartbeats")
        assert line.packer is not None
        assert bot.latency < 1
        assert [frame["op"] for frame in line.heard][:2] == [1, 2]
    assert there.gateway.identified == 1


async def test_intents_that_were_not_allowed_end_it(there: Discord) -> None:
    bot = Bot(discord.Intents(guilds=True, members=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with online(bot, there):
            pass
    there.app.members = True
    async with online(Bot(discord.Intents(guilds=True, members=True)), there):
        assert there.gateway.closes == [4014]


async def test_a_wrong_token_gets_nowhere(there: Discord) -> None:
    client = Bot()
    with pytest.raises(discord.LoginFailure):
        await client.login("something.else.entirely")
    await client.close()
    assert there.calls[-1].status == 401


async def test_what_it_may_not_read_is_empty(there: Discord) -> None:
    ada, bot, heard = there.add("Ada Archer"), Bot(discord.Intents(guilds=True, messages=True)), []
    there.channel("general")

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)

    async with online(bot, there):
        ada.says("a secret among us", "#general")
        ada.says("dear bot")
        ada.says("@Shelfmate look", "#general")
        await there.until(lambda: len(heard) == 3, "three messages")
    assert heard == ["", "dear bot", f"<@{there.app.id}> look"]


async def test_asked_to_reconnect_it_resumes_and_hears_what_it_missed(there: Discord) -> None:
    bot, ada = Bot(discord.Intents(guilds=True, dm_messages=True)), there.add("Ada Archer")
    heard: list[str] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)

    async with online(bot, there):
        there.reconnect()
        for number in range(20):
            ada.says(f"word {number}")
        await there.until(lambda: len(heard) == 20, "every word")
        await there.until(lambda: "RESUMED" in bot.events, "a resume")
    assert heard == [f"word {number}" for number in range(20)]
    assert (there.gateway.identified, there.gateway.resumed) == (1, 1)


async def test_cut_in_mid_burst_nothing_is_lost_and_nothing_heard_twice(there: Discord) -> None:
    bot, ada = Bot(discord.Intents(guilds=True, dm_messages=True)), there.add("Ada Archer")
    heard: list[str] = []

    @bot.event
    async def on_message(message: discord.Message) -> None:
        heard.append(message.content)

    async with online(bot, there):
        there.cut(after=7)
        for number in range(30):
            ada.says(f"word {number}")
        await there.until(lambda: len(heard) == 30, "every word")
    assert heard == [f"word {number}" for number in range(30)]


@pytest.mark.parametrize(("resumable", "identified"), [(True, 1), (False, 2)])
async def test_an_invalid_session_is_taken_up_or_begun_anew(
    there: Discord, identified: int, *, resumable: bool
) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    bot.add_dynamic_items(Ack)
    async with online(bot, there):
        await (await bot.fetch_user(int(ada.id))).send("Which?", view=with_buttons(1))
        there.invalidate(resumable=resumable)
        await there.until(lambda: there.gateway.identified == identified, "a session")
        await there.connected()
        await there.until(bot.is_ready, "readiness")
        await ada.presses("Take 1")
    assert there.gateway.identified == identified
    assert there.gateway.resumed == int(resumable)
    await ada.sees("You took 1.")


async def test_a_session_that_is_away_too_long_cannot_be_resumed(there: Discord) -> None:
    bot = Bot()
    async with online(bot, there):
        session = there.gateway.sessions[0]
        there.cut()
        session.lost = there.site.clock.now - 3600
        await there.until(lambda: there.gateway.identified == 2, "a new session")


@pytest.mark.parametrize("code", [4000, 4009])
async def test_some_closes_are_come_back_from(there: Discord, code: int) -> None:
    async with online(Bot(), there):
        there.close(code)
        await there.until(lambda: there.gateway.resumed == 1, "a resume")


async def test_nobody_gets_in_while_it_is_down(there: Discord) -> None:
    there.gateway.down = True
    client = Bot()
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await client.start(there.token, reconnect=False)
    await client.close()


async def test_two_processes_on_one_token_both_hear_everything(there: Discord) -> None:
    first, second, ada = Bot(), Bot(), there.add("Ada Archer")
    async with online(first, there), online(second, there):
        other = there.add("Bo Baker")
        there.channel("general", ada, other)
        await there.until(lambda: "CHANNEL_CREATE" in first.events, "the channel")
        await there.until(lambda: "CHANNEL_CREATE" in second.events, "the channel")


async def test_members_come_only_to_those_who_may_know_them(there: Discord) -> None:
    there.app.members = True
    there.add("Ada Archer")
    knowing = Bot(discord.Intents(guilds=True, members=True))
    async with online(knowing, there):
        guild = knowing.guilds[0]
        await there.until(lambda: guild.chunked, "its members")
        there.add("Bo Baker")
        await there.until(lambda: len(guild.members) == 4, "Bo")
    plain = Bot()
    async with online(plain, there):
        assert [one.id for one in plain.guilds[0].members] == [int(there.app.id)]
        found = await asyncio.wait_for(plain.guilds[0].query_members("Ada"), 5)
        assert [one.display_name for one in found] == ["Ada Archer"]
