"""Serves a playground to browsers, until it is told to stop."""

import signal
import socket
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from urllib.parse import urlsplit

import uvicorn

from adapters.web.guarding import LOOPBACK
from adapters.web.listen import pages
from adapters.web.read import LONGEST_FRAME
from bot.listening import listening as listens
from bot.playground.playground import Playground
from bot.settings import Settings, has_desktop

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (only to tell whether somebody asked for it)
PATIENCE = 3
"""Seconds that open windows have to close, at the end."""


def listening(host: str, port: int) -> socket.socket:
    """A socket for the playground; port 0 is any that is free. Raises BadInput where there can be none."""
    return listens(host, port, _taken)


def _taken(other: int) -> str:
    return f"perhaps a playground runs there already; or give another, such as --port {other}"


def address_of(settings: Settings, listener: socket.socket) -> str:
    """Where a browser finds it."""
    host = "127.0.0.1" if settings.web_host in EVERYWHERE else settings.web_host
    shown = f"[{host}]" if ":" in host else host
    return settings.web_url or f"http://{shown}:{listener.getsockname()[1]}"


def warning(settings: Settings) -> str:
    """What to know before it is served to the whole network; "" where there is nothing."""
    if settings.web_host not in EVERYWHERE:
        return ""
    open_to_all = "note: anyone on this network can be anybody in it"
    return (
        open_to_all if settings.web_url else f"{open_to_all}; set WEB_URL to the one address it is to go by"
    )


def serve(playground: Playground, settings: Settings, listener: socket.socket) -> None:
    """Answer browsers until Ctrl-C, or a polite request to end."""
    address = address_of(settings, listener)
    serving = server(playground, _names(settings), lambda: _begin(playground, address))

    def ends() -> None:
        # before the server listens to signals itself; and after it, when it raises again the one that it ended by
        serving.should_exit = True

    with _told_to_end(ends):
        serving.run(sockets=[listener])


@contextmanager
def until_told() -> Iterator[None]:
    """Ctrl-C, or a polite request to end, ends what is within; that is no failure."""

    def ends() -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt), _told_to_end(ends):
        yield


@contextmanager
def _told_to_end(ends: Callable[[], None]) -> Iterator[None]:
    def told(_: int, __: FrameType | None) -> None:
        ends()

    before = {each: signal.signal(each, told) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def server(
    playground: Playground, names: Iterable[str], begins: Callable[[], None] = lambda: None
) -> uvicorn.Server:
    """What answers browsers under these names of the machine."""
    config = uvicorn.Config(
        pages(playground, names, begins),
        ws="websockets-sansio",
        ws_max_size=LONGEST_FRAME,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    return uvicorn.Server(config)


def _begin(playground: Playground, address: str) -> None:
    if has_desktop():
        webbrowser.open(address)
    playground.begin()


def _names(settings: Settings) -> tuple[str, ...]:
    """The hosts that it goes by; any, where it listens to the whole network and was not told its own name."""
    named = urlsplit(settings.web_url).hostname
    if settings.web_host in EVERYWHERE and not named:
        return ()
    return tuple(filter(None, (*LOOPBACK, settings.web_host, named)))
