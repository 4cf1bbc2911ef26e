"""Block Kit, held to its documentation: what is at a limit goes, what is one beyond it does not."""

from typing import Any

import pytest

from tests.slack.blocks.layout import message_findings, too_large, view_findings
from tests.slack.listening import actions, button, field, modal, options, section, text
from tests.slack.refusals import Json

PICTURE = "https://library.example/chart.png"


def image(**more: Any) -> Json:
    """A picture."""
    return {"type": "image", "image_url": PICTURE, "alt_text": "Meetings a month", **more}


def menu(kind: str = "static_select", **more: Any) -> Json:
    """A menu."""
    return {"type": kind, "action_id": "m", "placeholder": text("Choose"), **more}


def typed(kind: str = "plain_text_input", **more: Any) -> Json:
    """Something to type into."""
    return {"type": kind, **more}


CONFIRM = {"title": text("Sure?"), "text": text("It ends"), "confirm": text("Yes"), "deny": text("No")}

GOOD = [
    section("x" * 3000),
    {"type": "section", "fields": [text("x" * 2000, "mrkdwn") for _ in range(10)]},
    section("With a picture", accessory=image()),
    {"type": "header", "text": text("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [text("a", "mrkdwn"), image(), *(text("b") for _ in range(8))]},
    actions(*(button("x" * 75, f"b{n}", value="x" * 2000) for n in range(25))),
    actions(
        button("Leave", "leave", style="danger", confirm=CONFIRM, accessibility_label="Leave the program")
    ),
    actions(menu(options=options(*(f"O{n}" for n in range(100))))),
    actions({"type": "overflow", "action_id": "o", "options": options("A", "B")}),
    {"type": "image", "image_url": PICTURE, "alt_text": "x" * 2000, "title": text("Meetings")},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Meetings"},
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_what_may_stand_in_a_message(block: Json) -> None:
    assert message_findings([block]) == []


BAD: list[tuple[Json, str]] = [
    ({"type": "sparkle"}, "unsupported type: sparkle [json-pointer:/blocks/0]"),
    ({"text": text("a")}, "missing required field: type [json-pointer:/blocks/0]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ({"type": "section", "fields": [text("x")] * 11}, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    (section("x", colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (section("x", block_id="x" * 256), "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ({"type": "header", "text": text("x", "mrkdwn")}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text]"),
    ({"type": "header", "text": text("x" * 151)}, "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "context", "elements": [text("x")] * 11}, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"),
    ({"type": "context", "elements": [button("x", "x")]}, "unsupported type: button [json-pointer:/blocks/0/elements/0]"),
    (actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(button("x" * 76, "b")), "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"),
    (actions(button("x", "x" * 256)), "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]"),
    (actions(button("x", "b", value="x" * 2001)), "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"),
    (actions(button("x", "b", style="green")), "must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]"),
    (actions(button("A", "same"), button("B", "same")), "action_id same already exists in this block [json-pointer:/blocks/0]"),
    (actions(typed()), "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0]"),
    (actions(menu(options=[])), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    (actions(menu(options=options(*(str(n) for n in range(101))))), "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    (actions(menu(options=options("x" * 76))), "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]"),
    (actions(menu(options=options("A", "A"))), "option values must be unique [json-pointer:/blocks/0/elements/0/options]"),
    (actions(menu()), "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]"),
    (
        actions(menu(options=options("A"), initial_option=options("B")[0])),
        "must match one of the options exactly [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    ({"type": "image", "image_url": PICTURE}, "missing required field: alt_text [json-pointer:/blocks/0]"),
    ({"type": "image", "image_url": PICTURE, "alt_text": ""}, "must be more than 0 characters [json-pointer:/blocks/0/alt_text]"),
    ({"type": "image", "alt_text": "x"}, "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters [json-pointer:/blocks/0/text]"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "finding"), BAD, ids=[finding for _, finding in BAD])
def test_what_may_not_stand_in_a_message(block: Json, finding: str) -> None:
    assert finding in message_findings([block])


def test_a_message_as_a_whole() -> None:
    assert message_findings([section("x")] * 50) == []
    assert message_findings([section("x")] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    twice = [section("x", block_id="same"), section("y", block_id="same")]
    assert len(message_findings(twice)) == 2
    long = [{"type": "markdown", "text": "x" * 6_001}] * 2
    assert message_findings(long) == [
        "markdown blocks must be less than 12001 characters together [json-pointer:/blocks]"
    ]


INPUTS = [
    typed(multiline=True, min_length=0, max_length=3000, initial_value="x" * 3000),
    typed("number_input", is_decimal_allowed=False, min_value="1", max_value="5"),
    typed("email_text_input"),
    typed("url_text_input"),
    {"type": "datepicker", "initial_date": "2027-02-01"},
    {"type": "timepicker", "initial_time": "09:30", "timezone": "America/New_York"},
    {"type": "datetimepicker", "initial_date_time": 1_800_000_000},
    {"type": "checkboxes", "options": options(*"ABCDEFGHIJ")},
    {"type": "radio_buttons", "options": options(*"ABCDEFGHIJ")},
    menu("users_select"),
    menu("multi_static_select", options=options(*(str(n) for n in range(100))), max_selected_items=3),
    menu("external_select", min_query_length=1),
    {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
]


@pytest.mark.parametrize("element", INPUTS, ids=lambda element: element["type"])
def test_what_may_stand_in_a_form(element: Json) -> None:
    assert (
        view_findings(modal("Apply", field("Question", "f", element, optional=True, hint=text("x" * 2000))))
        == []
    )


BAD_VIEWS: list[tuple[Json, str]] = [
    (modal("x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal("A", submit=text("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal("A", *[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal("A", private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
    (modal("A", callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (
        {"type": "modal", "title": text("A"), "blocks": [field("Name", "n", typed())]},
        "must define `submit` to use an `input` block in modals [json-pointer:/view]",
    ),
    (modal("A", {"type": "markdown", "text": "x"}), "unsupported type: markdown [json-pointer:/view/blocks/0]"),
    (modal("A", field("Name", "n", button("x", "x"))), "unsupported type: button [json-pointer:/view/blocks/0/element]"),
    (modal("A", field("x" * 2001, "n", typed())), "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]"),
    (
        modal("A", field("Name", "n", typed(min_length=5, max_length=4))),
        "min_length must not be greater than max_length [json-pointer:/view/blocks/0/element]",
    ),
    (
        modal("A", field("Many", "n", typed("number_input"))),
        "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
    ),
    (
        modal("A", field("Pick", "n", {"type": "checkboxes", "options": options(*"ABCDEFGHIJK")})),
        "no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]",
    ),
    (
        modal("A", *(field("F", f"f{n}", typed(focus_on_load=True)) for n in range(2))),
        "only one element may have focus_on_load [json-pointer:/view/blocks]",
    ),
    ({"type": "home", "title": text("A"), "blocks": []}, "invalid additional property: title [json-pointer:/view]"),
    ({"type": "page", "blocks": []}, "unsupported type: page [json-pointer:/view]"),
]  # fmt: skip


@pytest.mark.parametrize(("view", "finding"), BAD_VIEWS, ids=[finding for _, finding in BAD_VIEWS])
def test_what_is_no_view(view: Json, finding: str) -> None:
    assert finding in view_findings(view)


def test_a_view_has_a_largest_size() -> None:
    big = modal("A", *(section("é" * 3000) for _ in range(45)))
    assert view_findings(big) == []
    assert too_large(big)
