"""Sending: messages are posted and rewritten in their places, and looked for where nobody knows whether they are out."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

import structlog

from adapters.discord import render
from adapters.discord.calling.calls import Calls
from adapters.discord.render import Rendered
from adapters.discord.sending.aside import Aside
from adapters.discord.sending.finding import Standing, standing
from adapters.discord.sending.opening import Opening
from adapters.discord.sending.outcomes import before, told
from adapters.discord.sending.places import Places
from adapters.discord.sending.posts import Posts
from adapters.discord.sending.scheduled import Scheduled, dates_in
from adapters.discord.sending.whither import Whither
from flows.core import Core
from flows.ids import AccountId, WishId
from flows.messages import Button, Message, Part, WordShown
from flows.places import Place
from flows.ports import Barred, SendFailed, SendUnknown, Store, StoreError, Unreachable, Unsendable

log = structlog.get_logger()
T = TypeVar("T")

LONGEST = 100.0
"""Seconds after which a send is given up as unknown: before the outbox's lease ends and somebody else takes it up."""
BEGUN = 1_000
"""So many messages that are out in part are kept in mind."""


class Posting:
    """How Discord sends: keeps `flows.ports.Adapter`. `send` and `find` block, and are called from threads beside the loop."""

    def __init__(self, calls: Calls, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        self._calls = calls
        self._loop = loop
        self._places = Places(store)
        self._opening = Opening(calls, self._places)
        self._posts = Posts(calls)
        self._scheduled = Scheduled(calls, self._places)
        self._aside = Aside(calls, self._places, self._opening, self._posts)
        self._begun: dict[tuple[str, str], Standing] = {}
        self.after: Callable[[Place], None] = lambda _: None
        """Called on the loop when something was said, or now reads otherwise, in a place."""

    def meets(self, core: Core) -> None:
        """From now on there are words for whoever takes no direct messages, and somebody who tells their coordinators."""
        self._aside.core = core

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits; `CHANNEL:ID`, or `CHANNEL:ID,ID` where it took several posts.
        Raises Unsendable, SendFailed, SendUnknown, Nowhere or Unreachable."""
        rendered = render.message(message)
        if dates := dates_in(message):
            self._awaited(self._scheduled.shows(self._whither(message), dates))
        if message.edits is not None:
            ref = self._awaited(self._rewritten(message, message.edits, rendered))
            if self._places.is_nameless(message.place):
                self._awaited(self._opening.forgets_names(self._whither(message)))
            return ref
        where = self._whither(message)
        return self._awaited(self._brought(message.key, where, rendered))

    def reads_back(self, place: Place) -> bool:
        """Everywhere: our own messages are always ours to read."""
        return bool(place)

    def find(self, message: Message) -> str | None:
        """What stands under the message's key in its place; None where not all of it does."""
        return self._awaited(self._found(message, self._whither(message)))

    async def says(
        self, account: AccountId, shown: WordShown, key: str, *, again: bool, buttons: tuple[Button, ...] = ()
    ) -> None:
        """Post a word into somebody's direct conversation, under `key`; where `again`, it is looked for there first.
        Raises as `send` does."""
        where = await asyncio.to_thread(self._places.of_account, account)
        said = Part(kind="", blocks=shown.blocks, buttons=buttons)
        wanted = render.message(Message(key=WishId(key), place="", parts=(said,)))
        await self._brought(key, where, wanted, look=again)

    async def heard_in_dm(self, account: AccountId) -> None:
        """Somebody wrote or acted in the direct conversation: if it was shut for us, it is tried again."""
        await asyncio.to_thread(self._places.opened, account)

    async def aside(self, account: AccountId) -> Whither | None:
        """The thread in which somebody is written to instead of their direct messages; None where these are open."""
        where = await asyncio.to_thread(self._places.of_account, account)
        return where if where.is_shut and where.channel else None

    async def direct_conversations(self) -> tuple[str, ...]:
        """The channels of all that are known."""
        return await asyncio.to_thread(self._places.directs)

    # --- on the loop ----------------------------------------------------------------------------------

    async def _brought(self, key: str, where: Whither, rendered: Rendered, *, look: bool = False) -> str:
        look = look or where.tried or len(rendered.posts) > 1
        to = ""
        try:
            to = await self._opening.to(where)
            ref = await self._put(key, to, where, rendered, look=look)
        except Unsendable as error:
            if to and error.why is Barred.SHUT and (stands := await self._stands(key, to, where)):
                return stands  # shut just now: it had come through on a try whose answer got lost
            aside = await self._aside.instead(where, to, error)
            ref = await self._put(key, aside, where, rendered, look=look)
        else:
            await asyncio.to_thread(self._keep, where, to)
        self.after(where.place)
        return ref

    async def _stands(self, key: str, channel: str, where: Whither) -> str:
        with before():
            found = await standing(self._calls, channel, key, where.since)
        return found.ref(channel) if found.whole else ""

    async def _put(self, key: str, to: str, where: Whither, rendered: Rendered, *, look: bool) -> str:
        begun = self._begun.pop((key, to), None)
        if begun is None and look:
            with before():  # it may be out in part, from before we were started
                begun = await standing(self._calls, to, key, where.since)
        begun = self._kept_in_mind(key, to, begun or Standing())
        await self._posts.bring(to, key, rendered, begun)
        self._begun.pop((key, to), None)
        return begun.ref(to)

    async def _found(self, message: Message, where: Whither) -> str | None:
        for channel in await self._opening.known(where):
            with told():
                found = await standing(self._calls, channel, message.key, where.since)
            if found.whole:
                self._begun.pop((message.key, channel), None)
                return found.ref(channel)
            if found.posts:
                self._kept_in_mind(message.key, channel, found)
        return None

    async def _rewritten(self, message: Message, ref: str, rendered: Rendered) -> str:
        channel, _, ids = ref.partition(":")
        await self._posts.turn(channel, ids.split(","), rendered)
        self.after(message.place)
        return ref

    def _kept_in_mind(self, key: str, channel: str, begun: Standing) -> Standing:
        """How far it came, for the next try."""
        self._begun[key, channel] = begun
        for each in list(self._begun)[:-BEGUN]:
            del self._begun[each]
        return begun

    # --- on the thread of whoever sends -----------------------------------------------------------------

    def _whither(self, message: Message) -> Whither:
        if not self._calls.me:
            raise Unreachable("not connected to Discord yet")
        return self._places.whither(message.place, message.key)

    def _keep(self, where: Whither, channel: str) -> None:
        """Remember a direct conversation. It is sent by now: what the store has against that is no reason to send again."""
        if not where.is_direct or where.place == "dm:" or channel in {where.direct, where.channel}:
            return
        try:
            self._places.keep_direct(where.place, channel)
        except StoreError as error:
            log.warning("an address was not remembered", place=where.place, error=str(error))

    def _awaited(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:
            work.close()
            raise SendFailed("Shelfmate is being stopped") from None
        try:
            return future.result(LONGEST)
        except TimeoutError:
            future.cancel()
            raise SendUnknown(f"no answer from Discord within {LONGEST:.0f} s") from None
        except CancelledError:
            raise SendUnknown("Shelfmate was stopped while it was sending") from None
