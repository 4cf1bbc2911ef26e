"""`shelfmate run`: keeps the configured programs going until it is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

import structlog

from bot import logs
from bot.app import assemble, read_programs
from bot.clock import SystemClock
from bot.settings import Settings, read_settings
from storage.opening import open_store

log = structlog.get_logger()


def run() -> None:
    """Run the programs named in SHELFMATE_PROGRAMS, on every platform that a token is set for."""
    settings = read_settings()
    logs.configure(settings.log_level, settings.log_format, settings.secrets)
    with _told_to_stop() as stop:
        programs = read_programs(settings.programs)
        app = assemble(open_store(settings.database_url), programs, SystemClock())
        app.start()
        log.info("running", programs=[program.id for program, _ in programs], data=settings.database)
        for words in remarks(settings):
            log.warning(words)
        stop.wait()
        log.info("stopping: finishing what is in hand")
        app.stop()
        log.info("stopped")


def remarks(settings: Settings) -> Iterator[str]:
    """What whoever runs this should know."""
    for platform in settings.platforms:
        yield f"a token for {platform} is set, but this version has no adapter for {platform} yet"
    yield (
        "this keeps time, but talks to nobody: messages wait until there is a platform to send them on. "
        "To see every message of a program's year, try `shelfmate rehearse connecticut`"
    )


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that is set by Ctrl-C or a polite request to end. A second one ends at once."""
    stop = Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.getsignal(each) for each in signals}

    def told(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for each in signals:
        signal.signal(each, told)
    try:
        yield stop
    finally:
        for each in signals:
            signal.signal(each, before[each])
