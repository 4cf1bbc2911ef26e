"""The rehearsal as a diary: a heading for each day, then who heard or did what, at their own hour."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date

from bot.rehearsal.lines import Line
from flows.calendar import local

WIDTH = 96
INDENT = " " * 8


@dataclass(slots=True)
class Diary:
    """Days are those of the program's `zone`; an hour in another zone is marked with it."""

    names: Mapping[str, str]
    zone: str
    language: str
    _day: date | None = field(default=None)

    def entries(self, line: Line) -> Iterator[str]:
        """The line as a paragraph, under the heading of its day where a new one begins."""
        day = local(line.at, self.zone).date()
        if day != self._day:
            self._day = day
            heading = format_date(day, format="full", locale=self.language)
            yield f"\n{heading}\n{'-' * len(heading)}"
        yield self._entry(line)

    def _entry(self, line: Line) -> str:
        hour = self._hour(line)
        if line.direction == "in":
            return _wrapped(f"{hour}  {self._name(line)} > {' '.join(line.text.split())}")
        kinds = ", ".join(line.kinds) or line.kind
        if line.edits:
            news = " ".join((line.news or line.text).split())
            return _wrapped(f"{hour}  ... {self._reader(line)} now reads under [{kinds}]: {news}")
        head = f"{hour}  to {self._reader(line)}  [{kinds}]"
        body = [_wrapped(part, INDENT) for part in line.text.splitlines() if part.strip()]
        offers = [_wrapped(f"( {' | '.join(line.buttons)} )", INDENT)] if line.buttons else []
        return "\n".join([head, *body, *offers])

    def _hour(self, line: Line) -> str:
        elsewhere = line.at.utcoffset() != local(line.at, self.zone).utcoffset()
        return f"{line.at:%H:%M %Z}" if elsewhere else f"{line.at:%H:%M}"

    def _name(self, line: Line) -> str:
        name = self.names.get(line.person, line.person)
        return f"{name} ({line.role})" if line.role else name

    def _reader(self, line: Line) -> str:
        sort, _, rest = line.place.partition(":")
        match sort:
            case "channel":
                return f"#{rest}"
            case "room":
                return " and ".join(self.names.get(id, id) for id in rest.split(":")[1:3])
            case _:
                return self._name(line)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
