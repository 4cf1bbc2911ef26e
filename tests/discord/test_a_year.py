"""What a program's year really says and asks: every message and every page of it, as Discord would get them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord import render
from adapters.discord.rendering.limits import PAGE
from adapters.discord.rendering.names import PRESS
from bot import library
from flows import forms as core
from flows.ids import QuestionId
from flows.messages import Attachment, FieldShown, Message, OpenForm, PageShown
from flows.situation import ProgramOf, Situation
from flows.wording import acknowledging
from flows.wording.rendering import reader_of
from tests.discord import sheets
from tests.discord.body import Upload
from tests.discord.checks.components import walk
from tests.discord.checks.messages import ANSWER, check
from tests.discord.checks.modals import modal
from tests.overheard import same_words
from tests.rehearsal.played import spring


def said_in_spring() -> list[Message]:
    """Every message as it stands at the end."""
    screens = spring().rehearsal.world.platform.screens
    return [shown.message for screen in screens.values() for shown in screen]


def taken(post: render.Post) -> list[dict[str, Any]]:
    """What Discord takes of a post; it says what it does not."""
    uploads = {nth: Upload(file.name, file.content) for nth, file in enumerate(post.uploads)}
    payload = post.posted()
    check({**payload, "nonce": "1"}, uploads)
    if not post.uploads:
        check(post.rewritten(), {})
    return list(walk(payload["components"]))


def test_every_message_of_a_spring_is_one_post_that_discord_takes() -> None:
    messages = said_in_spring()
    assert len(messages) > 200
    for message in messages:
        (post,) = render.message(message).posts
        pressed = [one["custom_id"] for one in taken(post) if "custom_id" in one]
        offered = [button for part in message.parts for button in part.buttons]
        assert set(pressed) == {f"{PRESS}{button.question}:{button.choice}" for button in offered}
        assert [(kind(file.name), file.alt) for file in post.uploads] == files_of(message)


def files_of(message: Message) -> list[tuple[str, str]]:
    found = (block for part in message.parts for block in part.blocks if isinstance(block, Attachment))
    return [(kind(file.name), file.alt) for file in found]


def kind(name: str) -> str:
    """Two of one name are told apart in a post, by a number at the end."""
    return name.rpartition(".")[2]


def pages(name: str, form: str) -> Iterator[PageShown]:
    """Every page of a program's form, as somebody sees it who answers nothing."""
    program = library.program(name)
    asked = core.survey_form(program, "mentee") if form == "survey" else core.application_form(program, form)
    known = Situation(now=datetime(2027, 1, 1, tzinfo=UTC), loaded={ProgramOf(program.id): program})
    reader = reader_of(None, program.id, known, library.wording())
    filled: dict[str, tuple[str, ...]] = {}
    while len(filled) < len(asked.fields):
        opened = OpenForm(question=QuestionId("1f2e"), form=asked, filled=filled)
        page = acknowledging.shown(opened, reader, PAGE)
        assert isinstance(page, PageShown)
        yield page
        filled |= dict.fromkeys(shown_on(render.modal(page)), ())


def shown_on(modal: dict[str, Any]) -> list[str]:
    """The questions that found room."""
    return [field["custom_id"] for _, _, field in sheets.fields(modal)]


FORMS = pytest.mark.parametrize("form", ["mentor", "mentee", "survey"])
PROGRAMS = pytest.mark.parametrize("name", library.programs())


@PROGRAMS
@FORMS
def test_every_page_of_every_programs_forms_is_a_modal_that_discord_takes(name: str, form: str) -> None:
    for page in pages(name, form):
        shown = modal(render.modal(page, event="discord:1"))
        assert shown_on(shown) == [field.key for field in page.fields][: len(shown_on(shown))]
        asked = page.fields[: len(shown_on(shown))]
        said = [word for field in asked for word in same_words(f"{field.label} {field.help}")]
        assert same_words(" ".join(texts(shown))) == said, "nothing is cut, and nothing said besides"


def texts(shown: dict[str, Any]) -> Iterator[str]:
    """All that is said with the questions; what goes on below a label begins as that ends."""
    for one in shown["components"]:
        for said in (one.get("label"), one.get("description"), one.get("content")):
            yield (said or "").removeprefix("-# ").strip("…").replace("\\", "")


@PROGRAMS
@FORMS
def test_every_page_can_be_announced_by_a_message_with_a_button(name: str, form: str) -> None:
    for page in pages(name, form):
        wrong = replace(page, fields=tuple(map(put_wrong, page.fields)))
        for each in (page, wrong):
            check(render.between(each, event="discord:1"), {}, extra=ANSWER)


def put_wrong(field: FieldShown) -> FieldShown:
    return replace(field, error="Please choose at least one of these, and at most three of them.")
