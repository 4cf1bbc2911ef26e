"""Answering: what somebody did is saved, and only then acknowledged; and they are shown what became of it, in Discord's time."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import discord
import structlog

from adapters.discord.calling.calls import Calls
from adapters.discord.listening.asking import Asking, Elsewhere
from adapters.discord.listening.gateway import Gateway
from adapters.discord.listening.missed import Missed
from adapters.discord.listening.saying import Waiting, saying, word
from adapters.discord.listening.showing import Showing, speaks_for_itself
from adapters.discord.listening.suggesting import suggested
from adapters.discord.listening.telling import Telling, not_answered
from adapters.discord.listening.written import Written
from adapters.discord.read import read
from adapters.discord.reading.acts import AUTOCOMPLETE, is_setup
from adapters.discord.reading.heard import (
    Act,
    By,
    Heard,
    Ignored,
    PageAsked,
    SetupAsked,
    SetupSent,
    Suggesting,
)
from adapters.discord.reading.origin import spot_of_interaction, workspace_of
from adapters.discord.rendering.reply import Kind, Reply
from adapters.discord.roles.keeping import Roles
from adapters.discord.send import Posting
from adapters.discord.setup.arriving import Arriving
from adapters.discord.setup.setting_up import SettingUp
from flows.core import Core, NotRecorded
from flows.events import Said
from flows.messages import Say, Shown

log = structlog.get_logger()

PATIENCE = 2.5
"""Seconds after which something is acknowledged as it stands: Discord gives three, and tells the person then that the
interaction failed."""
LATELY = 5_000
"""So many things that came are kept in mind, to be known when they come again."""


class Answering:
    """Everything that is heard, and what it is answered with."""

    def __init__(
        self,
        client: Gateway,
        calls: Calls,
        core: Core,
        posting: Posting,
        now: Callable[[], datetime],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._now = now
        self._patience = patience
        self._closing = asyncio.Event()
        self._asking = Asking(core, now, client.servers)
        self._roles = Roles(calls, core, now)
        posting.after = self._roles.told
        self._setup = SettingUp(calls, core, now, saved=self._asking.forgets, set_up=self._roles.everybody)
        self._arriving = Arriving(posting, core)
        client.here, client.gone = self._is_in, self._is_out
        self._telling = Telling(calls, posting)
        self._showing = Showing(self._asking, self._telling)
        self._written = Written(self._turn, self._showing, posting, self._closing)
        self._missed = Missed(calls, posting, now, lambda payload: self.hears(payload, again=True))
        self._lately: dict[str, None] = {}
        self._in_hand: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Have ready what is said when nothing can be looked up."""
        self._closing.clear()
        await self._showing.prepare()

    def hears(self, payload: Mapping[str, Any], *, again: bool = False) -> None:
        """Something came: it is taken in hand, unless it was before. `again`: it may have been answered by a process
        that is no more."""
        heard = read(payload, now=self._now())
        id = str(payload.get("id", ""))
        if id in self._lately:
            return
        self._lately[id] = None
        if len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]
        self._takes(self._heard(heard, payload, again=again))

    def looks_back(self) -> None:
        """A session has begun: something may have been missed before it."""
        self._takes(self._missed.looks(self._closing))

    async def finishes(self) -> None:
        """Finish what is in hand."""
        self._closing.set()
        while self._in_hand:
            await asyncio.wait(self._in_hand)

    async def close(self) -> None:
        """Ask the core nothing more."""
        await self._roles.close()
        self._asking.close()

    def _is_in(self, guild: discord.Guild) -> None:
        """We are in this server: it became known just now, or once more."""
        if not self._arriving.is_new(str(guild.id)):
            return
        self._takes(self._arriving.meets(str(guild.id), guild.name, str(guild.owner_id or "")))
        self._roles.everybody(workspace_of(str(guild.id)))

    def _is_out(self, guild: discord.Guild) -> None:
        self._arriving.leaves(str(guild.id))
        self._asking.forgets()

    def _takes(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _heard(self, heard: Heard, payload: Mapping[str, Any], *, again: bool) -> None:
        match heard:
            case Act(by=By.MESSAGE):
                await self._written.takes(heard, again=again)
            case Act() | PageAsked() | SetupAsked() | SetupSent() | Suggesting():
                await self._in_time(heard)
            case Ignored(why):
                log.debug("nothing to do", why=why)
                await self._not_known(payload)

    async def _not_known(self, payload: Mapping[str, Any]) -> None:
        """A command or a button of an earlier version, perhaps: whoever used it waits before their screen."""
        spot = spot_of_interaction(payload)
        if spot.interaction and spot.token:
            said = saying(self._showing.not_known)
            offers = Reply(kind=Kind.OFFERS, data={"choices": []})
            await self._telling.answers(spot, offers if payload.get("type") == AUTOCOMPLETE else said, said)

    # --- in which time --------------------------------------------------------------------------------------

    async def _in_time(self, heard: Waiting) -> None:
        task = asyncio.create_task(self._does(heard))
        await asyncio.wait({task}, timeout=self._patience)
        if task.done():
            await self._telling.answers(heard.spot, self._ended(heard, task), self._sorry(heard))
            return
        deferred = await self._telling.defers(heard)
        await asyncio.wait({task})
        await self._telling.after_all(heard.spot, deferred, self._ended(heard, task))

    def _ended(self, heard: Waiting, task: "asyncio.Task[Reply]") -> Reply:
        error = task.exception()
        if error is None:
            return task.result()
        not_answered(error)
        return self._showing.sorry(heard, recorded=not isinstance(error, NotRecorded))

    def _sorry(self, heard: Waiting) -> Reply:
        return self._showing.sorry(heard, recorded=True)

    # --- what is done ---------------------------------------------------------------------------------------

    async def _does(self, heard: Waiting) -> Reply:
        match heard:
            case Act():
                return await self._showing.shown(heard, await self._turn(heard))
            case PageAsked():
                return await self._showing.page(heard)
            case SetupAsked():
                return await self._setup.asked(heard)
            case SetupSent():
                return await self._setup.sent(heard)
            case Suggesting():
                choices = await suggested(heard, self._asking, self._now())
                return Reply(kind=Kind.OFFERS, data={"choices": choices})

    async def _turn(self, act: Act) -> Shown | None:
        account = act.event.account
        assert account is not None, "whatever people do on Discord has their account"
        if act.by is By.MESSAGE and isinstance(act.event, Said) and is_setup(act.event.text):
            return word(*await self._asking.words(account, Say("chat.setup.in_server")))
        program = await self._asking.program(account, act.spot)
        if isinstance(program, Elsewhere):
            return word(*await self._asking.words(account, program.said))
        event = replace(act.event, program=program)
        shown = await self._asking.receive(event, outcome=not speaks_for_itself(act))
        self._roles.changed(account)
        return shown
