"""The workspace looked over: is a program set up in it, what is still missing, are its channels there."""

from collections.abc import AsyncIterator, Sequence

from adapters.slack.app.examining import Examining, Known
from adapters.slack.calling.failures import Away, Lost, Refused
from adapters.slack.reading.origin import ACCOUNT
from bot import library
from bot.clock import Clock
from bot.doctor.lines import Line, note, well, wrong
from bot.front_desk import FrontDesk
from bot.reception import Reception
from bot.situations import Programs
from bot.turn import Turns
from flows.core import Setup
from flows.ids import ProgramId
from flows.model.cohorts import Adopted
from flows.ports import Store
from flows.situation import Get, Query

ABOUT = "workspace"
SET_UP = "start `shelfmate run`, and type /mentoring setup in Slack"
INVITE = "type /invite @Shelfmate in it, or choose another with /mentoring setup"


async def looked_over(
    store: Store, running: Sequence[str], clock: Clock, slack: Examining, known: Known
) -> AsyncIterator[Line]:
    """A line for each thing."""
    launched = [ProgramId(id) for id in running if _launched(store, id)]
    if not launched:
        yield note(ABOUT, "nothing is set up yet", SET_UP)
        return
    desk = _desk(store, launched, clock)
    setup = desk.setup(f"{ACCOUNT}{known.team}")
    if setup.program is None:
        yield note(ABOUT, f"{known.name} is not set up yet", SET_UP)
        return
    for words in desk.words(None, *setup.missing):
        yield wrong(ABOUT, words)
    if not setup.missing:
        yield well(ABOUT, f"{dict(setup.programs)[setup.program]} is set up in {known.name}")
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


def _launched(store: Store, program: str) -> bool:
    at: Query = Get(Adopted, program)
    return store.transact(lambda tx: tx.load([at])[at]) is not None


def _desk(store: Store, running: Sequence[ProgramId], clock: Clock) -> FrontDesk:
    known = Programs()
    reception = Reception(store, Turns(store, known))  # hears nothing: nobody is listened to
    return FrontDesk(
        store, known, library.wording(), reception, clock, first=running[0], fields=1, running=running
    )
