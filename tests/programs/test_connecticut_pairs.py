"""Connecticut's pairs: matched, introduced, in touch, with a plan and with dates. Each test is named for its row."""

from dataclasses import replace
from datetime import date

from flows.messages import OpenForm, Outcome, Word
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState
from flows.model.pairs import Meeting, MeetingState, Pair, PairState, Plan, PlanState
from flows.places import dm
from flows.situation import find
from tests.cast import FALL, SPRING, a_pair, confirms, keeps, mentee, mentor, two_applicants
from tests.talk import Play

CONTACT = "career-development@ctlibraryassociation.org"
OUR_PLAN = {"per_month": "2", "methods": ("video", "email"), "note": "Tuesdays are best"}


def _proposed(play: Play, cohort: str) -> set[tuple[str, str]]:
    return {
        (pair.mentee, pair.mentor)
        for pair in play.records(find(Pair, cohort=cohort, state=PairState.PROPOSED))
    }


def test_ct_02_a_pair_is_one_mentee_with_one_mentor() -> None:
    play = Play.of("connecticut", "2027-02-10")
    for id in ("ana", "bea", "cam"):
        mentee(play, id, id.title())
    mentor(play, "ben", "Ben", capacity="2")
    play.until("2027-03-01")
    pairs = _proposed(play, SPRING)
    assert len(pairs) == 2
    assert {with_whom for _, with_whom in pairs} == {"ben"}
    assert "1 person is without a mentor" in play.told_coordinators()


def test_ct_05_matches_are_proposed_in_march_and_september_and_coordinators_publish_them() -> None:
    two = two_applicants()
    play = two.play
    play.told_coordinators()
    assert not play.sent("match.proposed")
    play.until("2027-03-01")
    proposal = play.told_coordinators()
    assert "A proposal for the spring match: 1 pair." in proposal
    assert "Ana Duarte with Ben Okafor" in proposal
    assert "Both care about archives" in proposal
    play.heard(two.ana)
    play.until("2027-03-05")
    assert "Ben" not in play.heard(two.ana), "nobody hears before the coordinators decide"

    play.presses(two.cora, "publish", where=play.desk)
    published = play.record(Cohort, SPRING)
    assert published is not None
    assert (published.state, published.decided_by) == (CohortState.PUBLISHED, two.cora)
    play.passes(minutes=16)
    assert "Meet your mentor: Ben Okafor" in play.heard(two.ana)

    mentee(play, "eve", "Eve Marlow", cohort=FALL)
    confirms(play, two.ben, FALL)
    play.until("2027-08-31")
    play.told_coordinators()
    play.until("2027-09-01")
    assert "A proposal for the fall match: 1 pair." in play.told_coordinators()


def test_ct_06_the_fall_cohort_crosses_the_new_year() -> None:
    play = Play.of("connecticut", "2027-08-10")
    cora = play.coordinator()
    mentee(play, "eve", "Eve Marlow", cohort=FALL)
    mentor(play, "ben", "Ben Okafor", confirms=(FALL,))
    play.until("2027-09-02")
    play.presses(cora, "publish", where=play.desk)
    play.passes(minutes=16)
    assert "from October 1, 2027 to March 31, 2028" in play.heard(play.joins("eve", "Eve Marlow"))


def test_ct_07_each_pair_has_six_months() -> None:
    two = a_pair()
    assert (two.pair.starts, two.pair.ends) == (date(2027, 4, 1), date(2027, 9, 30))
    assert "from April 1, 2027 to September 30, 2027" in two.play.heard(two.ana)


def test_ct_12_before_the_first_day_the_mentee_is_welcomed_and_told_who_the_mentor_is() -> None:
    two = a_pair()
    welcome = two.play.heard(two.ana)
    assert two.play.now.date() < two.pair.starts
    assert "Meet your mentor: Ben Okafor" in welcome
    assert "ben@example.org" in welcome
    shared, profile = welcome.index("You both care about archives."), welcome.index("About Ben Okafor")
    assert shared < profile, "common ground comes first"
    application = two.play.record(Application, two.pair.mentee_application)
    assert application is not None
    assert application.state is ApplicationState.MATCHED


def test_ct_13_the_mentor_is_told_who_the_mentee_is() -> None:
    two = a_pair()
    told = two.play.heard(two.ben)
    assert "Meet your mentee: Ana Duarte" in told
    assert "ana@example.org" in told


def test_ct_14_mentee_makes_first_contact() -> None:
    two = a_pair()
    play = two.play
    assert "You make the first contact: write to Ben Okafor" in play.heard(two.ana)
    assert "Ana Duarte makes the first contact" in play.heard(two.ben)

    play.until("2027-04-07")
    assert "have you been in touch" not in play.heard(two.ana).lower()
    play.until("2027-04-08")
    assert "Have you been in touch with Ben Okafor yet?" in play.heard(two.ana)
    answer = play.presses(two.ana, "not_yet")
    assert isinstance(answer, Word)
    assert "Have you heard" not in play.heard(two.ben)

    play.until("2027-04-13")
    assert "Have you heard from each other?" in play.heard(two.ben)
    play.told_coordinators()
    play.until("2027-04-18")
    assert "Ana Duarte and Ben Okafor do not seem to be in touch" in play.told_coordinators()

    play.presses(two.ana, "met")
    assert "are in touch now" in play.told_coordinators()
    assert "met" not in play.choices(dm(two.ben)), "what is answered is asked of nobody any more"


def test_ct_14_once_they_are_in_touch_nobody_is_asked_again() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-08")
    play.told_coordinators()
    assert isinstance(play.presses(two.ana, "met"), Outcome)
    play.until("2027-04-30")
    assert not play.sent("contact.overdue")
    assert not play.sent("contact.escalated")


def test_ct_15_the_pair_agrees_a_communication_plan() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-08")
    play.presses(two.ana, "met")
    play.until("2027-04-09")
    assert "How would you and Ben Okafor like to keep in touch?" in play.heard(two.ana)
    play.heard(two.ben)

    play.presses(two.ana, "write")
    play.fills(two.ana, OUR_PLAN)
    suggested = play.heard(two.ben)
    assert "Ana Duarte suggests" in suggested
    assert "Meetings a month: 2" in suggested
    assert "Video call and E-mail" in suggested
    assert "Tuesdays are best" in suggested

    opened = play.presses(two.ben, "amend")
    assert isinstance(opened, OpenForm)
    assert opened.filled["per_month"] == ("2",), "the form shows what was proposed"
    play.heard(two.ana)
    play.fills(two.ben, {**OUR_PLAN, "per_month": "1"})
    assert "Meetings a month: 1" in play.heard(two.ana)

    play.read(two.room)
    play.presses(two.ana, "agree")
    plan = play.record(Plan, two.pair.id)
    assert plan is not None
    assert (plan.state, plan.per_month) == (PlanState.AGREED, 1)
    for place in (dm(two.ana), dm(two.ben), two.room):
        assert "Meetings a month: 1" in play.read(place), f"the agreed plan stands in {place}"


def test_ct_15_a_plan_outside_the_programs_bounds_is_asked_again() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-08")
    play.presses(two.ana, "met")
    play.until("2027-04-09")
    play.presses(two.ana, "write")
    shown = play.fills(two.ana, {**OUR_PLAN, "per_month": "0"})
    assert isinstance(shown, OpenForm)
    assert set(shown.errors) == {"per_month"}
    play.fills(two.ana, OUR_PLAN)
    assert "Meetings a month: 2" in play.heard(two.ben)


def test_ct_15_an_unanswered_plan_is_asked_about_once_more() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-05-31")
    assert len(play.sent("plan.asked")) == 1
    assert len(play.sent("plan.reminder")) == 1
    play.presses(two.ana, "write")
    play.fills(two.ana, OUR_PLAN)
    play.until("2027-07-15")
    assert len(play.sent("plan.confirm")) == 2


def test_ct_16_every_meeting_can_be_rescheduled_and_the_other_side_confirms() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    assert "Time to find your next date with Ben Okafor?" in play.heard(two.ana)
    play.heard(two.ben)
    play.presses(two.ana, "set_time")
    play.fills(two.ana, {"day": "2027-04-28", "time": "15:30", "how": "The café by the green"})
    assert "April 28, 2027" in play.heard(two.ben)
    play.presses(two.ben, "confirm")
    for person in (two.ana, two.ben):
        told = play.heard(person)
        assert "The café by the green" in told
        assert "the sooner" in told
        assert "reschedule" in play.choices(dm(person))

    play.until("2027-04-27")
    assert "A reminder: you and Ana Duarte meet" in play.heard(two.ben)
    play.presses(two.ben, "reschedule")
    play.heard(two.ana)
    play.fills(two.ben, {"day": "2027-04-30", "time": "9:00", "how": "By video"})
    asked = play.heard(two.ana)
    assert "Ben Okafor cannot make the time" in asked
    assert "9:00" in asked
    assert "reschedule" not in play.choices(dm(two.ana)), "the old time no longer stands"
    play.presses(two.ana, "confirm")
    assert "April 30, 2027" in play.heard(two.ben)

    play.until("2027-05-01")
    meetings = play.records(find(Meeting, pair=two.pair.id, state=MeetingState.PAST))
    assert len(meetings) == 1
    assert "reschedule" not in play.choices(dm(two.ben))


def test_ct_16_a_meeting_lies_ahead_and_within_the_six_months() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    play.presses(two.ana, "set_time")
    for day, field in (("2027-04-21", "day"), ("2027-10-01", "day")):
        shown = play.fills(two.ana, {"day": day, "time": "10:00", "how": "By phone"})
        assert isinstance(shown, OpenForm)
        assert set(shown.errors) == {field}
    play.fills(two.ana, {"day": "2027-09-30", "time": "10:00", "how": "By phone"})
    assert "September 30, 2027" in play.heard(two.ben)


def test_ct_16_each_reads_the_time_on_their_own_clock() -> None:
    two = a_pair(ben_zone="America/Los_Angeles")
    play = two.play
    play.until("2027-04-22")
    play.presses(two.ana, "set_time")
    play.heard(two.ben)
    play.fills(two.ana, {"day": "2027-04-28", "time": "15:30", "how": "By phone"})
    assert "12:30" in play.heard(two.ben)


def test_ct_17_both_hear_that_what_they_discuss_is_confidential() -> None:
    two = a_pair()
    for person in (two.ana, two.ben):
        told = two.play.heard(person)
        assert "confidential" in told
        assert "unless you both agree" in told
        assert "I cannot read your conversation" in told
    assert "I cannot read it" in two.play.read(two.room)


def test_ct_20_the_introduction_names_the_one_address_for_questions() -> None:
    two = a_pair()
    for person in (two.ana, two.ben):
        assert CONTACT in two.play.heard(person)


def test_ct_21_a_rare_shared_interest_weighs_more_than_a_common_one() -> None:
    play = Play.of("connecticut", "2027-02-10")
    for n in range(8):
        mentee(play, f"m{n}", f"Mentee {n}", topics="reference")
        mentor(play, f"x{n}", f"Mentor {n}", topics="reference")
    mentee(play, "ana", "Ana Duarte", topics="reference;oral_history")
    mentor(play, "ben", "Ben Okafor", topics="oral_history;management")
    play.until("2027-03-01")
    assert ("ana", "ben") in _proposed(play, SPRING)
    assert "Both care about oral history, which few here do" in play.told_coordinators()


def test_ct_22_a_mentors_room_counts_across_both_cohorts() -> None:
    two = a_pair(capacity="1")
    play = two.play
    keeps(play, _extended(two.pair))
    mentee(play, "eve", "Eve Marlow", cohort=FALL)
    confirms(play, two.ben, FALL)
    play.until("2027-09-01")
    assert _proposed(play, FALL) == set(), "Ben has room for one, and Ana stays until December"
    assert "Eve Marlow" in play.told_coordinators()


def test_ct_22_with_room_for_two_a_mentor_is_matched_while_the_other_cohort_runs() -> None:
    two = a_pair(capacity="2")
    play = two.play
    keeps(play, _extended(two.pair))
    mentee(play, "eve", "Eve Marlow", cohort=FALL)
    confirms(play, two.ben, FALL)
    play.until("2027-09-01")
    assert _proposed(play, FALL) == {("eve", "ben")}


def _extended(pair: Pair) -> Pair:
    return replace(pair, ends=date(2027, 12, 31))
