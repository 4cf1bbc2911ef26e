"""Rendering: messages and words become what Slack's methods take. Pure, and total: nothing is too long to be said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.rendering import limits
from adapters.slack.rendering.blocks import Laid, buttons, divider, laid
from adapters.slack.rendering.fitting import escaped_within, size
from flows.messages import Attachment, Block, Message, Paragraph, Part, Span, WordShown
from flows.wording.fitting import clean, shortened

EVENT_TYPE = "shelfmate"
PICTURES = (".png", ".jpg", ".jpeg", ".gif")
NOT_ALL = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message in Slack. `key` stands in its metadata: by it a post can be found again."""

    key: str
    text: str
    """Fallback: for notifications, and for those who are read to. Escaped."""
    blocks: tuple[dict[str, Any], ...]

    def posted(self, channel: str) -> dict[str, Any]:
        """What `chat.postMessage` takes."""
        # addresses are links where we say so: Slack is not to fetch them, nor to look for names in the text
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        return {"channel": channel, **self._said(), **quiet}

    def rewritten(self, channel: str, ts: str) -> dict[str, Any]:
        """What `chat.update` takes."""
        return {"channel": channel, "ts": ts, **self._said()}

    def _said(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "blocks": list(self.blocks),
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": self.key}},
            "parse": "none",  # `chat.update` would otherwise look for links and names by itself
            "link_names": False,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that goes with a message: `files.getUploadURLExternal` and what follows it."""

    name: str
    content: bytes
    title: str
    alt: str
    """What it shows, in words; also where it is no picture, since it is its title then."""
    picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message for one place: one post, or several in order where Slack takes no more in one; and its files.

    The first post has the message's own key, the second `KEY#2`, and so on. The message is out when all of them are.
    """

    posts: tuple[Post, ...]
    uploads: tuple[Upload, ...] = ()


def message(message: Message) -> Rendered:
    """The message as it is posted or, where it `edits`, as the posts of that one are to read now."""
    files = [block for part in message.parts for block in part.blocks if isinstance(block, Attachment)]
    parts = [list(_part(nth, part)) for nth, part in enumerate(message.parts)]
    if not any(parts):
        parts = [list(_numbered("p0", laid(files, files=True)))]
    lots = _lots([part for part in parts if part]) or [
        list(_numbered("p0", laid([Paragraph((Span(NOT_ALL),))])))
    ]
    posts = tuple(_post(_key(message.key, nth), lot) for nth, lot in enumerate(lots, start=1))
    return Rendered(posts=posts, uploads=tuple(map(_upload, files)))


def word(shown: WordShown) -> dict[str, Any]:
    """What is told to the one who acted and to nobody else: a command's acknowledgement, or what its response URL takes."""
    post = only(shown.blocks)
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": post.text,
        "blocks": list(post.blocks),
    }


def only(blocks: Sequence[Block]) -> Post:
    """So much of it as fits where there can be no second post."""
    lots = _lots([list(_numbered("w", laid(blocks, files=True)))])
    lot = lots[0] if lots else []
    if len(lots) != 1:
        lot = [*lot[:-1], *_nothing()]
    return _post("", lot)


def cut(post: Post) -> Post:
    """The post, with a sign at its end that there is more than it shows."""
    rest = [*_nothing()]
    return replace(post, blocks=(*post.blocks[:-1], *(each.block for each in rest)))


def home(message: Message) -> dict[str, Any]:
    """A person's own page, for `views.publish`."""
    said = [each for nth, part in enumerate(message.parts) for each in _part(nth, part)] or _nothing()
    return {"type": "home", "blocks": [each.block for each in said[: limits.VIEW_BLOCKS]]}


def _part(nth: int, part: Part) -> Iterator[Laid]:
    said = [*laid(part.blocks), *buttons(part.buttons)]
    if nth and said:
        said.insert(0, divider())
    return _numbered(f"p{nth}", said)


def _nothing() -> list[Laid]:
    """What stands where nothing is said, or no more: Slack shows no empty message."""
    return list(_numbered("more", list(laid([Paragraph((Span(NOT_ALL),))]))))


def _numbered(prefix: str, said: Sequence[Laid] | Iterator[Laid]) -> Iterator[Laid]:
    for nth, each in enumerate(said):
        yield Laid({**each.block, "block_id": f"{prefix}.{nth}"}, each.words)


def _lots(parts: Sequence[Sequence[Laid]]) -> list[list[Laid]]:
    """As many posts as it takes: a part that fits into one is not torn apart, nor its buttons from what they are about."""
    lots: list[list[Laid]] = []
    for part in parts:
        if lots and _fits([*lots[-1], *part]):
            lots[-1].extend(part)
            continue
        lots.append([])
        for each in part:
            if lots[-1] and not _fits([*lots[-1], each]):
                lots.append([])
            lots[-1].append(each)
    return [_without_edges(lot) for lot in lots if lot]


def _fits(lot: Sequence[Laid]) -> bool:
    return len(lot) <= limits.BLOCKS and size([each.block for each in lot]) <= limits.SIZE


def _without_edges(lot: list[Laid]) -> list[Laid]:
    """A line that would stand above everything separates nothing."""
    return lot[1:] if lot[0].block["type"] == "divider" and len(lot) > 1 else lot


def _post(key: str, lot: Sequence[Laid]) -> Post:
    words = "\n\n".join(filter(None, (each.words for each in lot)))
    return Post(
        key=key, text=escaped_within(words, limits.TEXT) or NOT_ALL, blocks=tuple(each.block for each in lot)
    )


def _key(key: str, nth: int) -> str:
    return key if nth == 1 else f"{key}#{nth}"


def _upload(file: Attachment) -> Upload:
    name = shortened(clean(file.name).strip(), limits.FILE_NAME) or "file"
    alt = shortened(clean(file.alt).strip(), limits.ALT) or name
    return Upload(
        name=name, content=file.content, title=alt, alt=alt, picture=name.lower().endswith(PICTURES)
    )
