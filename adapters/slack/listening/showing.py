"""Showing: what became of an act, in the way that suits how somebody did it; or, in a kind word, that it did not work."""

import asyncio
from collections.abc import Mapping
from typing import Any

from adapters.slack import render
from adapters.slack.listening.asking import Asking
from adapters.slack.listening.telling import Telling, word
from adapters.slack.reading.acts import SETUP
from adapters.slack.reading.heard import Act, By, SetupAsked, Suggesting, ViewSent
from adapters.slack.rendering import forms, limits
from adapters.slack.rendering.inputs import Labels
from flows.events import Said
from flows.messages import PageShown, Say, Shown, WordShown

Body = Mapping[str, Any] | None
"""What Slack is acknowledged with; nothing, where there is nothing to show."""
Waiting = Act | SetupAsked | ViewSent | Suggesting
"""What somebody did who waits before their screen. Slack brings it only once."""
LONGEST_COMMAND = 200
"""Of what a button says again: a command is what it begins with."""


class Showing:
    """Shows the people of one workspace what became of what they did."""

    def __init__(self, asking: Asking, telling: Telling) -> None:
        self._asking = asking
        self._telling = telling
        self._not_recorded = self._unsure = self._once_more = word("")

    async def prepare(self) -> None:
        """Have ready what is said when nothing can be looked up."""
        said = Say("refused.failed"), Say("chat.unsure"), Say("chat.once_more")
        self._not_recorded, self._unsure, self._once_more = map(word, await self._asking.words(None, *said))

    # --- it went well ---------------------------------------------------------------------------------------

    async def shows(self, act: Act, shown: Shown | None, *, again: bool) -> Body:
        """Show it; what to acknowledge the act with."""
        if act.by is By.MESSAGE:
            await self._written(act, shown, again=again)
            return None
        if act.by is By.PAGE:
            return await self._on_page(act, shown)
        said = await self._left_to_say(act, shown)
        if said is None:
            return None
        if act.by is By.COMMAND:
            return render.word(said)
        labels = Labels() if act.spot.channel else await self._labels(act)
        await self._telling.tells(act, said, labels)
        return None

    async def _written(self, act: Act, shown: Shown | None, *, again: bool) -> None:
        """What somebody wrote is answered where they wrote it. A page cannot be opened there, but by a button."""
        if isinstance(shown, PageShown):
            here, label = await self._words(act, Say("chat.open_here"), Say("chat.open"))
            command = act.event.text[:LONGEST_COMMAND] if isinstance(act.event, Said) else ""
            await self._telling.writes(act, word(here), again=again, button=(command, label))
        elif shown is not None:
            await self._telling.writes(act, shown, again=again)

    async def leads_to_setup(self, act: Act, *, again: bool) -> None:
        """Somebody wrote that they want to set Shelfmate up: the page for it opens by a button."""
        here, label = await self._words(act, Say("chat.setup.here"), Say("chat.setup.title"))
        await self._telling.writes(act, word(here), again=again, button=(SETUP, label))

    async def _on_page(self, act: Act, shown: Shown | None) -> Body:
        if shown is None:
            return None
        labels = await self._labels(act)
        if isinstance(shown, PageShown):
            return forms.acknowledged(shown, act.spot.fields, labels, act.event.id)
        return _in_place(shown, labels)

    async def _left_to_say(self, act: Act, shown: Shown | None) -> WordShown | None:
        """Open a page, or let a message speak for itself; and what is to be said in words."""
        match shown:
            case PageShown():
                view = forms.view(shown, await self._labels(act), act.event.id)
                if await self._telling.opens(act.spot, view):
                    return None
                return word(*await self._words(act, Say("chat.not_opened")))
            case WordShown():
                return None if shown.question and speaks_for_itself(act) else shown
            case None:
                if await self._telling.is_in_dm(act):
                    return None
                return word(*await self._words(act, Say("chat.in_dm")))

    async def _labels(self, act: Act) -> Labels:
        send, go_on, close, yes, no = await self._words(
            act, Say("chat.send"), Say("chat.go_on"), Say("chat.close"), Say("chat.yes"), Say("chat.no")
        )
        return Labels(send=send, go_on=go_on, close=close, yes=yes, no=no)

    async def _words(self, act: Act, *said: Say) -> tuple[str, ...]:
        return await self._asking.words(act.event.account, *said)

    # --- it did not -----------------------------------------------------------------------------------------

    async def sorry(self, heard: Waiting, *, recorded: bool) -> Body:
        """It failed: what to acknowledge it with. `recorded`: it may have counted nevertheless."""
        return await self._instead(heard, self._unsure if recorded else self._not_recorded)

    def meanwhile(self, heard: Waiting) -> Body:
        """It takes longer than Slack waits: what to acknowledge it with. A page stays as it is, with all that was
        typed: sent once more, it is the same event."""
        return _kept_open(heard, self._once_more) if _is_sent(heard) else _empty(heard)

    async def after_all(self, heard: Waiting, body: Body) -> None:
        """It was acknowledged `meanwhile`, and this is what it would have been acknowledged with."""
        if not body or isinstance(heard, Suggesting):
            return
        if not _is_sent(heard):
            await self._telling.responds(heard.spot, body)
        elif body.get("response_action") == "update":
            await asyncio.sleep(limits.SETTLES)
            await self._telling.updates(heard.spot, body["view"])

    async def _instead(self, heard: Waiting, said: WordShown) -> Body:
        if _is_sent(heard):
            return _kept_open(heard, said)
        if isinstance(heard, SetupAsked) or (isinstance(heard, Act) and heard.by is By.COMMAND):
            return render.word(said)
        if isinstance(heard, Act):
            await self._telling.tells(heard, said)
        return _empty(heard)


def speaks_for_itself(act: Act) -> bool:
    """Whether what was pressed shows its outcome by itself, at once: a message does, a person's own page does not."""
    return act.by is By.PRESS and bool(act.spot.channel)


def _is_sent(heard: Waiting) -> bool:
    """Whether it is a page that somebody filled in."""
    return isinstance(heard, ViewSent) or (isinstance(heard, Act) and heard.by is By.PAGE)


def _kept_open(heard: Waiting, said: WordShown) -> Body:
    """The page stays, with the word beside its first question."""
    fields = () if isinstance(heard, Suggesting) else heard.spot.fields
    if not fields:
        return _in_place(said, Labels())
    return {"response_action": "errors", "errors": {fields[0]: render.word(said)["text"]}}


def _in_place(said: WordShown, labels: Labels) -> Body:
    return {"response_action": "update", "view": forms.told(said, labels=labels)}


def _empty(heard: Waiting) -> Body:
    return forms.suggested((), "") if isinstance(heard, Suggesting) else None
