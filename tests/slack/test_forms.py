"""Forms in modals: each question with Slack's own input, what was given in it, and what is wrong beside it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.rendering.forms import acknowledged, suggested, told, view
from adapters.slack.rendering.inputs import Labels
from flows.ids import QuestionId
from flows.messages import FieldShown, PageShown, Paragraph, Sort, Span, WordShown
from tests.slack.block_kit import wrong_with_options, wrong_with_view
from tests.slack.messages import blocks, pages, words

MANY = tuple((f"k{nth}", f"Topic {nth}") for nth in range(400))
FRENCH = Labels(send="Envoyer", go_on="Continuer", close="Fermer", yes="Oui", no="Non")


def page(*fields: FieldShown, title: str = "Your application", **more: Any) -> PageShown:
    return PageShown(question=QuestionId("q1"), title=title, fields=fields, **more)


def asked(sort: Sort, **more: Any) -> FieldShown:
    return FieldShown(**{"key": "topics", "sort": sort, "label": "Which topics?", **more})


def element(sort: Sort, **more: Any) -> dict[str, Any]:
    """The one input of a page with one question."""
    shown = view(page(asked(sort, **more)))
    assert wrong_with_view(shown) == []
    found: dict[str, Any] = shown["blocks"][0]["element"]
    assert found.pop("action_id") == "given"
    return found


class TestItIsTotal:
    @settings(max_examples=60)
    @given(pages)
    def test_whatever_is_asked_slack_takes(self, anything: PageShown) -> None:
        assert wrong_with_view(view(anything)) == []

    @settings(max_examples=40)
    @given(pages, st.lists(words))
    def test_whatever_a_page_is_answered_with(self, anything: PageShown, shown: list[str]) -> None:
        match acknowledged(anything, [*shown, *(field.key for field in anything.fields)]):
            case {"response_action": "errors", "errors": errors}:
                assert errors
                assert all(0 < len(key) <= 255 and 0 < len(error) <= 500 for key, error in errors.items())
            case {"response_action": "update", "view": update}:
                assert wrong_with_view(update) == []
            case found:
                pytest.fail(f"{found}")

    @settings(max_examples=40)
    @given(blocks, words)
    def test_whatever_it_is_told_in_a_modal(self, anything: Any, title: str) -> None:
        assert wrong_with_view(told(WordShown(blocks=anything), title)) == []

    @given(st.lists(st.tuples(words, words)), words)
    def test_whatever_is_typed_into_a_menu(self, options: list[tuple[str, str]], typed: str) -> None:
        assert wrong_with_options(suggested(options, typed)["options"]) == []


class TestInputs:
    def test_a_line_and_a_longer_text_hold_what_was_typed(self) -> None:
        assert element(Sort.SHORT, given=("*archives*",), longest=80) == {
            "type": "plain_text_input",
            "multiline": False,
            "max_length": 80,
            "initial_value": "*archives*",
        }
        assert element(Sort.LONG, longest=9_000)["max_length"] == 3_000

    def test_what_was_too_long_stays_to_be_made_shorter(self) -> None:
        found = element(Sort.SHORT, given=("x" * 90,), longest=80)
        assert (found["max_length"], found["initial_value"]) == (90, "x" * 90)

    @pytest.mark.parametrize(
        ("sort", "many", "kind"),
        [
            (Sort.ONE_OF, 10, "radio_buttons"),
            (Sort.ONE_OF, 11, "static_select"),
            (Sort.ONE_OF, 101, "external_select"),
            (Sort.ANY_OF, 10, "checkboxes"),
            (Sort.ANY_OF, 11, "multi_static_select"),
            (Sort.ANY_OF, 101, "multi_external_select"),
        ],
    )
    def test_choices_are_shown_at_once_then_in_a_menu_then_looked_up(
        self, sort: Sort, many: int, kind: str
    ) -> None:
        chosen = ("k3", "k5") if sort is Sort.ANY_OF else ("k3",)
        found = element(sort, options=MANY[:many], given=chosen)
        assert found["type"] == kind
        assert len(found.get("options", [])) == (many if many <= 100 else 0)
        initial = found.get("initial_options") or [found["initial_option"]]
        assert [each["value"] for each in initial] == list(chosen)

    def test_a_menu_of_several_takes_no_more_than_may_be_chosen(self) -> None:
        assert element(Sort.ANY_OF, options=MANY[:20], most=3)["max_selected_items"] == 3

    def test_yes_and_no_in_the_readers_language(self) -> None:
        shown = view(page(asked(Sort.YES_NO, given=("no",))), FRENCH)
        found = shown["blocks"][0]["element"]
        assert [(each["value"], each["text"]["text"]) for each in found["options"]] == [
            ("yes", "Oui"),
            ("no", "Non"),
        ]
        assert found["initial_option"]["value"] == "no"
        assert (shown["submit"]["text"], shown["close"]["text"]) == ("Envoyer", "Fermer")

    def test_days_times_numbers_and_people_are_picked(self) -> None:
        assert element(Sort.DATE, given=("2027-04-01",)) == {
            "type": "datepicker",
            "initial_date": "2027-04-01",
        }
        assert element(Sort.TIME, given=("09:30",)) == {"type": "timepicker", "initial_time": "09:30"}
        assert element(Sort.PERSON, given=("slack:T1:U2",)) == {"type": "users_select", "initial_user": "U2"}
        assert element(Sort.NUMBER, given=("2",), least=1, most=5) == {
            "type": "number_input",
            "is_decimal_allowed": False,
            "min_value": "1",
            "max_value": "5",
            "initial_value": "2",
        }

    @pytest.mark.parametrize(
        ("sort", "typed"),
        [
            (Sort.DATE, "2027-02-30"),
            (Sort.DATE, "tomorrow"),
            (Sort.TIME, "24:00"),
            (Sort.NUMBER, "many"),
            (Sort.NUMBER, "7"),
            (Sort.PERSON, "discord:42"),
        ],
    )
    def test_what_no_input_can_hold_is_left_out_of_it(self, sort: Sort, typed: str) -> None:
        assert not [name for name in element(sort, given=(typed,), most=5) if name.startswith("initial")]


class TestThePage:
    def test_says_whose_page_it_is_and_what_comes(self) -> None:
        shown = view(page(asked(Sort.SHORT), left=3))
        assert (shown["callback_id"], shown["private_metadata"]) == ("form", '{"question": "q1"}')
        assert (shown["title"]["text"], shown["submit"]["text"]) == ("Your application", "Continue")
        assert view(page(asked(Sort.SHORT)))["submit"]["text"] == "Send"

    def test_it_keeps_which_event_it_was_opened_by(self) -> None:
        shown = view(page(asked(Sort.SHORT)), event="slack:9a")
        assert json.loads(shown["private_metadata"]) == {"question": "q1", "event": "slack:9a"}

    def test_each_question_is_a_block_under_its_own_key(self) -> None:
        (block,) = view(page(asked(Sort.SHORT, required=False, help="Three at most.")))["blocks"]
        assert (block["block_id"], block["optional"]) == ("topics", True)
        assert (block["label"]["text"], block["hint"]["text"]) == ("Which topics?", "Three at most.")

    def test_a_long_title_stands_above_in_full(self) -> None:
        shown = view(page(asked(Sort.SHORT), title="How is your mentoring with Ana Duarte going?"))
        assert shown["title"]["text"] == "How is your mentoring…"
        assert shown["blocks"][0]["text"]["text"] == "How is your mentoring with Ana Duarte going?"

    def test_the_note_stands_below(self) -> None:
        note = (Paragraph((Span("Questions? Ask Cora."),)),)
        shown = view(page(asked(Sort.SHORT), note=note))
        assert [block["type"] for block in shown["blocks"]] == ["input", "rich_text"]

    def test_what_finds_no_room_is_asked_on_the_next_page(self) -> None:
        shown = view(page(*(asked(Sort.SHORT, key=f"f{nth}") for nth in range(30))))
        assert (len(shown["blocks"]), shown["submit"]["text"]) == (20, "Continue")

    def test_menus_never_make_a_view_too_heavy(self) -> None:
        heavy = tuple((f"k{nth}", "字" * 75) for nth in range(100))
        shown = view(page(*(asked(Sort.ANY_OF, key=f"f{nth}", options=heavy) for nth in range(10))))
        assert wrong_with_view(shown) == []
        assert 1 <= len(shown["blocks"]) < 10


class TestWhatIsWrong:
    WRONG = asked(Sort.NUMBER, key="capacity", given=("many",), error="“many” is not a number.")

    def test_stands_beside_the_field_it_was_sent_in_and_all_stays_as_typed(self) -> None:
        assert acknowledged(page(self.WRONG, left=1), ("topics", "capacity")) == {
            "response_action": "errors",
            "errors": {"capacity": "“many” is not a number."},
        }

    def test_stands_under_the_field_where_the_form_is_opened_again(self) -> None:
        answer = acknowledged(page(self.WRONG), ("topics",))
        assert answer["response_action"] == "update"
        (_, below) = answer["view"]["blocks"]
        assert below["elements"][0]["text"] == "⚠️ “many” is not a number."

    def test_nothing_wrong_leads_to_the_next_page(self) -> None:
        answer = acknowledged(page(asked(Sort.SHORT, key="goals")), ("topics",))
        assert answer["view"]["blocks"][0]["block_id"] == "goals"

    def test_the_end_is_told_in_the_same_window(self) -> None:
        thanks = WordShown(blocks=(Paragraph((Span("Thank you, Ana."),)),))
        shown = told(thanks, "Your application")
        assert wrong_with_view(shown) == []
        assert "submit" not in shown


class TestLongMenus:
    def test_every_word_typed_has_to_be_there(self) -> None:
        options = (("oh", "Oral history"), ("ah", "Art history"), ("ar", "Archives"))
        assert [each["value"] for each in suggested(options, "HIST")["options"]] == ["oh", "ah"]
        assert [each["value"] for each in suggested(options, "history oral")["options"]] == ["oh"]

    def test_at_most_a_hundred_come(self) -> None:
        assert len(suggested(MANY, "")["options"]) == 100
