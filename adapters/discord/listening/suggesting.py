"""Suggesting: what an option of a command can be, while somebody types it."""

from datetime import datetime, timedelta
from typing import Any

from adapters.discord.listening.asking import Asking
from adapters.discord.reading.heard import Suggesting
from flows.messages import On, Say

PAUSES = (7, 14, 30, 61, 91, 182)
"""Days that people are away for."""
LONGEST = 100


async def suggested(heard: Suggesting, asking: Asking, now: datetime) -> list[dict[str, Any]]:
    """Days on which a pause can end, in their own language; none where nothing is to be chosen from."""
    if (heard.command, heard.option) != ("pause", "until"):
        return []
    days = [now.date() + timedelta(days=each) for each in PAUSES]
    named = await asking.words(heard.account, *(Say("chat.until", {"day": On(day)}) for day in days))
    typed = heard.typed.casefold().split()
    return [
        {"name": name[:LONGEST], "value": day.isoformat()}
        for day, name in zip(days, named, strict=True)
        if all(word in f"{name} {day}".casefold() for word in typed)
    ]
