"""Two cohorts that overlap: room counts across both, who waited goes first, and what was decided holds as long as it should."""

from flows.ids import CohortId, PersonId, ProgramId
from flows.model.cohorts import Application, Fate, Role, Ruling, application_id
from flows.model.pairs import HELD, Pair, PairState
from flows.places import dm
from flows.situation import find
from tests.cast import FALL, SPRING, confirms, mentee, mentor
from tests.talk import Play

CORA = PersonId("cora")


def spring(*names: str) -> Play:
    """February 2027: mentees of these names apply for the spring, all alike."""
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    for name in names:
        mentee(play, name.lower(), name)
    return play


def proposed(play: Play, cohort: CohortId) -> dict[str, str]:
    found = play.records(find(Pair, cohort=cohort, state=PairState.PROPOSED))
    return {str(pair.mentee): str(pair.mentor) for pair in found}


def published(play: Play, day: str) -> None:
    """The coordinators publish what was proposed, and everybody hears."""
    play.until(day)
    play.presses(CORA, "publish", where=play.desk)
    play.passes(minutes=16)


def running(play: Play, mentor: PersonId) -> set[str]:
    """The mentees whom the mentor has now."""
    found = [pair for state in HELD for pair in play.records(find(Pair, mentor=mentor, state=state))]
    return {str(pair.mentee) for pair in found}


def changes(play: Play, what: str, who: str, with_whom: str) -> None:
    play.presses(CORA, "change_pairs", where=play.desk)
    play.fills(CORA, {"what": what, "mentee": who, "mentor": with_whom})
    play.presses(CORA, "change_it", where=play.desk)


def cohorts_waited(play: Play, name: str, cohort: CohortId) -> int:
    id = application_id(ProgramId(play.program.id), PersonId(name), Role.MENTEE, cohort)
    found = play.record(Application, id)
    assert found is not None
    return found.waited


def who_goes_on(play: Play, *people: str) -> None:
    """They say, each in private, that they would like three months more."""
    for person in people:
        play.presses(PersonId(person), "3")


# --- room ---------------------------------------------------------------------------------------------


def test_who_goes_on_past_september_takes_a_place_from_the_fall_match() -> None:
    play = spring("Ana", "Bea")
    ben = mentor(play, "ben", "Ben", capacity="2")
    published(play, "2027-03-02")
    assert running(play, ben) == {"ana", "bea"}
    for name in ("Eve", "Fay"):
        mentee(play, name.lower(), name, cohort=FALL)
    confirms(play, ben, FALL)
    play.until("2027-09-01")
    assert len(proposed(play, FALL)) == 2, "so far both pairs of the spring end before October"

    play.until("2027-09-14")
    who_goes_on(play, "ana", "ben", "ben")  # he is asked about each of them, and Bea says nothing
    play.presses(CORA, "publish", where=play.desk)
    assert len(proposed(play, FALL)) == 1, "Ana stays until December: the proposal is made anew"
    play.presses(CORA, "publish", where=play.desk)
    play.passes(minutes=16)
    play.until("2027-10-02")
    assert "ana" in running(play, ben)
    assert len(running(play, ben)) == 2


def test_a_lock_does_not_make_room_where_the_other_cohort_has_taken_it() -> None:
    play = spring("Ana")
    mentor(play, "ben", "Ben", capacity="1")
    published(play, "2027-03-02")
    for name in ("Eve", "Fay"):
        mentee(play, name.lower(), name, cohort=FALL)
    confirms(play, PersonId("ben"), FALL)
    confirms(play, mentor(play, "dee", "Dee", confirms=()), FALL)
    play.until("2027-09-14")
    who_goes_on(play, "ana", "ben")
    play.presses(CORA, "match_again", where=play.desk)
    play.presses(CORA, "change_pairs", where=play.desk)
    play.fills(CORA, {"what": "together", "mentee": "Eve", "mentor": "Ben"})
    assert play.form is not None
    assert [said.key for said in play.form.errors.values() if hasattr(said, "key")] == [
        "match.not_locked.no_room"
    ]
    assert set(proposed(play, FALL).values()) == {"dee"}


# --- who waited ---------------------------------------------------------------------------------------


def test_where_mentors_are_scarce_who_waited_a_cohort_goes_before_those_who_fit_better() -> None:
    play = spring("Ana", "Bea")
    mentor(play, "ben", "Ben")
    published(play, "2027-03-02")
    play.until("2027-03-03")
    waits = next(name for name in ("ana", "bea") if name not in running(play, PersonId("ben")))
    play.presses(PersonId(waits), "stay")

    play.until("2027-08-01")
    assert "you are already in" in play.heard(PersonId(waits))
    mentee(play, "cam", "Cam", cohort=FALL, topics="systems;funding", goals="leadership")
    confirms(
        play, mentor(play, "dee", "Dee", confirms=(), topics="systems;funding", goals="leadership"), FALL
    )
    play.until("2027-09-02")
    assert proposed(play, FALL) == {waits: "dee"}, "Cam would fit Dee far better, and has not waited"
    published(play, "2027-09-03")
    assert "Meet your mentor: Dee" in play.heard(PersonId(waits))


def test_who_waited_longer_goes_before_who_waited_less_over_two_whole_cohorts() -> None:
    play = spring("Ana", "Bea", "Cam")
    mentor(play, "ben", "Ben", capacity="1")
    published(play, "2027-03-02")
    play.until("2027-03-03")
    left = sorted({"ana", "bea", "cam"} - running(play, PersonId("ben")))
    for name in left:
        play.presses(PersonId(name), "stay")
    mentee(play, "eve", "Eve", cohort=FALL)
    confirms(play, mentor(play, "dee", "Dee", confirms=()), FALL)
    play.until("2027-09-02")
    first = proposed(play, FALL)
    assert set(first) < set(left), "one of the two who waited, not Eve"
    published(play, "2027-09-03")
    (still,) = set(left) - set(first)
    for name in (still, "eve"):
        play.presses(PersonId(name), "stay")

    play.until("2028-02-10")
    next_spring = CohortId("connecticut-2028-spring")
    waited = {name: cohorts_waited(play, name, next_spring) for name in (still, "eve")}
    assert waited == {still: 2, "eve": 1}
    confirms(play, mentor(play, "eli", "Eli", confirms=()), next_spring)
    play.until("2028-03-02")
    assert proposed(play, next_spring) == {still: "eli"}


# --- what coordinators decided ------------------------------------------------------------------------


def test_who_is_kept_apart_in_spring_is_apart_in_fall_too_and_a_lock_is_over_with_its_match() -> None:
    play = spring("Ana")
    ben, dee = mentor(play, "ben", "Ben"), mentor(play, "dee", "Dee")
    play.until("2027-03-02")
    for mentor_ in ("Ben", "Dee"):
        changes(play, "apart", "Ana", mentor_)
    assert not proposed(play, SPRING)
    assert "Ana: " in play.told_coordinators()
    published(play, "2027-03-03")
    play.until("2027-03-04")
    play.presses(PersonId("ana"), "stay")
    mentee(play, "eve", "Eve", cohort=FALL)
    for mentor_id in (ben, dee):
        confirms(play, mentor_id, FALL)
    play.until("2027-09-02")
    assert set(proposed(play, FALL)) == {"eve"}, "Ana waited longer, but there is nobody for her"

    changes(play, "free", "Ana", "Dee")
    assert proposed(play, FALL) == {"ana": "dee", "eve": "ben"}
    fates = {(one.mentee, one.mentor): one.fate for one in play.records(find(Ruling, program="connecticut"))}
    assert fates == {("ana", "ben"): Fate.APART}
    assert "apart" not in play.screen(dm(PersonId("ana")))
