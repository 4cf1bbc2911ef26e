"""Reading frames: whatever a window sends is an event or a complaint in words, never an exception."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.web.host import Leap
from adapters.web.listen import STATIC
from adapters.web.live import UNKNOWN
from adapters.web.read import (
    LONGEST_FRAME,
    LONGEST_KEY,
    LONGEST_TEXT,
    MOST_FIELDS,
    MOST_VALUES,
    Act,
    Complaint,
    Frame,
    Moves,
    Plays,
    account_of,
    person_in,
    read,
)
from flows.events import Pressed, Said, Submitted
from flows.ids import PersonId, ProgramId

NOW = datetime(2027, 2, 1, 15, tzinfo=UTC)
ANA, SMALL = PersonId("ana"), ProgramId("small")
ID = "act-00000001"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
words = st.text(st.characters(categories=("L", "N", "P", "Z", "C", "S")))  # halves of characters too
near_frames = st.fixed_dictionaries(
    {"do": st.sampled_from(["say", "press", "submit", "go", "play"]) | anything},
    optional={
        "id": st.sampled_from([ID, "short", "x" * 65, "ünlikely-id"]) | anything,
        "text": words | anything,
        "question": words | anything,
        "choice": words | anything,
        "values": st.dictionaries(words, st.lists(words) | anything, max_size=4) | anything,
        "to": st.sampled_from([*Leap, "yesterday"]) | anything,
        "who": words | anything,
        "by_hand": st.booleans() | anything,
    },
)


def heard(text: str) -> Frame:
    return read(text, person=ANA, program=SMALL, now=NOW)


def frame(**parts: Any) -> Frame:
    return heard(json.dumps({"id": ID, **parts}))


def is_sound(found: Frame) -> bool:
    """Whatever of it goes on from here can be kept by a database and told in a page."""
    match found:
        case Complaint(text, id):
            return bool(text) and "\n" not in text and (id == "" or len(id) <= 64)
        case Act(_, Said(text=text)):
            return bool(text.strip()) and len(text) <= LONGEST_TEXT and _can_be_kept(text)
        case Act(_, Pressed(question=question, choice=choice)):
            return _can_be_kept(question + choice) and max(len(question), len(choice)) <= LONGEST_KEY
        case Act(_, Submitted(question=question, values=values)):
            return all(
                map(_can_be_kept, (question, *values, *(one for given in values.values() for one in given)))
            )
        case Moves() | Plays():
            return True
    return False


def _can_be_kept(text: str) -> bool:
    return "\0" not in text and text == text.encode("utf-8", "ignore").decode()


class TestItIsTotal:
    @given(st.text(st.characters()))
    @example("[" * 100_000)
    @example('{"do":' * 50_000)
    @example("9" * 10_000)
    @example('{"do":"go","to":NaN}')
    @example('{"do":"say","id":"act-00000001","text":"\\ud800"}')
    @example('{"do":"say","id":"act-00000001","text":"\\u0000"}')
    @example('{"do":"press","id":"act-00000001","question":"\\udfff","choice":"yes"}')
    @example("\ufeff{}")
    @example("")
    def test_any_text_at_all(self, text: str) -> None:
        assert is_sound(heard(text))

    @given(anything)
    def test_any_json(self, value: Any) -> None:
        assert is_sound(heard(json.dumps(value)))

    @given(near_frames)
    def test_what_is_nearly_a_frame(self, value: dict[str, Any]) -> None:
        assert is_sound(heard(json.dumps(value)))

    @given(near_frames)
    def test_it_is_pure(self, value: dict[str, Any]) -> None:
        assert heard(json.dumps(value)) == heard(json.dumps(value))


class TestActs:
    def test_they_say_something(self) -> None:
        match frame(do="say", text="sign up"):
            case Act(id, Said() as said):
                assert (id, said.text, said.now, said.program) == (ID, "sign up", NOW, SMALL)
                assert person_in(said.account or account_of(PersonId(""))) == ANA
            case found:
                pytest.fail(f"{found}")

    def test_an_act_of_the_same_id_is_the_same_event_and_another_persons_is_another(self) -> None:
        first, again = frame(do="say", text="menu"), frame(do="say", text="menu")
        other = read(
            json.dumps({"do": "say", "id": ID, "text": "menu"}),
            person=PersonId("ben"),
            program=SMALL,
            now=NOW,
        )
        assert isinstance(first, Act)
        assert isinstance(again, Act)
        assert isinstance(other, Act)
        assert first.event.id == again.event.id != other.event.id

    def test_they_press_a_button(self) -> None:
        match frame(do="press", question="q1", choice="mentee"):
            case Act(_, Pressed(question="q1", choice="mentee")):
                pass
            case found:
                pytest.fail(f"{found}")

    def test_they_send_a_page_with_a_field_left_empty(self) -> None:
        match frame(do="submit", question="q1", values={"topics": ["a", "b"], "about": []}):
            case Act(_, Submitted(values={"topics": ("a", "b"), "about": ()})):
                pass
            case found:
                pytest.fail(f"{found}")

    @pytest.mark.parametrize("leap", Leap)
    def test_they_move_time(self, leap: Leap) -> None:
        assert frame(do="go", to=str(leap)) == Moves(leap)

    def test_they_say_who_is_played_by_hand(self) -> None:
        assert frame(do="play", who="ben", by_hand=False) == Plays(PersonId("ben"), by_hand=False)

    def test_what_was_typed_stays_as_typed(self) -> None:
        typed = "<script>alert(1)</script> \u202e & 'quotes' 👩🏽‍🚀\n\ttwo lines"
        found = frame(do="say", text=typed)
        assert isinstance(found, Act)
        assert isinstance(found.event, Said)
        assert found.event.text == typed


class TestComplaints:
    @pytest.mark.parametrize("text", ["", " \n\t", "\0\0", "\ud800"])
    def test_there_is_nothing_in_it(self, text: str) -> None:
        assert frame(do="say", text=text) == Complaint("There is nothing in it yet.", ID)

    def test_a_long_message_is_told_how_long_it_may_be(self) -> None:
        found = frame(do="say", text="x" * 5_000)
        assert isinstance(found, Complaint)
        assert "5,000 characters; 4,000 is the most" in found.text
        assert found.id == ID, "the page can tell which of its messages it was"
        assert isinstance(frame(do="say", text="x" * LONGEST_TEXT), Act)

    @pytest.mark.parametrize(
        "parts",
        [
            {"do": "press", "question": "q", "choice": ["yes"]},
            {"do": "press", "question": "", "choice": "yes"},
            {"do": "press", "question": "q" * (LONGEST_KEY + 1), "choice": "yes"},
            {"do": "press", "question": "q\0", "choice": "yes"},
            {"do": "press", "question": "q", "choice": "\udc00"},
            {"do": "submit", "question": "q", "values": {"a": "not a list"}},
            {"do": "submit", "question": "q", "values": {"a": [1]}},
            {"do": "submit", "question": "q", "values": {"\ud800": ["x"]}},
            {"do": "submit", "question": "q", "values": {str(nth): [] for nth in range(MOST_FIELDS + 1)}},
            {"do": "submit", "question": "q", "values": {"a": ["x"] * (MOST_VALUES + 1)}},
            {"do": "dance"},
        ],
        ids=str,
    )
    def test_what_no_page_of_ours_sends_is_complained_of_under_its_own_id(
        self, parts: dict[str, Any]
    ) -> None:
        found = frame(**parts)
        assert isinstance(found, Complaint)
        assert found.id == ID

    @pytest.mark.parametrize(
        "id", ["", "short", "x" * 65, "has space", "a_b_c_d_e", 7, None, ["act-00000001"]]
    )
    def test_an_id_that_no_page_makes(self, id: object) -> None:
        found = frame(do="say", id=id, text="menu")
        assert isinstance(found, Complaint)
        assert found.id == ""

    @pytest.mark.parametrize("to", ["yesterday", "", None, 1, ["day"]])
    def test_time_goes_nowhere_else(self, to: object) -> None:
        assert isinstance(frame(do="go", to=to), Complaint)

    def test_a_page_of_the_longest_answers_fits_into_a_frame(self) -> None:
        page = {
            "do": "submit",
            "id": ID,
            "question": "q",
            "values": {str(nth): ["字" * 4_000] for nth in range(5)},
        }
        assert len(json.dumps(page, ensure_ascii=False).encode()) < LONGEST_FRAME


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("say.js", f"const LONGEST = {LONGEST_TEXT};"),
        ("acts.js", f"const LARGEST = {LONGEST_FRAME // 1024} * 1024;"),
        ("window.js", f"const NOBODY = {UNKNOWN};"),
    ],
)
def test_the_pages_know_the_same_limits_and_codes(script: str, line: str) -> None:
    assert line in (STATIC / script).read_text(encoding="utf-8")
