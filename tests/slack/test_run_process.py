"""`shelfmate run` as a process of its own, in the Slack on loopback: killed at the worst moments, and begun again."""

import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.runs import Installation, held
from tests.slack.app import App
from tests.slack.at_work import at_work, settings
from tests.slack.clock import WallClock
from tests.slack.faults import How
from tests.slack.slack import Slack, loopback
from tests.storage.databases import sqlite_url

ASKED = "Which would you like to be?"
APPLIED = "Thank you, your application is in."
WRITTEN = "Thirty-three years among the maps"


@dataclass(slots=True, repr=False)
class House(Installation):
    """A folder with an installation in a Slack."""

    slack: Slack = field(kw_only=True)


@pytest.fixture(params=["sockets", "requests"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """An installation that is set up in a Slack on the system's clock, in both of Slack's modes."""
    async with loopback(App(socket_mode=request.param == "sockets"), WallClock()) as slack:
        given = settings(slack)
        told = {
            "SLACK_BOT_TOKEN": given.slack_bot_token,
            "SLACK_APP_TOKEN": given.slack_app_token,
            "SLACK_SIGNING_SECRET": given.slack_signing_secret,
            "SLACK_API_URL": given.slack_api_url,
        }
        house = House(tmp_path, told, slack=slack)
        async with at_work(slack, url=sqlite_url(house.database), programs=[house.program]):
            pass
        if not slack.app.socket_mode:
            slack.app.request_url = slack.app.options_url = f"http://127.0.0.1:{house.port}/slack/events"
        try:
            yield house
        finally:
            await house.is_over()


async def test_killed_in_the_middle_nothing_is_lost_and_nothing_said_twice(house: House) -> None:
    slack, mia = house.slack, house.slack.add("Mia Muse")
    first = await house.begins()
    await first.says("connected")

    # what she says is not saved yet when the process dies
    async with held(house.database):
        heard = mia.says("signup")
        assert heard
        await slack.until(lambda: _carried(slack) or heard.attempts[0].ended, "the way there")
        await first.ends(signal.SIGKILL)
    assert not heard.acked
    second = await house.begins()
    await second.says("connected")
    slack.again(heard)  # Slack brings it again, since nobody took it
    await mia.sees(ASKED)

    # she applies; that the application is in is posted, and the process dies before it knows
    await mia.presses("I would like to mentor")
    await mia.fills({"What interests you?": ["Archives"], "A few words about you": WRITTEN})
    slack.faults.plant(
        "chat.postMessage", How.SLOW, done=True, of=lambda args: APPLIED in str(args.get("text", ""))
    )
    await mia.submits()
    await mia.sees(APPLIED)
    await second.ends(signal.SIGKILL)

    third = await house.begins()
    await third.says("connected")
    mia.says("help")
    await mia.sees("[Help]")
    assert await third.healthy() == (200, [])
    assert await third.ends(signal.SIGTERM) == 0

    told = [seen.text for seen in mia.dm]
    assert sum(ASKED in each for each in told) == 1
    assert sum(APPLIED in each for each in told) == 1
    assert slack.site.complaints == []
    _discreet(house)


def _carried(slack: Slack) -> bool:
    return any(line.carried for line in slack.sockets.open) or bool(slack.app.request_url)


def _discreet(house: House) -> None:
    """Nothing secret and nothing that anybody wrote ever stood in the log."""
    given = settings(house.slack)
    tokens = (given.slack_bot_token, given.slack_app_token, house.slack.app.signing_secret)
    house.is_discreet([*tokens, "ticket-", WRITTEN])


async def test_a_token_that_is_taken_back_is_told_and_the_rest_goes_on(house: House) -> None:
    process = await house.begins()
    await process.says("connected")
    assert await process.healthy() == (200, [])
    house.slack.revokes()
    mia = house.slack.add("Mia Muse")
    mia.says("signup")
    await process.says("token_revoked")
    assert await process.healthy() == (503, ["Slack"])
    assert await process.ends(signal.SIGINT) == 0
    _discreet(house)


async def test_a_token_that_was_never_good_ends_in_one_line(house: House) -> None:
    house.slack.revokes("invalid_auth")
    process = await house.begins()
    await process.says("SLACK_BOT_TOKEN")
    assert await process.ended() == (
        1,
        "Slack: SLACK_BOT_TOKEN: is not accepted (invalid_auth); copy the Bot User OAuth Token (xoxb-...) from "
        "OAuth & Permissions of your Slack app once more",
    )
    _discreet(house)


@pytest.mark.parametrize("house", ["sockets"], indirect=True)
async def test_an_app_token_that_is_none_ends_in_one_line(house: House) -> None:
    house.slack.app.app_token = "xapp-1-A0SHELFMATE-1-other"
    process = await house.begins(SLACK_APP_TOKEN="xapp-1-A0SHELFMATE-1-loopback")
    await process.says("SLACK_APP_TOKEN")
    assert await process.ended() == (
        1,
        "Slack: SLACK_APP_TOKEN: is not accepted (invalid_auth); make an app-level token (xapp-...) with "
        "connections:write under Basic Information of your Slack app",
    )


async def test_a_slack_that_is_down_at_first_is_tried_again(house: House) -> None:
    slack, mia = house.slack, house.slack.add("Mia Muse")
    slack.faults.plant("auth.test", How.SERVER_ERROR, times=2)
    slack.faults.plant("apps.connections.open", How.SERVER_ERROR)
    process = await house.begins()
    await process.says("it is tried again")
    assert await process.healthy() == (503, ["Slack"])
    await process.says("connected")
    assert await process.healthy() == (200, [])
    mia.says("signup")
    await mia.sees(ASKED)
    assert await process.ends(signal.SIGTERM) == 0
    _discreet(house)
