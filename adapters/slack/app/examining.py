"""Looking Slack over before work begins: who we are there, what we may do, what time it is, whether channels are there."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.calling.calls import TIMEOUT
from adapters.slack.calling.failures import Refused, of_answer, of_sdk
from adapters.slack.reading.payload import id_at, part, text

T = TypeVar("T")

LONG_AGO = "1000000000.000000"
"""A message that is in no channel."""
NO_SUCH_MESSAGE = "message_not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What Slack says of a bot token."""

    team: str
    name: str
    bot: str
    """The bot's id."""
    user: str
    """Its name, as people see it."""
    scopes: frozenset[str]
    at: datetime | None
    """What time it is at Slack."""


class Examining:
    """One workspace, looked at through its bot token. Every method raises Refused, Dead, Limited, Lost or Away."""

    def __init__(self, token: str, *, url: str = "") -> None:
        self._client = AsyncWebClient(token, retry_handlers=[], timeout=int(TIMEOUT.total or 30))
        if url:
            self._client.base_url = url if url.endswith("/") else f"{url}/"

    async def knows_us(self) -> Known:
        """Who we are."""
        answer = await _answered(self._client.auth_test())
        told = _data(answer)
        scopes = str(answer.headers.get("x-oauth-scopes", "")).split(",")
        return Known(
            team=id_at(told, "team_id"),
            name=text(told, "team"),
            bot=id_at(told, "bot_id"),
            user=text(told, "user"),
            scopes=frozenset(filter(None, map(str.strip, scopes))),
            at=_moment(str(answer.headers.get("Date", ""))),
        )

    async def app_of(self, bot: str) -> str:
        """Whose bot it is: the app's id."""
        answer = await _answered(self._client.bots_info(bot=bot))
        return id_at(part(_data(answer), "bot"), "app_id")

    async def opens_sockets(self, app_token: str) -> None:
        """Whether Slack would open a socket for this app token. None is opened."""
        await _answered(self._client.apps_connections_open(app_token=app_token))

    async def sees(self, channel: str) -> bool:
        """Whether a channel is there for us. No scope that we have reads channels: we ask for a message that there is
        not, and see which of the two Slack does not find."""
        try:
            await _answered(self._client.chat_getPermalink(channel=channel, message_ts=LONG_AGO))
        except Refused as refused:
            if refused.error == NO_SUCH_MESSAGE:
                return True
            if refused.error == "channel_not_found":
                return False
            raise
        return True


async def _answered(asked: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    try:
        return await asked
    except SlackApiError as error:
        raise of_answer(error.response) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise of_sdk(error) from None


def _data(answer: AsyncSlackResponse) -> Mapping[str, Any]:
    return answer.data if isinstance(answer.data, dict) else {}


def _moment(date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(date)
    except ValueError:
        return None
