"""Saying: a word as a reply, at the place where somebody did something; and what kind of place that was."""

from adapters.discord import render
from adapters.discord.reading.heard import Act, By, PageAsked, SetupAsked, SetupSent, Suggesting
from adapters.discord.rendering.reply import Kind, Reply
from flows.messages import Paragraph, Span, WordShown

Waiting = Act | PageAsked | SetupAsked | SetupSent | Suggesting
"""What somebody did who waits before their screen. Discord brings it only once, and wants an answer within 3 s."""


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
