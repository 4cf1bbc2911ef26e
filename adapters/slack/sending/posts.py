"""Posts: a message comes to stand in a conversation, post by post and with its files; or what stands there is rewritten."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from adapters.slack import render
from adapters.slack.calling.calls import Calls, Refused
from adapters.slack.reading.payload import id_at, text
from adapters.slack.render import Post, Rendered
from adapters.slack.sending.finding import Standing, marked, missing, standing
from adapters.slack.sending.outcomes import GONE, before, told
from adapters.slack.sending.uploading import put_up, show

log = structlog.get_logger()


class Posts:
    """What is said to Slack. Raises what sending raises; where it stops half-way, `begun` says how far it came."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def said(self, to: str, post: Post, whole: Rendered | None = None) -> tuple[str, str]:
        """One post; the conversation it stands in, and its timestamp there."""
        args = post.posted(to)
        if whole:
            args["metadata"] = marked(args["metadata"], whole)
        with told():
            answer = await self._calls.call("chat.postMessage", **args)
        return id_at(answer, "channel") or to, text(answer, "ts")

    async def bring(self, to: str, wanted: Rendered, begun: Standing) -> str:
        """Everything of it that is not there yet; what is there reads as it should now. The conversation."""
        lacking = [wanted.uploads[nth] for nth in missing(names(wanted), begun.files)]
        with before():
            # first, since nobody sees it: what fails here, fails unseen
            files = await put_up(self._calls, lacking)
        for nth, post in enumerate(wanted.posts, start=1):
            if nth in begun.posts:
                await self.rewrite(to, begun.posts[nth], post, wanted)
            else:
                to, begun.posts[nth] = await self.said(to, post, wanted)
        for nth in [nth for nth in begun.posts if nth > len(wanted.posts)]:
            await self._take_away(to, begun.posts.pop(nth))
        if files:
            with told():
                await show(self._calls, to, files)
            begun.files += [each.name for each in lacking]
        return to

    async def turn(self, channel: str, stamps: list[str], wanted: Rendered, *, readable: bool) -> None:
        """These posts read as the message does now. Files stay as they are: what was sent once is not sent again."""
        posts = list(wanted.posts)
        if len(posts) > len(stamps) and not readable:
            posts = [*posts[: len(stamps) - 1], render.cut(posts[len(stamps) - 1])]
        for ts, post in zip(stamps, posts, strict=False):
            if not await self.rewrite(channel, ts, post):
                return
        for ts in stamps[len(posts) :]:
            await self._take_away(channel, ts)
        if len(posts) > len(stamps):
            await self._add(channel, stamps, posts)

    async def rewrite(self, channel: str, ts: str, post: Post, whole: Rendered | None = None) -> bool:
        """One post says this from now on; False where it is not there any more, or cannot be changed."""
        args = post.rewritten(channel, ts)
        if whole:
            args["metadata"] = marked(args["metadata"], whole)
        with told():
            return await self._unless_gone("chat.update", **args)

    async def _add(self, channel: str, stamps: list[str], posts: list[Post]) -> None:
        """It grew: what does not fit goes below, and is known by the first post, whoever rewrites that again."""
        key = f"{channel}:{stamps[0]}"
        with before():
            there = await standing(self._calls, channel, key, datetime.fromtimestamp(float(stamps[0]), UTC))
        for nth, post in list(enumerate(posts, start=1))[len(stamps) :]:
            named = replace(post, key=f"{key}#{nth}")
            if nth not in there.posts or not await self.rewrite(channel, there.posts[nth], named):
                await self.said(channel, named)

    async def _take_away(self, channel: str, ts: str) -> None:
        with told():
            await self._unless_gone("chat.delete", channel=channel, ts=ts)

    async def _unless_gone(self, method: str, **args: object) -> bool:
        try:
            await self._calls.call(method, **args)
        except Refused as refused:
            if refused.error not in GONE:
                raise
            log.info("what was posted is not there to be changed", method=method, why=refused.error)
            return False
        return True


def names(wanted: Rendered) -> tuple[str, ...]:
    """The names of a message's files."""
    return tuple(each.name for each in wanted.uploads)
