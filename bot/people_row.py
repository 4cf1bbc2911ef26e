"""One person of a people file: the frozen row, and how each of its cells is read."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from zoneinfo import available_timezones

from bot.bad_input import Finding, did_you_mean

REQUIRED = (
    "id",
    "name",
    "email",
    "role",
    "career_stage",
    "topics",
    "goals",
    "employer",
    "location",
    "timezone",
    "languages",
    "capacity",
    "applied_on",
)
OPTIONAL = ("seeks", "offers", "waited_cohorts")
KNOWN = frozenset((*REQUIRED, *OPTIONAL))
MOST_PARTNERS = 50
ID = re.compile(r"[A-Za-z0-9._-]+")
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
CLOCKS = {
    "America/New_York": ("est", "edt", "et", "eastern"),
    "America/Chicago": ("cst", "cdt", "ct", "central"),
    "America/Denver": ("mst", "mdt", "mt", "mountain"),
    "America/Los_Angeles": ("pst", "pdt", "pt", "pacific"),
    "America/Halifax": ("ast", "adt", "atlantic"),
    "Europe/London": ("gmt", "bst"),
    "Europe/Paris": ("cet", "cest"),
}
"""What people call the time where they live. Some (EST, MST) are names of zones too, but without summer time."""
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Takes(StrEnum):
    """The roles that a person wants to take."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line of a people file. What has several values in a cell is a tuple."""

    id: str
    name: str
    email: str = ""
    role: Takes
    career_stage: str = ""
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    employer: str = ""
    location: str = ""
    timezone: str
    languages: tuple[str, ...] = ()
    capacity: int = 1
    applied_on: date
    seeks: tuple[str, ...] = ()
    """As the file has it; `goals` are what counts where this is empty."""
    offers: tuple[str, ...] = ()
    waited_cohorts: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns that Shelfmate does not know, as they are."""
    line: int = field(default=0, compare=False)
    """Where the file has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a people file is read for: it says what must be in it, and what does not matter."""

    columns: Collection[str] = REQUIRED
    """These must be there; of those, an id, name, role, time zone and date must be told for everybody."""
    unread: Collection[str] = ()
    """What stands in these is kept as it is, or passed over."""
    role: Takes | None = None
    """Of those who tell none."""
    any_id: bool = False
    """An id may be any text: it never leaves the files that it came with."""
    least_capacity: int = 1


WHOLE = Reading()
"""Everything that a program can use."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One record's cells by column, and where what is wrong with them is gathered."""

    file: str
    line: int
    by_column: Mapping[str, str]
    findings: list[Finding]
    reading: Reading = WHOLE

    def may_be_empty(self, column: str) -> bool:
        """Whether nothing needs to be told."""
        return column in self.reading.unread or column not in self.reading.columns

    def finds(self, column: str, found: str, remedy: str) -> None:
        """Note what is wrong with a cell."""
        self.findings.append(Finding(self.file, f"line {self.line}, column {column}", found, remedy))

    def text(self, column: str) -> str:
        """A cell, empty where the column is not there."""
        return self.by_column.get(column, "")

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a cell, in their order, each once."""
        text = self.text(column)
        if ";" not in text:
            return (text,) if text else ()
        return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def person_from(cells: Cells) -> PersonRow | None:
    """The person of these cells, or None after gathering what is wrong with them."""
    before = len(cells.findings)
    row = PersonRow(
        id=_id(cells),
        name=_name(cells),
        email=_email(cells),
        role=_takes(cells),
        career_stage=cells.text("career_stage"),
        topics=cells.several("topics"),
        goals=cells.several("goals"),
        employer=cells.text("employer"),
        location=cells.text("location"),
        timezone=_zone(cells),
        languages=cells.several("languages"),
        capacity=_number(cells, "capacity", empty=1, least=cells.reading.least_capacity, most=MOST_PARTNERS),
        applied_on=_date(cells, "applied_on"),
        seeks=cells.several("seeks"),
        offers=cells.several("offers"),
        waited_cohorts=_number(cells, "waited_cohorts", empty=0, least=0, most=1000),
        line=cells.line,
        extra={column: text for column, text in cells.by_column.items() if column not in KNOWN},
    )
    return row if len(cells.findings) == before else None


def _id(cells: Cells) -> str:
    text = cells.text("id")
    if not text:
        cells.finds("id", "is empty", "give each person an id of their own, such as m-001")
    elif not cells.reading.any_id and not ID.fullmatch(text):
        wrong = " ".join(dict.fromkeys(repr(sign) for sign in text if not ID.fullmatch(sign)))
        cells.finds("id", f"'{text}' has {wrong}", "an id may have letters A to Z, digits, '-', '_' and '.'")
    return text


def _name(cells: Cells) -> str:
    text = cells.text("name")
    if not text and not cells.may_be_empty("name"):
        cells.finds("name", "is empty", "every person needs a name")
    return text or cells.text("id")


def _email(cells: Cells) -> str:
    text = cells.text("email")
    if text and "email" not in cells.reading.unread and not EMAIL.fullmatch(text):
        cells.finds("email", f"'{text}' is no e-mail address", "write one such as ada@example.org, or none")
    return text


def _takes(cells: Cells) -> Takes:
    text = cells.text("role")
    if not text and cells.reading.role:
        return cells.reading.role
    try:
        return Takes(text.casefold())
    except ValueError:
        found = f"'{text}' is no role" if text else "is empty"
        near = did_you_mean(text.casefold(), list(Takes))
        cells.finds("role", found, near or f"write {', '.join(Takes)}")
        return Takes.BOTH


def _zone(cells: Cells) -> str:
    text = cells.text("timezone")
    if text in _zones() or (not text and cells.may_be_empty("timezone")):
        return text
    found = f"'{text}' is no time zone" if text else "is empty"
    near = " or ".join(_close_zones(text))
    cells.finds("timezone", found, f"did you mean {near}?" if near else "write one such as America/New_York")
    return text


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _close_zones(text: str) -> list[str]:
    """Zones that are written nearly so, or whose city is."""
    wanted = text.casefold().replace(" ", "_")
    if not wanted:
        return []
    called = wanted.removesuffix("_time").removesuffix("_standard")
    if named := [zone for zone, names in CLOCKS.items() if called in names]:
        return named
    names = {name.casefold(): name for name in sorted(_zones())}
    if wanted in names:
        return [names[wanted]]
    cities = {
        name.rsplit("/", 1)[-1]: names[name] for name in sorted(names, key=lambda each: "america" in each)
    }
    by_city = get_close_matches(wanted.rsplit("/", 1)[-1], list(cities), 2, cutoff=0.8)
    by_name = get_close_matches(wanted, list(names), 2, cutoff=0.75)
    return list(dict.fromkeys([*(cities[city] for city in by_city), *(names[name] for name in by_name)]))[:3]


def _number(cells: Cells, column: str, *, empty: int, least: int, most: int) -> int:
    text = cells.text(column)
    if not text or column in cells.reading.unread:
        return empty
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    cells.finds(
        column,
        f"'{text}' will not do",
        f"write a whole number from {least} to {most}, or nothing for {empty}",
    )
    return empty


def _date(cells: Cells, column: str) -> date:
    text = cells.text(column)
    if column in cells.reading.unread:
        return date.min
    parts = DATE.fullmatch(text)
    if parts is None:
        remedy = f"write year-month-day: {_american(text) or '2027-02-14'}"
        cells.finds(column, f"'{text}' is no date" if text else "is empty", remedy)
        return date.min
    year, month, day = (int(part) for part in parts.groups())
    try:
        return date(year, month, day)
    except ValueError:
        cells.finds(column, f"'{text}' does not exist", _last_day(year, month))
        return date.min


def _american(text: str) -> str:
    """`02/20/2027` as a date is written here, if it is one."""
    parts = AMERICAN.fullmatch(text)
    if parts is None:
        return ""
    try:
        return date(int(parts[3]), int(parts[1]), int(parts[2])).isoformat()
    except ValueError:
        return ""


def _last_day(year: int, month: int) -> str:
    if year and 1 <= month <= 12:
        return f"days of {year}-{month:02} go from 01 to {monthrange(year, month)[1]}"
    return "months go from 01 to 12" if year else "years go from 0001"
