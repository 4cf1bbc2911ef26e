"""What is measured on Slack: a fan-out of check-ins at Slack's pace, then presses on them; and a bare bolt app's presses."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from adapters.slack.reading.origin import account_of
from benchmarks.association import built
from benchmarks.presses import Pressing, told
from benchmarks.slack.pressing import Watch, pressed
from bot.clock import SystemClock
from flows.model.addresses import Address, address_id
from flows.model.people import Account, Person
from flows.places import dm
from storage.opening import open_store
from tests.slack.app import App
from tests.slack.clock import WallClock
from tests.slack.rates import WORKSPACE_POSTS, Limits
from tests.slack.records import Kind
from tests.slack.slack import Slack, loopback

PAIRS = 1_000
SCALE = 5
"""How many times Slack's limits the fan-out is measured at: an hour's work of waiting for a timer proves no more."""
PRESSES = 400
WARM = 50
"""Pressed before, and not counted."""
LONGEST = 300
"""Seconds that a fan-out may take here."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run. Those of presses were taken with Slack's limits lifted."""

    fan_out: float
    """Seconds from the first post to the last."""
    least: float
    """Seconds that the limits ask for at least."""
    limited: int
    """How often a limit was run into."""
    ours: Pressing
    bare: Pressing

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """What was measured, the figure, and what we aim at."""
        paced = f"a fan-out of {2 * PAIRS:,} check-ins, Slack's limits times {SCALE:g}"
        return [
            (
                f"{paced}: over the least time that they allow",
                f"{self.fan_out / self.least:.2f}",
                "1.1 or less",
            ),
            (f"{paced}: limits run into", str(self.limited), "none"),
            *told("presses in Slack", self.ours),
            *told("the same presses on a bare bolt app", self.bare),
            (
                "presses a second, over the bare bolt app",
                f"{self.ours.per_second / self.bare.per_second:.2f}",
                "0.5 or more",
            ),
        ]


def figures(folder: Path, says: Callable[[str], None]) -> list[tuple[str, str, str]]:
    """All of it, as rows."""
    return asyncio.run(measured(folder, says)).rows


async def measured(folder: Path, says: Callable[[str], None]) -> Measured:
    """Measure all of it, in one run."""
    url = f"sqlite:///{folder / 'slack.db'}"
    async with loopback(App(), WallClock(), Limits(scale=SCALE)) as slack:
        says("an association of a thousand pairs")
        store = open_store(url, durable=False)
        built(store, f"slack:{slack.workspace.id}", partial(_arrives, slack), PAIRS, SystemClock().now())
        store.close()
        says("two thousand check-ins go out")
        slack.site.calls = watch = Watch(slack.site.calls, 2 * PAIRS)
        async with _process(slack, "benchmarks.ours", str(SCALE), DATABASE_URL=url):
            took = await _fan_out(slack, watch)
        limited = len(slack.site.limits.hit)
        slack.site.limits.scale = 0
        async with loopback(App(), WallClock(), Limits(scale=0)) as other:
            _same_messages(slack, other)
            says("presses on them")
            async with _process(slack, "benchmarks.ours", "0", DATABASE_URL=url):
                ours = await _presses(slack)
            says("presses on a bare app")
            async with _process(other, "benchmarks.slack.bare"):
                bare = await _presses(other)
    least = (2 * PAIRS - WORKSPACE_POSTS) / (WORKSPACE_POSTS * SCALE / 60)
    return Measured(took, least, limited, ours, bare)


def _arrives(slack: Slack, person: Person) -> Iterator[Any]:
    """Somebody is in the workspace, and has a conversation with Shelfmate."""
    user = slack.workspace.add_user(person.name, person.id.replace("-", "").upper())
    talk = slack.workspace.conversation(slack.site.bot(slack.workspace).id, user.id)
    place, workspace = dm(person.id), f"slack:{slack.workspace.id}"
    yield Account(id=account_of(slack.workspace.id, user.id), person=person.id)
    yield Address(id=address_id(place, workspace), place=place, workspace=workspace, channel=talk.id)


async def _presses(slack: Slack) -> Pressing:
    await pressed(slack, WARM)
    return await pressed(slack, PRESSES)


async def _fan_out(slack: Slack, watch: Watch) -> float:
    """Wait until everybody has been asked; the seconds between the first and the last."""
    async with asyncio.timeout(LONGEST):
        await watch.all_posted.wait()
    posts = [call for call in slack.called("chat.postMessage") if not call.error]
    assert all(one.at <= other.at for one, other in pairwise(posts))
    return posts[-1].at - posts[0].at


def _same_messages(slack: Slack, other: Slack) -> None:
    """The same people have the same messages, as they were before anybody pressed."""
    for user in slack.workspace.users.values():
        if not user.bot_id:
            other.workspace.add_user(user.name, user.id)
    for channel in slack.workspace.channels.values():
        if channel.kind is Kind.IM:
            there = other.workspace.conversation(*channel.members)
            there.messages.extend(deepcopy(channel.messages))


@asynccontextmanager
async def _process(slack: Slack, module: str, *arguments: str, **more: str) -> AsyncIterator[None]:
    """An app at work in a process of its own, until the block ends."""
    settings = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "SLACK_API_URL": slack.api,
        "SHELFMATE_PROGRAMS": "connecticut",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env={**settings, **more}
    )
    try:
        await slack.connected()
        yield
    finally:
        process.terminate()
        await process.wait()
