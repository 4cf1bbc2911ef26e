"""Giving and taking: one person's roles in one server, which are found by their names, or made."""

from collections.abc import Mapping
from typing import Any

import structlog

from adapters.discord.app.server import server
from adapters.discord.calling.calls import Calls, Dead, Limited, Refused
from adapters.discord.reading.origin import user_in
from adapters.discord.roles.names import names_of_roles
from flows.core import Core
from flows.ids import AccountId

log = structlog.get_logger()

NOT_ALLOWED = frozenset({50001, 50013})
"""Missing access, missing permissions: gone since, or a role was moved above ours."""
NO_MEMBER = frozenset({10007, 10013})
MEMBER = "/guilds/{guild_id}/members/{member_id}"
GIVEN = f"{MEMBER}/roles/{{role_id}}"


class Barred(Exception):
    """In this server they cannot be given."""


class Giving:
    """In every server that we are in."""

    def __init__(self, calls: Calls, core: Core) -> None:
        self._calls = calls
        self._core = core
        self._ids: dict[str, Mapping[str, str]] = {}
        """By workspace the ids of its roles, as they were found or made."""

    def forgets(self, workspace: str) -> None:
        """Its roles may be others by now: they are looked for once more."""
        self._ids.pop(workspace, None)

    async def settles(self, workspace: str, account: AccountId, wanted: frozenset[str]) -> bool:
        """Whether they have now what they should: whoever left the server may come back. Raises Barred, and what
        `Calls.call` raises."""
        guild = workspace.partition(":")[2]
        try:
            member = await self._calls.call("GET", MEMBER, guild_id=guild, member_id=user_in(account))
            await self._turns(workspace, guild, account, wanted, {str(id) for id in member["roles"]})
        except (Dead, Limited):
            raise
        except Refused as refused:
            if refused.code in NO_MEMBER:
                log.info("no roles for somebody who is not in the server", workspace=workspace)
            elif refused.code in NOT_ALLOWED:
                raise Barred(str(refused)) from None
            else:
                self.forgets(workspace)  # a role may have been deleted: it is found or made anew
                raise
            return False
        return True

    async def _turns(
        self, workspace: str, guild: str, account: AccountId, wanted: frozenset[str], has: set[str]
    ) -> None:
        """Whoever has what they should is left alone, and roles that are not ours to give in any case."""
        ids = await self._known(workspace, guild)
        for key, id in ids.items():
            if (key in wanted) != (id in has):
                method = "PUT" if key in wanted else "DELETE"
                await self._calls.call(method, GIVEN, guild_id=guild, member_id=user_in(account), role_id=id)
                log.info("role", given=key in wanted, role=key, workspace=workspace)  # whose, no log tells

    # --- the server's roles ---------------------------------------------------------------------------------

    async def _known(self, workspace: str, guild: str) -> Mapping[str, str]:
        """The ids of its roles: found by their names, or made. Raises Barred where they would not be ours to give."""
        if workspace not in self._ids:
            names = await names_of_roles(self._core)
            there = await server(self._calls, guild)
            if bars := there.bars(tuple(names.values())):
                raise Barred(bars[0].key)
            found = {key: there.role(name) for key, name in names.items()}
            self._ids[workspace] = {
                key: str((role or await self._made(guild, names[key]))["id"]) for key, role in found.items()
            }
        return self._ids[workspace]

    async def _made(self, guild: str, name: str) -> Mapping[str, Any]:
        """It lets nobody do more than before: it is there to be seen, and to be written to."""
        role = {"name": name, "permissions": "0", "mentionable": False}
        made: Mapping[str, Any] = await self._calls.call(
            "POST", "/guilds/{guild_id}/roles", json=role, guild_id=guild
        )
        return made
