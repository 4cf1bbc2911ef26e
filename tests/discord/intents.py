"""What an app asks to hear of, and what only those hear who were allowed to in the developer portal."""

from enum import IntFlag


class Intent(IntFlag):
    """Gateway intents."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16


KNOWN = sum(1 << bit for bit in [*range(17), 20, 21, 24, 25])
"""Every bit that means something today."""
