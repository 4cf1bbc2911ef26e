"""Languages as people write them in a cell: `en`, `English` and `anglais` are one."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from flows.matching.people import plain

WRITTEN_IN = ("en", "fr", "es")
"""Names of languages are known in these."""


def language_key(said: str) -> str:
    """One key for a language, by its code or its name; what is neither is a language of its own."""
    called = plain(said)
    return called if called in _names("en") else _codes().get(called, called)


def language_label(key: str, said: str, language: str) -> str:
    """What a language is called; as it was typed where it is not known."""
    return _names(language).get(key, said)


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language).languages)
    except UnknownLocaleError:
        return {}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {
        name.casefold(): code for language in reversed(WRITTEN_IN) for code, name in _names(language).items()
    }
