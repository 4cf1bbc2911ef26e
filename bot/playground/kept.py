"""What a playground remembers beside its database: its time, its seed, who is played by hand, who added themselves."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from bot.bad_input import BadInput, Finding

FILE = "playground.json"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who added themselves."""

    id: str
    name: str
    email: str
    zone: str
    member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Written before what it says is acted upon, which can all be done twice: so no moment to be killed is a bad one."""

    seed: int
    first: date
    """The first day that is played."""
    at: AwareDatetime
    beginning: int = 1
    """Which beginning of this playground it is, counted."""
    begun: AwareDatetime | None = None
    """When it was, by the clock on the wall: a folder that was thrown away counts from one again."""
    by_hand: frozenset[str] = frozenset()
    guests: tuple[Guest, ...] = field(default=())

    @property
    def world(self) -> str:
        """A mark by which a page tells whether it belongs to this beginning."""
        return f"{self.beginning}-{self.begun.timestamp():.0f}" if self.begun else str(self.beginning)


_KEPT = TypeAdapter(Kept)


def kept_in(folder: Path) -> Kept | None:
    """What is remembered there; None where nothing is. Raises BadInput for a file that cannot be read."""
    file = folder / FILE
    try:
        return _KEPT.validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        finding = error.errors()[0]
        remedy = f"delete the folder {folder} to start over"
        raise BadInput(Finding(str(file), "", f"cannot be read ({finding['msg']})", remedy)) from error


def keep(folder: Path, kept: Kept) -> None:
    """Replace what is remembered, whole or not at all."""
    draft = folder / f".{FILE}.part"
    draft.write_bytes(_KEPT.dump_json(kept, indent=2))
    draft.replace(folder / FILE)
