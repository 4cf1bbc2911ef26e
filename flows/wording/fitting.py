"""Making words fit where a platform has little room: split or shortened at a word, without what no platform carries."""

import re
from collections.abc import Iterator

BREAK = re.compile(r"[ \t\n]+")
LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, halves of characters, and marks that turn the text around them: nobody sees them, and they could
make a sentence of ours read otherwise."""
DOTS = "…"


def clean(text: str) -> str:
    """The text without what cannot be shown or sent; line breaks and tabs stay."""
    return LOST.sub("", text.replace("\r\n", "\n"))


def width(text: str) -> int:
    """Its length as JavaScript counts, two for most emoji: platforms do not say how they count, and this is never less."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """The text, or its beginning up to a word and an ellipsis."""
    if width(text) <= most:
        return text
    head, _ = cut(text, most - 1)
    return head + DOTS


def cut(text: str, most: int) -> tuple[str, str]:
    """The beginning that fits, up to a word where one ends there, and the rest. A word too long for `most` is cut."""
    if width(text) <= most:
        return text, ""
    fits = _prefix(text, most)
    ends = [found.start() for found in BREAK.finditer(text, 0, fits + 1) if 0 < found.start() <= fits]
    if not ends:
        return text[:fits], text[fits:]
    return text[: ends[-1]], BREAK.sub("", text[ends[-1] :], count=1)


def pieces(text: str, most: int) -> Iterator[str]:
    """All of the text in pieces that fit, each up to a word."""
    while width(text) > most:
        head, text = cut(text, most)
        yield head
    if text:
        yield text


def _prefix(text: str, most: int) -> int:
    """How many characters fit; at least one, so that whatever is cut ends."""
    taken = 0
    for nth, character in enumerate(text):
        taken += width(character)
        if taken > most:
            return max(nth, 1)
    return len(text)
