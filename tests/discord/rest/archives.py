"""Threads that are archived, and threads begun from a message."""

from collections.abc import Callable
from datetime import datetime

from tests.discord import threads, told
from tests.discord.checks.form import Form
from tests.discord.intents import Intent
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind
from tests.discord.refusals import Refused
from tests.discord.rest.call import Answer, Call, Route
from tests.discord.rest.messages import seen


def private(call: Call) -> Answer:
    """GET the private ones, for who manages threads."""
    call.needs(May.READ_MESSAGE_HISTORY, May.MANAGE_THREADS, channel=call.channel)
    return _page(call, Kind.PRIVATE_THREAD, lambda thread: thread.changed, before=_moment(call))


def joined(call: Call) -> Answer:
    """GET the private ones that the app is in, by their ids."""
    call.needs(May.READ_MESSAGE_HISTORY, channel=call.channel)
    before = int(call.query.get("before") or 2**63)
    return _page(call, Kind.PRIVATE_THREAD, lambda thread: int(thread.id), before=before, mine=True)


def public(call: Call) -> Answer:
    """GET the public ones."""
    call.needs(May.READ_MESSAGE_HISTORY, channel=call.channel)
    return _page(call, Kind.PUBLIC_THREAD, lambda thread: thread.changed, before=_moment(call))


def _moment(call: Call) -> float:
    before = call.query.get("before")
    return datetime.fromisoformat(before).timestamp() if before else float("inf")


def _page(
    call: Call, kind: Kind, key: Callable[[Channel], float], *, before: float, mine: bool = False
) -> Answer:
    site, app = call.site, call.site.app.id
    those = [
        t for t in site.channels.values() if t.parent == call.channel.id and t.kind is kind and t.archived
    ]
    those = sorted(
        (t for t in those if key(t) < before and (app in t.people or not mine)), key=key, reverse=True
    )
    page = those[: int(call.query.get("limit", "50"))]
    members = [told.thread_member(site, one, app) for one in page if app in one.people]
    return Answer({
        "threads": [told.channel(site, one) for one in page], "members": members, "has_more": len(page) < len(those),
    })  # fmt: skip


def from_message(call: Call) -> Answer:
    """POST: a public thread with the message's own id."""
    site, parent, message, form = call.site, call.channel, seen(call), Form()
    form.text(("name",), call.args.get("name"), 100)
    form.settle()
    call.needs(May.CREATE_PUBLIC_THREADS, channel=parent)
    if message.id in site.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    thread = Channel(id=message.id, kind=Kind.PUBLIC_THREAD, guild=parent.guild, name=call.args["name"])
    thread.parent, thread.owner, thread.people = parent.id, site.app.id, [site.app.id]
    thread.auto_archive = call.args.get("auto_archive_duration") or 4320
    site.channels[thread.id] = thread
    threads.wake(site, thread)
    site.tell(
        Intent.GUILDS, "THREAD_CREATE", told.channel(site, thread) | {"newly_created": True}, parent.guild
    )
    return Answer(told.channel(site, thread), 201)


ARCHIVED = "/channels/{channel}/threads/archived"
ROUTES = [
    Route("GET", f"{ARCHIVED}/private", "get_private_archived_threads", private),
    Route("GET", f"{ARCHIVED}/public", "get_public_archived_threads", public),
    Route(
        "GET", "/channels/{channel}/users/@me/threads/archived/private", "get_joined_archived_threads", joined
    ),
    Route(
        "POST", "/channels/{channel}/messages/{message}/threads", "create_thread_from_message", from_message
    ),
]
