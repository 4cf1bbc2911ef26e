"""Forms in modals: each question with Discord's own input, what was given in it, and what is wrong; and the page between."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord.read import read
from adapters.discord.reading.heard import PageAsked
from adapters.discord.render import EPHEMERAL, between, modal
from adapters.discord.rendering import limits
from adapters.discord.rendering.labels import Labels, in_words, wanted
from flows.ids import QuestionId
from flows.messages import FieldShown, PageShown, Paragraph, Sort, Span
from tests.discord import said
from tests.discord.checks import messages, modals
from tests.discord.checks.components import walk
from tests.discord.checks.modals import BOXES, INPUT, LABEL, RADIO
from tests.discord.checks.parts import STRING, USERS
from tests.discord.samples import NOW, press

TEXT = 10
MANY = tuple((f"k{nth}", f"Topic {nth}") for nth in range(400))
FRENCH = Labels(yes="Oui", no="Non", go_on="Continuer", mend="Corriger")
QUESTION = "Is there something more particular you would be delighted to share with someone?"
HELP = "Zine collections, seed libraries, map restoration: a niche is often what brings two people together."
NOTE = (Paragraph((Span("Questions go to cora@example.org."),)),)


def page(*fields: FieldShown, title: str = "Your application", **more: Any) -> PageShown:
    return PageShown(question=QuestionId("q1"), title=title, fields=fields, **more)


def asked(sort: Sort = Sort.SHORT, **more: Any) -> FieldShown:
    return FieldShown(**{"key": "topics", "sort": sort, "label": "Which topics?", **more})


def opened(*fields: FieldShown, labels: Labels | None = None, **more: Any) -> dict[str, Any]:
    """The modal of a page, as Discord takes it."""
    found = modal(page(*fields, **more), labels or Labels(), "discord:4000")
    modals.modal(copy.deepcopy(found))
    return found


def element(sort: Sort, labels: Labels | None = None, **more: Any) -> dict[str, Any]:
    """The one input of a page with one question."""
    (label,) = opened(asked(sort, **more), labels=labels)["components"]
    component: dict[str, Any] = label["component"]
    assert component.pop("custom_id") == "topics"
    return component


def words(components: Any) -> str:
    """All that is read of a modal or a message."""
    told = (one.get(name, "") for one in walk(components) for name in ("content", "label", "description"))
    return " ".join(filter(None, told)).replace("\\", "")


class TestItIsTotal:
    @settings(max_examples=100)
    @given(said.pages)
    def test_whatever_is_asked_discord_takes(self, anything: PageShown) -> None:
        found = modal(anything, event="discord:4000")
        modals.modal(copy.deepcopy(found))
        keys = [one["component"]["custom_id"] for one in found["components"] if one["type"] == LABEL]
        assert bool(keys) == bool(anything.fields)

    @settings(max_examples=60)
    @given(said.pages)
    def test_whatever_a_page_is_announced_by(self, anything: PageShown) -> None:
        found = between(anything, event="discord:4000")
        messages.check(found, {}, extra=EPHEMERAL)
        assert found["components"][-1]["components"][0]["custom_id"] == "page:discord:4000"

    @settings(max_examples=40)
    @given(said.pages)
    def test_it_is_pure(self, anything: PageShown) -> None:
        assert modal(anything) == modal(anything)


class TestInputs:
    def test_a_line_and_a_longer_text_hold_what_was_typed(self) -> None:
        assert element(Sort.SHORT, given=("*archives*",), longest=80) == {
            "type": INPUT,
            "style": 1,
            "max_length": 80,
            "required": True,
            "value": "*archives*",
        }
        long = element(Sort.LONG, longest=9_000, required=False, given=("one\ntwo",))
        assert (long["style"], long["max_length"], long["required"], long["value"]) == (
            2,
            4_000,
            False,
            "one\ntwo",
        )

    def test_what_was_too_long_stays_to_be_made_shorter(self) -> None:
        found = element(Sort.SHORT, given=("x" * 90,), longest=80)
        assert (found["max_length"], found["value"]) == (90, "x" * 90)

    @pytest.mark.parametrize(
        ("sort", "many", "kind"),
        [
            (Sort.ONE_OF, 1, STRING),
            (Sort.ONE_OF, 2, RADIO),
            (Sort.ONE_OF, 10, RADIO),
            (Sort.ONE_OF, 11, STRING),
            (Sort.ONE_OF, 25, STRING),
            (Sort.ANY_OF, 1, BOXES),
            (Sort.ANY_OF, 10, BOXES),
            (Sort.ANY_OF, 11, STRING),
            (Sort.ANY_OF, 25, STRING),
        ],
    )
    def test_choices_are_shown_at_once_then_in_a_menu(self, sort: Sort, many: int, kind: int) -> None:
        found = element(sort, options=MANY[:many], given=("k0",))
        assert (found["type"], len(found["options"])) == (kind, many)
        assert [one["value"] for one in found["options"] if one.get("default")] == ["k0"]

    def test_of_several_no_fewer_and_no_more_are_taken_than_may_be_chosen(self) -> None:
        found = element(Sort.ANY_OF, options=MANY[:20], least=2, most=3)
        assert (found["min_values"], found["max_values"]) == (2, 3)
        free = element(Sort.ANY_OF, options=MANY[:5], required=False)
        assert (free["min_values"], free["max_values"]) == (0, 5)

    def test_too_many_chosen_before_are_still_chosen(self) -> None:
        found = element(Sort.ANY_OF, options=MANY[:20], most=1, given=("k1", "k2"))
        assert (found["max_values"], sum("default" in one for one in found["options"])) == (2, 2)

    def test_a_choice_of_many_words_goes_on_below_its_label(self) -> None:
        long = " ".join(f"word{nth}" for nth in range(25))
        (one,) = element(Sort.ANY_OF, options=(("k", long),))["options"]
        assert f"{one['label']} {one['description']}".replace("… …", " ") == long

    @pytest.mark.parametrize("sort", [Sort.ONE_OF, Sort.ANY_OF])
    def test_more_than_a_menu_holds_are_typed_by_name_and_named(self, sort: Sort) -> None:
        field = asked(sort, options=MANY[:26], given=("k3",))
        label, below = opened(field)["components"]
        assert (label["component"]["type"], label["component"]["value"]) == (INPUT, "Topic 3")
        assert "Topic 0; Topic 1; Topic 2" in below["content"]

    def test_four_hundred_are_not_named(self) -> None:
        (label,) = opened(asked(Sort.ONE_OF, options=MANY, help="Your city, or its zone."))["components"]
        assert label["description"] == "Your city, or its zone. Type one of them"

    def test_yes_and_no_in_the_readers_language(self) -> None:
        found = element(Sort.YES_NO, FRENCH, given=("no",))
        assert [(one["value"], one["label"], one.get("default")) for one in found["options"]] == [
            ("yes", "Oui", None),
            ("no", "Non", True),
        ]

    def test_days_and_times_are_typed_and_it_is_said_how(self) -> None:
        for sort, how in ((Sort.DATE, "For example 2027-05-01"), (Sort.TIME, "For example 15:00")):
            (label,) = opened(asked(sort, given=("next week",)))["components"]
            assert label["description"].startswith(how)
            assert label["component"]["value"] == "next week"
        assert element(Sort.NUMBER, least=1, most=5)["placeholder"] == "1 – 5"

    def test_people_are_picked(self) -> None:
        found = element(Sort.PERSON, given=("discord:42",))
        assert (found["type"], found["default_values"]) == (USERS, [{"id": "42", "type": "user"}])
        assert "default_values" not in element(Sort.PERSON, given=("slack:T1:U2",))


class TestThePage:
    def test_says_whose_page_it_is_and_what_it_was_the_answer_to(self) -> None:
        found = opened(asked())
        assert (found["custom_id"], found["title"]) == ("form:q1:discord:4000", "Your application")

    def test_a_question_that_fits_is_a_label_with_what_helps_below(self) -> None:
        (label,) = opened(asked(help="Three at most."))["components"]
        assert (label["label"], label["description"]) == ("Which topics?", "Three at most.")

    def test_a_longer_question_goes_on_below_its_label(self) -> None:
        (label,) = opened(asked(label=QUESTION))["components"]
        assert label["label"] == "Is there something more particular you would…"
        assert label["description"] == "…be delighted to share with someone?"

    def test_what_finds_no_room_there_stands_under_the_input(self) -> None:
        label, below = opened(asked(label=QUESTION, help=HELP))["components"]
        assert label["description"] == "…be delighted to share with someone?"
        assert below == {"type": TEXT, "content": f"-# {HELP}"}

    def test_a_question_longer_still_stands_whole_above(self) -> None:
        above, label = opened(asked(label=f"{QUESTION} {QUESTION}"))["components"]
        assert above["content"] == f"**{QUESTION} {QUESTION}**"
        assert label["label"] == "Is there something more particular you would…"

    def test_no_word_of_a_page_is_left_out_but_whole_questions_which_are_asked_next(self) -> None:
        fields = [asked(key=f"f{nth}", label=f"{nth}. {QUESTION}", help=HELP) for nth in range(5)]
        found = opened(*fields)
        assert len(found["components"]) <= limits.MODAL
        assert words(found["components"]).count(HELP) == 2
        assert [one["component"]["custom_id"] for one in found["components"] if one["type"] == LABEL] == [
            "f0",
            "f1",
        ]

    def test_five_short_questions_are_one_page(self) -> None:
        found = opened(*(asked(key=f"f{nth}", help="Three at most.") for nth in range(6)))
        assert len(found["components"]) == limits.PAGE == 5

    def test_the_note_stands_below_where_there_is_room(self) -> None:
        assert [one["type"] for one in opened(asked(), note=NOTE)["components"]] == [LABEL, TEXT]
        full = opened(*(asked(key=f"f{nth}") for nth in range(5)), note=NOTE)
        assert [one["type"] for one in full["components"]] == [LABEL] * 5

    def test_a_long_title_stands_above_in_full(self) -> None:
        title = "How is your mentoring with Ana Duarte of Essex going?"
        found = opened(asked(), title=title)
        assert found["title"] == "How is your mentoring with Ana Duarte of…"
        assert found["components"][0]["content"] == f"**{title}**"

    def test_a_field_asked_twice_is_asked_once(self) -> None:
        assert len(opened(asked(), asked())["components"]) == 1


class TestInBetween:
    WRONG = asked(
        Sort.NUMBER, key="capacity", label="How many?", given=("many",), error="“many” is not a number."
    )

    def test_it_says_that_all_is_saved_and_opens_the_next_page(self) -> None:
        labels = Labels(saved="This is saved. 4 questions are left.")
        found = between(page(asked(), left=3, note=NOTE), labels, "discord:4000")
        assert words(found["components"]).startswith(
            "This is saved. 4 questions are left. Questions go to cora"
        )
        button = found["components"][-1]["components"][0]
        assert button["label"] == "Continue"
        heard = read(press(button["custom_id"]), now=NOW)
        assert isinstance(heard, PageAsked)
        assert heard.event == "discord:4000"

    def test_it_says_what_is_wrong_and_opens_the_same_page(self) -> None:
        found = between(page(self.WRONG), FRENCH, "discord:4000")
        (said_, list_, row) = found["components"]
        assert said_["content"] == FRENCH.wrong
        assert list_["content"] == "- **How many?**\n  “many” is not a number."
        assert row["components"][0]["label"] == "Corriger"

    def test_on_the_page_it_stands_with_the_question(self) -> None:
        (label,) = opened(self.WRONG)["components"]
        assert label["description"] == "⚠️ “many” is not a number."
        assert label["component"]["value"] == "many"

    def test_it_is_seen_by_the_one_who_acted(self) -> None:
        assert between(page(asked()))["flags"] & EPHEMERAL
        assert not between(page(asked()), ephemeral=False)["flags"] & EPHEMERAL

    def test_its_words_are_asked_for_in_the_order_in_which_they_are_given(self) -> None:
        said_ = tuple(say.key for say in wanted(page(self.WRONG, left=2)))
        labels = in_words(said_)
        assert (labels.yes, labels.day, labels.mend) == ("chat.yes", "chat.page.day", "chat.page.mend")
        assert (labels.saved, labels.wrong) == ("chat.page.saved", "chat.page.wrong")
        assert wanted(page(asked(), left=2))[6].values == {"left": 3}
