"""What somebody typed to Shelfmate in their direct conversation; nothing else that is written is read."""

import re

from adapters.discord.reading.heard import By, Heard, Ignored
from adapters.discord.reading.origin import Reading
from adapters.discord.reading.payload import Payload, id_at, number, part, parts, text
from flows.events import Said

LONGEST_TEXT = 4_000
"""Discord's own longest message, of those who pay for it."""
TYPED = frozenset({0, 19})
"""The types of a message that somebody wrote: by itself, or in answer to another. All others tell of something."""
DIRECT = 1
"""The type of a conversation of two."""
MARKED = re.compile(
    r"<(?:@!?(?P<user>\d+)|#(?P<channel>\d+)|a?(?P<emoji>:\w+:)\d+|(?P<command>/[^:<>]+):\d+)>"
)
"""What Discord writes for whom or what somebody chose while they typed."""


def heard_of_message(reading: Reading) -> Heard:
    """What somebody typed."""
    payload, author = reading.payload, part(reading.payload, "author")
    if reading.spot.guild or number(payload, "channel_type") not in {0, DIRECT}:
        return Ignored("not said to Shelfmate alone")  # we do not listen elsewhere, whatever the intents
    if author.get("bot") or author.get("system") or payload.get("webhook_id"):
        return Ignored("said by an app")
    if number(payload, "type") not in TYPED:
        return Ignored("not a message that somebody wrote")
    if not (reading.spot.user and reading.spot.channel and reading.spot.message):
        return Ignored("nobody said it")
    return reading.act(By.MESSAGE, Said, text=as_typed(payload)[:LONGEST_TEXT])


def as_typed(payload: Payload) -> str:
    """A message's text as its author saw it: names for the ids of people, no ids of signs and commands."""
    names = {id_at(user, "id"): text(user, "global_name") or text(user, "username")
             for user in parts(payload, "mentions")}  # fmt: skip

    def seen(found: re.Match[str]) -> str:
        if found["user"]:
            return f"@{names.get(found['user']) or found['user']}"
        return found["emoji"] or found["command"] or f"#{found['channel']}"

    return MARKED.sub(seen, text(payload, "content"))
