"""Setting Shelfmate up in a server: `/mentoring setup` opens a modal, and what is sent from it is checked and saved."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import discord
import structlog

from adapters.discord.calling.calls import Away, Calls, Lost, Refused
from adapters.discord.reading.heard import By, SetupAsked, SetupSent, Spot
from adapters.discord.reading.origin import workspace_of
from adapters.discord.rendering.reply import Reply
from adapters.discord.roles.names import names_of_roles
from adapters.discord.setup import page as setup_page
from adapters.discord.setup.checks import Checked, Checks, Newcomer
from adapters.discord.setup.fields import Given, as_it_stands, given_in
from adapters.discord.setup.page import MEMBERS, PLACES
from adapters.discord.setup.unsaved import Key, Unsaved
from adapters.discord.setup.words import Told, Words
from flows.core import Core, Members, NotRecorded, Setup
from flows.events import Joined
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Say
from flows.ports import StoreError

log = structlog.get_logger()

NO_ANSWER = (Refused, Lost, Away, NotRecorded, StoreError)
NOT_HERE = frozenset({10004, 50001})
"""Unknown guild, missing access: the command is in the server, and we are not."""


class SettingUp:
    """Leads whoever brings Shelfmate into a server through what it has to know, and whoever changes it later. `saved` is
    called when something was, and `set_up` with the server's workspace."""

    def __init__(
        self,
        calls: Calls,
        core: Core,
        now: Callable[[], datetime],
        *,
        saved: Callable[[], None] = lambda: None,
        set_up: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._core = core
        self._now = now
        self._tell_saved = saved
        self._tell_set_up = set_up
        self._checks = Checks(calls, core)
        self._words = Words(core)
        self._unsaved = Unsaved()

    async def asked(self, heard: SetupAsked) -> Reply:
        """`/mentoring setup`: open the modal, for those who may; a kind line for all others."""
        return await self._opens(PLACES, heard.account, heard.spot)

    async def pressed(self, heard: SetupSent) -> Reply:
        """One of our buttons: open the modal that it stands for."""
        opens = next((id for id in (PLACES, MEMBERS) if id.endswith(f":{heard.callback}")), PLACES)
        return await self._opens(opens, heard.account, heard.spot)

    async def sent(self, heard: SetupSent) -> Reply:
        """Check and save what was sent; how it stands then, or what is to be put right."""
        if heard.by is By.PRESS:
            return await self.pressed(heard)
        told = await self._words.told(heard.account)
        id = MEMBERS if MEMBERS.endswith(f":{heard.callback}") else PLACES
        try:
            answer = await self._saved(id, heard, told)
        except NO_ANSWER as failed:
            log.warning("setup not saved", error=str(failed))
            self._unsaved.keeps((heard.spot.guild, heard.account, id), self._given(id, heard))
            why = "not_here" if isinstance(failed, Refused) and failed.code in NOT_HERE else "no_answer"
            answer = setup_page.again(id, told, told[why])
        return setup_page.in_its_place(answer) if heard.spot.ephemeral else answer

    # --- opening ------------------------------------------------------------------------------------------

    async def _opens(self, id: str, account: AccountId, spot: Spot) -> Reply:
        told = await self._words.told(account)
        if spot.direct:
            return setup_page.only(told, told["in_server"])
        setup = await self._setup(spot)
        if not _may(account, spot, setup):
            return _refusal(setup, told)
        if setup.program is None:
            id = PLACES  # whose members would they be?
        given = self._unsaved.of((spot.guild, account, id)) or as_it_stands(setup)
        return setup_page.page(id, setup, told, given)

    async def _setup(self, spot: Spot) -> Setup:
        return await asyncio.to_thread(self._core.setup, workspace_of(spot.guild))

    # --- what was sent ------------------------------------------------------------------------------------

    async def _saved(self, id: str, heard: SetupSent, told: Told) -> Reply:
        if heard.spot.direct:
            return setup_page.only(told, told["in_server"])
        setup, by = await self._setup(heard.spot), heard.account
        if not _may(by, heard.spot, setup):
            return _refusal(setup, told)
        given, key = self._given(id, heard), (heard.spot.guild, by, id)
        checked = await self._checked(id, heard.spot.guild, given, setup)
        if checked.errors:
            return await self._wrong(id, key, given, checked, told)
        stands = await asyncio.to_thread(self._saves, given, checked, setup, by)
        self._unsaved.forgets(key)
        self._tell_saved()
        self._tell_set_up(setup.workspace)
        words = await self._words.stands(by, stands, checked.members.passed_over)
        first = filter(None, (told["saved"], words.passed_over))
        return setup_page.standing(stands, told, words, await self._about_roles(by, stands), *first)

    def _given(self, id: str, heard: SetupSent) -> Given:
        given, before = given_in(heard), self._unsaved.of((heard.spot.guild, heard.account, id))
        return replace(given, listed=before.listed) if before and not given.file else given

    async def _wrong(self, id: str, key: Key, given: Given, checked: Checked, told: Told) -> Reply:
        listed = Members() if checked.listed.wrong else checked.listed
        self._unsaved.keeps(key, replace(given, file=None, listed=listed))
        beside = await self._words.beside(key[1], checked.errors)
        kept = Say("chat.setup.server.list_kept", {"count": len(listed.listed)})
        more = await self._words.lines(key[1], [kept]) if listed.listed else ()
        return setup_page.wrong(id, told, beside, *more)

    async def _checked(self, id: str, guild: str, given: Given, setup: Setup) -> Checked:
        if id == MEMBERS:
            return await self._checks.members(given)
        return await self._checks.places(guild, given, setup, await names_of_roles(self._core))

    def _saves(self, given: Given, checked: Checked, setup: Setup, by: AccountId) -> Setup:
        """On a thread. The core blocks."""
        now = self._now()
        program = given.program or setup.program or setup.programs[0][0]
        for newcomer in checked.newcomers:
            if self._core.receive(_joined(newcomer, now, program)) is not None:
                raise NotRecorded("a coordinator is still being introduced")
        wanted = Setup(
            workspace=setup.workspace,
            program=program,
            announcements=given.announcements,
            desk=given.desk,
            coordinators=given.coordinators,
            roles=given.roles,
            roster=checked.members.listed,
            whole=given.whole,
        )
        return self._core.sets_up(wanted, by, now)

    async def _about_roles(self, account: AccountId, setup: Setup) -> str:
        if not setup.roles:
            said = Say("chat.setup.server.roles_off")
        else:
            names = ", ".join((await names_of_roles(self._core)).values())
            said = Say("chat.setup.server.roles_on", {"roles": names})
        return (await self._words.lines(account, [said]))[0]


def _may(account: AccountId, spot: Spot, setup: Setup) -> bool:
    granted = discord.Permissions(spot.permissions)
    return granted.manage_guild or granted.administrator or account in setup.coordinators


def _refusal(setup: Setup, told: Told) -> Reply:
    return setup_page.only(told, told["not_yours"], users=setup.coordinators)


def _joined(newcomer: Newcomer, now: datetime, program: ProgramId) -> Joined:
    """That they were met for the first time."""
    return Joined(
        id=EventId(f"{newcomer.account}:met:{now.date()}"),
        now=now,
        account=newcomer.account,
        program=program,
        name=newcomer.name,
        tells_zone=False,
    )
