"""Numbers, days, moments, lists and plurals as a language writes them (Babel, CLDR)."""

import re
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from flows.calendar import local

FALLBACK = "en"


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale of a code such as `en` or `fr-CA`; that of the fallback for one that CLDR does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse(FALLBACK)


@lru_cache(maxsize=4096)
def number(count: int, language: str) -> str:
    """`1,234` in English."""
    return format_decimal(count, locale=locale_of(language))


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str) -> str:
    """`April 1, 2027` in English."""
    return format_date(day, "long", locale=locale_of(language))


@lru_cache(maxsize=4096)
def moment_in_words(at: datetime, zone: str, language: str) -> str:
    """`Thursday, April 1, 2027, 9:00 AM EDT` in English, as the clock in `zone` shows it."""
    locale, here = locale_of(language), local(at, zone)
    clock = f"{format_time(here, 'short', locale=locale)} {_zone_name(here, locale)}"
    day = format_date(here, "full", locale=locale)
    both = str(get_datetime_format("full", locale=locale)).replace("'", "")
    return both.format(clock, day).replace("\u202f", " ")  # some fonts and terminals lack the narrow space


def _zone_name(here: datetime, locale: Locale) -> str:
    """`EDT` where the language has letters for the zone, else its name in full."""
    short = get_timezone_name(here, "short", locale=locale)
    return short if short[:1].isalpha() else get_timezone_name(here, "long", locale=locale)


@lru_cache(maxsize=1024)
def glue(count: int, language: str) -> tuple[str, ...]:
    """What stands before, between and after `count` things in a list: `("", ", ", ", and ", "")`."""
    joined = format_list([f"\ue000{nth}" for nth in range(count)], locale=locale_of(language))
    return tuple(re.split("\ue000\\d+", joined))


def category(count: int, language: str) -> str:
    """The plural category of a number: `one` or `other` in English."""
    return str(locale_of(language).plural_form(count))


def categories(language: str) -> frozenset[str]:
    """Every plural category that the language tells apart."""
    return frozenset(locale_of(language).plural_form.tags) | {"other"}
