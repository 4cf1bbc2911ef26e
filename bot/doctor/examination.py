"""One look at everything that an installation needs, from the settings to the channels, line by line."""

from collections.abc import AsyncIterator, Sequence

from adapters.slack.app.examining import Examining, Known
from bot import library
from bot.bad_input import BadInput
from bot.clock import Clock
from bot.doctor import inside, slack, workspace
from bot.doctor.lines import Line, Sign, well
from bot.settings import Settings
from flows.programs.findings import ProgramError
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
    examining = Examining(settings.slack_bot_token, url=settings.slack_api_url)
    async for found in slack.looked_over(settings, examining, clock):
        if isinstance(found, Line):
            yield found
        elif stands is Stands.CURRENT:
            async for line in _workspace(settings, clock, examining, found):
                yield line


async def _workspace(
    settings: Settings, clock: Clock, examining: Examining, known: Known
) -> AsyncIterator[Line]:
    store = open_store(settings.database_url)  # it is up to date: opening changes nothing
    try:
        async for line in workspace.looked_over(store, _running(settings), clock, examining, known):
            yield line
    finally:
        store.close()


def _running(settings: Settings) -> list[str]:
    """The ids of the programs that can be read."""
    found = []
    for name in settings.programs:
        try:
            found.append(library.program(name).id)
        except (BadInput, ProgramError):
            continue  # told before
    return found


def conclusion(lines: Sequence[Line]) -> str:
    """The last line."""
    signs = [line.sign for line in lines]
    if bad := signs.count(Sign.WRONG):
        return "One thing is wrong." if bad == 1 else f"{bad} things are wrong."
    return NOTES if Sign.NOTE in signs else READY
