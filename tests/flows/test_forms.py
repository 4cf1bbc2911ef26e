"""Forms: whatever is typed is kept or told what would do, and each question is asked once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import forms
from flows.ids import PersonId, QuestionId
from flows.messages import Field, Form, OpenForm, Option, Phrase, Say, Sort
from flows.model.talk import Draft
from flows.programs.program import Asked, Choice
from flows.programs.read import read as read_program
from flows.typed import read

ADA = PersonId("ada")
QUESTION = QuestionId("q1")
TOPICS = (Option("archives", "Archives"), Option("maps", "Maps"), Option("zines", "Zines"))

NAME = Field(key="name", sort=Sort.SHORT, label="Name", longest=10)
STORY = Field(key="story", sort=Sort.LONG, label="Story", required=False, longest=200)
STAGE = Field(key="stage", sort=Sort.ONE_OF, label="Stage", options=TOPICS)
LIKES = Field(key="likes", sort=Sort.ANY_OF, label="Likes", options=TOPICS, least=1, most=2)
FRIEND = Field(key="friend", sort=Sort.PERSON, label="Friend", required=False)
DAY = Field(key="day", sort=Sort.DATE, label="Day")
HOUR = Field(key="hour", sort=Sort.TIME, label="Hour")
SEATS = Field(key="seats", sort=Sort.NUMBER, label="Seats", least=1, most=3)
SURE = Field(key="sure", sort=Sort.YES_NO, label="Sure")
ALL = (NAME, STORY, STAGE, LIKES, FRIEND, DAY, HOUR, SEATS, SURE)
FORM = Form(key="test", version="1", title="A test", fields=ALL)
GOOD: Mapping[str, tuple[str, ...]] = {
    "name": ("Ada",),
    "story": (),
    "stage": ("maps",),
    "likes": ("archives", "zines"),
    "friend": (),
    "day": ("2027-03-24",),
    "hour": ("09:30",),
    "seats": ("2",),
    "sure": ("yes",),
}


def fresh(form: Form = FORM) -> Draft:
    return forms.draft_for(form, ADA)


def test_what_is_right_comes_back_as_it_was_said() -> None:
    clean, errors = forms.check(ALL, GOOD)
    assert clean == GOOD
    assert not errors


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (NAME, ("  Ada \t L.\n",), ("Ada L.",)),
        (NAME, ("A\x00d\x1ba\ud800",), ("Ada",)),
        (NAME, ("Ada\u202exe",), ("Adaxe",)),
        (NAME, ("e\u0301a",), ("\u00e9a",)),
        (NAME, ("1234567890",), ("1234567890",)),
        (STORY, ("One.  \r\n\r\n\r\n\r\nTwo   three. ",), ("One.\n\nTwo three.",)),
        (STORY, ("   ",), ()),
        (STORY, ("👩\u200d🔬 and 文字",), ("👩\u200d🔬 and 文字",)),
        (LIKES, ("zines", "archives", "zines"), ("archives", "zines")),
        (LIKES, ("maps", ""), ("maps",)),
        (DAY, ("2028-02-29",), ("2028-02-29",)),
        (HOUR, (" 9:05 ",), ("09:05",)),
        (HOUR, ("17h30",), ("17:30",)),
        (SEATS, (" 03 ",), ("3",)),
        (SURE, ("Yes",), ("yes",)),
        (FRIEND, ("ben",), ("ben",)),
    ],
)
def test_what_is_right_is_tidied(field: Field, typed: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert read(field, typed) == (kept, None)


@pytest.mark.parametrize(
    ("field", "typed", "key", "values"),
    [
        (NAME, (), "required", {}),
        (NAME, (" \n ", "\x00"), "required", {}),
        (NAME, ("12345678901",), "too_long", {"found": 11, "longest": 10}),
        (NAME, ("Ada", "Ben"), "one_only", {"found": 2}),
        (STAGE, (), "choose_one", {}),
        (STAGE, ("maps", "zines"), "one_only", {"found": 2}),
        (STAGE, ("Atlas",), "unknown_option", {"found": "Atlas"}),
        (LIKES, (), "choose_some", {}),
        (LIKES, ("maps", "x" * 80), "unknown_option", {"found": "x" * 59 + "…"}),
        (LIKES, ("maps", "zines", "archives"), "too_many", {"found": 3, "most": 2}),
        (replace(LIKES, least=2), ("maps", "maps"), "too_few", {"found": 1, "least": 2}),
        (DAY, ("24 March",), "date", {"found": "24 March"}),
        (DAY, ("2027-02-29",), "no_such_day", {"found": "2027-02-29"}),
        (DAY, ("0000-01-01",), "no_such_day", {"found": "0000-01-01"}),
        (DAY, ("٢٠٢٧-٠١-٠١",), "date", {"found": "٢٠٢٧-٠١-٠١"}),
        (HOUR, ("24:00",), "time", {"found": "24:00"}),
        (HOUR, ("9",), "time", {"found": "9"}),
        (SEATS, ("two",), "number", {"found": "two"}),
        (SEATS, ("1_0",), "number", {"found": "1_0"}),
        (SEATS, ("9" * 5000,), "number", {"found": "9" * 59 + "…"}),
        (SEATS, ("0",), "too_small", {"found": 0, "least": 1}),
        (SEATS, ("4",), "too_large", {"found": 4, "most": 3}),
        (SURE, ("maybe",), "yes_no", {}),
        (SURE, (), "yes_no", {}),
        (FRIEND, ("two words",), "person", {}),
    ],
)
def test_what_is_wrong_is_told_what_would_do(
    field: Field, typed: tuple[str, ...], key: str, values: dict[str, str | int]
) -> None:
    assert read(field, typed)[1] == Say(f"form.error.{key}", values)


def test_a_field_that_was_not_on_the_page_is_not_missed_and_a_strange_one_is_ignored() -> None:
    assert forms.check(ALL, {"name": ("Ada",), "shoe_size": ("37",)}) == ({"name": ("Ada",)}, {})


# --- pages --------------------------------------------------------------------------------------------


def test_a_wrong_field_is_asked_again_and_nothing_that_was_typed_beside_it_is_lost() -> None:
    draft, shown = forms.step(FORM, QUESTION, fresh(), {"name": ("Ada",), "seats": ("9",), "hour": ("noon",)})

    assert shown is not None
    assert forms.page(shown, 5) == (HOUR, SEATS)
    assert shown.filled == draft.values == {"name": ("Ada",), "seats": ("9",), "hour": ("noon",)}
    assert set(shown.errors) == {"seats", "hour"}

    draft, shown = forms.step(FORM, QUESTION, draft, {"seats": ("3",), "hour": ("12:00",)})
    assert shown is not None
    assert not shown.errors
    assert forms.page(shown, 2) == (STORY, STAGE)


def test_a_draft_is_resumed_with_its_error_even_days_later() -> None:
    draft, _ = forms.step(FORM, QUESTION, fresh(), {"day": ("2027-02-30",)})
    resumed = forms.opened(FORM, QUESTION, draft)
    assert resumed.errors == {"day": Say("form.error.no_such_day", {"found": "2027-02-30"})}
    assert forms.page(resumed, 5) == (DAY,)


def test_the_last_page_completes_the_form() -> None:
    draft, shown = forms.step(FORM, QUESTION, fresh(), {**GOOD, "name": ("far too long a name",)})
    assert shown is not None
    assert forms.remaining(FORM, draft.values) == (NAME,)

    draft, shown = forms.step(FORM, QUESTION, draft, {"name": ("Ada",)})
    assert shown is None
    assert draft.values == GOOD


def test_a_form_without_questions_is_complete() -> None:
    empty = replace(FORM, fields=())
    assert forms.step(empty, QUESTION, fresh(empty), {"name": ("Ada",)}) == (fresh(empty), None)


def test_a_draft_of_an_older_version_keeps_what_still_holds() -> None:
    draft, _ = forms.step(FORM, QUESTION, fresh(), {**GOOD, "hour": ("noon",)})
    newer = replace(
        FORM, version="2", fields=(replace(NAME, longest=2), LIKES, HOUR, replace(STORY, required=True))
    )
    elsewhere = forms.draft_for(FORM, ADA, "another subject")

    carried = forms.draft_for(newer, ADA, older=[elsewhere, draft])

    assert carried.id == "ada:test:2:"
    assert carried.values == {"likes": ("archives", "zines")}


def test_a_draft_of_this_version_is_gone_on_with() -> None:
    draft, _ = forms.step(FORM, QUESTION, fresh(), {"hour": ("noon",)})
    older = Draft(id="ada:test:0:", person=ADA, form="test", version="0", values={"name": ("Old",)})
    assert forms.draft_for(FORM, ADA, older=[older, draft]) is draft


raws = st.dictionaries(
    st.sampled_from([*(field.key for field in ALL), "strange"]),
    st.lists(
        st.one_of(st.text(st.characters()), st.sampled_from(["maps", "yes", "3", "09:30", "2027-01-01"]))
    ).map(tuple),
)


@given(st.lists(raws, max_size=4))
def test_any_nonsense_is_kept_clean_or_told_and_nothing_valid_is_lost(
    pages: list[Mapping[str, tuple[str, ...]]],
) -> None:
    draft, valid = fresh(), dict[str, tuple[str, ...]]()
    for raw in pages:
        clean, errors = forms.check(ALL, raw)
        assert clean.keys() | errors.keys() == raw.keys() - {"strange"}
        assert not clean.keys() & errors.keys()
        assert forms.check(ALL, clean) == (clean, {})
        valid = {key: kept for key, kept in {**valid, **clean}.items() if key not in errors}

        draft, shown = forms.step(FORM, QUESTION, draft, raw)

        assert forms.check(ALL, draft.values)[0] == valid
        assert (shown is None) == (valid.keys() == {field.key for field in ALL})
        for values in draft.values.values():
            assert not any(c in "".join(values) for c in "\x00\x1b\r\t")
            "".join(values).encode()


@given(st.integers(1, 10), st.permutations(ALL))
def test_paging_asks_each_question_once_whatever_fits_on_a_page(limit: int, fields: list[Field]) -> None:
    form = replace(FORM, fields=tuple(fields))
    draft = fresh(form)
    shown: OpenForm | None = forms.opened(form, QUESTION, draft)
    asked: list[Field] = []
    while shown is not None:
        now = forms.page(shown, limit)
        assert 0 < len(now) <= limit
        asked += now
        draft, shown = forms.step(form, QUESTION, draft, {field.key: GOOD[field.key] for field in now})
    assert asked == fields


# --- a program's own questions ------------------------------------------------------------------------


def choices(*keys: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label={"en": key.title()}) for key in keys)


def asked(**changes: object) -> Asked:
    plain = {
        "key": "topics",
        "sort": Sort.ANY_OF,
        "label": {"en": "Topics"},
        "options": choices("maps", "zines"),
        "most": 2,
    }
    return Asked.model_validate({**plain, **changes})


def test_a_better_label_goes_on_with_the_same_drafts_but_another_option_is_a_new_version() -> None:
    def version(*questions: Asked) -> str:
        return forms._form("f", "", questions, "mentee").version

    assert version(asked()) == version(asked(label={"en": "What you care about"}, help={"en": "Any"}))
    assert version(asked()) != version(asked(most=1))
    assert version(asked()) != version(asked(options=choices("maps", "archives")))
    assert version(asked()) == version(asked(), asked(key="ideas", roles=("mentor",)))


def test_a_program_asks_each_role_its_own_questions_in_its_own_words() -> None:
    file = Path("flows/programs/connecticut.toml")
    program = read_program(file.read_text(encoding="utf-8"), file.name)
    mentee, mentor = forms.application_form(program, "mentee"), forms.application_form(program, "mentor")

    assert [field.key for field in mentee.fields] == [question.key for question in program.asked("mentee")]
    assert "capacity" in {field.key for field in mentor.fields} - {field.key for field in mentee.fields}
    assert mentee.key != mentor.key
    assert isinstance(mentee.fields[0].label, Phrase)
    assert forms.survey_form(program, "mentor").fields
    assert forms.application_form(program, "mentee") == mentee


def test_every_error_has_its_words() -> None:
    words = tomllib.loads(Path("flows/wording/en.toml").read_text(encoding="utf-8"))["form"]["error"]
    source = Path("flows/typed.py").read_text(encoding="utf-8")
    assert all(f'"form.error.{key}"' in source for key in words)
    assert source.count('"form.error.') >= len(words)
