"""What Shelfmate may do in a server, and why: the one table that the invitation, the guide and `doctor` read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import discord


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission: discord.py's name for it, what Discord's settings call it, and what we need it for."""

    name: str
    shown: str
    why: str


CHANNELS = (
    Permission("view_channel", "View Channels", "to see the channels that it is to post in"),
    Permission(
        "send_messages", "Send Messages", "to announce, and to bring coordinators what is to be decided"
    ),
    Permission(
        "send_messages_in_threads", "Send Messages in Threads", "to introduce a pair in their own room"
    ),
    Permission(
        "create_private_threads",
        "Create Private Threads",
        "for a pair's own room, and for whoever takes no direct messages",
    ),
    Permission("attach_files", "Attach Files", "for calendar invitations, charts and spreadsheets"),
    Permission(
        "read_message_history",
        "Read Message History",
        "to see after a failure whether its own message arrived; of others' messages Discord tells it no word",
    ),
)
"""Asked for always, and all needed in the channel for announcements, under which rooms are made."""
DESK = tuple(each for each in CHANNELS if "thread" not in each.name)
"""Needed in the coordinators' channel."""
EVENTS = Permission(
    "create_events",
    "Create Events",
    "to have sessions among the server's own events; it changes only its own",
)
"""Asked for always; without it sessions are only announced."""
ROLES = Permission(
    "manage_roles", "Manage Roles", "only where roles are wanted: to give and take mentor, mentee and alumni"
)
"""Asked for where roles are on: it reaches no role above Shelfmate's own."""
INTENTS = MappingProxyType(
    {
        "guilds": "to know the servers that it is in, and their channels",
        "dm_messages": "to hear what somebody writes to Shelfmate itself",
    }
)
"""What Discord is to tell of, as discord.py calls it, and why. What people press or type after / comes without any; none
of these needs to be turned on in the developer portal."""


def wanted(*, roles: bool) -> tuple[Permission, ...]:
    """All that we ask for."""
    return (*CHANNELS, EVENTS, ROLES) if roles else (*CHANNELS, EVENTS)


def number(*, roles: bool) -> int:
    """The same as the one number that an invitation carries."""
    return discord.Permissions(**{each.name: True for each in wanted(roles=roles)}).value


def lacking(granted: discord.Permissions, needed: Sequence[Permission]) -> Iterator[Permission]:
    """Those of `needed` that are not granted."""
    return (each for each in needed if not getattr(granted, each.name))
