"""What the roles are called in a server: by the words of the program that lives there."""

import asyncio
from collections.abc import Mapping

from flows.core import Core
from flows.messages import Say

KEYS = ("mentor", "mentee", "alumni")
"""What somebody can be, as the core says it."""


async def names_of_roles(core: Core) -> Mapping[str, str]:
    """The name of each, by its key: the same for everybody there."""
    said = (Say("chat.roles.mentor"), Say("chat.roles.mentee"), Say("chat.roles.alumni"))
    return dict(zip(KEYS, await asyncio.to_thread(core.words, None, *said), strict=True))
