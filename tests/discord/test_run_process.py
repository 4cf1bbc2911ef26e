"""`shelfmate run` as a process of its own, in the Discord on loopback: killed at the worst moments, and begun again."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from adapters.discord.app.permissions import number
from tests.discord.at_work import at_work, settings
from tests.discord.client import redirected
from tests.discord.faults import How
from tests.discord.loopback import Discord, loopback
from tests.discord.site import App
from tests.runs import Installation, free_port, held
from tests.slack import at_work as slacks
from tests.slack.app import App as SlackApp
from tests.slack.clock import PATIENCE, WallClock
from tests.slack.slack import loopback as slack_loopback
from tests.storage.databases import sqlite_url

ASKED = "Which would you like to be?"
APPLIED = "Thank you, your application is in."
WRITTEN = "Thirty-three years among the maps"


@pytest.fixture
async def there() -> AsyncIterator[Discord]:
    """A Discord on the system's clock."""
    async with loopback(App(permissions=number(roles=False)), WallClock()) as there:
        with redirected(there):
            yield there


@pytest.fixture
async def house(there: Discord, tmp_path: Path) -> AsyncIterator[Installation]:
    """An installation that is set up in it."""
    given = settings(there)
    house = Installation(
        tmp_path,
        {
            "DISCORD_TOKEN": given.discord_token,
            "DISCORD_API_URL": given.discord_api_url,
            "DISCORD_GATEWAY_URL": given.discord_gateway_url,
        },
    )
    async with at_work(there, url=sqlite_url(house.database), programs=[house.program]):
        pass
    try:
        yield house
    finally:
        await house.is_over()


async def test_killed_in_the_middle_nothing_is_lost_and_nothing_said_twice(
    there: Discord, house: Installation
) -> None:
    mia, before = there.add("Mia Muse"), _written_to(house)
    first = await house.begins()
    await first.says("connected")
    await mia.runs("/mentoring help")
    await mia.sees("[Help]")
    await there.until(lambda: _written_to(house) > before, "its remembering where it writes to her")

    # what she writes is not saved yet when the process dies
    async with held(house.database):
        mia.says("signup")
        await there.until(lambda: _delivered(there), "the way there")
        await first.ends(signal.SIGKILL)
    second = await house.begins()
    await second.says("connected")
    await mia.sees(ASKED)

    # she applies; that the application is in is posted, and the process dies before it knows
    await mia.presses("I would like to mentor")
    await mia.fills({"What interests you?": ["Archives"], "A few words about you": WRITTEN})
    there.faults.plant("create_message", How.SLOW, done=True, of=lambda args: APPLIED in str(args))
    await mia.submits()
    await mia.sees(APPLIED)
    await second.ends(signal.SIGKILL)

    third = await house.begins()
    await third.says("connected")
    await mia.runs("/mentoring help")
    await mia.sees("[Help]")
    assert await third.healthy() == (200, [])
    assert await third.ends(signal.SIGTERM) == 0

    told = [seen.text for seen in mia.dm]
    assert sum(ASKED in each for each in told) == 1
    assert sum(APPLIED in each for each in told) == 1
    assert mia.screen.told == ()
    assert there.site.complaints == []
    _discreet(there, house)


def _written_to(house: Installation) -> int:
    """How many direct conversations are remembered: only those are looked into afterwards."""
    with closing(sqlite3.connect(house.database)) as database:
        return int(database.execute("SELECT count(*) FROM address WHERE place LIKE 'dm:%'").fetchone()[0])


def _delivered(there: Discord) -> bool:
    """Whether the last event has gone over the wire."""
    return all(line.waiting.empty() for line in there.gateway.lines)


def _discreet(there: Discord, house: Installation) -> None:
    """Nothing secret and nothing that anybody wrote ever stood in the log."""
    tokens = [interaction.token for interaction in there.site.interactions.values()]
    sessions = [session.id for session in there.gateway.sessions]
    house.is_discreet([there.token, WRITTEN, *tokens, *sessions])


async def test_a_page_that_is_sent_as_it_dies_is_sent_once_more_and_counts_once(
    there: Discord, house: Installation
) -> None:
    mia = there.add("Mia Muse")
    first = await house.begins()
    await first.says("connected")
    mia.says("signup")
    await mia.sees(ASKED)
    await mia.presses("I would like to mentor")
    await mia.fills({"What interests you?": ["Archives"], "A few words about you": WRITTEN})
    before = len(there.site.interactions)
    async with held(house.database):
        sending = asyncio.create_task(mia.submits())
        await there.until(
            lambda: len(there.site.interactions) > before and _delivered(there), "the way there"
        )
        await first.ends(signal.SIGKILL)
    second = await house.begins()
    await second.says("connected")
    await sending
    assert len(mia.screen.told) == 1, "Discord itself says that nobody answered, and leaves the page open"

    await mia.submits()
    await mia.sees(APPLIED)
    assert sum(APPLIED in seen.text for seen in mia.dm) == 1
    assert await second.ends(signal.SIGTERM) == 0
    _discreet(there, house)


async def test_a_token_that_was_never_good_ends_in_one_line(there: Discord, house: Installation) -> None:
    there.app.token = "NDI0Mg.another.token"
    run = await house.begins()
    assert await run.ended() == (
        1,
        "Discord: DISCORD_TOKEN: is not accepted (401); under Bot of your Discord application press Reset Token, and "
        "copy what it shows",
    )
    _discreet(there, house)


async def test_a_token_that_is_reset_is_told_and_the_rest_goes_on(
    there: Discord, house: Installation
) -> None:
    run = await house.begins()
    await run.says("connected")
    assert await run.healthy() == (200, [])
    there.app.token = "NDI0Mg.another.token"
    there.close(4004)
    await run.says("does not let us in")
    assert await run.healthy() == (503, ["Discord"])
    assert await run.ends(signal.SIGINT) == 0
    house.is_discreet([house.settings["DISCORD_TOKEN"]])


async def test_a_discord_that_is_down_at_first_is_tried_again(there: Discord, house: Installation) -> None:
    mia = there.add("Mia Muse")
    there.faults.plant("get_current_user", How.SERVER_ERROR, status=503)
    run = await house.begins()
    await run.says("it is tried again")
    assert await run.healthy() == (503, ["Discord"])
    await run.says("connected")
    assert await run.healthy() == (200, [])
    mia.says("signup")
    await mia.sees(ASKED)
    assert await run.ends(signal.SIGTERM) == 0
    _discreet(there, house)


async def test_two_that_hear_the_same_count_it_once(there: Discord, house: Installation) -> None:
    mia = there.add("Mia Muse")
    await (await house.begins()).says("connected")
    await (await house.begins(WEB_PORT=str(free_port()))).says("connected")
    await there.connected(sessions=2)
    mia.says("signup")
    await mia.sees(ASKED)
    await mia.presses("I would like to mentor")
    await mia.fills({"What interests you?": ["Archives"], "A few words about you": WRITTEN})
    await mia.submits()
    await mia.sees(APPLIED)
    await mia.runs("/mentoring help")
    await mia.sees("[Help]")
    told = [seen.text for seen in mia.dm]
    assert sum(ASKED in each for each in told) == 1
    assert sum(APPLIED in each for each in told) == 1
    assert mia.screen.told == ()
    assert [await run.ends(signal.SIGTERM) for run in house.runs] == [0, 0]
    _discreet(there, house)


async def test_both_platforms_at_once_and_each_on_its_own(there: Discord, house: Installation) -> None:
    async with slack_loopback(SlackApp(), WallClock()) as slack:
        given = slacks.settings(slack)
        async with slacks.at_work(slack, url=sqlite_url(house.database), programs=[house.program]):
            pass
        run = await house.begins(
            SLACK_BOT_TOKEN=given.slack_bot_token,
            SLACK_APP_TOKEN=given.slack_app_token,
            SLACK_API_URL=given.slack_api_url,
        )
        for name in ("Slack", "Discord"):
            await run.says(f"platform={name}")
        assert await run.healthy() == (200, [])
        mia, sam = there.add("Mia Muse"), slack.add("Sam Stacks")
        mia.says("signup")
        sam.says("signup")
        await asyncio.gather(mia.sees(ASKED), sam.sees(ASKED))

        there.gateway.down = True
        there.cut()
        await there.until(lambda: not there.gateway.lines, "the end of the connection")
        async with asyncio.timeout(
            PATIENCE
        ):  # it hears of the end of a connection a little later than Discord
            while await run.healthy() != (503, ["Discord"]):
                pass
        await sam.presses("I would like to mentor")
        await sam.sees("A few words about you")
        there.gateway.down = False
        await there.connected()
        figures = await run.figures()
        assert await run.ends(signal.SIGTERM) == 0
    for name in ("slack", "discord"):
        assert f'shelfmate_connected{{platform="{name}"}} 1.0' in figures
        assert f'shelfmate_messages_sent_total{{platform="{name}"}}' in figures
    assert slack.site.complaints == there.site.complaints == []
    house.is_discreet([there.token, given.slack_bot_token, given.slack_app_token])
