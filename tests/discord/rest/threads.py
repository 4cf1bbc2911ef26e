"""Threads: start one, bring people in, let them go, list those that are there."""

from tests.discord import threads, told
from tests.discord.checks.form import Form
from tests.discord.intents import Intent
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind
from tests.discord.refusals import Refused, forbidden, no_access, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route
from tests.discord.rest.channels import ARCHIVE_AFTER

MOST_ACTIVE = 1000


def start(call: Call) -> Answer:
    """POST one without a message. Its kind is private unless told."""
    parent, args, form = call.channel, call.args, Form()
    kind = args.get("type", int(Kind.PRIVATE_THREAD))
    form.text(("name",), args.get("name"), 100)
    form.one_of(("type",), kind, {10, 11, 12})
    if args.get("auto_archive_duration") is not None:
        form.one_of(("auto_archive_duration",), args["auto_archive_duration"], ARCHIVE_AFTER)
    form.settle()
    if parent.kind not in {Kind.TEXT, Kind.ANNOUNCEMENT} or (
        parent.kind is Kind.ANNOUNCEMENT and kind == Kind.PRIVATE_THREAD
    ):
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    needed = May.CREATE_PRIVATE_THREADS if kind == Kind.PRIVATE_THREAD else May.CREATE_PUBLIC_THREADS
    call.needs(needed, channel=parent)
    active = [one for one in call.site.threads_of(parent.guild) if not one.archived]
    if len(active) >= MOST_ACTIVE:
        raise Refused(400, 160006, "Maximum number of active threads reached")
    return Answer(told.channel(call.site, _made(call, parent, Kind(kind))), 201)


def _made(call: Call, parent: Channel, kind: Kind) -> Channel:
    site, args = call.site, call.args
    thread = Channel(id=site.ids.next(), kind=kind, guild=parent.guild, name=args["name"], parent=parent.id)
    thread.owner = site.app.id
    thread.people = [site.app.id]
    thread.auto_archive = args.get("auto_archive_duration") or 4320
    thread.invitable = args.get("invitable", True)
    site.channels[thread.id] = thread
    threads.wake(site, thread)
    site.tell(
        Intent.GUILDS, "THREAD_CREATE", told.channel(site, thread) | {"newly_created": True}, parent.guild
    )
    return thread


def _thread(call: Call) -> Channel:
    thread = call.channel
    if not thread.kind.is_thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    return thread


def add(call: Call) -> Answer:
    """PUT somebody in; they must see the channel that it hangs under."""
    thread, site, user = _thread(call), call.site, call.params["user"]
    if thread.archived:
        raise Refused(400, 50083, "Thread is archived")
    call.needs(May.SEND_MESSAGES_IN_THREADS, channel=thread)
    if user not in site.users:
        raise unknown("User")
    if user not in site.guilds[thread.guild].members:
        raise unknown("Member")
    if not site.may(user, site.channels[str(thread.parent)]) & May.VIEW_CHANNEL:
        raise no_access()
    if site.app.id not in thread.people and not site.may(site.app.id, thread) & May.MANAGE_THREADS:
        raise forbidden()
    if user not in thread.people:
        thread.people.append(user)
        _members(call, thread, [user], [])
        threads.note(site, thread, threads.ADDED, who=user)
    return NOTHING


def remove(call: Call) -> Answer:
    """DELETE somebody from it: whoever started a private one may, and whoever manages threads."""
    thread, user = _thread(call), call.params["user"]
    if thread.archived:
        raise Refused(400, 50083, "Thread is archived")
    if thread.kind is not Kind.PRIVATE_THREAD or thread.owner != call.site.app.id:
        call.needs(May.MANAGE_THREADS, channel=thread)
    if user not in thread.people:
        raise unknown("Member")
    thread.people.remove(user)
    _members(call, thread, [], [user])
    threads.note(call.site, thread, threads.REMOVED, who=user)
    return NOTHING


def _members(call: Call, thread: Channel, came: list[str], went: list[str]) -> None:
    data = {
        "id": thread.id, "guild_id": thread.guild, "member_count": len(thread.people), "removed_member_ids": went,
        "added_members": [told.thread_member(call.site, thread, id) for id in came],
    }  # fmt: skip
    call.site.tell(Intent.GUILD_MEMBERS, "THREAD_MEMBERS_UPDATE", data, thread.guild)


def join(call: Call) -> Answer:
    """PUT the app itself in."""
    thread = _thread(call)
    if call.site.app.id not in thread.people:
        thread.people.append(call.site.app.id)
    return NOTHING


def members(call: Call) -> Answer:
    """GET who is in it; only for an app that may have the Server Members intent."""
    thread = _thread(call)
    if not call.site.app.members:
        raise no_access()
    return Answer([told.thread_member(call.site, thread, id) for id in thread.people])


def active(call: Call) -> Answer:
    """GET those of a server that are not archived and that the app sees."""
    site = call.site
    awake = [t for t in site.threads_of(call.guild.id) if not t.archived and site.may(site.app.id, t)]
    mine = [told.thread_member(site, t, site.app.id) for t in awake if site.app.id in t.people]
    return Answer({"threads": [told.channel(site, one) for one in awake], "members": mine})


ROUTES = [
    Route("POST", "/channels/{channel}/threads", "create_thread", start),
    Route("PUT", "/channels/{channel}/thread-members/@me", "join_thread", join),
    Route("PUT", "/channels/{channel}/thread-members/{user}", "add_thread_member", add),
    Route("DELETE", "/channels/{channel}/thread-members/{user}", "remove_thread_member", remove),
    Route("GET", "/channels/{channel}/thread-members", "get_thread_members", members),
    Route("GET", "/guilds/{guild}/threads/active", "get_active_threads", active),
]
