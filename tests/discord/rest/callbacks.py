"""The first answer to an interaction: in three seconds, once, and of a kind that fits what somebody did."""

from collections.abc import Callable

from tests.discord import messages, told
from tests.discord.checks import commands, modals
from tests.discord.checks.form import Form
from tests.discord.checks.messages import ANSWER, check
from tests.discord.interactions import AFTERWARDS, Interaction, Reply, Type
from tests.discord.records import EPHEMERAL, LOADING, Message
from tests.discord.refusals import Json, acknowledged, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route
from tests.discord.site import Site

SAYS = {Type.COMMAND, Type.COMPONENT, Type.MODAL}
FITS = {
    Reply.MESSAGE: SAYS,
    Reply.DEFERRED: SAYS,
    Reply.DEFERRED_UPDATE: {Type.COMPONENT, Type.MODAL},
    Reply.UPDATE: {Type.COMPONENT, Type.MODAL},
    Reply.CHOICES: {Type.AUTOCOMPLETE},
    Reply.MODAL: {Type.COMMAND, Type.COMPONENT},
}
KINDS = sorted(map(int, FITS))


def callback(call: Call) -> Answer:
    """POST."""
    found = call.site.interactions.get(call.params["interaction"])
    if found is None or found.token != call.params["token"] or found.late:
        raise unknown("interaction")
    if found.answered:
        raise acknowledged()
    kind = call.args.get("type")
    form = Form()
    form.one_of(("type",), kind, KINDS)
    form.settle()
    reply = Reply(int(kind or 0))
    nothing_there = found.message is None and reply is Reply.UPDATE
    if found.type not in FITS[reply] or nothing_there:
        form.wrong(
            ("type",), "INTERACTION_CALLBACK_TYPE_INVALID", f"Not an answer to this interaction: {reply.name}"
        )
        form.settle()
    message = ANSWERS[reply](call, found, call.args.get("data") or {})
    found.original = message.id if message else ""
    found.settle(reply)
    call.site.changes.tell()
    return _told(call, found, message) if call.query.get("with_response") in {"1", "true"} else NOTHING


def _told(call: Call, found: Interaction, message: Message | None) -> Answer:
    about: Json = {"id": found.id, "type": int(found.type)}
    body: Json = {"interaction": about}
    if message:
        ephemeral = bool(message.flags & EPHEMERAL)
        about |= {
            "response_message_id": message.id,
            "response_message_loading": message.loading,
            "response_message_ephemeral": ephemeral,
        }
    if message and found.reply in {Reply.MESSAGE, Reply.UPDATE}:
        body["resource"] = {"type": int(found.reply), "message": told.answered(call.site, message)}
    return Answer(body)


def _says(call: Call, found: Interaction, data: Json) -> Message:
    check(data, call.uploads, extra=ANSWER)
    return answering(call, found, data)


def answering(call: Call, found: Interaction, data: Json) -> Message:
    """A message that answers; it stands only before the one who asked, where it is ephemeral."""
    site = call.site
    message = messages.compose(site, found.channel, site.app.id, {**data, "nonce": None}, call.uploads)
    return placed(site, found, message)


def placed(site: Site, found: Interaction, message: Message) -> Message:
    """Put it where the interaction was."""
    message.interaction = found.id
    if message.flags & EPHEMERAL:
        message.only_for = found.user
        message.pings = frozenset()
        for file in message.files:
            file.ephemeral = True
    message.type = 20 if found.type is Type.COMMAND else 0
    return messages.post(site, found.channel, message)


def _thinks(call: Call, found: Interaction, data: Json) -> Message:
    """A place holder, which goes on thinking until it is edited, or time is up."""
    form, site = Form(), call.site
    if (data.get("flags") or 0) & ~EPHEMERAL:
        form.wrong(("data", "flags"), "MESSAGE_INVALID_FLAGS", "These flags cannot be set")
    form.settle()
    flags = (data.get("flags") or 0) | LOADING
    message = Message(
        id=site.ids.next(), channel=found.channel.id, by=site.app.id, at=site.clock.now, flags=flags
    )

    def over() -> None:
        if message.loading and site.message(message.id):
            message.flags &= ~LOADING
            message.content = "The application did not respond"
            site.say(found.user, "The application did not respond")

    site.clock.later(AFTERWARDS, over)
    return placed(site, found, message)


def _updates(call: Call, found: Interaction, data: Json) -> Message:
    message = _alive(call, found)
    check(data, call.uploads, was=message, extra=ANSWER)
    return messages.amend(call.site, message, data, call.uploads)


def _leaves(call: Call, found: Interaction, data: Json) -> Message | None:
    """Nothing to be seen. A form from a command takes it too, though there is no message to leave as it is."""
    return _alive(call, found) if found.message else None


def _alive(call: Call, found: Interaction) -> Message:
    message = found.message
    if message is None or call.site.message(message.id) is None:
        raise unknown("Message")
    return message


def _offers(call: Call, found: Interaction, data: Json) -> None:
    form = Form()
    commands.choices(form, ("data", "choices"), data.get("choices"), _focused(found))
    form.settle()
    found.choices = data["choices"]


def _focused(found: Interaction) -> int:
    options = list(found.payload["data"].get("options") or [])
    while options:
        one = options.pop()
        if one.get("focused"):
            return int(one["type"])
        options += one.get("options") or []
    return 3


def _opens(call: Call, found: Interaction, data: Json) -> None:
    call.site.sheets[found.user] = {
        **modals.modal(data), "from": found.id, "state": {}, "errors": {},
    }  # fmt: skip


ANSWERS: dict[Reply, Callable[[Call, Interaction, Json], Message | None]] = {
    Reply.MESSAGE: _says,
    Reply.DEFERRED: _thinks,
    Reply.DEFERRED_UPDATE: _leaves,
    Reply.UPDATE: _updates,
    Reply.CHOICES: _offers,
    Reply.MODAL: _opens,
}


ROUTES = [
    Route("POST", "/interactions/{interaction}/{token}/callback", "callback", callback, open=True),
]
