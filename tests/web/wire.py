"""The playground over the real wire: a server on a loopback port, requests as anybody may send them, and windows."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode

from websockets.sync.client import ClientConnection, connect

from adapters.web.guarding import LOOPBACK
from adapters.web.host import Standing
from bot.playground.playground import Playground
from bot.playground.serving import listening, server
from flows.ids import PersonId
from tests.bot.playground.lived import at

PATIENCE = 20
"""Seconds after which what is waited for will not come any more."""
Frame = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()


@dataclass(slots=True)
class Window:
    """A socket as a page holds it."""

    socket: ClientConnection
    heard: list[Frame] = field(default_factory=list)
    """Everything that came, in order."""
    _acts: Iterator[int] = field(default_factory=lambda: count(1))

    def sends(self, **frame: Any) -> str:
        """Send a frame, an act under a new id unless it brings one; the id."""
        id = str(frame.get("id") or f"{str(self.socket.id)[:8]}-{next(self._acts):08}")
        self.socket.send(json.dumps({"id": id, **frame}))
        return id

    def hears(self, sort: str, **like: Any) -> Frame:
        """The next frame that `is` of this sort and has these values."""
        while True:
            frame: Frame = json.loads(self.socket.recv(PATIENCE))
            self.heard.append(frame)
            if frame["is"] == sort and all(frame.get(key) == value for key, value in like.items()):
                return frame

    def answer(self, **frame: Any) -> Frame:
        """Send an act; what it is answered."""
        return self.hears("answer", id=self.sends(**frame))

    def posts(self) -> list[Frame]:
        """Every message that it was told of."""
        return [frame for frame in self.heard if frame["is"] == "post"]


@dataclass(frozen=True, slots=True)
class Wire:
    """A playground that is served."""

    playground: Playground
    folder: Path
    port: int

    @property
    def host(self) -> str:
        """As a browser names it."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """Where its own pages come from."""
        return f"http://{self.host}"

    def asks(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | Iterator[bytes] | None = None,
    ) -> Response:
        """One request, and what comes back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers or {}))
            came = connection.getresponse()
            names = {name.lower(): value for name, value in came.getheaders()}
            return Response(came.status, names, came.read())
        finally:
            connection.close()

    def posts(self, path: str, **form: str) -> Response:
        """A form that one of its own pages posts."""
        kind = "application/x-www-form-urlencoded"
        headers = {"Origin": self.origin, "Content-Type": kind}
        return self.asks(path, "POST", headers, urlencode(form).encode())

    @contextmanager
    def window(self, person: str = "", place: str = "", **more: Any) -> Iterator[Window]:
        """A window that is open, and has been told what it missed: a browser loads the page, then the socket opens."""
        if person:
            assert self.asks(f"/as/{quote(person)}").status == 200
        with self.socket(person, place, **more) as socket:
            window = Window(socket)
            window.hears("places" if person else "time")
            yield window

    def socket(
        self, person: str = "", place: str = "", world: str | None = None, **more: Any
    ) -> ClientConnection:
        """The bare socket of a window; its page is of this beginning of the playground, unless `world` is another's."""
        mark = {"world": self.playground.world if world is None else world}
        asked = mark | ({"as": person, "in": place} if person else {})
        more = {"origin": self.origin, "max_size": None, "close_timeout": 1, **more}
        socket: ClientConnection = connect(f"ws://{self.host}/live?{urlencode(asked)}", **more)
        return socket

    def somebody(self, standing: Standing, nth: int = 0) -> PersonId:
        """One of the cast."""
        return [person.id for person in self.playground.people() if person.standing is standing][nth]


@contextmanager
def served(folder: Path, names: tuple[str, ...] = LOOPBACK, *, late: bool = False) -> Iterator[Wire]:
    """A playground whose data is in `folder`, on a port of its own, at its first morning; `late`: on its way there."""
    with listening("127.0.0.1", 0) as listener, at(folder) as playground:
        if late:
            serving = server(playground, names, playground.begin)
        else:
            playground.begin()
            serving = server(playground, names)
        thread = Thread(target=serving.run, kwargs={"sockets": [listener]}, name="wire")
        thread.start()
        try:
            yield Wire(playground, folder, listener.getsockname()[1])
        finally:
            serving.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the server does not end"
