"""CT-19: a coordinator posts a speed-mentoring session; mentors are invited, students sign up, and all are reminded."""

from dataclasses import dataclass

from flows.events import Joined
from flows.ids import EventId, PersonId, ProgramId
from flows.messages import OpenForm, Word
from flows.model.people import Coordinator, coordinator_id
from flows.model.sessions import Seat, Session, SessionState, seat_id
from flows.places import announcements, dm
from flows.situation import find
from flows.turn import Erase, does
from tests.cast import keeps, mentor
from tests.talk import Play

SPEED = {
    "title": "Speed mentoring",
    "day": "2027-04-20",
    "time": "17:00",
    "minutes": "90",
    "where": "Hartford, Main Library",
    "details": "Bring your résumé.",
    "mentors": "yes",
}


@dataclass(slots=True)
class Cast:
    """Cora coordinates, Ben is a mentor on the list, Ana a student."""

    play: Play
    cora: PersonId
    ben: PersonId
    ana: PersonId

    @property
    def channel(self) -> str:
        """The announcement channel."""
        return announcements(ProgramId(self.play.program.id))

    @property
    def session(self) -> Session:
        """The one that was posted."""
        found = [
            one
            for state in SessionState
            for one in self.play.records(find(Session, program=self.play.program.id, state=state))
        ]
        (session,) = found
        assert isinstance(session, Session)
        return session

    def seats(self, state: str = "coming") -> list[str]:
        """Who comes."""
        return [seat.person for seat in self.play.records(find(Seat, session=self.session.id, state=state))]

    def posts(self, **other: str) -> None:
        """Cora posts the session."""
        self.play.says(self.cora, "post a session")
        self.play.presses(self.cora, "begin")
        self.play.fills(self.cora, {**SPEED, **other})

    def changes(self, **other: str) -> None:
        """Cora changes it."""
        self.play.presses(self.cora, "change", where=self.play.desk)
        self.play.fills(self.cora, {**SPEED, **other})

    def signs_up(self) -> None:
        """Ana does, in the channel."""
        self.play.presses(self.ana, "sign_up", where=self.channel)


def a_cast() -> Cast:
    """On a morning in April."""
    play = Play.of("connecticut", "2027-04-05")
    cora = play.coordinator()
    ben = mentor(play, "ben", "Ben Okafor")
    return Cast(play, cora, ben, play.joins("ana", "Ana Duarte"))


def test_ct_19_a_session_is_posted_to_the_channel_and_students_sign_up_there() -> None:
    cast = a_cast()
    cast.posts()
    said = cast.play.posted()
    assert "Speed mentoring" in said
    assert "Tuesday, April 20" in said
    assert "Hartford, Main Library" in said
    assert "Bring your résumé." in said
    answer = cast.play.presses(cast.ana, "sign_up", where=cast.channel)
    assert isinstance(answer, Word)
    assert cast.seats() == [cast.ana]
    assert "You come to Speed mentoring" in cast.play.heard(cast.ana)


def test_ct_19_the_mentors_on_the_list_are_invited_by_a_message_and_sign_up_from_it() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.until("2027-04-06", 10)
    assert "you as a mentor would be very welcome: Speed mentoring" in cast.play.heard(cast.ben)
    cast.play.presses(cast.ben, "sign_up")
    assert cast.seats() == [cast.ben]
    assert "mentor would be" not in cast.play.heard(cast.ana)


def test_nobody_is_invited_where_the_coordinator_does_not_want_it() -> None:
    cast = a_cast()
    cast.posts(mentors="no")
    cast.play.until("2027-04-08", 10)
    assert "Speed mentoring" not in cast.play.heard(cast.ben)


def test_only_coordinators_post_sessions() -> None:
    cast = a_cast()
    answer = cast.play.says(cast.ana, "post a session")
    assert isinstance(answer, Word)
    assert answer.said.key == "session.begin.others"


def test_those_who_come_are_reminded_the_day_before_and_asked_afterwards_and_only_numbers_are_told() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.heard(cast.ana)
    cast.play.until("2027-04-20", 10)
    assert "A reminder: Speed mentoring is on Tuesday, April 20" in cast.play.heard(cast.ana)
    cast.play.until("2027-04-21", 10)
    assert "How was it for you?" in cast.play.heard(cast.ana)
    cast.play.presses(cast.ana, "useful")
    assert "is over" in cast.play.screen(cast.channel)
    cast.play.told_coordinators()
    cast.play.until("2027-04-28", 10)
    told = cast.play.told_coordinators()
    assert "1 had signed up. Useful to 1" in told
    assert "Ana" not in told


def test_who_has_left_again_is_not_reminded() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.presses(cast.ana, "leave")
    assert cast.seats() == []
    assert "You are off the list" in cast.play.heard(cast.ana)
    cast.play.until("2027-04-21", 10)
    assert cast.play.heard(cast.ana) == ""


def test_pressing_twice_is_one_seat_and_says_so() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    answer = cast.play.presses(cast.ana, "sign_up", where=cast.channel)
    assert isinstance(answer, Word)
    assert answer.said.key == "session.signed_up.already"
    assert cast.seats() == [cast.ana]


def test_a_session_that_moves_reads_anew_and_those_who_come_are_told_with_the_new_date() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.heard(cast.ana)
    cast.changes(day="2027-04-22", where="New Haven")
    assert "Thursday, April 22" in cast.play.screen(cast.channel)
    assert "Tuesday, April 20" not in cast.play.screen(cast.channel)
    said = cast.play.heard(cast.ana)
    assert "Something has changed about Speed mentoring" in said
    assert "New Haven" in said
    cast.play.until("2027-04-20", 12)
    assert cast.play.heard(cast.ana) == "", "it is not the day before any more"
    cast.play.until("2027-04-22", 10)
    assert "A reminder" in cast.play.heard(cast.ana)
    cast.play.until("2027-04-23", 10)
    stands = cast.play.screen(cast.channel)
    assert "is over" in stands
    assert "April 20" not in stands


def test_a_session_that_is_called_off_says_so_everywhere_and_nobody_is_reminded() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.heard(cast.ana)
    cast.play.presses(cast.cora, "call_off", where=cast.play.desk)
    assert "does not take place" in cast.play.heard(cast.ana)
    assert "does not take place" in cast.play.screen(cast.channel)
    assert "sign_up" not in cast.play.choices(cast.channel)
    cast.play.until("2027-04-29", 10)
    assert cast.play.heard(cast.ana) == ""
    assert cast.session.state is SessionState.CANCELLED


def test_coordinators_see_who_comes() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.presses(cast.cora, "who", where=cast.play.desk)
    assert "nobody has signed up yet" in cast.play.heard(cast.cora)
    cast.signs_up()
    cast.play.presses(cast.cora, "who", where=cast.play.desk)
    assert "Ana Duarte" in cast.play.heard(cast.cora)


def test_a_time_that_has_passed_is_told_beside_its_field_and_what_was_typed_stays() -> None:
    cast = a_cast()
    cast.play.says(cast.cora, "post a session")
    cast.play.presses(cast.cora, "begin")
    answer = cast.play.fills(cast.cora, {**SPEED, "day": "2027-04-01"})
    assert isinstance(answer, OpenForm)
    assert set(answer.errors) == {"day"}
    assert answer.filled["title"] == ("Speed mentoring",)


def test_what_somebody_signed_up_for_is_among_their_data_and_goes_with_it() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.says(cast.ana, "my data")
    assert "Speed mentoring" in cast.play.heard(cast.ana)
    cast.play.says(cast.ana, "erase me")
    cast.play.presses(cast.ana, "erase")
    assert cast.seats() == []


def test_an_invitation_pressed_after_the_session_is_told_so() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.until("2027-04-21", 10)
    assert "sign_up" in cast.play.choices(dm(cast.ben))
    cast.play.presses(cast.ben, "sign_up")
    assert cast.seats() == []


# --- what has been overtaken ----------------------------------------------------------------------------


def test_who_is_invited_the_next_morning_hears_of_the_day_that_it_has_been_moved_to() -> None:
    cast = a_cast()
    cast.posts()
    cast.changes(day="2027-04-22", minutes="45")
    cast.play.until("2027-04-06", 10)
    said = cast.play.heard(cast.ben)
    assert "Thursday, April 22" in said
    assert "45 minutes" in said


def test_the_coordinators_own_message_reads_anew_too() -> None:
    cast = a_cast()
    cast.posts()
    cast.changes(day="2027-04-22")
    assert "Thursday, April 22" in cast.play.screen(cast.play.desk)
    assert "April 20" not in cast.play.screen(cast.play.desk)
    assert "call_off" in cast.play.choices(cast.play.desk)


def test_nobody_is_invited_to_what_was_called_off_and_an_invitation_that_stands_says_so() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.until("2027-04-06", 10)
    late = mentor(cast.play, "lia", "Lia Moreau")
    cast.play.heard(cast.ben)
    cast.changes(mentors="no")
    cast.changes(mentors="yes")
    cast.play.presses(cast.cora, "call_off", where=cast.play.desk)
    assert "does not take place, sorry" in cast.play.screen(dm(cast.ben))
    assert "sign_up" not in cast.play.choices(dm(cast.ben))
    cast.play.until("2027-04-08", 10)
    assert "Speed mentoring" not in cast.play.heard(late)


def test_nobody_is_invited_to_what_has_begun() -> None:
    cast = a_cast()
    cast.posts(day="2027-04-05", time="16:00")
    cast.play.until("2027-04-07", 10)
    assert "Speed mentoring" not in cast.play.heard(cast.ben)


def test_a_mentor_who_comes_already_is_not_invited_as_well() -> None:
    cast = a_cast()
    cast.posts(mentors="no")
    cast.play.presses(cast.ben, "sign_up", where=cast.channel)
    cast.changes(mentors="yes")
    cast.play.until("2027-04-06", 10)
    assert "would be very welcome" not in cast.play.heard(cast.ben)


def test_a_seat_that_is_given_back_after_the_session_changes_no_numbers() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.until("2027-04-21", 10)
    answer = cast.play.presses(cast.ana, "leave")
    assert isinstance(answer, Word)
    assert answer.said.key == "session.too_late"
    assert cast.seats() == [cast.ana]


def test_a_form_that_was_open_as_the_session_ended_changes_nothing() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.presses(cast.cora, "change", where=cast.play.desk)
    cast.play.until("2027-04-21", 10)
    cast.play.fills(cast.cora, {**SPEED, "day": "2027-04-30"})
    assert cast.session.state is SessionState.OVER
    assert "April 30" not in cast.play.screen(cast.channel)


# --- who may, how many, and what they type --------------------------------------------------------------


def test_a_form_posts_one_session_and_its_button_says_so_afterwards() -> None:
    cast = a_cast()
    cast.posts()
    assert "begin" not in cast.play.choices(dm(cast.cora))
    assert "The announcement channel shows it by day" in cast.play.screen(dm(cast.cora))


def test_two_sessions_stand_beside_each_other() -> None:
    cast = a_cast()
    cast.posts()
    first = cast.session
    cast.posts(title="Orientation", mentors="no")
    cast.play.presses(cast.ana, "sign_up", where=cast.channel)
    (seat,) = cast.play.records(find(Seat, person=cast.ana))
    assert seat.session != first.id
    assert "Speed mentoring" in cast.play.screen(cast.channel)


def test_who_coordinates_no_more_posts_nothing_and_changes_nothing() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.says(cast.cora, "post a session")
    cast.play.presses(cast.cora, "begin")
    seat = coordinator_id(cast.session.program, cast.cora)
    gone = Joined(id=EventId("gone"), now=cast.play.now, account=None, name="")
    cast.play.saves(gone, does(Erase(Coordinator, seat)))
    answer = cast.play.fills(cast.cora, {**SPEED, "title": "One more"})
    assert isinstance(answer, Word)
    assert answer.said.key == "session.begin.others"
    refused = cast.play.presses(cast.cora, "call_off", where=cast.play.desk)
    assert isinstance(refused, Word)
    assert refused.said.key == "refused.not_yours"
    assert cast.session.state is SessionState.POSTED


def test_a_session_waits_for_nobody_s_decision() -> None:
    cast = a_cast()
    cast.posts()
    cast.play.says(cast.cora, "post a session")
    cast.play.heard(cast.cora)
    cast.play.says(cast.cora, "desk")
    assert "Nothing waits" in cast.play.heard(cast.cora)


def test_hundreds_who_come_are_all_counted() -> None:
    cast = a_cast()
    cast.posts(mentors="no")
    people = [PersonId(f"p-{nth}") for nth in range(250)]
    seats = [Seat(id=seat_id(cast.session.id, one), session=cast.session.id, person=one) for one in people]
    keeps(cast.play, *seats)
    cast.play.presses(cast.cora, "who", where=cast.play.desk)
    assert "250 signed up" in cast.play.heard(cast.cora)
    cast.play.until("2027-04-28", 10)
    assert "250 had signed up" in cast.play.told_coordinators()


def test_a_title_reads_as_it_was_typed_and_calls_nobody() -> None:
    cast = a_cast()
    title = "*All* of <!channel> & @everyone: [come](https://example.org)"
    cast.posts(title=title)
    cast.signs_up()
    assert title in cast.play.posted()
    assert title in cast.play.heard(cast.ana)


def test_one_s_own_data_tell_how_one_said_it_was() -> None:
    cast = a_cast()
    cast.posts()
    cast.signs_up()
    cast.play.until("2027-04-21", 10)
    cast.play.presses(cast.ana, "so_so")
    cast.play.heard(cast.ana)
    cast.play.says(cast.ana, "my data")
    assert "How it was: So-so" in cast.play.heard(cast.ana)
