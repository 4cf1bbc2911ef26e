"""A second match within a cohort: who waits is matched with who has room, and no pair that stands is touched."""

from dataclasses import replace
from datetime import date

from flows.asking import wakes
from flows.ids import PersonId
from flows.messages import Word
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState, Role, application_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.situation import find
from tests.applying import applies
from tests.cast import SPRING, Two, keeps, mentee, mentor, two_applicants
from tests.endings import in_touch
from tests.talk import Play


def _pair(play: Play, who: str, with_whom: str) -> Pair | None:
    return play.record(Pair, pair_id(SPRING, PersonId(who), PersonId(with_whom)))


def _application(play: Play, who: PersonId) -> Application:
    found = play.record(Application, application_id(play.program.id, who, Role.MENTEE, SPRING))  # type: ignore[arg-type]
    assert found is not None
    return found


def _ends_early(two: Two) -> None:
    keeps(two.play, wakes("closing", "end_early", two.pair.id, two.play.now))
    two.play.world.settle()


def _cohort(play: Play) -> CohortState:
    cohort = play.record(Cohort, SPRING)
    assert cohort is not None
    return cohort.state


def _with_a_free_mentor() -> tuple[Two, PersonId]:
    """Ana and Ben, in touch in April; Dee is ready and has nobody."""
    two = in_touch()
    return two, mentor(two.play, "dee", "Dee Sato")


def test_after_an_early_end_the_mentee_is_matched_again_within_the_cohort() -> None:
    two, _ = _with_a_free_mentor()
    play = two.play
    _ends_early(two)
    assert "1 mentee of the spring match is without a mentor, and" in play.told_coordinators()
    assert _application(play, two.ana).state is ApplicationState.WAITLISTED

    play.presses(two.cora, "match_rest", where=play.desk)
    told = play.told_coordinators()
    assert "One more pair for the spring match" in told
    assert "Ana Duarte with Dee Sato" in told
    assert "Ana Duarte with Ben Okafor" not in told, "they have been a pair"
    assert _cohort(play) is CohortState.RUNNING

    play.heard(two.ana)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentor: Dee Sato" in play.heard(two.ana)
    assert "from April 9, 2027 to September 30, 2027" in play.screen("dm:dee")
    assert _application(play, two.ana).state is ApplicationState.MATCHED
    assert "undo_rest" not in play.choices(play.desk)
    play.until("2027-10-02")
    found = _pair(play, "ana", "dee")
    assert found is not None
    assert (found.state, found.ends) == (PairState.CLOSED, date(2027, 9, 30))
    assert _application(play, two.ana).state is ApplicationState.MATCHED


def test_nobody_is_offered_where_no_mentor_has_room() -> None:
    two = in_touch()
    _ends_early(two)
    assert "match_rest" not in two.play.choices(two.play.desk)


def test_more_pairs_can_be_taken_back_for_a_quarter_of_an_hour() -> None:
    two, dee = _with_a_free_mentor()
    play = two.play
    _ends_early(two)
    play.presses(two.cora, "match_rest", where=play.desk)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=10)
    play.presses(two.cora, "undo_rest", where=play.desk)
    play.passes(days=1)
    assert "Meet" not in play.heard(dee)
    assert "nobody was told of them" in play.told_coordinators()
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentee: Ana Duarte" in play.heard(dee)


def test_the_pairs_that_stand_are_not_touched() -> None:
    two, _ = _with_a_free_mentor()
    play = two.play
    before = two.pair
    cam = mentee(play, "cam", "Cam Reyes")
    eli = mentor(play, "eli", "Eli Sommer", confirms=())
    ended = replace(before, id=pair_id(SPRING, cam, eli), mentee=cam, mentor=eli, state=PairState.ENDED)
    keeps(play, ended, wakes("round", "spare", SPRING, play.now))
    play.world.settle()
    for choice in ("match_rest", "match_again", "publish"):
        play.presses(two.cora, choice, where=play.desk)
    play.passes(minutes=16)
    assert two.pair == before
    assert "Meet your mentor: Dee Sato" in play.heard(cam)
    assert play.heard(two.ana) == ""


def test_from_its_first_day_on_a_cohort_takes_in_nobody_new() -> None:
    two, _ = _with_a_free_mentor()
    play = two.play
    play.told_coordinators()
    mentee(play, "cam", "Cam Reyes")
    keeps(play, wakes("round", "spare", SPRING, play.now))
    play.world.settle()
    assert play.told_coordinators() == "", "Cam never had a mentor in this cohort: the next match is theirs"


def test_who_is_accepted_after_the_pairs_are_out_can_be_matched_too() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    mentee(play, "ana", "Ana Duarte")
    mentor(play, "ben", "Ben Okafor")
    mentor(play, "dee", "Dee Sato")
    cam = play.joins("cam", "Cam Reyes")
    applies(play, cam, "mentee")
    play.until("2027-03-02", 10)
    play.presses(cora, "publish", where=play.desk)
    play.until("2027-03-25")
    play.presses(cora, "accept", where=play.desk)
    assert _application(play, cam).state is ApplicationState.WAITLISTED
    play.presses(cora, "match_rest", where=play.desk)
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentor" in play.heard(cam)


def test_after_a_pair_fell_through_the_rest_is_matched_in_one_press() -> None:
    two = two_applicants()
    play = two.play
    play.until("2027-03-02", 10)
    play.presses(two.cora, "publish", where=play.desk)
    play.says(two.ben, "remove me")
    play.heard(two.ana)
    play.passes(minutes=16)
    told = play.heard(two.ana)
    assert "a mentor had been found for you" in told
    assert "Ben" not in told, "nobody learns whom they were nearly matched with"
    mentor(play, "dee", "Dee Sato")
    play.presses(two.cora, "match_rest", where=play.desk)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentor: Dee Sato" in play.heard(two.ana)
    assert "from April 1, 2027" in play.screen("dm:ana")
    play.until("2027-03-25")
    assert _application(play, two.ana).state is ApplicationState.MATCHED, (
        "the old question asks nothing any more"
    )


def test_who_left_since_is_in_no_more_pairs() -> None:
    two, dee = _with_a_free_mentor()
    play = two.play
    _ends_early(two)
    play.presses(two.cora, "match_rest", where=play.desk)
    play.says(dee, "remove me")
    play.presses(two.cora, "publish", where=play.desk)
    assert "0 more pairs" in play.told_coordinators()
    assert not play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))


def test_the_cohorts_own_pairs_are_safe_while_they_go_out() -> None:
    two = two_applicants()
    play = two.play
    mentor(play, "dee", "Dee Sato")
    play.until("2027-03-02", 10)
    play.presses(two.cora, "publish", where=play.desk)
    keeps(play, wakes("round", "spare", SPRING, play.now))
    play.world.settle()
    assert "match_rest" not in play.choices(play.desk)
    play.passes(minutes=16)
    assert len(play.sent("match.announced")) == 2 + 1


def test_a_press_while_they_go_out_is_told_to_wait() -> None:
    two, _ = _with_a_free_mentor()
    play = two.play
    _ends_early(two)
    late = _pair(play, "ana", "ben")
    assert late is not None
    keeps(play, replace(late, id=pair_id(SPRING, two.ana, PersonId("eve")), state=PairState.PROPOSED))
    answer = play.presses(two.cora, "match_rest", where=play.desk)
    assert isinstance(answer, Word)
    assert answer.said.key == "match.rest.too_soon"
