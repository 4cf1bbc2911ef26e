"""The introduction: to each in their own daytime, common ground first, and what follows is set."""

from dataclasses import replace
from datetime import UTC, datetime

from flows.calendar import is_daytime
from flows.model.people import Person
from flows.model.talk import WakeUp, Wish
from flows.situation import find
from tests.cast import a_pair, keeps, two_applicants


def test_what_follows_is_set_from_the_first_day() -> None:
    two = a_pair()
    waiting = two.play.records(find(WakeUp, limit=500, state="waiting"))
    due = {(wake.flow, wake.trigger): wake.due for wake in waiting if wake.subject.startswith(two.pair.id)}
    assert due == {
        ("contact", "ask_first"): datetime(2027, 4, 8, 10, tzinfo=UTC),
        ("checkin", "ask"): datetime(2027, 4, 11, 10, tzinfo=UTC),
        ("plan", "ask"): datetime(2027, 4, 15, 10, tzinfo=UTC),
        ("meeting", "prompt"): datetime(2027, 4, 22, 10, tzinfo=UTC),
        ("closing", "end"): datetime(2027, 10, 1, 10, tzinfo=UTC),
    }


def test_each_hears_in_their_own_daytime_and_the_room_when_it_is_day_for_both() -> None:
    two = a_pair(ben_zone="America/Los_Angeles")
    play = two.play
    assert "Meet your mentor" in play.heard(two.ana), "10:15 in New York"
    assert "Meet your mentee" not in play.heard(two.ben), "07:15 in Los Angeles"
    assert play.read(two.room) == ""
    play.until("2027-03-02", 11)
    assert "Meet your mentee" in play.heard(two.ben)
    assert "Ana Duarte, this is Ben Okafor" in play.read(two.room)


def test_every_reason_is_told_in_the_second_person() -> None:
    two = a_pair()
    told = two.play.heard(two.ana)
    assert "Ben Okafor offers what you are looking for" in told
    assert "Ana Duarte offers" not in told
    assert "You are further along the road that Ana Duarte is taking" in two.play.heard(two.ben)


def test_a_partner_without_an_address_is_found_in_chat() -> None:
    two = two_applicants()
    play = two.play
    ben = play.record(Person, two.ben)
    assert ben is not None
    keeps(play, replace(ben, email=""))
    play.until("2027-03-02", 10)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=20)
    assert "You find Ben Okafor here, in chat." in play.heard(two.ana)
    assert "So that you can write, this is the address of Ana Duarte: ana@example.org." in play.heard(two.ben)


def test_a_room_is_judged_by_the_clocks_of_the_two_and_not_by_the_programs() -> None:
    for zone in ("Asia/Bangkok", "Asia/Tokyo", "Asia/Kolkata"):
        two = a_pair(ana_zone=zone, ben_zone=zone)
        two.play.passes(days=2)
        said = two.play.records(find(Wish, place=two.room, state="sent"))
        assert said
        assert all(is_daytime(wish.sent_at, zone) for wish in said), zone
