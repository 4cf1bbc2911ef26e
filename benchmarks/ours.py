"""Shelfmate, in a process of its own: as `shelfmate run` puts it together, at a pace that the benchmark gives."""

import asyncio
import sys

from bot import logs
from bot.app import read_programs
from bot.clock import SystemClock
from bot.replica import replica
from bot.settings import read_settings
from storage.opening import open_store


async def main(scale: float) -> None:
    """Be at work until somebody ends this process. `scale`: how many times the platform's limits are kept; 0: none are."""
    settings = read_settings()
    logs.configure("WARNING", "text", settings.secrets)
    programs = read_programs(settings.programs)
    store = open_store(settings.database_url)
    async with replica(settings, store, programs, SystemClock(), scale=scale):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
