"""Servers: private threads, roles, scheduled events, and what permissions and people's comings and goings do."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from tests.discord.bots import Bot
from tests.discord.client import online
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.slack.clock import FIRST_MORNING


async def text(bot: Bot, there: Discord, name: str = "general") -> discord.TextChannel:
    """A new channel, as the client knows it."""
    made = there.channel(name)
    await there.until(lambda: bot.get_channel(int(made.id)), "the channel")
    channel = bot.get_channel(int(made.id))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_private_thread_is_a_room_for_two(there: Discord) -> None:
    bot, ada, bo, cy = Bot(), there.add("Ada Archer"), there.add("Bo Baker"), there.add("Cy Cole")
    there.allow(May.CREATE_PRIVATE_THREADS)
    async with online(bot, there):
        channel = await text(bot, there)
        room = await channel.create_thread(name="Ada and Bo", invitable=False)
        for one in (ada, bo):
            await room.add_user(discord.Object(int(one.id)))
        await room.send(f"Welcome <@{ada.id}>")
        assert [seen.text for seen in ada.screen["Ada and Bo"]] == [
            "added Ada Archer to the thread",
            "added Bo Baker to the thread",
            "Welcome @Ada Archer",
        ]
        assert [one.type async for one in room.history(limit=2)][1] is discord.MessageType.recipient_add
        assert "Ada and Bo" not in cy.screen.conversations
        assert "Ada and Bo" in there.owner.screen.conversations  # who manages threads sees them all
        bo.says("Hello!", "Ada and Bo")
        await room.edit(archived=True)
        with pytest.raises(discord.HTTPException) as asleep:
            await room.add_user(discord.Object(int(cy.id)))
        assert asleep.value.code == 50083
        await room.send("Awake again")
        await room.remove_user(discord.Object(int(bo.id)))
        there.leaves(ada)
        assert "Ada and Bo" not in bo.screen.conversations
        with pytest.raises(discord.Forbidden):
            await room.fetch_members()  # only with the Server Members intent
        there.app.members = True
        assert [int(one.id) for one in await room.fetch_members()] == [int(there.app.id)]


async def test_a_thread_falls_asleep_and_wakes_when_something_is_said(there: Discord) -> None:
    bot = Bot()
    there.allow(May.CREATE_PRIVATE_THREADS)
    async with online(bot, there):
        room = await (await text(bot, there)).create_thread(name="room", auto_archive_duration=1440)
        message = await room.send("one")
        await there.passes(24 * 3600 + 1)
        await there.until(lambda: bot.get_channel(room.id) is None, "its sleep")
        with pytest.raises(discord.HTTPException) as asleep:
            await message.edit(content="two")
        assert asleep.value.code == 50083
        await room.send("three")
        await there.until(lambda: bot.get_channel(room.id), "its waking")
        await message.edit(content="two")


async def test_archived_rooms_are_found_again(there: Discord) -> None:
    bot = Bot()
    there.allow(May.CREATE_PRIVATE_THREADS)
    async with online(bot, there):
        channel = await text(bot, there)
        rooms = [await channel.create_thread(name=f"room {number}") for number in range(3)]
        for room in rooms[:2]:
            await room.edit(archived=True)
        found = [one.name async for one in channel.archived_threads(private=True, joined=True, limit=None)]
        assert found == ["room 1", "room 0"]
        assert [one.name for one in await bot.guilds[0].active_threads()] == ["room 2"]
        with pytest.raises(discord.Forbidden):
            await anext(channel.archived_threads(private=True))
        message = await channel.send("Session one")
        thread = await message.create_thread(name="Questions")
        assert thread.id == message.id


async def test_a_message_is_pinned_where_that_is_allowed(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        message = await (await text(bot, there)).send("The plan")
        with pytest.raises(discord.Forbidden):
            await message.pin()
        there.allow(May.PIN_MESSAGES)
        await message.pin()
        assert [one.pinned for one in ada.screen["#general"]] == [True, False]
        assert [one.content async for one in message.channel.pins()] == ["The plan"]
        await message.unpin()
        await ada.sees("Shelfmate: pinned a message")


async def test_a_thread_needs_its_permission_and_takes_only_those_who_see_the_channel(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    async with online(bot, there):
        hidden = there.channel("staff", ada)
        await there.until(lambda: bot.get_channel(int(hidden.id)), "the channel")
        channel = bot.get_channel(int(hidden.id))
        assert isinstance(channel, discord.TextChannel)
        with pytest.raises(discord.Forbidden) as refused:
            await channel.create_thread(name="x")
        assert refused.value.code == 50013
        there.allow(May.CREATE_PRIVATE_THREADS)
        room = await channel.create_thread(name="x")
        await room.add_user(discord.Object(int(ada.id)))
        with pytest.raises(discord.Forbidden) as blind:
            await room.add_user(discord.Object(int(bo.id)))
        assert blind.value.code == 50001
        with pytest.raises(discord.HTTPException) as long:
            await channel.create_thread(name="x" * 101)
        assert long.value.code == 50035


async def test_roles_below_its_own_are_given_and_taken(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        guild = bot.guilds[0]
        mentor, boss = there.role("Mentor"), there.role("Boss", position=9)
        member = await guild.fetch_member(int(ada.id))
        with pytest.raises(discord.Forbidden):
            await member.add_roles(discord.Object(int(mentor.id)))
        there.allow(May.MANAGE_ROLES)
        await member.add_roles(discord.Object(int(mentor.id)))
        assert there.guild.members[ada.id].roles == [mentor.id]
        await member.remove_roles(discord.Object(int(mentor.id)))
        assert there.guild.members[ada.id].roles == []
        with pytest.raises(discord.Forbidden) as above:
            await member.add_roles(discord.Object(int(boss.id)))
        assert above.value.code == 50013
        made = await guild.create_role(name="Alumni", mentionable=True)
        await member.add_roles(made)
        with pytest.raises(discord.Forbidden):
            await guild.create_role(name="King", permissions=discord.Permissions(administrator=True))
        await made.delete()
        assert there.guild.members[ada.id].roles == []


START = FIRST_MORNING + timedelta(days=3)


async def test_a_scheduled_event_stands_in_the_server(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer", zone="Europe/Paris", locale="fr")
    there.allow(May.CREATE_EVENTS)
    async with online(bot, there):
        guild = bot.guilds[0]
        event = await guild.create_scheduled_event(
            name="Speed mentoring", start_time=START, end_time=START + timedelta(hours=1), location="Online",
            entity_type=discord.EntityType.external, privacy_level=discord.PrivacyLevel.guild_only,
        )  # fmt: skip
        await ada.sees("mercredi 13 janvier 2027 13:00 | Speed mentoring | Online")
        await event.edit(
            name="Orientation", start_time=START + timedelta(hours=1), end_time=START + timedelta(hours=2)
        )
        await ada.sees("14:00 | Orientation")
        ada.is_interested("Orientation")
        assert [one.name async for one in event.users()] == ["adaarcher"]
        await event.cancel()
        assert ada.screen.events == ()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 101},
        {"name": ""},
        {"description": "x" * 1001},
        {"location": "x" * 101},
        {"start_time": datetime(2020, 1, 1, tzinfo=UTC)},
        {"end_time": START - timedelta(hours=1)},
    ],
)
async def test_events_have_their_limits(there: Discord, change: dict[str, object]) -> None:
    bot = Bot()
    there.allow(May.CREATE_EVENTS)
    good: dict[str, object] = {
        "name": "x", "start_time": START, "end_time": START + timedelta(hours=1), "location": "x",
        "entity_type": discord.EntityType.external, "privacy_level": discord.PrivacyLevel.guild_only,
    }  # fmt: skip
    async with online(bot, there):
        with pytest.raises(discord.HTTPException) as refused:
            await bot.guilds[0].create_scheduled_event(**(good | change))  # type: ignore[call-overload]
    assert refused.value.code == 50035


async def test_thrown_out_of_one_server_it_is_still_in_the_other(there: Discord) -> None:
    bot = Bot()
    async with online(bot, there):
        second = there.open_guild("Second", there.owner)
        await there.until(lambda: len(bot.guilds) == 2, "two servers")
        there.removes_app()
        await there.until(lambda: [one.id for one in bot.guilds] == [int(second.id)], "one server")
        with pytest.raises(discord.NotFound):
            await bot.fetch_guild(int(there.guild.id))


async def test_a_deleted_channel_is_gone_with_its_threads(there: Discord) -> None:
    bot = Bot()
    there.allow(May.CREATE_PRIVATE_THREADS, May.MANAGE_CHANNELS)
    async with online(bot, there):
        channel = await text(bot, there)
        room = await channel.create_thread(name="room")
        made = await bot.guilds[0].create_text_channel("New Ideas", topic="All of them")
        assert made.name == "new-ideas"
        there.erases(there.site.channels[str(channel.id)])
        with pytest.raises(discord.NotFound) as gone:
            await room.send("anybody?")
        assert gone.value.code == 10003
