"""An answer in words: the page of a form as it is shown, and what an outcome and a word have apart. Pure."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.ids import ProgramId, QuestionId
from flows.messages import (
    Answer,
    Field,
    Form,
    OpenForm,
    Option,
    Outcome,
    PageShown,
    Ref,
    Say,
    Sort,
    Word,
    WordShown,
)
from flows.programs.read import read
from flows.situation import Get, ProgramOf, Query, Situation
from flows.wording import acknowledging
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import Reader, reader_of
from tests.flows.small_program import SMALL

Q = QuestionId("q1")
WORDS = Catalogue.read(
    {
        "en": """
[words]
yes = "yes"
no = "no"
gone.person = "somebody who has left"
gone.thing = "something that has been removed"

[form]
wrong = "Not {found}, please."
thanks = "Thank you, {name}."
"""
    }
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    known: dict[Query, object] = {ProgramOf("small"): read(SMALL, "small.toml")}
    return reader_of(None, "small", Situation(now=datetime(2027, 4, 1, tzinfo=UTC), loaded=known), WORDS)


def form(*keys: str) -> Form:
    fields = tuple(Field(key=key, sort=Sort.SHORT, label=f"{key}?") for key in keys)
    return Form(key="f", version="1", title="A form", fields=fields)


def page(reader: Reader, answer: Answer, limit: int = 5) -> PageShown:
    shown = acknowledging.shown(answer, reader, limit)
    assert isinstance(shown, PageShown)
    return shown


@given(st.integers(0, 12), st.integers(1, 6), st.integers(0, 12))
def test_every_question_is_on_this_page_was_answered_or_is_counted(
    count: int, limit: int, answered: int
) -> None:
    known: dict[Query, object] = {ProgramOf("small"): read(SMALL, "small.toml")}
    me = reader_of(None, "small", Situation(now=datetime(2027, 4, 1, tzinfo=UTC), loaded=known), WORDS)
    keys = [f"k{nth}" for nth in range(count)]
    filled = dict.fromkeys(keys[:answered], ("x",))
    shown = page(me, OpenForm(question=Q, form=form(*keys), filled=filled), limit)
    if answered < count:
        assert len(shown.fields) + shown.left + answered == count
        assert not {field.key for field in shown.fields} & set(filled)
    assert len(shown.fields) <= limit


def test_only_what_is_wrong_is_asked_again_with_what_was_typed(reader: Reader) -> None:
    answer = OpenForm(
        question=Q,
        form=form("one", "two", "three"),
        filled={"one": ("fine",), "two": ("<b>",)},
        errors={"two": Say("form.wrong", {"found": "<b>"})},
    )
    shown = page(reader, answer)
    [field] = shown.fields
    assert (field.key, field.given, field.error) == ("two", ("<b>",), "Not <b>, please.")
    assert shown.left == 1


def test_options_keep_their_keys_and_are_read_by_their_labels(reader: Reader) -> None:
    field = Field(
        key="k",
        sort=Sort.ANY_OF,
        label="Which?",
        help="As many as you like",
        options=(Option("a", "Archives"), Option("b", "Books")),
        required=False,
        most=2,
    )
    answer = OpenForm(question=Q, form=Form(key="f", version="1", title="T", fields=(field,), note="By us"))
    shown = page(reader, answer)
    [found] = shown.fields
    assert found.options == (("a", "Archives"), ("b", "Books"))
    assert (found.help, found.required, found.most) == ("As many as you like", False, 2)
    assert shown.note


def test_an_outcome_names_its_question_and_a_word_none(reader: Reader) -> None:
    said = Say("form.thanks", {"name": "Ana"})
    outcome = acknowledging.shown(Outcome(question=Q, said=said), reader, 5)
    word = acknowledging.shown(Word(said=said), reader, 5)
    assert isinstance(outcome, WordShown)
    assert isinstance(word, WordShown)
    assert (outcome.question, word.question) == (Q, None)
    assert outcome.blocks == word.blocks


def test_it_asks_for_whatever_its_words_point_to() -> None:
    name = Ref("Person", "ana", "name")
    in_words = acknowledging.needs("small", Word(said=Say("form.thanks", {"name": name})))
    field = Field(key="k", sort=Sort.SHORT, label=Say("form.thanks", {"name": name}))
    opened = OpenForm(question=Q, form=Form(key="f", version="1", title="T", fields=(field,)))
    for need in (in_words, acknowledging.needs("small", opened)):
        assert ProgramOf(ProgramId("small")) in need
        assert any(isinstance(query, Get) and query.id == "ana" for query in need)
