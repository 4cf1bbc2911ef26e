"""`shelfmate demo`: the playground, on a database of its own, in a browser."""

import socket
import webbrowser
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

import typer
import uvicorn

from adapters.web.guarding import LOOPBACK
from adapters.web.listen import pages
from adapters.web.read import LONGEST_FRAME
from bot import library, logs
from bot.bad_input import BadInput, Finding
from bot.clock import SystemClock
from bot.commands.values import whole_number
from bot.playground.opening import opened
from bot.playground.playground import Playground
from bot.settings import DATA, WEB, Settings, has_desktop, read_settings

PROGRAM = "connecticut"
FOLDER = DATA / "playground"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  (only to tell whether somebody asked for it)
PATIENCE = 3
"""Seconds that open windows have to close, at the end."""
Port = Annotated[
    int | None,
    typer.Option(
        parser=whole_number("--port", 0, 65535), metavar="N", help="Where the page is (8080); 0: any port."
    ),
]


def demo(
    *,
    program: Annotated[str, typer.Option(metavar="NAME", help="Which program to try.")] = PROGRAM,
    port: Port = None,
) -> None:
    """Try a whole program in a browser: be the student, the mentor and the coordinator, and move time on."""
    settings = read_settings(only=WEB)
    logs.configure("WARNING", settings.log_format)
    text, _ = library.text_of(program)
    read = library.program(program)
    listening = _listening(settings.web_host, int(settings.web_port) if port is None else port)
    with listening, opened(FOLDER / read.id, read, text, SystemClock()) as playground:
        address = _address(settings, listening)
        typer.echo(f"The playground is at {address}")
        typer.echo("Ctrl-C ends it. Everything is kept for the next time; the page can start over.")
        _serve(playground, settings, listening, lambda: _begin(playground, address))


def _begin(playground: Playground, address: str) -> None:
    if has_desktop():
        webbrowser.open(address)
    playground.begin()


def _serve(
    playground: Playground, settings: Settings, listening: socket.socket, begins: Callable[[], None]
) -> None:
    names = _names(settings)
    config = uvicorn.Config(
        pages(playground, names, begins),
        ws="websockets-sansio",
        ws_max_size=LONGEST_FRAME,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _names(settings: Settings) -> tuple[str, ...]:
    """The hosts that it goes by; any, where it listens to the whole network and was not told its own name."""
    named = urlsplit(settings.web_url).hostname
    if settings.web_host in EVERYWHERE and not named:
        return ()
    return tuple(filter(None, (*LOOPBACK, settings.web_host, named)))


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises BadInput where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = f"cannot be listened to ({error.strerror or error})"
        remedy = (
            f"perhaps a playground runs there already; or give another, such as --port {port + 1 or 8081}"
        )
        raise BadInput(Finding(f"{host} port {port}", "", why, remedy)) from error


def _address(settings: Settings, listening: socket.socket) -> str:
    host = "127.0.0.1" if settings.web_host in EVERYWHERE else settings.web_host
    shown = f"[{host}]" if ":" in host else host
    return settings.web_url or f"http://{shown}:{listening.getsockname()[1]}"
