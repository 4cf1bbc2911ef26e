"""Changing a proposal at the desk: what it would do is shown, then done; and nobody but the coordinators ever reads of it."""

from dataclasses import replace

import pytest

from flows.cohort.change_words import decided
from flows.ids import PersonId
from flows.matching.changes import Setting
from flows.matching.people import Candidate, Rules
from flows.messages import OpenForm, Outcome, Say, Several, Word
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Cohort,
    CohortState,
    Fate,
    Role,
    Ruling,
    application_id,
)
from flows.model.pairs import Pair, PairState
from flows.places import dm
from flows.situation import find
from tests.cast import SPRING, keeps, mentee, mentor
from tests.talk import Play

MENTEES = {"ana": "Ana Duarte", "bea": "Bea Holm", "cam": "Cam Reyes"}
MENTORS = {"ben": "Ben Okafor", "dee": "Dee Sato", "eli": "Eli Novak"}
CORA = PersonId("cora")


def on_the_day(not_with: str = "") -> Play:
    """Ana fits Ben, Bea fits Dee, Cam fits Eli; and it is the second of March."""
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    cares = ("archives", "systems", "funding")
    for (id, name), topic in zip(MENTEES.items(), cares, strict=True):
        mentee(play, id, name, topics=topic, not_with=not_with if id == "ana" else "")
    for (id, name), topic in zip(MENTORS.items(), cares, strict=True):
        mentor(play, id, name, topics=topic)
    play.until("2027-03-02")
    play.told_coordinators()
    assert pairs(play) == {"ana": "ben", "bea": "dee", "cam": "eli"}
    return play


def pairs(play: Play) -> dict[str, str]:
    found = play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))
    return {str(pair.mentee): str(pair.mentor) for pair in found}


def writes(play: Play, what: str, who: str, with_whom: str) -> None:
    """Cora presses the button and says on the page what she would like."""
    play.presses(CORA, "change_pairs", where=play.desk)
    play.fills(CORA, {"what": what, "mentee": who, "mentor": with_whom})


def does(play: Play, what: str, who: str, with_whom: str) -> None:
    writes(play, what, who, with_whom)
    play.presses(CORA, "change_it", where=play.desk)


def wrong(play: Play) -> dict[str, str]:
    """What is said to be wrong on the page, beside which field."""
    assert isinstance(play.answer, OpenForm)
    return {name: said.key for name, said in play.answer.errors.items() if isinstance(said, Say)}


def rulings(play: Play) -> dict[tuple[str, str], Fate]:
    return {(one.mentee, one.mentor): one.fate for one in play.records(find(Ruling, program="connecticut"))}


# --- shown, then done ---------------------------------------------------------------------------------


def test_two_are_kept_apart_and_the_others_move_around_them() -> None:
    play = on_the_day()
    writes(play, "apart", "Ana Duarte", "Ben Okafor")
    told = play.told_coordinators()
    assert "Cora Lindqvist thinks of changing the proposal for the spring match" in told
    assert "keep Ana Duarte and Ben Okafor apart, now and in later matches. Nothing is changed yet." in told
    assert "Pairs: 3, as now" in told
    assert "2 people would have another mentor, or none:" in told
    assert "Ana Duarte: " in told
    assert "in place of Ben Okafor" in told
    assert pairs(play)["ana"] == "ben", "it has only been looked at"
    assert not rulings(play)

    play.presses(CORA, "change_it", where=play.desk)
    told = play.told_coordinators()
    assert "This is proposal 2" in told
    assert "Decided by the coordinators: Ana Duarte and Ben Okafor stay apart." in told
    assert pairs(play)["ana"] != "ben"
    assert len(pairs(play)) == 3
    assert rulings(play) == {("ana", "ben"): Fate.APART}
    assert "Cora Lindqvist has changed the proposal." in play.screen(play.desk)


def test_two_are_kept_together_also_when_all_others_are_matched_again() -> None:
    play = on_the_day()
    does(play, "together", "Ana Duarte", "Dee Sato")
    assert pairs(play)["ana"] == "dee"
    for _ in range(3):
        play.presses(CORA, "match_again", where=play.desk)
        assert pairs(play)["ana"] == "dee"
    assert "Ana Duarte and Dee Sato stay together" in play.screen(play.desk)


def test_in_a_swap_nobody_moves_but_the_two_who_change_places() -> None:
    play = on_the_day()
    writes(play, "swap", "Ana Duarte", "Dee Sato")
    told = play.told_coordinators()
    assert "Ana Duarte: Dee Sato in place of Ben Okafor" in told
    assert "Bea Holm: Ben Okafor in place of Dee Sato" in told
    assert "Cam" not in told
    play.presses(CORA, "change_it", where=play.desk)
    assert pairs(play) == {"ana": "dee", "bea": "ben", "cam": "eli"}


def test_what_is_looked_at_can_be_left() -> None:
    play = on_the_day()
    writes(play, "apart", "Ana Duarte", "Ben Okafor")
    play.presses(CORA, "leave_it", where=play.desk)
    assert "Cora Lindqvist has left the proposal as it is." in play.screen(play.desk)
    assert not play.choices(play.desk) & {"change_it", "leave_it"}
    assert pairs(play) == {"ana": "ben", "bea": "dee", "cam": "eli"}
    assert not rulings(play)


def test_what_was_decided_can_be_taken_back() -> None:
    play = on_the_day()
    does(play, "apart", "Ana Duarte", "Ben Okafor")
    play.told_coordinators()
    writes(play, "free", "Ana Duarte", "Ben Okafor")
    assert "let Ana Duarte and Ben Okafor be matched or not, as comes out best" in play.told_coordinators()
    play.presses(CORA, "change_it", where=play.desk)
    assert pairs(play) == {"ana": "ben", "bea": "dee", "cam": "eli"}
    assert not rulings(play)


def test_who_were_apart_are_put_together_and_the_other_way_round() -> None:
    play = on_the_day()
    does(play, "apart", "Ana Duarte", "Ben Okafor")
    does(play, "together", "Ana Duarte", "Ben Okafor")
    assert (pairs(play)["ana"], rulings(play)) == ("ben", {("ana", "ben"): Fate.TOGETHER})
    does(play, "apart", "Ana Duarte", "Ben Okafor")
    assert pairs(play)["ana"] != "ben"
    assert rulings(play) == {("ana", "ben"): Fate.APART}


def test_a_pair_against_the_programs_rules_is_done_but_said() -> None:
    play = on_the_day()
    for id in ("ana", "dee"):
        role, cohort = (Role.MENTEE, SPRING) if id == "ana" else (Role.MENTOR, "")
        mine = play.record(Application, application_id(play.program.id, PersonId(id), role, cohort))  # type: ignore[arg-type]
        assert mine is not None
        keeps(play, replace(mine, answers={**mine.answers, "employer": ("Elm Town Library",)}))
    writes(play, "together", "Ana Duarte", "Dee Sato")
    assert "Both work in the same place, which this program avoids." in play.told_coordinators()
    play.presses(CORA, "change_it", where=play.desk)
    assert pairs(play)["ana"] == "dee"


def test_then_all_is_published_as_it_stands() -> None:
    play = on_the_day()
    does(play, "together", "Ana Duarte", "Dee Sato")
    does(play, "apart", "Cam Reyes", "Eli Novak")
    stand = pairs(play)
    assert stand == {"ana": "dee", "bea": "eli", "cam": "ben"}
    play.presses(CORA, "publish", where=play.desk)
    play.passes(minutes=16)
    for who, with_whom in stand.items():
        assert f"Meet your mentor: {MENTORS[with_whom]}" in play.screen(dm(PersonId(who)))


def test_an_undone_publication_can_be_changed_too() -> None:
    play = on_the_day()
    play.presses(CORA, "publish", where=play.desk)
    assert "change_pairs" not in play.choices(play.desk)
    play.presses(CORA, "undo", where=play.desk)
    does(play, "swap", "Ana Duarte", "Dee Sato")
    assert pairs(play) == {"ana": "dee", "bea": "ben", "cam": "eli"}


# --- on the page --------------------------------------------------------------------------------------


def test_people_are_known_by_name_or_address_however_they_are_typed() -> None:
    play = on_the_day()
    does(play, "swap", "  ana   DUARTE ", "Dee@Example.org")
    assert pairs(play)["ana"] == "dee"


@pytest.mark.parametrize(
    ("who", "with_whom", "field", "key"),
    [
        ("Anna", "Dee Sato", "mentee", "match.change.no_mentee"),
        ("Ana Duarte", "Bea Holm", "mentor", "match.change.no_mentor"),
        ("Ana Duarte", "Ben Okafor", "mentor", "match.change.stands_already"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(
    who: str, with_whom: str, field: str, key: str
) -> None:
    play = on_the_day()
    writes(play, "swap", who, with_whom)
    assert wrong(play) == {field: key}
    assert play.form is not None
    assert play.form.filled["mentee"] == (who,), "what was typed stays"
    answer = play.fills(CORA, {"what": "swap", "mentee": "Ana Duarte", "mentor": "Dee Sato"})
    assert isinstance(answer, Word)
    assert "Ana Duarte: Dee Sato in place of Ben Okafor" in play.told_coordinators()


def test_of_two_who_are_called_the_same_the_address_tells() -> None:
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    for id in ("ana", "ann"):
        mentee(play, id, "Ana Duarte")
    mentor(play, "ben", "Ben Okafor")
    mentor(play, "dee", "Dee Sato")
    play.until("2027-03-02")
    writes(play, "together", "Ana Duarte", "Ben Okafor")
    assert set(wrong(play).values()) == {"match.change.namesakes"}
    play.fills(CORA, {"what": "together", "mentee": "ann@example.org", "mentor": "Ben Okafor"})
    play.presses(CORA, "change_it", where=play.desk)
    assert pairs(play) == {"ann": "ben", "ana": "dee"}


def test_two_who_asked_to_be_kept_apart_are_not_put_together() -> None:
    play = on_the_day(not_with="Dee Sato")
    writes(play, "together", "Ana Duarte", "Dee Sato")
    assert wrong(play) == {"mentor": "match.not_locked.apart"}


def test_more_than_a_mentor_has_room_for_cannot_be_kept() -> None:
    play = on_the_day()
    does(play, "together", "Ana Duarte", "Ben Okafor")
    writes(play, "together", "Bea Holm", "Ben Okafor")
    assert wrong(play) == {"mentor": "match.not_locked.no_room"}


# --- as things stand when it is chosen ----------------------------------------------------------------


def test_if_it_would_come_out_otherwise_by_now_that_is_shown_first() -> None:
    play = on_the_day()
    writes(play, "together", "Ana Duarte", "Dee Sato")
    first = play.world.platform.question(play.desk, "change_it")
    does(play, "together", "Bea Holm", "Eli Novak")
    before = pairs(play)
    play.told_coordinators()
    answer = play.presses_on(CORA, first, "change_it")
    assert isinstance(answer, Outcome)
    assert answer.said.key == "match.change.outcome_other"
    assert pairs(play) == before
    assert "keep Ana Duarte with Dee Sato" in play.told_coordinators()
    play.presses(CORA, "change_it", where=play.desk)
    assert pairs(play) == {"ana": "dee", "bea": "eli", "cam": "ben"}


def test_who_left_meanwhile_is_first_taken_out_of_the_proposal() -> None:
    play = on_the_day()
    writes(play, "together", "Ana Duarte", "Dee Sato")
    ben = play.record(Application, application_id(play.program.id, PersonId("ben"), Role.MENTOR))  # type: ignore[arg-type]
    assert ben is not None
    keeps(play, replace(ben, state=ApplicationState.WITHDRAWN))
    answer = play.presses(CORA, "change_it", where=play.desk)
    assert isinstance(answer, Outcome)
    assert answer.said.key == "match.change.outcome_stale"
    assert set(pairs(play).values()) == {"dee", "eli"}
    assert not rulings(play)


def test_a_pair_that_was_kept_and_cannot_be_any_more_is_told() -> None:
    play = on_the_day()
    does(play, "together", "Ana Duarte", "Dee Sato")
    play.says(PersonId("dee"), "remove me")
    play.told_coordinators()
    play.presses(CORA, "match_again", where=play.desk)
    assert (
        "Ana Duarte with Dee Sato cannot be kept any more: One of the two is not in this match."
        in play.told_coordinators()
    )


def test_after_the_publication_it_is_too_late() -> None:
    play = on_the_day()
    writes(play, "swap", "Ana Duarte", "Dee Sato")
    play.presses(CORA, "publish", where=play.desk)
    play.presses(CORA, "change_it", where=play.desk)
    cohort = play.record(Cohort, SPRING)
    assert cohort is not None
    assert cohort.state is CohortState.PUBLISHED
    assert pairs(play) == {"ana": "ben", "bea": "dee", "cam": "eli"}


# --- and nobody else hears ----------------------------------------------------------------------------


def test_participants_can_neither_change_anything_nor_learn_of_it() -> None:
    play = on_the_day()
    for id in (*MENTEES, *MENTORS):
        play.heard(PersonId(id))
    play.presses(PersonId("ana"), "change_pairs", where=play.desk)
    assert isinstance(play.answer, Word)
    assert play.answer.said.key == "refused.not_yours"
    does(play, "apart", "Ana Duarte", "Ben Okafor")
    does(play, "swap", "Cam Reyes", "Dee Sato")
    stand = pairs(play)
    play.presses(CORA, "publish", where=play.desk)
    play.passes(minutes=16)
    everybody = {**MENTEES, **MENTORS}
    for id in everybody:
        screen = play.screen(dm(PersonId(id)))
        mine = {stand.get(id), *(who for who, with_whom in stand.items() if with_whom == id), id}
        assert not [name for other, name in everybody.items() if other not in mine and name in screen]
        assert not [word for word in ("apart", "proposal", "score", "of 100") if word in screen]
    play.says(PersonId("ana"), "my data")
    told = play.screen(dm(PersonId("ana")))
    assert "ana@example.org" in told
    assert "Ben Okafor" not in told


def test_of_very_many_decisions_the_rest_is_a_number() -> None:
    mentees = tuple(Candidate(person=PersonId(f"a-{nth:02}"), role=Role.MENTEE) for nth in range(45))
    mentor = Candidate(person=PersonId("x"), role=Role.MENTOR)
    apart = frozenset((one.person, mentor.person) for one in mentees)
    said = decided(Setting(mentees=mentees, mentors=(mentor,), rules=Rules(), apart=apart))
    assert isinstance(said, Say)
    told = said.values["rulings"]
    assert isinstance(told, Several)
    assert len(told.items) == 41
    assert told.items[-1] == Say("match.proposed.decided_more", {"count": 5})
