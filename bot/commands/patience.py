"""What a terminal shows while something takes its time: nothing within the first second."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

AFTER = 1.0


@contextmanager
def waiting(words: str, console: Console | None = None, after: float = AFTER) -> Iterator[None]:
    """Say on stderr what is going on and for how long, if it takes more than a second and somebody is there."""
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    shown.add_task(words)
    over, lock = [False], Lock()

    def show() -> None:
        with lock:
            if not over[0]:
                shown.start()

    timer = Timer(after, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            over[0] = True
        shown.stop()
