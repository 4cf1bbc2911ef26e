"""reactions.add: a nod to somebody's message."""

from tests.slack.api.call import Call
from tests.slack.refusals import Json, Refused


def add(call: Call) -> Json:
    """reactions.add."""
    channel = call.channel()
    message = channel.find(str(call.need("timestamp")))
    if message is None or message.only_for:
        raise Refused("message_not_found")
    name = str(call.need("name"))
    if name in message.reactions:
        raise Refused("already_reacted")
    message.reactions.append(name)
    return {}
