"""Interactions: three seconds for a first answer, one only; then a quarter of an hour for what follows."""

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from tests.discord.records import Channel, Message
from tests.discord.refusals import Json

FIRST = 3
"""Seconds for the first answer."""
AFTERWARDS = 15 * 60
"""Seconds for everything that follows it."""


class Type(IntEnum):
    """What somebody did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Reply(IntEnum):
    """The first answer."""

    NONE = 0
    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, eq=False, kw_only=True)
class Interaction:
    """Something that somebody did with the app, and what came of it."""

    id: str
    token: str
    type: Type
    user: str
    channel: Channel
    at: float
    payload: Json
    message: Message | None = None
    """Where the button was, or the menu; or the one from which the modal came."""
    reply: Reply = Reply.NONE
    late: bool = False
    """Whether it was not answered in time."""
    original: str = ""
    """The id of the message that is the first answer, or of the one that was updated."""
    choices: list[Json] = field(default_factory=list)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> bool:
        """Whether there was a first answer."""
        return self.reply is not Reply.NONE

    def settle(self, reply: Reply) -> None:
        """This was the first answer."""
        self.reply = reply
        self.settled.set()

    def miss(self) -> bool:
        """The three seconds are over; whether nothing had come."""
        if self.answered or self.late:
            return False
        self.late = True
        self.settled.set()
        return True
