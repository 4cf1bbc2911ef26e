"""Every command under its name, and how each of them ends: what is said at the end, and with which exit code."""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn

import typer

from bot.bad_input import BadInput, WrongUsage
from bot.commands import demo, doctor, manifest, match, programs, rehearse, run
from flows.ports import StoreError
from flows.programs.findings import ProgramError
from flows.wording.faults import BadWording

WRONG_USAGE = 2


def command_line() -> typer.Typer:
    """Every command under its name."""
    app = typer.Typer(
        help="Runs a library mentoring program where its people already talk.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.command("demo")(demo.demo)
    app.command("rehearse")(rehearse.rehearse)
    app.command("match")(match.match)
    app.command("run")(run.run)
    app.command("doctor")(doctor.doctor)
    app.add_typer(programs.command(), name="programs")
    app.add_typer(manifest.command(), name="manifest")
    return app


def run_command(arguments: Sequence[str] | None) -> None:
    """Run one command. Exit codes: 0 done, 1 a finding or failure, 2 wrong usage."""
    sys.excepthook = _own_mistake
    try:
        _played(arguments)
    except WrongUsage as misused:
        _end(str(misused), WRONG_USAGE)
    except (BadInput, ProgramError, BadWording, StoreError) as refused:
        _end(str(refused))
    except BrokenPipeError:  # a reader who has seen enough (`| head`) is no failure
        _let_go()
        sys.exit(0)
    except OSError as error:  # a full disk, an output that cannot be written
        _let_go()
        where = f"{error.filename}: " if error.filename else ""
        _end(f"shelfmate: {where}{error.strerror or error}")


def _played(arguments: Sequence[str] | None) -> None:
    paper = sys.stdout
    try:
        # the command itself, since calling the Typer would put its own hook for tracebacks in place of ours
        typer.main.get_command(command_line()).main(args=arguments, prog_name="shelfmate")
    except SystemExit:
        if (
            sys.stdout is not paper
        ):  # Typer puts another in its place where the reader left, and calls it a failure
            raise BrokenPipeError from None
        raise
    finally:
        # here, where a failure can still be told; at exit Python would tell it in its own way
        paper.flush()


def _let_go() -> None:
    """What is left in the buffer has nowhere to go: Python must not try again at exit."""
    with suppress(OSError, ValueError):  # a stdout that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _end(words: str, code: int = 1) -> NoReturn:
    sys.stderr.write(f"{words}\n")
    sys.exit(code)


def _own_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What no command foresaw, in one line that helps to find it."""
    place = traceback.extract_tb(trace)[-1:]
    at = "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in place)
    words = " ".join(f"{kind.__name__}: {error}".split())
    sys.stderr.write(f"shelfmate: a mistake of ours, please report it ({words}{at})\n")
