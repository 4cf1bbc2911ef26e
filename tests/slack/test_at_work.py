"""The wiring of `shelfmate run` stands in the Slack on loopback, and goes by its clock."""

from datetime import UTC, datetime

from tests.slack.at_work import CORA, at_work
from tests.slack.slack import Slack


async def test_it_begins_set_up_and_ends(slack: Slack) -> None:
    async with at_work(slack) as shelfmate:
        assert shelfmate.app.desk(fields=10).program_in("slack:T0LIBRARY") == "connecticut"
        assert shelfmate.clock.now() == datetime(2027, 1, 10, 12, tzinfo=UTC)
        await shelfmate.passes(days=2)
        assert shelfmate.clock.now() == datetime(2027, 1, 12, 12, tzinfo=UTC)
    assert CORA
