"""`shelfmate manifest`: what a platform has to be told of the app when it is created there."""

import json
from typing import Annotated
from urllib.parse import urlsplit

import typer

from adapters.slack.app.manifest import EVENTS_PATH, manifest
from bot.bad_input import Finding, WrongUsage

Http = Annotated[
    str,
    typer.Option(
        "--http",
        metavar="URL",
        help="For requests instead of Socket Mode: the address of Shelfmate's own web server, such as "
        "https://mentoring.example.org",
    ),
]


def command() -> typer.Typer:
    """The commands of `manifest`."""
    app = typer.Typer(help="What a platform has to be told of the app.", no_args_is_help=True)
    app.command("slack")(slack)
    app.callback()(_platforms)  # so that the platform has to be named, though there is one only
    return app


def _platforms() -> None:
    """What a platform has to be told of the app when it is created there."""


def slack(http: Http = "") -> None:
    """The app manifest to paste at https://api.slack.com/apps ("From a manifest", JSON)."""
    typer.echo(json.dumps(manifest(_address(http) if http else ""), indent=2, ensure_ascii=False))


def _address(given: str) -> str:
    """Where the server is reached. Raises WrongUsage: Slack delivers to encrypted addresses alone."""
    try:
        parts = urlsplit(given)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_one = urlsplit(""), False
    if parts.scheme != "https" or not parts.hostname or not port_is_one or parts.query or parts.fragment:
        raise WrongUsage(
            Finding(
                "--http",
                given,
                "is no address that Slack delivers to",
                "give one like https://mentoring.example.org",
            )
        )
    return given.rstrip("/").removesuffix(EVENTS_PATH)
