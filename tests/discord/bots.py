"""Small bots that the loopback's own tests speak through: plain discord.py, and nothing of ours."""

import re

import discord
from discord import app_commands

ACK = r"ack:(?P<number>\d+)"


class Ack(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=ACK):
    """A button that outlives its process."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(discord.ui.Button(label=f"Take {number}", custom_id=f"ack:{number}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str]
    ) -> "Ack":
        """Made anew for a press."""
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Say which it was."""
        await interaction.response.edit_message(content=f"You took {self.number}.", view=None)


class Bot(discord.Client):
    """A client with a command tree; ready as soon as it may be."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents(guilds=True), guild_ready_timeout=0)
        self.tree = app_commands.CommandTree(self)
        self.events: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again at once; the library would let five seconds go by."""

    async def on_socket_event_type(self, name: str) -> None:
        """Everything that it hears, by name."""
        self.events.append(name)


def with_buttons(*numbers: int) -> discord.ui.View:
    """A view of such buttons."""
    view = discord.ui.View(timeout=None)
    for number in numbers:
        view.add_item(Ack(number))
    return view
