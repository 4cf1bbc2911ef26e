"""Time zones as people know them: a city, its country, what its clock is called; and the one that somebody typed."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_time, get_timezone_location, get_timezone_name

from flows.calendar import local, zone_of
from flows.person.clocks import clock_meant, fixed_label
from flows.wording.formats import FALLBACK, locale_of

NOWHERE = frozenset({"ZZ", "001"})
"""Not a country."""
PLACELESS = "Etc/"
UNIVERSAL = "Etc/UTC"
"""The one zone without a place that is offered: `Etc/GMT+5` would mean five hours behind."""
BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=16)
def zones(language: str) -> tuple[tuple[str, str], ...]:
    """Every zone with its label, `New York (United States), Eastern Time`, in order of the labels."""
    locale = locale_of(language)
    placed = [zone for zone in get_global("zone_territories") if not zone.startswith(PLACELESS)]
    known = (*placed, UNIVERSAL)
    return tuple(sorted(((zone, _label(zone, locale)) for zone in known), key=lambda each: _bare(each[1])))


def label_of(zone: str, language: str) -> str:
    """The zone as a person knows it."""
    found = canonical(zone)
    return dict(zones(language)).get(found) or fixed_label(found) or found


def clock_now(at: datetime, zone: str, language: Locale) -> str:
    """What the clock of a zone shows: `3:04 PM`. As text, since a platform that shows each reader a moment by their own
    clock would show them theirs whatever the zone, and they would think that it is right."""
    return str(format_time(local(at, zone).time(), "short", locale=language)).replace("\u202f", " ")


def canonical(zone: str) -> str:
    """The zone's name today: `Asia/Kolkata` for what was `Asia/Calcutta`."""
    return str(get_global("zone_aliases").get(zone, zone))


def zones_meant(typed: str, home: str, *languages: str, now: datetime | None = None) -> tuple[str, ...]:
    """The zones that somebody may mean who typed this: one, where it is clear; several or none, where it is not.

    A zone's own name, its city, its country where that has one, what its clock is called, or how far it is from UTC.
    Where several would do and `home` is among them, it is that. Of `Hartford, CT` the first part counts.
    """
    if fixed_label(typed.strip()):
        return (typed.strip(),)
    for part in dict.fromkeys((typed, typed.partition(",")[0])):
        wanted = _bare(part)
        if not wanted:
            return ()
        if named := _names().get(wanted):
            return (named,)
        if clock := clock_meant(part, wanted, home, now):
            return (clock,)
        if found := _placed(wanted, home, languages):
            return found
    return ()


def _placed(wanted: str, home: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    known = [(zone, _parts(label)) for each in (*languages, FALLBACK) for zone, label in zones(each)]
    tries = (
        [zone for zone, parts in known if wanted in (parts[0], " ".join(parts).strip())],
        [zone for zone, parts in known if wanted in parts[1:]],
        [zone for zone, parts in known if parts[0].startswith(wanted)],
        # of three letters it would be a guess: an American's EST begins Estonia
        [zone for zone, parts in known if len(wanted) > 3 and _begins(wanted, " ".join(parts))],
    )
    found = tuple(dict.fromkeys(next(filter(None, tries), [])))
    return (home,) if home in found else found


def _begins(wanted: str, label: str) -> bool:
    """Whether each word that was typed begins a word of the label."""
    return all(any(word.startswith(begun) for word in label.split()) for begun in wanted.split())


def _label(zone: str, locale: Locale) -> str:
    country = get_global("zone_territories")[zone]
    place = city_of(zone, locale)
    if country not in NOWHERE:
        place = f"{place} ({locale.territories.get(country, country)})"
    clock = get_timezone_name(zone_of(zone), "long", locale=locale, zone_variant="generic")
    # where a country has one clock, its name says only the country again
    return place if clock == get_timezone_location(zone_of(zone), locale=locale) else f"{place}, {clock}"


def city_of(zone: str, locale: Locale) -> str:
    """The city that a zone is named for; `UTC+2` for one that has none."""
    if fixed := fixed_label(zone):
        return fixed
    known = locale.time_zones.get(zone, {}).get("city")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def _parts(label: str) -> tuple[str, str, str]:
    """The city, the country and the clock that a label names."""
    place, _, clock = label.partition("), ")
    city, _, country = place.partition(" (")
    return _bare(city), _bare(country), _bare(clock)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every name that a zone has or had, as it may be typed. Not `EST`, which to the tables is Panama, all year."""
    known = [*get_global("zone_territories"), *get_global("zone_aliases")]
    universal = {"utc": UNIVERSAL, "gmt": UNIVERSAL}
    # without its sign `Etc/GMT+2` would be taken for its opposite
    named = (zone for zone in known if "/" in zone and not fixed_label(zone))
    return {_bare(zone): canonical(zone) for zone in named} | universal


def _bare(text: str) -> str:
    """Without capitals, accents, and whatever stands between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return BETWEEN.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()
