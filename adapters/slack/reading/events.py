"""What Slack tells by itself, through its Events API: somebody typed, opened their page, or took Shelfmate out."""

from collections.abc import Callable, Mapping

from adapters.slack.reading.heard import By, Heard, HomeOpened, Ignored, Uninstalled
from adapters.slack.reading.origin import Reading, brief
from adapters.slack.reading.payload import Payload, as_typed, part, parts, text, texts
from flows.events import Said

LONGEST_TEXT = 40_000
"""Slack's own longest message."""
TYPED = frozenset({"", "me_message", "file_share", "thread_broadcast"})
"""The subtypes of a message that somebody wrote; all others tell of something."""


def heard_of_event(reading: Reading) -> Heard:
    """What an event's envelope holds."""
    kind = text(reading.payload, "event", "type")
    if not reading.spot.team:
        return Ignored("no workspace")
    if kind in {"app_uninstalled", "tokens_revoked"}:
        ours = kind == "app_uninstalled" or texts(reading.payload, "event", "tokens", "bot")
        return Uninstalled(reading.spot.team) if ours else Ignored("a person's token, which we have none of")
    read_it = _EVENTS.get(kind)
    if read_it is None:
        return Ignored("a kind of event that is not ours")
    return read_it(reading) if reading.spot.user else Ignored("nobody did it")


def _message(reading: Reading) -> Heard:
    event, id = part(reading.payload, "event"), text(reading.payload, "event_id")
    if text(event, "channel_type") != "im":
        return Ignored("not said to Shelfmate alone")  # we do not listen elsewhere, whatever the scopes
    if event.get("bot_id") or event.get("bot_profile") or reading.spot.user in _ours(reading.payload):
        return Ignored("said by a bot")
    if reading.spot.user == "USLACKBOT":
        return Ignored("said by Slack")
    if text(event, "subtype") not in TYPED or event.get("hidden"):
        return Ignored("not a message that somebody wrote")
    said = as_typed(text(event, "text"))[:LONGEST_TEXT]
    return reading.act(By.MESSAGE, Said, reading.spot.channel, reading.spot.ts, id=brief(id), text=said)


def _home(reading: Reading) -> Heard:
    tab = text(reading.payload, "event", "tab")
    page = brief(text(reading.payload, "event", "view", "private_metadata"))
    shown = tab if tab == "messages" else "home"
    return HomeOpened(account=reading.account, spot=reading.spot, tab=shown, page=page)


def _ours(payload: Payload) -> frozenset[str]:
    """The users that are Shelfmate itself here."""
    return frozenset(
        text(each, "user_id") for each in parts(payload, "authorizations") if each.get("is_bot") is not False
    )


_EVENTS: Mapping[str, Callable[[Reading], Heard]] = {
    "message": _message,
    "app_home_opened": _home,
}
