"""What stands in Discord, in the words that plays go by: as `plain_text` says a message, so that the two can be compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flows.messages import Attachment, Block, FactRows, Message, Paragraph, Points, Span, Spans
from flows.wording.plain import plain_blocks
from tests.discord import reading
from tests.discord.checks.components import CONTAINER, FILE, GALLERY, ROW, SECTION, SEPARATOR, TEXT
from tests.discord.records import Message as Standing
from tests.discord.records import User
from tests.discord.refusals import Json
from tests.discord.site import Site

MOMENT = re.compile(r"<t:(\d+):F>")
"""A date that Discord shows by each reader's own clock."""
CAPTION = "-# "
"""Begins what a file shows, in words: it stands above the file."""
MARK = "\ue100{}\ue101"
"""Holds its place: nobody types such signs."""
MARKED = re.compile(MARK.format(r"(\d+)"))


def plainly(site: Site, reader: User, message: Standing) -> str:
    """A message as somebody reads it, files left out; moments as `moment` writes them."""
    return "\n\n".join(filter(None, _components(site, reader, message.components)))


def _components(site: Site, reader: User, several: list[Json]) -> Iterator[str]:
    for one, below in zip(several, [*several[1:], None], strict=True):
        match one["type"]:
            case kind if kind == TEXT and below and below["type"] == FILE:
                assert one["content"].startswith(CAPTION), f"{one['content']!r} stands above a file"
            case kind if kind == TEXT:
                marked = MOMENT.sub(lambda found: MARK.format(found[1]), one["content"])
                yield MARKED.sub(lambda found: moment(int(found[1])), reading.plain(site, reader, marked))
            case kind if kind in {SECTION, CONTAINER}:
                yield from _components(site, reader, one["components"])
            case kind if kind in {ROW, SEPARATOR, GALLERY, FILE}:
                pass
            case other:
                raise AssertionError(f"plays do not know how a component of type {other} reads")


def moment(seconds: int) -> str:
    """A moment, in one word, before it is anybody's date."""
    return f"<t:{seconds}>"


def in_words(text: str, moments: Mapping[int, str]) -> str:
    """With every moment in the words that the core has for it; it has to be one that the core spoke of."""
    return re.sub(r"<t:(\d+)>", lambda found: moments[int(found[1])], text)


# --- what was meant -------------------------------------------------------------------------------------


def meant(message: Message) -> str:
    """A message of the core's as it has to be read: files stand by themselves, moments are each reader's own."""
    return "\n\n".join(filter(None, (as_meant(part.blocks) for part in message.parts)))


def as_meant(blocks: tuple[Block, ...]) -> str:
    """The same of some of it."""
    return plain_blocks([_open(block) for block in blocks if not isinstance(block, Attachment)])


def moments_in(blocks: tuple[Block, ...]) -> dict[int, str]:
    """The moments that are spoken of, in the core's words."""
    every = (span for block in blocks for span in _spans(block))
    return {int(span.at.timestamp()): span.text for span in every if span.at}


def links_of(posts: Sequence[Standing]) -> set[str]:
    """Where words lead that are no address themselves."""
    return {link for post in posts for link in reading.links(post)}


def links_meant(message: Message) -> set[str]:
    """The same, as the core means it; Discord has no such links to where e-mail goes."""
    spans = (span for part in message.parts for block in part.blocks for span in _spans(block))
    return {span.link for span in spans if span.link.startswith("http") and span.link != span.text}


def _open(block: Block) -> Block:
    match block:
        case Paragraph(spans=spans):
            return Paragraph(_opened(spans))
        case Points(items=items):
            return Points(tuple(map(_opened, items)))
        case FactRows(rows=rows):
            return FactRows(tuple((label, _opened(value)) for label, value in rows))
    return block


def _opened(spans: Spans) -> Spans:
    return tuple(replace(span, text=moment(int(span.at.timestamp()))) if span.at else span for span in spans)


def _spans(block: Block) -> Iterator[Span]:
    match block:
        case Paragraph(spans=spans):
            yield from spans
        case Points(items=items):
            yield from (span for item in items for span in item)
        case FactRows(rows=rows):
            yield from (span for _, value in rows for span in value)
