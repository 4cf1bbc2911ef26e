"""docs/discord.md, followed step by step as somebody new would: what it says is what happens."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.app.permissions import CHANNELS, EVENTS, INTENTS, ROLES, number
from adapters.discord.listening.commands import EVERY
from adapters.discord.listening.gateway import Gateway
from bot.clock import VirtualClock
from bot.doctor.examination import conclusion, examined
from bot.doctor.lines import Sign
from bot.settings import read_settings
from tests.discord.at_work import at_work
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.slack.clock import FIRST_MORNING
from tests.storage.databases import sqlite_url

GUIDE = (Path(__file__).parents[2] / "docs" / "discord.md").read_text(encoding="utf-8")
EXAMPLE = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
SAID = " ".join(GUIDE.split())


def rows(heading: str) -> dict[str, str]:
    """The table under its heading: the first column, and the second."""
    table = GUIDE.split(f"| {heading} | why |")[1].split("\n\n")[0]
    return dict(re.findall(r"^\| `?([\w -]+?)`? \| (.+) \|$", table, re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "table"),
    [("permission", {each.shown: each.why for each in (*CHANNELS, EVENTS, ROLES)}), ("intent", INTENTS)],
)
def test_it_names_every_permission_and_intent_with_its_reason(heading: str, table: Mapping[str, str]) -> None:
    assert rows(heading) == dict(table)


async def test_these_are_the_intents_that_it_asks_for() -> None:
    assert {name for name, asked in Gateway().intents if asked} == set(INTENTS)


def test_every_command_that_it_names_is_there() -> None:
    named = set(re.findall(r"`/mentoring ([\w-]+)", GUIDE))
    assert named <= {words.name for words, _ in EVERY}
    assert {"setup", "menu", "desk", "my-data", "erase-me", "link"} <= named


def test_every_setting_it_names_is_explained() -> None:
    named = set(re.findall(r"`((?:DISCORD|SLACK|WEB|DATABASE)_\w+)`", GUIDE))
    assert named <= set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert {"DISCORD_API_URL", "DISCORD_GATEWAY_URL"} <= named


def blocks() -> list[list[str]]:
    """What stands between fences."""
    return [block.splitlines() for block in re.findall(r"^```\n(.+?)^```", GUIDE, re.DOTALL | re.MULTILINE)]


async def test_ten_minutes(there: Discord, tmp_path: Path) -> None:
    # steps 1 to 3: the application is made, its token copied; it is in no server yet
    there.removes_app()
    assert "DISCORD_TOKEN=..." in GUIDE
    url = sqlite_url(tmp_path / "shelfmate.db")
    (tmp_path / ".env").write_text(
        f"DISCORD_TOKEN={there.token}\nDISCORD_API_URL={there.api}\n"
        f"DISCORD_GATEWAY_URL={there.gateway_url}\nDATABASE_URL={url}\n",
        encoding="utf-8",
    )
    settings = read_settings({}, tmp_path / ".env")

    # step 4
    lines = [line async for line in examined(settings, VirtualClock(FIRST_MORNING))]
    said = [str(line).replace(str(tmp_path), "/srv/shelfmate/data") for line in lines]
    assert [*said, conclusion(lines)] in blocks()

    # step 5: the link grants what it asks for, and nothing else
    link = next(line for line in "\n".join(said).split() if line.startswith("https://"))
    asked = parse_qs(urlsplit(link).query)
    assert asked["scope"] == ["bot applications.commands"]
    there.app.permissions = int(asked["permissions"][0])
    assert there.app.permissions == number(roles=False)
    there.invites_app(there.guild)

    # steps 6 and 7
    async with at_work(there, url=url, set_up=False) as shelfmate:
        bo = there.owner
        cora, mia = there.add("Cora Quill"), there.add("Mia Muse")
        there.channel("mentoring")
        await mia.runs("/mentoring menu", where="#mentoring")
        await mia.sees(quoted("I am not set up in this server yet."))
        there.channel("mentoring-desk", bo, cora)
        await bo.runs("/mentoring setup", where="#mentoring")
        await bo.fills({
            filled("Channel for announcements"): "#mentoring",
            filled("The coordinators' channel"): "#mentoring-desk",
            filled("Coordinators"): [cora, bo],
            filled("Give people roles in this server"): False,
        })  # fmt: skip
        assert "press **Submit**" in GUIDE
        await bo.submits()
        await bo.sees("Still to do")
        await bo.presses(filled("Members"))
        await bo.fills({"Members: paste their e-mail addresses": "mia@library.example"})
        await bo.submits()
        await bo.sees(
            quoted(
                "Everything is in place. From here on the program runs by its calendar, and I write by day."
            )
        )

        # step 8
        mia.says(quoted("hello"))
        await mia.sees("What would you like to do?")
        await mia.runs("/mentoring menu", where="#mentoring")
        await mia.sees(quoted("I have answered you in our direct messages."))
        assert all(seen.private for seen in mia.screen["#mentoring"])
        await shelfmate.settles()

    # once it runs, the doctor finds nothing wrong
    lines = [line async for line in examined(settings, VirtualClock(FIRST_MORNING))]
    assert [str(line) for line in lines if line.sign is not Sign.WELL] == []
    assert there.site.complaints == []
    assert bo.screen.told == mia.screen.told == ()


def quoted(words: str) -> str:
    """What the guide says one would read or type."""
    assert words in SAID, words
    return words


def filled(label: str) -> str:
    """What the guide names as something to press or to fill in."""
    assert f"**{label}**" in SAID, label
    return label


async def test_what_helps_where_a_permission_is_missing(there: Discord, tmp_path: Path) -> None:
    async with at_work(there, url=sqlite_url(tmp_path / "shelfmate.db"), set_up=False):
        there.forbid(May.CREATE_PRIVATE_THREADS)
        there.channel("mentoring")
        await there.owner.runs("/mentoring setup", where="#mentoring")
        await there.owner.fills({"Channel for announcements": "#mentoring"})
        await there.owner.submits()
        await there.owner.sees("In #mentoring I may not do this:", "[Put it right]")
        assert "“In #… I may not do this: …”" in GUIDE
        assert "press **Put it right**" in GUIDE
