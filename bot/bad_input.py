"""What is wrong with a file that we were given: findings, each one clear line, and the exception that carries them."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth a note: in which file, where in it, what was found, what would do."""

    file: str
    where: str
    """`line 3, column timezone`, or a key such as `cohorts.spring.opens`; empty for the file as a whole."""
    found: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return " ".join(f"{place}: {self.found}; {self.remedy}".split())


class BadInput(Exception):
    """A file that cannot be used, with everything found wrong with it."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def lines(self, most: int = MOST_SHOWN) -> list[str]:
        """A line a finding, and how many more there are beyond `most`."""
        shown = [str(finding) for finding in self.findings[:most]]
        left_out = len(self.findings) - len(shown)
        return [*shown, f"and {left_out} more"] if left_out else shown

    def __str__(self) -> str:
        return "\n".join(self.lines())


class WrongUsage(BadInput):
    """A command line that cannot be understood."""


def did_you_mean(found: str, known: Iterable[str], most: int = 3) -> str:
    """`did you mean timezone?`, or nothing where no known name is near."""
    near = get_close_matches(found, list(known), most, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else ""
