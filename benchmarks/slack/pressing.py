"""People who press buttons in Slack, some at a time: when each press was acknowledged, and when its message changed."""

import asyncio
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any

from benchmarks.presses import AT_ONCE, Pressed, Pressing
from tests.slack import payloads
from tests.slack.deliveries import Ack, Sort
from tests.slack.records import Channel, Message, User
from tests.slack.site import Called
from tests.slack.slack import Slack

LABEL = "All is well"
PATIENCE = 60


class Watch(list[Called]):
    """What the app calls; whoever waits for a message to change is told."""

    def __init__(self, before: Sequence[Called], posts: int = 0) -> None:
        super().__init__(before)
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self.posts = posts
        """How many posts are still to come until they are `all_posted`."""
        self.all_posted = asyncio.Event()

    def append(self, call: Called) -> None:
        """One more call."""
        super().append(call)
        self.posts -= call.method == "chat.postMessage" and not call.error
        if self.posts == 0:
            self.all_posted.set()
        waits = self.waiting.pop(str(call.args.get("ts", "")), None)
        if call.method == "chat.update" and waits and not waits.done():
            waits.set_result(perf_counter())


def buttons(slack: Slack) -> list[tuple[User, Channel, Message, dict[str, Any]]]:
    """Every button of that label that somebody has before them."""
    return [
        (slack.workspace.users[member], channel, message, {**element, "block_id": block["block_id"]})
        for channel in slack.workspace.channels.values()
        for member in channel.members
        if not slack.workspace.users[member].bot_id
        for message in channel.messages
        for block, element in _buttons(message)
    ]


def _buttons(message: Message) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for block in message.blocks:
        for element in block.get("elements", ()):
            if element.get("type") == "button" and element["text"]["text"] == LABEL:
                yield block, element


async def pressed(slack: Slack, many: int) -> Pressing:
    """Have the first so many of them press, and wait until all messages have changed."""
    watch = Watch(slack.site.calls)
    slack.site.calls = watch
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(user: User, channel: Channel, message: Message, element: dict[str, Any]) -> Pressed:
        async with turn:
            changed = watch.waiting[message.ts] = asyncio.get_running_loop().create_future()
            payload = payloads.action(slack.site, slack.workspace, user, (channel, message), element)
            began = perf_counter()
            ack: Ack = await slack.site.deliveries.send(Sort.INTERACTIVE, payload)
            acknowledged = perf_counter() - began
            assert ack.ok, f"a press was not answered: {ack.reason}"
            async with asyncio.timeout(PATIENCE):
                return Pressed(acknowledged, await changed - began)

    chosen = buttons(slack)[:many]
    assert len(chosen) == many, f"only {len(chosen)} have a button to press"
    began = perf_counter()
    presses = await asyncio.gather(*(one(*each) for each in chosen))
    return Pressing(tuple(presses), perf_counter() - began)
