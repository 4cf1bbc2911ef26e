"""What Discord remembers: users, servers with their roles and channels, messages, files, scheduled events."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.discord.refusals import Json

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SILENT = 1 << 12
LAYOUT = 1 << 15
SUPPRESS_EMBEDS = 1 << 2


class Kind(IntEnum):
    """What sort of channel it is."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13

    @property
    def is_thread(self) -> bool:
        """Whether it hangs under a channel."""
        return self in {Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD}


@dataclass(slots=True, eq=False)
class User:
    """An account."""

    id: str
    name: str
    """As it is shown."""
    username: str
    bot: bool = False
    locale: str = "en-US"
    zone: str = "America/New_York"
    """That of the machine they sit at; no app is ever told."""
    dms: int = 0
    """Why apps of servers may not write to them: 50007, or 50278, which Discord says of closed doors too; 0 if they may."""
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Role:
    """A role of a server; the one with the server's id is everybody's."""

    id: str
    name: str
    permissions: int = 0
    position: int = 0
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed: bool = False
    bot: str = ""
    """Whose own role it is."""


@dataclass(slots=True, eq=False)
class Member:
    """Somebody in a server."""

    user: User
    joined: float
    roles: list[str] = field(default_factory=list)
    nick: str | None = None


@dataclass(slots=True)
class Overwrite:
    """What a channel allows or denies beyond the roles."""

    id: str
    type: int
    """0 for a role, 1 for somebody."""
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class File:
    """An attachment."""

    id: str
    name: str
    content: bytes
    type: str = "application/octet-stream"
    description: str | None = None
    ephemeral: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """A message, whoever wrote it."""

    id: str
    channel: str
    by: str
    at: float
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    nonce: str | None = None
    edited: float | None = None
    only_for: str = ""
    """The one who sees it, where it is ephemeral."""
    interaction: str = ""
    """The interaction that it answers."""
    pings: frozenset[str] = frozenset()
    """Who was called: ids of users and roles, '@everyone', '@here'."""
    reply_to: str = ""
    pinned: bool = False

    @property
    def layout(self) -> bool:
        """Whether it consists of layout components alone."""
        return bool(self.flags & LAYOUT)

    @property
    def loading(self) -> bool:
        """Whether it says that the app is thinking."""
        return bool(self.flags & LOADING)


@dataclass(slots=True, eq=False, kw_only=True)
class Channel:
    """A channel of a server, a thread, or a direct conversation."""

    id: str
    kind: Kind
    guild: str = ""
    name: str = ""
    topic: str | None = None
    parent: str | None = None
    position: int = 0
    overwrites: list[Overwrite] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    """Those in a direct conversation or in a thread."""
    owner: str = ""
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    auto_archive: int = 1440
    slowmode: int = 0
    changed: float = 0

    def find(self, id: str) -> Message | None:
        """That message, if it is still there."""
        return next((one for one in self.messages if one.id == id), None)


@dataclass(slots=True, eq=False, kw_only=True)
class Event:
    """A scheduled event of a server."""

    id: str
    guild: str
    name: str
    starts: str
    ends: str | None
    entity: int
    """1 on a stage, 2 in a voice channel, 3 elsewhere."""
    description: str | None = None
    channel: str | None = None
    location: str | None = None
    status: int = 1
    creator: str = ""
    interested: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Guild:
    """A server."""

    id: str
    name: str
    owner: str
    locale: str = "en-US"
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    features: list[str] = field(default_factory=list)
    gone: bool = False
    """Whether the app was thrown out."""


@dataclass(slots=True, eq=False)
class Command:
    """An application command; `guild` is '' where it is everywhere."""

    id: str
    guild: str
    version: str
    definition: dict[str, Any]

    @property
    def type(self) -> int:
        """1 typed, 2 on a person, 3 on a message."""
        return int(self.definition.get("type", 1))
