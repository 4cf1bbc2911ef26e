"""The playground's figures: from start to first page; and one event to the window it concerns, beside a bare echo."""

import json
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

import uvicorn
from websockets import ConnectionClosed, Origin
from websockets.sync.client import ClientConnection, connect

from adapters.web.guarding import LOOPBACK
from benchmarks.measures import median, spread
from bot import library, logs
from bot.clock import VirtualClock
from bot.playground.opening import opened
from bot.playground.playground import Playground
from bot.playground.serving import server
from flows.ids import PersonId

WINDOWS = 50
EVENTS = 200
"""Messages that are said, one after the other; each is timed until it stands in another window of the same person."""
WARM = 10
"""Said before, and not counted."""
STARTS = 3
PATIENCE = 30
TODAY = datetime(2027, 1, 10, 12, tzinfo=UTC)
PROGRAM = "connecticut"
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Live:
    """Seconds from an event to the window that it concerns, and of a bare echo, in order."""

    ours: list[float]
    bare: list[float]

    @property
    def ratio(self) -> float:
        """How many bare echoes one of ours takes, at the median."""
        return median(self.ours) / median(self.bare)


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process, until it says where it is, and until the first whole page is there."""

    up: float
    page: float


def first_page(folder: Path) -> Start:
    """The one in the middle; the first of them made its database."""
    starts = sorted((_started(folder) for _ in range(STARTS)), key=lambda start: start.page)
    return starts[len(starts) // 2]


def _started(folder: Path) -> Start:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    began = perf_counter()
    place = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, env=place, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            host = process.stdout.readline().strip().rpartition("//")[2]
            up = perf_counter() - began
            _get(host, "/")
            return Start(up, perf_counter() - began)
        finally:
            process.terminate()


def _get(host: str, path: str) -> None:
    connection = HTTPConnection(host, timeout=PATIENCE)
    connection.request("GET", path)
    assert connection.getresponse().read()
    connection.close()


def one_event(folder: Path) -> Live:
    """With fifty windows open, ours and a bare echo are timed in turn, each on a server of its own."""
    logs.configure("ERROR", "text")
    text, file = library.text_of(PROGRAM)
    with opened(folder, text, file, VirtualClock(TODAY)) as playground, ExitStack() as ends:
        playground.begin()
        host = ends.enter_context(_serving(server(playground, LOOPBACK)))
        echoing = uvicorn.Config(
            _echo, ws="websockets-sansio", lifespan="off", log_config=None, access_log=False
        )
        echo = ends.enter_context(_serving(uvicorn.Server(echoing)))
        speaks, sees = _windows(playground, host, ends)
        bare, *_ = [ends.enter_context(_window(echo, "")) for _ in range(WINDOWS)]
        took = [(_said(nth, speaks, sees), _echoed(nth, bare)) for nth in range(EVENTS + WARM)][WARM:]
    return Live(ours=[ours for ours, _ in took], bare=[bare for _, bare in took])


def _windows(playground: Playground, host: str, ends: ExitStack) -> tuple[ClientConnection, ClientConnection]:
    """Everybody's, over and over; two of them are the same person's, of which one speaks and the other looks on."""
    people = [person.id for person in playground.people()]
    for person in people:
        playground.enters(person)
    nth = [people[0], people[0], *(people[at % (len(people) - 1) + 1] for at in range(WINDOWS - 2))]
    windows = [ends.enter_context(_window(host, person, playground.world)) for person in nth]
    for other in windows[2:]:
        Thread(target=_reads, args=(other,), daemon=True).start()
    return windows[0], windows[1]


def _reads(window: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        for _ in window:
            pass


def _said(nth: int, speaks: ClientConnection, sees: ClientConnection) -> float:
    words = f"menu {nth:06}"
    began = perf_counter()
    speaks.send(json.dumps({"do": "say", "id": f"bench-{nth:06}", "text": words}))
    while words not in str(sees.recv(PATIENCE)):
        pass
    took = perf_counter() - began
    while f'"bench-{nth:06}"' not in str(speaks.recv(PATIENCE)):  # the next begins when this is answered
        pass
    return took


def _echoed(nth: int, window: ClientConnection) -> float:
    words = json.dumps({"do": "say", "id": f"bench-{nth:06}", "text": f"menu {nth:06}"})
    began = perf_counter()
    window.send(words)
    assert window.recv(PATIENCE) == words
    return perf_counter() - began


async def _echo(
    _: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """All that a server must do: what came goes back."""
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "websocket.send", "text": message["text"]})


@contextmanager
def _serving(running: uvicorn.Server) -> Iterator[str]:
    """`host:port`, while it is served from a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join(PATIENCE)


@contextmanager
def _window(host: str, person: PersonId | str, world: str = "") -> Iterator[ClientConnection]:
    address = f"ws://{host}/live?as={person}&world={world}"
    with connect(address, origin=Origin(f"http://{host}"), max_size=None) as window:
        yield window
        window.close_socket()


def measured(folder: Path, says: Callable[[str], None]) -> list[tuple[str, str, str]]:
    """What was measured, the figure, and what we aim at."""
    says("its first page")
    start = first_page(folder)
    says(f"{WINDOWS} windows, and a bare echo")
    live = one_event(folder / "live")
    return [
        (
            "from the start of `shelfmate demo` until it is up, and from then to the first whole page",
            f"{start.up:.1f} s, {start.page - start.up:.2f} s",
            "under 1 s once it is up",
        ),
        (
            f"{WINDOWS} windows open, one event to the window that it concerns: median, 99th percentile",
            spread(live.ours),
            "under 100 ms at the median",
        ),
        (
            "a bare echo over the same server, as many sockets open: median, 99th percentile",
            spread(live.bare),
            "",
        ),
        ("that event over the bare echo, at the median", f"{live.ratio:.1f}", ""),
    ]
