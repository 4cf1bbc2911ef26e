"""Aside: whoever takes no direct messages is written to in a private thread, told there how to change that, and not lost."""

import asyncio
from collections.abc import Sequence

from discord.utils import snowflake_time

from adapters.discord import render
from adapters.discord.calling.calls import Calls
from adapters.discord.sending.finding import standing
from adapters.discord.sending.opening import Opening
from adapters.discord.sending.outcomes import before
from adapters.discord.sending.places import Places
from adapters.discord.sending.posts import Posts
from adapters.discord.sending.whither import SHUT, Whither
from flows.core import Core
from flows.ids import WishId, derived
from flows.messages import Message, Paragraph, Part, Say, Span
from flows.ports import Barred, Unsendable


class Aside:
    """Finds where else to write. The direct conversation counts as shut only when everything else is done: whatever
    happens in between, it is begun again, and finds what is there already."""

    def __init__(self, calls: Calls, places: Places, opening: Opening, posts: Posts) -> None:
        self._calls = calls
        self._places = places
        self._opening = opening
        self._posts = posts
        self.core: Core | None = None

    async def instead(self, where: Whither, to: str, refused: Unsendable) -> str:
        """The thread to write in after a place did not take it. Raises `refused` where there is none."""
        erased = refused.why is Barred.MISSING and to == where.channel
        if not where.is_direct or not where.account or not (erased or refused.why is Barred.SHUT):
            raise refused
        try:
            return await self._thread(where, refused, new=erased)
        except Unsendable as error:
            raise (error if error.why is Barred.GONE else refused) from None

    async def _thread(self, where: Whither, refused: Unsendable, *, new: bool) -> str:
        if self.core is None:
            raise refused
        said = (
            Say("chat.aside.name", {"reader": where.readers[0].name}),
            Say("chat.aside.here"),
            Say("chat.aside.how"),
        )
        name, *lines = await asyncio.to_thread(self.core.words, where.account, *said)
        thread = await self._opening.aside(where, name, new=new)
        await self._tell(thread, lines)
        if where.account:
            await asyncio.to_thread(self.core.shut_out, where.account)
        await asyncio.to_thread(self._places.keep_direct, where.place, SHUT)
        return thread

    async def _tell(self, thread: str, lines: Sequence[str]) -> None:
        """Once in each thread."""
        key = WishId(derived("aside", thread))
        with before():
            there = await standing(self._calls, thread, key, snowflake_time(int(thread)))
        if not there.whole:
            said = Part(kind="", blocks=tuple(Paragraph((Span(line),)) for line in lines))
            await self._posts.bring(
                thread, key, render.message(Message(key=key, place="", parts=(said,))), there
            )
