"""Finding: what of a message stands in a conversation already. By the ids of our own messages' first components."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from discord.utils import time_snowflake

from adapters.discord.calling.calls import Calls
from adapters.discord.reading.payload import id_at, number, parts
from adapters.discord.render import Post, marker

PAGE = 100
PAGES = 100
"""At most, of the time in which the message could have been sent; of all time one."""
MOST_POSTS = 50
SKEW = timedelta(minutes=5)
"""By so much our clock may be ahead of Discord's."""


@dataclass(slots=True)
class Standing:
    """What is out of one message: its posts, by their number."""

    posts: dict[int, str] = field(default_factory=dict)
    wanted: int = 0
    """How many posts it was to be; 0 where the last of them was not found."""

    @property
    def whole(self) -> bool:
        """Whether all of it is out."""
        return self.wanted > 0 and all(nth in self.posts for nth in range(1, self.wanted + 1))

    def ref(self, channel: str) -> str:
        """`CHANNEL:ID,ID`."""
        return f"{channel}:{','.join(id for _, id in sorted(self.posts.items()))}"


def mark(post: Post, key: str, nth: int, wanted: int) -> Mapping[str, Any]:
    """The post's first component, with an id that says of which message it is which post, and whether it is the last."""
    return {**post.components[0], "id": _mark(key, nth, last=nth == wanted)}


def _mark(key: str, nth: int, *, last: bool) -> int:
    return marker(f"{key}.", nth) if last else marker(key, nth)


def begins(message: Mapping[str, Any], key: str) -> bool:
    """Whether it is the first post of the message with this key."""
    first = number(next(iter(parts(message, "components")), {}), "id")
    return first in {_mark(key, 1, last=last) for last in (True, False)}


async def standing(calls: Calls, channel: str, key: str, since: datetime | None) -> Standing:
    """What is there of the message with this key. Raises what calling raises."""
    marks = {
        _mark(key, nth, last=last): (nth, last) for nth in range(1, MOST_POSTS) for last in (True, False)
    }
    found = Standing()
    async for each in history(calls, channel, since):
        first = next(iter(parts(each, "components")), {})
        nth, last = marks.get(number(first, "id"), (0, False))
        if not nth or id_at(each, "author", "id") != calls.me:
            continue
        found.posts[nth] = id_at(each, "id")
        if last:
            found.wanted = nth
        if nth == 1:  # newest come first, so all that belongs to it has been seen
            break
    return found


async def history(calls: Calls, channel: str, since: datetime | None) -> AsyncIterator[Mapping[str, Any]]:
    """What stands there, newest first, back to shortly before `since`."""
    oldest = time_snowflake(since - SKEW) if since else 0
    params: dict[str, str | int] = {"limit": PAGE}
    for _ in range(PAGES if since else 1):
        told = await calls.call("GET", "/channels/{channel_id}/messages", channel_id=channel, params=params)
        page = parts(told)
        for each in page:
            if int(id_at(each, "id") or 0) < oldest:
                return
            yield each
        if len(page) < PAGE:
            return
        params["before"] = id_at(page[-1], "id")
