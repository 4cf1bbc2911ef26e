"""A label as it stands in the middle of a sentence: 'Oral history' becomes 'oral history', 'English' stays."""

import re
from functools import lru_cache

from flows.wording.formats import locale_of

CASED = re.compile(r"\S*[A-Z\u00c0-\u00de0-9]\S*")
PLAIN = re.compile(r"A|[A-Z\u00c0-\u00de][a-z\u00df-\u00ff'\u2019-]+")
"""A word that has a large first letter and no other: not `CV`, not `iPad`."""


def mid_sentence(label: str, language: str) -> str:
    """The label with a small first letter, unless its first word is a name or an abbreviation, as far as one can tell."""
    first, space, rest = label.partition(" ")
    word = first.rstrip(",;:.")
    if (
        not PLAIN.fullmatch(word)
        or word.casefold() in _names(language)
        or any(map(CASED.fullmatch, rest.split()))
    ):
        return label
    return f"{first[0].lower()}{first[1:]}{space}{rest}"


@lru_cache(maxsize=16)
def _names(language: str) -> frozenset[str]:
    """Languages and countries, where the language writes them large."""
    locale = locale_of(language)
    names = (*locale.languages.values(), *locale.territories.values())
    return frozenset(name.casefold() for name in names if name[:1].isupper())
