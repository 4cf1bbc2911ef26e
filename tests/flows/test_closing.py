"""How pairs end: a last conversation in time, a kind goodbye, words of thanks passed on, and then quiet."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from flows.ids import PersonId
from flows.messages import OpenForm, Outcome, Word
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState, Role, application_id
from flows.model.pairs import (
    Extension,
    Farewell,
    FarewellState,
    Meeting,
    MeetingState,
    Pair,
    PairState,
    Survey,
    pair_id,
)
from flows.model.people import Person
from flows.model.talk import Draft, Question, QuestionState, WakeUp, Wish
from flows.places import dm
from flows.situation import WHOLE, find
from tests.cast import SPRING, Two, a_pair, keeps
from tests.endings import (
    CLOSING,
    DAY_AFTER,
    both_press,
    in_closing,
    in_touch,
    raises,
    reads_all,
    rings,
    state_of,
)
from tests.talk import Play

THANKS = "You made me braver than I was."


def _ended_early() -> Two:
    two = in_touch()
    two.play.until("2027-06-01")
    reads_all(two)
    rings(two, "closing", "end_early", two.pair.id)
    return two


def _thanks(two: Two, who: PersonId, words: str = THANKS) -> None:
    two.play.presses(who, "thank")
    two.play.fills(who, {"text": words})


# --- on its day ---------------------------------------------------------------------------------------


def test_a_week_before_the_end_both_are_reminded_of_a_last_conversation() -> None:
    two = in_closing()
    two.play.until("2027-09-22")
    reads_all(two)
    two.play.until("2027-09-23")
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "one last conversation" in heard
        assert "September 30, 2027" in heard


def test_the_morning_after_the_last_day_both_hear_that_it_has_ended() -> None:
    two = in_closing()
    two.play.until("2027-09-30", 23)
    reads_all(two)
    assert state_of(two) is PairState.ANNOUNCED
    two.play.until(DAY_AFTER)
    assert state_of(two) is PairState.CLOSED
    for side in (two.ana, two.ben):
        assert "has come to its end" in two.play.heard(side)
    assert "This room stays yours" in two.play.read(two.room)
    cohort = two.play.record(Cohort, SPRING)
    assert cohort is not None
    assert cohort.state is CohortState.CLOSED


def test_words_of_thanks_are_passed_on_as_they_were_typed() -> None:
    two = in_closing()
    two.play.until(DAY_AFTER)
    reads_all(two)
    typed = f"{THANKS} **And** [see you](https://example.org)"
    _thanks(two, two.ana, typed)
    assert "Your words have been passed on." in two.play.screen(dm(two.ana))
    heard = two.play.heard(two.ben)
    assert "Ana Duarte leaves you these words:" in heard
    assert typed in heard
    farewell = two.play.record(Farewell, f"{two.pair.id}:{two.ana}")
    assert farewell is not None
    assert farewell.state is FarewellState.SAID
    assert not two.play.records(find(Draft, person=two.ana))


def test_who_has_thanked_before_the_end_is_not_asked_for_it_again() -> None:
    two = in_closing()
    two.play.until("2027-09-23")
    _thanks(two, two.ana)
    assert THANKS in two.play.heard(two.ben)
    two.play.until(DAY_AFTER)
    assert "thank" not in two.play.choices(dm(two.ana))
    assert "thank" in two.play.choices(dm(two.ben))


def test_thanks_begun_and_put_aside_are_still_there() -> None:
    two = in_closing()
    two.play.until(DAY_AFTER)
    two.play.presses(two.ana, "thank")
    wrong = two.play.sends(two.ana, {"text": ("x" * 1200,)})
    assert isinstance(wrong, OpenForm)
    assert wrong.errors
    form = two.play.presses(two.ana, "thank")
    assert isinstance(form, OpenForm)
    assert form.filled["text"] == ("x" * 1200,)


def test_all_that_was_open_about_the_pair_asks_for_nothing_any_more() -> None:
    two = in_touch()
    two.play.until("2027-04-10")
    assert "write" in two.play.choices(dm(two.ana))
    two.play.until(DAY_AFTER)
    waiting = two.play.choices(dm(two.ana)) | two.play.choices(dm(two.ben))
    assert waiting <= {"thank", "open", "concern", "yes", "not_now", "remove"}, (
        "the last three: the next match"
    )


def test_a_meeting_still_ahead_is_closed_with_the_pair() -> None:
    two = in_touch()
    meeting = Meeting(
        id=f"{two.pair.id}:m1",  # type: ignore[arg-type]
        pair=two.pair.id,
        state=MeetingState.PROPOSED,
        proposed_by=two.ana,
        at=two.play.now + timedelta(days=30),
    )
    asked = Question(
        id="q-meeting",  # type: ignore[arg-type]
        flow="meeting",
        kind="meeting.proposed",
        subject=meeting.id,
        audience=two.ben,
        program=two.pair.cohort,
        choices=("confirm",),
    )
    keeps(two.play, meeting, asked)
    rings(two, "closing", "end_early", two.pair.id)
    closed = two.play.record(Question, asked.id)
    assert closed is not None
    assert closed.state is QuestionState.CLOSED


def test_after_the_end_only_the_survey_still_asks() -> None:
    two = in_closing()
    two.play.until("2027-10-02")
    ended = two.play.now
    two.play.until("2028-09-01")
    assert _told_after(two, ended) <= {"survey.reminder", "mentor.reconfirm"}, (
        "the latter: for the next match"
    )


def _told_after(two: Two, moment: datetime) -> set[str]:
    """The kinds of all that came to the two or to their room after that moment."""
    sent = two.play.records(find(Wish, state="sent", limit=WHOLE))
    places = {dm(two.ana), dm(two.ben), two.room}
    return {
        wish.kind
        for wish in sent
        if wish.place in places and not wish.replaces and wish.sent_at and wish.sent_at > moment
    }


# --- early --------------------------------------------------------------------------------------------


def test_a_match_that_ends_early_ends_kindly_and_the_mentee_keeps_a_place() -> None:
    two = _ended_early()
    assert (two.pair.state, two.pair.ends) == (PairState.ENDED, date(2027, 6, 1))
    mentee, mentor = two.play.heard(two.ana), two.play.heard(two.ben)
    assert "nobody's fault" in mentee
    assert "on the waiting list" in mentee
    assert "nobody's fault" in mentor
    assert "waiting list" not in mentor
    application = two.play.record(Application, two.pair.mentee_application)
    assert application is not None
    assert application.state is ApplicationState.WAITLISTED


def test_after_an_early_end_thanks_may_be_said_and_nothing_else_is_asked_but_the_survey() -> None:
    two = _ended_early()
    ended = two.play.now
    two.play.passes(minutes=5)
    _thanks(two, two.ben)
    assert THANKS in two.play.heard(two.ana)
    two.play.until("2027-07-31")
    assert _told_after(two, ended) == {"survey.asked", "survey.reminder", "farewell.said"}


def test_ending_twice_is_ending_once() -> None:
    two = _ended_early()
    ended = two.pair
    two.play.passes(days=1)
    for trigger in ("end_early", "end", "farewell"):
        rings(two, "closing", trigger, two.pair.id)
    assert two.pair == ended
    assert len(two.play.sent("pair.closed")) == 2


def test_a_mentor_who_is_removed_may_end_it_and_the_mentee_hears_kindly() -> None:
    two = in_touch()
    two.play.says(two.ben, "remove me")
    two.play.presses(two.ben, "end")
    assert state_of(two) is PairState.ENDED
    heard = two.play.heard(two.ana)
    assert "nobody's fault" in heard
    assert "removed" not in heard


def test_an_erased_mentor_hears_nothing_more_and_the_mentee_waits_for_the_next_match() -> None:
    two = in_touch()
    two.play.says(two.ben, "erase me")
    two.play.presses(two.ben, "erase")
    reads_all(two)
    assert state_of(two) is PairState.ENDED
    two.play.until("2027-06-20")
    assert not two.play.heard(two.ben)
    heard = two.play.heard(two.ana)
    assert "Your mentor has left the program" in two.play.screen(dm(two.ana))
    assert "Ben" not in heard
    assert "Somebody who has left" not in heard
    assert "somebody who has left" not in heard
    assert "How was it for you while it lasted?" in heard
    assert two.play.record(Survey, f"{two.pair.id}:{two.ben}") is None
    assert "thank" not in two.play.choices(dm(two.ana)), "there is nobody to pass it on to"


def test_words_of_thanks_for_one_who_leaves_while_they_are_written_are_given_back() -> None:
    two = in_closing()
    two.play.until("2027-09-23")
    two.play.presses(two.ana, "thank")
    form = two.play.form
    two.play.says(two.ben, "erase me")
    two.play.presses(two.ben, "erase")
    two.play.heard(two.ana)
    two.play.form = form
    two.play.sends(two.ana, {"text": (THANKS,)})
    assert THANKS in two.play.heard(two.ana)
    assert isinstance(two.play.presses_on(two.ana, form.question, "thank"), Outcome)  # type: ignore[union-attr]


def test_after_a_match_that_ended_over_a_concern_nobody_writes_through_shelfmate() -> None:
    two = in_closing()
    two.play.until("2027-09-23")
    two.play.presses(two.ben, "thank")
    form = two.play.form
    assert form is not None
    raises(two, two.ana, "He is cruel.", wants="end")
    two.play.presses(two.cora, "end_pair", where=two.play.desk)
    reads_all(two)
    two.play.form = form
    two.play.sends(two.ben, {"text": ("You will regret this.",)})
    two.play.presses_on(two.ben, form.question, "thank")
    assert isinstance(two.play.answer, Outcome | Word)
    two.play.passes(days=2)
    assert "regret" not in two.play.screen(dm(two.ana))


def test_who_waits_for_the_next_match_knows_how_to_leave_the_list() -> None:
    two = _ended_early()
    assert "say “withdraw”" in two.play.heard(two.ana)
    two.play.says(two.ana, "withdraw")
    application = two.play.record(Application, two.pair.mentee_application)
    assert application is not None
    assert application.state is ApplicationState.WITHDRAWN


def test_an_erased_mentee_waits_for_nothing() -> None:
    two = in_touch()
    two.play.says(two.ana, "erase me")
    two.play.presses(two.ana, "erase")
    assert state_of(two) is PairState.ENDED
    application = two.play.record(Application, two.pair.mentee_application)
    assert application is not None
    assert application.state is not ApplicationState.WAITLISTED


# --- a whole cohort -----------------------------------------------------------------------------------


def test_a_pair_that_had_its_closing_stage_missed_is_still_asked_how_it_was() -> None:
    two = in_touch()
    keeps(two.play, replace(two.pair, ends=date(2027, 5, 1)))
    rings(two, "closing", "end", two.pair.id)
    two.play.until("2027-05-05")
    assert state_of(two) is PairState.CLOSED
    assert len(two.play.sent("survey.asked")) == 2


def test_the_closing_of_many_pairs_goes_on_in_chunks_until_each_has_been_asked() -> None:
    play = Play.of("connecticut", "2027-02-10")
    pairs = [_some_pair(play, nth) for nth in range(230)]
    play.until(CLOSING, 5)
    while play.world.wake_ups.ring_due(play.now + timedelta(hours=1)):
        pass  # the timers alone: that messages go out is told elsewhere
    offered = [play.record(Extension, pair.id) for pair in pairs]
    assert all(offered)
    surveys = play.records(find(Survey, cohort=SPRING, state="asked", limit=WHOLE))
    assert len(surveys) == 2 * len(pairs)
    left = play.records(find(WakeUp, state="waiting", limit=WHOLE))
    assert not [wake for wake in left if wake.trigger == "closing" and wake.subject.startswith(SPRING)]


def _some_pair(play: Play, nth: int) -> Pair:
    mentee, mentor = PersonId(f"e-{nth:03}"), PersonId(f"m-{nth:03}")
    program = play.program.id
    pair = Pair(
        id=pair_id(SPRING, mentee, mentor),
        cohort=SPRING,
        program=program,  # type: ignore[arg-type]
        mentee=mentee,
        mentor=mentor,
        mentee_application=application_id(program, mentee, Role.MENTEE, SPRING),  # type: ignore[arg-type]
        mentor_application=application_id(program, mentor, Role.MENTOR),  # type: ignore[arg-type]
        state=PairState.ANNOUNCED,
        starts=date(2027, 4, 1),
        ends=date(2027, 9, 30),
    )
    keeps(play, pair, Person(id=mentee, name=f"Mentee {nth}"), Person(id=mentor, name=f"Mentor {nth}"))
    return pair


def test_a_chunk_that_comes_late_does_not_open_a_closed_cohort_again() -> None:
    two = in_closing()
    two.play.until("2027-10-02")
    rings(two, "closing", "closing", SPRING)
    cohort = two.play.record(Cohort, SPRING)
    assert cohort is not None
    assert cohort.state is CohortState.CLOSED


def test_a_pair_is_closed_at_its_own_end_after_the_cohort() -> None:
    two = in_closing()
    both_press(two, "1")
    two.play.until("2027-10-05")
    cohort = two.play.record(Cohort, SPRING)
    assert cohort is not None
    assert cohort.state is CohortState.CLOSED
    assert state_of(two) is PairState.ANNOUNCED
    two.play.until("2027-11-01")
    assert state_of(two) is PairState.CLOSED


def test_nothing_of_an_ending_comes_to_those_who_only_began() -> None:
    two = a_pair()
    rings(two, "closing", "end", two.pair.id)
    assert state_of(two) is PairState.ANNOUNCED
    assert not two.play.sent("pair.closed")
