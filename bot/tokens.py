"""What is wrong with the tokens that were set: one of a pair missing, or one in another's place. None is ever shown."""

import re
from collections.abc import Collection, Iterator
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
DISCORD, DISCORD_API, DISCORD_GATEWAY = "DISCORD_TOKEN", "DISCORD_API_URL", "DISCORD_GATEWAY_URL"
SHAPES = (
    (r"\d{17,20}", "is an id of the application, not its token"),
    (r"[0-9a-f]{64}", "is the application's public key, not its token"),
    (r"[\w-]{32}", "is the application's client secret, not its token"),
    (r"(?i:bot)\s.*", "begins with Bot: give the token alone"),
    (r"xox\w[-.].*|xapp-.*", "is a token of Slack's"),
    (r".*\s.*", "has a gap in it"),
)
"""What else people copy from Discord's developer portal, by its looks."""
WHERE = {
    BOT: "copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app",
    APP: "copy the app-level token (xapp-...) from Basic Information of your Slack app",
    SECRET: "copy the Signing Secret from Basic Information of your Slack app",
    DISCORD: "under Bot of your Discord application press Reset Token, and copy what it shows",
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
    yield from _addressed(API, api, ("https", "http"), "/api/")


def discord_findings(token: str, api: str, gateway: str) -> Iterator[Finding]:
    """Everything that keeps Discord from working, as far as the settings alone tell."""
    wrong = next((why for shape, why in SHAPES if re.fullmatch(shape, token)), "")
    if wrong:
        yield Finding("settings", DISCORD, wrong, WHERE[DISCORD])
    yield from _addressed(DISCORD_API, api, ("https", "http"), "/api/v10")
    yield from _addressed(DISCORD_GATEWAY, gateway, ("wss", "ws"), "/")


def _addressed(name: str, url: str, schemes: Collection[str], path: str) -> Iterator[Finding]:
    """An address that is none. The first of `schemes` is the usual one."""
    if url and not _is_address(url, schemes):
        remedy = f"write it as {next(iter(schemes))}://host{path}, or leave it out"
        yield Finding("settings", name, "is no web address", remedy)


def _is_address(url: str, schemes: Collection[str]) -> bool:
    try:
        place = urlsplit(url)
    except ValueError:
        return False
    return place.scheme in schemes and bool(place.netloc)


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
