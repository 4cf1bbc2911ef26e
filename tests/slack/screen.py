"""One person's screen: conversations, home tab, the modal on top, and what Slack itself told them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.slack.blocks.layout import actives
from tests.slack.reading import element_shown, lines, pings, plain
from tests.slack.records import Channel, Kind, Message, View
from tests.slack.site import Site
from tests.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as somebody sees it."""

    channel: str
    ts: str
    by: str
    """The name of whoever wrote it."""
    text: str
    """All that is read of it, a line a block; buttons are in brackets."""
    buttons: tuple[str, ...] = ()
    notice: str = ""
    """What a notification shows, and a screen reader reads."""
    pings: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    """Their names, each with its description."""
    private: bool = False
    """Only this person sees it."""
    edited: bool = False

    def __str__(self) -> str:
        marks = " (only visible to you)" * self.private + " (edited)" * self.edited
        return f"{self.by}{marks}: {self.text}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A modal or home tab as somebody sees it."""

    id: str
    title: str
    text: str
    buttons: tuple[str, ...]
    errors: dict[str, str]
    """What is said beside a field, by its label."""
    submit: str = ""
    close: str = ""

    def __str__(self) -> str:
        said = [f"{label}: ! {error}" for label, error in self.errors.items()]
        ends = " ".join(f"<{word}>" for word in (self.close, self.submit) if word)
        return "\n".join(part for part in (self.title, self.text, *said, ends) if part)


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that one person sees."""

    conversations: dict[str, list[Seen]]
    """By the name that the person knows them by: a channel's, or those of the others in it."""
    home: Sheet | None
    modal: Sheet | None
    told: tuple[str, ...]
    """By Slack itself: that the app did not respond, that a command failed."""

    @property
    def messages(self) -> list[Seen]:
        """Every message, oldest first."""
        every = (seen for messages in self.conversations.values() for seen in messages)
        return sorted(every, key=lambda seen: float(seen.ts))

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
        if self.home:
            yield f"# Home\n{self.home}"
        if self.modal:
            yield f"# Modal\n{self.modal}"
        yield from (f"Slack: {what}" for what in self.told)


def screen(site: Site, workspace: Workspace, user: str) -> Screen:
    """What this person sees now."""
    conversations: dict[str, list[Seen]] = {}
    for channel in workspace.conversations(user):
        messages = conversations.setdefault(name_of(workspace, channel, user), [])
        messages += [seen(workspace, channel, one) for one in channel.messages if one.only_for in {"", user}]
    stack, home = workspace.modals.get(user), workspace.homes.get(user)
    return Screen(
        conversations,
        sheet(workspace, home) if home else None,
        sheet(workspace, stack[-1]) if stack else None,
        tuple(workspace.told.get(user, ())),
    )


def name_of(workspace: Workspace, channel: Channel, user: str) -> str:
    """A conversation as this person knows it."""
    if channel.kind in {Kind.PUBLIC, Kind.PRIVATE}:
        return f"#{channel.name}"
    others = [workspace.users[id].name for id in channel.members if id != user]
    return ", ".join(others)


def seen(workspace: Workspace, channel: Channel, message: Message) -> Seen:
    """A message as it is shown."""
    shown = list(lines(workspace, message.blocks, message.state)) or [plain(workspace, message.text)]
    files = tuple(f"{file.title} ({file.alt})" if file.alt else file.title for file in message.files)
    raw = " ".join(_raw(message)) if message.blocks else message.text
    return Seen(
        channel=channel.id,
        ts=message.ts,
        by=workspace.users[message.by].name,
        text="\n".join(part for part in [*shown, *files] if part),
        buttons=_buttons(workspace, message.blocks),
        notice=plain(workspace, message.text),
        pings=frozenset(pings(raw)),
        files=files,
        private=bool(message.only_for),
        edited=message.edited,
    )


def sheet(workspace: Workspace, view: View) -> Sheet:
    """A view as it is shown."""
    labels = {b["block_id"]: b["label"]["text"] for b in view.blocks if b["type"] == "input"}

    def said(name: str) -> str:
        words: str = (view.get(name, None) or {}).get("text", "")
        return words

    return Sheet(
        id=view.id,
        title=said("title"),
        text="\n".join(lines(workspace, view.blocks, view.state)),
        buttons=_buttons(workspace, view.blocks),
        errors={labels[block]: words for block, words in view.errors.items()},
        submit=said("submit") or ("Submit" if labels else ""),
        close=said("close"),
    )


def _buttons(workspace: Workspace, blocks: list[dict[str, object]]) -> tuple[str, ...]:
    every = (element for block in blocks for element in actives(block))
    return tuple(element_shown(workspace, one, None)[1:-1] for one in every if one["type"] == "button")


def _raw(part: object) -> Iterator[str]:
    """Every text that is read as mrkdwn, and the mentions of rich text as mrkdwn would write them."""
    if isinstance(part, dict):
        match part:
            case {"type": "mrkdwn", "text": text}:
                yield str(text)
            case {"type": "broadcast", "range": range}:
                yield f"<!{range}>"
            case {"type": "user", "user_id": user}:
                yield f"<@{user}>"
        for value in part.values():
            yield from _raw(value)
    elif isinstance(part, list | Message):
        for value in part.blocks if isinstance(part, Message) else part:
            yield from _raw(value)
