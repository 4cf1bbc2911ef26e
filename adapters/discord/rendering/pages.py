"""A page of a form becomes a modal, as Discord's own inputs; and the message in between, from which it is opened."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.discord.rendering import components, limits, names
from adapters.discord.rendering.blocks import Laid, laid
from adapters.discord.rendering.fitting import line
from adapters.discord.rendering.inputs import Component
from adapters.discord.rendering.labels import Labels
from adapters.discord.rendering.marking import in_letters
from adapters.discord.rendering.posts import Section, fits, put_together
from adapters.discord.rendering.questions import asked
from flows.messages import Block, FieldShown, PageShown, Paragraph, Points, Span
from flows.wording.fitting import clean, shortened, width

NOT_ALL = "…"


def modal(page: PageShown, labels: Labels, event: str) -> dict[str, Any]:
    """The page as a modal: as many of its questions as find room, and what the page says besides, while there is some."""
    questions = _questions(page.fields, labels)
    spare = limits.MODAL - len(questions)
    note = list(_note(page.note)) if spare else []
    title = " ".join(clean(page.title).split())
    heading = [components.text(f"**{in_letters(title)}**")] if _is_cut(title) and spare > len(note) else []
    whole = [*heading, *questions, *note]
    return {
        "custom_id": names.form(page.question, event),
        "title": line(title, limits.TITLE, blank=labels.title),
        "components": whole or [components.text(NOT_ALL)],
    }


def _is_cut(title: str) -> bool:
    return limits.TITLE < width(title) <= limits.PIECE


def _questions(fields: Sequence[FieldShown], labels: Labels) -> list[Component]:
    """The components of each question, for as many as find room; the first one always does."""
    found: list[Component] = []
    seen: set[str] = set()
    for field in fields:
        if field.key in seen:
            continue
        some = asked(field, labels)
        if found and len(found) + len(some) > limits.MODAL:
            break
        seen.add(field.key)
        found.extend(some)
    return found


def _note(note: Sequence[Block]) -> Iterator[Component]:
    """What stands below the questions: to whom to write. One text, so much of it as that holds."""
    texts = [each.component["content"] for each in laid(note) if each.component["type"] == components.TEXT]
    while texts and width("\n\n".join(texts)) > limits.TEXT:
        texts.pop()
    if texts:
        yield components.text("\n\n".join(texts))


def between(page: PageShown, labels: Labels, event: str) -> tuple[Component, ...]:
    """What is saved and how much is left, or what is wrong; what the page says besides; and the button that opens it."""
    wrong = [field for field in page.fields if field.error.strip()]
    said: tuple[Block, ...] = (Paragraph((Span(labels.wrong if wrong else labels.saved),)),)
    if wrong:
        said = (*said, Points(tuple(map(_mistake, wrong))))
    label = labels.mend if wrong else labels.go_on
    row = components.row([components.button(names.page(event), label)])
    opens = Laid(component=row, count=2)
    told = [*laid((*said, *page.note))]
    while not fits([section := Section(laid=(*told, opens))]):
        told.pop()
    return put_together((section,))[0]


def _mistake(field: FieldShown) -> tuple[Span, ...]:
    label = shortened(clean(field.label).strip() or clean(field.key), limits.PIECE // 4)
    return (Span(label, strong=True), Span(f"\n{field.error}"))
