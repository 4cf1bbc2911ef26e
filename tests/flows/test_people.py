"""A person and Shelfmate: being met, help, standing, pausing, taking one's data away, being forgotten."""

from dataclasses import replace
from typing import Any

import pytest

from flows.events import Joined
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.messages import Answer, OpenForm, Outcome, Word
from flows.model.cohorts import Application, Role, application_id
from flows.model.pairs import PairState
from flows.model.people import Account, Person
from flows.model.talk import Draft
from flows.places import dm
from flows.situation import find
from tests.applying import applies, is_accepted
from tests.cast import SPRING, a_pair, keeps, mentee
from tests.talk import Play, program_text

CT = ProgramId("connecticut")


def known(play: Play, id: str) -> Any:
    return play.record(Person, id)


def said(answer: Answer | None) -> str:
    assert isinstance(answer, Word | Outcome)
    return answer.said.key


# --- being met ----------------------------------------------------------------------------------------


def met(play: Play, account: str, *, person: str = "", zone: str = "", language: str = "") -> Person:
    """Somebody whom no people file names, unless `person` does, is met on a platform."""
    play.world.happens(
        Joined(
            id=EventId(account),
            now=play.now,
            account=AccountId(account),
            program=CT,
            name="Ida Novak",
            zone=zone,
            language=language,
            person=PersonId(person) if person else None,
        )
    )
    found: Any = play.record(Account, account)
    return known(play, found.person)  # type: ignore[no-any-return]


def test_whoever_is_met_gets_the_program_s_zone_and_language_where_the_platform_tells_none() -> None:
    ida = met(Play.of("connecticut", "2027-01-15"), "slack:T1:U2")

    assert (ida.name, ida.zone, ida.language, ida.program) == (
        "Ida Novak",
        "America/New_York",
        "en",
        "connecticut",
    )


def test_a_language_that_the_program_does_not_speak_falls_back_to_its_first() -> None:
    play = Play.of("connecticut", "2027-01-15")

    assert met(play, "slack:T1:U2", language="pt-BR").language == "en"
    assert met(play, "slack:T1:U3", language="en_US", zone="Europe/Paris").zone == "Europe/Paris"


def test_a_second_account_of_a_known_person_is_the_same_person() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    met(play, "discord:42", person=ana)

    accounts = play.records(find(Account, person=ana))
    assert [account.id for account in accounts] == ["discord:42", "play:ana"]
    assert known(play, ana).name == "Ana Duarte"


def test_two_people_of_the_same_name_stay_two() -> None:
    play = Play.of("connecticut", "2027-01-15")

    assert met(play, "slack:T1:U2").id != met(play, "slack:T1:U3").id


# --- what one can do ----------------------------------------------------------------------------------


def test_whatever_is_not_understood_shows_the_menu() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "what on earth is this")

    assert "What would you like to do?" in play.heard(ana)
    assert {"signup", "me", "pause", "help"} <= play.choices(dm(ana))
    assert not {"remove_me", "resume", "withdraw"} & play.choices(dm(ana))


def test_the_menu_offers_what_fits_the_person() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ben = play.joins("ben", "Ben Okafor")
    is_accepted(play, play.coordinator(), ben, "mentor")
    play.says(ben, "pause until 2027-03-10")

    play.says(ben, "menu")

    assert {"remove_me", "resume"} <= play.choices(dm(ben))


def test_the_menu_s_buttons_do_what_the_words_do() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "menu")
    play.presses(ana, "signup")
    assert "Applications are open until February 28, 2027." in play.heard(ana)
    play.says(ana, "menu")
    play.presses(ana, "me")
    assert "You have not applied to anything yet." in play.heard(ana)


def test_help_says_who_sees_what() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "/mentoring help")

    told = play.heard(ana)
    assert "Your application is seen by the coordinators" in told
    assert "I cannot read what the two of you write to each other" in told
    assert "career-development@ctlibraryassociation.org" in told


# --- where one stands ---------------------------------------------------------------------------------


def test_me_shows_applications_and_the_pair() -> None:
    two = a_pair()
    two.play.heard(two.ana)

    two.play.says(two.ana, "me")

    told = two.play.heard(two.ana)
    assert "As mentee: matched" in told
    assert "Your mentor: Ben Okafor" in told
    assert "September 30, 2027" in told


def test_me_does_not_show_a_pair_that_is_only_proposed() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = mentee(play, "ana", "Ana Duarte")
    two = a_pair()
    play.joins("ben", "Ben Okafor")
    proposed = replace(two.pair, mentee=ana, state=PairState.PROPOSED)
    keeps(play, proposed)

    play.says(ana, "me")
    play.says(ana, "my data")

    assert "Ben" not in play.screen(dm(ana))


def test_my_data_shows_every_answer_by_its_question() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.heard(ana)

    play.says(ana, "my data")

    told = play.heard(ana)
    assert "Ana Duarte" in told
    assert "ana@example.org" in told
    assert "On the way: Library-science student" in told
    assert "I study library science and love old tape recorders." in told


# --- pausing ------------------------------------------------------------------------------------------


def test_pausing_by_a_button_says_until_when() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "pause")
    answer = play.presses(ana, "two_weeks")

    assert said(answer) == "person.pausing.outcome"
    assert "You are paused until February 24, 2027." in play.heard(ana)


def test_pausing_until_another_day_opens_a_form_that_knows_which_days_will_do() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "pause")

    play.presses(ana, "other_day")
    for wrong in ("next week", "2027-02-10", "2029-01-01", "2027-02-30"):
        answer = play.sends(ana, {"until": (wrong,)})
        assert isinstance(answer, OpenForm)
        assert set(answer.errors) == {"until"}
        assert known(play, ana).paused_until is None
    play.sends(ana, {"until": ("2027-04-01",)})

    assert "You are paused until April 1, 2027." in play.heard(ana)


@pytest.mark.parametrize("words", ["pause until tomorrow", "pause 2027-02-10", "pause until 2031-01-01"])
def test_a_pause_that_makes_no_sense_is_answered_with_what_would(words: str) -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    answer = play.says(ana, words)

    assert said(answer) in ("person.pausing.unclear", "person.pausing.unfit")
    assert known(play, ana).paused_until is None


def test_the_partner_hears_of_a_pause_and_of_its_end() -> None:
    two = a_pair()
    two.play.heard(two.ben)

    two.play.says(two.ana, "pause until 2027-04-20")
    assert "Ana Duarte is taking a break until April 20, 2027" in two.play.heard(two.ben)
    two.play.says(two.ana, "resume")
    assert "Ana Duarte is back" in two.play.heard(two.ben)


def test_st_04_a_paused_mentee_gets_no_prompt_and_keeps_the_pair() -> None:
    two = a_pair()
    two.play.says(two.ana, "pause until 2027-05-20")
    two.play.heard(two.ana)

    two.play.until("2027-05-19")
    assert two.play.heard(two.ana) == ""
    assert two.pair.state is PairState.ANNOUNCED


def test_resuming_without_a_pause_says_so() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    assert said(play.says(ana, "resume")) == "person.resumed.already"


# --- being forgotten ----------------------------------------------------------------------------------


def test_erasing_is_asked_first_and_keeping_changes_nothing() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")

    play.says(ana, "erase me")
    assert "This cannot be undone." in play.heard(ana)
    play.presses(ana, "keep")

    assert known(play, ana).name == "Ana Duarte"


def test_erasing_takes_name_address_answers_and_draft_and_the_coordinators_question() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.says(ana, "signup")
    play.presses(ana, "mentor")
    play.sends(ana, {"career_stage": ("senior",)})

    play.says(ana, "my data")
    play.presses(ana, "erase_me")
    answer = play.presses(ana, "erase")

    assert said(answer) == "person.erasing.outcome"
    assert (known(play, ana).name, known(play, ana).email) == ("", "")
    for role, cohort in ((Role.MENTEE, SPRING), (Role.MENTOR, "")):
        found = play.record(Application, application_id(CT, PersonId(ana), role, cohort))
        assert found is not None
        assert (found.state, dict(found.answers)) == ("withdrawn", {})
    assert play.records(find(Draft, person=ana)) == ()
    assert "accept" not in play.choices(play.desk)


def test_nothing_more_is_sent_to_someone_erased_and_a_day_later_the_account_is_forgotten() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.says(ana, "erase me")
    play.presses(ana, "erase")
    play.heard(ana)

    play.until("2027-03-25")

    assert play.heard(ana) == ""
    assert play.records(find(Account, person=ana)) == ()
    assert said(play.says(ana, "me")) == "refused.stranger"


def test_a_pair_ends_kindly_when_one_is_erased_and_the_one_erased_is_not_waiting_for_another() -> None:
    two = a_pair()
    two.play.heard(two.ben)

    two.play.says(two.ana, "erase me")
    two.play.presses(two.ana, "erase")

    assert two.pair.state is PairState.ENDED
    told = two.play.heard(two.ben)
    assert told
    assert "Ana" not in told
    found = two.play.record(Application, two.pair.mentee_application)
    assert found is not None
    assert found.state == "withdrawn"


def test_the_words_of_a_program_are_in_its_own_file() -> None:
    text = program_text("connecticut").replace(
        'contact = "career-development@ctlibraryassociation.org"', 'contact = "ask@library.example"'
    )
    play = Play.of("connecticut", "2027-02-10", text=text)
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "help")

    assert "ask@library.example" in play.heard(ana)
