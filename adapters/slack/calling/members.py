"""Members: who has left the workspace. To a deactivated account Slack lets us post as if nothing were."""

import asyncio
from collections.abc import Mapping
from typing import Any

from adapters.slack.calling.calls import Calls, Dead, Lost, Refused
from adapters.slack.reading.payload import id_at, parts, text

FRESH = 3600.0
"""Seconds for which it is taken for true."""
FEW = 30
"""So many are asked about singly within a minute; then the whole list is cheaper than what the limits allow."""
MINUTE = 60.0
PAGE = 1000
UNKNOWN = frozenset({"user_not_found", "user_not_visible"})


class Members:
    """Who is there, of those that were asked about."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._left: dict[str, tuple[bool, float]] = {}
        """Whether they have left, and until when we believe it."""
        self._asked: list[float] = []
        self._listed_until = 0.0
        self._listing = asyncio.Lock()

    async def has_left(self, user: str) -> bool:
        """Whether this account is deactivated, or not there at all. Raises Dead or Away.

        Where Slack does not tell, they count as there: a message too many harms less than one too few.
        """
        known = self._known(user)
        if known is None and self._many():
            async with self._listing:  # whoever waits here finds it done
                await self._list()
            known = self._known(user)
        if known is None:
            known = await self._ask(user)
        return known

    def _known(self, user: str) -> bool | None:
        left, until = self._left.get(user, (False, 0.0))
        return left if self._calls.pace.now() < until else None

    def _many(self) -> bool:
        now = self._calls.pace.now()
        self._asked = [at for at in self._asked if now < at + MINUTE]
        self._asked.append(now)
        return len(self._asked) > FEW

    async def _ask(self, user: str) -> bool:
        try:
            told = await self._calls.call("users.info", user=user)
        except Dead:
            raise
        except (Refused, Lost) as error:
            left = isinstance(error, Refused) and error.error in UNKNOWN
            if left:
                self._keep(user, left=True)
            return left
        return self._told(told.get("user"))

    async def _list(self) -> None:
        now, cursor, first = self._calls.pace.now(), "", True
        if now < self._listed_until:
            return
        self._listed_until = now + FRESH
        while cursor or first:
            more = {} if first else {"cursor": cursor}
            try:
                told = await self._calls.call("users.list", limit=PAGE, **more)
            except Dead:
                raise
            except (Refused, Lost):
                return
            for each in parts(told, "members"):
                self._told(each)
            cursor, first = text(told, "response_metadata", "next_cursor"), False

    def _told(self, user: Mapping[str, Any] | None) -> bool:
        left = bool((user or {}).get("deleted"))
        self._keep(id_at(user, "id"), left=left)
        return left

    def _keep(self, user: str, *, left: bool) -> None:
        self._left[user] = (left, self._calls.pace.now() + FRESH)
