"""The coordinators' desk in Slack: asked for by command or on one's page, and decided where it is shown."""

from pathlib import Path

from tests.flows.small_program import SMALL
from tests.slack.at_work import at_work
from tests.slack.slack import Slack

ACCEPTED = "Cora Quill has accepted this application."


async def test_what_waits_is_brought_and_decided_in_the_conversation(either: Slack, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    async with at_work(either, programs=[str(tmp_path / "small.toml")]) as shelfmate:
        mia, cora = either.add("Mia Muse"), shelfmate.cora
        assert cora
        await mia.runs("/mentoring desk")
        await mia.sees("Only those who coordinate", "see what waits for them")
        await mia.runs("/mentoring signup")
        await mia.sees("[I would like to mentor]")
        await mia.presses("I would like to mentor")
        await mia.fills({"What interests you?": ["Archives"], "A few words about you": "Thirty years"})
        await mia.submits()
        await shelfmate.passes(days=2)  # it is Sunday: the channel hears of it on Monday

        cora.opens_home()
        await cora.sees("One application to decide on", "[What waits for the coordinators]")
        await cora.presses("What waits for the coordinators", home=True)
        await shelfmate.settles()
        await cora.sees("The oldest comes first.", "Thirty years")
        (brought,) = [each for each in cora.dm if "Thirty years" in str(each)]
        await cora.presses("Accept", on=brought)
        await shelfmate.settles()

        await cora.sees("# #mentoring-desk", ACCEPTED)
        assert str(cora.screen).count(ACCEPTED) == 2, "in the channel, and in their own conversation"
        assert "[Accept]" not in str(cora.screen)
        await cora.runs("/mentoring desk")
        await shelfmate.settles()
        await cora.sees("Nothing waits for the coordinators.")
    assert either.site.complaints == []
