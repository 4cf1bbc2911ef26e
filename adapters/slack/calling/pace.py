"""Pace: no call goes out sooner than Slack's limits allow, and whoever came first goes first."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from math import inf
from typing import Any

from adapters.slack.calling.bucket import Bucket, Now, Sleep

TIERS = {2: 20, 3: 50, 4: 100}
"""Calls a minute of each method (docs.slack.dev/apis/web-api/rate-limits); as many may go at once."""
TIER = {
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.join": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "reactions.add": 3,
    "team.info": 3,
    "users.conversations": 3,
    "users.info": 4,
    "users.lookupByEmail": 3,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
"""All other methods are taken for tier 2."""
FREE = frozenset({"auth.test", "chat.getPermalink", "chat.postMessage"})
"""Methods with limits of their own: that of posting is below, those of the others are too high to meet."""
POSTED = {"chat.postMessage": "channel", "files.completeUploadExternal": "channel_id"}
"""Methods that show something new in a conversation, and the argument that names it."""
POSTS = 600
"""Posts a minute in a workspace: 'several hundred', in Slack's words."""
CHANNEL = 60
"""Posts a minute in one conversation."""

PATIENCE = 40.0
"""Seconds that a call may wait for its turn: well below the outbox's lease, so that nobody else takes it up meanwhile."""
HURRIED = {"views.open": 2.0, "views.push": 2.0}
"""What comes later than this comes too late: the trigger is good for three seconds."""
KEPT = 4_000
"""So many conversations are kept in mind; what has been quiet beyond that is as good as new."""


class Crowded(Exception):
    """Its turn would come only after so many `seconds`, and it did not wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"its turn would come in {seconds:.0f} s")
        self.seconds = seconds


def loop_time() -> float:
    """The running loop's own clock."""
    return asyncio.get_running_loop().time()


class Pace:
    """All limits of one workspace. `scale` multiplies them, 0 lifts them."""

    def __init__(self, scale: float = 1.0, *, now: Now = loop_time, sleep: Sleep = asyncio.sleep) -> None:
        self._scale = scale
        self.now = now
        self._sleep = sleep
        self._buckets: dict[str, Bucket] = {}
        self._channels: dict[str, Bucket] = {}
        self.out = 0
        """Calls that are under way."""

    @asynccontextmanager
    async def kept(self, method: str, args: Mapping[str, Any]) -> AsyncIterator[None]:
        """A call goes out as soon as every limit lets it. Raises Crowded, at once, where that is too far off."""
        buckets = tuple(self._limits(method, args))
        expected = max((bucket.expected() for bucket in buckets), default=0.0)
        if expected > HURRIED.get(method, PATIENCE):
            raise Crowded(expected)
        async with AsyncExitStack() as held:
            for bucket in buckets:
                await held.enter_async_context(bucket)
            self.out += 1
            try:
                yield
            finally:
                self.out -= 1

    def rest(self, method: str, args: Mapping[str, Any], seconds: float) -> None:
        """Slack said that it was too much: it does not say of what, so everything that may be meant rests."""
        for bucket in self._limits(method, args):
            bucket.rest(seconds)

    def same(self, user: str, channel: str) -> None:
        """What is posted to this user comes to stand in this conversation: they have one limit."""
        if user != channel:
            both = (self._channel(user), self._channel(channel))
            self._channels[user] = self._channels[channel] = max(both, key=Bucket.expected)

    def _limits(self, method: str, args: Mapping[str, Any]) -> Iterator[Bucket]:
        """In the order in which they are waited for: whoever waits for a conversation keeps nobody else waiting."""
        if method in POSTED:
            yield self._channel(str(args.get(POSTED[method], "")))
        if method not in FREE:
            per_minute = TIERS[TIER.get(method, 2)]
            yield self._bucket(method, per_minute, per_minute)
        if method in POSTED:
            yield self._bucket("posts", POSTS, POSTS)
        elif method in FREE:
            yield self._bucket(method, 0, inf)

    def _bucket(self, name: str, per_minute: float, burst: float) -> Bucket:
        if name not in self._buckets:
            self._buckets[name] = self._new(per_minute, burst)
        return self._buckets[name]

    def _channel(self, id: str) -> Bucket:
        if id not in self._channels:
            if len(self._channels) >= KEPT:
                self._channels = {key: one for key, one in self._channels.items() if not one.idle}
            self._channels[id] = self._new(CHANNEL, 1)
        return self._channels[id]

    def _new(self, per_minute: float, burst: float) -> Bucket:
        if not self._scale:
            return Bucket(0.0, inf, self.now, self._sleep)
        return Bucket(per_minute * self._scale / 60, burst, self.now, self._sleep)
