"""What a playground remembers beside its database: its time, its seed, who is played by hand, who added themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from bot.bad_input import BadInput, Finding
from flows.ports import StoreError

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
        return f"{self.beginning}-{self.begun.timestamp():.3f}" if self.begun else str(self.beginning)


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
    """Replace what is remembered, whole or not at all. Raises StoreError where it cannot be written."""
    drafted(folder / FILE, in_words(kept))()


def in_words(kept: Kept) -> bytes:
    """As it stands in its file."""
    return _KEPT.dump_json(kept, indent=2)


def drafted(file: Path, content: bytes) -> Callable[[], None]:
    """Write it beside the file; what then puts it in its place. Both raise StoreError."""
    draft = file.with_name(f".{file.name}.part")
    with telling(file):
        draft.write_bytes(content)

    def takes_its_place() -> None:
        with telling(file):
            draft.replace(file)

    return takes_its_place


@contextmanager
def telling(file: Path) -> Iterator[None]:
    """What the disk refuses is told of this file, as a StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{file} cannot be written ({error.strerror or error})") from error
