"""What somebody who did something in Discord is answered with, whether at once or after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from adapters.discord import render
from adapters.discord.reading.heard import Act, By, PageAsked, SetupAsked, SetupSent, Suggesting
from flows.messages import Paragraph, Span, WordShown

Payload = Mapping[str, Any]
Waiting = Act | PageAsked | SetupAsked | SetupSent | Suggesting
"""What somebody did who waits before their screen. Discord brings it only once, and wants an answer within 3 s."""


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


def word(text: str) -> WordShown:
    """A sentence of the adapter's own."""
    return WordShown(blocks=(Paragraph((Span(text),)),))


def saying(shown: WordShown, heard: Waiting | None = None) -> Reply:
    """A word that only the one who acted sees: in the place of a message that was theirs alone, else below."""
    first, *more = render.words(shown)
    kind = Kind.TURNS if heard is not None and is_theirs_alone(heard) else Kind.SAYS
    return Reply(kind=kind, data=first, more=tuple(more), word=shown)


def is_sent(heard: Waiting) -> bool:
    """Whether it is a modal that somebody filled in."""
    return isinstance(heard, Act | SetupSent) and heard.by is By.PAGE


def is_theirs_alone(heard: Waiting) -> bool:
    """Whether it was done at a message that nobody else sees, so that the answer may stand in its place."""
    return heard.spot.ephemeral and (is_sent(heard) or isinstance(heard, PageAsked))


def is_pressed(heard: Waiting) -> bool:
    """Whether it was done by a button or a menu of a message."""
    return bool(heard.spot.message) and not is_sent(heard)
