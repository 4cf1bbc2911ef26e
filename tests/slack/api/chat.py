"""chat.*: posting, editing and deleting messages."""

from tests.slack.api.call import Call
from tests.slack.api.content import LONGEST_EDIT, Content, content
from tests.slack.records import Channel, Kind, Message
from tests.slack.refusals import Json, Refused
from tests.slack.workspace import BOT_USER


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = _open_to_us(call, direct=True)
    said = content(call.args)
    wait = call.site.limits.wait_to_post(call.site.clock.now, call.workspace.id, channel.id)
    if wait:
        raise Refused("ratelimited", status=429, retry_after=wait)
    message = _message(call, said, thread=_thread(call, channel))
    call.workspace.post(channel, message)
    call.site.heard(call.workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.told(metadata=True)}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral."""
    channel, user = _open_to_us(call), str(call.need("user"))
    said = content(call.args)
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = _message(call, said)
    message.only_for, message.metadata = user, {}
    call.workspace.post(channel, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """chat.update."""
    channel, message = _ours(call, "cant_update_message")
    if channel.archived:
        raise Refused("is_inactive")
    given = call.args
    keeps_blocks = given.get("blocks") is None and given.get("text") is None
    said = content(
        {**given, "blocks": message.blocks} if keeps_blocks else given,
        longest=LONGEST_EDIT,
        files=bool(message.files),
    )
    message.edited = not said.blocks
    message.text, message.blocks = said.text, said.blocks
    message.state = {}
    if given.get("metadata") is not None:
        message.metadata = said.metadata
    call.site.heard(call.workspace, channel, message, "message_changed")
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.told(metadata=True),
    }


def delete(call: Call) -> Json:
    """chat.delete."""
    channel, message = _ours(call, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel, ts = call.channel(), str(call.need("message_ts"))
    if channel.find(ts) is None:
        raise Refused("message_not_found")
    address = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": address}


def open_for_posting(call: Call, channel: Channel) -> None:
    """Refuse where the app may not say anything in this conversation."""
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind is Kind.IM and not call.site.app.messages:
        raise Refused("messages_tab_disabled")
    if BOT_USER not in channel.members and "chat:write.public" not in call.site.app.scopes:
        raise Refused("not_in_channel")


def _open_to_us(call: Call, *, direct: bool = False) -> Channel:
    id = str(call.need("channel"))
    if direct and id in call.workspace.users:
        if call.workspace.users[id].bot_id:
            raise Refused("channel_not_found")  # a deactivated account takes messages without a word
        channel = call.workspace.conversation(BOT_USER, id)
    else:
        channel = call.channel()
    open_for_posting(call, channel)
    return channel


def _ours(call: Call, otherwise: str) -> tuple[Channel, Message]:
    channel, ts = call.channel(), str(call.need("ts"))
    message = channel.find(ts)
    if message is None or message.only_for:
        raise Refused("message_not_found")
    if message.by != BOT_USER:
        raise Refused(otherwise)
    return channel, message


def _thread(call: Call, channel: Channel) -> str:
    ts = str(call.get("thread_ts"))
    if ts and channel.find(ts) is None:
        raise Refused("thread_not_found")
    return ts


def _message(call: Call, said: Content, thread: str = "") -> Message:
    return Message(
        ts=call.workspace.next_ts(),
        by=BOT_USER,
        bot_id=call.workspace.bot_id,
        text=said.text,
        blocks=said.blocks,
        metadata=said.metadata,
        thread=thread,
    )
