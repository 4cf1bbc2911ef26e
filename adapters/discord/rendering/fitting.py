"""Making words fit Discord: what stands in one line, and what stands in for a key that Discord would not carry."""

from flows.ids import derived
from flows.wording.fitting import clean, shortened, width


def line(text: str, most: int, blank: str = "–") -> str:
    """A text that Discord shows as it is, in one line: no markup is read there. Never empty."""
    return shortened(" ".join(clean(text).split()), most) or blank


def key(text: str, most: int) -> str:
    """The key, or short letters for one that Discord would not carry as it is. None of ours is such a key."""
    return text if 0 < width(text) <= most and text == clean(text) else stand_in(text)


def stand_in(text: str) -> str:
    """Short letters for it."""
    return derived(clean(text))
