"""Sending: messages are posted and rewritten in their places, and looked for where nobody knows whether they are out."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

import structlog

from adapters.slack import render
from adapters.slack.calling.calls import Calls
from adapters.slack.calling.members import Members
from adapters.slack.render import Rendered
from adapters.slack.sending.finding import Standing, standing
from adapters.slack.sending.opening import Opening
from adapters.slack.sending.outcomes import before, told
from adapters.slack.sending.places import Places, Whither
from adapters.slack.sending.posts import Posts
from flows.ids import AccountId, WishId
from flows.messages import Button, Message, Part, WordShown
from flows.places import Place, pair_in
from flows.ports import SendFailed, SendUnknown, Store, StoreError, Unreachable

log = structlog.get_logger()
T = TypeVar("T")

LONGEST = 100.0
"""Seconds after which a send is given up as unknown: before the outbox's lease ends and somebody else takes it up."""
DIRECT = "D"
"""Begins the ids of direct conversations."""
BEGUN = 1_000
"""So many messages that are out in part are kept in mind."""


class Posting:
    """How Slack sends: keeps `flows.ports.Adapter`. `send` and `find` block, and are called from threads beside the loop."""

    def __init__(self, calls: Calls, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        self._calls = calls
        self._store = store
        self._loop = loop
        self._members = Members(calls)
        self._opening = Opening(calls, self._members)
        self._posts = Posts(calls)
        self._begun: dict[str, Standing] = {}
        self.after: Callable[[Place], None] = lambda _: None
        """Called on the loop when something was said, or now reads otherwise, in a place."""

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits; `CHANNEL:ts`, or `CHANNEL:ts,ts` where it took several posts.
        Raises Unsendable, SendFailed, SendUnknown or Unreachable."""
        rendered = render.message(message)
        if message.edits is not None:
            return self._awaited(self._rewritten(message, message.edits, rendered))
        where = self._whither(message)
        channel, ref = self._awaited(self._brought(message, where, rendered))
        self._keep(where, channel)
        return ref

    def reads_back(self, place: Place) -> bool:
        """Direct messages alone, also where a room is one's own conversation: shared ones and channels are not ours to
        read."""
        if pair_in(place) and self._calls.team:
            return self._places.whither(place, WishId("")).is_direct
        return place.startswith("dm:")

    def find(self, message: Message) -> str | None:
        """What stands under the message's key in its direct conversation; None where not all of it does."""
        where = self._whither(message)
        channel, found = self._awaited(self._found(message, where))
        self._keep(where, channel)
        return found.ref(channel) if found.whole else None

    async def says(
        self, account: AccountId, shown: WordShown, key: str, *, again: bool, buttons: tuple[Button, ...] = ()
    ) -> None:
        """Post a word into somebody's direct conversation, under `key`; where `again`, it is looked for there first.
        Raises as `send` does."""
        to, there = account.rpartition(":")[2], Standing()
        if again:
            to = await self._opening.with_user(to)
            with before():
                there = await standing(self._calls, to, key, None)
        if not there.whole:
            said = Part(kind="", blocks=shown.blocks, buttons=buttons)
            wanted = render.message(Message(key=WishId(key), place="", parts=(said,)))
            await self._posts.bring(to, wanted, there)

    # --- on the loop ----------------------------------------------------------------------------------

    async def _brought(self, message: Message, where: Whither, rendered: Rendered) -> tuple[str, str]:
        begun, to = self._begun.pop(message.key, None), ""
        if len(rendered.posts) + len(rendered.uploads) > 1 and where.is_direct:
            to = await self._opening.direct(where)
            with before():  # it may be out in part, from before we were started
                begun = await standing(self._calls, to, message.key, where.since)
        begun = self._kept_in_mind(message, begun or Standing())
        to = await self._posts.bring(to or await self._opening.to(where), rendered, begun)
        del self._begun[message.key]
        self.after(message.place)
        return to, begun.ref(to)

    async def _found(self, message: Message, where: Whither) -> tuple[str, Standing]:
        channel = await self._opening.direct(where)
        with told():
            found = await standing(self._calls, channel, message.key, where.since)
        if found.posts and not found.whole:
            self._kept_in_mind(message, found)
        return channel, found

    async def _rewritten(self, message: Message, ref: str, rendered: Rendered) -> str:
        channel, _, stamps = ref.partition(":")
        await self._posts.turn(channel, stamps.split(","), rendered, readable=channel.startswith(DIRECT))
        self.after(message.place)
        return ref

    def _kept_in_mind(self, message: Message, begun: Standing) -> Standing:
        """How far it came, for the next try: the only memory of it where we cannot read."""
        self._begun[message.key] = begun
        for key in list(self._begun)[:-BEGUN]:
            del self._begun[key]
        return begun

    # --- on the thread of whoever sends -----------------------------------------------------------------

    def _whither(self, message: Message) -> Whither:
        return self._places.whither(message.place, message.key)

    def _keep(self, where: Whither, channel: str) -> None:
        """Remember where it went. It is sent by now: what the store has against that is no reason to send again."""
        if (
            channel == where.channel or where.alone
        ):  # a room is one's own conversation only until the other comes
            return
        try:
            self._places.keep(where.place, channel)
        except StoreError as error:
            log.warning("an address was not remembered", place=where.place, error=str(error))

    @property
    def _places(self) -> Places:
        if not self._calls.team:
            raise Unreachable("not connected to Slack yet")
        return Places(self._store, self._calls.team)

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
            raise SendUnknown(f"no answer from Slack within {LONGEST:.0f} s") from None
        except CancelledError:
            raise SendUnknown("Shelfmate was stopped while it was sending") from None
