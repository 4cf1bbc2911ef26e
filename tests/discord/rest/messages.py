"""Messages of a channel: send, edit, read, delete."""

from tests.discord import messages, told
from tests.discord.checks.messages import check
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind, Message
from tests.discord.refusals import Refused, closed, strangers, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route


def create(call: Call) -> Answer:
    """POST: once, if the nonce is held to."""
    site, channel = call.site, call.channel
    _writable(call, channel)
    check(call.args, call.uploads)
    if was := messages.same(site, call.args):
        return Answer(told.answered(site, was))
    message = messages.compose(site, channel, site.app.id, call.args, call.uploads)
    if message.reply_to and not channel.find(message.reply_to):
        raise unknown("Message")
    return Answer(told.answered(site, messages.post(site, channel, message)))


def _writable(call: Call, channel: Channel) -> None:
    if channel.kind is Kind.DM:
        other = next(call.site.users[id] for id in channel.people if id != call.site.app.id)
        if other.deleted or other.dms == CLOSED:
            raise closed()
        if other.dms or not any(
            other.id in guild.members for guild in call.site.guilds.values() if not guild.gone
        ):
            raise strangers()
        return
    if channel.kind is Kind.CATEGORY:
        raise Refused(400, 50008, "Cannot send messages in a non-text channel")
    thread = channel.kind.is_thread
    needed = [May.SEND_MESSAGES_IN_THREADS if thread else May.SEND_MESSAGES]
    needed += [May.ATTACH_FILES] * bool(call.uploads) + [May.EMBED_LINKS] * bool(call.args.get("embeds"))
    needed += [May.READ_MESSAGE_HISTORY] * bool(call.args.get("message_reference"))
    call.needs(*needed, channel=channel)
    if thread and channel.locked:
        call.needs(May.MANAGE_THREADS, channel=channel)


def mine(call: Call) -> Message:
    """The message of the path, which is the app's own."""
    message = seen(call)
    if message.by != call.site.app.id:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    return message


def seen(call: Call) -> Message:
    """The message of the path; one that a single person sees is none."""
    message = call.channel.find(call.params["message"])
    if message is None or message.only_for:
        raise unknown("Message")
    return message


def edit(call: Call) -> Answer:
    """PATCH: only one's own."""
    message = mine(call)
    _awake(call.channel)
    check(call.args, call.uploads, was=message)
    return Answer(told.answered(call.site, messages.amend(call.site, message, call.args, call.uploads)))


def _awake(channel: Channel) -> None:
    if channel.archived:
        raise Refused(400, 50083, "Thread is archived")


def delete(call: Call) -> Answer:
    """DELETE: one's own, or others' where that is allowed."""
    message = seen(call)
    if call.channel.archived and call.channel.locked:
        call.needs(May.MANAGE_THREADS, channel=call.channel)
    if message.by != call.site.app.id:
        if call.channel.kind is Kind.DM:
            raise Refused(403, 50003, "Cannot execute action on a DM channel")
        call.needs(May.MANAGE_MESSAGES, channel=call.channel)
    messages.erase(call.site, message)
    return NOTHING


def get(call: Call) -> Answer:
    """GET one."""
    if call.channel.guild:
        call.needs(May.READ_MESSAGE_HISTORY, channel=call.channel)
    return Answer(told.answered(call.site, seen(call)))


def history(call: Call) -> Answer:
    """GET many, newest first; only one of before, after and around counts."""
    limit = int(call.query.get("limit", "50"))
    if not 1 <= limit <= 100:
        raise Refused(400, 50035, "Invalid Form Body", {"limit": {"_errors": [
            {"code": "NUMBER_TYPE_MAX", "message": "int value should be between 1 and 100."}]}})  # fmt: skip
    if call.channel.guild and not call.site.may(call.site.app.id, call.channel) & May.READ_MESSAGE_HISTORY:
        return Answer([])
    every = [one for one in call.channel.messages if not one.only_for]
    before, after, around = (int(call.query.get(name, 0)) for name in ("before", "after", "around"))
    if around:
        half = limit // 2
        older = [m for m in every if int(m.id) <= around][-half - 1 :]
        chosen = older + [m for m in every if int(m.id) > around][:half]
    elif after:
        chosen = [m for m in every if int(m.id) > after][:limit]
    else:
        chosen = [m for m in every if not before or int(m.id) < before][-limit:]
    return Answer([told.answered(call.site, one) for one in reversed(chosen)])


def typing(call: Call) -> Answer:
    """POST: the app is typing."""
    assert call.channel.id
    return NOTHING


CLOSED = 50007
PLACE = "/channels/{channel}/messages"
ROUTES = [
    Route("POST", PLACE, "create_message", create),
    Route("GET", PLACE, "get_messages", history),
    Route("GET", f"{PLACE}/{{message}}", "get_message", get),
    Route("PATCH", f"{PLACE}/{{message}}", "edit_message", edit),
    Route("DELETE", f"{PLACE}/{{message}}", "delete_message", delete),
    Route("POST", "/channels/{channel}/typing", "typing", typing),
]
