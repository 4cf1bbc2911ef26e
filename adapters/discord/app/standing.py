"""How we stand in a server: what our roles let us do there, and what is left of it in each of its channels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One channel of a server, as it is for us."""

    id: str
    name: str
    text: bool
    """Whether it is an ordinary text channel: no other has private threads."""
    granted: discord.Permissions
    open: bool
    """Whether everybody in the server sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A server, as it is for us."""

    id: str
    name: str
    granted: discord.Permissions
    """By roles alone."""
    channels: Mapping[str, Channel]
    """By id; those that we cannot see are among them."""


def standing(guild: Json, channels: Iterable[Json], me: Json) -> Standing:
    """From the server, its channels and our own membership in it, as Discord tells of them."""
    id, mine = str(guild["id"]), [str(role) for role in me["roles"]]
    roles = {str(role["id"]): int(role["permissions"]) for role in guild["roles"]}
    ours = by_roles(roles, [id, *mine])
    everybody = by_roles(roles, [id])
    return Standing(
        id=id,
        name=str(guild["name"]),
        granted=discord.Permissions(ours),
        channels={
            str(one["id"]): Channel(
                id=str(one["id"]),
                name=str(one["name"]),
                text=one["type"] == discord.ChannelType.text.value,
                granted=discord.Permissions(in_channel(ours, one, id, mine, str(me["user"]["id"]))),
                open=discord.Permissions(in_channel(everybody, one, id, (), "")).view_channel,
            )
            for one in channels
        },
    )


def by_roles(roles: Mapping[str, int], held: Sequence[str]) -> int:
    """What these roles let somebody do together."""
    granted = 0
    for role in held:
        granted |= roles.get(role, 0)
    return discord.Permissions.all().value if discord.Permissions(granted).administrator else granted


def in_channel(granted: int, channel: Json, everybody: str, roles: Sequence[str], user: str) -> int:
    """What is left of it in a channel, in the order in which Discord reckons: everybody's, the roles', one's own."""
    if discord.Permissions(granted).administrator:
        return granted
    overwrites = {str(one["id"]): one for one in channel.get("permission_overwrites") or ()}
    for of in ([everybody], roles, [user]):
        known = [overwrites[id] for id in of if id in overwrites]
        for one in known:
            granted &= ~int(one["deny"])
        for one in known:
            granted |= int(one["allow"])
    return granted if discord.Permissions(granted).view_channel else 0
