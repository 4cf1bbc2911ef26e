"""Finding: what of a message stands in a conversation already. By its key in the posts' metadata; files by their names."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.calling.calls import Calls
from adapters.slack.reading.payload import parts, text, texts
from adapters.slack.render import EVENT_TYPE, Rendered

PAGE = 200
PAGES = 50
"""At most, of the time in which the message could have been sent; of all time one."""
SKEW = timedelta(minutes=5)
"""By so much our clock may be ahead of Slack's."""
NTH = re.compile(r"(.*)#(\d{1,4})")


@dataclass(slots=True)
class Standing:
    """What is out of one message: its posts, by their number, and its files, by name."""

    posts: dict[int, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    wanted: int = 0
    """How many posts it was to be; 0 where none of them was found."""
    wanted_files: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it is out."""
        posts = self.wanted > 0 and all(nth in self.posts for nth in range(1, self.wanted + 1))
        return posts and not missing(self.wanted_files, self.files)

    def ref(self, channel: str) -> str:
        """`CHANNEL:ts,ts`."""
        return f"{channel}:{','.join(ts for _, ts in sorted(self.posts.items()))}"


def missing(wanted: tuple[str, ...], there: list[str]) -> list[int]:
    """Which of the wanted files are not there, by their number; of several with one name, the last ones."""
    left, lacking = list(there), []
    for nth, name in enumerate(wanted):
        if name in left:
            left.remove(name)
        else:
            lacking.append(nth)
    return lacking


def marked(metadata: Mapping[str, Any], rendered: Rendered) -> dict[str, Any]:
    """A post's metadata that also says of what it is a part: so that it can be told whether all of it is out."""
    whole = {"posts": len(rendered.posts), "files": [each.name for each in rendered.uploads]}
    return {**metadata, "event_payload": {**metadata["event_payload"], **whole}}


async def standing(calls: Calls, channel: str, key: str, since: datetime | None) -> Standing:
    """What is there of the message with this key. Raises what calling raises."""
    found, files = Standing(), list[str]()
    async for each in _history(calls, channel, since):
        if text(each, "user") != calls.user and text(each, "bot_id") != calls.bot:
            continue
        files += [text(file, "name") for file in parts(each, "files")]
        nth = _number(each, key)
        if nth:
            found.posts[nth] = text(each, "ts")
            payload = each["metadata"]["event_payload"]
            found.wanted = payload["posts"] if isinstance(payload.get("posts"), int) else 1
            found.wanted_files = texts(payload, "files")
        if nth == 1:  # newest come first, so all that belongs to it has been seen
            found.files = files
            break
    return found


async def _history(calls: Calls, channel: str, since: datetime | None) -> AsyncIterator[Mapping[str, Any]]:
    args: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
    if since is not None:
        args["oldest"] = f"{(since - SKEW).timestamp():.6f}"
    for _ in range(PAGES if since else 1):
        told = await calls.call("conversations.history", **args)
        for each in parts(told, "messages"):
            yield each
        args["cursor"] = text(told, "response_metadata", "next_cursor")
        if not args["cursor"]:
            return


def _number(message: Mapping[str, Any], key: str) -> int:
    """Which post of the message with this key it is; 0 where it is none of it."""
    if text(message, "metadata", "event_type") != EVENT_TYPE:
        return 0
    said = text(message, "metadata", "event_payload", "key")
    nth = NTH.fullmatch(said)
    if said == key:
        return 1
    return int(nth[2]) if nth and nth[1] == key else 0
