"""What a payload of Slack's can turn out to be: an event for the core, or something for the adapter alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, EventId, QuestionId


class By(StrEnum):
    """How somebody spoke to Shelfmate: it decides how they are answered."""

    MESSAGE = "message"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    PRESS = "press"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where it happened, as Slack's methods want it said. What Slack did not tell is empty."""

    team: str
    user: str
    channel: str = ""
    ts: str = ""
    """The message that was pressed on, or said."""
    trigger: str = field(default="", repr=False)
    """Opens a modal, once, within three seconds."""
    respond: str = field(default="", repr=False)
    """The response URL: whoever has it can speak for us, so no log shows it."""
    view: str = ""
    hash: str = ""
    fields: tuple[str, ...] = ()
    """The questions that the modal shows, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody did something that the core is told."""

    event: Said | Pressed | Submitted
    by: By
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """Somebody looks at their own page, or (`tab` is `messages`) at their conversation with Shelfmate."""

    account: AccountId
    spot: Spot
    tab: str
    page: str = ""
    """The mark of the page that they see now, as it was set last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggesting:
    """Somebody types into a menu that is too long to be sent: which of its options do they mean?"""

    account: AccountId
    question: QuestionId
    event: EventId
    """The one that the menu's form was opened by."""
    field: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupAsked:
    """Somebody wants to set Shelfmate up in this workspace; `words` followed the command."""

    account: AccountId
    words: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file that somebody gave in a modal. What Slack did not tell is empty: `files.info` does."""

    id: str
    name: str = ""
    size: int = 0
    url: str = ""
    """Where it is read, with our token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewSent:
    """A modal of the adapter's own was sent. `kept` is its private metadata."""

    account: AccountId
    callback: str
    kept: str
    spot: Spot
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[GivenFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The workspace has taken Shelfmate out, or taken its token back."""

    team: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do; `why` is for the log, and never holds what somebody typed."""

    why: str


Heard = Act | HomeOpened | Suggesting | SetupAsked | ViewSent | Uninstalled | Ignored
