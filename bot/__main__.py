"""The command line: `shelfmate`, also `python -m bot`."""

import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Ctrl-C ends it without a word, also while everything is still being loaded."""
    try:
        from bot.command_line import run_command  # noqa: PLC0415

        run_command(arguments)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
