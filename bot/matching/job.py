"""All that a match is asked for: both sides, the program, and the lists of who stays together, apart, or was a pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot import library
from bot.bad_input import BadInput, Finding
from bot.matching.sides import Sides, read_sides
from bot.matching.twos import Twos, directory_of, read_twos
from flows.matching.people import Two
from flows.programs.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What was named on the command line."""

    mentees: Path
    mentors: Path
    avoid: Path | None = None
    locked: Path | None = None
    history: Path | None = None

    def given(self) -> Iterator[Path]:
        """All of them."""
        paths = (self.mentees, self.mentors, self.avoid, self.locked, self.history)
        return (path for path in paths if path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is in those files."""

    sides: Sides
    program: Program | None
    avoid: Twos
    locked: Twos
    history: Twos

    @property
    def apart(self) -> frozenset[Two]:
        """Who must not be a pair, whatever else."""
        return self.sides.same | self.avoid.lines.keys()

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is worth a note though it can be used."""
        lists = (*self.avoid.notes, *self.locked.notes, *self.history.notes)
        return (*self.sides.notes, *lists)


def read_job(files: Files, which: str | None) -> Job:
    """Read everything. Raises BadInput with all that is wrong."""
    program = library.program(which) if which else None
    sides = read_sides(files.mentees, files.mentors, program)
    listed_at_all = files.avoid or files.locked or files.history
    everybody = directory_of(sides.everybody() if listed_at_all else ())
    findings: list[Finding] = []

    def listed(path: Path | None, *, strangers: bool = False) -> Twos:
        try:
            return read_twos(path, everybody, strangers=strangers)
        except BadInput as refused:
            findings.extend(refused.findings)
            return Twos()

    job = Job(
        sides=sides,
        program=program,
        avoid=listed(files.avoid),
        locked=listed(files.locked),
        history=listed(files.history, strangers=True),
    )
    findings += _swapped(job.locked, sides)
    if findings:
        raise BadInput(*findings)
    return job


def _swapped(locked: Twos, sides: Sides) -> Iterator[Finding]:
    """A locked pair says who is the mentee: a pair to be avoided holds either way round."""
    for (mentee, mentor), line in locked.lines.items():
        for column, id, side in (("mentee", mentee, sides.mentees), ("mentor", mentor, sides.mentors)):
            if id not in side:
                found = f"'{id}' is not among the {column}s"
                swapped = mentee in sides.mentors and mentor in sides.mentees
                remedy = (
                    "swap mentee and mentor on this line"
                    if swapped
                    else f"give a {column}, or take the line out"
                )
                yield Finding(locked.file, f"line {line}, column {column}", found, remedy)
