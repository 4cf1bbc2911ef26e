"""Where a command writes: to the terminal as it happens, or to a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from bot.bad_input import BadInput, Finding


@contextmanager
def paper(out: Path | None, option: str = "--out") -> Iterator[TextIO]:
    """What to write to. A file is written beside its place, and put there at the end.

    `option` is the one that named it. Raises BadInput, before anything is done, where there can be no such file.
    """
    if out is None:
        _writes_everything(sys.stdout)
        yield sys.stdout
    elif out.exists() and not out.is_file() and not out.is_dir():
        with out.open("w", encoding="utf-8") as device:  # a pipe or a device is there to be written to
            yield device
    else:
        with _draft(out.resolve(), f"{option} {out}", out.parent) as draft:
            yield draft


def _writes_everything(stdout: TextIO) -> None:
    """Names have letters that not every terminal knows; a file or another program gets UTF-8, as a file by `--out` does."""
    if isinstance(stdout, TextIOWrapper):
        if stdout.isatty():
            stdout.reconfigure(errors="replace")
        else:
            stdout.reconfigure(encoding="utf-8")


@contextmanager
def _draft(target: Path, said: str, folder: Path) -> Iterator[TextIO]:
    if target.is_dir():
        raise _refused(said, "is a folder", "give the name of a file in it")
    if not target.parent.is_dir():
        raise _refused(said, f"there is no folder {folder}", "make it, or give another")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:  # from before there is a draft: whatever interrupts this, none is left
        with _begun(draft, target, said) as file:
            yield file
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _begun(draft: Path, target: Path, said: str) -> TextIO:
    try:
        if target.exists():
            target.open("a", encoding="utf-8").close()
        return draft.open("x", encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _refused(
            said, f"cannot be written ({reason})", "give the path of a file you may write"
        ) from error


def _refused(said: str, found: str, remedy: str) -> BadInput:
    return BadInput(Finding(said, "", found, remedy))
