"""Messages that are pinned to a channel."""

from tests.discord import ids, messages, threads, told
from tests.discord.permissions import May
from tests.discord.records import Message
from tests.discord.refusals import Refused
from tests.discord.rest.call import NOTHING, Answer, Call, Route
from tests.discord.rest.messages import seen

MOST = 250


def _may(call: Call) -> Message:
    if call.channel.guild:
        call.needs(May.PIN_MESSAGES, channel=call.channel)
    return seen(call)


def pin(call: Call) -> Answer:
    """PUT; it is noted in the channel."""
    message = _may(call)
    if sum(one.pinned for one in call.channel.messages) >= MOST:
        raise Refused(400, 30003, f"Maximum number of pins reached ({MOST})")
    if not message.pinned:
        message.pinned = True
        messages.tell(call.site, "MESSAGE_UPDATE", message)
        threads.note(call.site, call.channel, threads.PINNED)
    return NOTHING


def unpin(call: Call) -> Answer:
    """DELETE."""
    message = _may(call)
    message.pinned = False
    messages.tell(call.site, "MESSAGE_UPDATE", message)
    return NOTHING


def get(call: Call) -> Answer:
    """GET them, newest first."""
    pinned = [one for one in reversed(call.channel.messages) if one.pinned]
    items = [{"pinned_at": ids.told(one.at), "message": told.answered(call.site, one)} for one in pinned]
    return Answer({"items": items, "has_more": False})


PLACE = "/channels/{channel}/messages/pins"
ROUTES = [
    Route("GET", PLACE, "get_pins", get),
    Route("PUT", f"{PLACE}/{{message}}", "pin_message", pin),
    Route("DELETE", f"{PLACE}/{{message}}", "unpin_message", unpin),
]
