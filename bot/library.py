"""The shelf of program files and wording: the only reader of either, from the package or from a path."""

from importlib.resources import files
from pathlib import Path

from bot.bad_input import BadInput, Finding, did_you_mean
from flows.programs.program import Program
from flows.programs.read import read
from flows.wording.catalogue import Catalogue

SUFFIX = ".toml"
LARGEST = 1_000_000
"""In bytes; the largest program is a few dozen thousand."""


def programs() -> tuple[str, ...]:
    """The names of the programs that come with Shelfmate."""
    shelf = files("flows.programs")
    return tuple(
        sorted(book.name.removesuffix(SUFFIX) for book in shelf.iterdir() if book.name.endswith(SUFFIX))
    )


def text_of(name_or_path: str) -> tuple[str, str]:
    """A program's text, and the file name to say in findings. Raises BadInput."""
    if name_or_path in programs():
        file = f"{name_or_path}{SUFFIX}"
        return files("flows.programs").joinpath(file).read_text(encoding="utf-8"), file
    path = Path(name_or_path)
    if not name_or_path or (path.suffix != SUFFIX and len(path.parts) == 1 and not path.exists()):
        raise _no_program(name_or_path)
    return _decoded(_content(path), name_or_path), name_or_path


def program(name_or_path: str) -> Program:
    """A program, its own sentences held against the wording. Raises BadInput or ProgramError."""
    return read(*text_of(name_or_path), wording())


def wording() -> Catalogue:
    """Every sentence in every language that Shelfmate speaks."""
    shelf = [book for book in files("flows.wording").iterdir() if book.name.endswith(SUFFIX)]
    texts = {book.name.removesuffix(SUFFIX): book.read_text(encoding="utf-8") for book in shelf}
    return Catalogue.read(dict(sorted(texts.items())))


def _no_program(name: str) -> BadInput:
    known = programs()
    there_are = f"use {' or '.join(known)}, or the path of a {SUFFIX} file"
    return BadInput(
        Finding(
            name or '""',
            "",
            "there is no such program",
            " ".join(filter(None, (did_you_mean(name, known), there_are))),
        )
    )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadInput(
            Finding(str(path), "", f"cannot be read ({reason})", f"give the path of a {SUFFIX} file")
        ) from error
    if len(content) > LARGEST:
        raise BadInput(Finding(str(path), "", f"more than {LARGEST:,} bytes", "give a program file"))
    return content


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")  # some editors begin a file with a mark of the encoding
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise BadInput(Finding(file, f"line {line}", found, "save the file as UTF-8")) from error
