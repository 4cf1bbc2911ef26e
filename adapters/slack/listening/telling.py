"""Telling: a word reaches the one who acted, where they acted and seen by nobody else; a page opens before them."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import render
from adapters.slack.calling.calls import Away, Calls, Lost, Refused
from adapters.slack.listening.discretion import discreet
from adapters.slack.reading.heard import Act, By, Spot
from adapters.slack.reading.origin import account_of
from adapters.slack.reading.payload import id_at
from adapters.slack.rendering import forms
from adapters.slack.rendering.inputs import Labels
from adapters.slack.send import Posting
from flows.ids import QuestionId
from flows.messages import Button, Paragraph, Span, WordShown
from flows.ports import SendFailed, SendUnknown, Unreachable, Unsendable

log = structlog.get_logger()

SECONDS = 10
"""How long a response URL may take to answer."""
NOT_SAID = (Refused, Lost, Away, SendFailed, SendUnknown, Unreachable)


def word(text: str) -> WordShown:
    """A sentence of the adapter's own."""
    return WordShown(blocks=(Paragraph((Span(text),)),))


class Telling:
    """Tells people things in answer to what they did. What must arrive, come what may, is a wish and not this."""

    def __init__(self, calls: Calls, posting: Posting) -> None:
        self._calls = calls
        self._posting = posting

    async def writes(
        self, act: Act, shown: WordShown, *, again: bool, button: tuple[str, str] | None = None
    ) -> None:
        """Into their direct conversation; perhaps with a button that says a command: the command and its label.
        Raises as `Posting.says` does, where another try may help."""
        buttons = (Button(QuestionId(""), *button),) if button else ()
        account = account_of(act.spot.team, act.spot.user)
        try:
            await self._posting.says(account, shown, act.event.id, again=again, buttons=buttons)
        except Unsendable as error:
            log.warning("somebody could not be told", why=str(error))

    async def tells(self, act: Act, shown: WordShown, labels: Labels | None = None) -> None:
        """In the conversation where they acted, seen by them alone; else in a modal; else in their direct messages."""
        if await self.responds(act.spot, render.word(shown)):
            return
        view = forms.told(shown, labels=labels or Labels())
        if not act.spot.channel and await self.opens(act.spot, view):
            return
        try:
            await self.writes(act, shown, again=False)
        except NOT_SAID as error:
            log.warning("somebody could not be told", why=str(error))

    async def responds(self, spot: Spot, body: Mapping[str, Any]) -> bool:
        """Whether a message that only they see could be shown where they acted."""
        if spot.respond and await self._by_url(spot.respond, body):
            return True
        return bool(spot.channel) and await self._by_method(spot, body)

    async def _by_url(self, url: str, body: Mapping[str, Any]) -> bool:
        client = AsyncWebhookClient(url, timeout=SECONDS, logger=discreet(), retry_handlers=[])
        try:
            return (await client.send_dict(dict(body))).status_code == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def _by_method(self, spot: Spot, body: Mapping[str, Any]) -> bool:
        said = {name: body[name] for name in ("text", "blocks") if name in body}
        try:
            await self._calls.call("chat.postEphemeral", channel=spot.channel, user=spot.user, **said)
        except (Refused, Lost, Away) as error:
            log.warning("somebody could not be told where they acted", why=str(error))
            return False
        return True

    async def is_in_dm(self, act: Act) -> bool:
        """Whether they acted in their conversation with Shelfmate, so that they see there what comes."""
        channel = act.spot.channel
        if act.by is By.PRESS or not channel.startswith("D"):
            return channel.startswith("D")
        try:
            told = await self._calls.call("conversations.open", users=act.spot.user)
        except (Refused, Lost, Away):
            return False
        return id_at(told, "channel", "id") == channel

    async def opens(self, spot: Spot, view: Mapping[str, Any]) -> bool:
        """Whether the view could be opened before them."""
        if not spot.trigger:
            return False
        try:
            await self._calls.call("views.open", trigger_id=spot.trigger, view=view)
        except (Refused, Lost, Away) as error:
            log.warning("a page did not open", why=str(error))
            return False
        return True

    async def updates(self, spot: Spot, view: Mapping[str, Any]) -> None:
        """Their modal shows something else now, if it is still as it was when they sent it."""
        try:
            await self._calls.call("views.update", view_id=spot.view, hash=spot.hash, view=view)
        except (Refused, Lost, Away) as error:
            log.info("a page could not be changed any more", why=str(error))
