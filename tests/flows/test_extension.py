"""Going on: asked in private, agreed by two yeses only, for as long as both would; then all resumes."""

from dataclasses import replace
from datetime import date

from flows.ids import PersonId
from flows.messages import Outcome
from flows.model.pairs import Extension, ExtensionState, Pair, PairState, pair_id
from flows.places import dm
from tests.cast import FALL, Two, confirms, keeps, mentee
from tests.endings import DAY_AFTER, LAST_DAY, both_press, in_closing, in_touch, reads_all, rings, state_of


def _extension(two: Two) -> Extension:
    found = two.play.record(Extension, two.pair.id)
    assert found is not None
    return found


def test_each_is_asked_in_private_when_the_closing_stage_begins() -> None:
    two = in_closing()
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "runs until September 30, 2027" in heard
        assert "neither learns what the other said" in heard
        assert "the shorter of the two times" in heard, "nobody's answer is given away by surprise"
        assert {"1", "3", "6", "no"} <= two.play.choices(dm(side))
    assert not two.play.read(two.room)


def test_two_yeses_extend_for_as_long_as_both_would() -> None:
    two = in_closing()
    reads_all(two)
    two.play.presses(two.ana, "6")
    assert "If you both do, I tell you both" in two.play.screen(dm(two.ana))
    assert two.pair.ends == date(2027, 9, 30)
    two.play.presses(two.ben, "3")
    assert two.pair.ends == date(2027, 12, 31)
    assert _extension(two).state is ExtensionState.AGREED
    for side in (two.ana, two.ben):
        assert "until December 31, 2027" in two.play.heard(side)


def test_check_ins_and_meetings_go_on_until_the_new_end_and_then_stop() -> None:
    two = in_closing()
    both_press(two, "3")
    two.play.until("2027-10-13")
    reads_all(two)
    two.play.until("2027-10-14")
    assert "How is it going with" in two.play.heard(two.ana)
    two.play.until("2028-03-01")
    after = [wish.sent_at.date() for wish in two.play.sent("checkin.asked") if wish.sent_at]
    assert [day.isoformat() for day in sorted(set(after)) if day > date(2027, 9, 30)] == [
        "2027-10-14",
        "2027-11-14",
        "2027-12-14",
    ]
    prompted = [wish.sent_at.date() for wish in two.play.sent("meeting.prompt") if wish.sent_at]
    assert any(date(2027, 10, 1) < day < date(2027, 12, 31) for day in prompted)
    assert max(prompted) < date(2027, 12, 31)
    assert state_of(two) is PairState.CLOSED


def test_the_pair_that_goes_on_does_not_end_on_the_old_day() -> None:
    two = in_closing()
    both_press(two, "1")
    two.play.until(DAY_AFTER)
    assert state_of(two) is PairState.ANNOUNCED
    assert not two.play.sent("pair.closed")
    assert not two.play.sent("pair.closing")
    two.play.until("2027-10-24")
    assert "until October 31, 2027" in two.play.heard(two.ana)
    two.play.until("2027-11-01")
    assert state_of(two) is PairState.CLOSED
    assert len(two.play.sent("extension.offered")) == 2, "it is offered once"


def test_agreed_in_the_last_days_it_takes_back_the_farewell_until_the_new_end() -> None:
    two = in_closing()
    two.play.presses(two.ana, "1")
    two.play.until("2027-09-25")
    assert "thank" in two.play.choices(dm(two.ana))
    two.play.presses(two.ben, "1")
    assert "thank" not in two.play.choices(dm(two.ana)) | two.play.choices(dm(two.ben))
    assert "agreed since then to go on until October 31, 2027" in two.play.screen(dm(two.ana))
    reads_all(two)
    two.play.until("2027-10-24")
    assert "one last conversation" in two.play.heard(two.ana)


def test_a_yes_on_the_last_evening_still_counts() -> None:
    two = in_closing()
    two.play.presses(two.ana, "1")
    two.play.until(LAST_DAY, 23)
    two.play.presses(two.ben, "1")
    two.play.until("2027-10-02")
    assert state_of(two) is PairState.ANNOUNCED


def test_without_two_yeses_it_ends_as_planned_and_the_question_with_it() -> None:
    two = in_closing()
    two.play.presses(two.ana, "3")
    question = two.play.world.platform.question(dm(two.ben), "3")
    two.play.until(DAY_AFTER)
    assert state_of(two) is PairState.CLOSED
    assert isinstance(two.play.presses_on(two.ben, question, "3"), Outcome)
    assert state_of(two) is PairState.CLOSED
    assert _extension(two).state is ExtensionState.LAPSED


def test_an_answer_stands() -> None:
    two = in_closing()
    question = two.play.world.platform.question(dm(two.ana), "no")
    two.play.presses(two.ana, "no")
    two.play.presses_on(two.ana, question, "6")
    assert _extension(two).mentee_says == 0


def _new_pair(two: Two, state: PairState) -> Pair:
    """Ben with somebody else, for the time after."""
    new = replace(
        two.pair,
        id=pair_id(FALL, PersonId("eve"), two.ben),
        cohort=FALL,
        mentee=PersonId("eve"),
        state=state,
        ends=date(2028, 3, 31),
    )
    keeps(two.play, new)
    return new


def test_who_has_meanwhile_been_promised_to_somebody_new_ends_as_planned() -> None:
    two = in_closing()
    two.play.presses(two.ana, "1")
    _new_pair(two, PairState.PUBLISHED)
    reads_all(two)
    two.play.presses(two.ben, "1")
    for side in (two.ana, two.ben):
        assert "place" not in two.play.heard(side), "what is not out yet cannot be guessed from it"
    two.play.until(LAST_DAY)
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "ends on September 30, 2027 as planned" in heard
        assert "matched" not in heard
    two.play.until(DAY_AFTER)
    assert state_of(two) is PairState.CLOSED


def test_a_pair_that_is_only_proposed_is_no_reason() -> None:
    two = in_closing()
    _new_pair(two, PairState.PROPOSED)
    both_press(two, "1")
    assert two.pair.ends == date(2027, 10, 31)


def test_where_the_new_match_comes_to_nothing_they_go_on_after_all() -> None:
    two = in_closing()
    new = _new_pair(two, PairState.PUBLISHED)
    both_press(two, "1")
    keeps(two.play, replace(new, state=PairState.ENDED))
    two.play.until(LAST_DAY)
    assert two.pair.ends == date(2027, 10, 31)
    assert "until October 31, 2027" in two.play.heard(two.ana)
    two.play.until("2027-10-02")
    assert state_of(two) is PairState.ANNOUNCED


def test_a_program_that_does_not_extend_does_not_ask() -> None:
    two = in_touch()
    program = two.play.world.programs
    parsed = next(iter(program._parsed))
    program._parsed[parsed] = program._parsed[parsed].model_copy(
        update={"extending": two.play.program.extending.model_copy(update={"months": ()})}
    )
    two.play.until("2027-09-20")
    assert two.play.sent("survey.asked")
    assert not two.play.sent("extension.offered")


def test_a_pair_that_has_ended_is_not_asked() -> None:
    two = in_touch()
    keeps(two.play, replace(two.pair, state=PairState.ENDED))
    rings(two, "extension", "offer", two.pair.id)
    assert two.play.record(Extension, two.pair.id) is None


def test_a_proposal_gives_way_to_two_who_go_on() -> None:
    two = in_closing()
    mentee(two.play, "eve", "Eve Lindholm", cohort=FALL)
    confirms(two.play, two.ben, FALL)
    two.play.presses(two.cora, "match_again", where=two.play.desk)
    assert "Eve Lindholm with Ben Okafor" in two.play.told_coordinators()
    both_press(two, "3")
    assert two.pair.ends == date(2027, 12, 31)
    two.play.presses(two.cora, "publish", where=two.play.desk)
    told = two.play.told_coordinators()
    assert "Ben Okafor had no place left" in told
    assert "Eve Lindholm with Ben Okafor" not in told
