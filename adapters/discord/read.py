"""Reading: whatever Discord sends becomes an event, a value of the adapter's own, or nothing with a reason. Pure, total."""

from collections.abc import Mapping
from datetime import datetime

from adapters.discord.reading.acts import heard_of_act
from adapters.discord.reading.events import heard_of_message
from adapters.discord.reading.heard import Heard, Ignored
from adapters.discord.reading.origin import (
    Reading,
    account_of,
    guild_of,
    spot_of_interaction,
    spot_of_message,
    user_in,
    workspace_of,
)


def read(payload: object, *, now: datetime) -> Heard:
    """What Discord sent: the `d` of INTERACTION_CREATE, or of MESSAGE_CREATE. Of which program it is, whoever hears it
    looks up."""
    if not isinstance(payload, Mapping):
        return Ignored("not an object")
    if "author" in payload:
        return heard_of_message(Reading(payload, now, spot_of_message(payload)))
    return heard_of_act(Reading(payload, now, spot_of_interaction(payload)))


__all__ = ["account_of", "guild_of", "read", "user_in", "workspace_of"]
