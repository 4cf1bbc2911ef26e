"""A discord.py client that talks to the loopback: unmodified, only told where Discord is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.loopback import Discord


@contextmanager
def redirected(there: Discord) -> Iterator[None]:
    """Let every client of this process take the loopback for Discord."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = there.api, yarl.URL(there.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def online(client: discord.Client, there: Discord) -> AsyncIterator[None]:
    """Have a client connected for as long as the context lasts; what ends it before is raised."""
    running = asyncio.create_task(client.start(there.token))
    try:
        await there.until(lambda: client.is_ready() or running.done(), "the client's being ready")
        if running.done():
            running.result()
        yield
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
