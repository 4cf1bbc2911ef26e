"""Sending: messages are posted and rewritten in their places, and looked for where nobody knows whether they are out."""

import asyncio
from collections.abc import Callable

from adapters.discord.calling.calls import Calls
from flows.ids import AccountId
from flows.messages import Button, Message, Say, WordShown
from flows.places import Place
from flows.ports import Store

Words = Callable[..., tuple[str, ...]]


def _no_words(_: AccountId | None, *said: Say) -> tuple[str, ...]:
    return tuple("" for _ in said)


class Posting:
    """How Discord sends: keeps `flows.ports.Adapter`. `send` and `find` block, and are called from threads beside the loop."""

    def __init__(self, calls: Calls, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        self._calls = calls
        self._store = store
        self._loop = loop
        self.after: Callable[[Place], None] = lambda _: None
        """Called on the loop when something was said, or now reads otherwise, in a place."""
        self.words: Words = _no_words
        """Sentences of our own in somebody's language, as `Core.words` tells them; blocking."""

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits; `CHANNEL:ID`, or `CHANNEL:ID,ID` where it took several posts.
        Raises Unsendable, SendFailed, SendUnknown, Nowhere or Unreachable."""
        raise NotImplementedError

    def reads_back(self, place: Place) -> bool:
        """Everywhere: our own messages are always ours to read."""
        return True

    def find(self, message: Message) -> str | None:
        """What stands under the message's key in its place; None where not all of it does."""
        raise NotImplementedError

    async def says(
        self, account: AccountId, shown: WordShown, key: str, *, again: bool, buttons: tuple[Button, ...] = ()
    ) -> None:
        """Post a word into somebody's direct conversation, under `key`; where `again`, it is looked for there first.
        Raises as `send` does."""
        raise NotImplementedError

    async def heard_in_dm(self, account: AccountId) -> None:
        """Somebody wrote or acted in the direct conversation: if it was shut for us, it is tried again."""
        raise NotImplementedError
