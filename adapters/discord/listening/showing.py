"""Showing: what became of an act, in the way that suits how somebody did it; or, in a kind word, that it did not work."""

from dataclasses import replace

from adapters.discord import render
from adapters.discord.listening.asking import Asking
from adapters.discord.listening.saying import Waiting, is_theirs_alone, saying, word
from adapters.discord.listening.telling import Telling
from adapters.discord.reading.heard import Act, By, PageAsked, Spot, Suggesting
from adapters.discord.rendering.labels import Labels, in_words, wanted
from adapters.discord.rendering.reply import GONE, NOTHING, Kind, Reply
from flows.events import Said
from flows.ids import AccountId, EventId
from flows.messages import PageShown, Paragraph, Say, Shown, Span, WordShown

LONGEST_COMMAND = 90
"""Of what a button says again: a command is what it begins with, and a button carries a hundred characters."""


class Showing:
    """Shows people what became of what they did."""

    def __init__(self, asking: Asking, telling: Telling) -> None:
        self._asking = asking
        self._telling = telling
        self.not_recorded = self.unsure = self.not_known = word("")

    async def prepare(self) -> None:
        """Have ready what is said when nothing can be looked up."""
        said = Say("refused.failed"), Say("chat.unsure"), Say("chat.not_known")
        self.not_recorded, self.unsure, self.not_known = map(word, await self._asking.words(None, *said))

    # --- it went well ---------------------------------------------------------------------------------------

    async def shown(self, act: Act, shown: Shown | None) -> Reply:
        """The answer to a command, a press or a page."""
        match shown:
            case PageShown() if act.by is By.PAGE:
                return await self._between(act, shown)
            case PageShown():
                return await self._opened(act.spot, act.event.account, shown, act.event.id)
            case WordShown():
                return NOTHING if shown.question and speaks_for_itself(act) else saying(shown, act)
            case None:
                return await self._elsewhere(act)

    async def _elsewhere(self, act: Act) -> Reply:
        """There is nothing to say here: what comes, comes where they are written to."""
        thread = await self._telling.aside(act.event.account)
        if act.spot.direct or (thread and act.spot.channel == thread.channel):
            if is_theirs_alone(act):  # what stood there asked for something, and goes
                return saying(word(*await self._words(act, Say("chat.below"))), act)
            return GONE if act.by is By.COMMAND else NOTHING
        if thread is None:
            return saying(word(*await self._words(act, Say("chat.in_dm"))), act)
        here, label = await self._words(act, Say("chat.in_thread"), Say("chat.thread"))
        said = Paragraph((Span(f"{here} "), Span(label, link=thread.link)))
        return saying(WordShown(blocks=(said,)), act)

    async def _between(self, act: Act, page: PageShown) -> Reply:
        """A page cannot follow a page at once: a message stands between them."""
        labels = await self._labels(act.event.account, page)
        kind = Kind.TURNS if is_theirs_alone(act) else Kind.SAYS
        data = render.between(page, labels, act.event.id)
        return Reply(kind=kind, data=data, word=await self._not_opened(act.event.account))

    async def _opened(self, spot: Spot, account: AccountId | None, page: PageShown, event: EventId) -> Reply:
        labels = await self._labels(account, page)
        here, label = await self._asking.words(account, Say("chat.open_here"), Say("chat.open"))
        return Reply(
            kind=Kind.OPENS,
            data=render.modal(page, labels, event),
            later=render.between(page, replace(labels, saved=here, go_on=label), event),
            word=await self._not_opened(account),
        )

    async def page(self, asked: PageAsked) -> Reply:
        """The page once more that somebody asks for."""
        page = await self._asking.page(asked.event, asked.account)
        if page is None:
            return saying(word(*await self._asking.words(asked.account, Say("chat.page_over"))), asked)
        return await self._opened(asked.spot, asked.account, page, asked.event)

    async def _not_opened(self, account: AccountId | None) -> WordShown:
        return word(*await self._asking.words(account, Say("chat.not_opened")))

    async def _labels(self, account: AccountId | None, page: PageShown) -> Labels:
        return in_words(await self._asking.words(account, *wanted(page)))

    async def _words(self, act: Act, *said: Say) -> tuple[str, ...]:
        return await self._asking.words(act.event.account, *said)

    # --- what was written -----------------------------------------------------------------------------------

    async def writes(self, act: Act, shown: Shown | None, *, again: bool) -> None:
        """What somebody wrote is answered where they wrote it. A page cannot be opened there, but by a button."""
        if isinstance(shown, PageShown):
            here, label = await self._words(act, Say("chat.open_here"), Say("chat.open"))
            command = act.event.text[:LONGEST_COMMAND] if isinstance(act.event, Said) else ""
            await self._telling.writes(act.spot, word(here), again=again, button=(command, label))
        elif shown is not None:
            await self._telling.writes(act.spot, shown, again=again)

    # --- it did not -----------------------------------------------------------------------------------------

    def sorry(self, heard: Waiting, *, recorded: bool) -> Reply:
        """It failed. `recorded`: it may have counted nevertheless."""
        said = self.unsure if recorded else self.not_recorded
        if isinstance(heard, Suggesting):
            return Reply(kind=Kind.OFFERS, data={"choices": []})
        return saying(said)  # below: a button that led there stays, for another try


def speaks_for_itself(act: Act) -> bool:
    """Whether what was pressed shows its outcome by itself, at once: a message does that others see too, or the outbox."""
    return act.by is By.PRESS and not act.spot.ephemeral
