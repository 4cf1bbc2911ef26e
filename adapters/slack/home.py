"""App Home: each person's own page, shown when they open it, and anew when something of theirs has changed."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import structlog

from adapters.slack import render
from adapters.slack.calling.calls import Away, Calls, Lost, Refused
from adapters.slack.reading.heard import HomeOpened
from adapters.slack.reading.origin import user_in
from adapters.slack.rendering.fitting import stand_in
from flows.core import Core
from flows.ids import AccountId, WishId
from flows.messages import Message, Paragraph, Part, Say, Span
from flows.ports import StoreError

log = structlog.get_logger()
K = TypeVar("K")
V = TypeVar("V")

KEPT = 10_000
"""Pages that are kept in mind: of those who looked at theirs last."""
AT_ONCE = 4
"""Pages that are set at the same time: Slack allows about two in a second."""


class Home:
    """The pages of one workspace's people. `now` tells the time for which they are written."""

    def __init__(self, calls: Calls, core: Core, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._core = core
        self._now = now
        self._shown: OrderedDict[AccountId, str] = OrderedDict()
        """Who looked at their page in this process, and what stands on it ("" where nobody knows)."""
        self._whose: OrderedDict[str, AccountId] = OrderedDict()
        """Of the same people, by the place in which they are written to."""
        self._stale: set[AccountId] = set()
        self._at_work: dict[AccountId, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def opened(self, heard: HomeOpened) -> None:
        """Somebody looks at their page: it is set, soon, unless it stands there as it should."""
        if heard.tab == "home":
            self._remember(heard.account, heard.page)
            self._set_soon(heard.account)

    def changed(self, account: AccountId) -> None:
        """Something of theirs may read otherwise now: their page is set anew, if they have looked at it. On the loop."""
        if account in self._shown:
            self._set_soon(account)

    def told(self, place: str) -> None:
        """Something was said there: where it was to somebody who has looked at their page, it may read otherwise now."""
        if account := self._whose.get(place):
            self.changed(account)

    async def close(self) -> None:
        """Finish what is in hand."""
        while self._at_work:
            await asyncio.wait(self._at_work.values())

    def _remember(self, account: AccountId, page: str) -> None:
        _keep(self._shown, account, page)

    def _set_soon(self, account: AccountId) -> None:
        """One at a time for each person, so that what was written later stands there; what came twice is done once."""
        self._stale.add(account)
        if account not in self._at_work:
            task = self._at_work[account] = asyncio.create_task(self._sets(account))
            task.add_done_callback(lambda done: self._done(account, done))

    def _done(self, account: AccountId, task: asyncio.Task[None]) -> None:
        del self._at_work[account]
        if not task.cancelled() and (error := task.exception()):
            log.error("a page failed", exc_info=error)
        if account in self._stale:  # since the task looked for the last time
            self._set_soon(account)

    async def _sets(self, account: AccountId) -> None:
        while account in self._stale:
            async with self._slots:
                self._stale.discard(account)
                try:
                    await self._publish(account)
                except (Refused, Lost, Away, StoreError) as error:
                    # it is set again when they next look or act: nothing is lost but a while
                    log.warning("a page could not be set", why=str(error))

    async def _publish(self, account: AccountId) -> None:
        place, page = await asyncio.to_thread(self._page, account)
        _keep(self._whose, place, account)
        mark = str(page["private_metadata"])
        if self._shown.get(account) == mark:
            return
        if account in self._shown:
            self._shown[account] = ""
        await self._calls.call("views.publish", user_id=user_in(account)[1], view=page)
        if account in self._shown:
            self._shown[account] = mark

    def _page(self, account: AccountId) -> tuple[str, dict[str, Any]]:
        """The page as it stands, marked by what it says: so whoever looks at it tells us which they see. And where its
        person is written to."""
        said = self._core.own_page(account, self._now()) or self._nothing_yet()
        view = render.home(said)
        return said.place, {**view, "private_metadata": stand_in(repr(view))}

    def _nothing_yet(self) -> Message:
        """Before the workspace is set up there is no program to have a page of."""
        (said,) = self._core.words(None, Say("chat.no_program"))
        told = Part(kind="", blocks=(Paragraph((Span(said),)),))
        return Message(key=WishId(""), place="", parts=(told,))


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    """Keep it in mind as the latest; what is oldest is forgotten."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > KEPT:
        kept.popitem(last=False)
