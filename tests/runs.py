"""`shelfmate run` as a process of its own: begun with its settings, waited for by what it says, ended politely or not."""

import asyncio
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.flows.small_program import SMALL
from tests.slack.clock import PATIENCE
from tests.storage.databases import sqlite_url


@dataclass(slots=True, repr=False)
class Run:
    """One run, and all that it has said."""

    inner: asyncio.subprocess.Process
    port: int
    said: str = ""

    async def says(self, words: str) -> None:
        """Wait for a line with these words."""
        assert self.inner.stderr
        while words not in self.said:
            line = await self.inner.stderr.readline()
            assert line, f"it ended without {words!r}:\n{self.said}"
            self.said += line.decode()

    async def ends(self, by: signal.Signals) -> int:
        """It is told to end, politely or not; its exit code."""
        if self.inner.returncode is None:
            self.inner.send_signal(by)
        _, rest = await self.inner.communicate()
        self.said += rest.decode()
        assert self.inner.returncode is not None
        return self.inner.returncode

    async def ended(self) -> tuple[int, str]:
        """It ends by itself: its exit code, and its last line."""
        await self.inner.wait()
        return await self.ends(signal.SIGKILL), self.said.splitlines()[-1]

    async def healthy(self) -> tuple[int, list[str]]:
        """What `/healthz` says: the status, and what is missing."""
        async with aiohttp.ClientSession() as session, session.get(f"{self._address}/healthz") as answer:
            return answer.status, (await answer.json())["missing"]

    async def figures(self) -> str:
        """What `/metrics` says."""
        async with aiohttp.ClientSession() as session, session.get(f"{self._address}/metrics") as answer:
            return await answer.text()

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(slots=True, repr=False)
class Installation:
    """A folder with the small program, a port, and every run of it."""

    folder: Path
    settings: dict[str, str]
    """What its environment says."""
    port: int = 0
    """Of its web server: the same each time it is begun."""
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "small.toml").write_text(SMALL, encoding="utf-8")
        self.port = free_port()

    @property
    def program(self) -> str:
        """The path of its program."""
        return str(self.folder / "small.toml")

    @property
    def database(self) -> Path:
        """Where it remembers."""
        return self.folder / "shelfmate.db"

    async def begins(self, **more: str) -> Run:
        """A process that begins to work, with other settings where they are given."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "SHELFMATE_PROGRAMS": "small.toml",
            "DATABASE_URL": sqlite_url(self.database),
            "WEB_PORT": str(self.port),
            "LOG_LEVEL": "DEBUG",
            **self.settings,
            **more,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env=environment,
            stderr=asyncio.subprocess.PIPE,
        )
        self.runs.append(Run(process, int(environment["WEB_PORT"])))
        return self.runs[-1]

    async def is_over(self) -> None:
        """None of its runs goes on; what they said is shown where a test fails."""
        for run in self.runs:
            await run.ends(signal.SIGKILL)
            sys.stderr.write(run.said)

    def is_discreet(self, secrets: Iterable[str]) -> None:
        """None of these, and no traceback, ever stood in the log of any run."""
        said = "".join(run.said for run in self.runs)
        assert [secret for secret in secrets if secret and secret in said] == []
        assert not re.search("Traceback", said)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def held(database: Path) -> AsyncIterator[None]:
    """Somebody holds the database: a turn that has begun cannot end."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=PATIENCE)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
