"""Discretion: the logger that Bolt and Slack's SDK get. It shows no payload, no address that lets somebody in, no secret."""

import asyncio
import logging
import re

import aiohttp
from slack_sdk.errors import SlackClientError

TICKET = re.compile(r"(?<=ticket=)[^&\s'\"]+")
TROUBLE = (OSError, asyncio.TimeoutError, aiohttp.ClientError, SlackClientError)
"""Slack cannot be reached, or says no: what happened is in the message, a traceback adds nothing."""


class _Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = TICKET.sub("[secret]", record.getMessage()), None
        if record.exc_info and isinstance(record.exc_info[1], TROUBLE):
            record.exc_info = None
        return True


def discreet() -> logging.Logger:
    """Below ERROR they write down whole payloads: what people typed, response URLs, the tickets of sockets. So this
    logger has a level of its own, whatever `LOG_LEVEL` says."""
    logger = logging.getLogger("slack")
    logger.setLevel(logging.ERROR)
    if not any(isinstance(each, _Discreet) for each in logger.filters):
        logger.addFilter(_Discreet())
    return logger
