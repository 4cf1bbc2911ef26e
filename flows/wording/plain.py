"""Blocks as bare text: for terminals, logs of a rehearsal, labels and notifications."""

import re
from collections.abc import Sequence

from flows.messages import Attachment, Block, FactRows, Paragraph, Points, Spans

INDENT = "    "
"""Before the further lines of what somebody typed, so that they cannot pass for lines of ours."""
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could move a terminal's cursor, turn text around or break a line; a bare newline and tab stay."""


def plain_blocks(blocks: Sequence[Block]) -> str:
    """Paragraphs with an empty line between; points with '- '; facts as 'label: value'."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def in_one_line(blocks: Sequence[Block]) -> str:
    """All of it with single spaces between, for where there is only one line."""
    return " ".join(plain_blocks(blocks).split())


def one_line(spans: Spans) -> str:
    """The words alone, without addresses, on one line."""
    return " ".join(_clean("".join(span.text for span in spans)).split())


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans=spans):
            return _text(spans)
        case Points(items=items):
            return "\n".join(f"- {_text(item)}" for item in items)
        case FactRows(rows=rows):
            return "\n".join(f"{_clean(label)}: {_text(value)}" for label, value in rows)
        case Attachment(name=name, alt=alt):
            return f"[{name}: {alt}]"


def _text(spans: Spans) -> str:
    """Runs of text one after the other; an address follows the words that link to it."""
    words = []
    for nth, span in enumerate(spans):
        words.append(_clean(span.text))
        last_of_link = span.link and (nth + 1 == len(spans) or spans[nth + 1].link != span.link)
        if last_of_link and span.link.removeprefix("mailto:") != span.text:
            words.append(f" ({span.link})")
    return "".join(words).replace("\n", f"\n{INDENT}")


def _clean(text: str) -> str:
    return text if text.isprintable() else CONTROLS.sub("", text.replace("\r\n", "\n"))
