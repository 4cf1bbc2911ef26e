"""The wiring of `shelfmate run` stands in the Discord on loopback, hears people there, and goes by its clock."""

from datetime import UTC, datetime
from pathlib import Path

from tests.discord.at_work import at_work
from tests.discord.loopback import Discord
from tests.flows.small_program import SMALL
from tests.storage.databases import sqlite_url

APPLIED = "Thank you, your application is in."


async def test_a_mentor_applies_and_the_coordinators_decide(there: Discord, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    async with at_work(there, programs=[str(tmp_path / "small.toml")]) as shelfmate:
        mia = there.add("Mia Muse")
        await mia.runs("/mentoring signup")
        await mia.sees("Which would you like to be?")
        await mia.presses("I would like to mentor")
        await mia.fills({"What interests you?": ["Archives"], "A few words about you": "Thirty years"})
        await mia.submits()
        await mia.sees(APPLIED)
        assert shelfmate.cora
        await shelfmate.passes(days=2)  # it is Sunday
        assert "Mia Muse" in shelfmate.cora.screen


async def test_both_clocks_move_and_what_comes_due_happens(there: Discord) -> None:
    async with at_work(there) as shelfmate:
        assert shelfmate.clock.now() == datetime(2027, 1, 10, 12, tzinfo=UTC)
        await shelfmate.passes(days=30)
        assert shelfmate.clock.now() == datetime(2027, 2, 9, 12, tzinfo=UTC)
        assert shelfmate.announcements
        (call,) = [each for each in there.called("create_message") if "mentor" in str(each.args)][:1]
        assert call.path.split("/")[4] in there.site.channels


async def test_it_begins_again_on_what_it_left(there: Discord, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "shelfmate.db")
    async with at_work(there, url=url) as first:
        mia = there.add("Mia Muse")
        mia.says("hello")
        await mia.sees("What would you like to do?")
        await first.settles()
        assert not first.replica.platforms[0].why
    said = len(mia.dm)
    async with at_work(there, url=url) as again:
        await again.settles()
        assert len(mia.dm) == said
        mia.says("help")
        await there.until(lambda: len(mia.dm) > said + 1, "another answer")
