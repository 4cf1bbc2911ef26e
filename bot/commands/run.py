"""`shelfmate run`: keeps the configured programs going until it is told to stop."""

import asyncio

from bot import logs
from bot.settings import read_settings


def run() -> None:
    """Run the programs named in SHELFMATE_PROGRAMS, on every platform that a token is set for."""
    # loaded here: no other command needs a platform's library
    from bot.running import runs  # noqa: PLC0415

    settings = read_settings()
    logs.configure(settings.log_level, settings.log_format, settings.secrets)
    asyncio.run(runs(settings))
