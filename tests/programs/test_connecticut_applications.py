"""Connecticut, from the call for applicants to the list of those who take part: they say, we say."""

from flows.ids import ProgramId
from flows.messages import Outcome, Say, Word
from flows.model.cohorts import Application, Availability, Interest, Role, application_id
from flows.model.people import Person
from tests.applying import MENTEE, answers, applies, is_accepted
from tests.cast import FALL, SPRING
from tests.talk import Play

CT = ProgramId("connecticut")
CONTACT = "career-development@ctlibraryassociation.org"


def state(play: Play, person: str, role: Role, cohort: str = "") -> str:
    found = play.record(Application, application_id(CT, person, role, cohort))  # type: ignore[arg-type]
    return found.state if found else "none"


def available(play: Play, person: str, cohort: str = SPRING) -> str:
    found = play.record(Availability, f"{cohort}:{person}")
    return found.state if found else "none"


# --- CT-1: members only -------------------------------------------------------------------------------


def test_ct_01_a_member_s_application_goes_to_the_coordinators() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte", member=True)

    applies(play, ana, "mentee")

    assert "your application is in" in play.heard(ana)
    asked = play.told_coordinators()
    assert "Ana Duarte would like to be a mentee." in asked
    assert "I study library science" in asked
    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"


def test_ct_01_a_stranger_to_the_roster_is_told_how_to_join_and_keeps_the_draft() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte", member=False)

    applies(play, ana, "mentee", email="ana@home.example")

    told = play.heard(ana)
    assert "join here" in told
    assert "First-time members pay $25." in told
    assert "your answers are complete and kept" in told
    assert state(play, "ana", Role.MENTEE, SPRING) == "unverified"
    assert "Ana Duarte" not in play.told_coordinators()


def test_ct_01_once_they_have_joined_one_press_hands_the_application_in() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte", member=False)
    applies(play, ana, "mentee", email="ana@home.example")

    play.presses(ana, "check_again")
    assert state(play, "ana", Role.MENTEE, SPRING) == "unverified"

    play.becomes_member("ana@home.example")
    play.presses(ana, "check_again")

    assert "your application is in" in play.heard(ana)
    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"
    assert "Ana Duarte would like to be a mentee." in play.told_coordinators()


def test_ct_01_a_member_under_another_address_gives_it_and_nothing_else_again() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.becomes_member("a.duarte@work.example")
    ana = play.joins("ana", "Ana Duarte", member=False)
    applies(play, ana, "mentee", email="ana@home.example")

    play.presses(ana, "change_email")
    assert play.form is not None
    play.sends(ana, {"email": ("A.Duarte@Work.example",)})

    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"


# --- CT-2: a pair is two people -----------------------------------------------------------------------


def test_ct_02_one_person_may_be_mentee_and_mentor_in_two_applications() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    applies(play, ana, "mentee")
    applies(play, ana, "mentor")

    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"
    assert state(play, "ana", Role.MENTOR) == "submitted"


def test_ct_02_a_second_application_as_mentee_is_refused_kindly() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.heard(ana)

    play.says(ana, "signup")
    assert "As mentee: handed in on February 10, 2027" in play.heard(ana)
    answer = play.presses(ana, "mentee")

    assert isinstance(answer, Word)
    assert answer.said.key == "application.standing"
    assert (
        len(play.sent("application.received")) == 2
    )  # the thanks and the question to the coordinators, once each


# --- CT-3: career stage -------------------------------------------------------------------------------


def test_ct_03_both_applications_ask_the_career_stage() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana, ben = play.joins("ana", "Ana Duarte"), play.joins("ben", "Ben Okafor")

    applies(play, ana, "mentee", career_stage="student")
    applies(play, ben, "mentor", career_stage="senior")

    asked = play.told_coordinators()
    assert "Library-science student" in asked
    assert "Experienced or leading" in asked


# --- CT-4: February and August ------------------------------------------------------------------------


def test_ct_04_the_window_opens_nears_its_end_and_closes_in_the_channel() -> None:
    play = Play.of("connecticut", "2027-01-15")

    play.until("2027-01-31", 23)
    assert play.posted() == ""
    play.until("2027-02-01")
    opened = play.posted()
    assert "Applications for the spring match are open, until February 28, 2027." in opened
    assert "April 1, 2027 to September 30, 2027" in opened
    play.until("2027-02-22")
    assert "close on February 28, 2027" in play.posted()
    play.until("2027-02-28", 23)
    assert play.posted() == ""
    play.until("2027-03-01")
    assert "opens on August 1, 2027" in play.posted()

    play.until("2027-08-01")
    assert "Applications for the fall match are open, until August 31, 2027." in play.posted()
    play.until("2028-02-01")
    assert "spring match are open, until February 29, 2028." in play.posted()


def test_ct_04_a_mentee_in_march_is_refused_kindly_and_reminded_in_august() -> None:
    play = Play.of("connecticut", "2027-03-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "signup")
    play.presses(ana, "mentee")
    assert play.form is None
    assert "The next window opens on August 1, 2027; shall I remind you then?" in play.heard(ana)
    assert state(play, "ana", Role.MENTEE, SPRING) == "none"

    answer = play.presses(ana, "remind_me")
    assert isinstance(answer, Outcome)
    play.until("2027-07-31")
    assert "applications open on August 1, 2027" in play.screen(f"dm:{ana}")
    play.heard(ana)

    play.until("2027-08-01")
    assert "You asked me to tell you: applications for the fall match are open" in play.heard(ana)
    assert play.record(Interest, "connecticut:ana") is None
    play.presses(ana, "mentee")
    play.fills(ana, MENTEE)
    assert state(play, "ana", Role.MENTEE, FALL) == "submitted"


def test_ct_04_the_button_in_the_channel_begins_an_application() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")
    play.until("2027-02-01")

    play.presses(ana, "mentee", where="channel:connecticut:announcements")
    play.fills(ana, MENTEE)

    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"


def test_ct_04_a_draft_is_kept_recalled_once_and_resumed_where_it_was_left() -> None:
    play = Play.of("connecticut", "2027-02-05")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "signup")
    play.presses(ana, "mentee")
    play.sends(ana, {"career_stage": ("student",), "topics": ("archives",)})
    play.heard(ana)

    play.until("2027-02-08", 23)
    assert "Your application as mentee is waiting where you left it." in play.heard(ana)
    play.until("2027-02-20")
    assert play.heard(ana) == ""

    play.says(ana, "signup")
    assert "As mentee: begun, not handed in yet" in play.heard(ana)
    play.presses(ana, "resume")
    assert play.form is not None
    assert play.form.filled["topics"] == ("archives",)
    play.fills(ana, {key: value for key, value in MENTEE.items() if key not in ("career_stage", "topics")})
    assert state(play, "ana", Role.MENTEE, SPRING) == "submitted"


def test_ct_04_a_draft_is_recalled_before_the_close_and_let_go_after_it() -> None:
    play = Play.of("connecticut", "2027-02-20")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "signup")
    play.presses(ana, "mentee")
    play.heard(ana)

    play.until("2027-02-22")
    assert "waiting where you left it" in play.heard(ana)
    play.until("2027-02-28")
    assert play.heard(ana) == ""
    play.until("2027-03-01")

    assert "the next one opens on August 1, 2027. Shall I remind you?" in play.heard(ana)
    assert state(play, "ana", Role.MENTEE, SPRING) == "lapsed"
    assert "resume" not in play.choices(f"dm:{ana}")


def test_ct_04_a_form_sent_after_midnight_of_the_last_day_is_refused_with_the_date() -> None:
    play = Play.of("connecticut", "2027-02-28")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "signup")
    play.presses(ana, "mentee")

    play.until("2027-03-01", 1)
    play.sends(ana, {"career_stage": ("student",)})

    assert "opens on August 1, 2027" in play.heard(ana)
    assert state(play, "ana", Role.MENTEE, SPRING) == "lapsed"


def test_ct_04_what_is_still_undecided_is_shown_to_the_coordinators_on_the_last_day() -> None:
    play = Play.of("connecticut", "2027-02-20")
    cora = play.coordinator()
    ana, eli = play.joins("ana", "Ana Duarte"), play.joins("eli", "Eli Sommer")
    applies(play, ana, "mentee")
    is_accepted(play, cora, eli, "mentee")
    play.told_coordinators()

    play.until("2027-02-28")

    told = play.told_coordinators()
    waiting = told.partition("still wait for your decision")[2]
    assert "Ana Duarte" in waiting
    assert "Eli Sommer" not in waiting.partition("\n\n\n")[0]


# --- CT-9: mentors all year ---------------------------------------------------------------------------


def test_ct_09_a_mentor_applies_on_any_day_and_hears_the_decision() -> None:
    play = Play.of("connecticut", "2027-05-14")
    cora = play.coordinator()
    ben = play.joins("ben", "Ben Okafor")

    is_accepted(play, cora, ben, "mentor")

    told = play.heard(ben)
    assert "you are on our list of mentors" in told
    assert state(play, "ben", Role.MENTOR) == "accepted"
    assert "Cora Lindqvist has accepted this application." in play.screen(play.desk)


def test_ct_09_a_declined_mentor_hears_it_kindly() -> None:
    play = Play.of("connecticut", "2027-05-14")
    cora = play.coordinator()
    ben = play.joins("ben", "Ben Okafor")
    applies(play, ben, "mentor")

    play.presses(cora, "decline", where=play.desk)

    assert "It is no judgement of you" in play.heard(ben)
    assert state(play, "ben", Role.MENTOR) == "declined"
    found = play.record(Application, application_id(CT, ben, Role.MENTOR))
    assert found is not None
    assert found.decided_by == cora


def test_ct_09_only_a_coordinator_decides() -> None:
    play = Play.of("connecticut", "2027-05-14")
    play.coordinator()
    ben, eve = play.joins("ben", "Ben Okafor"), play.joins("eve", "Eve Marsh")
    applies(play, ben, "mentor")

    answer = play.presses(eve, "accept", where=play.desk)

    assert isinstance(answer, Word)
    assert answer.said.key == "refused.not_yours"
    assert state(play, "ben", Role.MENTOR) == "submitted"


# --- CT-10: on the list until asking to be removed ----------------------------------------------------


def test_ct_10_remove_me_works_at_once_and_is_confirmed() -> None:
    play = Play.of("connecticut", "2027-05-14")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.heard(ben)

    play.says(ben, "remove me")

    assert "You are off the list of mentors" in play.heard(ben)
    assert state(play, "ben", Role.MENTOR) == "withdrawn"
    play.until("2027-08-20")
    assert play.heard(ben) == ""


def test_ct_10_a_removed_mentor_may_come_back_by_their_own_act() -> None:
    play = Play.of("connecticut", "2027-05-14")
    cora, ben = play.coordinator(), play.joins("ben", "Ben Okafor")
    is_accepted(play, cora, ben, "mentor")
    play.says(ben, "remove me")

    is_accepted(play, cora, ben, "mentor")

    assert state(play, "ben", Role.MENTOR) == "accepted"
    person = play.record(Person, ben)
    assert person is not None
    assert person.removed_at is None
    play.heard(ben)
    play.until("2027-08-01")
    assert "Are you willing and available" in play.heard(ben)


# --- CT-11: asked each February and August ------------------------------------------------------------


def test_ct_11_every_mentor_is_asked_each_february_and_august_and_answers_with_one_press() -> None:
    play = Play.of("connecticut", "2026-12-01")
    cora = play.coordinator()
    ben, dee, fay = (
        play.joins(id, name) for id, name in [("ben", "Ben Okafor"), ("dee", "Dee Ito"), ("fay", "Fay Lund")]
    )
    for person in (ben, dee, fay):
        is_accepted(play, cora, person, "mentor")
        play.heard(person)

    play.until("2027-02-01")
    for person, choice in ((ben, "yes"), (dee, "not_now"), (fay, "remove")):
        assert "Are you willing and available to mentor this time?" in play.heard(person)
        play.presses(person, choice)

    assert [available(play, one) for one in ("ben", "dee", "fay")] == ["confirmed", "away", "removed"]
    assert [state(play, one, Role.MENTOR) for one in ("ben", "dee", "fay")] == [
        "accepted",
        "accepted",
        "withdrawn",
    ]
    assert "You are off the list" in play.heard(fay)

    play.until("2027-08-01")
    assert "fall match" in play.heard(ben)
    assert "fall match" in play.heard(dee)
    assert play.heard(fay) == ""


def test_ct_11_a_silent_mentor_is_reminded_and_then_not_matched_but_stays_on_the_list() -> None:
    play = Play.of("connecticut", "2026-12-01")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")

    play.until("2027-02-07")
    play.heard(ben)
    play.until("2027-02-08")
    assert "One more time about the spring match" in play.heard(ben)
    play.until("2027-02-28")
    assert play.heard(ben) == ""
    play.until("2027-03-01")

    assert available(play, "ben") == "silent"
    assert state(play, "ben", Role.MENTOR) == "accepted"
    assert "No answer came before the match" in play.screen(f"dm:{ben}")
    assert not play.choices(f"dm:{ben}") & {"yes", "not_now"}


def test_ct_11_an_answer_to_the_reminder_settles_both_messages() -> None:
    play = Play.of("connecticut", "2026-12-01")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.until("2027-02-09")

    play.presses(ben, "yes")

    assert available(play, "ben") == "confirmed"
    assert play.screen(f"dm:{ben}").count("You are available for the spring match.") == 2
    play.until("2027-03-01")
    assert available(play, "ben") == "confirmed"


def test_ct_11_a_mentor_accepted_while_the_others_are_asked_is_asked_too() -> None:
    play = Play.of("connecticut", "2027-02-10", hour=11)
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.heard(ben)

    play.until("2027-02-11")

    assert "Are you willing and available" in play.heard(ben)


# --- CT-20: one contact address -----------------------------------------------------------------------


def test_ct_20_the_contact_address_stands_in_help_and_in_all_that_is_said_about_applying() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "help")
    told = play.heard(ana)
    assert CONTACT in told
    assert "I cannot read what the two of you write to each other" in told
    play.says(ana, "signup")
    assert CONTACT in play.heard(ana)
    play.presses(ana, "mentee")
    assert play.form is not None
    assert play.form.form.note == Say("form.note", {"contact": CONTACT})
    play.fills(ana, answers("mentee"))
    assert CONTACT in play.heard(ana)


# --- CT-22: the next enrolment while a cohort runs ----------------------------------------------------


def test_ct_22_the_fall_window_opens_while_the_spring_cohort_still_runs() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")
    play.until("2027-08-15")

    applies(play, ana, "mentee")

    assert state(play, "ana", Role.MENTEE, FALL) == "submitted"
    assert state(play, "ana", Role.MENTEE, SPRING) == "none"


# --- ST-4: pause --------------------------------------------------------------------------------------


def test_st_04_a_paused_mentor_hears_nothing_until_the_day_and_keeps_the_place() -> None:
    play = Play.of("connecticut", "2026-12-01")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")

    play.says(ben, "pause until 2027-02-10")
    assert "You are paused until February 10, 2027." in play.heard(ben)
    play.until("2027-02-09")
    assert play.heard(ben) == ""
    play.until("2027-02-10")

    assert "Are you willing and available" in play.heard(ben)
    assert state(play, "ben", Role.MENTOR) == "accepted"


def test_st_04_back_earlier_than_said_what_was_held_arrives_at_once() -> None:
    play = Play.of("connecticut", "2026-12-01")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.says(ben, "pause until 2027-02-20")
    play.until("2027-02-05")
    play.heard(ben)

    play.says(ben, "resume")
    play.passes(days=1)

    assert "Are you willing and available" in play.heard(ben)
