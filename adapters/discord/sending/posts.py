"""Posts: a message comes to stand in a conversation, post by post and with its files; or what stands there is rewritten."""

from hashlib import sha256
from typing import Any

import structlog
from discord.utils import snowflake_time

from adapters.discord.calling.calls import Away, Calls, Lost, Refused
from adapters.discord.reading.payload import id_at, part
from adapters.discord.render import Post, Rendered
from adapters.discord.sending.finding import Standing, mark, standing
from adapters.discord.sending.outcomes import ARCHIVED, GONE, NO_PERMISSION, before, told
from flows.ports import Barred, Unsendable

log = structlog.get_logger()

NONCE = 24
"""Characters; Discord takes one more."""
MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{id}"


def nonce(key: str, channel: str, nth: int) -> str:
    """By it Discord knows for some minutes that it has this post already. It is the author's, whatever the channel, so
    that the channel has to be in it."""
    return sha256(f"{key}\n{channel}\n{nth}".encode()).hexdigest()[:NONCE]


class Posts:
    """What is said to Discord. Raises what sending raises; where it stops half-way, `begun` says how far it came."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def bring(self, to: str, key: str, wanted: Rendered, begun: Standing) -> None:
        """Everything of it that is not there yet; what is there reads as it should now."""
        many = len(wanted.posts)
        for nth, post in enumerate(wanted.posts, start=1):
            first = {**mark(post, key, nth, many)}
            if nth in begun.posts:
                await self._rewrite(to, begun.posts[nth], post, first)
            else:
                begun.posts[nth] = await self._said(to, post, first, nonce(key, to, nth))
        begun.wanted = many
        for nth in [nth for nth in begun.posts if nth > many]:
            await self._take_away(to, begun.posts.pop(nth))

    async def turn(self, channel: str, ids: list[str], wanted: Rendered) -> None:
        """These posts read as the message does now."""
        posts = wanted.posts
        for id, post in zip(ids, posts, strict=False):
            if not await self._rewrite(channel, id, post, post.components[0]):
                return
        for id in ids[len(posts) :]:
            await self._take_away(channel, id)
        if len(posts) > len(ids):
            await self._add(channel, ids, posts)

    async def _add(self, channel: str, ids: list[str], posts: tuple[Post, ...]) -> None:
        """It grew: what does not fit goes below, and is known by the first post, whoever rewrites that again."""
        key = f"{channel}:{ids[0]}"
        more = Rendered(posts=posts[len(ids) :])
        with before():
            there = await standing(self._calls, channel, key, snowflake_time(int(ids[0])))
        await self.bring(channel, key, more, there)

    async def _said(self, to: str, post: Post, first: dict[str, Any], nonce: str) -> str:
        said = {**post.posted(), "nonce": nonce, "enforce_nonce": True}
        said["components"] = [first, *said["components"][1:]]
        with told():
            try:
                answer = await self._calls.call(
                    "POST", MESSAGES, channel_id=to, json=said, files=post.uploads
                )
            except Refused as refused:
                if refused.code == NO_PERMISSION and await self._is_locked(to):
                    raise Unsendable("the thread is locked", Barred.ARCHIVED) from None
                raise
        return id_at(answer, "id")

    async def _is_locked(self, channel: str) -> bool:
        try:
            found = await self._calls.call("GET", "/channels/{channel_id}", channel_id=channel)
        except (Refused, Lost, Away):
            return False
        return bool(part(found, "thread_metadata").get("locked"))

    async def _rewrite(self, channel: str, id: str, post: Post, first: dict[str, Any]) -> bool:
        """One post says this from now on; False where it is not there any more, or cannot be changed. Where it shows files,
        these take the place of those that it had."""
        said = post.posted() if post.uploads else post.rewritten()
        said = {**said, "components": [first, *said["components"][1:]]}
        with told():
            return await self._unless_gone("PATCH", channel, id, json=said, files=post.uploads)

    async def _take_away(self, channel: str, id: str) -> None:
        with told():
            await self._unless_gone("DELETE", channel, id)

    async def _unless_gone(self, method: str, channel: str, id: str, **more: Any) -> bool:
        try:
            try:
                await self._calls.call(method, MESSAGE, channel_id=channel, id=id, **more)
            except Refused as refused:
                if refused.code != ARCHIVED:
                    raise
                await self._wake(channel)
                await self._calls.call(method, MESSAGE, channel_id=channel, id=id, **more)
        except Refused as refused:
            if refused.code not in GONE:
                raise
            log.info("what was posted is not there to be changed", method=method, why=str(refused))
            return False
        return True

    async def _wake(self, thread: str) -> None:
        """Nothing is rewritten in a thread that fell asleep; we are in it, so we may wake it where it is not locked."""
        await self._calls.call("PATCH", "/channels/{channel_id}", channel_id=thread, json={"archived": False})
