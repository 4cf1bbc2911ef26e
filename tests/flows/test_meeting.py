"""Meetings: prompts that follow the plan, with ideas that are new each time; times suggested, agreed, moved, lapsed."""

from flows.messages import Phrase, Several
from flows.model.pairs import Meeting, MeetingState, Plan, PlanState
from flows.model.talk import Wish
from flows.places import dm
from flows.situation import find
from tests.cast import Two, a_pair, keeps
from tests.talk import Play


def _days(wishes: list[Wish]) -> list[str]:
    return [f"{wish.sent_at:%m-%d}" for wish in wishes if wish.sent_at]


def _meets(two: Two, per_month: int) -> None:
    """They have agreed on a plan."""
    plan = Plan(
        id=two.pair.id, state=PlanState.AGREED, per_month=per_month, methods=("video",), agreed=1, version=1
    )
    keeps(two.play, plan)


def _suggests(play: Play, two: Two, day: str, at: str = "10:00") -> None:
    play.presses(two.ana, "set_time")
    play.fills(two.ana, {"day": day, "time": at, "how": "By phone"})


def test_prompts_offer_ideas_that_have_not_been_offered() -> None:
    two = a_pair()
    play = two.play
    _meets(two, 1)
    play.until("2027-09-29")
    ideas = [wish.values["ideas"] for wish in play.sent("meeting.prompt")]
    offered = [idea for some in ideas if isinstance(some, Several) for idea in some.items]
    texts = {idea.texts["en"] for idea in offered if isinstance(idea, Phrase)}
    assert len(offered) >= 9
    assert len(texts) == len(offered)


def test_the_rhythm_follows_the_plan() -> None:
    two = a_pair()
    play = two.play
    _meets(two, 2)
    for day in ("2027-04-22", "2027-05-07", "2027-05-22"):
        play.until(day)
        play.presses(two.ana, "not_now")
    assert _days(play.sent("meeting.prompt")) == ["04-22", "05-07", "05-22"]


def test_who_does_not_answer_hears_monthly_and_only_the_newest_can_be_pressed() -> None:
    two = a_pair()
    play = two.play
    _meets(two, 4)
    play.until("2027-06-30")
    assert _days(play.sent("meeting.prompt")) == ["04-22", "04-29", "05-29", "06-28"]
    assert "asked again since then" in play.screen(dm(two.ana))
    assert [button.choice for button in play.world.platform.buttons(dm(two.ana))].count("set_time") == 1


def test_nobody_is_prompted_for_a_date_that_is_set() -> None:
    two = a_pair()
    play = two.play
    _meets(two, 2)
    play.until("2027-04-22")
    _suggests(play, two, "2027-05-10")
    play.presses(two.ben, "confirm")
    play.until("2027-05-17")
    assert _days(play.sent("meeting.prompt")) == ["04-22"]
    play.until("2027-05-18")
    assert _days(play.sent("meeting.prompt")) == ["04-22", "05-18"], "a week before the next one is due"


def test_a_time_that_is_not_confirmed_is_asked_about_and_lapses() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    play.heard(two.ben)
    _suggests(play, two, "2027-04-26")
    play.until("2027-04-25")
    assert "waiting to hear whether" in play.heard(two.ben)
    play.until("2027-04-26")
    assert "confirm" not in play.choices(dm(two.ben))
    assert play.records(find(Meeting, pair=two.pair.id, state=MeetingState.CANCELLED))
    assert not play.sent("meeting.reminder")
    play.until("2027-04-27")
    assert _days(play.sent("meeting.prompt")) == ["04-22", "04-27"]


def test_the_other_side_may_suggest_another_time_before_the_first_is_agreed() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    _suggests(play, two, "2027-04-28")
    play.presses(two.ben, "other_time")
    play.heard(two.ana)
    play.fills(two.ben, {"day": "2027-04-29", "time": "11:00", "how": "By phone"})
    assert "Ben Okafor suggests that you meet" in play.heard(two.ana)
    play.presses(two.ana, "confirm")
    play.until("2027-04-28")
    assert len(play.sent("meeting.reminder")) == 2
    assert "11:00" in play.heard(two.ben)


def test_ideas_and_dates_need_no_plan() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    assert "looking for something to do" in play.heard(two.ana)


def test_no_new_date_is_suggested_in_the_last_days() -> None:
    two = a_pair()
    play = two.play
    _meets(two, 4)
    for _ in range(30):
        play.passes(days=7)
        if "not_now" in play.choices(dm(two.ana)):
            play.presses(two.ana, "not_now")
    last = max(wish.sent_at for wish in play.sent("meeting.prompt") if wish.sent_at)
    assert (two.pair.ends - last.date()).days >= 5


def test_a_message_keeps_the_place_that_belongs_to_its_time_and_speaks_to_its_reader() -> None:
    two = a_pair()
    play = two.play
    play.until("2027-04-22")
    _suggests(play, two, "2027-05-10")
    play.presses(two.ben, "confirm")
    play.presses(two.ben, "reschedule")
    play.fills(two.ben, {"day": "2027-05-12", "time": "10:00", "how": "At the library"})
    mine = play.screen(dm(two.ana))
    agreed = mine.partition("Ben Okafor cannot make the time")[0]
    assert "By phone" in agreed
    assert "At the library" not in agreed
    assert "Suggested to Ana Duarte" not in mine
    assert "Ben Okafor has suggested" in mine
    assert "Suggested to Ana Duarte" in play.screen(dm(two.ben))
