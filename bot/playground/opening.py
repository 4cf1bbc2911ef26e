"""Opens a playground's folder: its database, what else it remembers, and a lock that keeps others out."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from bot import library
from bot.bad_input import BadInput, Finding
from bot.clock import Clock
from bot.playground.kept import FILE, Kept, drafted, in_words, kept_in, telling
from bot.playground.playground import Playground
from bot.playground.scene import Scene
from bot.rehearsal.period import period_of
from flows.ports import StoreError
from flows.programs.read import read
from storage.opening import open_store

SEED = 1
DATABASE = "playground.db"
TEXT = "program.toml"
"""The program as it was when the playground began: a change of its file counts from the next beginning."""


@contextmanager
def opened(folder: Path, text: str, file: str, clock: Clock) -> Iterator[Playground]:
    """The playground whose data is in `folder`, as it was left; a fresh one plays `text`, the words of `file`.

    Raises BadInput where another one runs on it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        remedy = "use the one that runs, or stop it first"
        raise BadInput(Finding(str(folder), "", "a playground runs on it already", remedy)) from None
    try:
        playground = Playground(lambda fresh: _scene(folder, text, file, clock, fresh=fresh))
        try:
            yield playground
        finally:
            playground.close()
    finally:
        lock.release()


def _scene(folder: Path, text: str, file: str, clock: Clock, *, fresh: bool) -> Scene:
    kept = None if fresh else kept_in(folder)
    if kept is None or not all((folder / each).exists() for each in (TEXT, DATABASE)):
        # nothing yet, or somebody threw a part of it away: the rest makes no sense without
        kept = _fresh(folder, text, file, clock)
    played = (folder / TEXT).read_text("utf-8")
    program = read(played, file)
    try:
        store = open_store(f"sqlite:///{folder / DATABASE}", durable=False)
        with ExitStack() as undo:
            undo.callback(store.close)
            scene = Scene(
                folder=folder,
                program=program,
                text=played,
                period=period_of(program, kept.first, None, clock.now()),
                kept=kept,
                store=store,
                catalogue=library.wording(),
            )
            undo.pop_all()
            return scene
    except StoreError as error:
        raise StoreError(f"{error}; or delete the folder {folder} to start over") from error


def _fresh(folder: Path, text: str, file: str, clock: Clock) -> Kept:
    """What is kept goes first and comes last: killed in between, it is fresh again the next time. Before anything goes,
    all that takes its place is on the disk: where that is full, everything stays as it was."""
    now = clock.now()
    period = period_of(read(text, file), None, None, now)
    kept = Kept(seed=SEED, first=period.first, at=period.starts, beginning=_beginnings(folder) + 1, begun=now)
    text_comes = drafted(folder / TEXT, text.encode("utf-8"))
    kept_comes = drafted(folder / FILE, in_words(kept))
    for old in (FILE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        with telling(folder / old):
            (folder / old).unlink(missing_ok=True)
    text_comes()
    kept_comes()
    return kept


def _beginnings(folder: Path) -> int:
    """How often it began so far, as far as is known."""
    with suppress(BadInput):
        kept = kept_in(folder)
        return kept.beginning if kept else 0
    return 0
