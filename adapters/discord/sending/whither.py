"""Whither: where a message goes on Discord, as far as it is known before anything is begun there."""

from dataclasses import dataclass
from datetime import datetime

from adapters.discord.reading.origin import account_of, workspace_of
from flows.ids import AccountId
from flows.places import Place

DIRECT = workspace_of("@me")
"""Where direct conversations are remembered: they belong to no server."""
SHUT = "shut"
"""Remembered instead of a direct conversation that takes nothing from us."""
BEGUN = "begun"
"""Remembered instead of a thread while it is made: whatever happens then, it is looked for before another is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One of those who read in a place."""

    name: str
    users: tuple[str, ...]
    """Their accounts on Discord."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whither:
    """Where a message goes."""

    place: Place
    """A pair's room becomes the direct conversation of the one who is here, where the other has no account on Discord."""
    guild: str = ""
    """The program's server, where it has one."""
    under: str = ""
    """The announcements' channel there: private threads hang under it."""
    channel: str = ""
    """The channel or thread in the server, where it is known already."""
    direct: str = ""
    """The direct conversation, where it is known already."""
    readers: tuple[Reader, ...] = ()
    """Nobody in particular for a channel."""
    is_begun: bool = False
    """Whether there may be a thread for it in the server that is not known."""
    since: datetime | None = None
    """The first moment at which it could have been sent, where that is known."""
    tried: bool = False
    """Whether it was to be sent before."""

    @property
    def is_direct(self) -> bool:
        """Whether it goes to one person."""
        return self.place.startswith("dm:")

    @property
    def is_shut(self) -> bool:
        """Whether the direct conversation is known to take nothing."""
        return self.direct == SHUT

    @property
    def account(self) -> AccountId | None:
        """An account of the first reader."""
        users = self.readers[0].users if self.readers else ()
        return account_of(users[0]) if users else None

    @property
    def link(self) -> str:
        """Leads to the channel or thread in the server."""
        return f"https://discord.com/channels/{self.guild}/{self.channel}"
