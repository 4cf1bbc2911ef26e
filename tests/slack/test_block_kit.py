"""What holds our payloads against Block Kit can be seen to complain: of each planted fault, and of nothing else."""

from typing import Any

import pytest

from adapters.slack import render
from adapters.slack.rendering import forms
from flows.ids import QuestionId, WishId
from flows.messages import Button, FieldShown, Message, PageShown, Paragraph, Part, Sort, Span
from tests.slack.block_kit import wrong_with_message, wrong_with_options, wrong_with_view

Payload = dict[str, Any]


def message() -> Payload:
    """A message as we send it: a paragraph, and a button."""
    buttons = (Button(QuestionId("1f2e"), "yes", "Yes"),)
    part = Part(kind="plan.asked", blocks=(Paragraph((Span("Shall we?"),)),), buttons=buttons)
    (post,) = render.message(Message(key=WishId("w-1"), place="dm:ana", parts=(part,))).posts
    return post.posted("D1")


def modal() -> Payload:
    """A modal as we open it."""
    field = FieldShown(key="topics", sort=Sort.ONE_OF, label="Topics", options=(("a", "Archives"),))
    return forms.view(PageShown(question=QuestionId("1f2e"), title="Your application", fields=(field,)))


def test_of_what_we_send_there_is_nothing_to_complain() -> None:
    assert wrong_with_message(message()) == []
    assert wrong_with_view(modal()) == []


def plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "section", "text": plain("x" * 3_001)}, "blockkit"),
        ({"type": "section", "fields": [plain("x" * 2_001)]}, "2,000"),
        ({"type": "section", "fields": [plain("x")] * 11}, "slack_sdk"),
        ({"type": "section", "text": plain("x"), "colour": "red"}, "blockkit"),
        ({"type": "section"}, "blockkit"),
        ({"type": "sonnet"}, "blockkit"),
        ({"type": "divider", "block_id": "x" * 256}, "blockkit"),
        ({"type": "divider", "block_id": "p0.0"}, "two blocks of one id"),
        ({"type": "rich_text", "elements": []}, "blockkit"),
        ({"type": "header", "text": plain("x" * 151)}, "blockkit"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_a_block_that_slack_would_not_take(block: Payload, complaint: str) -> None:
    sent = message()
    found = wrong_with_message({**sent, "blocks": [*sent["blocks"], block]})
    assert any(complaint in line for line in found), found


def test_messages_that_slack_would_not_take() -> None:
    sent = message()
    assert wrong_with_message({**sent, "text": ""})
    assert wrong_with_message({**sent, "text": "x" * 4_001})
    assert wrong_with_message({**sent, "text": "<!channel>"})
    assert wrong_with_message({**sent, "blocks": []})
    assert wrong_with_message({**sent, "blocks": [{"type": "divider"}] * 51})
    row = sent["blocks"][-1]
    assert wrong_with_message({**sent, "blocks": [{**row, "elements": row["elements"] * 2}]})
    assert wrong_with_message({**sent, "blocks": [{**row, "elements": row["elements"] * 26}]})


def test_views_that_slack_would_not_take() -> None:
    view = modal()
    assert wrong_with_view({**view, "title": plain("x" * 25)})
    assert wrong_with_view({**view, "private_metadata": "x" * 3_001})
    assert wrong_with_view({name: part for name, part in view.items() if name != "submit"})
    assert wrong_with_view({**view, "blocks": view["blocks"] * 2}), "two blocks of one id"
    (block,) = view["blocks"]
    element = {**block["element"], "initial_option": {"text": plain("Zines"), "value": "z"}}
    assert wrong_with_view({**view, "blocks": [{**block, "element": element}]}), "none of its options"
    heavy = [{"type": "section", "text": plain("字" * 3_000)} for _ in range(20)]
    assert wrong_with_view({**view, "blocks": heavy})


def test_options_that_slack_would_not_take() -> None:
    option = {"text": plain("Archives"), "value": "a"}
    assert wrong_with_options([option]) == []
    assert wrong_with_options([option] * 101)
    assert wrong_with_options([{"text": plain("x" * 76), "value": "a"}])
    assert wrong_with_options([{"text": plain("Archives"), "value": "a" * 151}])
