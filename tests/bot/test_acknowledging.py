"""Acknowledging: the answer to somebody's own act, in the words of the one who acted."""

from dataclasses import replace

import pytest

from bot.acknowledging import Acknowledging
from flows.events import Said
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.messages import Answer, OpenForm, Outcome, PageShown, Say, Shown, Word, WordShown
from flows.wording.plain import plain_blocks
from tests.applying import MENTEE
from tests.talk import Play, catalogue


@pytest.fixture
def play() -> Play:
    return Play.of("connecticut", "2027-02-03")


@pytest.fixture
def ana(play: Play) -> PersonId:
    return play.joins("ana", "Ana Duarte")


def shown(
    play: Play, person: str, answer: Answer | None, *, fields: int = 5, program: str = "connecticut"
) -> Shown | None:
    """What the adapter is given to show."""
    saying = Acknowledging(play.world.store, play.world.programs, catalogue(), fields=fields)
    account, known = AccountId(f"play:{person}"), ProgramId(program) if program else None
    return saying.shown(Said(id=EventId("e"), now=play.now, account=account, program=known, text=""), answer)


def opened(play: Play, person: PersonId) -> OpenForm:
    play.says(person, "signup")
    answer = play.presses(person, "mentee")
    assert isinstance(answer, OpenForm)
    return answer


def page(found: Shown | None) -> PageShown:
    assert isinstance(found, PageShown)
    return found


class TestForms:
    @pytest.mark.parametrize("fields", [1, 2, 5, 100])
    def test_as_many_questions_as_the_platform_shows_and_how_many_come_after(
        self, play: Play, ana: PersonId, fields: int
    ) -> None:
        form = opened(play, ana)
        first = page(shown(play, ana, form, fields=fields))
        whole = page(shown(play, ana, form, fields=100))
        assert first.fields == whole.fields[:fields]
        assert first.left == len(whole.fields) - len(first.fields)
        assert first.question == form.question

    def test_questions_and_options_are_in_words(self, play: Play, ana: PersonId) -> None:
        first = page(shown(play, ana, opened(play, ana), fields=100))
        assert first.title
        topics = next(field for field in first.fields if field.key == "topics")
        assert topics.label.endswith("?")
        assert all(key and label and key != label for key, label in topics.options)

    def test_what_is_wrong_is_told_beside_its_question_and_what_was_right_is_not_asked_again(
        self, play: Play, ana: PersonId
    ) -> None:
        form = opened(play, ana)
        asked = page(shown(play, ana, form))
        answer = play.sends(ana, {field.key: () for field in asked.fields})
        wrong = page(shown(play, ana, answer))
        assert wrong.fields
        assert all(field.error and "{" not in field.error for field in wrong.fields if field.required)
        good = {key: (given,) if isinstance(given, str) else given for key, given in MENTEE.items()}
        answer = play.sends(ana, {field.key: good.get(field.key, ()) for field in wrong.fields})
        if isinstance(answer, OpenForm):
            assert not {field.key for field in page(shown(play, ana, answer)).fields} & {
                "topics",
                "career_stage",
            }

    def test_what_was_typed_stands_in_its_field(self, play: Play, ana: PersonId) -> None:
        form = replace(
            opened(play, ana), filled={"about": ("<b>Ana</b>",)}, errors={"about": Say("form.error.required")}
        )
        [field] = page(shown(play, ana, form)).fields
        assert field.given == ("<b>Ana</b>",)
        assert field.error


class TestWords:
    def test_a_word_is_for_its_reader_alone(self, play: Play, ana: PersonId) -> None:
        found = shown(play, ana, Word(said=Say("refused.closed")))
        assert isinstance(found, WordShown)
        assert found.question is None
        assert plain_blocks(found.blocks)

    def test_an_outcome_says_of_which_question(self, play: Play, ana: PersonId) -> None:
        form = opened(play, ana)
        found = shown(play, ana, Outcome(question=form.question, said=Say("refused.closed")))
        assert isinstance(found, WordShown)
        assert found.question == form.question

    def test_somebody_unknown_is_answered_too(self, play: Play) -> None:
        assert isinstance(shown(play, "nobody", Word(said=Say("refused.failed"))), WordShown)

    def test_nothing_to_say_is_nothing_to_show(self, play: Play, ana: PersonId) -> None:
        assert shown(play, ana, None) is None

    def test_without_a_program_there_are_no_words_to_choose(self, play: Play) -> None:
        assert shown(play, "nobody", Word(said=Say("refused.failed")), program="") is None
