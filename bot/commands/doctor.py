"""`shelfmate doctor`: is this installation ready; each finding with what would help."""

import asyncio

import typer

from bot import logs
from bot.clock import SystemClock
from bot.settings import Settings, read_settings


def doctor() -> None:
    """Look this installation over: settings, programs, database, clock, Slack, Discord, channels. Nothing is changed by it.

    Each line is `ok`, `note` (good to know) or `wrong` (and what would help). Exits with 1 where something is wrong.
    """
    settings = read_settings()
    logs.configure("ERROR", settings.log_format, settings.secrets)
    if asyncio.run(_told(settings)):
        raise typer.Exit(1)


async def _told(settings: Settings) -> bool:
    """Say each finding as it is found; whether something is wrong."""
    # loaded here: no other command needs a platform's library
    from bot.doctor.examination import conclusion, examined  # noqa: PLC0415
    from bot.doctor.lines import Sign  # noqa: PLC0415

    lines = []
    async for line in examined(settings, SystemClock()):
        typer.echo(str(line))
        lines.append(line)
    typer.echo(conclusion(lines))
    return any(line.sign is Sign.WRONG for line in lines)
