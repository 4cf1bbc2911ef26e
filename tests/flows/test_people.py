"""A person and Shelfmate: being met, help, standing, pausing, taking one's data away, being forgotten."""

from dataclasses import replace
from typing import Any

import pytest

from flows.events import Joined
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.messages import Answer, OpenForm, Outcome, Word
from flows.model.addresses import Address, Workspace, address_id
from flows.model.cohorts import Application, Role, application_id
from flows.model.pairs import PairState
from flows.model.people import Account, Person
from flows.model.talk import Draft, Seen
from flows.person.person_case import all_meetings_of
from flows.places import dm, room
from flows.situation import find
from tests.applying import applies, is_accepted
from tests.cast import SPRING, Two, a_pair, keeps, mentee
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


def test_who_leaves_the_platform_and_comes_back_is_who_they_were() -> None:
    two = a_pair()
    two.play.heard(two.ana)

    met(two.play, "play:ana")

    account: Any = two.play.record(Account, "play:ana")
    assert account.person == two.ana
    two.play.says(two.ana, "me")
    assert "Your mentor: Ben Okafor" in two.play.heard(two.ana)


def test_an_id_that_could_not_stand_within_other_ids_is_replaced_by_one_that_can() -> None:
    play = Play.of("connecticut", "2027-02-10")

    ida = met(play, "play:ida", person="a:b|c")
    play.says(PersonId("ida"), "signup")
    play.presses_on(PersonId("ida"), play.world.platform.question(dm(ida.id), "mentee"), "mentee")

    assert not set(ida.id) & set(":|")
    assert isinstance(play.answer, OpenForm)


# --- what one can do ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "answer"),
    [("I want to sign up!", "Which would you like to be?"), ("stop", "Until when would you like a break?")],
)
def test_what_people_say_of_themselves_is_understood(words: str, answer: str) -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, words)

    assert answer in play.heard(ana)


@pytest.mark.parametrize("greeting", ["hello", "Hi!", "hey Shelfmate", "Good morning."])
def test_whoever_greets_is_greeted_and_learns_to_whom_they_speak(greeting: str) -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, greeting)

    heard = play.heard(ana)
    assert "Hello Ana Duarte" in heard
    assert "I am Shelfmate, and I run the Connecticut" in heard
    assert {"signup", "help"} <= play.choices(dm(ana))


def test_whoever_thanks_is_not_asked_what_they_would_like() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "Thank you so much!")

    heard = play.heard(ana)
    assert "You are welcome." in heard
    assert "What would you like to do?" not in heard


def test_the_bare_command_is_the_menu() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "/mentoring")

    assert play.heard(ana).startswith("What would you like to do?")


def test_whatever_is_not_understood_is_said_and_shows_the_menu() -> None:
    play = Play.of("connecticut", "2027-01-15")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "what on earth is this")

    heard = play.heard(ana)
    assert "I did not understand that. I am Shelfmate, I run the Connecticut" in heard
    assert "What would you like to do?" in heard
    assert "career-development@ctlibraryassociation.org" in heard
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


@pytest.mark.parametrize("words", ["Something is not right with Ben", "problem!", "“I have a concern”"])
def test_who_says_that_something_is_not_right_is_shown_the_way_to_the_coordinators(words: str) -> None:
    two = a_pair()
    two.play.heard(two.ana)

    two.play.says(two.ana, words)

    assert "only they read it, and Ben Okafor is not told" in two.play.heard(two.ana)
    two.play.presses(two.ana, "concern")
    two.play.fills(two.ana, {"text": "He never answers.", "wants": "talk"})
    assert "He never answers." in two.play.told_coordinators()


def test_the_menu_has_the_way_to_the_coordinators_for_those_in_a_pair() -> None:
    two = a_pair()

    two.play.says(two.ana, "menu")
    two.play.presses(two.ana, "not_right")

    assert "Is something not right with your match" in two.play.heard(two.ana)


def test_without_a_partner_a_problem_goes_to_the_contact_address() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    assert said(play.says(ana, "problem")) == "person.concern.nobody"
    play.says(ana, "help! what is this?")
    assert "Who sees what" in play.heard(ana)


def test_help_says_who_sees_what() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")

    play.says(ana, "/mentoring help")

    told = play.heard(ana)
    assert "The coordinators see your whole application." in told
    assert "your name, your e-mail address and the parts that introduce you" in told
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
    assert "Time zone: New York (United States), Eastern Time\nLanguage: English" in told
    assert "On the way: Library-science student" in told
    assert "I study library science and love old tape recorders." in told


def test_my_data_shows_what_one_said_within_a_pair_and_nothing_of_the_partner_s() -> None:
    two = a_year_together()
    two.play.heard(two.ana)

    two.play.says(two.ana, "my data")

    told = two.play.heard(two.ana)
    assert "Your note to the plan: my quiet note" in told
    assert "How to meet, as you wrote it: call my number" in told
    assert "Your answer to check-in 2: all is well" in told
    two.play.says(two.ben, "my data")
    his = two.play.heard(two.ben).rpartition("This is what I hold")[2]
    assert "my quiet note" not in his
    assert "all is well" not in his
    assert "2027: available" in his


def test_my_data_says_that_one_coordinates_and_waits_to_be_told() -> None:
    play = Play.of("connecticut", "2027-05-10")
    cora = play.coordinator()
    play.says(cora, "signup")
    play.presses(cora, "mentee")
    play.presses(cora, "remind_me")
    play.heard(cora)

    play.says(cora, "my data")

    told = play.heard(cora)
    assert "When applications next open: you asked to be told" in told
    assert "You coordinate: Connecticut Library Association Mentoring Program" in told


def a_year_together() -> Two:
    """Ana and Ben with a plan, a meeting, a check-in and a concern, all in Ana's words."""
    two = a_pair()
    play = two.play
    play.until("2027-04-09")
    play.presses(two.ana, "met")
    play.until("2027-04-11")
    play.presses(two.ana, "write")
    play.fills(two.ana, {"per_month": "2", "methods": ("phone",), "note": "my quiet note"})
    play.passes(days=1)
    play.presses(two.ben, "agree")
    play.until("2027-04-25")
    play.presses(two.ana, "all_well")
    play.presses(two.ana, "set_time")
    play.fills(two.ana, {"day": "2027-05-20", "time": "10:00", "how": "call my number"})
    play.passes(days=1)
    play.presses(two.ana, "concern")
    play.page = 1
    play.fills(two.ana, {"text": "a heavy heart", "wants": "know"})
    play.passes(days=1)
    play.presses(two.cora, "take", where=play.desk)
    play.page = 5
    play.passes(days=1)
    return two


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


def test_who_was_erased_reads_it_as_told_to_them_and_is_greeted_without_a_name() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    play.says(ana, "erase me")
    play.presses(ana, "erase")

    assert "This is settled: your data is erased." in play.screen(dm(ana))
    assert "This person has left" not in play.screen(dm(ana))
    assert "This person has left" in play.screen(play.desk)
    play.says(ana, "hello again")
    assert "Hello. I am Shelfmate" in play.screen(dm(ana))
    assert "somebody" not in play.screen(dm(ana))


def test_nothing_more_is_sent_to_someone_erased_and_a_day_later_the_account_is_forgotten() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    has_conversations(play, ana, "D1", "D2")
    play.says(ana, "erase me")
    play.presses(ana, "erase")
    play.heard(ana)

    play.until("2027-03-25")

    assert play.heard(ana) == ""
    assert play.records(find(Account, person=ana)) == ()
    assert play.records(find(Address, place=dm(ana))) == ()
    assert said(play.says(ana, "me")) == "refused.stranger"


def test_whoever_set_a_workspace_up_is_forgotten_there_too_and_nobody_else_is() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana, ben = play.joins("ana", "Ana Duarte"), play.joins("ben", "Ben Okafor")
    accounts = [play.records(find(Account, person=person))[0].id for person in (ana, ben)]
    several = [
        Workspace(id=id, program=CT, set_up_by=by, roles=True)
        for id, by in zip(("slack:T1", "discord:1"), accounts, strict=True)
    ]
    play.world.store.transact(lambda tx: tx.save(several))
    play.says(ana, "erase me")
    play.presses(ana, "erase")

    play.passes(days=2)

    hers, his = several
    assert play.record(Workspace, hers.id) == replace(hers, set_up_by=AccountId(""))
    assert play.record(Workspace, his.id) == his


def has_conversations(play: Play, person: PersonId, *channels: str) -> None:
    """Their direct messages are found on so many platforms."""
    opened = [
        Address(id=address_id(dm(person), channel), place=dm(person), workspace=channel, channel=channel)
        for channel in channels
    ]
    play.world.store.transact(lambda tx: tx.save(opened))


OWN_WORDS = ("my quiet note", "call my number", "a heavy heart", "Ana")


def test_of_what_somebody_erased_wrote_nothing_is_kept_and_messages_are_rewritten() -> None:
    two = a_year_together()
    play = two.play
    place = room(two.pair.id)
    before = "\n".join(play.screen(where) for where in (play.desk, dm(two.ben), place))
    assert all(words in before for words in OWN_WORDS)

    play.says(two.ana, "erase me")
    play.presses(two.ana, "erase")
    play.passes(days=3)

    meetings = [one for query in all_meetings_of(two.pair) for one in play.records(query)]
    assert [dict(one.hows) for one in meetings] == [{}]
    seen = repr([play.record(Seen, f"play-{nth + 1}") for nth in range(play.acts)])
    assert not [words for words in OWN_WORDS if words in seen]
    shown = "\n".join(play.screen(where) for where in (dm(two.ben), place))
    assert not [words for words in OWN_WORDS if words in shown]
    assert "a heavy heart" not in play.screen(play.desk)
    assert not {"take", "reply", "end_pair"} & play.choices(play.desk)


def test_who_is_erased_and_signs_up_the_same_day_is_met_anew_and_stays() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "erase me")
    play.presses(ana, "erase")

    assert said(play.says(ana, "signup")) == "refused.erased"
    play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")

    assert "Ana Duarte would like to be a mentee" in play.told_coordinators()
    play.passes(days=3)
    play.says(ana, "me")
    assert "As mentee: handed in" in play.heard(ana)


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
