"""Everybody's own page: where they stand, what waits for them, their pair, and buttons that do what they say."""

from dataclasses import replace
from typing import Any

from flows.ids import AccountId, ProgramId, WishId
from flows.messages import OpenForm, Outcome, Word
from flows.model.addresses import Workspace
from flows.model.cohorts import Interest
from flows.model.pairs import Concern, Pair, PairState
from flows.model.people import Person
from flows.model.talk import Urgency, Wish, WishState
from flows.places import dm
from tests.applying import applies
from tests.cast import SPRING, a_pair, keeps, mentor
from tests.flows.test_people import a_year_together
from tests.pages import presses, reads
from tests.talk import Play

CT = ProgramId("connecticut")


def a_newcomer(day: str = "2027-02-10") -> tuple[Play, Any]:
    play = Play.of("connecticut", day)
    return play, play.joins("ana", "Ana Duarte")


# --- somebody new -------------------------------------------------------------------------------------


def test_who_is_new_is_welcomed_told_the_dates_and_shown_the_way_in() -> None:
    play, ana = a_newcomer()

    read = reads(play, ana)

    assert read.startswith("Hello Ana Duarte, good to have you here.")
    assert "Applications: February 1, 2027 to February 28, 2027" in read
    assert "Matches are out by: March 20, 2027" in read
    assert "[I would like a mentor] [I would like to mentor]" in read
    assert "[Settings] [Help]" in read
    assert "Pause" not in read, "there is nothing to pause"


def test_one_press_on_the_page_opens_the_form() -> None:
    play, ana = a_newcomer()

    answer = presses(play, ana, "I would like a mentor")

    assert isinstance(answer, OpenForm)
    assert answer.form.key == "application-mentee"
    assert answer.form.note, "it says whom to write to"


def test_between_windows_a_mentor_may_begin_and_a_mentee_is_reminded() -> None:
    play, ana = a_newcomer("2027-05-10")

    read = reads(play, ana)
    assert "Applications: August 1, 2027 to August 31, 2027" in read
    assert "[I would like to mentor] [Remind me when it opens]" in read
    answer = presses(play, ana, "Remind me when it opens")

    assert isinstance(answer, Word)
    assert play.record(Interest, f"connecticut:{ana}")
    assert "I will write to you when applications open on August 1, 2027." in reads(play, ana)
    assert "Remind me" not in reads(play, ana)


# --- somebody who applies -----------------------------------------------------------------------------


def test_what_was_begun_waits_with_its_last_day_and_goes_on_by_a_press() -> None:
    play, ana = a_newcomer()
    presses(play, ana, "I would like a mentor")
    play.sends(ana, {"career_stage": ("student",)})

    read = reads(play, ana)
    answer = presses(play, ana, "Go on with it")

    assert read.startswith("This waits for your answer\n\nYour application as mentee is waiting")
    assert "Applications are open until February 28, 2027." in read
    assert isinstance(answer, OpenForm)
    assert answer.filled["career_stage"] == ("student",)


def test_who_is_not_on_the_roster_may_have_it_looked_at_again() -> None:
    play = Play.of("connecticut", "2027-02-10")
    eli = play.joins("eli", "Eli Tan", member=False)
    applies(play, eli, "mentee", email="eli@example.org")

    read = reads(play, eli)
    play.becomes_member("eli@example.org")
    presses(play, eli, "I have joined: check again")

    assert "we have not found you on the member list" in read
    assert "[I have joined: check again] [Use another address]" in read
    assert "As mentee: handed in on February 10, 2027" in reads(play, eli)


def test_an_application_says_how_it_stands_and_when_there_is_news() -> None:
    play, ana = a_newcomer()
    applies(play, ana, "mentee")

    read = reads(play, ana)

    assert "As mentee: handed in on February 10, 2027; the coordinators are reading it" in read
    assert "Matches are out by: March 20, 2027" in read
    assert "[Withdraw my application] [Pause] [Settings] [Help]" in read
    assert "Hello" not in read


def test_the_waiting_list_is_asked_about_and_shown() -> None:
    play, ana = a_newcomer()
    cora = play.coordinator()
    applies(play, ana, "mentee")
    play.presses(cora, "accept", where=play.desk)
    play.until("2027-03-02", 10)
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=20)

    assert "Shall I keep you on the waiting list?" in reads(play, ana)
    presses(play, ana, "Keep me on the list")

    assert "As mentee: on the waiting list for the next match; you need do nothing" in reads(play, ana)
    assert "Applications: August 1, 2027 to August 31, 2027" in reads(play, ana), "the next chance"
    assert "April" not in reads(play, ana)


def test_a_mentor_says_on_the_page_whether_they_are_available() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ben = mentor(play, "ben", "Ben Okafor", confirms=())
    play.until("2027-02-01")

    read = reads(play, ben)
    answer = presses(play, ben, "Yes, I am available")

    assert "The spring match is coming up: matches are made on March 1, 2027" in read
    assert isinstance(answer, Outcome)
    after = reads(play, ben)
    assert "Your word on a match: spring match 2027: available" in after
    assert "Matches are out by: March 20, 2027" in after
    assert "This waits" not in after
    assert "[I cannot mentor this time]" in after


# --- a pair -------------------------------------------------------------------------------------------


def test_a_pair_is_shown_with_the_partner_s_address_and_who_begins() -> None:
    two = a_pair()

    hers, his = reads(two.play, two.ana), reads(two.play, two.ben)

    assert "Your mentor: Ben Okafor\n\nE-mail: ben@example.org\nTogether: April 1, 2027" in hers
    assert "You make the first contact: write to Ben Okafor by April 8, 2027" in hers
    assert "Your mentee: Ana Duarte\n\nE-mail: ana@example.org" in his
    assert "Ana Duarte makes the first contact" in his
    assert "As mentee" not in hers, "the pair says it"


def test_who_has_no_address_is_found_in_chat_and_who_is_away_is_said_to_be() -> None:
    two = a_pair()
    ben: Any = two.play.record(Person, two.ben)
    keeps(two.play, replace(ben, email=""))
    two.play.says(two.ben, "pause until 2027-04-20")

    read = reads(two.play, two.ana)

    assert "E-mail" not in read
    assert "You find Ben Okafor here, in chat." in read
    assert "Ben Okafor is taking a break until April 20, 2027." in read


def test_something_that_is_not_right_goes_to_the_coordinators_from_the_page() -> None:
    two = a_pair()

    answer = presses(two.play, two.ana, "Something is not right")
    two.play.fills(two.ana, {"text": "He never answers.", "wants": "talk"})

    assert isinstance(answer, OpenForm)
    assert "He never answers." in two.play.told_coordinators()


def test_a_question_is_answered_on_the_page_and_goes_from_there() -> None:
    two = a_pair()
    two.play.until("2027-04-09")
    assert "Have you been in touch with Ben Okafor yet?" in reads(two.play, two.ana)

    presses(two.play, two.ana, "We are in touch")

    assert "in touch with Ben Okafor yet" not in reads(two.play, two.ana)
    assert "[Write our plan] [Later]" in reads(two.play, two.ana), "which is next"
    assert "makes the first contact" not in reads(two.play, two.ben)


def test_a_suggested_time_is_confirmed_on_the_page_and_is_then_the_next_meeting_on_one_s_own_clock() -> None:
    two = a_year_together()
    ben: Any = two.play.record(Person, two.ben)
    keeps(two.play, replace(ben, zone="America/Los_Angeles"))

    assert "Suggested to Ben Okafor: Thursday, May 20, 2027, 10:00 AM EDT." in reads(two.play, two.ana)
    assert (
        "Ana Duarte suggests that you meet on Thursday, May 20, 2027, 7:00 AM PDT: call my number"
        in reads(two.play, two.ben)
    )
    presses(two.play, two.ben, "That suits me")

    hers, his = reads(two.play, two.ana), reads(two.play, two.ben)
    assert "Next meeting: Thursday, May 20, 2027, 10:00 AM EDT\nWhere or how: call my number" in hers
    assert "Next meeting: Thursday, May 20, 2027, 7:00 AM PDT" in his
    assert "Your plan: 2 a month, by Phone" in hers
    assert "[Find another time] [Change the plan] [Something is not right]" in hers
    assert isinstance(presses(two.play, two.ana, "Find another time"), OpenForm)
    assert isinstance(presses(two.play, two.ana, "Change the plan"), OpenForm)


def test_a_meeting_that_is_past_is_the_next_one_no_more() -> None:
    two = a_year_together()
    presses(two.play, two.ben, "That suits me")

    two.play.until("2027-05-21")

    assert "Next meeting" not in reads(two.play, two.ana)


def test_a_suggested_plan_is_before_the_other_side() -> None:
    two = a_pair()
    two.play.until("2027-04-09")
    presses(two.play, two.ana, "We are in touch")
    presses(two.play, two.ana, "Write our plan")
    two.play.fills(two.ana, {"per_month": "2", "methods": ("phone",), "note": ""})

    assert "Your plan is with Ben Okafor, to agree or amend." in reads(two.play, two.ana)
    assert "Ana Duarte suggests a plan for how to keep in touch: 2 a month, by Phone." in reads(
        two.play, two.ben
    )
    presses(two.play, two.ben, "I agree")

    assert "Your plan: 2 a month, by Phone" in reads(two.play, two.ben)


def test_towards_the_end_one_page_asks_for_all_of_it_and_never_says_what_the_partner_said() -> None:
    two = a_year_together()
    two.play.until("2027-09-20")
    two.play.presses(two.ben, "3")

    read = reads(two.play, two.ana)

    assert "Would you like to go on beyond that?" in read
    assert "[Yes, 3 months more]" in read
    assert "the coordinators would love to know how it was with Ben Okafor" in read
    assert "Ben Okafor would" not in read
    assert isinstance(presses(two.play, two.ana, "Answer now"), OpenForm)


def test_after_the_end_the_survey_still_waits_and_then_the_next_dates_stand_there() -> None:
    two = a_year_together()
    two.play.until("2027-10-02")
    assert "[Answer now]" in reads(two.play, two.ana)

    two.play.until("2027-12-05")

    read = reads(two.play, two.ana)
    assert read.startswith("Welcome back.")
    assert "Your mentor: Ben Okafor\nTogether: April 1, 2027 to September 30, 2027, completed" in read
    assert "Applications: February 1, 2028" in read
    assert "As mentee: matched" not in read


def test_a_pair_that_is_only_proposed_stands_on_nobody_s_page() -> None:
    two = a_pair()
    proposed: Pair = replace(two.pair, state=PairState.PROPOSED)
    keeps(two.play, proposed)

    assert "Ben" not in reads(two.play, two.ana)


# --- those who are away, or were ----------------------------------------------------------------------


def test_a_pause_is_said_first_and_ends_by_a_press() -> None:
    two = a_pair()
    two.play.says(two.ana, "pause until 2027-04-20")

    assert reads(two.play, two.ana).startswith("You are paused until April 20, 2027.")
    assert reads(two.play, two.ana).count("[End my pause]") == 1
    presses(two.play, two.ana, "End my pause")

    assert "paused" not in reads(two.play, two.ana)


def test_somebody_erased_has_a_page_that_knows_nothing_of_them() -> None:
    two = a_pair()
    two.play.says(two.ana, "erase me")
    two.play.presses(two.ana, "erase")

    read = reads(two.play, two.ana)

    assert "Your data is erased" in read
    assert "Ben" not in read
    assert "[" not in read


# --- coordinators -------------------------------------------------------------------------------------


def test_coordinators_are_told_what_waits_and_where() -> None:
    play, ana = a_newcomer()
    cora = play.coordinator()
    assert reads(play, cora).startswith("Nothing waits for the coordinators.")

    applies(play, ana, "mentee")
    assert "- One application to decide on" in reads(play, cora)
    play.presses(cora, "accept", where=play.desk)
    play.until("2027-03-02")

    read = reads(play, cora)
    assert "- The pairs of the spring match, to look at and publish" in read
    assert "in the coordinators’ channel" in read
    assert "Hello" not in read, "who coordinates knows what this is"
    assert "to decide on" not in read
    assert "Waiting for the coordinators" not in reads(play, ana)


def test_a_coordinator_is_not_told_of_what_is_not_theirs_to_decide_or_know() -> None:
    two = a_pair()
    applies(two.play, two.cora, "mentor")
    assert "application" not in reads(two.play, two.cora), "it is their own"

    told = Concern(id="c1", pair=two.pair.id, program=CT, person=two.ana)  # type: ignore[arg-type]
    own = Concern(id="c2", pair=f"{SPRING}:{two.ana}:{two.cora}", program=CT, person=two.ana)  # type: ignore[arg-type]
    keeps(two.play, told, own)

    assert "- One concern that nobody has taken up" in reads(two.play, two.cora)


def test_messages_that_could_not_be_delivered_are_told_for_a_week_to_those_whose_they_are() -> None:
    two = a_pair()
    lost = Wish(
        id=WishId("w1"),
        kind="tips.sent",
        key="tips.sent",
        place=dm(two.ana),
        to=two.ana,
        program=SPRING,
        about=two.pair.id,
        urgency=Urgency.PROMPT,
        not_before=two.play.now,
        created=two.play.now,
        state=WishState.SET_ASIDE,
    )
    keeps(two.play, lost, replace(lost, id=WishId("w2"), program="mcgill-2027-fall"))

    assert "- One message of the last week that could not be delivered" in reads(two.play, two.cora)
    two.play.passes(days=8)
    assert "could not be delivered" not in reads(two.play, two.cora)


# --- the page itself ----------------------------------------------------------------------------------


def test_the_program_of_the_place_counts_before_that_of_the_first_meeting() -> None:
    play, ana = a_newcomer()
    person: Any = play.record(Person, ana)
    workspace = Workspace(id="play", program=CT, set_up_by=AccountId("play:ana"))

    keeps(play, replace(person, program="elsewhere"), workspace)

    assert "I run the Connecticut Library Association Mentoring Program" in reads(play, ana)


def test_no_page_says_more_than_a_telephone_shows_in_a_few_turns_of_the_thumb() -> None:
    two = a_year_together()
    for day in ("2027-05-12", "2027-06-15", "2027-09-20", "2027-10-02"):
        two.play.until(day)
        for person in (two.ana, two.ben, two.cora):
            assert len(reads(two.play, person)) < 1600
