"""The gateway: discord.py's client, which asks to hear as little as it can, and hands on what comes as it came."""

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

import discord
from discord.gateway import KeepAliveHandler

from adapters.discord.calling.redirect import stays

Payload = Mapping[str, Any]
OURS = ("INTERACTION_CREATE", "MESSAGE_CREATE")
"""What people do. All else is for the library."""
BETWEEN_SESSIONS = 5.0
"""Seconds that Discord wants between two sessions."""


class Gateway(discord.Client):
    """One connection to Discord. Servers, and direct messages: never what is written in a server, never its members."""

    def __init__(self, *, scale: float = 1.0) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody is to hear us speak
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            guild_ready_timeout=0,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            enable_debug_events=True,  # `on_socket_raw_receive`: payloads as they came
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self._scale = scale
        self.heard: Callable[[Payload], None] = lambda _: None
        """Called with everything that people do: the `d` of its event."""
        self.begins: Callable[[], None] = lambda: None
        """Called when a session begins, but not when one goes on where it was: then Discord brings what was missed."""
        self.here: Callable[[discord.Guild], None] = lambda _: None
        """Called with every server that we are in, when it becomes known, and when we are added to one."""
        self.gone: Callable[[discord.Guild], None] = lambda _: None
        """Called with a server that has taken us out."""
        self.begun = asyncio.Event()
        """Set while what people do reaches us."""

    async def close(self) -> None:
        """Hear no more. The library leaves a heart beating, on a thread of its own, where a connection had just begun."""
        await super().close()
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:  # noqa: SLF001
                thread.stop()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Between two sessions Discord wants some time."""
        if not initial:
            await asyncio.sleep(BETWEEN_SESSIONS * self._scale)

    async def on_socket_raw_receive(self, told: str) -> None:
        """One payload."""
        if not any(name in told for name in OURS):
            return
        payload = json.loads(told)
        if payload.get("t") in OURS and isinstance(payload.get("d"), dict):
            self.heard(payload["d"])

    async def on_ready(self) -> None:
        """A session has begun."""
        stays(self)
        self.begun.set()
        for guild in self.guilds:  # of those that came before this, the library may say nothing more
            if not guild.unavailable:
                self.here(guild)
        self.begins()

    async def on_resumed(self) -> None:
        """The session goes on."""
        self.begun.set()

    async def on_disconnect(self) -> None:
        """The connection is gone; the library is at it."""
        self.is_gone()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server that we are in."""
        self.here(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A server that we were added to; perhaps while we were not there."""
        self.here(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server that has taken us out."""
        self.gone(guild)

    def is_gone(self) -> None:
        """Nothing reaches us until a session has begun, or goes on."""
        self.begun.clear()

    @property
    def hears(self) -> bool:
        """Whether what people do reaches us now."""
        return self.begun.is_set()

    def servers(self) -> tuple[str, ...]:
        """The ids of those that we are in."""
        return tuple(str(guild.id) for guild in self.guilds)
