"""Opening: which conversation a place is; direct conversations, rooms and what stands in for them are begun here."""

import asyncio
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from adapters.discord.calling.calls import Calls, Dead, Limited, Lost, Refused
from adapters.discord.reading.payload import id_at
from adapters.discord.sending.outcomes import UNKNOWN_MEMBER, UNKNOWN_USER, before
from adapters.discord.sending.places import Places
from adapters.discord.sending.threads import Thread, Threads
from adapters.discord.sending.whither import BEGUN, Reader, Whither
from flows.places import Place
from flows.ports import Barred, Nowhere, SendFailed, Unsendable

log = structlog.get_logger()


class Opening:
    """Finds where to post. Raises Unsendable, SendFailed, Nowhere or Unreachable: nothing has been sent then."""

    def __init__(self, calls: Calls, places: Places) -> None:
        self._calls = calls
        self._places = places
        self._threads = Threads(calls)
        self._beginning: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        """Two things said at once in a place begin one thread."""
        self._too_fast = 0, 0.0
        """Why Discord lets us begin no more direct conversations, and until when we believe it."""

    async def to(self, where: Whither) -> str:
        """The channel, thread or direct conversation to post in."""
        if where.is_direct:
            return where.channel if where.is_shut and where.channel else await self.direct(where)
        if where.channel:
            return where.channel
        if not where.place.startswith("room:"):
            raise Nowhere("no channel has been chosen for it yet: /mentoring setup asks for it")
        if len(where.readers) < 2:
            raise Unsendable("the pair is not there any more", Barred.MISSING)
        return await self._thread(where, _names(where))

    async def known(self, where: Whither) -> tuple[str, ...]:
        """Wherever a message of this place could stand already."""
        if where.is_direct:
            aside = (where.channel,) if where.channel else ()
            return (*await self._open_door(where), *aside)  # it may be out from before the door was shut
        return (where.channel,) if where.channel else ()

    async def _open_door(self, where: Whither) -> tuple[str, ...]:
        try:
            return (await self.direct(where),)
        except Unsendable as error:
            if error.why is not Barred.SHUT:
                raise
            return ()  # nothing can stand there

    async def direct(self, where: Whither) -> str:
        """The direct conversation with the one who reads there."""
        if where.direct and not where.is_shut:
            return where.direct
        user = _accounts(where.readers[0])[0]
        with before():
            return await self._begun(user)

    async def _begun(self, user: str) -> str:
        code, until = self._too_fast
        if (seconds := until - self._calls.pace.now()) > 0:
            raise Limited(seconds, code)  # whoever insists is taken for a sender of spam
        try:
            told = await self._calls.call("POST", "/users/@me/channels", json={"recipient_id": user})
        except Limited as limited:
            if limited.code:
                self._too_fast = limited.code, self._calls.pace.now() + limited.seconds
            raise
        return id_at(told, "id")

    async def aside(self, where: Whither, name: str, *, new: bool) -> str:
        """The private thread for somebody who takes no direct messages; another one where the known one is gone."""
        if where.channel and not new:
            return where.channel
        if not where.guild or not where.under:
            raise Unsendable("the person takes no direct messages from Shelfmate", Barred.SHUT)
        return await self._thread(where, name)

    async def forgets_names(self, where: Whither) -> None:
        """Somebody who reads there had themselves erased: the thread is not called by their name any more."""
        if not where.channel or all(reader.name for reader in where.readers):
            return
        with before():
            try:
                await self._threads.rename(where.channel, _names(where))
            except Refused as refused:
                if isinstance(refused, Limited | Dead):
                    raise
                log.warning("a thread keeps the name of somebody who was erased", why=str(refused))

    async def _thread(self, where: Whither, name: str) -> str:
        if not where.under:
            raise Nowhere("no channel has been chosen for announcements, under which rooms are begun")
        async with self._beginning.setdefault(where.place, asyncio.Lock()):
            known = await asyncio.to_thread(self._places.channel, where.place, where.guild)
            if known not in {"", BEGUN, where.channel}:
                return known
            return await self._one_thread(replace(where, is_begun=known == BEGUN), name)

    async def _one_thread(self, where: Whither, name: str) -> str:
        with before():
            users = tuple([await self._present(where.guild, reader) for reader in where.readers])
            wanted = Thread(guild=where.guild, under=where.under, name=name, users=users, since=where.since)
            thread = await self._found_or_made(where, wanted)
            await self._threads.bring_in(thread, users)
        await asyncio.to_thread(self._places.keep, where.place, where.guild, thread)
        return thread

    async def _found_or_made(self, where: Whither, wanted: Thread) -> str:
        if where.is_begun and (found := await self._found(where, wanted)):
            return found
        await asyncio.to_thread(self._places.keep, where.place, where.guild, BEGUN)
        try:
            return await self._threads.make(wanted)
        except Lost:
            if found := await self._found(where, wanted):
                return found
        raise SendFailed("Discord did not say whether it began the thread")

    async def _found(self, where: Whither, wanted: Thread) -> str:
        taken = await asyncio.to_thread(self._places.taken, where.guild)
        return await self._threads.find(wanted, taken)

    async def _present(self, guild: str, reader: Reader) -> str:
        """The one of somebody's accounts that is in the server."""
        for user in _accounts(reader):
            try:
                await self._calls.call("GET", "/guilds/{guild_id}/members/{user}", guild_id=guild, user=user)
            except Refused as refused:
                if refused.code not in {UNKNOWN_MEMBER, UNKNOWN_USER}:
                    raise
            else:
                return user
        raise Unsendable("the Discord account is not in the server any more", Barred.GONE)


def _names(where: Whither) -> str:
    return " & ".join(filter(None, (reader.name for reader in where.readers)))


def _accounts(reader: Reader) -> tuple[str, ...]:
    if not reader.users:
        raise Unsendable("no account on Discord", Barred.GONE)
    return reader.users
