"""A bare bolt app, in a process of its own: it acknowledges a press, and rewrites the message from memory."""

import asyncio
import os
import re
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

OUTCOME = "All is well: thank you for telling us."


async def main() -> None:
    """Answer presses until somebody ends this process."""
    token = os.environ["SLACK_BOT_TOKEN"]
    client = AsyncWebClient(token, base_url=os.environ["SLACK_API_URL"])

    async def authorize(team_id: str) -> AuthorizeResult:
        # without this bolt asks Slack at every press, which no app in a hurry leaves so
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=token)

    app = AsyncApp(client=client, authorize=authorize)

    async def pressed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        said = {"type": "section", "text": {"type": "plain_text", "text": OUTCOME}}
        where = body["container"]
        await client.chat_update(
            channel=where["channel_id"], ts=where["message_ts"], text=OUTCOME, blocks=[said]
        )

    async def heard() -> None:
        """Slack tells of each message that changes: nothing to do."""

    app.action(re.compile(".*"))(pressed)
    app.event("message")(heard)
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()


if __name__ == "__main__":
    asyncio.run(main())
