"""Clocks as people name them: `Eastern`, `EST`, `UTC+2`, a state, a city that gives no zone its name; and a country's main one."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from babel.core import get_global

from flows.calendar import local

MAIN = """
    America/Argentina/Buenos_Aires Australia/Sydney America/Sao_Paulo America/Toronto Africa/Kinshasa America/Santiago
    Asia/Shanghai Asia/Nicosia Europe/Berlin America/Guayaquil Europe/Madrid Pacific/Pohnpei America/Nuuk Asia/Jakarta
    Pacific/Tarawa Asia/Almaty Pacific/Majuro Asia/Ulaanbaatar America/Mexico_City Asia/Kuala_Lumpur Pacific/Auckland
    Pacific/Tahiti Pacific/Port_Moresby Asia/Hebron Europe/Lisbon Europe/Moscow Europe/Kiev America/New_York Asia/Tashkent
"""
"""By which most people live, in countries that have several."""

CALLED = """
    America/New_York      eastern, et, est, edt, he, hne, hae
    America/Chicago       central, ct, cst, cdt
    America/Denver        mountain, mt, mst, mdt
    America/Los_Angeles   pacific, pt, pst, pdt
    America/Anchorage     alaska, akt, akst, akdt
    Pacific/Honolulu      hawaii, hst, hast
    America/Halifax       atlantic, at, ast, adt
    America/St_Johns      newfoundland, nst, ndt
    Europe/London         bst
    Europe/Berlin         cet, cest, mez, mesz, hec
    Europe/Athens         eet, eest, oez, oesz
    Europe/Lisbon         wet, west
    Europe/Moscow         msk
    Asia/Kolkata          ist
    Asia/Tokyo            jst
    Asia/Seoul            kst
    Asia/Hong_Kong        hkt
    Asia/Singapore        sgt
    Asia/Dubai            gst
    Australia/Sydney      aet, aest, aedt
    Australia/Adelaide    acst, acdt
    Australia/Perth       awst
    Pacific/Auckland      nzt, nzst, nzdt
    Africa/Johannesburg   sast
    Africa/Lagos          wat
    Africa/Nairobi        eat
    America/Sao_Paulo     brt
"""
"""What each is called for short, and the place that it is taken for: of those who share it, home comes first."""

TOWNS = """
    America/New_York      connecticut, new york state, new york city, nyc, new jersey, massachusetts, pennsylvania, ohio, georgia usa,
                          florida, maine, maryland, virginia, west virginia, vermont, new hampshire, rhode island, delaware,
                          north carolina, south carolina, washington dc, boston, hartford, new haven, philadelphia, atlanta, miami,
                          cleveland, pittsburgh, baltimore, charlotte, orlando
    America/Chicago       illinois, texas, wisconsin, minnesota, iowa, missouri, arkansas, louisiana, mississippi, alabama, oklahoma,
                          kansas, nebraska, tennessee, houston, dallas, austin, san antonio, minneapolis, milwaukee, st louis,
                          new orleans, nashville, memphis, kansas city, oklahoma city
    America/Denver        colorado, utah, wyoming, montana, new mexico, salt lake city, albuquerque
    America/Phoenix       arizona, tucson
    America/Los_Angeles   california, washington state, oregon, nevada, la, san francisco, sf, san diego, san jose, sacramento, oakland,
                          berkeley, seattle, portland, las vegas
    America/Detroit       michigan
    America/Indiana/Indianapolis  indiana
    America/Kentucky/Louisville   kentucky
    America/Boise         idaho
    America/Toronto       ontario, quebec, montreal, montréal, ottawa, québec
    America/Vancouver     british columbia
    America/Edmonton      alberta, calgary
    America/Winnipeg      manitoba
    America/Regina        saskatchewan
    America/Halifax       nova scotia, new brunswick
    Europe/London         uk, england, scotland, wales, britain, great britain, manchester, edinburgh, glasgow, birmingham
    Europe/Berlin         hamburg, münchen, munich, köln, cologne, frankfurt
    Europe/Paris          lyon, marseille, toulouse, bordeaux
    Europe/Madrid         barcelona
    Europe/Rome           milan, milano
    Europe/Zurich         geneva, basel, bern
    Asia/Kolkata          mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad
    Asia/Shanghai         beijing
    America/Sao_Paulo     rio de janeiro, brasilia
    Australia/Sydney      canberra
"""
"""States, provinces and large towns that no zone is named for."""

OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212])\s*(\d{1,2})(?::?([0-5]\d))?(?:\s*h)?", re.IGNORECASE)
FIXED = re.compile(r"Etc/GMT([+-])(\d+)")
FARTHEST = timedelta(hours=14)


@lru_cache(maxsize=1)
def main_zones() -> Mapping[str, str]:
    """The main zone of each country, by its code."""
    main = set(MAIN.split())
    aliases = get_global("zone_aliases")
    known = main | {aliases.get(zone, zone) for zone in main}
    found = {}
    for territory, theirs in get_global("territory_zones").items():
        named = [zone for zone in theirs if zone in known]
        found[str(territory)] = str((named or theirs)[0])
    return found


@lru_cache(maxsize=1)
def _called() -> Mapping[str, str]:
    return _table(CALLED)


@lru_cache(maxsize=1)
def _towns() -> Mapping[str, str]:
    return _table(TOWNS)


def _table(text: str) -> dict[str, str]:
    found, zone = {}, ""
    for line in text.split("\n"):
        first, _, rest = line.strip().partition("  ")
        zone, names = (first, rest) if "/" in first else (zone, line)
        found.update({name.strip(): zone for name in names.split(",") if name.strip()})
    return found


def clock_meant(typed: str, bare: str, home: str, now: datetime | None) -> str:
    """The zone of whoever named their clock in short, or by how far it is from UTC; "" where they did neither.
    `bare` is what they typed without capitals and signs. Where it may be `home`, it is that."""
    words = (
        bare.removesuffix(" time").removesuffix(" zone").removesuffix(" standard").removesuffix(" daylight")
    )
    if zone := _called().get(words) or _called().get(words.removeprefix("us ")):
        return home if _clock_of(home) == _clock_of(zone) else zone
    offset = _offset(typed)
    if offset is None:
        return _towns().get(bare, "")
    if now and local(now, home).utcoffset() == offset:
        return home
    hours = int(offset / timedelta(hours=1))
    whole = offset == timedelta(hours=hours)
    return (f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC") if whole else ""


def _clock_of(zone: str) -> str:
    return str(get_global("meta_zones").get(zone, zone))


def _offset(typed: str) -> timedelta | None:
    found = OFFSET.fullmatch(typed.strip())
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    far = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return None if far > FARTHEST else far if sign == "+" else -far


def fixed_label(zone: str) -> str:
    """`UTC+2` for the zone that the tables call `Etc/GMT-2`; "" for every other."""
    found = FIXED.fullmatch(zone)
    return f"UTC{'+' if found[1] == '-' else '−'}{found[2]}" if found else ""
