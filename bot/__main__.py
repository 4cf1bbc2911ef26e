"""The command line: `shelfmate`, also `python -m bot`."""

import sys
from collections.abc import Sequence

import typer

from bot.bad_input import BadInput
from bot.commands import programs
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
    app.add_typer(programs.command(), name="programs")
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Exit codes: 0 done, 1 a finding or failure, 2 wrong usage."""
    try:
        command_line()(args=list(arguments) if arguments is not None else None, prog_name="shelfmate")
    except (BadInput, ProgramError, BadWording) as refused:
        sys.stderr.write(f"{refused}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
