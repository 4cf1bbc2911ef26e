"""Answering: what somebody did is saved, and only then acknowledged; and they are shown what became of it, in Slack's time."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from adapters.slack.calling.calls import Away, Calls, Lost, Refused
from adapters.slack.home import Home
from adapters.slack.listening.asking import Asking
from adapters.slack.listening.showing import Body, Showing, Waiting, speaks_for_itself
from adapters.slack.listening.telling import NOT_SAID, Telling, word
from adapters.slack.reading.acts import is_setup
from adapters.slack.reading.heard import (
    Act,
    By,
    Heard,
    HomeOpened,
    Ignored,
    SetupAsked,
    Suggesting,
    Uninstalled,
    ViewSent,
)
from adapters.slack.rendering import forms
from adapters.slack.send import Posting
from adapters.slack.setup.setting_up import SettingUp
from flows.core import Core, NotRecorded
from flows.events import Said
from flows.messages import Say, Shown

log = structlog.get_logger()

PATIENCE = 2.5
"""Seconds after which something is acknowledged as it stands: Slack gives three, and tells the person then that the app
did not respond."""


class Answering:
    """Everything that is heard in one workspace, and what it is acknowledged with."""

    def __init__(
        self,
        calls: Calls,
        core: Core,
        posting: Posting,
        now: Callable[[], datetime],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._calls = calls
        self._now = now
        self._patience = patience
        self._asking = Asking(calls, core, now)
        self._home = Home(calls, core, now)
        posting.after = self._home.told
        self._setup = SettingUp(calls, core, now, saved=self._asking.forgets_the_program)
        self._showing = Showing(self._asking, Telling(calls, posting))
        self._in_hand: dict[str, asyncio.Task[Body]] = {}
        self._afterwards: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Have ready what is said when nothing can be looked up."""
        await self._showing.prepare()

    async def answer(self, heard: Heard, *, again: bool) -> Body:
        """What to acknowledge it with. `again`: Slack brings it once more. Raises NotRecorded where it shall not be
        acknowledged."""
        match heard:
            case Act(by=By.MESSAGE) | HomeOpened() | Uninstalled():
                return await self._unhurried(heard, again=again)
            case Act() | SetupAsked() | ViewSent() | Suggesting():
                return await self._in_time(heard)
            case Ignored(why):
                log.debug("nothing to do", why=why)
                return None

    async def close(self) -> None:
        """Finish what is in hand."""
        while waiting := {*self._in_hand.values(), *self._afterwards}:
            await asyncio.wait(waiting)
        await self._setup.close()
        await self._home.close()
        self._asking.close()

    # --- in which time --------------------------------------------------------------------------------------

    async def _unhurried(self, heard: Act | HomeOpened | Uninstalled, *, again: bool) -> Body:
        task = self._begun(heard, again=again)
        await asyncio.wait({task})
        if error := task.exception():
            _log(error)
            raise NotRecorded("it is not acknowledged") from error
        return task.result()

    async def _in_time(self, heard: Waiting) -> Body:
        task = self._begun(heard, again=False)
        await asyncio.wait({task}, timeout=self._patience)
        if task.done():
            return await self._ended(heard, task)
        after = asyncio.create_task(self._late(heard, task))
        self._afterwards.add(after)
        after.add_done_callback(self._afterwards.discard)
        return self._showing.meanwhile(heard)

    def _begun(self, heard: Heard, *, again: bool) -> "asyncio.Task[Body]":
        """What came twice and is still in hand is not begun twice: both are acknowledged alike."""
        id = str(heard.event.id) if isinstance(heard, Act) else _id_of(heard)
        task = self._in_hand.get(id)
        if task is None:
            task = self._in_hand[id] = asyncio.create_task(self._does(heard, again=again))
            task.add_done_callback(lambda _: self._in_hand.pop(id))
        return task

    async def _ended(self, heard: Waiting, task: "asyncio.Task[Body]") -> Body:
        error = task.exception()
        if error is None:
            return task.result()
        _log(error)
        return await self._showing.sorry(heard, recorded=not isinstance(error, NotRecorded))

    async def _late(self, heard: Waiting, task: "asyncio.Task[Body]") -> None:
        await asyncio.wait({task})
        await self._showing.after_all(heard, await self._ended(heard, task))

    # --- what is done ---------------------------------------------------------------------------------------

    async def _does(self, heard: Heard, *, again: bool) -> Body:
        match heard:
            case Act(by=By.MESSAGE, event=Said(text=typed)) if is_setup(typed):
                await self._showing.leads_to_setup(heard, again=again)
            case Act():
                shown = await self._turn(heard)
                return await self._showing.shows(heard, shown, again=again or self._is_late(heard))
            case HomeOpened(tab="home"):
                await self._opened(heard)
            case SetupAsked():
                return await self._setup.asked(heard)
            case ViewSent():
                return await self._setup.sent(heard)
            case Suggesting():
                options = await self._asking.options(heard.event, heard.field, heard.account)
                return forms.suggested(options, heard.typed)
            case Uninstalled():
                await self._taken_out()
        return None

    def _is_late(self, act: Act) -> bool:
        """Whether Slack may have brought it to another replica meanwhile, which has answered it by now."""
        return self._now() - act.event.now >= timedelta(seconds=self._patience)

    async def _turn(self, act: Act) -> Shown | None:
        program = await self._asking.program()
        if program is None:
            return word(*await self._asking.words(act.event.account, Say("chat.no_program")))
        account = act.event.account
        assert account is not None, "whatever people do on Slack has their account"
        await self._asking.meets(account, program)
        event = replace(act.event, program=program)
        shown = await self._asking.receive(event, outcome=not speaks_for_itself(act))
        self._home.changed(account)
        return shown

    async def _opened(self, heard: HomeOpened) -> None:
        program = await self._asking.program()
        if program is not None:
            await self._asking.meets(heard.account, program)
        await self._home.opened(heard)

    async def _taken_out(self) -> None:
        """Asking Slack who we are tells whether the token is dead; health goes by what it says."""
        try:
            await self._calls.call("auth.test")
        except (Refused, Lost, Away) as error:
            log.warning("taken out of the workspace", why=str(error))


def _id_of(heard: Heard) -> str:
    """What tells it from everything else that is in hand."""
    return f"{type(heard).__name__}:{id(heard)}"


def _log(error: BaseException) -> None:
    if isinstance(error, (NotRecorded, *NOT_SAID)):
        log.warning("not answered", why=str(error), cause=str(error.__cause__ or ""))
    else:
        log.error("an answer failed", exc_info=error)
