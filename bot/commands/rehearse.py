"""`shelfmate rehearse`: plays a program's year in virtual time, and tells it as a diary or as JSON lines."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot import library, logs
from bot.bad_input import BadInput, Finding, WrongUsage
from bot.clock import SystemClock
from bot.commands.dates import day_given
from bot.commands.values import one_of, whole_number
from bot.paper import paper
from bot.people_answers import misfits, strays
from bot.people_csv import read_people
from bot.people_row import PersonRow
from bot.rehearsal.diary import Diary
from bot.rehearsal.lines import Line, as_json
from bot.rehearsal.outcome import outcome_of
from bot.rehearsal.period import Period, period_of
from bot.rehearsal.rehearsal import Rehearsal
from bot.rehearsal.staging import MENTEES, MENTORS, Script, invented, stage
from bot.rehearsal.summary import Summary
from bot.rehearsal.tally import Tally
from flows.calendar import local
from flows.ids import ProgramId
from flows.ports import Store
from flows.programs.program import Program
from storage.opening import open_store

LONGEST = 3660
MOST = 100_000
ANY_SEED = 999_999_999


class StoreName(StrEnum):
    """What remembers while it plays."""

    MEMORY = "memory"
    SQLITE = "sqlite"


class Format(StrEnum):
    """How it is told."""

    TEXT = "text"
    JSONL = "jsonl"


Which = Annotated[
    str, typer.Argument(metavar="PROGRAM", help="A program's name, or the path of a .toml file.")
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        help="The first day; the day before the next call for applicants unless told.",
    ),
]
Days = Annotated[
    int | None,
    typer.Option(
        parser=whole_number("--days", 1, LONGEST),
        metavar="N",
        help="How many days; one full cohort unless told.",
    ),
]
PeopleFile = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="The people, from a file; else a cast is made up.")
]
Mentors = Annotated[
    int | None,
    typer.Option(
        parser=whole_number("--mentors", 0, MOST),
        metavar="N",
        help=f"How many mentors to make up ({MENTORS}).",
    ),
]
Mentees = Annotated[
    int | None,
    typer.Option(
        parser=whole_number("--mentees", 0, MOST),
        metavar="N",
        help=f"How many mentees to make up ({MENTEES}).",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        parser=whole_number("--seed", 0, ANY_SEED), metavar="N", help="The same seed plays the same."
    ),
]
Language = Annotated[
    str | None,
    typer.Option(metavar="en|fr", help="What everybody speaks; the program's first language unless told."),
]
In = Annotated[
    StoreName,
    typer.Option(
        "--store",
        parser=one_of("--store", StoreName),
        metavar="memory|sqlite",
        help="Where it remembers: both give the same bytes.",
    ),
]
Told = Annotated[
    Format,
    typer.Option(
        "--format",
        parser=one_of("--format", Format),
        metavar="text|jsonl",
        help="A diary to read, or one JSON object a line.",
    ),
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file instead of the terminal.")]


def rehearse(
    which: Which,
    *,
    first: From = None,
    days: Days = None,
    people: PeopleFile = None,
    mentors: Mentors = None,
    mentees: Mentees = None,
    seed: Seed = 1,
    language: Language = None,
    store: In = StoreName.MEMORY,
    form: Told = Format.TEXT,
    out: Out = None,
) -> None:
    """Play a program's whole year before it is launched: every message, to whom, on which day."""
    if people is not None and (mentors is not None or mentees is not None):
        remedy = "give either a file of people or numbers of mentors and mentees"
        raise WrongUsage(Finding("--people", "", "is given beside --mentors or --mentees", remedy))
    text, file = library.text_of(which)
    program = library.program(which)
    day = day_given("--from", first) if first is not None else None
    period = period_of(program, day, days, SystemClock().now())
    script = Script(
        program=program,
        text=text,
        period=period,
        seed=seed,
        language=_spoken(program, language, file),
        people=_people(program, period, seed, people, mentors, mentees),
        given=people is not None,
    )
    _play(script, store, form, out)


# --- what was given -----------------------------------------------------------------------------------


def _spoken(program: Program, language: str | None, file: str) -> str:
    if language is None:
        return program.languages[0]
    if language not in program.languages:
        spoken = ", ".join(program.languages)
        remedy = f"use {' or '.join(program.languages)}, or add it to `languages` in {file}"
        raise BadInput(Finding(f"--language {language}", "", f"{program.id} speaks {spoken}", remedy))
    return language


def _people(
    program: Program,
    period: Period,
    seed: int,
    file: Path | None,
    mentors: int | None,
    mentees: int | None,
) -> tuple[PersonRow, ...]:
    if file is None:
        return invented(
            program,
            period,
            seed,
            MENTORS if mentors is None else mentors,
            MENTEES if mentees is None else mentees,
        )
    people = read_people(file)
    if found := tuple(misfits(program, people.rows, file.name)):
        raise BadInput(*found)
    for note in (*people.notes, *strays(people.rows, period.first, period.last, file.name)):
        typer.echo(f"note: {note}", err=True)
    return people.rows


# --- playing ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Teller:
    """Writes each line down in its form, and counts it."""

    script: Script
    form: Format
    paper: TextIO
    tally: Tally
    diary: Diary

    def says(self, line: Line) -> None:
        """One line."""
        self.tally.take(line)
        if self.form is Format.JSONL:
            self.paper.write(f"{as_json(line)}\n")
            return
        for entry in self.diary.entries(line):
            self.paper.write(f"{entry}\n")

    def ends(self, rehearsal: Rehearsal) -> str:
        """The summary: under the diary; beside JSON lines it goes to stderr, so that they stay pure."""
        summary = _summary(self.script, self.tally, rehearsal).text()
        if self.form is Format.JSONL:
            self.paper.flush()
            sys.stderr.write(summary)
        else:
            self.paper.write(f"\n{summary}")
        return summary


def _play(script: Script, store: StoreName, form: Format, out: Path | None) -> None:
    logs.configure("ERROR", "text")
    with paper(out) as page, _remembering(store) as memory, _progress(script, page) as passed:
        diary = Diary(script.names, script.program.zone, script.language)
        teller = Teller(script, form, page, Tally(), diary)
        rehearsal = stage(script, memory, library.wording(), teller.says)
        rehearsal.play(script.period.ends, passed)
        summary = teller.ends(rehearsal)
        page.flush()
    if out is not None:  # once it is in its place
        if form is Format.TEXT and out.is_file():  # a device has shown it already
            typer.echo(summary)
        typer.echo(f"written to {out}", err=True)


def _summary(script: Script, tally: Tally, rehearsal: Rehearsal) -> Summary:
    return Summary(
        program=script.program,
        tally=tally,
        outcome=outcome_of(rehearsal.world, ProgramId(script.program.id)),
        names=script.names,
        first=script.period.first,
        last=script.period.last,
        seed=script.seed,
    )


@contextmanager
def _remembering(store: StoreName) -> Iterator[Store]:
    if store is StoreName.MEMORY:
        yield open_store("memory:")
        return
    with tempfile.TemporaryDirectory(prefix="shelfmate-") as folder:
        memory = open_store(f"sqlite:///{folder}/rehearsal.db", durable=False)
        try:
            yield memory
        finally:
            memory.close()


@contextmanager
def _progress(script: Script, page: TextIO) -> Iterator[Callable[[datetime], None]]:
    """A bar on stderr while the lines go elsewhere; on the same terminal the lines show how far it is."""
    console = Console(stderr=True)
    if not console.is_terminal or page.isatty():
        yield lambda _: None
        return
    period = script.period
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task(f"{period.first}", total=(period.ends - period.starts).total_seconds())

        def passed(at: datetime) -> None:
            day = local(at, period.zone).date().isoformat()
            bar.update(task, completed=(at - period.starts).total_seconds(), description=day)

        yield passed
