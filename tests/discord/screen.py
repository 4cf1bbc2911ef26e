"""One person's screen: conversations, the modal on top, the server's events, and what Discord itself told them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.discord import reading
from tests.discord.checks.components import TEXT, walk
from tests.discord.checks.parts import BUTTON
from tests.discord.records import Channel, Event, Kind, Message, User
from tests.discord.refusals import Json
from tests.discord.sheets import fields, filled
from tests.discord.site import Site


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as somebody sees it."""

    channel: str
    id: str
    by: str
    """The name of whoever wrote it."""
    text: str
    """All that is read of it, a line a component; buttons are in brackets, menus in braces."""
    buttons: tuple[str, ...] = ()
    """Those that can be pressed."""
    pings: frozenset[str] = frozenset()
    """Who was called by it, by name."""
    files: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Where masked links and link buttons lead."""
    private: bool = False
    """Only this person sees it."""
    edited: bool = False
    pinned: bool = False

    def __str__(self) -> str:
        marks = " (only you can see this)" * self.private + " (edited)" * self.edited
        return f"{self.by}{marks}: {self.text}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A modal as somebody sees it."""

    custom_id: str
    title: str
    text: str
    errors: dict[str, str]
    """What is said beside a field, by its label."""

    def __str__(self) -> str:
        said = [f"{label}: ! {error}" for label, error in self.errors.items()]
        return "\n".join(part for part in (self.title, self.text, *said, "<Cancel> <Submit>") if part)


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that one person sees."""

    conversations: dict[str, list[Seen]]
    """Channels as #name, threads and direct conversations by their names."""
    events: tuple[str, ...]
    """What stands under Events."""
    modal: Sheet | None
    told: tuple[str, ...]
    """By Discord itself: that the app did not respond, that an interaction failed."""

    @property
    def messages(self) -> list[Seen]:
        """Every message, oldest first."""
        every = (seen for messages in self.conversations.values() for seen in messages)
        return sorted(every, key=lambda seen: int(seen.id))

    def __getitem__(self, conversation: str) -> list[Seen]:
        return self.conversations.get(conversation, [])

    def __contains__(self, words: str) -> bool:
        return words in str(self)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for name, messages in self.conversations.items():
            if messages:
                yield f"# {name}"
                yield from map(str, messages)
        if self.events:
            yield "# Events"
            yield from self.events
        if self.modal:
            yield f"# Modal\n{self.modal}"
        yield from (f"Discord: {what}" for what in self.told)


def screen(site: Site, user: User) -> Screen:
    """What this person sees now."""
    conversations = {
        name_of(site, channel, user): [seen(site, user, one) for one in visible(channel, user)]
        for channel in places(site, user)
    }
    mine = [guild for guild in site.guilds.values() if user.id in guild.members]
    sheet = site.sheets.get(user.id)
    return Screen(
        conversations,
        tuple(event(user, one) for guild in mine for one in guild.events.values() if one.status <= 2),
        modal(site, user, sheet) if sheet else None,
        tuple(site.told.get(user.id, ())),
    )


def places(site: Site, user: User) -> list[Channel]:
    """Where somebody can look."""
    return [c for c in site.channels.values() if c.kind is not Kind.CATEGORY and site.may(user.id, c)]


def visible(channel: Channel, user: User) -> list[Message]:
    """What somebody sees there."""
    return [one for one in channel.messages if one.only_for in {"", user.id}]


def name_of(site: Site, channel: Channel, user: User) -> str:
    """A conversation as this person knows it; of a second server with the server's name before it."""
    if channel.kind is Kind.DM:
        return ", ".join(site.users[id].name for id in channel.people if id != user.id)
    mine = [guild.id for guild in site.guilds.values() if user.id in guild.members]
    name = channel.name if channel.kind.is_thread else f"#{channel.name}"
    return name if mine[:1] == [channel.guild] else f"{site.guilds[channel.guild].name} {name}"


def seen(site: Site, user: User, message: Message) -> Seen:
    """A message as it is shown."""
    every = (one for one in walk(message.components) if one.get("type") == BUTTON and not one.get("disabled"))
    files = tuple(
        f"{file.name} ({file.description})" if file.description else file.name for file in message.files
    )
    return Seen(
        channel=message.channel,
        id=message.id,
        by=site.users[message.by].name,
        text="\n".join(line for line in reading.lines(site, user, message) if line),
        buttons=tuple(map(reading.button, every)),
        pings=frozenset(_called(site, id) for id in message.pings),
        files=files,
        links=reading.links(message),
        private=bool(message.only_for),
        edited=message.edited is not None,
        pinned=message.pinned,
    )


def _called(site: Site, id: str) -> str:
    roles = {id: role.name for guild in site.guilds.values() for id, role in guild.roles.items()}
    return site.users[id].name if id in site.users else roles.get(id, id)


def modal(site: Site, user: User, sheet: Json) -> Sheet:
    """A modal as it is shown."""
    parts: list[str] = []
    for one in sheet["components"]:
        if one["type"] == TEXT:
            parts.append(reading.plain(site, user, one["content"]))
        for label, about, field in fields({"components": [one]}):
            optional = "" if field.get("required", field["type"] != 23) else " (optional)"
            parts += [f"{label}{optional}", *([about] if about else []), filled(site, sheet, field)]
    return Sheet(sheet["custom_id"], sheet["title"], "\n".join(parts), dict(sheet["errors"]))


def event(user: User, one: Event) -> str:
    """A scheduled event as it is shown."""
    starts = int(datetime.fromisoformat(one.starts).timestamp())
    when = reading.moment(starts, "F", user, 0)
    return " | ".join(part for part in (when, one.name, one.location, one.description) if part)
