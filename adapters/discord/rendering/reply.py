"""A reply: what an interaction is answered with, in Discord's kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from flows.messages import WordShown

Payload = Mapping[str, Any]


class Kind(IntEnum):
    """Discord's kinds of a first answer."""

    SAYS = 4
    """A message."""
    WAITS = 5
    """A message that is still to come. As a whole answer: one that leaves nothing behind."""
    LEAVES = 6
    """Nothing; what was pressed stays as it is, until the outbox rewrites it."""
    TURNS = 7
    """The message that was pressed reads otherwise now."""
    OFFERS = 8
    """What an option of a command can be."""
    OPENS = 9
    """A modal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `more` are messages that follow it."""

    kind: Kind
    data: Payload | None = None
    more: tuple[Payload, ...] = ()
    later: Payload | None = None
    """Of a modal: the message that leads to it where it cannot open any more."""
    word: WordShown | None = None
    """What it says, or what is said instead of it, where nothing can be shown any more at the place where it was done."""


NOTHING = Reply(kind=Kind.LEAVES)
GONE = Reply(kind=Kind.WAITS)
