"""A concern: said in private from any message about the pair; the coordinators take it, answer, or end the match."""

from dataclasses import replace
from datetime import date

import pytest

from bot.launch import appoint
from flows.ids import PersonId
from flows.messages import OpenForm, Outcome, Word
from flows.model.pairs import Concern, ConcernState, Pair, PairState
from flows.model.people import Coordinator
from flows.model.talk import Draft, Question, QuestionState
from flows.places import dm
from flows.situation import find
from tests.cast import Two, keeps
from tests.endings import in_touch, raises, reads_all

WORDS = "We keep missing each other, and I do not dare to say so."


def _concerns(two: Two) -> tuple[Concern, ...]:
    return two.play.records(find(Concern, pair=two.pair.id))


def _only(two: Two) -> Concern:
    (concern,) = _concerns(two)
    return concern


def dismiss(two: Two, person: PersonId) -> None:
    """Somebody coordinates no more."""
    (one,) = (
        one
        for one in two.play.records(find(Coordinator, program=two.play.program.id))
        if one.person == person
    )
    two.play.world.store.transact(lambda tx: tx.erase(Coordinator, [one.id]))


def _raised(wants: str = "talk") -> Two:
    two = in_touch()
    raises(two, two.ana, WORDS, wants=wants)
    return two


def test_it_is_received_with_thanks_and_only_the_coordinators_learn_of_it() -> None:
    two = in_touch()
    bens_screen = two.play.screen(dm(two.ben))
    raises(two, two.ana, WORDS)
    heard = two.play.heard(two.ana)
    assert "Thank you for telling us." in heard
    assert "Ben Okafor is not told" in heard
    assert "career-development@ctlibraryassociation.org" in heard
    desk = two.play.told_coordinators()
    assert "Ana Duarte has raised a concern." in desk
    assert WORDS in desk
    assert "Please get in touch with me" in desk
    two.play.until("2027-04-10")
    assert two.play.screen(dm(two.ben)) == bens_screen
    assert not two.play.read(two.room)


def test_where_the_partner_coordinates_the_others_hear_of_it_alone() -> None:
    two = in_touch()
    appoint(two.play.world.store, two.play.program.id, [two.ben])
    raises(two, two.ana, WORDS)
    assert WORDS in two.play.heard(two.cora)
    assert not two.play.told_coordinators()
    two.play.until("2027-04-11")
    assert "still waits" in two.play.heard(two.cora)
    two.play.presses(two.cora, "take")
    two.play.presses(two.cora, "reply")
    two.play.fills(two.cora, {"reply": "I am here."})
    assert "I am here." in two.play.heard(two.ana)
    assert WORDS not in two.play.screen(two.play.desk) + two.play.screen(dm(two.ben))


def test_the_way_to_it_is_under_every_message_about_the_pair() -> None:
    two = in_touch()
    two.play.until("2027-04-12")
    two.play.presses(two.ana, "all_well")
    two.play.until("2027-10-05")
    for side in (two.ana, two.ben):
        shown = [one.message for one in two.play.world.platform.screens[dm(side)]]
        assert len(shown) > 10
        offers = [
            "concern" in [button.choice for part in one.parts for button in part.buttons] for one in shown
        ]
        about = [one.parts[0].kind != "mentor.reconfirm" for one in shown]
        assert offers == about


def test_every_one_of_these_messages_opens_the_form_whether_settled_sticky_or_old() -> None:
    two = in_touch()
    two.play.until("2027-10-05")
    asked = [
        button.question
        for shown in two.play.world.platform.screens[dm(two.ana)]
        for part in shown.message.parts
        for button in part.buttons
        if button.choice == "concern"
    ]
    states = [two.play.record(Question, question) for question in asked]
    assert {(one.state, one.sticky) for one in states if one} >= {
        (QuestionState.CLOSED, False),
        (QuestionState.OPEN, False),
        (QuestionState.OPEN, True),
    }
    for question in asked:
        assert isinstance(two.play.presses_on(two.ana, question, "concern"), OpenForm)
    assert two.pair.state is PairState.CLOSED
    two.play.fills(two.ana, {"text": "Something I did not dare to say before.", "wants": "know"})
    desk = two.play.told_coordinators()
    assert "Something I did not dare to say before." in desk
    assert "end_pair" not in two.play.choices(two.play.desk), "it is over already"


def test_a_second_concern_may_be_raised() -> None:
    two = _raised()
    raises(two, two.ana, "And one more thing.")
    raises(two, two.ben, "I worry too.")
    assert {(concern.person, concern.text) for concern in _concerns(two)} == {
        (two.ana, WORDS),
        (two.ana, "And one more thing."),
        (two.ben, "I worry too."),
    }


def test_what_was_begun_is_kept_until_it_is_sent_and_no_longer() -> None:
    two = in_touch()
    two.play.page = 1
    two.play.presses(two.ana, "concern")
    two.play.sends(two.ana, {"text": (WORDS,)})
    assert not _concerns(two)
    two.play.until("2027-04-12")
    form = two.play.presses(two.ana, "concern")
    assert isinstance(form, OpenForm)
    assert form.filled["text"] == (WORDS,)
    two.play.sends(two.ana, {"wants": ("know",)})
    assert _only(two).text == WORDS
    assert not two.play.records(find(Draft, person=two.ana))


def test_what_people_type_is_shown_as_typed() -> None:
    two = in_touch()
    typed = "**Not bold** <!channel> @everyone [a link](https://example.org) {partner}"
    raises(two, two.ana, typed)
    (part,) = two.play.world.platform.screens[two.play.desk][-1].message.parts
    spans = [span for block in part.blocks for row in getattr(block, "rows", ()) for span in row[1]]
    said = next(span for span in spans if "Not bold" in span.text)
    assert (said.text, said.strong, said.link) == (typed, False, "")


def test_a_coordinator_takes_it_and_the_one_who_waits_knows() -> None:
    two = _raised()
    two.play.coordinator("kofi", "Kofi Mensah")
    two.play.presses(two.cora, "take", where=two.play.desk)
    assert (_only(two).state, _only(two).taken_by) == (ConcernState.TAKEN, two.cora)
    assert "Cora Lindqvist is taking care of it." in two.play.screen(two.play.desk)
    assert "Cora Lindqvist has taken this up and will answer you." in two.play.screen(dm(two.ana))
    assert "take" not in two.play.choices(two.play.desk)


def test_who_does_not_coordinate_is_refused() -> None:
    two = _raised()
    for choice in ("take", "reply", "end_pair"):
        question = two.play.world.platform.question(two.play.desk, choice)
        assert isinstance(two.play.presses_on(two.ben, question, choice), Word)
    assert _only(two).state is ConcernState.RAISED
    assert two.pair.state is PairState.ANNOUNCED


def test_the_answer_comes_through_shelfmate_and_can_be_answered_in_turn() -> None:
    two = _raised()
    reads_all(two)
    bens_screen = two.play.screen(dm(two.ben))
    two.play.presses(two.cora, "reply", where=two.play.desk)
    two.play.fills(two.cora, {"reply": "Thank you. Shall I find you two a time?"})
    heard = two.play.heard(two.ana)
    assert "Cora Lindqvist answers what you told us" in heard
    assert "Shall I find you two a time?" in heard
    assert two.play.screen(dm(two.ben)) == bens_screen
    assert not two.play.records(find(Draft, person=two.cora))
    two.play.told_coordinators()
    raises(two, two.ana, "Yes please.")
    assert "Yes please." in two.play.told_coordinators()


def test_nobody_takes_it_so_it_is_pointed_out_again() -> None:
    two = _raised()
    reads_all(two)
    two.play.until("2027-04-11")
    assert "still waits for one of you" in two.play.told_coordinators()
    two.play.until("2027-05-01")
    asked = [button.choice for button in two.play.world.platform.buttons(two.play.desk)]
    assert asked.count("take") == asked.count("end_pair") == 1, "only the newest can be pressed"
    reads_all(two)
    two.play.presses(two.cora, "take", where=two.play.desk)
    assert "take" not in two.play.choices(two.play.desk), "every copy is settled"
    two.play.until("2027-05-20")
    assert "still waits" not in two.play.told_coordinators()


def test_a_coordinator_ends_the_match_kindly() -> None:
    two = _raised(wants="end")
    reads_all(two)
    two.play.presses(two.cora, "end_pair", where=two.play.desk)
    assert (two.pair.state, two.pair.ends) == (PairState.ENDED, date(2027, 4, 9))
    assert _only(two).state is ConcernState.ENDED
    for side in (two.ana, two.ben):
        heard = two.play.heard(side)
        assert "nobody's fault" in heard
        assert "concern" not in heard
        assert WORDS not in heard
        assert "Cora" not in heard


@pytest.mark.parametrize("state", [PairState.CLOSED, PairState.ENDED])
def test_a_match_that_is_over_cannot_be_ended_again(state: PairState) -> None:
    two = _raised()
    keeps(two.play, replace(two.pair, state=state))
    answer = two.play.presses(two.cora, "end_pair", where=two.play.desk)
    assert isinstance(answer, Word)
    assert two.play.record(Pair, two.pair.id) == replace(two.pair, state=state)
    assert _only(two).state is ConcernState.RAISED
    two.play.presses(two.cora, "reply", where=two.play.desk)
    two.play.fills(two.cora, {"reply": "It has ended; how are you?"})
    assert _only(two).state is ConcernState.ANSWERED


def test_sent_twice_it_is_one_concern() -> None:
    two = in_touch()
    two.play.presses(two.ana, "concern")
    assert two.play.form is not None
    form = two.play.form
    two.play.fills(two.ana, {"text": WORDS, "wants": "know"})
    two.play.form = form
    again = two.play.sends(two.ana, {"text": (WORDS,), "wants": ("know",)})
    assert isinstance(again, Outcome)
    assert len(_concerns(two)) == 1


def test_where_the_partner_is_the_only_coordinator_the_person_is_told_so() -> None:
    two = in_touch()
    dismiss(two, two.cora)
    appoint(two.play.world.store, two.play.program.id, [two.ben])
    bens_screen = two.play.screen(dm(two.ben))
    raises(two, two.ana, WORDS)
    heard = two.play.heard(two.ana)
    assert "nobody has read this yet" in heard
    assert "career-development@ctlibraryassociation.org" in heard
    assert "answer you here" not in heard
    assert _only(two).text == WORDS
    two.play.until("2027-04-11")
    assert WORDS not in two.play.screen(two.play.desk) + two.play.screen(dm(two.ben))
    kofi = two.play.coordinator("kofi", "Kofi Mensah")
    two.play.until("2027-04-20")
    assert WORDS in two.play.heard(kofi)
    two.play.presses(kofi, "take")
    assert "Kofi Mensah has taken this up" in two.play.screen(dm(two.ana))
    assert "concern" not in two.play.screen(dm(two.ben)).removeprefix(bens_screen).lower()


def test_a_concern_that_was_taken_is_pointed_out_until_it_is_answered() -> None:
    two = _raised()
    two.play.presses(two.cora, "take", where=two.play.desk)
    reads_all(two)
    two.play.until("2027-04-12")
    assert "waiting for an answer" not in two.play.told_coordinators()
    two.play.until("2027-04-13")
    told = two.play.told_coordinators()
    assert "Ana Duarte is still waiting for an answer." in told
    assert "Cora Lindqvist has taken this concern up" in told
    assert _only(two).state is ConcernState.TAKEN
    two.play.until("2027-04-20")
    two.play.presses(two.cora, "reply", where=two.play.desk)
    two.play.fills(two.cora, {"reply": "I am here."})
    reads_all(two)
    two.play.until("2027-06-01")
    assert "still waiting" not in two.play.told_coordinators()


def test_who_wants_no_answer_is_promised_none_and_nobody_is_pressed_for_it() -> None:
    two = _raised(wants="know")
    heard = two.play.heard(two.ana)
    assert "so that they know" in heard
    assert "answer you here" not in heard
    two.play.presses(two.cora, "take", where=two.play.desk)
    assert "Cora Lindqvist has read it." in two.play.screen(dm(two.ana))
    reads_all(two)
    two.play.until("2027-06-01")
    assert "still waiting" not in two.play.told_coordinators()


def test_two_answers_that_wait_for_the_morning_both_arrive() -> None:
    two = in_touch(ana_zone="Pacific/Honolulu")
    raises(two, two.ana, WORDS)
    two.play.until("2027-04-10", 10)
    reads_all(two)
    for words in ("I am here.", "Tomorrow at ten?"):
        two.play.presses(two.cora, "reply", where=two.play.desk)
        two.play.fills(two.cora, {"reply": words})
    assert "I am here." in two.play.told_coordinators(), "the coordinators see what was answered"
    assert not two.play.heard(two.ana)
    two.play.until("2027-04-10", 18)
    heard = two.play.heard(two.ana)
    assert heard.count("I am here.") == 1
    assert heard.count("Tomorrow at ten?") == 1
