"""What is wrong with the tokens that were set: one of a pair missing, or one in another's place. None is ever shown."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.bad_input import Finding

BOT, APP, SECRET, API = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"
SORTS = {
    "xoxb-": ("a bot token", f"it belongs in {BOT}"),
    "xapp-": ("an app-level token", f"it belongs in {APP}"),
    "xoxp-": ("a user's token", "Shelfmate needs none"),
    "xoxe": (
        "a token that is rotated",
        "turn off token rotation in the app's settings, and copy the new one",
    ),
}
"""What Slack's tokens begin with."""
WHERE = {
    BOT: "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app",
    APP: "copy the app-level token (xapp-...) from Basic Information of your Slack app",
    SECRET: "copy the Signing Secret from Basic Information of your Slack app",
}


def slack_findings(bot: str, app: str, secret: str, api: str) -> Iterator[Finding]:
    """Everything that keeps Slack from working, as far as the settings alone tell."""
    yield from _misplaced(BOT, bot, "xoxb-")
    yield from _misplaced(APP, app, "xapp-")
    yield from _misplaced(SECRET, secret, "")
    if bot and not (app or secret):
        remedy = f"set {APP} (Socket Mode: no public address needed), or {SECRET} (HTTP mode)"
        yield Finding("settings", BOT, "is set, but without a way to hear what people do", remedy)
    for name, value in ((APP, app), (SECRET, secret)):
        if value and not bot:
            yield Finding("settings", name, f"is set, but {BOT} is not", f"also {WHERE[BOT]}")
            break
    if api and not (urlsplit(api).scheme in {"http", "https"} and urlsplit(api).netloc):
        yield Finding("settings", API, "is no web address", "write it as https://host/api/, or leave it out")


def _misplaced(name: str, value: str, begins: str) -> Iterator[Finding]:
    """Something that is not what this setting is for."""
    if not value or (begins and value.startswith(begins)):
        return
    for sign, (sort, instead) in SORTS.items():
        if value.startswith(sign):
            yield Finding("settings", name, f"is {sort}; {instead}", WHERE[name])
            return
    if begins:
        yield Finding("settings", name, f"does not begin with {begins}", WHERE[name])
