"""conversations.*: direct conversations, channels, who is in them, and what the app may read of them."""

from tests.slack.api.call import Call
from tests.slack.records import Channel, Kind, Message
from tests.slack.refusals import Json, Refused
from tests.slack.workspace import BOT_USER


def start(call: Call) -> Json:
    """conversations.open."""
    if call.get("channel"):
        call.scope("im:write", "mpim:write")
        channel = call.channel()
        if channel.kind not in {Kind.IM, Kind.MPIM}:
            raise Refused("method_not_supported_for_channel_type")
        return {"channel": _opened(call, channel), "already_open": True, "no_op": True}
    ids = _users(call)
    call.scope("im:write" if len(ids) == 1 else "mpim:write")
    for id in ids:
        user = call.workspace.user(id)
        if user.bot_id:
            raise Refused("cannot_dm_bot")
        if user.deleted:
            raise Refused("user_disabled")
    before = len(call.workspace.channels)
    channel = call.workspace.conversation(BOT_USER, *ids)
    again = len(call.workspace.channels) == before
    return {"channel": _opened(call, channel), **({"already_open": True, "no_op": True} if again else {})}


def _users(call: Call) -> list[str]:
    given = call.get("users")
    listed = given if isinstance(given, list) else str(given).split(",")
    ids = [id.strip() for id in listed if id.strip()]
    if not ids:
        raise Refused("users_list_not_supplied")
    if len(ids) > 8:
        raise Refused("too_many_users")
    if len(ids) != len(set(ids)):
        raise Refused("not_enough_users")
    return ids


def _opened(call: Call, channel: Channel) -> Json:
    return channel.told(BOT_USER) if call.flag("return_im") else {"id": channel.id}


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.channel()
    call.scope(f"{channel.kind.scope}:read")
    told = channel.told(BOT_USER)
    if channel.kind is Kind.IM:
        told["is_user_deleted"] = call.workspace.users[told["user"]].deleted
    if call.flag("include_num_members"):
        told["num_members"] = len(channel.members)
    return {"channel": told}


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.channel()
    call.scope(f"{channel.kind.scope}:read")
    page, more = call.page(channel.members)
    return {"members": page, "response_metadata": more}


def history(call: Call) -> Json:
    """conversations.history: newest first; of conversations that the app is in, and has the scope for."""
    channel = call.channel()
    call.scope(f"{channel.kind.scope}:history")
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    oldest, latest = str(call.get("oldest", "0")), str(call.get("latest", "9999999999"))
    inclusive = call.flag("inclusive")

    def asked_for(message: Message) -> bool:
        at, low, high = float(message.ts), float(oldest), float(latest)
        return not message.only_for and (low <= at <= high if inclusive else low < at < high)

    found = [message for message in reversed(channel.messages) if asked_for(message)]
    page, more = call.page(found, most=999)
    metadata = call.flag("include_all_metadata")
    return {
        "messages": [message.told(metadata=metadata) for message in page],
        "has_more": bool(more["next_cursor"]),
        "response_metadata": more,
    }


def join(call: Call) -> Json:
    """conversations.join."""
    call.scope("channels:join")
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    already = BOT_USER in channel.members
    if not already:
        channel.members.append(BOT_USER)
        event = {"user": BOT_USER, "channel": channel.id, "channel_type": "C", "team": call.workspace.id}
        call.site.hears(call.workspace, "member_joined_channel", {"type": "member_joined_channel", **event})
    return {"channel": channel.told(BOT_USER), **({"warning": "already_in_channel"} if already else {})}


def every(call: Call) -> Json:
    """conversations.list."""
    return _listed(call, [channel for channel in _kinds(call) if _visible(channel)])


def of_user(call: Call) -> Json:
    """users.conversations."""
    user = str(call.get("user", BOT_USER))
    call.workspace.user(user)
    return _listed(call, [one for one in _kinds(call) if user in one.members and _visible(one)])


def _visible(channel: Channel) -> bool:
    return channel.kind is Kind.PUBLIC or BOT_USER in channel.members


def _kinds(call: Call) -> list[Channel]:
    try:
        kinds = {Kind(kind.strip()) for kind in str(call.get("types", "public_channel")).split(",")}
    except ValueError:
        raise Refused("invalid_types") from None
    for kind in kinds:
        call.scope(f"{kind.scope}:read")
    without = call.flag("exclude_archived")
    channels = call.workspace.channels.values()
    return [one for one in channels if one.kind in kinds and not (without and one.archived)]


def _listed(call: Call, channels: list[Channel]) -> Json:
    page, more = call.page(channels)
    return {"channels": [channel.told(BOT_USER) for channel in page], "response_metadata": more}
