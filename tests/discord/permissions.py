"""Who may do what, by roles and a channel's overwrites, as Discord reckons it."""

from enum import IntFlag

from tests.discord.records import Channel, Guild, Kind


class May(IntFlag):
    """The permissions that we meet."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 53) - 1
PLAIN = int(
    May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.USE_APPLICATION_COMMANDS
    | May.SEND_MESSAGES_IN_THREADS
    | May.CREATE_PUBLIC_THREADS
)
"""What a new server lets everybody do (as far as it concerns us)."""


def in_guild(guild: Guild, user: str) -> int:
    """By roles alone."""
    member = guild.members.get(user)
    if member is None:
        return 0
    if guild.owner == user:
        return EVERYTHING
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return EVERYTHING if allowed & May.ADMINISTRATOR else allowed


def in_channel(guild: Guild, user: str, channel: Channel, parent: Channel | None = None) -> int:
    """In a channel, or in a thread (by its parent)."""
    allowed = in_guild(guild, user)
    if not allowed or allowed == EVERYTHING:
        return allowed
    overwrites = {one.id: one for one in (parent or channel).overwrites}
    if everyone := overwrites.get(guild.id):
        allowed = allowed & ~everyone.deny | everyone.allow
    roles = [overwrites[role] for role in guild.members[user].roles if role in overwrites]
    for one in roles:
        allowed &= ~one.deny
    for one in roles:
        allowed |= one.allow
    if own := overwrites.get(user):
        allowed = allowed & ~own.deny | own.allow
    if not allowed & May.VIEW_CHANNEL:
        return 0
    hidden = channel.kind is Kind.PRIVATE_THREAD and user not in channel.people
    return 0 if hidden and not allowed & May.MANAGE_THREADS else allowed
