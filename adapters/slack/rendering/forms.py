"""A page of a form becomes a modal, with Slack's own inputs; what was given stands in them, what is wrong beside them."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from adapters.slack.render import only
from adapters.slack.rendering import limits
from adapters.slack.rendering.blocks import laid
from adapters.slack.rendering.fitting import plain, stand_in, weight
from adapters.slack.rendering.inputs import ENGLISH, Labels, element_of, option
from flows.messages import FieldShown, PageShown, WordShown
from flows.wording.fitting import clean, shortened, width

FORM = "form"
"""The callback id of a page; its question, and the event it was opened by, stand in its private metadata."""
WORD = "word"
"""The callback id of a modal that only tells something."""


def view(page: PageShown, labels: Labels = ENGLISH, event: str = "") -> dict[str, Any]:
    """The page as a modal, for `views.open`, `views.update`, or an acknowledgement. What finds no room on it is left
    out: the core asks for it on the next page. `event` is what it was opened by: menus ask for their options under it."""
    fields = _fields(page.fields, labels)
    asked = [*_heading(page.title), *(block for field in fields for block in field)]
    more = page.left or len(fields) < len(page.fields)
    return {
        **_frame(page.title, labels),
        "callback_id": FORM,
        "private_metadata": _metadata(page.question, event),
        "submit": plain(labels.go_on if more else labels.send, limits.TITLE),
        "blocks": [*asked, *_note(page, limits.VIEW_SIZE - weight(asked))] or [_nothing()],
    }


def acknowledged(
    page: PageShown, shown: Collection[str], labels: Labels = ENGLISH, event: str = ""
) -> dict[str, Any]:
    """What a sent page is answered with that leads to another: the errors beside the fields, where those are the ones
    it had (`shown`), so that Slack leaves all that was typed as it stands; else the next page in its place."""
    wrong = {_block_id(field.key): field.error for field in page.fields if field.error}
    if wrong and len(wrong) == len(page.fields) and {field.key for field in page.fields} <= set(shown):
        errors = {key: plain(error, limits.ERROR)["text"] for key, error in wrong.items()}
        return {"response_action": "errors", "errors": errors}
    return {"response_action": "update", "view": view(page, labels, event)}


def told(word: WordShown, title: str = "", labels: Labels = ENGLISH) -> dict[str, Any]:
    """A word as a modal, in the place of the form that it answers; nothing can be sent from it."""
    post = only(word.blocks)
    return {**_frame(title, labels), "callback_id": WORD, "blocks": list(post.blocks)}


def _frame(title: str, labels: Labels) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title, limits.TITLE, blank=labels.title),
        "close": plain(labels.close, limits.TITLE),
    }


def _metadata(question: str, event: str) -> str:
    kept = json.dumps({"question": question, **({"event": event} if event else {})})
    # one so long is none of ours: what stands for it is answered as a question that is closed
    return kept if len(kept) <= limits.METADATA else json.dumps({"question": stand_in(question)})


def _heading(title: str) -> Iterator[dict[str, Any]]:
    """The whole title, where the modal's own holds only the beginning of it."""
    if width(clean(title).strip()) > limits.TITLE:
        yield {"type": "header", "text": plain(title, limits.HEADER)}


def _note(page: PageShown, room: int) -> Iterator[dict[str, Any]]:
    """What stands below the questions, as long as there is room for it."""
    for nth, said in enumerate(laid(page.note, files=True)):
        room -= weight(said.block)
        if nth < limits.VIEW_BLOCKS // 4 and room > 0:
            yield said.block


def _nothing() -> dict[str, Any]:
    return {"type": "divider"}


def _fields(fields: Sequence[FieldShown], labels: Labels) -> list[list[dict[str, Any]]]:
    """The blocks of each field, for as many as find room."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for field in fields:
        blocks = list(_field(field, labels))
        taken = weight([*shown.values(), blocks])
        if shown and (len(shown) == 2 * limits.PAGE or taken > limits.VIEW_SIZE * 3 // 4):
            break
        shown.setdefault(_block_id(field.key), blocks)
    return list(shown.values())


def _field(field: FieldShown, labels: Labels) -> Iterator[dict[str, Any]]:
    block = {
        "type": "input",
        "block_id": _block_id(field.key),
        "label": plain(field.label, limits.LABEL, blank=shortened(clean(field.key), limits.LABEL) or "–"),
        "element": element_of(field, labels),
        "optional": not field.required,
    }
    yield {**block, "hint": plain(field.help, limits.LABEL)} if clean(field.help).strip() else block
    if field.error:
        yield {"type": "context", "elements": [plain(f"⚠️ {field.error}", limits.SECTION)]}


def _block_id(key: str) -> str:
    """The field's key; a field's own block is told by it when the page comes back."""
    return key if 0 < width(key) <= limits.BLOCK_ID and key == clean(key) else stand_in(key)


def suggested(options: Sequence[tuple[str, str]], typed: str) -> dict[str, Any]:
    """What a long menu shows for what was typed into it: labels in which every word of it begins or stands."""
    words = clean(typed).casefold().split()
    found = [each for each in options if all(word in each[1].casefold() for word in words)]
    return {"options": [option(*each) for each in found[: limits.OPTIONS]]}
