"""Meetings in people's own calendars: agreed, moved and called off, each side's in its own words and hours."""

from dataclasses import replace
from datetime import UTC, datetime

from flows.ids import PersonId, WishId
from flows.messages import Attachment
from flows.model.talk import WishState
from flows.places import dm
from tests.calendars import moment, properties
from tests.cast import Two, a_pair, keeps
from tests.talk import Play

Event = dict[str, str]


def _suggests(two: Two, who: PersonId, day: str, at: str = "10:00", how: str = "By phone") -> None:
    two.play.fills(who, {"day": day, "time": at, "how": how})


def _agreed(**zones: str) -> Two:
    """Ana has suggested 10 May at ten, and Ben has said yes."""
    two = a_pair(**zones)
    two.play.until("2027-04-22")
    two.play.presses(two.ana, "set_time")
    _suggests(two, two.ana, "2027-05-10")
    two.play.presses(two.ben, "confirm")
    return two


def _files(play: Play, person: PersonId) -> list[Attachment]:
    shown = [part for each in play.world.platform.screens[dm(person)] for part in each.message.parts]
    return [block for part in shown for block in part.blocks if isinstance(block, Attachment)]


def _event(two: Two, who: PersonId) -> Event:
    """What came to somebody's calendar last."""
    return properties(_files(two.play, who)[-1].content)["VEVENT"]


def test_a_suggestion_alone_is_in_nobodys_calendar() -> None:
    two = a_pair()
    two.play.until("2027-04-22")
    two.play.presses(two.ana, "set_time")
    _suggests(two, two.ana, "2027-05-10")
    assert not _files(two.play, two.ana)
    assert not _files(two.play, two.ben)


def test_what_is_agreed_comes_to_both_each_with_the_others_name_and_their_own_hour() -> None:
    two = _agreed(ben_zone="America/Los_Angeles")
    anas, bens = _event(two, two.ana), _event(two, two.ben)
    assert anas["SUMMARY"] == "Meeting with Ben Okafor"
    assert bens["SUMMARY"] == "Meeting with Ana Duarte"
    assert "10:00 AM EDT" in anas["DESCRIPTION"]
    assert "7:00 AM PDT" in bens["DESCRIPTION"]
    assert moment(anas["DTSTART"]) == moment(bens["DTSTART"]) == datetime(2027, 5, 10, 14, tzinfo=UTC)
    assert anas["UID"] == bens["UID"]
    assert anas["LOCATION"] == "By phone"
    assert anas["STATUS"] == "CONFIRMED"
    assert "Meeting with Ben Okafor, Monday, May 10, 2027, 10:00 AM EDT: for your calendar" in two.play.heard(
        two.ana
    )


def test_it_tells_no_address_but_the_programs() -> None:
    two = _agreed()
    for side in (two.ana, two.ben):
        file = _files(two.play, side)[-1].content
        assert b"@example.org" not in file
        assert b"career-development@ctlibraryassociation.org" in file.replace(b"\r\n ", b"")


def test_a_new_time_takes_the_place_of_the_old_and_is_not_sure_until_it_is_confirmed() -> None:
    two = _agreed()
    first = _event(two, two.ana)
    two.play.presses(two.ben, "reschedule")
    _suggests(two, two.ben, "2027-05-12", how="At the library; upstairs, on the left")
    perhaps = _event(two, two.ana)
    assert perhaps["STATUS"] == "TENTATIVE"
    assert perhaps["LOCATION"] == "At the library; upstairs, on the left"
    two.play.presses(two.ana, "confirm")
    sure = _event(two, two.ben)
    assert sure["STATUS"] == "CONFIRMED"
    assert moment(sure["DTSTART"]).day == 12
    assert first["UID"] == perhaps["UID"] == sure["UID"]
    assert int(first["SEQUENCE"]) < int(perhaps["SEQUENCE"]) < int(sure["SEQUENCE"])


def test_earlier_messages_keep_the_date_that_they_told() -> None:
    two = _agreed()
    before = _files(two.play, two.ana)[0]
    two.play.presses(two.ben, "reschedule")
    _suggests(two, two.ben, "2027-05-12", how="At the library")
    assert _files(two.play, two.ana)[0] == before


def test_a_new_time_that_nobody_confirms_takes_the_meeting_out_of_both_calendars() -> None:
    two = _agreed()
    two.play.presses(two.ben, "reschedule")
    _suggests(two, two.ben, "2027-05-05")
    two.play.until("2027-05-05", 16)
    for side in (two.ana, two.ben):
        assert "came before it was confirmed" in two.play.heard(side)
        event = _event(two, side)
        assert event["STATUS"] == "CANCELLED"
        assert int(event["SEQUENCE"]) == 3, "above all that went before"


def test_a_first_suggestion_that_lapses_was_in_no_calendar() -> None:
    two = a_pair()
    two.play.until("2027-04-22")
    two.play.presses(two.ana, "set_time")
    _suggests(two, two.ana, "2027-04-26")
    two.play.until("2027-04-27")
    assert not two.play.sent("meeting.lapsed")


def test_a_pair_that_ends_early_has_no_date_left() -> None:
    two = _agreed()
    two.play.presses(two.ana, "concern")
    two.play.fills(two.ana, {"text": "It does not fit.", "wants": "end"})
    two.play.presses(two.cora, "end_pair", where=two.play.desk)
    two.play.passes(days=1)
    for side in (two.ana, two.ben):
        event = _event(two, side)
        assert event["STATUS"] == "CANCELLED"
        assert moment(event["DTSTART"]).day == 10


def test_who_was_erased_is_named_in_no_calendar_from_then_on() -> None:
    two = _agreed()
    two.play.says(two.ben, "erase me")
    two.play.presses(two.ben, "erase")
    two.play.passes(days=1)
    for file in _files(two.play, two.ana):
        assert b"Ben" not in file.content.replace(b"\r\n ", b"")
    assert _event(two, two.ana)["STATUS"] == "CANCELLED"


def test_what_was_to_be_sent_before_there_were_dates_is_sent_without_one() -> None:
    two = _agreed()
    (agreed, _) = two.play.sent("meeting.agreed")
    before = {name: value for name, value in agreed.values.items() if name != "date_1"}
    old = replace(agreed, id=WishId("old"), values=before, question=None, choices=(), ref="", sent_with=None)
    files = len(_files(two.play, two.ana) + _files(two.play, two.ben))
    keeps(two.play, replace(old, state=WishState.WAITING, sent_at=None))
    two.play.passes(minutes=5)
    assert len(two.play.sent("meeting.agreed")) == 3
    assert len(_files(two.play, two.ana) + _files(two.play, two.ben)) == files
