"""`shelfmate demo`: the playground, on a database of its own, in a browser."""

from typing import Annotated

import typer

from bot import library, logs
from bot.clock import SystemClock
from bot.commands.values import whole_number
from bot.settings import DATA, WEB, read_settings

PROGRAM = "connecticut"
FOLDER = DATA / "playground"
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
    # loaded here: no other command needs a web server
    from bot.playground.opening import opened  # noqa: PLC0415
    from bot.playground.serving import address_of, listening, serve, until_told, warning  # noqa: PLC0415

    settings = read_settings(only=WEB)
    logs.configure("WARNING", settings.log_format)
    text, file = library.text_of(program)
    read = library.program(program)
    with (
        until_told(),
        listening(settings.web_host, int(settings.web_port) if port is None else port) as listener,
        opened(FOLDER / read.id, text, file, SystemClock()) as playground,
    ):
        if playground.text != text:
            typer.echo(f"note: {file} has changed since this playground began; start over to take the change")
        typer.echo(f"The playground is at {address_of(settings, listener)}")
        if told := warning(settings):
            typer.echo(told)
        typer.echo("Ctrl-C ends it. Everything is kept for the next time; the page can start over.")
        serve(playground, settings, listener)
