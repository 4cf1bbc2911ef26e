"""What is measured on Discord: a fan-out of check-ins at its pace, then presses on them; and a bare bot's presses."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from adapters.discord.reading.origin import account_of, workspace_of
from adapters.discord.sending.whither import DIRECT
from benchmarks.association import built
from benchmarks.discord.pressing import pressed
from benchmarks.presses import Pressing, told
from bot.clock import SystemClock
from flows.model.addresses import Address, address_id
from flows.model.people import Account, Person
from flows.places import dm
from storage.opening import open_store
from tests.discord.limits import EVERYWHERE, Limits
from tests.discord.loopback import Discord, loopback
from tests.discord.records import Kind
from tests.slack.clock import WallClock

PAIRS = 1_000
SCALE = 1
"""How many times Discord's limits the fan-out is measured at: at more, a millisecond on the way counts for as many."""
PRESSES = 400
WARM = 50
"""Pressed before, and not counted."""
LONGEST = 300
"""Seconds that a fan-out may take here."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run. Those of presses were taken with Discord's limits lifted."""

    fan_out: float
    """Seconds from the first message to the last."""
    calls: int
    """How many calls it took."""
    limited: int
    """How often a limit was run into."""
    ours: Pressing
    bare: Pressing

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What was measured, the figure, and what we aim at."""
        paced = f"a fan-out of {2 * PAIRS:,} check-ins, Discord's limits times {SCALE:g}"
        least = 2 * PAIRS / (EVERYWHERE * SCALE)
        return [
            (f"{paced}: over the least time that they allow", f"{self.fan_out / least:.2f}", "1.1 or less"),
            (f"{paced}: calls for each message", f"{self.calls / (2 * PAIRS):.2f}", "1"),
            (f"{paced}: limits run into", str(self.limited), "none"),
            *told("presses on Discord", self.ours),
            *told("the same presses on a bare discord.py bot", self.bare),
            (
                "presses a second, over the bare discord.py bot",
                f"{self.ours.per_second / self.bare.per_second:.2f}",
                "0.5 or more",
            ),
        ]


def figures(folder: Path, says: Callable[[str], None]) -> list[tuple[str, str, str]]:
    """All of it, as rows."""
    return asyncio.run(measured(folder, says)).rows


async def measured(folder: Path, says: Callable[[str], None]) -> Measured:
    """Measure all of it, in one run."""
    url = f"sqlite:///{folder / 'discord.db'}"
    async with loopback(clock=WallClock(), limits=Limits(speed=SCALE)) as there:
        says("an association of a thousand pairs")
        store = open_store(url, durable=False)
        built(store, workspace_of(there.guild.id), partial(_arrives, there), PAIRS, SystemClock().now())
        store.close()
        says("two thousand check-ins go out")
        async with _process(there, "benchmarks.ours", str(SCALE), DATABASE_URL=url):
            took, calls = await _fan_out(there)
        limited = len(there.site.limits.hit)
        there.site.limits.on = False
        async with loopback(clock=WallClock(), limits=Limits(on=False)) as other:
            _same_messages(there, other)
            says("presses on them")
            async with _process(there, "benchmarks.ours", "0", DATABASE_URL=url):
                ours = await _presses(there)
            says("presses on a bare bot")
            async with _process(other, "benchmarks.discord.bare"):
                bare = await _presses(other)
    return Measured(took, calls, limited, ours, bare)


def _arrives(there: Discord, person: Person) -> Iterator[Any]:
    """Somebody is in the server, and has a conversation with Shelfmate."""
    user = there.add(person.name).id
    place, talk = dm(person.id), there.site.direct(user)
    yield Account(id=account_of(user), person=person.id)
    yield Address(id=address_id(place, DIRECT), place=place, workspace=DIRECT, channel=talk.id)


async def _presses(there: Discord) -> Pressing:
    await pressed(there, WARM)
    return await pressed(there, PRESSES)


async def _fan_out(there: Discord) -> tuple[float, int]:
    """Wait until everybody has been asked; the seconds between the first and the last, and the calls between them."""
    async with asyncio.timeout(LONGEST):
        while len(_posts(there)) < 2 * PAIRS:
            seen = len(there.calls)
            await there.until(lambda seen=seen: len(there.calls) > seen, "one more call")  # type: ignore[misc]
    posts = _posts(there)
    first, last = posts[0], posts[-1]
    return there.calls[last].at - there.calls[first].at, last - first + 1


def _posts(there: Discord) -> list[int]:
    """Which calls brought somebody a message."""
    return [n for n, call in enumerate(there.calls) if call.name == "create_message" and call.status == 200]


def _same_messages(there: Discord, other: Discord) -> None:
    """The same people have the same messages, as they were before anybody pressed."""
    for channel in [one for one in there.site.channels.values() if one.kind is Kind.DM]:
        user = next(id for id in channel.people if id != there.app.id)
        other.site.users[user] = there.site.users[user]
        talk = other.site.direct(user)
        talk.messages.extend(deepcopy(channel.messages))
        for message in talk.messages:
            message.channel = talk.id


@asynccontextmanager
async def _process(there: Discord, module: str, *arguments: str, **more: str) -> AsyncIterator[None]:
    """An app at work in a process of its own, until the block ends."""
    settings = {
        "DISCORD_TOKEN": there.token,
        "DISCORD_API_URL": there.api,
        "DISCORD_GATEWAY_URL": there.gateway_url,
        "SHELFMATE_PROGRAMS": "connecticut",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env={**settings, **more}
    )
    try:
        await there.connected()
        yield
    finally:
        process.terminate()
        await process.wait()
