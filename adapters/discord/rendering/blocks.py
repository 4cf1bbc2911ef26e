"""Paragraphs, points, facts, files and buttons become components, each small enough for Discord."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord.rendering import components, limits, names
from adapters.discord.rendering.fitting import line
from adapters.discord.rendering.marking import in_letters, marked
from adapters.discord.rendering.runs import chunks, tidied
from adapters.discord.rendering.uploads import Upload, upload
from flows.messages import Attachment, Block, Button, FactRows, Paragraph, Points, Span, Spans
from flows.wording.fitting import clean, width

LONGEST_FACT = 300
"""What is longer, its label counted, does not stand beside the label, but below it."""
SENTENCE = tuple("?:.!…")
"""A label that ends so needs no colon."""
NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A component as Discord takes it, and how much room it takes up."""

    component: dict[str, Any]
    chars: int = 0
    count: int = 1
    """How many components it is, those inside it counted."""
    upload: Upload | None = None

    @property
    def is_row(self) -> bool:
        """Whether it is a row of buttons."""
        return bool(self.component["type"] == components.ROW)

    @property
    def belongs(self) -> bool:
        """Whether it is about what stands right above it: buttons, and a file below the line that says what it is."""
        return self.is_row or bool(self.component["type"] == components.FILE)


def laid(blocks: Sequence[Block], *, files: bool = False) -> Iterator[Laid]:
    """The blocks in order. Where `files`, what is attached goes along; else a line says in words what it shows."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans):
                yield from _paragraphs(spans)
            case Points(items=items):
                yield from _lines(_point(item) for item in items)
            case FactRows(rows=rows):
                yield from _lines(_fact(label, value) for label, value in rows)
            case Attachment(content=content) if files and len(content) <= limits.FILES_SIZE:
                yield from _file(block)
            case Attachment(name=name, alt=alt):
                yield from _paragraphs((Span(f"{name}: {alt}" if alt else name),))


def said(content: str) -> Laid:
    """A text."""
    return Laid(component=components.text(content), chars=width(content))


def separator() -> Laid:
    """A line between what two prompts say."""
    return Laid(component=components.separator())


def _paragraphs(spans: Spans) -> Iterator[Laid]:
    for lot in chunks(tidied(spans), limits.PIECE):
        yield said(marked(lot))


def _lines(several: Iterator[Iterator[str]]) -> Iterator[Laid]:
    """Lines that stand together, in as few texts as hold them; a point or fact is not torn where it fits into one."""
    lot: list[str] = []
    for pieces in several:
        for piece in pieces:
            if lot and width("\n".join((*lot, piece))) > limits.PIECE:
                yield said("\n".join(lot))
                lot = []
            lot.append(piece)
    if lot:
        yield said("\n".join(lot))


# --- points -----------------------------------------------------------------------------------------------


def _point(item: Spans) -> Iterator[str]:
    """One point; what follows its first line stands under it."""
    for lot in chunks(tidied(item), limits.PIECE // 2):
        yield f"- {marked(lot)}".replace("\n", "\n  ")


# --- facts ------------------------------------------------------------------------------------------------


def _fact(label: str, value: Spans) -> Iterator[str]:
    """`Where: in the library`; what is long, or has several lines, stands below as a quotation of its own."""
    name, told = clean(label).strip(), tidied(value)
    if not (name or told):
        return
    ends = "" if name.endswith(SENTENCE) or not name else ":"
    *heads, head = [
        marked(lot) for lot in chunks(tidied((Span(f"{name}{ends}", strong=True),)), limits.PIECE // 2)
    ] or [""]
    yield from heads
    whole = marked(told) or NOTHING
    if "\n" not in f"{head}{whole.strip()}" and width(head) + width(whole) <= LONGEST_FACT:
        yield f"{head} {whole}".strip()
        return
    for nth, lot in enumerate(chunks(told, limits.PIECE // 2)):
        quoted = "\n".join(f"> {line}" for line in marked(lot).strip().split("\n"))
        yield f"{head}\n{quoted}" if head and not nth else quoted
    if not told:
        yield head


# --- files ------------------------------------------------------------------------------------------------


def _file(attached: Attachment) -> Iterator[Laid]:
    """A picture with what it shows in words; another file under a line that says what it is."""
    given = upload(attached)
    if given.picture:
        yield Laid(component=components.picture(given.name, given.alt), upload=given)
        return
    yield said(f"-# {in_letters(line(given.alt, LONGEST_FACT))}")
    yield Laid(component=components.file(given.name), upload=given)


# --- buttons ----------------------------------------------------------------------------------------------


def rows(offered: Sequence[Button]) -> Iterator[Laid]:
    """The buttons of a part. A choice that is offered twice is offered once."""
    unique = list({names.press(each.question, each.choice): each for each in offered}.items())
    for start in range(0, len(unique), limits.ROW):
        some = [
            components.button(id, each.label, danger=each.danger)
            for id, each in unique[start : start + limits.ROW]
        ]
        yield Laid(component=components.row(some), count=1 + len(some))
