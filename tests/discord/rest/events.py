"""Scheduled events of a server."""

from datetime import datetime
from typing import Any

from tests.discord import told
from tests.discord.checks.form import REQUIRED, Form
from tests.discord.intents import Intent
from tests.discord.permissions import May
from tests.discord.records import Event, Kind
from tests.discord.refusals import Json, Refused, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route

STAGE, VOICE, ELSEWHERE = 1, 2, 3
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
LEADS_TO = {SCHEDULED: {SCHEDULED, ACTIVE, CANCELED}, ACTIVE: {ACTIVE, COMPLETED}}
MOST = 100
"""Events of a server that are yet to come or under way."""


def create(call: Call) -> Answer:
    """POST."""
    guild, args = call.guild, call.args
    call.needs(May.CREATE_EVENTS)
    _check(call, args)
    if len([one for one in guild.events.values() if one.status in LEADS_TO]) >= MOST:
        raise Refused(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    event = Event(
        id=call.site.ids.next(), guild=guild.id, name=args["name"], starts=args["scheduled_start_time"],
        ends=args.get("scheduled_end_time"), entity=args["entity_type"], creator=call.site.app.id,
    )  # fmt: skip
    _fill(event, args)
    guild.events[event.id] = event
    return _tell(call, "GUILD_SCHEDULED_EVENT_CREATE", event)


def _fill(event: Event, args: Json) -> None:
    event.description = args.get("description", event.description)
    event.channel = args.get("channel_id", event.channel)
    event.location = (args.get("entity_metadata") or {}).get("location", event.location)


def _check(call: Call, args: Json) -> None:
    form = Form()
    form.text(("name",), args.get("name"), 100)
    if args.get("description") is not None:
        form.text(("description",), args["description"], 1000, 0)
    form.one_of(("privacy_level",), args.get("privacy_level", 2), {2})
    form.one_of(("entity_type",), args.get("entity_type"), {STAGE, VOICE, ELSEWHERE})
    starts = _moment(form, "scheduled_start_time", args.get("scheduled_start_time"), required=True)
    elsewhere = args.get("entity_type") == ELSEWHERE
    ends = _moment(form, "scheduled_end_time", args.get("scheduled_end_time"), required=elsewhere)
    if starts and starts.timestamp() <= call.site.clock.now and args.get("status", SCHEDULED) == SCHEDULED:
        form.wrong(
            ("scheduled_start_time",),
            "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
            "Cannot schedule event in the past.",
        )
    if starts and ends and ends <= starts:
        form.wrong(
            ("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "Cannot end before it starts."
        )
    if elsewhere:
        form.text(("entity_metadata", "location"), (args.get("entity_metadata") or {}).get("location"), 100)
        if args.get("channel_id"):
            form.wrong(("channel_id",), "GUILD_SCHEDULED_EVENT_CHANNEL", "Must be null for an external event")
    else:
        channel = call.site.channels.get(str(args.get("channel_id")))
        kind = {STAGE: Kind.STAGE, VOICE: Kind.VOICE}.get(args.get("entity_type", 0))
        if channel is None or channel.kind is not kind:
            form.wrong(("channel_id",), *REQUIRED)
    form.settle()


def _moment(form: Form, name: str, value: Any, *, required: bool) -> datetime | None:
    if value is None:
        if required:
            form.wrong((name,), *REQUIRED)
        return None
    try:
        return datetime.fromisoformat(value).astimezone()
    except (TypeError, ValueError):
        form.wrong((name,), "DATE_TIME_TYPE_PARSE", f'Could not parse "{value}". Should be ISO8601.')
        return None


def _event(call: Call) -> Event:
    event = call.guild.events.get(call.params["event"])
    if event is None:
        raise unknown("Guild Scheduled Event")
    return event


def edit(call: Call) -> Answer:
    """PATCH; a status leads only forwards."""
    event, args, form = _event(call), call.args, Form()
    if event.creator != call.site.app.id:
        call.needs(May.MANAGE_EVENTS)
    status = args.get("status", event.status)
    if status not in LEADS_TO.get(event.status, set()):
        form.wrong(("status",), "GUILD_SCHEDULED_EVENT_STATUS", "That status cannot follow")
    form.settle()
    if event.status == SCHEDULED and status == SCHEDULED:
        was = {
            "name": event.name, "description": event.description, "entity_type": event.entity,
            "scheduled_start_time": event.starts, "scheduled_end_time": event.ends, "channel_id": event.channel,
            "entity_metadata": {"location": event.location} if event.location else None,
        }  # fmt: skip
        _check(call, was | args)
    event.name, event.status = args.get("name", event.name), status
    event.starts = args.get("scheduled_start_time", event.starts)
    event.ends = args.get("scheduled_end_time", event.ends)
    event.entity = args.get("entity_type", event.entity)
    _fill(event, args)
    return _tell(call, "GUILD_SCHEDULED_EVENT_UPDATE", event)


def _tell(call: Call, name: str, event: Event) -> Answer:
    call.site.tell(Intent.GUILD_SCHEDULED_EVENTS, name, told.event(call.site, event), event.guild)
    return Answer(told.event(call.site, event))


def delete(call: Call) -> Answer:
    """DELETE."""
    event = _event(call)
    if event.creator != call.site.app.id:
        call.needs(May.MANAGE_EVENTS)
    del call.guild.events[event.id]
    _tell(call, "GUILD_SCHEDULED_EVENT_DELETE", event)
    return NOTHING


def get(call: Call) -> Answer:
    """GET one."""
    return Answer(told.event(call.site, _event(call)))


def get_all(call: Call) -> Answer:
    """GET all."""
    return Answer([told.event(call.site, one) for one in call.guild.events.values()])


def interested(call: Call) -> Answer:
    """GET those who said that they are."""
    event = _event(call)
    people = [call.site.users[id] for id in event.interested]
    return Answer([{"guild_scheduled_event_id": event.id, "user": told.user(one)} for one in people])


PLACE = "/guilds/{guild}/scheduled-events"
ROUTES = [
    Route("POST", PLACE, "create_event", create),
    Route("GET", PLACE, "get_events", get_all),
    Route("GET", f"{PLACE}/{{event}}", "get_event", get),
    Route("PATCH", f"{PLACE}/{{event}}", "edit_event", edit),
    Route("DELETE", f"{PLACE}/{{event}}", "delete_event", delete),
    Route("GET", f"{PLACE}/{{event}}/users", "get_event_users", interested),
]
