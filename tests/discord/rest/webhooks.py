"""What follows an interaction's first answer, by its token: for a quarter of an hour, and no longer."""

from tests.discord import messages, told
from tests.discord.checks.messages import ANSWER, check
from tests.discord.interactions import AFTERWARDS, Interaction, Reply
from tests.discord.records import EPHEMERAL, Message
from tests.discord.refusals import expired, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route
from tests.discord.rest.callbacks import answering

ORIGINAL = "@original"


def _interaction(call: Call) -> Interaction:
    tokens = (one for one in call.site.interactions.values() if one.token == call.params["token"])
    found = next(tokens, None)
    if found is None or call.params["app"] != call.site.app.id or not found.answered:
        raise unknown("Webhook")
    if call.site.clock.now - found.at >= AFTERWARDS:
        raise expired()
    return found


def _message(call: Call, found: Interaction) -> Message:
    """The one of the path, if it is an answer to this very interaction (or to the one that it was pressed on)."""
    id = found.original if call.params["message"] == ORIGINAL else call.params["message"]
    message = found.channel.find(id) if id else None
    if message is None or (message.interaction != found.id and message.id != found.original):
        raise unknown("Message")
    return message


def follow(call: Call) -> Answer:
    """POST one more message; right after a deferral it takes the place of what is being thought about."""
    found = _interaction(call)
    check(call.args, call.uploads, extra=ANSWER)
    if found.reply is Reply.DEFERRED and (waiting := found.channel.find(found.original)) and waiting.loading:
        args = {**call.args, "flags": (call.args.get("flags") or 0) & ~EPHEMERAL}
        return Answer(told.answered(call.site, messages.amend(call.site, waiting, args, call.uploads)))
    return Answer(told.answered(call.site, answering(call, found, call.args)))


def get(call: Call) -> Answer:
    """GET an answer."""
    return Answer(told.answered(call.site, _message(call, _interaction(call))))


def edit(call: Call) -> Answer:
    """PATCH an answer."""
    message = _message(call, _interaction(call))
    check(call.args, call.uploads, extra=ANSWER, was=message)
    return Answer(told.answered(call.site, messages.amend(call.site, message, call.args, call.uploads)))


def delete(call: Call) -> Answer:
    """DELETE an answer."""
    messages.erase(call.site, _message(call, _interaction(call)))
    return NOTHING


PLACE = "/webhooks/{app}/{token}"
ROUTES = [
    Route("POST", PLACE, "followup", follow, open=True),
    Route("GET", f"{PLACE}/messages/{{message}}", "get_followup", get, open=True),
    Route("PATCH", f"{PLACE}/messages/{{message}}", "edit_followup", edit, open=True),
    Route("DELETE", f"{PLACE}/messages/{{message}}", "delete_followup", delete, open=True),
]
