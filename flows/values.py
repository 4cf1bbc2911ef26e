"""Values: what a flow puts into a sentence, or has go with it as a file. Keys and ids, never text or bytes.

They are part of the vocabulary: everybody imports them from `flows.messages`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Discriminator

from flows.ids import EventId


@dataclass(frozen=True, slots=True)
class On:
    """A calendar day, shown in the reader's language."""

    day: date
    type: Literal["on"] = "on"


@dataclass(frozen=True, slots=True)
class At:
    """A moment (aware UTC), shown in the reader's zone and language."""

    at: datetime
    type: Literal["at"] = "at"


@dataclass(frozen=True, slots=True)
class Ref:
    """A field of a record as it stands at delivery: names and what people typed are never copied into a wish.

    `record` is the record's class name (`Person`), `name` one of its fields.
    """

    record: str
    id: str
    name: str
    type: Literal["ref"] = "ref"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the program's own file, by language."""

    texts: Mapping[str, str]
    type: Literal["phrase"] = "phrase"


@dataclass(frozen=True, slots=True)
class Say:
    """Another sentence of the wording, put inside this one."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    type: Literal["say"] = "say"


@dataclass(frozen=True, slots=True)
class Several:
    """Some values; joined as the language does ('a, b and c'), or a list of points where `points`."""

    items: tuple["Value", ...]
    points: bool = False
    type: Literal["several"] = "several"


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of a label and its value."""

    rows: tuple[tuple["Value", "Value"], ...]
    type: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Profile:
    """What an application says of its person to the partner: the program's public questions and their answers."""

    application: str
    type: Literal["profile"] = "profile"


Standing = Literal["confirmed", "tentative", "cancelled"]
"""How sure a date is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A date as a file for people's own calendars (.ics). It goes with its message, whatever the sentence says.

    Under the same `id` a higher `sequence` takes the place of a lower one.
    """

    id: str
    sequence: int
    standing: Standing
    at: datetime
    minutes: int
    stamp: datetime
    """When it was decided: the file is the same however often it is made."""
    summary: "Value"
    details: "Value"
    where: "Value" = ""
    attached: bool = True
    """Whether it goes as a file. In a channel it does not, since a file cannot change with its message: there only a
    platform that has a calendar of its own shows it."""
    type: Literal["invitation"] = "invitation"


@dataclass(frozen=True, slots=True)
class OneTime:
    """The code that somebody asked for in an event: shown to whoever reads it, and written down nowhere."""

    event: EventId
    type: Literal["one_time"] = "one_time"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a report, and how its text tells it. Without `number` it is held back: too few stand behind it."""

    label: "Value"
    says: "Value"
    number: float | None = None
    of: float | None = None
    """What it would be at most, where there is such a number."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A report's figures by headings, as a picture (.png) and for spreadsheets (.csv). They go with their message."""

    title: "Value"
    groups: tuple[tuple["Value", tuple[Figure, ...]], ...]
    type: Literal["figures"] = "figures"


# the discriminator is for reading them back: by their tag, without trying one after another; and they go first in
# the union, since most values that are kept are one of them
Tagged = Annotated[
    On | At | Ref | Phrase | Say | Several | Facts | Profile | Invitation | Figures | OneTime,
    Discriminator("type"),
]
Value = Tagged | str | int
Values = Mapping[str, Value]
