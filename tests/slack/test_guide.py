"""docs/slack.md, followed step by step as somebody new would: what it says is what happens."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.slack.app.scopes import EVENTS, SCOPES
from bot.clock import VirtualClock
from bot.command_line import command_line
from bot.doctor.examination import conclusion, examined
from bot.settings import read_settings
from tests.slack.app import App
from tests.slack.at_work import at_work
from tests.slack.clock import FIRST_MORNING
from tests.slack.manifest import pasted
from tests.slack.slack import loopback
from tests.storage.databases import sqlite_url

GUIDE = (Path(__file__).parents[2] / "docs" / "slack.md").read_text(encoding="utf-8")
EXAMPLE = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """The table under its heading: the first column's code, and the second."""
    table = GUIDE.split(f"| {heading} | why |")[1].split("\n\n")[0]
    return dict(re.findall(r"^\| `([\w:.]+)` \| (.+) \|$", table, re.MULTILINE))


@pytest.mark.parametrize(("heading", "table"), [("scope", SCOPES), ("event", EVENTS)])
def test_it_names_every_scope_and_event_with_its_reason(heading: str, table: Mapping[str, str]) -> None:
    assert rows(heading) == dict(table)


def printed(*arguments: str) -> App:
    """The app that was created from what the command prints."""
    told = CliRunner().invoke(command_line(), ["manifest", "slack", *arguments])
    assert told.exit_code == 0
    return pasted(json.loads(told.stdout))


def blocks(language: str = "") -> list[list[str]]:
    """What stands between fences."""
    return [
        block.splitlines()
        for block in re.findall(rf"^```{language}\n(.+?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    ]


async def test_ten_minutes(tmp_path: Path) -> None:
    # steps 1 to 4: the manifest is pasted, the app installed, both tokens copied
    async with loopback(printed()) as slack:
        # step 5
        assert "SLACK_BOT_TOKEN=xoxb-..." in GUIDE
        url = sqlite_url(tmp_path / "shelfmate.db")
        (tmp_path / ".env").write_text(
            f"SLACK_BOT_TOKEN={slack.token}\nSLACK_APP_TOKEN={slack.app.app_token}\n"
            f"SLACK_API_URL={slack.api}\nDATABASE_URL={url}\n",
            encoding="utf-8",
        )
        settings = read_settings({}, tmp_path / ".env")

        # step 6
        lines = [line async for line in examined(settings, VirtualClock(FIRST_MORNING))]
        said = [str(line).replace(str(tmp_path), "/srv/shelfmate/data") for line in lines]
        assert [*said, conclusion(lines)] in blocks()

        # steps 7 and 8
        async with at_work(slack, url=url, set_up=False) as shelfmate:
            bo = slack.add("Bo Marsh", admin=True)
            mia = slack.add("Mia Muse")
            await mia.runs("/mentoring")
            await mia.sees(quoted("I am not set up here yet."))
            announcements = slack.channel("mentoring", bo, mia)
            desk = slack.channel("mentoring-desk", bo, private=True)
            await bo.runs("/mentoring setup")
            assert all(bold(label) for label in ("Channel for announcements", "Coordinators", "Save"))
            assert "**The\n   coordinators' channel**" in GUIDE
            await bo.fills({
                "Channel for announcements": announcements.id,
                "Coordinators": [bo],
                "The coordinators' channel": desk.id,
                "Members: paste their e-mail addresses": mia.user.email,
            })  # fmt: skip
            await bo.submits()
            await bo.sees(
                quoted(
                    "Everything is in place. From here on the program runs by its calendar, and I write by day."
                )
            )
            bo.closes()

            # step 9
            mia.opens_home()
            await mia.sees("Hello Mia Muse, good to have you here. I am Shelfmate, and I run the")
            await shelfmate.settles()


def quoted(words: str) -> str:
    """What the guide says one would read."""
    assert words in " ".join(GUIDE.split()), words
    return words


def bold(label: str) -> bool:
    """Whether the guide names it as something to press or to fill in."""
    return f"**{label}**" in GUIDE


def test_the_other_manifest_is_for_requests() -> None:
    app = printed("--http", "https://mentoring.example.org")
    assert (app.socket_mode, app.request_url) == (False, "https://mentoring.example.org/slack/events")


def test_every_setting_it_names_is_explained() -> None:
    named = set(re.findall(r"`((?:SLACK|WEB|DATABASE)_\w+)`", GUIDE))
    assert named <= set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
