"""A date for one's calendar: by the letter of the standards, whatever was typed into it, and the same bytes each time."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.invitations import written
from flows.files import CalendarEntry
from tests.calendars import NotByTheLetter, moment, properties

TEN = datetime(2027, 5, 10, 10, 0, tzinfo=timezone(timedelta(hours=-4)))
DATE = CalendarEntry(
    name="meeting-2027-05-10.ics",
    alt="Meeting with Ben Okafor",
    id="5f1c",
    sequence=0,
    standing="confirmed",
    at=TEN,
    minutes=60,
    stamp=datetime(2027, 4, 22, 16, 0, tzinfo=UTC),
    summary="Meeting with Ben Okafor",
    details="You and Ben meet.",
    where="By phone",
    organiser="Career Development Committee",
    contact="mentoring@example.org",
    language="en",
)
PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)
PARAGRAPHS = st.lists(PRINTED, max_size=4).map("\n".join)


def test_another_reader_of_the_format_finds_what_was_agreed() -> None:
    (event,) = icalendar.Calendar.from_ical(written(DATE)).walk("VEVENT")
    assert event.decoded("dtstart") == TEN
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert str(event["summary"]) == "Meeting with Ben Okafor"
    assert str(event["location"]) == "By phone"
    assert str(event["organizer"]) == "mailto:mentoring@example.org"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-30)


def test_times_are_in_utc_whatever_zone_they_were_agreed_in() -> None:
    assert moment(properties(written(DATE))["VEVENT"]["DTSTART"]) == TEN.astimezone(UTC)


def test_what_is_off_is_taken_out_of_the_calendar_without_an_alarm() -> None:
    file = properties(written(replace(DATE, standing="cancelled", sequence=3)))
    assert file["VCALENDAR"]["METHOD"] == "CANCEL"
    assert file["VEVENT"]["STATUS"] == "CANCELLED"
    assert file["VEVENT"]["SEQUENCE"] == "3"
    assert "VALARM" not in file


@given(summary=PRINTED, details=PARAGRAPHS, where=PRINTED, organiser=PRINTED)
def test_what_people_typed_is_data(summary: str, details: str, where: str, organiser: str) -> None:
    date = replace(DATE, summary=summary, details=details, where=where, organiser=organiser)
    event = properties(written(date))["VEVENT"]
    assert event["SUMMARY"] == summary
    assert event["DESCRIPTION"] == details
    assert event.get("LOCATION", "") == where


@pytest.mark.parametrize(
    "typed",
    [
        "At noon\r\nATTENDEE:mailto:eve@example.org",
        "At noon\nEND:VEVENT\nBEGIN:VEVENT",
        "\\, \\n; \\\\",
        'CN="x":mailto:eve@example.org',
    ],
)
def test_nobody_writes_lines_of_their_own_into_it(typed: str) -> None:
    date = replace(DATE, summary=typed, details=typed, where=typed, organiser=typed)
    names = re.findall(rb"^[A-Z-]+", written(date), re.MULTILINE)
    assert names.count(b"BEGIN") == 3
    assert b"ATTENDEE" not in names


def test_made_again_it_is_the_same() -> None:
    before = written(DATE)
    written.cache_clear()
    assert written(DATE) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"\r\n", b"\n", "does not end"),
        (b"DTSTART:", b"DTSTART;TZID=X:", "does not describe"),
        (b"10T140000Z", b"10T140000", "no moment"),
        (b"Ben Okafor\r\n", b"Ben; Okafor\r\n", "not escaped"),
        (b"METHOD:PUBLISH", b"METHOD:CANCEL", "disagree"),
        (b"SEQUENCE:0\r\n", b"", "without"),
        (b"SEQUENCE:0\r\n", b"ATTENDEE:mailto:a@example.org\r\nSEQUENCE:0\r\n", "no guests"),
        (b"UID:5f1c", b"UID:" + b"5" * 80, "longer than 75"),
    ],
)
def test_the_test_sees_what_is_wrong(old: bytes, new: bytes, told: str) -> None:
    assert old in written(DATE)
    with pytest.raises(NotByTheLetter, match=told):
        properties(written(DATE).replace(old, new))
