"""The command line: `shelfmate`, also `python -m bot`."""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn

import typer

from bot.bad_input import BadInput
from bot.commands import programs, rehearse, run
from flows.ports import StoreError
from flows.programs.findings import ProgramError
from flows.wording.faults import BadWording


def command_line() -> typer.Typer:
    """Every command under its name."""
    app = typer.Typer(
        help="Runs a library mentoring program where its people already talk.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.command("demo")(rehearse.demo)
    app.command("rehearse")(rehearse.rehearse)
    app.command("run")(run.run)
    app.add_typer(programs.command(), name="programs")
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Exit codes: 0 done, 1 a finding or failure, 2 wrong usage."""
    sys.excepthook = _own_mistake
    try:
        # the command itself, since calling the Typer would put its own hook for tracebacks in place of ours
        typer.main.get_command(command_line()).main(args=arguments, prog_name="shelfmate")
    except (BadInput, ProgramError, BadWording, StoreError) as refused:
        _end(str(refused))
    except OSError as error:  # a full disk, an output that cannot be written
        where = f"{error.filename}: " if error.filename else ""
        _end(f"shelfmate: {where}{error.strerror or error}")


def _end(words: str) -> NoReturn:
    sys.stderr.write(f"{words}\n")
    sys.exit(1)


def _own_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What no command foresaw, in one line that helps to find it."""
    place = traceback.extract_tb(trace)[-1:]
    at = "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in place)
    words = " ".join(f"{kind.__name__}: {error}".split())
    sys.stderr.write(f"shelfmate: a mistake of ours, please report it ({words}{at})\n")


if __name__ == "__main__":
    main()
