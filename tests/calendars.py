"""Reads an .ics file by the letter of RFC 5545 and RFC 5546, without the library that wrote it, and says what is wrong."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

LONGEST_LINE = 75
LINE = re.compile(
    r'(?P<name>[A-Z-]+)(?P<params>(;[A-Z-]+=("[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(?P<value>.*)'
)
MOMENT = re.compile(r"\d{8}T\d{6}Z")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "UID")
ESCAPED = re.compile(r"\\[\\;,nN]")
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
NO_GUESTS = "ATTENDEE"


class NotByTheLetter(AssertionError):
    """What a calendar might stumble over."""


def properties(file: bytes) -> dict[str, dict[str, str]]:
    """The properties of each component by name, texts as they were typed. Raises NotByTheLetter."""
    inside: list[str] = []
    found: dict[str, dict[str, str]] = {}
    for name, value in _lines(file):
        if name == "BEGIN":
            inside.append(value)
            found[value] = {}
        elif name == "END":
            _holds(inside.pop() == value, f"{value} ends where it did not begin")
        else:
            _holds(name not in found[inside[-1]], f"{name} stands twice")
            found[inside[-1]][name] = _read(value) if name in TEXTS else value
    _holds(not inside, "something does not end")
    _agree(found)
    return found


def _lines(file: bytes) -> Iterator[tuple[str, str]]:
    _holds(file.endswith(b"\r\n"), "the last line does not end")
    raw = file.removesuffix(b"\r\n").split(b"\r\n")
    _holds(all(len(line) <= LONGEST_LINE for line in raw), "a line is longer than 75 bytes")
    unfolded = b"\r\n".join(raw).replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    for line in unfolded:
        _holds(not FORBIDDEN.search(line), f"a control character: {line!r}")
        found = LINE.fullmatch(line)
        _holds(found is not None, f"no property: {line!r}")
        if found:
            _holds("TZID" not in found["params"], "a zone that the file does not describe")
            yield found["name"], found["value"]


def _read(text: str) -> str:
    bare = ESCAPED.sub("", text)
    _holds(not re.search(r"[\\;,]", bare), f"not escaped: {text!r}")
    return ESCAPED.sub(lambda mark: "\n" if mark[0] in (r"\n", r"\N") else mark[0][1], text)


def _agree(found: dict[str, dict[str, str]]) -> None:
    calendar, event = found["VCALENDAR"], found["VEVENT"]
    _holds(calendar["VERSION"] == "2.0" and bool(calendar["PRODID"]), "not a calendar of version 2.0")
    missing = [name for name in ONCE if name not in event]
    _holds(not missing, f"an event without {missing}")
    _holds(NO_GUESTS not in event, "what is published has no guests (RFC 5546, 3.2.1)")
    for name in ("DTSTAMP", "DTSTART", "DTEND"):
        _holds(bool(MOMENT.fullmatch(event[name])), f"{name} is no moment in UTC: {event[name]}")
    _holds(event["DTEND"] > event["DTSTART"], "it ends before it begins")
    _holds(event["ORGANIZER"].startswith("mailto:"), "the organiser has no address")
    cancelled = event["STATUS"] == "CANCELLED"
    _holds(calendar["METHOD"] == ("CANCEL" if cancelled else "PUBLISH"), "method and standing disagree")
    _holds(("VALARM" in found) is not cancelled, "an alarm for what is off, or none for what is on")
    if alarm := found.get("VALARM"):
        _holds(set(alarm) == {"ACTION", "DESCRIPTION", "TRIGGER"}, f"an alarm of {sorted(alarm)}")


def _holds(condition: bool, otherwise: str) -> None:  # noqa: FBT001
    if not condition:
        raise NotByTheLetter(otherwise)


def moment(value: str) -> datetime:
    """`20270510T140000Z` as a moment."""
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
