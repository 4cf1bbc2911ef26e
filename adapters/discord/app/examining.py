"""Looking Discord over before work begins: who we are there, what it thinks of us, what time it is, how servers stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.app.server import Server, server
from adapters.discord.calling.calls import Calls
from adapters.discord.calling.failures import Away

TIMEOUT = aiohttp.ClientTimeout(total=15)
HELLO = 10
COMMAND = "mentoring"
PRIVILEGED = {
    "Presence": ("gateway_presence", "gateway_presence_limited"),
    "Server Members": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Message Content": ("gateway_message_content", "gateway_message_content_limited"),
}
"""By what the developer portal calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What Discord says of the application whose token it is."""

    id: int
    name: str
    public: bool
    """Whether others than its owner may bring it into a server."""
    code_grant: bool
    """Whether the link that invites it is not enough."""
    elsewhere: str
    """The address to which Discord posts what people press, instead of telling us."""
    privileged: tuple[str, ...]
    """Intents that it was allowed, though we need none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A server that we are in."""

    id: str
    name: str
    granted: discord.Permissions
    """What our roles let us do there."""


class Examining:
    """Discord, looked at through the bot token. Every method raises Refused, Dead, Limited, Lost or Away."""

    def __init__(self, token: str) -> None:
        self._client = discord.Client(intents=discord.Intents.none())
        self._calls = Calls(self._client, token)

    async def knows_us(self) -> Known:
        """Who we are."""
        await self._calls.connect()
        told = await self._calls.call("GET", "/applications/@me")
        flags = discord.ApplicationFlags()
        flags.value = int(told.get("flags", 0))
        return Known(
            id=int(told["id"]),
            name=str(told["name"]),
            public=bool(told.get("bot_public")),
            code_grant=bool(told.get("bot_require_code_grant")),
            elsewhere=str(told.get("interactions_endpoint_url") or ""),
            privileged=tuple(
                shown for shown, names in PRIVILEGED.items() if any(getattr(flags, name) for name in names)
            ),
        )

    async def clock(self) -> datetime | None:
        """What time it is at Discord."""
        try:
            async with self._session() as session, session.get(f"{Route.BASE}/gateway") as answer:
                return parsedate_to_datetime(answer.headers.get("Date", ""))
        except ValueError:
            return None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Away(f"no answer ({type(error).__name__})") from None

    async def starts_left(self) -> int:
        """How many times a session may still be begun until tomorrow."""
        told = await self._calls.call("GET", "/gateway/bot")
        return int(told["session_start_limit"]["remaining"])

    async def gateway_answers(self) -> None:
        """Whether the gateway says hello. No session is begun."""
        url = DiscordWebSocket.DEFAULT_GATEWAY.with_query(v=10, encoding="json")
        try:
            async with self._session() as session, session.ws_connect(url) as socket:
                hello = await socket.receive_json(timeout=TIMEOUT.total)
        except (aiohttp.ClientError, TimeoutError, OSError, TypeError, ValueError) as error:
            raise Away(f"no word from the gateway ({type(error).__name__})") from None
        if not isinstance(hello, Mapping) or hello.get("op") != HELLO:
            raise Away("what answers is no gateway of Discord's")

    async def commands(self) -> frozenset[str]:
        """Names of the commands that are registered for us."""
        told = await self._calls.call("GET", "/applications/{app}/commands", app=self._calls.app)
        return frozenset(str(one["name"]) for one in told)

    async def servers(self) -> tuple[Membership, ...]:
        """Those that we are in."""
        told = await self._calls.call("GET", "/users/@me/guilds")
        return tuple(
            Membership(
                id=str(one["id"]), name=str(one["name"]), granted=discord.Permissions(int(one["permissions"]))
            )
            for one in told
        )

    async def server(self, id: str) -> Server:
        """How we stand in one of them: its channels, its roles."""
        return await server(self._calls, id)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._calls.close()

    def _session(self) -> aiohttp.ClientSession:
        """Connections of our own: discord.py tells no headers, and opens the gateway only to stay."""
        return aiohttp.ClientSession(timeout=TIMEOUT, headers={"User-Agent": self._client.http.user_agent})
