"""The rehearsal as a diary: a heading for each day, then who heard or did what, at their own hour."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from babel.dates import format_date

from bot.rehearsal.lines import Line

WIDTH = 96
INDENT = " " * 11


def diary(lines: Iterable[Line], names: Mapping[str, str], language: str) -> Iterator[str]:
    """The entries, a paragraph each, under the days on which they happened."""
    today: date | None = None
    for line in lines:
        if line.at.date() != today:
            today = line.at.date()
            heading = format_date(today, format="full", locale=language)
            yield f"\n{heading}\n{'-' * len(heading)}"
        yield entry(line, names)


def entry(line: Line, names: Mapping[str, str]) -> str:
    """One message or act."""
    who = names.get(line.person, line.person)
    at = f"{line.at:%H:%M}"
    if line.direction == "in":
        return _wrapped(f"{at}   {who} > {line.text}")
    place = who if line.place == "dm" else f"#{line.place.partition(':')[2]}"
    rewritten = " (rewritten)" if line.edits else ""
    head = f"{at}   to {place}{rewritten}  [{', '.join(line.kinds) or line.kind}]"
    body = [_wrapped(part, INDENT) for part in line.text.splitlines() if part.strip()]
    offers = [f"{INDENT}( {' | '.join(line.buttons)} )"] if line.buttons else []
    return "\n".join([head, *body, *offers])


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )
