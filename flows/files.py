"""Files that go with a message, before they are made: every word of them is chosen, nothing is left to look up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Discriminator


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A date for one reader's calendar (.ics)."""

    name: str
    alt: str
    id: str
    sequence: int
    standing: Literal["confirmed", "tentative", "cancelled"]
    at: datetime
    minutes: int
    stamp: datetime
    summary: str
    details: str
    where: str
    organiser: str
    contact: str
    language: str
    attached: bool = True
    """Whether it is a file of its message, or only a date for a platform that has a calendar of its own."""
    type: Literal["calendar_entry"] = "calendar_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table for spreadsheets (.csv)."""

    name: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    type: Literal["sheet"] = "sheet"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, with its words. It fills so many thousandths of its line; None where that is held back."""

    label: str
    says: str
    fills: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of numbers (.png): bars by headings."""

    name: str
    alt: str
    title: str
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    type: Literal["chart"] = "chart"


File = Annotated[CalendarEntry | Sheet | Chart, Discriminator("type")]
