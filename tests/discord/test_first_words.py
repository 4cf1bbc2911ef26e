"""The thin path: a client connects, answers a slash command, writes to somebody and hears a press."""

import discord

from tests.discord.bots import Ack, Bot, with_buttons
from tests.discord.client import online
from tests.discord.loopback import Discord


async def test_a_slash_command_is_answered(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")

    @bot.tree.command(name="hello", description="Say hello")
    async def hello(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(f"Hello, **{name}**", ephemeral=True)

    async with online(bot, there):
        await bot.tree.sync()
        found = await ada.runs("/hello name:Ada")
    assert found.answered
    assert ada.dm[-1].text == "Hello, Ada"
    assert ada.dm[-1].private


async def test_a_press_in_a_direct_message_reaches_a_client_that_never_sent_it(there: Discord) -> None:
    ada = there.add("Ada Archer")
    async with online(Bot(), there) as _:
        pass
    sender, hearer = Bot(), Bot()
    async with online(sender, there):
        user = await sender.fetch_user(int(ada.id))
        await user.send("Which?", view=with_buttons(41, 42))
        await ada.sees("Which?", "[Take 41] [Take 42]")
    hearer.add_dynamic_items(Ack)
    async with online(hearer, there):
        await ada.presses("Take 42")
    await ada.sees("You took 42.")
    assert ada.dm[-1].buttons == ()
    assert ada.screen.told == ()
    assert there.site.complaints == []
