"""Files that go with a sentence: a date for people's calendars, a report's figures; every word of them is chosen here."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from flows.calendar import local
from flows.files import Bar, CalendarEntry, Chart, File, Sheet
from flows.messages import At, Block, Figure, Figures, Invitation, Say, Several, Value
from flows.programs.program import Program
from flows.wording.plain import plain_blocks

STANDING = {
    "confirmed": "calendar.confirmed",
    "tentative": "calendar.tentative",
    "cancelled": "calendar.cancelled",
}
COLUMNS = (
    Say("figures.column.heading"),
    Say("figures.column.figure"),
    Say("figures.column.number"),
    Say("figures.column.of"),
    Say("figures.column.words"),
)
WHOLE_LINE = 1000


class Words(Protocol):
    """Somebody who reads (`rendering.Reader`)."""

    @property
    def program(self) -> Program:
        """The program that speaks."""

    @property
    def language(self) -> str:
        """Theirs."""

    @property
    def zone(self) -> str:
        """Theirs."""

    def text(self, value: Value) -> str:
        """A value on one line."""

    def blocks(self, value: Value) -> tuple[Block, ...]:
        """A value as paragraphs."""


def files(values: Iterable[Value], reader: Words) -> Iterator[File]:
    """Those among a sentence's values, in their order."""
    for value in values:
        match value:
            case Invitation():
                yield _entry(value, reader)
            case Figures():
                yield _chart(value, reader)
                yield _sheet(value, reader)


def _entry(date: Invitation, reader: Words) -> CalendarEntry:
    summary = reader.text(date.summary)
    day = local(date.at, reader.zone).date().isoformat()
    return CalendarEntry(
        name=f"{reader.text(Say('calendar.file'))}-{day}.ics",
        alt=reader.text(Say(STANDING[date.standing], {"summary": summary, "at": At(date.at)})),
        id=date.id,
        sequence=date.sequence,
        standing=date.standing,
        at=date.at,
        minutes=date.minutes,
        stamp=date.stamp,
        summary=summary,
        details=plain_blocks(reader.blocks(date.details)),
        where=reader.text(date.where),
        organiser=reader.program.organiser.name,
        contact=reader.program.organiser.contact,
        language=reader.language,
        attached=date.attached,
    )


# --- figures ------------------------------------------------------------------------------------------


def _chart(figures: Figures, reader: Words) -> Chart:
    title = reader.text(figures.title)
    groups = tuple((reader.text(heading), tuple(_bars(rows, reader))) for heading, rows in figures.groups)
    told = (Say("figures.group", {"heading": heading, "rows": _rows(bars)}) for heading, bars in groups)
    return Chart(
        name=f"{reader.text(Say('figures.file'))}.png",
        alt=" ".join(reader.text(each) for each in (Say("figures.picture", {"title": title}), *told)),
        title=title,
        groups=groups,
    )


def _rows(bars: Iterable[Bar]) -> Several:
    return Several(tuple(Say("figures.row", {"label": bar.label, "says": bar.says}) for bar in bars))


def _bars(rows: Iterable[Figure], reader: Words) -> Iterator[Bar]:
    """Each against what it would be at most, or, where there is no such number, against the largest."""
    rows = tuple(rows)
    most = max((row.number or 0 for row in rows), default=0)
    for row in rows:
        whole = row.of or most
        fills = None if row.number is None else round(WHOLE_LINE * row.number / whole) if whole else 0
        yield Bar(reader.text(row.label), reader.text(row.says), fills)


def _sheet(figures: Figures, reader: Words) -> Sheet:
    title = reader.text(figures.title)
    rows = (
        (
            reader.text(heading),
            reader.text(row.label),
            _plain(row.number),
            _plain(row.of),
            reader.text(row.says),
        )
        for heading, group in figures.groups
        for row in group
    )
    return Sheet(
        name=f"{reader.text(Say('figures.file'))}.csv",
        alt=reader.text(Say("figures.table", {"title": title})),
        columns=tuple(map(reader.text, COLUMNS)),
        rows=tuple(rows),
    )


def _plain(number: float | None) -> str:
    """As every spreadsheet reads it, whatever its language."""
    return "" if number is None else f"{number:g}"
