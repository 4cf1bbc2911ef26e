"""What a payload of Discord's can turn out to be: an event for the core, or something for the adapter alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, EventId


class By(StrEnum):
    """How somebody spoke to Shelfmate: it decides how they are answered."""

    MESSAGE = "message"
    COMMAND = "command"
    PRESS = "press"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where it happened, as Discord's routes want it said. What Discord did not tell is empty."""

    user: str
    name: str = field(default="", repr=False)
    """What they are called there: their nickname in the server, else the name that they show."""
    guild: str = ""
    """The server; empty in a direct conversation."""
    channel: str = ""
    message: str = ""
    """The message that was typed or pressed on, or that a modal came from."""
    ephemeral: bool = False
    """Whether that message is seen by them alone."""
    interaction: str = ""
    token: str = field(default="", repr=False)
    """Answers the interaction for a quarter of an hour: whoever has it can speak for us, so no log shows it."""
    application: str = ""
    locale: str = ""
    """The language of their Discord: `fr`, `en-US`."""
    permissions: int = 0
    """What they may do in that channel of the server, as bits."""
    fields: tuple[str, ...] = ()
    """The questions that the modal shows, in order."""

    @property
    def direct(self) -> bool:
        """Whether it happened outside of any server: in their direct conversation with Shelfmate."""
        return not self.guild


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody did something that the core is told."""

    event: Said | Pressed | Submitted
    by: By
    spot: Spot
    opened_by: EventId | None = None
    """Of a modal that was sent: the event that its page was the answer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsked:
    """Somebody wants to see the page once more that this event was answered with: by Continue or Mend it."""

    account: AccountId
    event: EventId
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggesting:
    """Somebody types into an option of a command: which of its choices do they mean?"""

    account: AccountId
    command: str
    """The sub-command: `signup`."""
    option: str
    typed: str
    given: Mapping[str, str] = field(default_factory=dict)
    """The other options as they stand so far."""
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file that somebody gave in a modal."""

    id: str
    name: str = ""
    size: int = 0
    url: str = field(default="", repr=False)
    """Where it is read, for a while, by whoever knows the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupAsked:
    """Somebody wants to set Shelfmate up in this server; `words` followed the command."""

    account: AccountId
    words: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupSent:
    """A modal of setup's own was sent (`by` is PAGE), or a button or menu of its own was used (PRESS)."""

    account: AccountId
    callback: str
    """The custom id without `setup:`."""
    by: By
    spot: Spot
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By custom id what was given: ids of channels, accounts of people. Of a menu: under `""`."""
    files: Mapping[str, tuple[GivenFile, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do; `why` is for the log, and never holds what somebody typed."""

    why: str


Heard = Act | PageAsked | Suggesting | SetupAsked | SetupSent | Ignored
