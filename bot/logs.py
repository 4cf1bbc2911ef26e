"""Logging: lines for a terminal or JSON for a machine, ours and the libraries', with every secret struck out."""

import json
import logging
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

STRUCK_OUT = "[secret]"
CHATTY = ("apscheduler", "alembic", "markdown_it", "uvicorn")
"""Libraries that tell of every tick, part and sign."""
TALKATIVE = ("slack_bolt", "slack_sdk", "discord", "aiohttp")
"""Libraries that tell at DEBUG what people said and did, which no log is to hold."""


def configure(level: str, form: str, secrets: Sequence[str] = ()) -> None:
    """Log to stderr from `level` on, in the form `text` or `json`. None of `secrets` ever shows, wherever it hides."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    last = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_rendering(form.lower()),
            partial(_strike, spelled(secrets)),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(last)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    handler.addFilter(_without_traceback)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))


def _without_traceback(record: logging.LogRecord) -> bool:
    """A platform that is down is told in one line: no traceback helps whoever reads it. Ours are kept."""
    error = record.exc_info[1] if record.exc_info else None
    if error and record.name.startswith(TALKATIVE):
        theirs = type(error).__module__.startswith(TALKATIVE)
        if theirs or isinstance(error, OSError | TimeoutError):
            record.exc_info = None
    return True


def _rendering(form: str) -> list[Processor]:
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    # a plain traceback: it shows no values of variables
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback, colors=False)]


def spelled(secrets: Sequence[str]) -> tuple[str, ...]:
    """Each secret as itself, within quotes, and within JSON; the longest first, as one may hold another."""
    ways = {way for secret in secrets for way in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1])}
    return tuple(sorted(filter(None, ways), key=lambda way: (-len(way), way)))


def _strike(secrets: Sequence[str], _: WrappedLogger, __: str, line: Any) -> EventDict:
    words = str(line)
    for secret in secrets:
        words = words.replace(secret, STRUCK_OUT)
    return words  # type: ignore[return-value]  # the last processor gives the line itself
