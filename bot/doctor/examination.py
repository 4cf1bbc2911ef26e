"""One look at everything that an installation needs, from the settings to the channels, line by line."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from bot.clock import Clock
from bot.doctor import inside
from bot.doctor.lines import Line, Sign, note, well
from bot.doctor.setups import Setups
from bot.settings import Settings
from storage.looking import Stands
from storage.opening import open_store

READY = "Everything is ready: `shelfmate run` can begin."
NOTES = "Nothing is wrong; the notes say what is still to be done or known."


async def examined(settings: Settings, clock: Clock) -> AsyncIterator[Line]:
    """Every finding, as it is found. Nothing is changed by looking."""
    yield well("settings", "can be read, and go together")
    for line in inside.programs(settings):
        yield line
    line, stands = inside.database(settings)
    yield line
    with _remembered(settings, clock, stands) as setups:
        for line in setups.changed() if setups else ():
            yield line
        async for line in _platforms(settings, clock, setups):
            yield line


@contextmanager
def _remembered(settings: Settings, clock: Clock, stands: Stands | None) -> Iterator[Setups | None]:
    """What was set up; None where the database cannot be opened without changing it."""
    if stands is not Stands.CURRENT:
        yield None
        return
    store = open_store(settings.database_url)
    try:
        yield Setups(settings, store, clock)
    finally:
        store.close()


async def _platforms(settings: Settings, clock: Clock, setups: Setups | None) -> AsyncIterator[Line]:
    """Those that there is a token for; the library of no other is loaded."""
    if not settings.platforms:
        remedy = "docs/slack.md and docs/discord.md lead you through it"
        yield note("platforms", "no token is set, so Shelfmate talks to nobody", remedy)
    if settings.slack_bot_token:
        from bot.doctor import slack  # noqa: PLC0415

        async for line in slack.looked_over(settings, clock, setups):
            yield line
    if settings.discord_token:
        from bot.doctor import discord  # noqa: PLC0415

        async for line in discord.looked_over(settings, clock, setups):
            yield line


def conclusion(lines: Sequence[Line]) -> str:
    """The last line."""
    signs = [line.sign for line in lines]
    if bad := signs.count(Sign.WRONG):
        return "One thing is wrong." if bad == 1 else f"{bad} things are wrong."
    return NOTES if Sign.NOTE in signs else READY
