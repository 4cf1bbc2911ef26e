"""`make bench`: measures on this machine and prints the figures side by side.

`--save` keeps them with the machine's name; `--slack`, `--discord` or `--matching` measures that alone, `--long` matching's largest rounds as well.
"""

import os
import platform
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from benchmarks import matching, measures, playground
from benchmarks.discord import measured as discord
from benchmarks.measures import FEW, MANY, YEAR_OF, Durable
from benchmarks.slack import measured as slack
from bot.clock import SystemClock

RESULTS = Path(__file__).with_name("RESULTS.md")
Row = tuple[str, str, str]
"""What was measured, the figure, and what we aim at."""
FIGURES = ("figure", "measured", "aim")
ROUNDS = ("round", "way", *matching.COLUMNS)
TURNS, MATCHING = "# Figures", "## Matching"
CHATS = {"Slack": slack.figures, "Discord": discord.figures}
PARTS = (TURNS, *(f"## {name}" for name in CHATS), MATCHING)
"""The parts of the page, by their headings."""


def main(arguments: list[str]) -> None:
    """Measure everything, or what is asked for."""
    console = Console()
    asked = [part for part in ("--slack", "--discord", "--matching") if part in arguments]
    pages: dict[str, str] = {}
    if not asked:
        rows = [*_measured(console), *_served(console)]
        console.print(_table("Shelfmate, measured in one run", FIGURES, rows))
        pages[TURNS] = _page(rows)
    for name in CHATS:
        if not asked or f"--{name.lower()}" in asked:
            rows = _in_chat(console, name)
            console.print(_table(f"{name} on loopback, measured in one run", FIGURES, rows))
            pages[f"## {name}"] = _chat_page(name, rows)
    if not asked or "--matching" in asked:
        rounds, ratios = _matched(console, long="--long" in arguments)
        console.print(_table("Matching, each way in a process of its own", ROUNDS, rounds))
        console.print(_table("Matching, ratios of this run", FIGURES, ratios))
        pages[MATCHING] = _matching_page(rounds, ratios)
    if "--save" in arguments:
        _saved(pages)
        console.print(
            f"kept in {RESULTS.relative_to(Path.cwd())}" if RESULTS.is_relative_to(Path.cwd()) else "kept"
        )


def _saved(pages: dict[str, str]) -> None:
    """These parts of the figures anew; the others stay as they are."""
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    kept = {
        f"{part}\n".partition("\n")[0]: part for part in re.split(r"(?m)^(?=##? )", before) if part.strip()
    }
    found = {**kept, **pages}
    parts = [found[heading].rstrip() for heading in PARTS if heading in found]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]] | list[Row]) -> Table:
    table = Table(*columns, title=title, show_lines=True)
    for row in rows:
        table.add_row(*row)
    return table


def _matched(console: Console, *, long: bool) -> tuple[list[tuple[str, ...]], list[Row]]:
    with console.status("matching") as status:
        found = matching.measured(lambda what: status.update(f"matching {what}"), long=long)
    rounds = [(str(kind), name, *matching.cells(run)) for (kind, name), run in found.items()]
    return rounds, [(one.words, one.figure, one.aim) for one in matching.aims(found)]


def _served(console: Console) -> list[Row]:
    with console.status("the playground") as status, tempfile.TemporaryDirectory() as name:
        return playground.measured(Path(name), lambda what: status.update(f"the playground: {what}"))


def _in_chat(console: Console, name: str) -> list[Row]:
    with console.status(name) as status, tempfile.TemporaryDirectory() as folder:
        return CHATS[name](Path(folder), lambda what: status.update(f"{name}: {what}"))


def _measured(console: Console) -> list[Row]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress, tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def step(words: str, work: Callable[[], object]) -> object:
            task = progress.add_task(words, total=1)
            result = work()
            progress.update(task, completed=1)
            return result

        in_memory = step(
            "turns in memory", lambda: measures.median(measures.per_turn(measures.in_memory(FEW), FEW))
        )
        assert isinstance(in_memory, float)
        durable = step("durable turns, and a bare loop", lambda: measures.durable(folder, in_memory))
        grown = step(f"growth to {MANY:,} pairs in memory", measures.memory_growth)
        grown_sqlite = step(f"growth to {MANY:,} pairs on SQLite", lambda: measures.sqlite_growth(folder))
        peak = step(f"peak memory at {MANY:,} pairs", measures.peak_memory)
        year = progress.add_task(f"a rehearsed year of {YEAR_OF:,} pairs", total=1.0)
        took, lines = measures.rehearsed_year(
            YEAR_OF, SystemClock().now(), lambda share: progress.update(year, completed=share)
        )
        progress.update(year, completed=1.0)
    assert isinstance(durable, Durable)
    return [
        ("turns per second in memory, one thread", f"{1 / in_memory:,.0f}", ""),
        ("durable turns per second on SQLite (WAL, synchronous=FULL)", f"{1 / durable.ours:,.0f}", ""),
        ("bare loops of sqlite3 that commit the same row writes, per second", f"{1 / durable.bare:,.0f}", ""),
        ("durable turns over the bare loop", f"{durable.ratio:.2f}", "0.5 or more"),
        ("what a durable turn is spent on", _spent(durable), ""),
        (f"cost of a turn at {MANY:,} pairs over {FEW} pairs, in memory", f"{grown:.2f}", "1.2 or less"),
        (
            f"cost of a turn at {MANY:,} pairs over {FEW} pairs, on SQLite",
            f"{grown_sqlite:.2f}",
            "1.2 or less",
        ),
        (f"peak memory with {MANY:,} pairs held in memory", f"{peak / 2**20:,.0f} MiB", ""),  # type: ignore[operator]
        (
            f"a rehearsed year of {YEAR_OF:,} mentees and mentors, in memory",
            f"{took:.0f} s, {lines:,} lines",
            "",
        ),
    ]


def _spent(durable: Durable) -> str:
    rest = durable.ours - durable.bare - durable.deciding
    parts = {
        "writing rows and committing (the bare loop)": durable.bare,
        "loading, deciding, saving (as in memory)": durable.deciding,
        "reading rows, packing and unpacking them": max(rest, 0.0),
    }
    return "\n".join(f"{part / durable.ours:.0%} {name}" for name, part in parts.items())


def _page(rows: list[Row]) -> str:
    now = SystemClock().now()
    cells = [[cell.replace("\n", "<br>") for cell in row] for row in rows]
    return "\n".join(
        [
            "# Figures",
            "",
            f"Measured on {now:%d %B %Y} by `make bench`, {os.cpu_count()} cores ({platform.machine()}), "
            f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.",
            "A turn here is one of five: two timers of a pair that ring, and three presses on what they asked.",
            f"While it ran, {os.getloadavg()[1]:.1f} programs on average wanted a core: more than the cores there are "
            "means that the figures are worse than they need be.",
            "Bare times say more of the machine than of Shelfmate; the ratios are what to look at.",
            "",
            "| figure | measured | aim |",
            "|---|---|---|",
            *(f"| {' | '.join(row)} |" for row in cells),
            "",
        ]
    )


def _chat_page(name: str, rows: list[Row]) -> str:
    now = SystemClock().now()
    return "\n".join(
        [
            f"## {name}",
            "",
            f"Measured on {now:%d %B %Y} by `python -m benchmarks --{name.lower()}`, {os.cpu_count()} cores "
            f"({platform.machine()}), Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} with "
            f"synchronous=FULL; {os.getloadavg()[1]:.1f} programs on average wanted a core.",
            f"Shelfmate and the bare app are each a process of its own beside a {name} on loopback, which takes a core by itself; "
            "each press is another person's, and is saved before it is acknowledged. The bare app forgets it at once.",
            "",
            *_lines(FIGURES, rows),
            "",
        ]
    )


def _matching_page(rounds: list[tuple[str, ...]], ratios: list[Row]) -> str:
    now = SystemClock().now()
    return "\n".join(
        [
            MATCHING,
            "",
            f"Measured on {now:%d %B %Y} by `python -m benchmarks --matching`, {os.cpu_count()} cores "
            f"({platform.machine()}), Python {platform.python_version()}; "
            f"{os.getloadavg()[1]:.1f} programs on average wanted a core.",
            "Every way matches the same invented people, in a process of its own; scoring them is part of each time, and "
            "Python with its libraries is part of each memory. `shelfmate match` starts Python and reads and writes CSV "
            "besides, and goes by no program's rules, so that its scores are others. Only Shelfmate keeps people from mentoring each other, sets a floor under the worst pair, says why, "
            "and proves what it says.",
            "",
            *_lines(FIGURES, ratios),
            "",
            *_lines(ROUNDS, rounds),
            "",
        ]
    )


def _lines(columns: tuple[str, ...], rows: list[tuple[str, ...]] | list[Row]) -> list[str]:
    """A table in Markdown."""
    return [f"| {' | '.join(row)} |" for row in (columns, ("---",) * len(columns), *rows)]


if __name__ == "__main__":
    main(sys.argv[1:])
