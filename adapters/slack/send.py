"""Sending: messages are posted and rewritten in their places, and looked for where nobody knows whether they are out."""

import asyncio

from adapters.slack.calls import Calls
from flows.ids import AccountId
from flows.messages import Button, Message, WordShown
from flows.places import Place
from flows.ports import Store


class Posting:
    """How Slack sends: keeps `flows.ports.Adapter`. `send` and `find` block, and are called from threads beside the loop."""

    def __init__(self, calls: Calls, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        self._calls = calls
        self._store = store
        self._loop = loop

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits; `CHANNEL:ts`, or `CHANNEL:ts,ts` where it took several posts.
        Raises Unsendable, SendFailed, SendUnknown or Unreachable."""
        raise NotImplementedError

    def reads_back(self, place: Place) -> bool:
        """Direct messages alone: pairs' rooms and channels are not ours to read."""
        return place.startswith("dm:")

    def find(self, message: Message) -> str | None:
        """What stands under the message's key in its direct conversation."""
        raise NotImplementedError

    async def says(
        self, account: AccountId, shown: WordShown, key: str, again: bool, buttons: tuple[Button, ...] = ()
    ) -> None:
        """Post a word into somebody's direct conversation, under `key`; where `again`, it is looked for there first."""
        raise NotImplementedError
