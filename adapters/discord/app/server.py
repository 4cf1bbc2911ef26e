"""A server, looked at: how we stand in it, and which of its roles we could give."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from adapters.discord.app.standing import Standing, standing
from adapters.discord.calling.calls import Calls
from flows.messages import Say

Json = Mapping[str, Any]
SHOWN = {"manage_guild": "Manage Server", "moderate_members": "Timeout Members"}
"""What Discord's settings call permissions whose names say something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server, and ourselves in it."""

    standing: Standing
    roles: Sequence[Json]
    top: int
    """Where our own highest role stands: only those below it are ours to give."""

    def role(self, name: str) -> Json | None:
        """The role of that name; of several the oldest."""
        found = [role for role in self.roles if str(role.get("name")) == name]
        return min(found, key=lambda role: int(role["id"])) if found else None

    def bars(self, names: Sequence[str]) -> tuple[Say, ...]:
        """Why we could not give the roles of these names, each with what would help."""
        if not self.standing.granted.manage_roles:
            return (Say("chat.setup.server.lacks_roles"),)
        there = [role for role in map(self.role, names) if role]
        return tuple(filter(None, (self._bars(role) for role in there)))

    def _bars(self, role: Json) -> Say | None:
        named = {"role": str(role["name"])}
        if role.get("managed"):
            return Say("chat.setup.server.role_managed", named)
        mighty = discord.Permissions(int(role["permissions"])) & (
            discord.Permissions.elevated() | discord.Permissions(mention_everyone=True)
        )
        if mighty.value:
            first = next(name for name, granted in mighty if granted)
            return Say("chat.setup.server.role_mighty", {**named, "permission": shown(first)})
        return Say("chat.setup.server.role_above", named) if int(role["position"]) >= self.top else None


async def server(calls: Calls, guild: str) -> Server:
    """Look at a server. Raises what `Calls.call` raises."""
    whole, channels, me = await asyncio.gather(
        calls.call("GET", "/guilds/{guild_id}", guild_id=guild),
        calls.call("GET", "/guilds/{guild_id}/channels", guild_id=guild),
        calls.call("GET", "/guilds/{guild_id}/members/{member_id}", guild_id=guild, member_id=calls.me),
    )
    mine = {str(role) for role in me["roles"]}
    heights = [int(role["position"]) for role in whole["roles"] if str(role["id"]) in mine]
    return Server(standing=standing(whole, channels, me), roles=whole["roles"], top=max(heights, default=0))


def shown(permission: str) -> str:
    """What Discord's settings call a permission."""
    return SHOWN.get(permission) or permission.replace("_", " ").title()
