"""What is wrong with a program file: where, what was found, and what would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic_core import PydanticCustomError

REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to put right. `line` is 0 where it cannot be told; `key` is a dotted path, empty for the file."""

    file: str
    line: int = 0
    key: str = ""
    found: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        line = ": ".join(filter(None, (place, self.key, f"{self.found}; {self.remedy}")))
        return " ".join(line.split())


class ProgramError(Exception):
    """A program file that cannot be used, with every finding; a line each."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def refused(found: str, remedy: str) -> PydanticCustomError:
    """What a validator raises when the shape is right and the value makes no sense."""
    # pydantic fills braces of its template itself, so both parts travel as values
    return PydanticCustomError(REFUSED, "{found}; {remedy}", {"found": found, "remedy": remedy})


def one_of(allowed: Iterable[str], given: object = None) -> str:
    """`use mentor or mentee`, after a guess at what was meant where one is near."""
    names = list(allowed)
    listed = ", ".join(names[:-1]) + (" or " if len(names) > 1 else "") + names[-1] if names else "nothing"
    near = get_close_matches(given, names, n=1) if isinstance(given, str) else []
    return f"did you mean {near[0]}? (known: {listed})" if near else f"use {listed}"
