"""Discretion: what discord.py writes down shows no token by which somebody could speak for us, and no payload."""

import logging
import re

import aiohttp
import discord

TOKEN = re.compile(r"(?<=/(?:webhooks)/)(\d+/)[^/\s'\"?]+|(?<=/interactions/)(\d+/)[^/\s'\"?]+")
TROUBLE = (OSError, TimeoutError, aiohttp.ClientError, discord.DiscordException)
"""Discord cannot be reached, or says no: what happened is in the message, a traceback adds nothing."""


class _Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = TOKEN.sub(r"\1\2[secret]", record.getMessage()), None
        if record.exc_info and isinstance(record.exc_info[1], TROUBLE):
            record.exc_info = None
        return True


LOGGERS = ("discord.client", "discord.gateway", "discord.http", "discord.webhook.async_")


def discreet() -> None:
    """Below WARNING they write down whole payloads: so they have a level of their own, whatever `LOG_LEVEL` says."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
        if not any(isinstance(each, _Discreet) for each in logger.filters):
            logger.addFilter(_Discreet())
