"""`shelfmate match`: two people files in, the best pairs out, each with its reasons. No bot needed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot import library
from bot.bad_input import MOST_SHOWN, BadInput, Finding, WrongUsage
from bot.commands.patience import waiting
from bot.csv_words import write
from bot.matching.candidates import candidates
from bot.matching.job import Files, Job, read_job
from bot.matching.told import Teller, as_table, outcome
from bot.paper import paper
from flows.ids import PersonId
from flows.matching import assign
from flows.matching.people import Candidate, Matches, Rules

SCORES = ("mentee", "mentor", "score")
MOST_SCORES = 10_000_000
People = tuple[list[Candidate], list[Candidate], Rules]

Mentors = Annotated[
    Path, typer.Option(metavar="FILE.csv", help="The mentors, a line each. Only the column `id` is needed.")
]
Mentees = Annotated[Path, typer.Option(metavar="FILE.csv", help="The mentees, in the same columns.")]
Avoid = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv", help="Who must not be paired, whichever way round: columns mentee,mentor."
    ),
]
Locked = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Pairs that are settled and stay: mentee,mentor.")
]
History = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv",
        help="Former pairs, not to be paired again: mentee,mentor. The pairs of last time will do.",
    ),
]
OfProgram = Annotated[
    str | None,
    typer.Option(
        "--program",
        metavar="NAME",
        help="A program, or the path of a .toml file, for its weights and rules; its options by key or label. "
        "Without one, topics and goals count as they were typed.",
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Write the pairs here instead of the terminal.")
]
Scores = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Also write the score of every pair that may be.")
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Also a line for each mentee without a mentor: why, and what would help."),
]


def match(
    *,
    mentors: Mentors,
    mentees: Mentees,
    avoid: Avoid = None,
    locked: Locked = None,
    history: History = None,
    which: OfProgram = None,
    out: Out = None,
    scores: Scores = None,
    explain: Explain = False,
) -> None:
    """Match mentees with mentors: two CSV files in, the best pairs out, with the reasons for each.

    The first line of a file names its columns. Those that count are id, name,
    role, career_stage, topics, goals (or seeks and offers), employer,
    location, timezone, languages, capacity and waited_cohorts; leave out what
    you do not know. Put `;` between several values in one cell.

    The pairs come as CSV: mentee, mentor, score, reasons, and any columns of
    your own that the mentees' file has.
    """
    files = Files(mentees=mentees, mentors=mentors, avoid=avoid, locked=locked, history=history)
    _distinct(out, scores, [*files.given(), *_own_program(which)])
    with paper(out) as page:  # first: a place that cannot be written to is told before anybody waits
        with waiting("Reading the files"):
            job = read_job(files, which)
        _note(job)
        teller = Teller(library.wording(), _names(job), own=job.program.wording if job.program else {})
        with waiting(f"Matching {len(job.sides.mentees):,} mentees with {len(job.sides.mentors):,} mentors"):
            people = candidates(job.sides, job.program)
            found = _matched(job, people, teller)
        with waiting("Writing"):
            columns, rows = as_table(job.sides, found, teller, explain=explain)
            write(page, columns, rows)
            written = scores is not None and _write_scores(scores, job, people)
        page.flush()
    for line in outcome(found, len(job.locked.lines), explained=explain):
        typer.echo(teller.says(*line), err=True)
    for path in (out, scores if written else None):
        if path:
            typer.echo(f"written to {path}", err=True)


def _own_program(which: str | None) -> list[Path]:
    """The file of a program that is not one of ours."""
    return [Path(which)] if which and which not in library.programs() else []


def _distinct(out: Path | None, scores: Path | None, files: Iterable[Path]) -> None:
    """What is written takes the place of nothing that was read."""
    read = {path.resolve() for path in files}
    for option, path in (("--out", out), ("--scores", scores)):
        if path and path.resolve() in read:
            remedy = "give it a name of its own"
            raise WrongUsage(Finding(f"{option} {path}", "", "is one of the files to read", remedy))
    if out and scores and out.resolve() == scores.resolve():
        raise WrongUsage(Finding(f"--scores {scores}", "", "is also --out", "give each a file of its own"))


def _note(job: Job) -> None:
    for note in job.notes[:MOST_SHOWN]:
        typer.echo(f"note: {note}", err=True)
    if len(job.notes) > MOST_SHOWN:
        typer.echo(f"note: and {len(job.notes) - MOST_SHOWN} more", err=True)


def _names(job: Job) -> dict[PersonId, str]:
    return {PersonId(row.id): row.name for row in job.sides.everybody()}


def _matched(job: Job, people: People, teller: Teller) -> Matches:
    """The best pairs. Raises BadInput where a pair that is to stay cannot: that is for a coordinator to settle."""
    mentees, mentors, rules = people
    locked, former = job.locked.lines, job.history.lines
    found = assign.match(mentees, mentors, rules, avoid=job.apart, locked=locked, former=former)
    if found.not_locked:
        remedy = "take the line out, or change what stands against it"
        raise BadInput(
            *(
                Finding(
                    job.locked.file,
                    f"line {locked[two]}",
                    f"{two[0]} with {two[1]} cannot be locked: {teller.says(why).rstrip('.')}",
                    remedy,
                )
                for two, why in found.not_locked
            )
        )
    return found


def _write_scores(path: Path, job: Job, people: People) -> bool:
    """Every pair that may be, as long as a file of them is of any use."""
    from flows.matching.allowed import allowed  # noqa: PLC0415  (NumPy takes its time to load)

    apart = job.apart | job.history.lines.keys()
    every = allowed(*people, apart=apart, locked=job.locked.lines)
    if (count := every.count()) > MOST_SCORES:
        remedy = f"a file holds {MOST_SCORES:,} at most; match fewer people at a time for it"
        note = Finding(f"--scores {path}", "", f"{count:,} pairs may be, so none are written", remedy)
        typer.echo(f"note: {note}", err=True)
        return False
    with paper(path, "--scores") as table:
        write(table, SCORES, ((mentee, mentor, str(score)) for mentee, mentor, score in every.pairs()))
    return True
