"""Tidying: discord.py looks through every limit it knows whenever it meets a new one; so often there is nothing to tidy."""

from collections.abc import Callable

import discord

EVERY = 10.0
"""Seconds between two looks: a limit that nobody meets any more is kept for minutes anyway."""
TIDIES = "_try_clear_expired_ratelimits"
"""What the library calls it. Each press is a new limit, and so is each conversation: there are thousands in a busy hour."""


def seldom(client: discord.Client, now: Callable[[], float]) -> None:
    """From now on it does that once in a while. Where a later version of the library does otherwise, so be it."""
    tidies: Callable[[], None] | None = getattr(client.http, TIDIES, None)
    if tidies is None:
        return
    last: float | None = None

    def tidied() -> None:
        nonlocal last
        if last is None or now() - last >= EVERY:
            last = now()
            tidies()

    setattr(client.http, TIDIES, tidied)
