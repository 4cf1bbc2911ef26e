"""Channels of a server: look, make, change, delete."""

from tests.discord import threads, told
from tests.discord.checks.form import Form
from tests.discord.intents import Intent
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind, Overwrite
from tests.discord.refusals import Json, Refused
from tests.discord.rest.call import Answer, Call, Route

MAKEABLE = {Kind.TEXT, Kind.VOICE, Kind.CATEGORY, Kind.ANNOUNCEMENT, Kind.STAGE}
ARCHIVE_AFTER = {60, 1440, 4320, 10080}


def get(call: Call) -> Answer:
    """GET one."""
    return Answer(told.channel(call.site, call.channel))


def get_all(call: Call) -> Answer:
    """GET those of a server, without threads."""
    return Answer([told.channel(call.site, one) for one in call.site.channels_of(call.guild.id)])


def create(call: Call) -> Answer:
    """POST a new one."""
    guild, args, form = call.guild, call.args, Form()
    call.needs(May.MANAGE_CHANNELS)
    form.text(("name",), args.get("name"), 100)
    form.one_of(("type",), args.get("type", 0), set(map(int, MAKEABLE)))
    if args.get("topic") is not None:
        form.text(("topic",), args["topic"], 1024, 0)
    form.settle()
    if sum(1 for _ in call.site.channels_of(guild.id)) >= 500:
        raise Refused(400, 30013, "Maximum number of guild channels reached (500)")
    kind = Kind(args.get("type", 0))
    channel = Channel(id=call.site.ids.next(), kind=kind, guild=guild.id, topic=args.get("topic"))
    channel.name = channel_name(kind, args["name"])
    channel.parent = args.get("parent_id")
    channel.overwrites = overwrites(args.get("permission_overwrites") or [])
    call.site.channels[channel.id] = channel
    call.site.tell(Intent.GUILDS, "CHANNEL_CREATE", told.channel(call.site, channel), guild.id)
    return Answer(told.channel(call.site, channel), 201)


def channel_name(kind: Kind, name: str) -> str:
    """Where people type, names are small and without gaps."""
    return "-".join(name.lower().split()) if kind in {Kind.TEXT, Kind.ANNOUNCEMENT} else name


def overwrites(given: list[Json]) -> list[Overwrite]:
    """As they are kept."""
    return [
        Overwrite(str(one["id"]), int(one["type"]), int(one.get("allow") or 0), int(one.get("deny") or 0))
        for one in given
    ]


def edit(call: Call) -> Answer:
    """PATCH a channel or thread."""
    channel, args, form = call.channel, call.args, Form()
    if channel.kind is Kind.DM:
        raise Refused(403, 50003, "Cannot execute action on a DM channel")
    if args.get("name") is not None:
        form.text(("name",), args["name"], 100)
    if args.get("auto_archive_duration") is not None:
        form.one_of(("auto_archive_duration",), args["auto_archive_duration"], ARCHIVE_AFTER)
    form.number(("rate_limit_per_user",), args.get("rate_limit_per_user"), 0, 21600)
    form.settle()
    (_edit_thread if channel.kind.is_thread else _edit)(call, channel, args)
    name = "THREAD_UPDATE" if channel.kind.is_thread else "CHANNEL_UPDATE"
    call.site.tell(Intent.GUILDS, name, told.channel(call.site, channel), channel.guild)
    return Answer(told.channel(call.site, channel))


def _edit(call: Call, channel: Channel, args: Json) -> None:
    call.needs(May.MANAGE_CHANNELS, channel=channel)
    channel.name = channel_name(channel.kind, args.get("name") or channel.name)
    channel.topic = args.get("topic", channel.topic)
    channel.slowmode = args.get("rate_limit_per_user", channel.slowmode)
    channel.parent = args.get("parent_id", channel.parent)
    if "permission_overwrites" in args:
        channel.overwrites = overwrites(args["permission_overwrites"] or [])


def _edit_thread(call: Call, thread: Channel, args: Json) -> None:
    own = thread.owner == call.site.app.id
    opens = args.get("archived") is False
    if thread.archived and not opens:
        raise Refused(400, 50083, "Thread is archived")
    only_opens = (
        set(args) == {"archived"} and opens and call.site.app.id in thread.people and not thread.locked
    )
    moderates = args.get("locked") is not None or args.get("rate_limit_per_user") is not None
    if moderates or thread.locked or not (own or only_opens):  # a lock holds also against who began it
        call.needs(May.MANAGE_THREADS, channel=thread)
    if args.get("name") not in {None, thread.name}:
        threads.note(call.site, thread, threads.RENAMED, content=args["name"])
    thread.name = args.get("name") or thread.name
    thread.archived = args.get("archived", thread.archived)
    thread.locked = args.get("locked", thread.locked)
    thread.invitable = args.get("invitable", thread.invitable)
    thread.auto_archive = args.get("auto_archive_duration", thread.auto_archive)
    thread.slowmode = args.get("rate_limit_per_user", thread.slowmode)
    thread.changed = call.site.clock.now
    if not thread.archived:
        threads.wake(call.site, thread)


def delete(call: Call) -> Answer:
    """DELETE a channel or thread; of a direct conversation only one's own side."""
    channel, site = call.channel, call.site
    if channel.kind is not Kind.DM:
        call.needs(May.MANAGE_THREADS if channel.kind.is_thread else May.MANAGE_CHANNELS, channel=channel)
        forget(call, channel)
    return Answer(told.channel(site, channel))


def forget(call: Call, channel: Channel) -> None:
    """A channel and its threads are gone."""
    gone = told.channel(call.site, channel)
    for id in [c.id for c in call.site.channels.values() if channel.id in {c.id, c.parent}]:
        del call.site.channels[id]
    name = "THREAD_DELETE" if channel.kind.is_thread else "CHANNEL_DELETE"
    call.site.tell(Intent.GUILDS, name, gone, channel.guild)


def permit(call: Call) -> Answer:
    """PUT an overwrite."""
    channel = call.channel
    call.needs(May.MANAGE_ROLES, channel=channel)
    rest = [one for one in channel.overwrites if one.id != call.params["overwrite"]]
    channel.overwrites = [*rest, *overwrites([{**call.args, "id": call.params["overwrite"]}])]
    call.site.tell(Intent.GUILDS, "CHANNEL_UPDATE", told.channel(call.site, channel), channel.guild)
    return Answer(status=204)


ROUTES = [
    Route("GET", "/channels/{channel}", "get_channel", get),
    Route("PATCH", "/channels/{channel}", "edit_channel", edit),
    Route("DELETE", "/channels/{channel}", "delete_channel", delete),
    Route("PUT", "/channels/{channel}/permissions/{overwrite}", "edit_permissions", permit),
    Route("GET", "/guilds/{guild}/channels", "get_guild_channels", get_all),
    Route("POST", "/guilds/{guild}/channels", "create_channel", create),
]
