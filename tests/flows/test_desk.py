"""What waits for the coordinators, in their own conversation: each thing with its buttons, and nothing that is not theirs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from flows.asking import wakes
from flows.ids import WishId
from flows.messages import Outcome, Word
from flows.model.pairs import Concern, PairState
from flows.model.people import Coordinator, coordinator_id
from flows.model.talk import Trouble, Urgency, Wish, WishState
from flows.places import announcements, dm
from flows.ports import Barred
from tests.applying import applies
from tests.cast import SPRING, Two, a_pair, keeps, mentor, two_applicants
from tests.endings import in_touch
from tests.pages import presses, reads
from tests.talk import Play

CT = "connecticut"


def a_desk(day: str = "2027-02-10", *applicants: str) -> tuple[Play, Any]:
    play = Play.of(CT, day)
    cora = play.coordinator()
    for name in applicants:
        applies(play, play.joins(name.lower(), f"{name} Duarte"), "mentee")
        play.passes(minutes=1)
    return play, cora


def on_screen(play: Play, person: Any) -> Iterator[str]:
    """Each message of their conversation as it now reads."""
    yield from play.stage.messages(dm(person))


# --- what waits ---------------------------------------------------------------------------------------


def test_where_nothing_waits_a_calm_line_says_so() -> None:
    play, cora = a_desk()

    play.says(cora, "desk")

    assert play.heard(cora) == (
        "Nothing waits for the coordinators.\n\nAs soon as something does, I post it in your channel."
    )


def test_an_application_is_decided_right_there_and_every_copy_of_it_closes() -> None:
    play, cora = a_desk("2027-02-10", "Ana")
    dana = play.coordinator("dana", "Dana Whitlock")
    for coordinator in (cora, dana):
        play.says(coordinator, "/mentoring desk")

    read = play.heard(cora)
    answer = play.presses(cora, "accept")

    assert read.startswith(
        "Waiting for the coordinators\n\n- One application to decide on\n\nThe oldest comes first."
    )
    assert "I study library science and love old tape recorders." in read
    assert isinstance(answer, Outcome)
    decided = "Cora Lindqvist has accepted this application."
    assert all(decided in play.screen(place) for place in (dm(cora), dm(dana), play.desk))
    play.says(dana, "desk")
    assert play.heard(dana).endswith("As soon as something does, I post it in your channel.")


def test_a_proposal_is_shown_with_its_reasons_and_published_from_there() -> None:
    two = two_applicants()
    two.play.until("2027-03-02", 10)

    two.play.says(two.cora, "desk")
    read = two.play.heard(two.cora)
    two.play.presses(two.cora, "publish")
    two.play.passes(minutes=20)

    assert "- The pairs of the spring match, to look at and publish" in read
    assert "Ana Duarte" in read
    assert two.pair.state is PairState.ANNOUNCED


def test_whatever_else_was_asked_of_them_waits_there_too() -> None:
    two = in_touch()
    mentor(two.play, "dee", "Dee Sato")
    keeps(two.play, wakes("closing", "end_early", two.pair.id, two.play.now))
    two.play.world.settle()
    assert "- One more thing to decide on\n" in reads(two.play, two.cora)

    two.play.says(two.cora, "desk")
    assert "1 mentee of the spring match is without a mentor" in two.play.heard(two.cora)
    two.play.presses(two.cora, "match_rest")
    two.play.says(two.cora, "desk")

    read = two.play.heard(two.cora)
    assert "- The pairs of the spring match, to look at and publish" in read
    assert "Ana Duarte with Dee Sato" in read
    assert "more thing" not in read


def test_a_reminder_of_the_same_is_no_second_thing() -> None:
    two = two_applicants()
    two.play.until("2027-03-18", 10)
    assert two.play.sent("match.reminder")

    two.play.says(two.cora, "desk")

    shown = [text for text in on_screen(two.play, two.cora) if "Ben Okafor" in text]
    assert len(shown) == 1


def test_a_concern_waits_until_somebody_has_taken_it_and_then_for_the_one_who_did() -> None:
    two = a_pair()
    dana = two.play.coordinator("dana", "Dana Whitlock")
    two.play.says(two.ana, "something is not right")
    two.play.presses(two.ana, "concern")
    two.play.fills(two.ana, {"text": "He never answers.", "wants": "talk"})
    two.play.says(two.cora, "desk")
    assert "He never answers." in two.play.heard(two.cora)

    two.play.presses(two.cora, "take")
    for coordinator in (two.cora, dana):
        two.play.heard(coordinator)
        two.play.says(coordinator, "desk")

    hers = two.play.heard(two.cora)
    assert "- One concern that you have taken, and have yet to answer" in hers
    assert "He never answers." in hers
    assert "Nothing waits" in two.play.heard(dana)
    two.play.presses(two.cora, "reply")
    two.play.fills(two.cora, {"reply": "I will call you tomorrow."})
    two.play.heard(two.cora)
    two.play.says(two.cora, "desk")
    assert "Nothing waits" in two.play.heard(two.cora)


def test_pairs_that_have_gone_quiet_are_named_until_they_answer_again() -> None:
    two = a_pair()
    keeps(two.play, replace(two.pair, quiet_since=two.play.now.date()))
    two.play.says(two.cora, "desk")
    read = two.play.heard(two.cora)
    assert "- One pair that has gone quiet\n" in read
    assert "Ana Duarte and Ben Okafor have gone quiet." in read
    assert "- One pair that has gone quiet\n" in reads(two.play, two.cora)

    keeps(two.play, replace(two.pair, quiet_since=None))
    two.play.says(two.cora, "desk")

    assert "quiet" not in two.play.heard(two.cora)


# --- what did not arrive ------------------------------------------------------------------------------


def lost(two: Two, id: str, *, barred: str = "", **other: Any) -> tuple[Wish, Trouble]:
    now = two.play.now
    wish = Wish(
        id=WishId(id),
        kind="tips.sent",
        key="tips.sent",
        place=dm(two.ana),
        to=two.ana,
        program=SPRING,
        about=two.pair.id,
        urgency=Urgency.PROMPT,
        not_before=now,
        created=now,
        state=WishState.SET_ASIDE,
    )
    trouble = Trouble(
        id=id, sort="Wish", about="", attempts=1, error="no", at=now, state="set_aside", barred=barred
    )
    return replace(wish, **other), trouble


@pytest.mark.parametrize(
    ("barred", "told"),
    [
        (
            "",
            "I could not deliver a message to Ana Duarte, and have stopped trying: please reach them another way.",
        ),
        (Barred.GONE, "I can no longer write to Ana Duarte: their account is deactivated."),
        (
            Barred.SHUT,
            "I cannot write to Ana Duarte: they take no direct messages from me. Please ask them to allow",
        ),
    ],
)
def test_what_did_not_arrive_is_told_once_for_each_reader_with_why_and_what_to_do(
    barred: str, told: str
) -> None:
    two = a_pair()
    keeps(two.play, *lost(two, "w1", barred=barred), *lost(two, "w2", barred=barred))

    two.play.says(two.cora, "desk")

    read = two.play.heard(two.cora)
    assert "- 2 messages of the last week that could not be delivered" in read
    assert read.count(told) == 1
    two.play.passes(days=8)
    two.play.says(two.cora, "desk")
    assert told not in two.play.heard(two.cora), "after a week it is no news"


def test_a_channel_that_takes_nothing_is_told_with_what_helps() -> None:
    two = a_pair()
    place = announcements(two.play.program.id)  # type: ignore[arg-type]
    keeps(two.play, *lost(two, "w1", barred=Barred.ARCHIVED, place=place, to=None, about=SPRING))
    keeps(two.play, *lost(two, "w2", barred=Barred.MISSING, place=two.play.desk, to=None, about=SPRING))

    two.play.says(two.cora, "desk")

    read = two.play.heard(two.cora)
    assert "I cannot post announcements: their channel is archived." in read
    assert "I cannot write in your coordinators' channel: it is gone" in read


# --- many of them -------------------------------------------------------------------------------------


def test_many_come_a_few_at_a_time_the_oldest_first_and_the_rest_on_request() -> None:
    names = ("Ana", "Bea", "Cleo", "Dina", "Elsa", "Fay", "Gerda")
    play, cora = a_desk("2027-02-10", *names)
    play.says(cora, "desk")
    first = play.heard(cora)
    assert [name for name in names if f"{name} Duarte" in first] == list(names[:5])
    assert first.index("Ana Duarte") < first.index("Bea Duarte") < first.index("Elsa Duarte")
    assert first.endswith("2 more wait.")

    play.presses(cora, "more")

    then = play.heard(cora)
    assert [name for name in names if f"{name} Duarte" in then] == ["Fay", "Gerda"]
    assert "Waiting for the coordinators" not in then
    assert "more wait." not in then
    assert "2 more wait.\n\nThe next ones are below." in play.screen(dm(cora))


def test_what_was_decided_meanwhile_is_not_shown_any_more() -> None:
    names = ("Ana", "Bea", "Cleo", "Dina", "Elsa", "Fay")
    play, cora = a_desk("2027-02-10", *names)
    play.says(cora, "desk")
    assert play.heard(cora).endswith("One more waits.")
    play.presses(cora, "accept", where=play.desk)

    play.presses(cora, "more")

    assert play.heard(cora).endswith("That is all that waits for the coordinators.")


# --- what is theirs, and what is not ------------------------------------------------------------------


def test_nobody_is_shown_their_own_application() -> None:
    play, cora = a_desk()
    applies(play, cora, "mentor")
    play.heard(cora)

    play.says(cora, "desk")

    assert "Nothing waits" in play.heard(cora)


def test_who_is_in_a_pair_hears_nothing_of_it() -> None:
    two = a_pair()
    keeps(two.play, replace(two.pair, quiet_since=two.play.now.date()))
    keeps(two.play, *lost(two, "w1"))
    appointed = Coordinator(id=coordinator_id(CT, two.ben), program=CT, person=two.ben)  # type: ignore[arg-type]
    told = Concern(id="c1", pair=two.pair.id, program=CT, person=two.ana)  # type: ignore[arg-type]
    keeps(two.play, appointed, told)
    two.play.heard(two.ben)

    two.play.says(two.ben, "desk")

    assert two.play.heard(two.ben).startswith("Nothing waits")
    assert "Ana" not in reads(two.play, two.ben).split("Your mentee")[0]


def test_pairs_of_which_one_would_be_their_own_are_left_to_the_channel() -> None:
    two = two_applicants()
    appointed = Coordinator(id=coordinator_id(CT, two.ben), program=CT, person=two.ben)  # type: ignore[arg-type]
    keeps(two.play, appointed)
    two.play.until("2027-03-02", 10)
    two.play.heard(two.ben)
    two.play.says(two.ben, "desk")

    read = two.play.heard(two.ben)
    assert "One of them would be your own" in read
    assert "Ana" not in read
    assert "publish" not in two.play.choices(dm(two.ben))


def test_who_does_not_coordinate_is_told_so_kindly_and_whom_to_ask() -> None:
    play, _ = a_desk("2027-02-10", "Ana")
    ana: Any = "ana"
    play.heard(ana)

    answer = play.says(ana, "desk")

    assert isinstance(answer, Word)
    assert answer.said.key == "desk.others"
    assert answer.said.values["contact"] == play.program.organiser.contact
    assert play.heard(ana) == ""
    play.says(ana, "menu")
    assert "desk" not in play.choices(dm(ana))


def test_who_coordinates_no_more_is_shown_no_more() -> None:
    play, cora = a_desk("2027-02-10", "Ana", "Bea", "Cleo", "Dina", "Elsa", "Fay")
    play.says(cora, "desk")
    play.heard(cora)
    play.world.store.transact(lambda tx: tx.erase(Coordinator, [coordinator_id(CT, cora)]))  # type: ignore[arg-type]

    answer = play.presses(cora, "more")

    assert isinstance(answer, Word)
    assert play.heard(cora) == ""


def test_it_is_among_what_a_coordinator_can_do_and_on_their_page() -> None:
    play, cora = a_desk("2027-02-10", "Ana")
    play.says(cora, "menu")
    play.heard(cora)

    play.presses(cora, "desk")
    from_menu = play.heard(cora)
    presses(play, cora, "What waits for the coordinators")

    assert "- One application to decide on" in from_menu
    assert play.heard(cora) == from_menu
