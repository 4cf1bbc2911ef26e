"""Interactions: three seconds, one first answer, a quarter of an hour for the rest, and what people see of it."""

import asyncio

import discord
import pytest

from tests.discord.bots import Bot
from tests.discord.client import online
from tests.discord.interactions import Reply
from tests.discord.loopback import Discord


def quiet(bot: Bot) -> list[discord.Interaction]:
    """A bot that only collects what it is asked."""
    heard: list[discord.Interaction] = []

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        heard.append(interaction)

    return heard


async def button(bot: Bot, there: Discord, label: str = "Go") -> None:
    """A button in the channel that everybody sees."""
    channel = await bot.fetch_channel(int(there.channel("general").id))
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label=label, custom_id="go"))
    assert isinstance(channel, discord.TextChannel)
    await channel.send("Ready?", view=view)


async def test_too_late_is_said_to_the_person_and_refused_to_the_app(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        await there.passes(3)
        assert (await pressing).late
        with pytest.raises(discord.NotFound) as late:
            await heard[0].response.send_message("hello")
    assert late.value.code == 10062
    assert ada.screen.told == ("This interaction failed",)


async def test_one_first_answer_only(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        first, second = heard[0], discord.InteractionResponse(heard[0])
        await first.response.defer()
        await pressing
        with pytest.raises(discord.HTTPException) as twice:
            await second.send_message("and this")
    assert twice.value.code == 40060
    assert ada.screen.told == ()


async def test_a_press_while_the_app_is_down_fails_after_three_seconds_or_at_once(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        await button(bot, there)
    pressing = asyncio.create_task(ada.presses("Go"))
    await there.until(lambda: there.site.interactions, "the press")
    await there.passes(3)
    assert (await pressing).late
    assert ada.screen.told == ("This interaction failed",)
    await there.passes(3600)  # nobody can take that session up any more
    ada.site.told.clear()
    assert (await ada.presses("Go")).late
    assert ada.screen.told == ("This interaction failed",)


async def test_a_press_while_the_line_is_down_is_answered_after_the_resume(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        await button(bot, there)

        @bot.event
        async def on_interaction(interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content="Gone", view=None)

        there.cut()
        found = await ada.presses("Go")
    assert found.reply is Reply.UPDATE
    assert ada.screen["#general"][0].text == "Gone"


async def test_two_presses_at_once_are_two_interactions(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    done = []
    async with online(bot, there):
        await button(bot, there)

        @bot.event
        async def on_interaction(interaction: discord.Interaction) -> None:
            done.append(interaction.id)
            await interaction.response.edit_message(content=f"{len(set(done))} presses")

        await ada.presses("Go", times=2)
    assert len(set(done)) == 2
    assert ada.screen["#general"][0].text.startswith("2 presses")


async def test_thinking_then_an_answer_that_only_one_person_sees(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        await heard[0].response.defer(ephemeral=True, thinking=True)
        await pressing
        await ada.sees("Shelfmate (only you can see this): Shelfmate is thinking...")
        await heard[0].edit_original_response(content="It is done")
        await ada.sees("It is done")
        sent = await heard[0].followup.send("And more", ephemeral=True, wait=True)
        await sent.edit(content="And less")
        await ada.sees("And less")
        with pytest.raises(discord.NotFound):
            await bot.http.get_message(heard[0].channel_id or 0, sent.id)
        assert len(bo.screen["#general"]) == 1
        await there.passes(15 * 60)
        with pytest.raises(discord.HTTPException) as over:
            await heard[0].followup.send("Too late", wait=True)
    assert over.value.code == 50027
    ada.dismisses(ada.screen["#general"][-1])
    assert "And less" not in ada.screen


async def test_what_is_thought_about_for_ever_ends_after_a_quarter_of_an_hour(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        await heard[0].response.defer(thinking=True)
        await pressing
        await there.passes(15 * 60)
    assert ada.screen.told == ("The application did not respond",)


async def test_the_first_message_after_a_deferral_takes_its_place(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        await heard[0].response.defer(ephemeral=True, thinking=True)
        await pressing
        await heard[0].followup.send("Here", wait=True)
    assert [seen.text for seen in ada.screen["#general"][1:]] == ["Here"]
    assert ada.screen["#general"][1].private


async def test_answers_are_held_to_the_limits_of_messages_and_may_be_tried_again(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        with pytest.raises(discord.HTTPException) as wrong:
            await heard[0].response.send_message("x" * 2001)
        assert wrong.value.code == 50035
        answer = await heard[0].response.send_message("short", ephemeral=True)
        assert answer.is_ephemeral()
        assert (await pressing).answered
        original = await heard[0].original_response()
        assert original.content == "short"
        await heard[0].delete_original_response()
    assert len(ada.screen["#general"]) == 1


@pytest.mark.parametrize("kind", [1, 8, 10, 99])
async def test_only_what_fits_is_an_answer(there: Discord, kind: int) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    heard = quiet(bot)
    async with online(bot, there):
        await button(bot, there)
        pressing = asyncio.create_task(ada.presses("Go"))
        await there.until(lambda: heard, "the press")
        route = discord.http.Route("POST", f"/interactions/{heard[0].id}/{heard[0].token}/callback")
        with pytest.raises(discord.HTTPException) as wrong:
            await bot.http.request(route, json={"type": kind, "data": {"choices": []}})
        assert wrong.value.code == 50035
        await heard[0].response.defer()
        await pressing
        with pytest.raises(discord.HTTPException) as after:
            await bot.http.request(route, json={"type": 9, "data": {}})  # no form after a deferral
        assert after.value.code == 40060


async def test_everything_chosen_in_menus_comes_in_full(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    role = there.role("Mentors", bo)
    got: list[object] = []

    class Menus(discord.ui.View):
        @discord.ui.select(placeholder="A day", options=[discord.SelectOption(label="Monday", value="1")])
        async def day(self, interaction: discord.Interaction, select: discord.ui.Select["Menus"]) -> None:
            got.extend(select.values)
            await interaction.response.defer()

        @discord.ui.select(cls=discord.ui.UserSelect, placeholder="People", max_values=2)
        async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect["Menus"]) -> None:
            got.extend(one.display_name for one in select.values)
            await interaction.response.defer()

        @discord.ui.select(cls=discord.ui.RoleSelect, placeholder="A role")
        async def role(
            self, interaction: discord.Interaction, select: discord.ui.RoleSelect["Menus"]
        ) -> None:
            got.extend(one.name for one in select.values)
            await interaction.response.defer()

        @discord.ui.select(cls=discord.ui.ChannelSelect, placeholder="A channel")
        async def place(
            self, interaction: discord.Interaction, select: discord.ui.ChannelSelect["Menus"]
        ) -> None:
            got.extend(one.name for one in select.values)
            await interaction.response.defer()

    async with online(bot, there):
        channel = await bot.fetch_channel(int(there.channel("general").id))
        assert isinstance(channel, discord.TextChannel)
        await channel.send("Choose", view=Menus())
        await ada.sees("{A day}\n{People}\n{A role}\n{A channel}")
        await ada.chooses("A day", "Monday")
        await ada.chooses("People", [ada, bo])
        await ada.chooses("A role", "@Mentors")
        await ada.chooses("A channel", "#general")
        with pytest.raises(AssertionError, match="not offered"):
            await ada.chooses("A day", "Someday")
    assert got == ["1", "Ada Archer", "Bo Baker", role.name, "general"]
