"""Setting Shelfmate up in a workspace: `/mentoring setup` opens a modal, and what is sent from it is checked and saved."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from adapters.slack.calling.calls import Away, Calls, Lost, Refused
from adapters.slack.calling.profiles import Profile, profile
from adapters.slack.reading.heard import SetupAsked, ViewSent
from adapters.slack.reading.origin import ACCOUNT, user_in
from adapters.slack.rendering import limits
from adapters.slack.setup import page as setup_page
from adapters.slack.setup.checks import Checked, Checks
from adapters.slack.setup.fields import Given, as_it_stands, given_in
from adapters.slack.setup.page import SETUP, View
from adapters.slack.setup.words import Told, Words
from flows.core import Core, NotRecorded, Setup
from flows.ids import AccountId, ProgramId
from flows.ports import StoreError

log = structlog.get_logger()

PATIENCE = 2.0
"""Seconds until a sent modal is acknowledged, ready or not: Slack gives three. Less than all else has in
`listening.answering`, which would keep the modal open with a word instead."""
NO_ANSWER = (Refused, Lost, Away, NotRecorded, StoreError)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sent modal: how to acknowledge it, and what to show where it was acknowledged already."""

    acknowledged: dict[str, Any]
    shown: View


class SettingUp:
    """Leads whoever installs Shelfmate through what it has to know, and whoever changes it later. `saved` is called when
    something was."""

    def __init__(
        self,
        calls: Calls,
        core: Core,
        now: Callable[[], datetime],
        *,
        saved: Callable[[], None] = lambda: None,
        patience: float = PATIENCE,
    ) -> None:
        self._calls = calls
        self._core = core
        self._now = now
        self._tell_saved = saved
        self._patience = patience
        self._checks = Checks(calls, core)
        self._words = Words(core)
        self._unsaved: dict[AccountId, Given] = {}
        """What somebody filled in that would not do: it is there when they come back from inviting us, say."""
        self._going: dict[str, asyncio.Task[Outcome]] = {}
        """What is being saved, by view: a modal that is sent twice is saved once."""
        self._late: set[asyncio.Task[None]] = set()

    async def asked(self, heard: SetupAsked) -> dict[str, Any] | None:
        """Open the modal, for those who may; a kind line in a modal for all others. What a command is acknowledged
        with where no modal could be opened, else None."""
        told = await self._words.told(heard.account)
        try:
            who, setup = await self._looked_up(heard.account)
            view = await self._page(setup, told, heard.account) if _may(who, setup) else _refusal(setup, told)
            await self._calls.call("views.open", trigger_id=heard.spot.trigger, view=view)
        except NO_ANSWER as failed:
            log.warning("setup not opened", error=str(failed))
            return {"response_type": "ephemeral", "text": await self._words.why_not(heard.account, failed)}
        return None

    async def sent(self, heard: ViewSent) -> dict[str, Any] | None:
        """Check and save what was sent; what to acknowledge it with, in time: errors beside the fields, or how it stands.
        None for a modal that is not this one."""
        if heard.callback != SETUP:
            return None
        view = heard.spot.view
        if view not in self._going:
            self._going[view] = asyncio.create_task(self._settled(heard))
            self._going[view].add_done_callback(lambda _: self._going.pop(view, None))
        going = self._going[view]
        await asyncio.wait({going}, timeout=self._patience)
        if going.done():
            return going.result().acknowledged
        later = asyncio.create_task(self._shows(heard, going))
        self._late.add(later)
        later.add_done_callback(self._late.discard)
        # what is slow may be the store: no words are asked for that were not read before
        working = self._words.last.get("working")
        if working is None:
            return {"response_action": "clear"}
        return {"response_action": "update", "view": setup_page.only(self._words.last, working)}

    async def close(self) -> None:
        """Finish what is in hand."""
        await asyncio.gather(*self._going.values(), *self._late, return_exceptions=True)

    # --- what was sent ------------------------------------------------------------------------------------

    async def _settled(self, heard: ViewSent) -> Outcome:
        told = await self._words.told(heard.account)
        try:
            return await self._saved(heard, told)
        except NO_ANSWER as failed:
            log.warning("setup not saved", error=str(failed))
            self._unsaved[heard.account] = given_in(heard)
            return _shows(setup_page.only(told, told["no_answer"]))

    async def _saved(self, heard: ViewSent, told: Told) -> Outcome:
        given, by = given_in(heard), heard.account
        who, setup = await self._looked_up(by)
        if not _may(who, setup):
            return _shows(_refusal(setup, told))
        checked = await self._checks.look(given)
        program = given.program or setup.program or setup.programs[0][0]
        errors = checked.errors or await self._checks.greet(
            given, setup, by, await self._words.hellos(by, dict(setup.programs).get(program, ""))
        )
        if errors:
            self._unsaved[by] = given
            beside = await self._words.beside(by, errors)
            shown = setup_page.page(setup, told, given, beside, await self._words.stands(by, setup))
            return Outcome(setup_page.errors_beside(beside), shown)
        stands = await asyncio.to_thread(self._saves, given, checked, setup, program, by)
        self._tell_saved()
        self._unsaved.pop(by, None)
        words = await self._words.stands(by, stands, checked.members.passed_over)
        first = filter(None, (told["saved"], words.passed_over))
        return _shows(setup_page.standing(stands, told, words, *first))

    def _saves(
        self, given: Given, checked: Checked, setup: Setup, program: ProgramId, by: AccountId
    ) -> Setup:
        """On a thread. The core blocks."""
        now = self._now()
        for newcomer in checked.newcomers:
            if self._core.receive(newcomer.joined(now, program)) is not None:
                raise NotRecorded("a coordinator is still being introduced")
        wanted = Setup(
            workspace=setup.workspace,
            program=program,
            announcements=given.announcements,
            desk=given.desk,
            coordinators=given.coordinators,
            roster=checked.members.listed,
            whole=given.whole,
        )
        return self._core.sets_up(wanted, by, now)

    async def _shows(self, heard: ViewSent, going: "asyncio.Task[Outcome]") -> None:
        """What became of it, after all: in the modal, or where that was closed in a message."""
        await asyncio.wait({going})
        if error := going.exception():
            log.error("a setup failed", exc_info=error)
            shown = setup_page.only(self._words.last, self._words.last["no_answer"])
        else:
            shown = going.result().shown
        await asyncio.sleep(limits.SETTLES)
        try:
            await self._calls.call("views.update", view_id=heard.spot.view, view=shown)
        except NO_ANSWER:
            message = {"channel": user_in(heard.account)[1], "text": setup_page.in_one_text(shown)}
            try:
                await self._calls.call("chat.postMessage", **message)
            except NO_ANSWER as failed:
                log.warning("nobody was told what became of a setup", error=str(failed))

    # --- who, and what stands -----------------------------------------------------------------------------

    async def _looked_up(self, account: AccountId) -> tuple[Profile, Setup]:
        workspace = f"{ACCOUNT}{user_in(account)[0]}"
        return await asyncio.gather(
            profile(self._calls, account), asyncio.to_thread(self._core.setup, workspace)
        )

    async def _page(self, setup: Setup, told: Told, account: AccountId) -> View:
        given = self._unsaved.get(account) or as_it_stands(setup)
        return setup_page.page(setup, told, given, {}, await self._words.stands(account, setup))


def _may(who: Profile, setup: Setup) -> bool:
    return who.rules or who.account in setup.coordinators


def _refusal(setup: Setup, told: Told) -> View:
    return setup_page.only(told, told["not_yours"], users=setup.coordinators)


def _shows(view: View) -> Outcome:
    return Outcome({"response_action": "update", "view": view}, view)
