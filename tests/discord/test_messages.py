"""Messages over REST: what is taken, what is refused, and what people see of it."""

import io
from typing import Any

import discord
import pytest

from tests.discord.bots import Bot
from tests.discord.client import online
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.person import Person


async def place(bot: Bot, there: Discord, name: str = "general") -> discord.TextChannel:
    """A new channel, as the client knows it."""
    channel = await bot.fetch_channel(int(there.channel(name).id))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def direct(bot: Bot, person: Person) -> discord.User:
    """Somebody, to write to."""
    return await bot.fetch_user(int(person.id))


async def test_it_is_sent_edited_read_and_deleted(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        channel = await place(bot, there)
        message = await channel.send("first")
        await ada.sees("# #general\nShelfmate: first")
        await message.edit(content="second")
        await ada.sees("Shelfmate (edited): second")
        ada.says("and me", "#general")
        assert [one.content async for one in channel.history()] == ["", "second"]
        await message.delete()
        assert "second" not in ada.screen
        with pytest.raises(discord.NotFound) as gone:
            await channel.fetch_message(message.id)
    assert gone.value.code == 10008


async def test_history_is_paged_both_ways(there: Discord) -> None:
    bot = Bot()
    there.site.limits.on = False
    async with online(bot, there):
        channel = await place(bot, there)
        sent = [await channel.send(str(number)) for number in range(12)]
        newest = [one.content async for one in channel.history(limit=5, before=sent[10])]
        oldest = [one.content async for one in channel.history(limit=3, after=sent[1], oldest_first=True)]
    assert newest == ["9", "8", "7", "6", "5"]
    assert oldest == ["2", "3", "4"]


async def test_the_same_nonce_makes_one_message_for_a_few_minutes(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        user = await direct(bot, ada)
        one = await user.send("once", nonce="wish-1")
        two = await user.send("once more", nonce="wish-1")
        assert one.id == two.id
        assert [seen.text for seen in ada.dm] == ["once"]
        await there.passes(301)
        await user.send("again", nonce="wish-1")
        assert [seen.text for seen in ada.dm] == ["once", "again"]
        other = there.add("Bo Baker")
        await (await direct(bot, other)).send("for Bo", nonce="wish-1")
        assert other.dm == []  # a nonce is the author's, in all channels
        with pytest.raises(discord.HTTPException) as refused:
            await user.send("too long", nonce="x" * 26)
    assert refused.value.code == 50035


@pytest.mark.parametrize(
    ("content", "code"), [("x" * 2001, 50035), ("   ", 50006), ("", 50006), ("x" * 2000, 0)]
)
async def test_content_has_its_limits(there: Discord, content: str, code: int) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        user = await direct(bot, ada)
        if code:
            with pytest.raises(discord.HTTPException) as refused:
                await user.send(content)
            assert refused.value.code == code
            assert ada.dm == []
        else:
            await user.send(content)
            assert ada.dm[0].text == content


def embed(**more: Any) -> discord.Embed:
    """An embed of that."""
    return discord.Embed(**more)


@pytest.mark.parametrize(
    "embeds",
    [
        [embed(title="x" * 257)],
        [embed(description="x" * 4097)],
        [embed(title="t").add_field(name="n", value="v" * 1025)],
        [embed(title="t").add_field(name="", value="v")],
        [embed(description="x" * 3001), embed(description="x" * 3000)],
        [embed(title="t").set_footer(text="x" * 2049)],
        [embed(title="t", url="nowhere")],
    ],
)
async def test_embeds_have_their_limits(there: Discord, embeds: list[discord.Embed]) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        with pytest.raises(discord.HTTPException) as refused:
            await (await direct(bot, ada)).send(embeds=embeds)
    assert refused.value.code == 50035


async def test_an_embed_is_read_in_lines(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        shown = embed(title="Your plan", description="*Maps* first").add_field(name="When", value="Monday")
        await (await direct(bot, ada)).send(embed=shown.set_footer(text="Shelfmate"))
    assert ada.dm[0].text.split("\n") == ["Your plan", "Maps first", "When: Monday", "Shelfmate"]


async def test_files_come_with_their_alt_text_and_can_be_fetched(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        file = discord.File(
            io.BytesIO(b"\x89PNG\r\n\r\n--x"), "chart.png", description="Nine of ten pairs met"
        )
        message = await (await direct(bot, ada)).send("The report", file=file)
        assert await message.attachments[0].read() == b"\x89PNG\r\n\r\n--x"
        kept = await message.edit(content="The report, again", attachments=message.attachments)
        assert [one.description for one in kept.attachments] == ["Nine of ten pairs met"]
        with pytest.raises(discord.HTTPException):
            await (await direct(bot, ada)).send(
                file=discord.File(io.BytesIO(b""), "x", description="x" * 1025)
            )
    assert ada.dm[0].files == ("chart.png (Nine of ten pairs met)",)


async def test_who_is_called_is_what_allowed_mentions_lets_through(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    role = there.role("Mentors", bo)
    role.mentionable = True
    there.allow(May.MENTION_EVERYONE)
    text = f"@everyone <@{ada.id}> <@{bo.id}> <@&{role.id}> `<@{ada.id}>`"
    async with online(bot, there):
        channel = await place(bot, there)
        await channel.send(text)
        await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
        only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(int(ada.id))])
        await channel.send(text, allowed_mentions=only)
        too_many = [discord.Object(number) for number in range(1, 102)]
        with pytest.raises(discord.HTTPException):
            await channel.send(text, allowed_mentions=discord.AllowedMentions(users=too_many))
    everybody, nobody, one = ada.screen["#general"]
    assert everybody.pings == {"@everyone", "Ada Archer", "Bo Baker", "Mentors"}
    assert nobody.pings == frozenset()
    assert one.pings == {"Ada Archer"}
    assert one.text == f"@everyone @Ada Archer @Bo Baker @Mentors <@{ada.id}>"


async def test_a_closed_door_is_told_as_such(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    ada.closes_dms()
    async with online(bot, there):
        user = await direct(bot, ada)
        with pytest.raises(discord.Forbidden) as closed:
            await user.send("hello")
        assert closed.value.code == 50007
        ada.closes_dms(50278)
        with pytest.raises(discord.Forbidden) as shut:
            await user.send("hello")
        assert shut.value.code == 50278
        ada.opens_dms()
        await user.send("hello")
        there.leaves(ada)
        with pytest.raises(discord.Forbidden) as strangers:
            await user.send("still there?")
        assert strangers.value.code == 50278
    assert [seen.text for seen in ada.dm] == ["hello"]


async def test_what_it_may_not_do_it_is_not_let_do(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    there.channel("hidden", ada, bot=False)
    async with online(bot, there):
        channel = await place(bot, there)
        theirs = ada.says("mine", "#general")
        with pytest.raises(discord.Forbidden) as others:
            await channel.get_partial_message(int(theirs.id)).edit(content="x")
        assert others.value.code == 50005
        there.forbid(May.SEND_MESSAGES)
        with pytest.raises(discord.Forbidden) as mute:
            await channel.send("x")
        assert mute.value.code == 50013
        hidden = next(one for one in there.site.channels.values() if one.name == "hidden")
        with pytest.raises(discord.Forbidden) as blind:
            await bot.fetch_channel(int(hidden.id))
        assert blind.value.code == 50001
        with pytest.raises(discord.NotFound) as nowhere:
            await bot.fetch_channel(1)
        assert nowhere.value.code == 10003
