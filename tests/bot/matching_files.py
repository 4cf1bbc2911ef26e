"""Small spreadsheets for tests of `shelfmate match`, and the command as somebody at a terminal meets it."""

import csv
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main

MENTEES = """\
id,name,topics,goals
e-1,Ana Lima,maps;zines,first job
e-2,Ben Oak,archives,leading a team
e-3,Cy Ferns,bees,
"""
MENTORS = """\
id,name,topics,goals,capacity
m-1,Dora Hill,archives;maps,leading a team,1
m-2,Eli Marsh,zines,first job,1
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """What it wrote to the terminal, as a table."""
        return list(csv.DictReader(StringIO(self.out)))

    @property
    def pairs(self) -> dict[str, str]:
        """Who has whom."""
        return {row["mentee"]: row["mentor"] for row in self.rows}


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with a coordinator's files."""

    folder: Path

    def save(self, name: str, content: str | bytes) -> str:
        """Put a file there, and say its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def match(
        self,
        *arguments: str,
        mentees: str | bytes = MENTEES,
        mentors: str | bytes = MENTORS,
        **lists: str,
    ) -> Ran:
        """Run the command; each further list is saved and given under its name."""
        given = [
            part for name, text in lists.items() for part in (f"--{name}", self.save(f"{name}.csv", text))
        ]
        sides = (
            "--mentees",
            self.save("mentees.csv", mentees),
            "--mentors",
            self.save("mentors.csv", mentors),
        )
        return shelfmate("match", *sides, *given, *arguments)


def shelfmate(*arguments: str) -> Ran:
    """Run the command line."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended, redirect_stdout(out), redirect_stderr(err):
        main(arguments)
    return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def table(path: Path) -> list[Mapping[str, str]]:
    """A file that it wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refused(ran: Ran, *lines: str) -> None:
    """Exit code 1, these lines alone on stderr, nothing on stdout."""
    assert (ran.code, ran.out) == (1, ""), ran
    assert ran.err.splitlines() == list(lines)
