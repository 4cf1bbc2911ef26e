"""Discord's inside: the clock, the app, all accounts and servers, and everything that was said to and by the app."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.discord import permissions
from tests.discord.faults import Faults
from tests.discord.gateway import Gateway
from tests.discord.ids import Snowflakes
from tests.discord.intents import Intent
from tests.discord.interactions import Interaction
from tests.discord.limits import Limits
from tests.discord.records import Channel, Command, File, Guild, Kind, Member, Message, Role, User
from tests.discord.refusals import Json, unknown
from tests.slack.clock import Changes, Clock


@dataclass(slots=True)
class App:
    """The app, as its owner set it up in the developer portal."""

    id: str = "4242424242424242"
    name: str = "Shelfmate"
    token: str = "NDI0Mg.loopback.only-for-tests"
    members: bool = False
    """Whether it may have the Server Members intent."""
    message_content: bool = False
    """Whether it may have the Message Content intent."""
    presences: bool = False
    public: bool = False
    """Whether others than its owner may bring it into a server."""
    code_grant: bool = False
    """Whether an invitation needs more than a link."""
    endpoint: str = ""
    """Where what people press is posted, instead of going over the gateway."""
    permissions: int = permissions.PLAIN
    """What the role that it gets in a server may do."""


@dataclass(frozen=True, slots=True)
class Called:
    """A call that the app made, and what it was answered."""

    name: str
    """As Discord's reference names it: create_message, edit_original ..."""
    path: str
    args: Json
    """What was asked; a bare list stands under ''."""
    status: int
    answer: object
    at: float

    @property
    def code(self) -> int:
        """Why it was refused, or 0."""
        code = self.answer.get("code", 0) if isinstance(self.answer, dict) and self.status >= 400 else 0
        return int(code)


@dataclass(slots=True)
class Site:
    """All of it."""

    clock: Clock
    app: App
    limits: Limits
    changes: Changes
    gateway: Gateway
    ids: Snowflakes
    faults: Faults = field(default_factory=Faults)
    users: dict[str, User] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    commands: dict[str, Command] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    sheets: dict[str, Json] = field(default_factory=dict)
    """The modal that is open before somebody, by user."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """What Discord itself said to somebody."""
    calls: list[Called] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Calls of the app that Discord knows nothing of."""
    address: str = ""
    """Host and port."""

    @property
    def bot(self) -> User:
        """The app's own account."""
        return self.users[self.app.id]

    def guild(self, id: str) -> Guild:
        """A server that the app is in."""
        guild = self.guilds.get(id)
        if guild is None or guild.gone:
            raise unknown("Guild")
        return guild

    def channel(self, id: str) -> Channel:
        """A channel that exists."""
        if id not in self.channels:
            raise unknown("Channel")
        return self.channels[id]

    def may(self, user: str, channel: Channel) -> int:
        """What somebody may do in a channel or thread."""
        if not channel.guild:
            return permissions.PLAIN if user in channel.people else 0
        guild = self.guilds[channel.guild]
        parent = self.channels[channel.parent] if channel.kind.is_thread and channel.parent else None
        return permissions.in_channel(guild, user, channel, parent)

    def channels_of(self, guild: str) -> Iterator[Channel]:
        """Channels of a server, without threads."""
        return (c for c in self.channels.values() if c.guild == guild and not c.kind.is_thread)

    def threads_of(self, guild: str) -> Iterator[Channel]:
        """The threads of a server."""
        return (c for c in self.channels.values() if c.guild == guild and c.kind.is_thread)

    def direct(self, user: str) -> Channel:
        """The direct conversation of somebody with the app."""
        for channel in self.channels.values():
            if channel.kind is Kind.DM and user in channel.people:
                return channel
        channel = Channel(id=self.ids.next(), kind=Kind.DM, people=[user, self.app.id])
        self.channels[channel.id] = channel
        return channel

    def file(self, name: str, content: bytes, **more: object) -> File:
        """A file that went up."""
        file = File(self.ids.next(), name, content)
        for key, value in more.items():
            setattr(file, key, value)
        self.files[file.id] = file
        return file

    def message(self, id: str) -> Message | None:
        """A message, wherever it is."""
        found = (channel.find(id) for channel in self.channels.values())
        return next((one for one in found if one), None)

    def open_guild(self, name: str, owner: User, locale: str = "en-US") -> Guild:
        """A new server, which the app is not in yet."""
        guild = Guild(self.ids.next(), name, owner.id, locale, gone=True)
        guild.roles[guild.id] = Role(guild.id, "@everyone", permissions.PLAIN)
        guild.members[owner.id] = Member(owner, self.clock.now)
        self.guilds[guild.id] = guild
        return guild

    def invite_app(self, guild: Guild) -> None:
        """The app comes into a server, with a role of its own."""
        role = Role(self.ids.next(), self.app.name, self.app.permissions, 1, managed=True, bot=self.app.id)
        guild.roles[role.id] = role
        guild.members[self.app.id] = Member(self.bot, self.clock.now, [role.id])
        guild.gone = False

    def say(self, user: str, words: str) -> None:
        """Discord itself tells somebody something."""
        self.told.setdefault(user, []).append(words)
        self.changes.tell()

    def tell(self, intent: Intent | None, name: str, data: Json, guild: str = "") -> None:
        """Dispatch an event to the app, wherever it listens for such."""
        if not guild or not self.guilds[guild].gone:
            self.gateway.dispatch(intent, name, data, guild)
        self.changes.tell()
