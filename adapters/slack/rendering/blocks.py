"""Paragraphs, points, facts and buttons become blocks, each small enough for Slack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack.rendering import limits
from adapters.slack.rendering.fitting import plain, size, stand_in
from adapters.slack.rendering.rich import MARKUP, chunks, cost, in_mrkdwn, is_letters, section, tidied
from flows.messages import Attachment, Block, Button, FactRows, Paragraph, Points, Span, Spans
from flows.wording.fitting import clean, shortened, width
from flows.wording.plain import plain_blocks

PRESS = "q:"
"""Begins the action id and the value of a question's button; `{question}:{choice}` follow."""
SAY = "say:"
"""Begins the action id of a button that belongs to no question: the command that it says follows."""
LONGEST_LABEL = 150
LONGEST_FACT = 300
"""Longer ones do not stand in two columns but under each other, over the whole width."""
ACTIONS_SIZE = limits.SIZE // 2


@dataclass(frozen=True, slots=True)
class Laid:
    """A block as Slack takes it, and its words for those who are read to, or see a notification."""

    block: dict[str, Any]
    words: str


def laid(blocks: Sequence[Block], *, files: bool = False) -> Iterator[Laid]:
    """The blocks in order. Files go apart; where `files`, a line says in words what each of them shows."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans):
                yield from _paragraphs(spans)
            case Points(items=items):
                yield from _points(items)
            case FactRows(rows=rows):
                yield from _facts(rows)
            case Attachment(name=name, alt=alt) if files:
                yield from _paragraphs((Span(f"{name}: {alt}" if alt else name),))


def divider() -> Laid:
    """A line between what two prompts say."""
    return Laid({"type": "divider"}, "")


def _paragraphs(spans: Spans) -> Iterator[Laid]:
    for lot in chunks(tidied(spans)):
        yield Laid({"type": "rich_text", "elements": [section(lot)]}, plain_blocks([Paragraph(lot)]))


# --- points -----------------------------------------------------------------------------------------------


def _points(items: Sequence[Spans]) -> Iterator[Laid]:
    """A list; one too long for a block goes on in the next. What does not fit into one point goes on below it."""
    points: list[Spans] = []
    room = limits.SECTION
    for item in filter(None, map(tidied, items)):
        first, *rest = chunks(item)
        taken = sum(map(cost, first)) + len('{"type":"rich_text_section","elements":[]},')
        if points and taken > room:
            yield _list(points)
            points, room = [], limits.SECTION
        points.append(first)
        room -= taken
        if rest:
            yield _list(points)
            points, room = [], limits.SECTION
            yield from _paragraphs(tuple(span for lot in rest for span in lot))
    if points:
        yield _list(points)


def _list(points: Sequence[Spans]) -> Laid:
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [section(point) for point in points]}
    return Laid({"type": "rich_text", "elements": [listed]}, plain_blocks([Points(tuple(points))]))


# --- facts ------------------------------------------------------------------------------------------------


def _facts(rows: Sequence[tuple[str, Spans]]) -> Iterator[Laid]:
    """Short ones as a table of two columns, labels left; long ones under their labels."""
    table: list[tuple[str, Spans]] = []
    for row in ((clean(label).strip(), tidied(value)) for label, value in rows):
        if not (row[0] or row[1]):
            continue
        if _cells(*row) is not None:
            table.append(row)
            continue
        yield from _table(table)
        table = []
        label = (Span(row[0], strong=True), Span("\n")) if row[0] else ()
        yield from _paragraphs((*label, *row[1]))
    yield from _table(table)


def _table(rows: Sequence[tuple[str, Spans]]) -> Iterator[Laid]:
    high = limits.FIELDS // 2
    for start in range(0, len(rows), high):
        some = rows[start : start + high]
        fields = [cell for label, value in some for cell in _cells(label, value) or ()]
        words = plain_blocks([FactRows(tuple((label, value or (Span("–"),)) for label, value in some))])
        yield Laid({"type": "section", "fields": fields}, words)


def _cells(label: str, value: Spans) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """A fact's two cells; None where it is too long for them, or would not stand in them as it was typed."""
    words = "".join(span.text for span in value)
    if width(label) > LONGEST_LABEL or width(words) > LONGEST_FACT or words.count("\n") > 2:
        return None
    if is_letters(value):
        return _label(label), plain(words, limits.FIELD)
    found = in_mrkdwn(value)
    if found is None or width(found) > limits.FIELD:
        return None
    return _label(label), {"type": "mrkdwn", "text": found, "verbatim": True}


def _label(label: str) -> dict[str, Any]:
    """In bold, unless something in it would then be read as markup."""
    if not label or MARKUP.search(label) or "&" in label:
        return plain(label, limits.FIELD)
    return {"type": "mrkdwn", "text": f"*{label}*", "verbatim": True}


# --- buttons ----------------------------------------------------------------------------------------------


def buttons(offered: Sequence[Button]) -> Iterator[Laid]:
    """The buttons of a part. A choice that is offered twice is offered once."""
    row: list[Button] = []
    for button in {_value(each): each for each in offered}.values():
        if len(row) == limits.BUTTONS or (
            row and size([_button(each) for each in [*row, button]]) > ACTIONS_SIZE
        ):
            yield _row(row)
            row = []
        row.append(button)
    if row:
        yield _row(row)


def _row(row: Sequence[Button]) -> Laid:
    words = " ".join(f"[{clean(button.label).strip()}]" for button in row)
    return Laid({"type": "actions", "elements": [_button(button) for button in row]}, words)


def _value(button: Button) -> str:
    if not button.question:
        return shortened(clean(f"{SAY}{button.choice}"), limits.ACTION_ID)
    return clean(f"{PRESS}{button.question}:{button.choice}")


def _button(button: Button) -> dict[str, Any]:
    value = _value(button)
    element = {
        "type": "button",
        "text": plain(button.label, limits.BUTTON),
        # the value is what is read; the id has to be there, and has to fit
        "action_id": value if width(value) <= limits.ACTION_ID else f"{PRESS}{stand_in(value)}",
        "value": shortened(value, limits.BUTTON_VALUE),
    }
    return {**element, "style": "danger"} if button.danger else element
