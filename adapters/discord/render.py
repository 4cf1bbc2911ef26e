"""Rendering: messages, words and pages become what Discord's routes take. Pure, and total: nothing is too long to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from adapters.discord.rendering import limits, pages
from adapters.discord.rendering.blocks import laid, rows, said
from adapters.discord.rendering.labels import ENGLISH, Labels
from adapters.discord.rendering.posts import Lot, Section, lots, put_together
from adapters.discord.rendering.uploads import Upload
from flows.messages import Button, FactRows, Message, PageShown, Part, WordShown

LAYOUT = 1 << 15
"""The flag of a message that consists of layout components alone; all of ours do."""
EPHEMERAL = 1 << 6
"""The flag of what only the one who acted sees."""
LEAST_MARKER = 1 << 20
"""Below it are the ids that Discord gives by itself to components that come without."""

NOT_ALL = "…"

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message in Discord. Its first component carries `marker(KEY, nth)` as its id: by that a post can be found again."""

    key: str
    """The message's own, and of the second post `KEY#2`."""
    marker: int
    components: tuple[Payload, ...]
    uploads: tuple[Upload, ...] = ()
    """In the order of the numbers in `attachments`: they go along as `files[0]`, `files[1]` ..."""

    def posted(self) -> Payload:
        """What `POST /channels/{id}/messages` takes, but for the nonce and the files' contents."""
        attached = self._attached()
        return {**_said(self.components), **({"attachments": attached} if attached else {})}

    def rewritten(self) -> Payload:
        """What `PATCH /channels/{id}/messages/{id}` takes. The files go along once more, in the place of those of then."""
        return {**_said(self.components), "attachments": self._attached()}

    def _attached(self) -> list[Payload]:
        return [
            {"id": nth, "filename": file.name, "description": file.alt}
            for nth, file in enumerate(self.uploads)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message for one place: one post, or several in order where Discord takes no more in one.

    The message is out when all of them are.
    """

    posts: tuple[Post, ...]

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """The files of all posts."""
        return tuple(file for post in self.posts for file in post.uploads)


def marker(key: str, nth: int = 1) -> int:
    """The id of the first component of a message's nth post."""
    found = int.from_bytes(sha256(f"{key}#{nth}".encode()).digest()[:8])
    return LEAST_MARKER + found % (limits.MARKER - LEAST_MARKER)


def message(message: Message) -> Rendered:
    """The message as it is posted or, where it `edits`, as the posts of that one are to read now."""
    found = lots([section for part in message.parts if (section := _section(part)).laid]) or [_nothing()]
    return Rendered(posts=tuple(_post(message.key, nth, lot) for nth, lot in enumerate(found, start=1)))


def word(shown: WordShown, buttons: Sequence[Button] = (), *, ephemeral: bool = True) -> Payload:
    """What is told to the one who acted: so much of it as one message holds. See `words`."""
    return words(shown, buttons, ephemeral=ephemeral)[0]


def words(shown: WordShown, buttons: Sequence[Button] = (), *, ephemeral: bool = True) -> tuple[Payload, ...]:
    """All that is told to the one who acted: the first as the answer, the others as followups."""
    section = Section(laid=(*laid(shown.blocks), *rows(buttons)))
    found = lots([section] if section.laid else []) or [_nothing()]
    return tuple(_said(put_together(lot)[0], EPHEMERAL if ephemeral else 0) for lot in found)


def privately(components: Sequence[Payload]) -> Payload:
    """These components, for the one who acted alone."""
    return _said(components, EPHEMERAL)


def _section(part: Part) -> Section:
    """A part with its buttons under it; facts to decide on stand in a frame with them, as a card."""
    card = bool(part.buttons) and any(isinstance(block, FactRows) for block in part.blocks)
    return Section(laid=(*laid(part.blocks, files=True), *rows(part.buttons)), card=card)


def _nothing() -> Lot:
    """What stands where nothing is said: Discord shows no empty message."""
    return (Section(laid=(said(NOT_ALL),)),)


def _post(key: str, nth: int, lot: Lot) -> Post:
    (first, *others), uploads = put_together(lot)
    marked = {**first, "id": marker(key, nth)}
    return Post(
        key=key if nth == 1 else f"{key}#{nth}",
        marker=marked["id"],
        components=(marked, *others),
        uploads=uploads,
    )


def modal(page: PageShown, labels: Labels = ENGLISH, event: str = "") -> Payload:
    """The page as a modal, for an answer of type 9. What finds no room on it is left out: the core asks for it on the
    next page. `event` is the one that the page was the answer to."""
    return pages.modal(page, labels, event)


def between(page: PageShown, labels: Labels = ENGLISH, event: str = "", *, ephemeral: bool = True) -> Payload:
    """What a page is announced by that cannot open at once: what is saved and how much is left, or what is wrong, and the
    button that opens the page."""
    return _said(pages.between(page, labels, event), EPHEMERAL if ephemeral else 0)


def _said(components: Sequence[Payload], flags: int = 0) -> Payload:
    # whatever anybody typed calls nobody
    return {"flags": LAYOUT | flags, "components": list(components), "allowed_mentions": {"parse": []}}
