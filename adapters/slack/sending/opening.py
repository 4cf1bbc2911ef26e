"""Opening: which conversation a place is, or whom Slack has to open one with."""

from adapters.slack.calling.calls import Calls
from adapters.slack.calling.members import Members
from adapters.slack.reading.payload import id_at
from adapters.slack.sending.outcomes import before
from adapters.slack.sending.places import Whither
from flows.ports import Barred, Nowhere, Unsendable


class Opening:
    """Finds where to post. Raises Unsendable, SendFailed, Nowhere or Unreachable: nothing has been sent then."""

    def __init__(self, calls: Calls, members: Members) -> None:
        self._calls = calls
        self._members = members

    async def to(self, where: Whither) -> str:
        """What to post to: a conversation or, where there is none yet with somebody, that user.

        Slack opens it by itself then and says which it is; `conversations.open` would let only fifty begin a minute.
        """
        if where.place.startswith("dm:"):
            user = await self._present(where.people[0])
            if not where.channel or user != where.people[0][0]:
                return user
            self._calls.pace.same(user, where.channel)
            return where.channel
        if where.alone:  # no room could hold both: each reads it among their own messages
            return await self._present(where.alone)
        if where.channel:
            return where.channel
        if not where.place.startswith("room:"):
            raise Nowhere("no channel has been chosen for it yet: /mentoring setup asks for it")
        if len(where.people) < 2:
            raise Unsendable("the pair is not there any more", Barred.MISSING)
        return await self._open([await self._present(users) for users in where.people])

    async def direct(self, where: Whither) -> str:
        """The direct conversation with somebody, opened where it has to be."""
        to = await self.to(where)
        return to if to == where.channel else await self._open([to])

    async def with_user(self, user: str) -> str:
        """The direct conversation with this user."""
        return await self._open([user])

    async def _present(self, users: tuple[str, ...]) -> str:
        """The one of somebody's users that is not deactivated."""
        if not users:
            raise Unsendable("no account in this Slack workspace", Barred.GONE)
        with before():
            for user in users:
                if not await self._members.has_left(user):
                    return user
        raise Unsendable("the Slack account is deactivated", Barred.GONE)

    async def _open(self, users: list[str]) -> str:
        with before():
            told = await self._calls.call("conversations.open", users=users)
        return id_at(told, "channel", "id")
