"""Runs an installation: its programs, its platforms, its web server, on one loop, until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType

import structlog

from bot.app import read_programs
from bot.clock import SystemClock
from bot.health import Health
from bot.replica import replica
from bot.settings import Settings
from bot.web_server import listens, serving, site
from storage.opening import open_store

log = structlog.get_logger()

SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def runs(settings: Settings) -> None:
    """Until Ctrl-C or a polite request to end. Raises BadInput, ProgramError or StoreError where it cannot."""
    with told_to_stop() as stop, closing(listens(settings.web_host, int(settings.web_port))) as listener:
        programs = read_programs(settings.programs)
        store = open_store(settings.database_url)
        async with replica(settings, store, programs, SystemClock(), holder=_holder(listener)) as running:
            health = Health(store, running.platforms)
            running.app.metrics.watches(running.platforms)
            routes = [route for platform in running.platforms for route in platform.routes()]
            async with serving(site(health, running.app.metrics, routes), listener):
                host, port = listener.getsockname()[:2]
                log.info(
                    "running",
                    programs=[program.id for program, _ in programs],
                    data=settings.database,
                    health=f"http://{f'[{host}]' if ':' in host else host}:{port}/healthz",
                )
                for words in remarks(settings):
                    log.warning(words)
                await running.until(stop)
                log.info("stopping: finishing what is in hand")
            health.close()
    log.info("stopped")


def _holder(listener: socket.socket) -> str:
    """Who has something in hand: the same after a crash, so that it is taken up again at once. No two replicas of one
    machine listen on the same port."""
    host, port = listener.getsockname()[:2]
    return f"{socket.gethostname()}:{host}:{port}"


def remarks(settings: Settings) -> Iterator[str]:
    """What whoever runs this should know."""
    if not settings.platforms:
        yield (
            "no platform is configured: this keeps time, but talks to nobody, and messages wait. docs/slack.md and "
            "docs/discord.md lead you to Slack or Discord in ten minutes each; to see every message of a program's "
            "year, try `shelfmate rehearse connecticut`"
        )


@contextmanager
def told_to_stop() -> Iterator[asyncio.Event]:
    """An event that is set by Ctrl-C or a polite request to end. A second one ends the process at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before = {each: signal.getsignal(each) for each in SIGNALS}

    def told(_: int, __: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop.set)

    for each in SIGNALS:
        signal.signal(each, told)
    try:
        yield stop
    finally:
        for each in SIGNALS:
            signal.signal(each, before[each])
