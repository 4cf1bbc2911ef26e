"""The Slack workspace looked over: is a program set up in it, what is still missing, are its channels there."""

from collections.abc import AsyncIterator

from adapters.slack.app.examining import Examining, Known
from adapters.slack.calling.failures import Away, Lost, Refused
from adapters.slack.reading.origin import ACCOUNT
from bot.doctor.lines import Line, note, well, wrong
from bot.doctor.setups import Setups
from flows.core import Setup

ABOUT = "workspace"
INVITE = "type /invite @Shelfmate in it, or choose another with /mentoring setup"


async def looked_over(setups: Setups, slack: Examining, known: Known) -> AsyncIterator[Line]:
    """A line for each thing."""
    setup = setups.of(f"{ACCOUNT}{known.team}")
    if setup is None:
        yield setups.nothing(ABOUT, known.name, "Slack")
        return
    for line in setups.lines(ABOUT, known.name, setup):
        yield line
    async for line in channels(setup, slack):
        yield line


async def channels(setup: Setup, slack: Examining) -> AsyncIterator[Line]:
    """Whether they are there, as far as Slack tells somebody who may read none."""
    for name, id in (("announcements", setup.announcements), ("coordinators", setup.desk)):
        if not id:
            continue
        try:
            there = await slack.sees(id)
        except (Refused, Lost, Away) as error:
            yield note(
                ABOUT, f"whether the channel for {name} ({id}) is there, Slack does not tell ({error})"
            )
            continue
        if there:
            yield well(ABOUT, f"the channel for {name} ({id}) is there")
        else:
            yield wrong(ABOUT, f"the channel for {name} ({id}) is gone, or private without us", INVITE)
