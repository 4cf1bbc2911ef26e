"""Scheduled events: what the announcement channel says takes place stands among the server's own events, and as it is now."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.discord.calling.calls import Calls, Dead, Limited, Refused
from adapters.discord.reading.payload import id_at, text
from adapters.discord.rendering.marking import marked
from adapters.discord.sending.outcomes import before
from adapters.discord.sending.places import Places
from adapters.discord.sending.whither import Whither
from flows.files import CalendarEntry
from flows.messages import Message, Span
from flows.wording.fitting import clean, shortened

log = structlog.get_logger()

EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = "/guilds/{guild_id}/scheduled-events/{event}"
ELSEWHERE = 3
"""Neither in a voice channel nor on a stage: where, is said in words."""
MEMBERS = 2
"""Who sees it: the server's members."""
CALLED_OFF = 4
OPEN = frozenset({1, 2})
"""Yet to come, or under way."""
NAME = 100
DETAILS = 1_000
WHERE = 100
UNKNOWN_EVENT = 10070


def dates_in(message: Message) -> tuple[CalendarEntry, ...]:
    """The dates of what is announced."""
    if not message.place.endswith(":announcements"):
        return ()
    return tuple(date for part in message.parts for date in part.dates)


class Scheduled:
    """The events that we keep in servers. What becomes of them is remembered, and found again where it was not."""

    def __init__(self, calls: Calls, places: Places) -> None:
        self._calls = calls
        self._places = places

    async def shows(self, where: Whither, dates: Iterable[CalendarEntry]) -> None:
        """Each stands there as it is now. Raises as sending does where another try may help: it is done before the
        message, and may be done again. What Discord does not let us do is only logged: the message says it all."""
        for date in dates if where.guild else ():
            with before():
                try:
                    await self._shows(where.guild, date)
                except Refused as refused:
                    if isinstance(refused, Limited | Dead):
                        raise
                    log.warning("not among the server's events", guild=where.guild, why=str(refused))

    async def _shows(self, guild: str, date: CalendarEntry) -> None:
        place = f"date:{date.id}"
        known = await asyncio.to_thread(self._places.channel, place, guild)
        event = known or await self._found(guild, date)
        if not (event and await self._changed(guild, event, date)):
            if date.standing == "cancelled":
                return
            told = await self._calls.call("POST", EVENTS, guild_id=guild, json=_said(date), again=False)
            event = id_at(told, "id")
        if event != known:
            await asyncio.to_thread(self._places.keep, place, guild, event)

    async def _found(self, guild: str, date: CalendarEntry) -> str:
        """One that we made and do not remember: nobody knew whether it was made."""
        said = _said(date)
        for event in await self._calls.call("GET", EVENTS, guild_id=guild):
            if text(event, "creator_id") in {self._calls.me, self._calls.app} and event.get("status") in OPEN:
                begins = datetime.fromisoformat(text(event, "scheduled_start_time"))
                if text(event, "name") == said["name"] and begins == date.at:
                    return id_at(event, "id")
        return ""

    async def _changed(self, guild: str, event: str, date: CalendarEntry) -> bool:
        """Whether it was there to be changed. What reads as it should stays as it is: of what has begun Discord takes no
        word any more."""
        said = {"status": CALLED_OFF} if date.standing == "cancelled" else _said(date)
        try:
            stands = await self._calls.call("GET", EVENT, guild_id=guild, event=event)
            if stands.get("status") in OPEN and not _says(stands, said):
                await self._calls.call("PATCH", EVENT, guild_id=guild, event=event, json=said)
        except Refused as refused:
            if refused.code != UNKNOWN_EVENT:
                raise
            return False
        return True


def _says(stands: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether an event is as it is to be said."""
    return all(_moment(stands.get(name)) == _moment(value) for name, value in said.items())


def _moment(value: object) -> object:
    """A time whichever way it is written; anything else as it is."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _said(date: CalendarEntry) -> dict[str, Any]:
    details = clean(date.details)
    while len(marked((Span(details),))) > DETAILS:  # escaping makes it longer
        details = shortened(details, len(details) * 3 // 4)
    return {
        "name": shortened(clean(date.summary), NAME),
        "description": marked((Span(details),)),
        "privacy_level": MEMBERS,
        "entity_type": ELSEWHERE,
        "entity_metadata": {"location": shortened(clean(date.where), WHERE) or "–"},
        "scheduled_start_time": date.at.isoformat(),
        "scheduled_end_time": (date.at + timedelta(minutes=date.minutes)).isoformat(),
    }
