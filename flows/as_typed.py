"""Days, times and choices as people type them: `1 May 2027`, `1er mai 2027`, `3 pm`, `15h30`, a choice by its name.

No clock and no language is at hand here. So a year has to be there, and what two readers would take for two different days
(`5/1/2027`) is not taken at all.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import time
from functools import lru_cache

from flows.messages import Option, Phrase
from flows.wording.formats import locale_of

LANGUAGES = ("en", "fr")
"""In which the names of months are known."""
WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
BESIDES = frozenset({"of", "the", "on", "le", "du", "de"})
NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
CLOCK = re.compile(r"([0-9]{1,2})(?: ?([:.h]) ?([0-9]{2})?)? ?(?:(a|p)\.? ?m\.?)?")
HOURS = 12

Day = tuple[int, int, int]
"""Year, month and day; there need not be such a day."""


def day_typed(text: str) -> Day | None:
    """The day that was typed; None where it could be another, or none at all."""
    plain = _plain(text)
    if found := NUMERIC.fullmatch(plain):
        return _in_order(int(found[1]), int(found[3]), int(found[4]), years=(len(found[1]), len(found[4])))
    names = _months() | dict.fromkeys(BESIDES, 0)
    words = [word for word in WORDS.findall(ORDINAL.sub("", plain)) if names.get(word) != 0]
    months = [names[word] for word in words if word in names]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(numbers) != 2 or len(words) != 3:
        return None
    days, years = sorted(numbers, key=len)
    return (int(years), months[0], int(days)) if len(years) == 4 and len(days) <= 2 else None


def _in_order(first: int, second: int, third: int, *, years: tuple[int, int]) -> Day | None:
    if years[0] == 4 and years[1] <= 2:
        return first, second, third
    if years[1] != 4 or years[0] > 2:
        return None
    if first > 12 or first == second:
        return third, second, first
    return (third, first, second) if second > 12 else None


def time_typed(text: str) -> time | None:
    """The time of day that was typed."""
    found = CLOCK.fullmatch(_plain(text))
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[3] or 0), found[4]
    if not half:
        told = found[3] or found[2] == "h"
        return time(hour, minute) if told and hour < 24 and minute < 60 else None
    if not 1 <= hour <= HOURS or minute > 59:
        return None
    return time(hour % HOURS + (HOURS if half == "p" else 0), minute)


def named(options: Sequence[Option], typed: str) -> str | None:
    """The key of the option that was typed, by key or by name in any language."""
    wanted = _plain(typed)
    known = {_plain(name): option.key for option in reversed(options) for name in _names(option)}
    return typed if any(option.key == typed for option in options) else known.get(wanted)


def all_named(options: Sequence[Option], typed: str) -> Iterator[str]:
    """The keys of the options that were typed, with commas or the like between; what is none is as it was typed."""
    for part in re.split(r"[;\n]", typed):
        words = [word.strip() for word in part.split(",")]
        while words:
            # a name may hold commas itself: as many words as make one
            lots = [", ".join(words[:many]) for many in range(len(words), 0, -1)]
            found = next(((lot, key) for lot in lots if (key := named(options, lot)) is not None), None)
            lot, key = found or (words[0], words[0])
            if lot:
                yield key
            words = words[lot.count(",") + 1 :]


def _names(option: Option) -> Iterator[str]:
    if isinstance(option.label, Phrase):
        yield from option.label.texts.values()
    elif isinstance(option.label, str):
        yield option.label


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Months by all their names; days of the week, which say nothing new, as 0."""
    found: dict[str, int] = {}
    for locale in map(locale_of, LANGUAGES):
        for width in ("wide", "abbreviated"):
            names = locale.months["format"][width], locale.days["format"][width]
            found |= {_plain(name).strip("."): month for month, name in names[0].items()}
            found |= {_plain(name).strip("."): 0 for name in names[1].values()}
    return found | {"sept": 9}


def _plain(text: str) -> str:
    """In lower case, without accents and surplus space."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())
