"""The talk itself: open questions, drafts, wishes to send, wake-ups due, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from flows.ids import EventId, PersonId, QuestionId, WakeUpId, WishId
from flows.messages import Answer, Say, Value
from flows.places import Place


class QuestionState(StrEnum):
    """Open until somebody's answer counts, or it no longer matters."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that waits for a press or a form. `audience` is a person's id, `coordinators:PROGRAM` or `anyone`.

    `flow` owns it and reads `subject` (a pair's id, say). While `sticky`, a press answers without closing it.
    """

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("subject", "state"), ("audience", "state"))

    id: QuestionId
    flow: str
    kind: str
    subject: str
    audience: str
    program: str
    choices: tuple[str, ...]
    sticky: bool = False
    state: QuestionState = QuestionState.OPEN
    outcome: Say | None = None
    answered_by: PersonId | None = None
    asked_at: datetime | None = None
    """None for what was asked before this was kept, and for a form that somebody opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person has filled in so far. `id` is `PERSON:FORM:VERSION:SUBJECT`; `values` by field key."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    id: str
    person: PersonId
    form: str
    version: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Urgency(StrEnum):
    """When a message may arrive."""

    ANSWER = "answer"
    """To one's own act: at once, at any hour, and past what waits in the same place."""
    NOTICE = "notice"
    """Of another's act: at once by day, else the next morning."""
    PROMPT = "prompt"
    """Unprompted: at the reader's prompt hour, all of one day in one message."""


class WishState(StrEnum):
    """A message's way to its reader."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """In somebody's hand, or to be tried again when the lease runs out; certainly not sent."""
    UNSURE = "unsure"
    """Being sent, or with an unknown outcome: it may be out already."""
    SENT = "sent"
    DROPPED = "dropped"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A message to send: a wording key and what goes into it, never its text."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("question",),
        ("place", "state"),
        ("state",),
        ("sent_with",),
    )

    id: WishId
    kind: str
    key: str
    place: Place
    to: PersonId | None
    """The reader, or None in a channel."""
    program: str
    """A cohort's or a program's id: whose wording overrides count."""
    about: str
    """The subject that a poisoned wish blocks."""
    values: Mapping[str, Value] = field(default_factory=dict)
    question: QuestionId | None = None
    choices: tuple[str, ...] = ()
    urgency: Urgency
    not_before: datetime
    expires: datetime | None = None
    replaces: WishId | None = None
    """The message that this one rewrites; one not yet sent is dropped in its favour."""
    created: datetime
    ordinal: int = 0
    """Its place among the wishes of its turn."""
    state: WishState = WishState.WAITING
    lease: datetime | None = None
    holder: str = ""
    attempts: int = 0
    """How often sending it failed."""
    sent_at: datetime | None = None
    sent_with: WishId | None = None
    """The wish whose message carries this one, itself where it goes alone; set when it is claimed."""
    ref: str = ""
    """The platform's reference of the sent message."""
    via: str = ""
    """The platform that it goes by (`slack`, `discord`); "" until that is decided, at the latest when it is claimed."""
    why: str = ""
    """Why it was dropped."""


def unsent(wish: Wish, id: WishId) -> Wish:
    """The same message under an id of its own, with all of its way before it."""
    return replace(
        wish,
        id=id,
        state=WishState.WAITING,
        lease=None,
        holder="",
        attempts=0,
        sent_at=None,
        sent_with=None,
        ref="",
        why="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When a person last had messages that they did not ask for, so that nobody is pestered. `id` is the person's."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PersonId
    sent: tuple[datetime, ...] = ()
    """The last few, oldest first."""


class WakeUpState(StrEnum):
    """A timer's life; one that has rung is erased in its turn."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeUp:
    """A timer: at `due` the flow is told `trigger` about `subject`. Setting it again under the same id moves it."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("state",),)

    id: WakeUpId
    flow: str
    trigger: str
    subject: str
    due: datetime
    state: WakeUpState = WakeUpState.WAITING
    lease: datetime | None = None
    holder: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An event that has had its turn, and what it was answered."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: EventId
    at: datetime
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """An event whose turn took too long: kept here, acknowledged plainly, answered by a message."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("state",),)

    id: EventId
    event: str
    """The event's type, a space, and its fields as JSON."""
    state: str = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An event, wake-up or wish that failed. `id` is its id; after five failures it is set aside."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("state",),)

    id: str
    sort: str
    about: str
    attempts: int
    error: str
    at: datetime
    state: str = "trying"
    """`trying`, then `set_aside`."""
    barred: str = ""
    """Why the place of a message takes nothing (`Barred`), where it is to blame."""
