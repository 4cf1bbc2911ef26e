"""What a workspace remembers: people, conversations, messages, views, files. Plain and mutable, as Slack keeps them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.slack.refusals import Json


class Kind(StrEnum):
    """The kinds of conversation, by the names that Slack's `types` argument has for them."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"
    MPIM = "mpim"

    @property
    def scope(self) -> str:
        """What its scopes begin with."""
        return {"public_channel": "channels", "private_channel": "groups"}.get(self, str(self))

    @property
    def told(self) -> str:
        """What the `channel_type` of its events says."""
        return {"public_channel": "channel", "private_channel": "group"}.get(self, str(self))


@dataclass(slots=True, kw_only=True)
class User:
    """One account of a workspace."""

    id: str
    name: str
    handle: str
    email: str = ""
    zone: str = "America/New_York"
    offset: int = -18000
    locale: str = "en-US"
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    admin: bool = False


@dataclass(slots=True, kw_only=True)
class File:
    """Something uploaded."""

    id: str
    name: str
    length: int
    alt: str = ""
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    by: str = ""
    """Who gave it in a modal; empty for the app's own."""

    def told(self) -> Json:
        """As a message carries it."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "size": self.length,
            "alt_txt": self.alt,
        }


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; an ephemeral one is seen by one person alone."""

    ts: str
    by: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    thread: str = ""
    bot_id: str = ""
    edited: bool = False
    only_for: str = ""
    reactions: list[str] = field(default_factory=list)
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    """What has been chosen in its selects and checkboxes, by block and action."""

    def told(self, *, metadata: bool = False) -> Json:
        """As the Web API and events tell it."""
        told: Json = {"type": "message", "user": self.by, "text": self.text, "ts": self.ts}
        if self.bot_id:
            told["bot_id"] = self.bot_id
        if self.blocks:
            told["blocks"] = self.blocks
        if self.thread:
            told["thread_ts"] = self.thread
        if self.files:
            told["files"] = [file.told() for file in self.files]
        if self.edited:
            told["edited"] = {"user": self.by, "ts": self.ts}
        if metadata and self.metadata:
            told["metadata"] = self.metadata
        return told


@dataclass(slots=True, kw_only=True)
class Channel:
    """A conversation of any kind."""

    id: str
    kind: Kind
    name: str = ""
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """The message with this timestamp."""
        return next((message for message in reversed(self.messages) if message.ts == ts), None)

    def told(self, me: str) -> Json:
        """As `conversations.info` tells it to the user `me`."""
        told: Json = {
            "id": self.id,
            "name": self.name,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_im": self.kind is Kind.IM,
            "is_mpim": self.kind is Kind.MPIM,
            "is_private": self.kind is not Kind.PUBLIC,
            "is_archived": self.archived,
            "is_member": me in self.members,
        }
        if self.kind is Kind.IM:
            told["user"] = next((member for member in self.members if member != me), me)
        return told


@dataclass(slots=True, kw_only=True)
class View:
    """A modal or a home tab on one person's screen."""

    id: str
    user: str
    definition: Json
    hash: str
    root: str
    previous: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """What the person is told beside an input block, by its block_id."""

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    def get(self, name: str, otherwise: Any = "") -> Any:
        """A field of its definition."""
        return self.definition.get(name, otherwise)
