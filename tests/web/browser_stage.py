"""A served playground for the tests: real pages on a loopback port, its data in a folder, its first day fixed."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import uvicorn

from adapters.web.guarding import LOOPBACK
from bot.playground.serving import listening, server
from tests.bot.playground.lived import at

PATIENCE = 30
"""Seconds after which something that is waited for will not come any more."""
PROJECT = Path(__file__).parents[2]


@dataclass(slots=True)
class Stage:
    """A playground that is served from a thread. Its port stays its own while it is closed."""

    folder: Path
    port: int = 0
    _server: uvicorn.Server | None = None
    _thread: Thread | None = None

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def opens(self) -> None:
        """Serve it, as it was left. Returns once its first morning has come."""
        listener = listening("127.0.0.1", self.port)
        self.port = listener.getsockname()[1]
        begun = Event()
        self._thread = Thread(target=self._serves, args=(listener, begun), name="stage")
        self._thread.start()
        assert begun.wait(PATIENCE), "the playground does not begin"

    def _serves(self, listener: socket.socket, begun: Event) -> None:
        with listener, at(self.folder) as playground:

            def begins() -> None:
                playground.begin()
                begun.set()

            self._server = server(playground, LOOPBACK, begins)
            self._server.run(sockets=[listener])

    def closes(self) -> None:
        """Serve no more: whoever looks at a page loses the connection."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(PATIENCE)
            assert not self._thread.is_alive(), "the playground does not end"
            self._server = self._thread = None


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A playground whose data is in `folder`, served until the end."""
    stage = Stage(folder)
    stage.opens()
    try:
        yield stage
    finally:
        stage.closes()


@contextmanager
def demo(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`shelfmate demo` as a person starts it, in a folder of its own; the process and the page's address."""
    surroundings = {
        "PATH": "",
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "error",
    }
    command = (sys.executable, "-m", "bot", "demo", "--port", str(port))
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            told = process.stdout.readline()
            assert told.startswith("The playground is at http"), told
            yield process, told.split()[-1]
        finally:
            process.kill()
