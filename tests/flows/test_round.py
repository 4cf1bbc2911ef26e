"""A matching round: proposed on its day, decided by coordinators, taken back in time, and carried out for everybody."""

from dataclasses import replace
from datetime import UTC, datetime

from flows.asking import wakes
from flows.ids import PersonId, ProgramId
from flows.messages import Outcome
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState, Role, application_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Person
from flows.places import dm
from flows.situation import find
from tests.cast import FALL, SPRING, Two, keeps, mentee, mentor, two_applicants
from tests.talk import Play


def _cohort(play: Play) -> Cohort:
    cohort = play.record(Cohort, SPRING)
    assert cohort is not None
    return cohort


def _on_the_day() -> Two:
    two = two_applicants()
    two.play.until("2027-03-01")
    two.play.told_coordinators()
    return two


def test_who_is_not_confirmed_is_not_proposed() -> None:
    play = Play.of("connecticut", "2027-02-10")
    mentee(play, "ana", "Ana Duarte")
    mentor(play, "ben", "Ben Okafor", confirms=())
    play.until("2027-03-01")
    assert not play.records(find(Pair, cohort=SPRING, state=PairState.PROPOSED))
    told = play.told_coordinators()
    assert "0 pairs" in told
    assert "Ana Duarte" in told


def test_matching_again_leaves_one_proposal_that_can_be_published() -> None:
    two = _on_the_day()
    play = two.play
    first = play.world.platform.question(play.desk, "publish")
    play.presses(two.cora, "match_again", where=play.desk)
    assert "This is proposal 2" in play.told_coordinators()
    assert play.world.platform.question(play.desk, "publish") != first
    answer = play.presses_on(two.cora, first, "publish")
    assert isinstance(answer, Outcome)
    assert answer.said.key == "match.proposed.outcome_superseded"
    assert _cohort(play).state is CohortState.PROPOSED


def test_only_a_coordinator_publishes() -> None:
    two = _on_the_day()
    two.play.presses(two.ana, "publish", where=two.play.desk)
    assert _cohort(two.play).state is CohortState.PROPOSED


def test_a_publication_can_be_taken_back_for_a_quarter_of_an_hour() -> None:
    two = _on_the_day()
    play = two.play
    play.heard(two.ana)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=10)
    play.presses(two.cora, "undo", where=play.desk)
    play.passes(days=2)
    assert "Ben" not in play.heard(two.ana)
    assert "nobody was told" in play.told_coordinators()

    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentor" in play.heard(two.ana)
    assert "undo" not in play.choices(play.desk)


def test_what_is_published_at_night_can_be_taken_back_until_morning() -> None:
    two = _on_the_day()
    play = two.play
    play.until("2027-03-01", 22)
    play.presses(two.cora, "publish", where=play.desk)
    assert "8:00" in play.told_coordinators()
    play.until("2027-03-02", 7)
    play.presses(two.cora, "undo", where=play.desk)
    play.until("2027-03-02", 12)
    assert not play.sent("match.announced")


def test_who_left_after_the_match_is_in_no_publication() -> None:
    two = _on_the_day()
    play = two.play
    gone = play.record(Application, application_id(two.pair.program, two.ben, Role.MENTOR))
    assert gone is not None
    keeps(play, replace(gone, state=ApplicationState.WITHDRAWN))
    answer = play.presses(two.cora, "publish", where=play.desk)
    assert isinstance(answer, Outcome)
    assert answer.said.key == "match.proposed.outcome_stale"
    assert _cohort(play).state is CohortState.PROPOSED
    assert play.record(Pair, pair_id(SPRING, two.ana, two.ben)) is None
    assert "0 pairs" in play.told_coordinators()
    assert "Not published yet" in play.screen(play.desk), "the message that was pressed says why"


def test_who_was_accepted_after_the_match_is_in_the_next_proposal() -> None:
    two = _on_the_day()
    play = two.play
    mentee(play, "eve", "Eve Marlow")
    play.presses(two.cora, "publish", where=play.desk)
    assert "Eve Marlow" in play.told_coordinators()
    assert _cohort(play).state is CohortState.PROPOSED


def test_coordinators_are_reminded_shortly_before_and_on_the_day() -> None:
    two = _on_the_day()
    play = two.play
    play.until("2027-03-16")
    assert "still waiting" not in play.told_coordinators()
    play.until("2027-03-17")
    assert "still waiting" in play.told_coordinators()
    play.until("2027-03-20")
    assert "have not been published" in play.told_coordinators()
    play.presses(two.cora, "publish", where=play.desk)
    assert "publish" not in play.choices(play.desk)
    play.told_coordinators()
    play.until("2027-04-02")
    assert "not been published" not in play.told_coordinators()
    assert _cohort(play).state is CohortState.RUNNING


def test_pairs_published_late_begin_on_the_day_they_hear() -> None:
    two = _on_the_day()
    play = two.play
    play.until("2027-04-05")
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert _cohort(play).state is CohortState.RUNNING
    assert "from April 5, 2027 to September 30, 2027" in play.heard(two.ana)
    assert "by April 12, 2027" in play.screen(dm(two.ana))


def test_nobody_learns_who_was_nearly_their_match() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    mentee(play, "ana", "Ana Duarte", topics="oral_history")
    mentee(play, "bea", "Bea Holm", topics="systems")
    mentor(play, "ben", "Ben Okafor", topics="oral_history")
    play.until("2027-03-02")
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=16)
    play.until("2027-03-04")
    assert "Meet your mentor: Ben Okafor" in play.screen("dm:ana")
    assert "could not find you a mentor" in play.screen("dm:bea")
    assert "Ben" not in play.screen("dm:bea")
    assert "Bea" not in play.screen("dm:ben")


def test_a_large_round_goes_out_in_chunks_with_its_progress_in_one_message() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    for n in range(230):
        mentee(play, f"m{n:03}", f"Mentee {n}")
        mentor(play, f"x{n:03}", f"Mentor {n}")
    play.until("2027-03-02")
    assert "And 190 more." in play.told_coordinators()
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert play.screen(play.desk).count("on their way") == 1
    assert "The introductions are on their way: 230 of 230." in play.screen(play.desk)
    assert len(play.records(find(Pair, limit=500, cohort=SPRING, state=PairState.ANNOUNCED))) == 230


def test_a_match_waits_while_applications_are_still_being_closed() -> None:
    two = two_applicants()
    play = two.play
    at = datetime(2027, 2, 28, 18, tzinfo=UTC)
    keeps(play, replace(_cohort(play), state=CohortState.ENROLLING), wakes("round", "match", SPRING, at))
    play.until("2027-02-28", 18)
    assert not play.sent("match.proposed")
    keeps(play, replace(_cohort(play), state=CohortState.ENROLLED))
    play.passes(minutes=11)
    assert _cohort(play).state is CohortState.PROPOSED


def test_who_asked_to_be_left_alone_since_is_not_introduced_and_the_other_is_told_kindly() -> None:
    two = _on_the_day()
    play = two.play
    play.presses(two.cora, "publish", where=play.desk)
    ben = play.record(Person, two.ben)
    assert ben is not None
    keeps(play, replace(ben, removed_at=play.now))
    play.passes(minutes=16)
    assert two.pair.state is PairState.ENDED
    assert "Ana Duarte and Ben Okafor were not introduced" in play.told_coordinators()
    heard = play.heard(two.ana)
    assert "Ben" not in heard
    assert "waiting list" in heard


def test_who_withdraws_after_the_publication_stays_withdrawn_and_is_not_introduced() -> None:
    two = _on_the_day()
    play = two.play
    play.presses(two.cora, "publish", where=play.desk)
    play.says(two.ana, "withdraw")
    for person in (two.ana, two.ben):
        play.heard(person)
    play.passes(minutes=16)
    mine = play.record(Application, application_id(two.pair.program, two.ana, Role.MENTEE, SPRING))
    assert mine is not None
    assert mine.state is ApplicationState.WITHDRAWN
    assert two.pair.state is PairState.ENDED
    assert "Ana Duarte and Ben Okafor were not introduced" in play.told_coordinators()
    assert play.heard(two.ana) == "", "who left is not asked about a waiting list"
    assert "Meet your mentee" not in play.heard(two.ben)


def test_who_is_away_on_the_first_day_is_left_out_and_keeps_the_place() -> None:
    two = two_applicants()
    play = two.play
    dee = mentor(play, "dee", "Dee Sato")
    play.says(two.ana, "pause until 2027-05-01")
    play.says(two.ben, "pause until 2027-08-01")
    play.says(dee, "pause until 2027-03-20")
    mentee(play, "bea", "Bea Holm")
    play.until("2027-03-02", 10)
    proposal = play.told_coordinators()
    assert "Bea Holm with Dee Sato" in proposal, "a pause that ends before the first day is no hindrance"
    assert "Ana Duarte: They are away until May 1, 2027." in proposal
    assert "away when it begins: Ben Okafor" in proposal
    play.presses(two.cora, "publish", where=play.desk)
    for person in (two.ana, two.ben):
        play.heard(person)
    play.until("2027-08-01")
    assert "did not look for a mentor for you this time" in play.heard(two.ana)
    assert "matches were made while you were away" in play.heard(two.ben)
    carried = play.record(Application, application_id(ProgramId("connecticut"), two.ana, Role.MENTEE, FALL))
    assert carried is not None
    assert carried.waited == 1


def test_who_goes_away_after_the_match_is_in_no_publication() -> None:
    two = _on_the_day()
    play = two.play
    play.says(two.ben, "pause until 2027-08-01")
    play.presses(two.cora, "publish", where=play.desk)
    assert _cohort(play).state is CohortState.PROPOSED
    assert "0 pairs" in play.told_coordinators()
    play.says(two.ben, "resume")
    play.presses(two.cora, "match_again", where=play.desk)
    play.presses(two.cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "Meet your mentor" in play.heard(two.ana)


def test_whom_people_asked_not_to_be_matched_with_they_are_not_matched_with() -> None:
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    ana = mentee(play, "ana", "Ana Duarte", not_with="ben okafor, somebody else")
    mentee(play, "bea", "Bea Holm")
    mentor(play, "ben", "Ben Okafor")
    dee = mentor(play, "dee", "Dee Sato", not_with="BEA@example.org")
    mentor(play, "eli", "Eli Novak")
    play.until("2027-03-02")
    told = play.told_coordinators()
    assert {
        (pair.mentee, pair.mentor) for pair in play.records(find(Pair, cohort=SPRING, state="proposed"))
    } in (
        {("ana", "dee"), ("bea", "ben")},
        {("ana", "dee"), ("bea", "eli")},
        {("ana", "eli"), ("bea", "ben")},
    )
    assert "Ana Duarte asked not to be matched with: ben okafor, somebody else." in told
    assert "Dee Sato asked" not in told, "whom she meant is known"
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=16)
    for person in (ana, dee, PersonId("bea"), PersonId("ben")):
        assert "somebody else" not in play.screen(dm(person)), "nobody but the coordinators reads it"
