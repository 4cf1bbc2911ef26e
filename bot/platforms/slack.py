"""Slack: its parts put together by what the settings say; what is wrong with a token is told in a line."""

import asyncio

from starlette.routing import Route

from adapters.slack.calling.calls import Away, Calls, Limited, Lost, Refused
from adapters.slack.listen import Listening
from adapters.slack.rendering.limits import PAGE
from adapters.slack.send import Posting
from bot.bad_input import BadInput, Finding
from bot.clock import Clock
from bot.platforms.platform import NotReached
from bot.settings import Settings
from flows.core import Core
from flows.ports import Adapter, Store


class OnSlack:
    """Slack: one workspace, by its bot token."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, *, scale: float = 1.0) -> None:
        self._app_token = settings.slack_app_token
        self._signing_secret = settings.slack_signing_secret
        self._clock = clock
        self._calls = Calls(settings.slack_bot_token, url=settings.slack_api_url, scale=scale)
        self._posting = Posting(self._calls, store, asyncio.get_running_loop())
        self._listening: Listening | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return "Slack"

    @property
    def via(self) -> str:
        """What accounts, workspaces and wishes call it."""
        return "slack"

    @property
    def fields(self) -> int:
        """As many as fit into a modal with room for words."""
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
        return "" if self.connected else "connected, but does not hear"

    def meets(self, core: Core) -> None:
        """From now on what people do there can be told to the core."""
        self._listening = Listening(
            self._calls,
            core,
            self._posting,
            app_token=self._app_token,
            signing_secret=self._signing_secret,
            now=self._clock.now,
        )

    def routes(self) -> list[Route]:
        """`POST /slack/events`, in HTTP mode."""
        return self._listening.routes() if self._listening else []

    async def connect(self) -> None:
        """Speak, by the bot token; then hear, by the app token or the signing secret."""
        setting = "SLACK_BOT_TOKEN"
        try:
            await self._calls.connect()
            setting = "SLACK_APP_TOKEN" if self._app_token else "SLACK_SIGNING_SECRET"
            if self._listening:
                await self._listening.connect()
        except (Away, Lost, Limited) as error:
            raise NotReached(str(error)) from error
        except Refused as refused:
            raise BadInput(slack_refuses(setting, refused)) from refused

    async def close(self) -> None:
        """Hear no more; what is on its way out may still go."""
        if self._listening:
            await self._listening.close()

    async def release(self) -> None:
        """Speak no more."""
        await self._calls.close()


AGAIN = "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app once more"
OTHER = "make an app-level token (xapp-...) with connections:write under Basic Information of your Slack app"
REMEDIES = {
    (
        "SLACK_BOT_TOKEN",
        "account_inactive",
    ): "install the app into the workspace again, and copy the new token",
    ("SLACK_BOT_TOKEN", "token_revoked"): "install the app into the workspace again, and copy the new token",
    (
        "SLACK_BOT_TOKEN",
        "token_expired",
    ): "turn off token rotation in the app's settings, or copy the new token",
    ("SLACK_APP_TOKEN", "missing_scope"): "give it the scope connections:write, under Basic Information",
}


def slack_refuses(setting: str, refused: Refused) -> Finding:
    """Slack does not take what a setting says: which, in Slack's own word, and what would do."""
    usual = AGAIN if setting == "SLACK_BOT_TOKEN" else OTHER
    remedy = REMEDIES.get((setting, refused.error), usual)
    return Finding("Slack", setting, f"is not accepted ({refused.error})", remedy)
