"""Applying, where it does not go straight: errors, second thoughts, stale buttons, half-done forms."""

from dataclasses import replace
from typing import Any

from flows.events import Said
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.messages import OpenForm, Outcome, Say, Word
from flows.model.cohorts import Application, Role, application_id
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.model.talk import Draft
from flows.places import dm
from flows.situation import find
from tests.applying import MENTEE, answers, applies, is_accepted
from tests.cast import FALL, SPRING, keeps, mentor, two_applicants
from tests.talk import Play, program_text

CT = ProgramId("connecticut")


def application(play: Play, person: PersonId, role: Role = Role.MENTEE, cohort: str = SPRING) -> Any:
    return play.record(Application, application_id(CT, person, role, cohort))


def begins(play: Play, person: PersonId, role: str) -> None:
    play.says(person, "signup")
    play.presses(person, role)


def test_a_known_member_s_address_is_not_asked_for() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte", email="Ana@Library.example")

    begins(play, ana, "mentee")

    assert play.form is not None
    assert play.form.filled["email"] == ("Ana@Library.example",)


def test_an_address_that_is_not_a_member_s_is_asked_for() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte", member=False)

    begins(play, ana, "mentee")

    assert play.form is not None
    assert "email" not in play.form.filled


def test_what_will_not_do_is_shown_beside_its_field_and_the_rest_is_kept() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ben = play.joins("ben", "Ben Okafor")
    begins(play, ben, "mentor")

    play.fills(ben, answers("mentor", capacity="seven"))

    assert play.form is not None
    assert set(play.form.errors) == {"capacity"}
    play.sends(ben, {"capacity": ("2",)})
    assert application(play, ben, Role.MENTOR, "").state == "submitted"
    assert application(play, ben, Role.MENTOR, "").answers["capacity"] == ("2",)


def test_the_draft_goes_when_the_application_is_in() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")

    assert play.records(find(Draft, person=ana)) == ()
    assert application(play, ana).answers["about"] == (MENTEE["about"],)


def test_a_form_left_open_after_handing_in_shows_that_it_is_in() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    begins(play, ana, "mentee")
    assert play.form is not None
    left_open = play.form
    play.fills(ana, MENTEE)

    play.form = left_open
    answer = play.sends(ana, {"about": ("Something else entirely.",)})

    assert isinstance(answer, Outcome)
    assert answer.said == Say("application.received.outcome")
    assert application(play, ana).answers["about"] == (MENTEE["about"],)


def test_second_thoughts_before_a_decision_take_the_question_from_the_coordinators() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")

    play.presses(ana, "withdraw")

    assert application(play, ana).state == "withdrawn"
    assert "is withdrawn" in play.heard(ana)
    assert "accept" not in play.choices(play.desk)
    assert "This application was withdrawn." in play.screen(play.desk)


def test_withdraw_said_in_words_means_the_application_that_waits() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    is_accepted(play, play.coordinator(), ana, "mentee")

    play.says(ana, "withdraw")

    assert application(play, ana).state == "withdrawn"


def test_withdraw_with_nothing_to_withdraw_says_so() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    answer = play.says(ana, "withdraw")

    assert isinstance(answer, Word)
    assert answer.said.key == "application.withdrawn.nothing"


def test_a_mentor_on_the_list_is_pointed_to_remove_me() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")

    answer = play.says(ben, "withdraw")

    assert isinstance(answer, Word)
    assert answer.said.key == "application.withdrawn.listed"
    assert application(play, ben, Role.MENTOR, "").state == "accepted"


def test_after_withdrawing_one_may_begin_again_in_the_same_window() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora, ana = play.coordinator(), play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.presses(ana, "withdraw")

    is_accepted(play, cora, ana, "mentee")

    assert application(play, ana).state == "accepted"
    assert application(play, ana).decided_by == cora


def test_coordinators_read_headings_and_not_the_questions() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    applies(play, play.joins("ana", "Ana Duarte"), "mentee")

    card = play.screen(play.desk)

    assert "Interests: " in card
    assert "would you love to talk about" not in card


def test_a_second_coordinator_sees_who_decided() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora, finn = play.coordinator(), play.coordinator("finn", "Finn Aalto")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    question = play.world.platform.question(play.desk, "accept")
    play.presses_on(cora, question, "accept")

    answer = play.presses_on(finn, question, "decline")

    assert isinstance(answer, Outcome)
    assert answer.said.key == "application.received.outcome_accepted"
    assert application(play, ana).state == "accepted"


def decides(play: Play, coordinator: PersonId, choice: str) -> Any:
    return play.presses(coordinator, choice, where=play.desk)


def test_a_yes_that_comes_after_the_matches_are_out_puts_the_mentee_on_the_waiting_list() -> None:
    two = two_applicants()
    play, cy = two.play, two.play.joins("cy", "Cy Late")
    applies(play, cy, "mentee")
    play.until("2027-03-02", 10)
    decides(play, two.cora, "publish")
    play.until("2027-03-10")
    play.heard(cy)

    decides(play, two.cora, "accept")

    assert application(play, cy).state == "waitlisted"
    assert "You are accepted, and on the waiting list" in play.heard(cy)
    play.until("2027-08-02")
    assert application(play, cy, cohort=FALL).state == "accepted"


def test_a_yes_while_the_matches_are_late_promises_no_day_that_is_past() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora, ana = play.coordinator(), play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.until("2027-03-25")
    play.heard(ana)

    decides(play, cora, "accept")

    assert application(play, ana).state == "accepted"
    assert "as soon as there is a match" in play.heard(ana)


def nobody_decides() -> tuple[Play, PersonId, PersonId]:
    play = Play.of("connecticut", "2027-02-10")
    cora, ana = play.coordinator(), play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.heard(ana)
    play.told_coordinators()
    play.until("2027-03-20")
    return play, cora, ana


def test_who_is_still_undecided_hears_on_the_day_they_were_promised_and_keeps_a_place() -> None:
    play, _, ana = nobody_decides()

    assert application(play, ana).state == "waitlisted"
    assert "You keep your place for the next one" in play.heard(ana)
    told = play.told_coordinators()
    assert "Ana Duarte was to hear by today" in told
    assert "accept" in play.choices(play.desk)


def test_who_waits_undecided_is_before_the_coordinators_anew_for_the_next_match() -> None:
    play, cora, ana = nobody_decides()
    play.heard(ana)

    play.until("2027-08-02")

    assert application(play, ana, cohort=FALL).state == "submitted"
    assert "Yours from last time is before the coordinators once more" in play.heard(ana)
    decides(play, cora, "accept")
    assert application(play, ana, cohort=FALL).state == "accepted"


def test_who_waits_undecided_is_in_no_proposal_until_somebody_decides() -> None:
    play, cora, ana = nobody_decides()
    mentor(play, "ben", "Ben Okafor")

    decides(play, cora, "match_again")
    assert not play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))
    decides(play, cora, "accept")
    decides(play, cora, "match_again")

    assert [pair.mentee for pair in play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))] == [
        ana
    ]


def test_leaving_the_waiting_list_takes_a_word_and_nothing_comes_after_it() -> None:
    play, _, ana = nobody_decides()
    assert "withdraw" in play.choices(dm(ana))

    play.says(ana, "withdraw")

    assert application(play, ana).state == "withdrawn"
    assert "accept" not in play.choices(play.desk)
    play.heard(ana)
    play.until("2027-08-02")
    assert play.heard(ana) == ""


def test_withdraw_said_by_a_mentor_who_looks_for_a_mentor_means_the_looking() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = mentor(play, "ana", "Ana Duarte")
    applies(play, ana, "mentee")

    play.says(ana, "withdraw")

    assert application(play, ana).state == "withdrawn"
    assert application(play, ana, Role.MENTOR, "").state == "accepted"


def test_a_mentor_who_was_declined_may_apply_anew() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora, ben = play.coordinator(), play.joins("ben", "Ben Okafor")
    applies(play, ben, "mentor")
    decides(play, cora, "decline")
    play.until("2028-02-10")

    applies(play, ben, "mentor")

    assert application(play, ben, Role.MENTOR, "").state == "submitted"
    assert application(play, ben, Role.MENTOR, "").decided_by is None


def test_nobody_decides_on_an_application_of_their_own() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    applies(play, cora, "mentee")

    alone = decides(play, cora, "accept")
    finn = play.coordinator("finn", "Finn Aalto")
    one_of_two = decides(play, cora, "accept")

    assert (alone.said.key, one_of_two.said.key) == (
        "application.received.own_alone",
        "application.received.own",
    )
    assert application(play, cora).state == "submitted"
    decides(play, finn, "accept")
    assert application(play, cora).state == "accepted"


def test_the_address_that_was_typed_is_the_one_that_a_partner_is_given() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte", email="private@home.example", member=False)
    play.becomes_member("ana@work.example")

    applies(play, ana, "mentee", email="ana@work.example")

    assert "sees the parts that introduce you and your e-mail address" in play.heard(ana)
    person: Any = play.record(Person, ana)
    assert person.email == "ana@work.example"


def test_a_mentor_s_draft_is_recalled_once_and_let_go_in_the_end() -> None:
    play = Play.of("connecticut", "2027-05-03")
    ben = play.joins("ben", "Ben Okafor")
    begins(play, ben, "mentor")
    play.heard(ben)

    play.until("2027-05-06")
    assert "Your application as mentor is waiting" in play.heard(ben)
    play.until("2027-07-01")
    assert play.heard(ben) == ""
    play.until("2027-07-02")
    assert "You are welcome to begin again on any day." in play.heard(ben)
    assert application(play, ben, Role.MENTOR, "").state == "lapsed"

    play.presses(ben, "mentor")
    play.fills(ben, answers("mentor"))
    assert application(play, ben, Role.MENTOR, "").state == "submitted"


def test_a_complete_form_of_a_non_member_is_recalled_with_the_one_thing_missing() -> None:
    play = Play.of("connecticut", "2027-02-05")
    ana = play.joins("ana", "Ana Duarte", member=False)
    applies(play, ana, "mentee", email="ana@home.example")
    play.heard(ana)

    play.until("2027-02-08")
    assert "we have not found you on the member list" in play.heard(ana)
    play.becomes_member("ana@home.example")
    play.presses(ana, "check_again")

    assert application(play, ana).state == "submitted"


def test_signing_up_again_with_a_complete_form_looks_at_the_roster_again() -> None:
    play = Play.of("connecticut", "2027-02-05")
    ana = play.joins("ana", "Ana Duarte", member=False)
    applies(play, ana, "mentee", email="ana@home.example")
    play.becomes_member("ana@home.example")

    begins(play, ana, "mentee")

    assert not isinstance(play.answer, OpenForm)
    assert application(play, ana).state == "submitted"


def test_a_roster_that_knows_roles_lets_a_member_take_only_theirs() -> None:
    text = program_text("connecticut").replace("[membership]\n", "[membership]\nby_role = true\n")
    play = Play.of("connecticut", "2027-02-05", text=text)
    ana = play.joins("ana", "Ana Duarte", roles=("mentee",))

    applies(play, ana, "mentor", email="ana@example.org")
    assert "whom the Career Development Committee" in play.heard(ana)
    assert application(play, ana, Role.MENTOR, "").state == "unverified"
    applies(play, ana, "mentee")
    assert application(play, ana).state == "submitted"


def test_a_program_without_membership_asks_for_none() -> None:
    text = program_text("connecticut").replace('required_of = ["mentee", "mentor"]', "required_of = []")
    play = Play.of("connecticut", "2027-02-05", text=text)
    ana = play.joins("ana", "Ana Duarte", member=False)

    applies(play, ana, "mentee", email="ana@home.example")

    assert application(play, ana).state == "submitted"


def test_a_direct_message_that_names_no_program_means_the_one_through_which_they_came() -> None:
    play = Play.of("connecticut", "2027-02-05")
    ana = play.joins("ana", "Ana Duarte")

    play.world.happens(nowhere(play, "signup", 1))
    assert "Connecticut Library Association Mentoring Program" in play.heard(ana)

    person = play.record(Person, ana)
    assert person is not None
    keeps(play, replace(person, program=""))
    answer = play.world.happens(nowhere(play, "signup", 2))
    assert isinstance(answer, Word)
    assert answer.said.key == "refused.no_program"


def nowhere(play: Play, text: str, nth: int) -> Said:
    """Something said by Ana where no program is known."""
    return Said(id=EventId(f"nowhere-{nth}"), now=play.now, account=AccountId("play:ana"), text=text)


def test_whoever_gives_a_members_address_that_their_account_does_not_go_by_is_looked_at() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    play.becomes_member("ada@library.example")
    noa = play.joins("noa", "Noa Stray", email="noa@elsewhere.example", member=False)
    applies(play, noa, "mentee", email="ADA@library.example")
    card = play.told_coordinators()
    assert "Noa Stray would like to be a mentee" in card
    assert "goes by another e-mail address than the one they gave" in card
    assert "elsewhere.example" not in card, "what the platform tells of them is not handed on"

    ben = play.joins("ben", "Ben Okafor", email="Ben@library.example")
    applies(play, ben, "mentee", email="ben@library.example")
    assert "another e-mail address" not in play.told_coordinators()
