"""Scheduled events: a session that is announced stands among the server's events, once, and as it is now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.files import CalendarEntry
from flows.messages import Message
from flows.ports import SendFailed
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Event
from tests.discord.sending import NEWS, Stage, message, stage
from tests.slack.clock import FIRST_MORNING

SPEED = CalendarEntry(
    name="date.ics",
    alt="Speed mentoring",
    id="s1",
    sequence=0,
    standing="confirmed",
    at=FIRST_MORNING + timedelta(days=7),
    minutes=90,
    stamp=FIRST_MORNING,
    summary="Speed mentoring",
    details="Bring *your* résumé, @everyone",
    where="Hartford",
    organiser="The association",
    contact="hello@example.org",
    language="en",
    attached=False,
)


def announced(date: CalendarEntry, *, edits: str | None = None) -> Message:
    """What the channel says of it."""
    said = message(
        NEWS, f"{date.summary}: {date.standing}", key="k1" if edits is None else f"k{date.sequence + 2}"
    )
    return replace(said, parts=(replace(said.parts[0], dates=(date,)),), edits=edits)


def events(shelfmate: Stage) -> list[Event]:
    """All of the server's."""
    return list(shelfmate.there.guild.events.values())


async def test_a_session_stands_among_the_servers_events(there: Discord) -> None:
    there.allow(May.CREATE_EVENTS)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        await shelfmate.sends(announced(SPEED))
        (event,) = events(shelfmate)
    assert (event.name, event.location) == ("Speed mentoring", "Hartford")
    assert event.starts.startswith(SPEED.at.date().isoformat())
    assert event.description == "Bring \\*your\\* résumé, \\@everyone"


async def test_it_moves_with_its_session_and_is_cancelled_with_it(there: Discord) -> None:
    there.allow(May.CREATE_EVENTS)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        ref = await shelfmate.sends(announced(SPEED))
        shelfmate.restarts()
        moved = replace(SPEED, sequence=2, at=SPEED.at + timedelta(days=1), where="New Haven")
        await shelfmate.sends(announced(moved, edits=ref))
        (event,) = events(shelfmate)
        assert (event.location, event.starts[:10]) == ("New Haven", moved.at.date().isoformat())
        await shelfmate.sends(announced(replace(moved, sequence=5, standing="cancelled"), edits=ref))
        await shelfmate.sends(announced(replace(moved, sequence=5, standing="cancelled"), edits=ref))
    assert [one.status for one in events(shelfmate)] == [4]


async def test_what_has_begun_stands_there_as_it_was(there: Discord) -> None:
    there.allow(May.CREATE_EVENTS)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        ref = await shelfmate.sends(announced(SPEED))
        await there.passes(timedelta(days=8).total_seconds())
        await shelfmate.sends(announced(SPEED, edits=ref))
    assert not there.called("edit_event")


async def test_one_that_was_made_though_nobody_heard_so_is_not_made_twice(there: Discord) -> None:
    there.allow(May.CREATE_EVENTS)
    there.faults.plant("create_event", How.SERVER_ERROR, done=True, status=503)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        with pytest.raises(SendFailed):
            await shelfmate.sends(announced(SPEED))
        await shelfmate.sends(announced(SPEED))
        assert len(events(shelfmate)) == 1
        assert shelfmate.posted() == 1


async def test_without_the_permission_the_message_goes_nevertheless(there: Discord) -> None:
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        await shelfmate.sends(announced(SPEED))
        assert events(shelfmate) == []
        assert shelfmate.posted() == 1


async def test_who_erased_the_event_does_not_keep_it_from_coming_back(there: Discord) -> None:
    there.allow(May.CREATE_EVENTS)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        ref = await shelfmate.sends(announced(SPEED))
        there.guild.events.clear()
        await shelfmate.sends(announced(replace(SPEED, sequence=2), edits=ref))
        assert len(events(shelfmate)) == 1
