"""What was filled in while setting up is held against Discord: what we may do where, who can coordinate, what a list says."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.app import permissions
from adapters.discord.app.permissions import Permission, lacking
from adapters.discord.app.server import Server, server
from adapters.discord.app.standing import Channel
from adapters.discord.calling.calls import Away, Calls, Dead, Limited, Lost, Refused
from adapters.discord.reading.origin import user_in
from adapters.discord.setup.fields import Given
from adapters.discord.setup.words import (
    ANNOUNCEMENTS,
    COORDINATORS,
    DESK,
    FILE,
    PASTED,
    PROGRAM,
    ROLES,
    Errors,
)
from flows.core import Core, Members, Setup
from flows.ids import AccountId
from flows.messages import Say

LARGEST = 5_000_000
"""In bytes; a list of a hundred thousand members is smaller."""
SHOWN = 3
"""How many lines of a list that are wrong find room."""
SEEING = "View Channel"
"""What a channel's settings call the permission to see it: those of a role have it in the plural."""
NO_MEMBER = 10007
"""How Discord says that somebody is not in a server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A coordinator who has not been met yet, as the server knows them."""

    account: AccountId
    name: str
    app: bool = False
    here: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found."""

    errors: Errors = field(default_factory=dict)
    members: Members = field(default_factory=Members)
    listed: Members = field(default_factory=Members)
    """Those of them that a file holds."""
    newcomers: tuple[Newcomer, ...] = ()


class Checks:
    """Looks things up. Nothing is posted for it: Discord tells what we may do."""

    def __init__(self, calls: Calls, core: Core) -> None:
        self._calls = calls
        self._core = core

    async def places(self, guild: str, given: Given, setup: Setup, names: Mapping[str, str]) -> Checked:
        """Who and where. `names` are those of the roles. Raises what `Calls.call` raises."""
        there, people, listed = await asyncio.gather(
            server(self._calls, guild), self._people(guild, given.coordinators), self._listed(given)
        )
        errors = {
            PROGRAM: await self._elsewhere(given, setup),
            **_channels(there, given.announcements or setup.announcements, given.desk or setup.desk),
            COORDINATORS: tuple(filter(None, map(_why_not, people)))[:SHOWN],
            ROLES: there.bars(tuple(names.values())) if given.roles else (),
            FILE: _some(listed.wrong),
        }
        return Checked(errors=_found(errors), members=listed, listed=listed, newcomers=tuple(people))

    async def members(self, given: Given) -> Checked:
        """The list of members."""
        pasted, listed = await asyncio.gather(self._pasted(given.pasted), self._listed(given))
        both = Members(
            listed=(*pasted.listed, *listed.listed), passed_over=pasted.passed_over + listed.passed_over
        )
        errors = _found({PASTED: _some(pasted.wrong), FILE: _some(listed.wrong)})
        return Checked(errors=errors, members=both, listed=listed)

    # --- each of them -------------------------------------------------------------------------------------

    async def _pasted(self, typed: str) -> Members:
        return await asyncio.to_thread(self._core.members_in, typed.encode(), "")

    async def _listed(self, given: Given) -> Members:
        file = given.file
        if file is None:
            return given.listed
        if file.size > LARGEST:
            return Members(wrong=(Say("chat.setup.too_large"),))
        try:
            content = await self._calls.download(file.url)
        except (Refused, Lost, Away):
            return Members(wrong=(Say("chat.setup.server.no_file"),))
        return await asyncio.to_thread(self._core.members_in, content, file.name or "members.csv")

    async def _people(self, guild: str, accounts: tuple[AccountId, ...]) -> list[Newcomer]:
        """Those who have not been met yet."""
        known = await asyncio.to_thread(lambda: [self._core.knows(account) for account in accounts])
        strangers = [account for account, met in zip(accounts, known, strict=True) if not met]
        return list(await asyncio.gather(*(self._newcomer(guild, account) for account in strangers)))

    async def _elsewhere(self, given: Given, setup: Setup) -> tuple[Say, ...]:
        """A program has one server: it moves only from one that we are not in any more."""
        program = given.program or setup.program or setup.programs[0][0]
        for other in (workspace for living, workspace in setup.elsewhere if living == program):
            try:
                await self._calls.call("GET", "/guilds/{guild_id}", guild_id=other.partition(":")[2])
            except (Dead, Limited):
                raise
            except Refused:
                continue
            return (Say("chat.setup.server.elsewhere"),)
        return ()

    async def _newcomer(self, guild: str, account: AccountId) -> Newcomer:
        id = user_in(account)
        try:
            told = await self._calls.call(
                "GET", "/guilds/{guild_id}/members/{member_id}", guild_id=guild, member_id=id
            )
        except (Dead, Limited):
            raise
        except Refused as refused:
            if refused.code != NO_MEMBER:
                raise
            user = await self._calls.call("GET", "/users/{user_id}", user_id=id)
            return Newcomer(account=account, name=_name(user), here=False)
        user = told["user"]
        name = " ".join(str(told.get("nick") or "").split()) or _name(user)
        return Newcomer(account=account, name=name, app=bool(user.get("bot")))


# --- what is wrong ------------------------------------------------------------------------------------------


def _channels(there: Server, announcements: str, desk: str) -> Errors:
    found = there.standing.channels
    news = tuple(_lacks(found.get(announcements), permissions.CHANNELS)) if announcements else ()
    if not desk:
        return {ANNOUNCEMENTS: news}
    room = found.get(desk)
    wrong = [*_lacks(room, permissions.DESK)]
    if room and room.open:
        wrong.append(Say("chat.setup.server.open_desk", {"channel": room.name}))
    if desk == announcements:
        wrong = [Say("chat.setup.same_channel")]
    return {ANNOUNCEMENTS: news, DESK: tuple(wrong)}


def _lacks(channel: Channel | None, needed: tuple[Permission, ...]) -> Iterator[Say]:
    """A line that names every permission; what we do not see, we may do nothing in, so that seeing comes first."""
    if channel is None or not channel.text:
        yield Say("chat.setup.server.gone")
        return
    seen = channel.granted.view_channel
    lacks = [each.shown for each in lacking(channel.granted, needed)] if seen else [SEEING]
    if lacks:
        names = ", ".join(f"“{name}”" for name in lacks)
        yield Say("chat.setup.server.lacks", {"channel": channel.name, "permissions": names})


def _name(user: Mapping[str, Any]) -> str:
    return str(user.get("global_name") or user.get("username") or user["id"])


def _why_not(person: Newcomer) -> Say | None:
    if not person.here:
        return Say("chat.setup.server.not_in_server", {"name": person.name})
    return Say("chat.setup.app_or_gone", {"name": person.name}) if person.app else None


def _found(errors: Mapping[str, tuple[Say, ...]]) -> Errors:
    return {where: wrong for where, wrong in errors.items() if wrong}


def _some(wrong: tuple[Say, ...]) -> tuple[Say, ...]:
    """The first few, and how many more there are."""
    more = len(wrong) - SHOWN
    return (*wrong[:SHOWN], Say("chat.setup.more", {"count": more})) if more > 0 else wrong
