"""The neutral vocabulary: all that a flow can say, and what an adapter is given to show.

A flow speaks in `Value`s (keys and ids); `flows/wording/rendering.py` turns them into `Message`s (words) at delivery,
in the reader's language and zone. No string in here is markup: what people typed is shown as typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Base64Bytes

from flows.files import CalendarEntry, File
from flows.ids import QuestionId, WishId
from flows.values import (
    At,
    Facts,
    Figure,
    Figures,
    Invitation,
    On,
    OneTime,
    Phrase,
    Profile,
    Ref,
    Say,
    Several,
    Standing,
    Value,
    Values,
)

# --- forms --------------------------------------------------------------------------------------------


class Sort(StrEnum):
    """What a field takes."""

    SHORT = "short"
    LONG = "long"
    ONE_OF = "one_of"
    ANY_OF = "any_of"
    PERSON = "person"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Option:
    """One of a field's choices: the key that is kept, the label that is read."""

    key: str
    label: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form. `least` and `most` bound a number, or how many may be chosen of `ANY_OF`."""

    key: str
    sort: Sort
    label: Value
    help: Value = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int = 1000
    """In characters, for what is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Questions that are answered together; an adapter shows as many at a time as its platform can."""

    key: str
    version: str
    title: Value
    fields: tuple[Field, ...]
    note: Value = ""
    """A line that stands with the questions; the router writes the contact address here."""


# --- answers: what the acknowledgement of an event shows ----------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """Show the next page of `form`: the first fields in error or not yet in `filled`, as many as fit."""

    question: QuestionId
    form: Form
    filled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, Value] = field(default_factory=dict)
    type: Literal["open_form"] = "open_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The pressed message now shows what became of its question."""

    question: QuestionId
    said: Say
    type: Literal["outcome"] = "outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A short line to the one who acted, seen by nobody else."""

    said: Say
    type: Literal["word"] = "word"


Answer = OpenForm | Outcome | Word

# --- what an adapter shows: all words chosen, nothing left to look up ---------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, perhaps strong, perhaps a link."""

    text: str
    strong: bool = False
    link: str = ""
    at: datetime | None = None
    """Set where the text is a moment, for platforms that show it in each reader's own zone."""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Points:
    """A list, a line each."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class FactRows:
    """Labels with their values."""

    rows: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: `name` tells its kind (.ics, .csv, .png), `alt` says in words what it shows."""

    name: str
    content: Base64Bytes
    """Plain bytes; base 64 only where a kept message goes through JSON."""
    alt: str


Block = Paragraph | Points | FactRows | Attachment


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a question. `choice` goes back with the press; `danger` is shown with care."""

    question: QuestionId
    choice: str
    label: str
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one wish says; a message that merges several prompts has several."""

    kind: str
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    """Still to be made. Adapters find none here: by then they are attachments among the blocks."""
    dates: tuple[CalendarEntry, ...] = ()
    """The dates that it is about, for platforms that have a calendar of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """All that one delivery shows in one place."""

    key: WishId
    place: str
    parts: tuple[Part, ...]
    edits: str | None = None
    """The platform's reference of the message that this one rewrites."""


# --- what an adapter acknowledges with: the answer in words -------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One question of a page, with what was given last and what is wrong with it ("" where nothing is)."""

    key: str
    sort: Sort
    label: str
    help: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    """Key and label of each."""
    least: int | None = None
    most: int | None = None
    longest: int = 1000
    given: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShown:
    """One page of a form. Every field of it has to be sent back, with `()` for one left empty."""

    question: QuestionId
    title: str
    note: tuple[Block, ...] = ()
    fields: tuple[FieldShown, ...]
    left: int = 0
    """How many questions come after this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordShown:
    """What the one who acted is told at once, and nobody else sees."""

    blocks: tuple[Block, ...]
    question: QuestionId | None = None
    """The question that this is the outcome of, where it is: its message shows the same."""


Shown = PageShown | WordShown

__all__ = [
    "Answer",
    "At",
    "Attachment",
    "Block",
    "Button",
    "FactRows",
    "Facts",
    "Field",
    "FieldShown",
    "Figure",
    "Figures",
    "Form",
    "Invitation",
    "Message",
    "On",
    "OneTime",
    "OpenForm",
    "Option",
    "Outcome",
    "PageShown",
    "Paragraph",
    "Part",
    "Phrase",
    "Points",
    "Profile",
    "Ref",
    "Say",
    "Several",
    "Shown",
    "Sort",
    "Span",
    "Spans",
    "Standing",
    "Value",
    "Values",
    "Word",
    "WordShown",
]
