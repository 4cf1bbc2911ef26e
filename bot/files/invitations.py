"""A date as an iCalendar file (RFC 5545), published by the program (RFC 5546): nobody is asked to answer it by mail.

It names no guests: each side's calendar learns what its own message says, and no address that was not shared.
"""

from datetime import UTC, timedelta
from functools import lru_cache
from typing import Any

from flows.files import CalendarEntry

REMIND = timedelta(minutes=30)
"""Before it begins. The day before, Shelfmate reminds by itself."""
MADE_BY = "-//Shelfmate//Shelfmate//EN"
HERE = "shelfmate"
"""Behind the `@` of ids: they are unique without a host's name, and no host's name gets into them."""


@lru_cache(maxsize=128)  # both sides' messages are edited again and again
def written(entry: CalendarEntry) -> bytes:
    """The file."""
    from icalendar import Calendar  # noqa: PLC0415  (takes its time to load, and most processes make none)

    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.standing == "cancelled" else "PUBLISH")
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Any:
    from icalendar import Event, vCalAddress  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{entry.id}@{HERE}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.at.astimezone(UTC))
    event.add("dtend", (entry.at + timedelta(minutes=entry.minutes)).astimezone(UTC))
    event.add("status", entry.standing.upper())
    event.add(
        "class", "PRIVATE"
    )  # who shares a calendar with colleagues shares that they are busy, not with whom
    spoken = {"language": entry.language}
    event.add("summary", entry.summary, spoken)
    event.add("description", entry.details, spoken)
    if entry.where:
        event.add("location", entry.where)
    event.add("organizer", vCalAddress(f"mailto:{entry.contact}"), {"cn": entry.organiser})
    if entry.standing != "cancelled":
        event.add_component(_alarm(entry))
    return event


def _alarm(entry: CalendarEntry) -> Any:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMIND)
    alarm.add("description", entry.summary)
    return alarm
