"""A bare discord.py bot, in a process of its own: it answers a press by rewriting the message, from memory."""

import asyncio
import os

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

OUTCOME = "All is well: thank you for telling us."


class Bot(discord.Client):
    """Answers every press."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Rewrite the message that was pressed."""
        if interaction.type is discord.InteractionType.component:
            said = discord.ui.LayoutView(timeout=None)
            said.add_item(discord.ui.TextDisplay(OUTCOME))
            await interaction.response.edit_message(view=said)


async def main() -> None:
    """Answer presses until somebody ends this process."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    bot = Bot(intents=discord.Intents(guilds=True), guild_ready_timeout=0)
    await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
