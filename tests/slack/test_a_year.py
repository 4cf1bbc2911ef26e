"""What a program's year really says and asks: every message and every page of it, as Slack would get them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack import render
from adapters.slack.rendering import forms
from adapters.slack.rendering.limits import PAGE
from bot import library
from flows import forms as core
from flows.ids import QuestionId
from flows.messages import Attachment, Message, OpenForm, PageShown
from flows.situation import ProgramOf, Situation
from flows.wording import acknowledging
from flows.wording.fitting import clean
from flows.wording.rendering import plain_text, reader_of
from tests.rehearsal.played import spring
from tests.slack.block_kit import wrong_with_message, wrong_with_view


def said_in_spring() -> list[Message]:
    """Every message as it stands at the end."""
    screens = spring().rehearsal.world.platform.screens
    return [shown.message for screen in screens.values() for shown in screen]


def without_files(message: Message) -> Message:
    """Files are no words of the message: in Slack each stands under it, with its own title."""
    parts = (
        replace(part, blocks=tuple(block for block in part.blocks if not isinstance(block, Attachment)))
        for part in message.parts
    )
    return replace(message, parts=tuple(parts))


def files_of(message: Message) -> list[tuple[str, str]]:
    found = (block for part in message.parts for block in part.blocks if isinstance(block, Attachment))
    return [(file.name, file.alt) for file in found]


def test_every_message_of_a_spring_is_one_post_that_slack_takes() -> None:
    messages = said_in_spring()
    assert len(messages) > 200
    for message in messages:
        (post,) = render.message(message).posts
        assert wrong_with_message(post.posted("D1")) == []
        pressed = [
            each["value"] for block in post.blocks for each in block.get("elements", ()) if "value" in each
        ]
        offered = [button for part in message.parts for button in part.buttons]
        assert pressed == [f"q:{button.question}:{button.choice}" for button in offered]


def test_the_fallback_of_every_message_says_all_of_it() -> None:
    for message in said_in_spring():
        rendered = render.message(message)
        (post,) = rendered.posts
        told = post.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        words = [word for word in clean(plain_text(without_files(message))).split() if word not in {"-", "–"}]
        missing = [word for word in words if word.strip("[]:") not in told]
        assert missing == []
        assert [(file.name, file.title) for file in rendered.uploads] == files_of(message), (
            "they stand beside it"
        )


@pytest.mark.parametrize("name", library.programs())
@pytest.mark.parametrize("form", ["mentor", "mentee", "survey"])
def test_every_page_of_every_programs_forms_is_a_modal_that_slack_takes(name: str, form: str) -> None:
    program = library.program(name)
    asked = core.survey_form(program, "mentee") if form == "survey" else core.application_form(program, form)
    known = Situation(now=datetime(2027, 1, 1, tzinfo=UTC), loaded={ProgramOf(program.id): program})
    reader = reader_of(None, program.id, known, library.wording())
    filled: dict[str, tuple[str, ...]] = {}
    while len(filled) < len(asked.fields):
        opened = OpenForm(question=QuestionId("1f2e"), form=asked, filled=filled)
        page = acknowledging.shown(opened, reader, PAGE)
        assert isinstance(page, PageShown)
        shown = forms.view(page)
        assert wrong_with_view(shown) == []
        inputs = [block for block in shown["blocks"] if block["type"] == "input"]
        assert [block["block_id"] for block in inputs] == [field.key for field in page.fields]
        assert not any("…" in block["label"]["text"] for block in inputs), "no label is cut"
        filled |= {field.key: () for field in page.fields}
