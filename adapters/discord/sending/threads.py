"""Private threads: a pair's room, or where somebody is written to who takes no direct messages. Each is made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discord.utils import time_snowflake

from adapters.discord.calling.calls import Calls, Lost
from adapters.discord.reading.payload import id_at, number, parts, text
from adapters.discord.sending.finding import SKEW, history

PRIVATE = 12
WEEK = 7 * 24 * 60
"""Minutes without a word until it falls asleep: as many as Discord allows."""
LONGEST_NAME = 100
NAMELESS = "Mentoring"
"""What a thread is called where none of its readers has a name."""
SOMEBODY_ADDED = 1
"""The type of the message that Discord writes in our name when we bring somebody in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread as it is to be."""

    guild: str
    under: str
    """The channel that it hangs under."""
    name: str
    users: tuple[str, ...]
    since: datetime | None
    """The first moment at which it could have been made."""


class Threads:
    """Makes them. Raises what calling raises."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def find(self, wanted: Thread, taken: frozenset[str]) -> str:
        """One that was made and then forgotten, "" where there is none; `taken` are those that somebody has."""
        told = await self._calls.call("GET", "/guilds/{guild_id}/threads/active", guild_id=wanted.guild)
        for each in parts(told, "threads"):
            if (
                self._could_be(each, wanted)
                and id_at(each, "id") not in taken
                and await self._is_fresh(each, wanted)
            ):
                return id_at(each, "id")
        return ""

    async def make(self, wanted: Thread) -> str:
        """A new one, with nobody in it yet."""
        asked = {
            "name": called(wanted.name),
            "type": PRIVATE,
            "invitable": False,
            "auto_archive_duration": WEEK,
        }
        made = await self._calls.call(
            "POST", "/channels/{channel_id}/threads", channel_id=wanted.under, json=asked
        )
        if not id_at(made, "id"):
            raise Lost("an answer that names no thread")
        return id_at(made, "id")

    async def bring_in(self, thread: str, users: Sequence[str]) -> None:
        """Those who are to read there; whoever is in already stays."""
        for user in users:
            path = "/channels/{channel_id}/thread-members/{user}"
            await self._calls.call("PUT", path, channel_id=thread, user=user)

    async def rename(self, thread: str, name: str) -> None:
        """It is called so from now on: its name is not to tell who had themselves erased."""
        path, wanted = "/channels/{channel_id}", called(name)
        stands = await self._calls.call("GET", path, channel_id=thread)
        if text(stands, "name") != wanted:
            # of a thread that fell asleep Discord takes no name
            await self._calls.call("PATCH", path, channel_id=thread, json={"name": wanted, "archived": False})

    def _could_be(self, thread: Mapping[str, Any], wanted: Thread) -> bool:
        ours = id_at(thread, "owner_id") == self._calls.me and id_at(thread, "parent_id") == wanted.under
        as_named = text(thread, "name") == called(wanted.name)
        young = not wanted.since or int(id_at(thread, "id") or 0) >= time_snowflake(wanted.since - SKEW)
        return ours and as_named and young and number(thread, "type") == PRIVATE

    async def _is_fresh(self, thread: Mapping[str, Any], wanted: Thread) -> bool:
        """Whether nothing was said there, and nobody else was brought in: two pairs may be of the same names."""
        async for each in history(self._calls, id_at(thread, "id"), None):
            came = {id_at(user, "id") for user in parts(each, "mentions")}
            if number(each, "type") != SOMEBODY_ADDED or not came <= set(wanted.users):
                return False
        return True


def called(name: str) -> str:
    """A thread's name as Discord takes it."""
    return " ".join(name.split())[:LONGEST_NAME] or NAMELESS
