"""What the doctor says: a line a finding, whether it is well, worth a note or wrong, and what would do."""

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """How a finding is to be taken."""

    WELL = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, and its remedy where it needs one."""

    sign: Sign
    about: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        words = f"{self.about}: {self.found}; {self.remedy}" if self.remedy else f"{self.about}: {self.found}"
        return f"{self.sign:<7}{' '.join(words.split())}"


def well(about: str, found: str) -> Line:
    """As it should be."""
    return Line(Sign.WELL, about, found)


def note(about: str, found: str, remedy: str = "") -> Line:
    """It works, but is worth knowing."""
    return Line(Sign.NOTE, about, found, remedy)


def wrong(about: str, found: str, remedy: str = "") -> Line:
    """It keeps Shelfmate from working."""
    return Line(Sign.WRONG, about, found, remedy)
