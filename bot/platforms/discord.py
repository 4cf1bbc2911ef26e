"""Discord: its parts put together by what the settings say; what is wrong with the token is told in a line."""

import asyncio

from starlette.routing import Route

from adapters.discord.calling.calls import Calls
from adapters.discord.calling.failures import Away, Dead, Lost, Refused
from adapters.discord.calling.redirect import redirect
from adapters.discord.listen import Listening
from adapters.discord.listening.gateway import Gateway
from adapters.discord.rendering.limits import PAGE
from adapters.discord.send import Posting
from bot.bad_input import BadInput, Finding
from bot.clock import Clock
from bot.platforms.platform import NotReached
from bot.settings import Settings
from bot.tokens import DISCORD, WHERE
from flows.core import Core
from flows.ports import Adapter, Store


class OnDiscord:
    """Discord: every server that the application was brought into, by its bot token."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, *, scale: float = 1.0) -> None:
        redirect(settings.discord_api_url, settings.discord_gateway_url)
        self._clock = clock
        self._gateway = Gateway(scale=scale)
        self._calls = Calls(self._gateway, settings.discord_token, scale=scale)
        self._posting = Posting(self._calls, store, asyncio.get_running_loop())
        self._listening: Listening | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return "Discord"

    @property
    def via(self) -> str:
        """What accounts, workspaces and wishes call it."""
        return "discord"

    @property
    def fields(self) -> int:
        """As many as a modal holds."""
        return PAGE

    @property
    def adapter(self) -> Adapter:
        """How it sends."""
        return self._posting

    @property
    def connected(self) -> bool:
        """Whether we can speak there, and hear."""
        return self._calls.alive and self._listening is not None and self._listening.connected

    @property
    def why(self) -> str:
        """Why not."""
        if not self._calls.alive:
            return self._calls.why
        return self._listening.why if self._listening else "connected, but does not hear"

    def meets(self, core: Core) -> None:
        """From now on what people do there can be told to the core."""
        self._posting.meets(core)
        self._listening = Listening(self._gateway, self._calls, core, self._posting, now=self._clock.now)

    def routes(self) -> list[Route]:
        """None: whatever happens comes over the gateway."""
        return []

    async def connect(self) -> None:
        """Speak, by the bot token; then hear, over the gateway."""
        try:
            await self._calls.connect()
            if self._listening:
                await self._listening.connect()
        except (Away, Lost, Refused) as error:
            if isinstance(error, Refused) and (finding := discord_refuses(error)):
                raise BadInput(finding) from error
            raise NotReached(str(error)) from error

    async def close(self) -> None:
        """Hear no more; what is on its way out may still go."""
        if self._listening:
            await self._listening.close()

    async def release(self) -> None:
        """Speak no more."""
        await self._calls.close()


INTENTS = frozenset({4013, 4014})
"""With which codes the gateway closes where it does not like what we ask to hear."""


def discord_refuses(refused: Refused) -> Finding | None:
    """What an administrator has to do before Discord lets us in; None where trying again may help."""
    if refused.code in INTENTS:
        remedy = "under Bot of your Discord application turn Server Members and Message Content off, and start again"
        return Finding("Discord", "DISCORD_TOKEN", f"may not hear what it asks for ({refused.code})", remedy)
    if isinstance(refused, Dead):
        return Finding("Discord", "DISCORD_TOKEN", f"is not accepted ({refused.status})", WHERE[DISCORD])
    return None
