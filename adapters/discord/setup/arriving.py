"""Arriving in a server: whoever it belongs to hears, once, that Shelfmate is there and how it is set up."""

import asyncio

import structlog

from adapters.discord.calling.calls import Away, Lost, Refused
from adapters.discord.reading.origin import account_of, workspace_of
from adapters.discord.send import Posting
from flows.core import Core
from flows.messages import Paragraph, Say, Span, WordShown
from flows.ports import SendFailed, SendUnknown, StoreError, Unreachable, Unsendable

log = structlog.get_logger()

NOT_SAID = (Refused, Lost, Away, SendFailed, SendUnknown, Unreachable, Unsendable, StoreError)


class Arriving:
    """Says hello. To the owner, in a direct message: a channel would be read by many who cannot do anything about it, and
    who it was that added us, Discord does not tell. What is remembered of it stands in that conversation itself."""

    def __init__(self, posting: Posting, core: Core) -> None:
        self._posting = posting
        self._core = core
        self._met: set[str] = set()

    def is_new(self, guild: str) -> bool:
        """Whether this is the first that we hear of it; from now on it is known."""
        new = guild not in self._met
        self._met.add(guild)
        return new

    async def meets(self, guild: str, name: str, owner: str) -> None:
        """We are in this server: perhaps since just now, perhaps for years."""
        try:
            await self._greets(guild, name, owner)
        except NOT_SAID as error:
            log.warning("the owner of a server was not told how it is set up", server=guild, why=str(error))

    def leaves(self, guild: str) -> None:
        """We are in it no more."""
        self._met.discard(guild)
        log.warning("taken out of a server", server=guild)

    async def _greets(self, guild: str, name: str, owner: str) -> None:
        if await asyncio.to_thread(self._core.program_in, workspace_of(guild)):
            return
        said = Say("chat.setup.server.hello", {"server": name})
        (words,) = await asyncio.to_thread(self._core.words, account_of(owner), said)
        shown = WordShown(blocks=(Paragraph((Span(words),)),))
        await self._posting.says(account_of(owner), shown, f"hello:{guild}", again=True)
