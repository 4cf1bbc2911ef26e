"""Texts and components as a person reads them: no markup, names for ids, dates of their own, buttons in brackets."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta

from tests.discord.checks.components import (
    CONTAINER,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SEPARATOR,
    TEXT,
    THUMBNAIL,
    walk,
)
from tests.discord.checks.parts import BUTTON, SELECTS
from tests.discord.records import Message, User
from tests.discord.refusals import Json
from tests.discord.site import Site

TOKENS = re.compile(
    r"\\(?P<escaped>[^A-Za-z0-9\s])"
    r"|```(?:\w+\n)?(?P<block>.*?)```|`(?P<code>[^`\n]+)`"
    r"|<t:(?P<moment>-?\d+)(?::(?P<style>[tTdDfFR]))?>"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>|</(?P<command>[^:>]+):\d+>"
    r"|\[(?P<label>[^\[\]\n]+)\]\(<?(?P<target>https?://[^\s()<>]+)>?\)"
    r"|<(?P<link>https?://[^\s<>]+)>|(?P<url>https?://[^\s<>]+)",
    re.DOTALL,
)
EMPHASIS = [
    re.compile(pattern, re.DOTALL)
    for pattern in (r"\*\*\*(\S.*?)\*\*\*", r"\*\*(.+?)\*\*", r"__(.+?)__", r"~~(.+?)~~", r"\|\|(.+?)\|\|",
                    r"\*(\S|\S.*?\S)\*", r"(?<!\w)_(\S|\S.*?\S)_(?!\w)")
]  # fmt: skip
LINE = re.compile(r"^(?:#{1,3} |-# |>>> |> )", re.MULTILINE)
MASKED = re.compile(r"(?<!\\)\[(?:[^\[\]\n]+)(?<!\\)\]\(<?(https?://[^\s()<>]+)>?\)")
NOTES = {
    1: "added {} to the thread",
    2: "removed {} from the thread",
    4: "changed the name of the thread: {}",
    6: "pinned a message",
}
"""What Discord itself writes in somebody's name, by the type of the message."""
HELD = 0xE000
"""Where Unicode leaves room for signs of one's own: they hold the place of what is read already."""


def plain(site: Site, reader: User, text: str) -> str:
    """Markdown as it is shown to somebody."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(_token(site, reader, found))
        return chr(HELD + len(held) - 1)

    words = LINE.sub("", TOKENS.sub(hold, text))
    for pattern in EMPHASIS:
        words = pattern.sub(r"\1", words)
    for number in reversed(range(len(held))):
        words = words.replace(chr(HELD + number), held[number])
    return words


def _token(site: Site, reader: User, found: re.Match[str]) -> str:
    kind, value = next((name, word) for name, word in found.groupdict().items() if word is not None)
    match kind:
        case "moment":
            return moment(int(value), found["style"] or "f", reader, site.clock.now)
        case "user":
            return f"@{site.users[value].name if value in site.users else 'unknown-user'}"
        case "role":
            roles = {id: role for guild in site.guilds.values() for id, role in guild.roles.items()}
            return f"@{roles[value].name if value in roles else 'unknown-role'}"
        case "channel":
            return f"#{site.channels[value].name if value in site.channels else 'unknown'}"
        case "command":
            return f"/{value}"
        case "label":
            return plain(site, reader, value)
    return value


def moment(seconds: int, style: str, reader: User, now: float) -> str:
    """A date as the reader's own machine shows it."""
    locale = Locale.parse(reader.locale, sep="-")
    when = datetime.fromtimestamp(seconds, ZoneInfo(reader.zone))
    if style == "R":
        return format_timedelta(int(seconds - now), add_direction=True, locale=locale)
    date = {"d": "short", "D": "long", "f": "long", "F": "full"}.get(style)
    time = {"t": "short", "T": "medium", "f": "short", "F": "short"}.get(style)
    parts = [format_date(when, date, locale)] if date else []
    parts += [format_time(when, time, locale=locale)] if time else []
    return " ".join(parts).replace("\u202f", " ")


def links(message: Message) -> tuple[str, ...]:
    """Where what is shown leads to under another name: masked links, and buttons that are links."""
    parts = [message.content, *(str(one.get("content") or "") for one in walk(message.components))]
    for embed in message.embeds:
        parts += [str(embed.get("description") or ""), *(str(f["value"]) for f in embed.get("fields") or [])]
    masked = [target for text in parts for target in MASKED.findall(text)]
    return (
        *masked,
        *(one["url"] for one in walk(message.components) if one.get("type") == BUTTON and one.get("url")),
    )


def lines(site: Site, reader: User, message: Message) -> Iterator[str]:
    """A message in its lines."""
    if message.loading:
        yield f"{site.app.name} is thinking..."
    if message.type in NOTES:
        people = ", ".join(site.users[id].name for id in message.pings)
        yield NOTES[message.type].format(people or message.content)
    elif message.content:
        yield plain(site, reader, message.content)
    for embed in message.embeds:
        yield from _embed(site, reader, embed)
    yield from components(site, reader, message.components)
    if not message.layout:
        yield from (
            f"{file.name} ({file.description})" if file.description else file.name for file in message.files
        )


def _embed(site: Site, reader: User, embed: Json) -> Iterator[str]:
    yield from (embed[name]["name"] for name in ("author",) if embed.get(name))
    yield from (plain(site, reader, embed[name]) for name in ("title", "description") if embed.get(name))
    for field in embed.get("fields") or []:
        yield f"{plain(site, reader, field['name'])}: {plain(site, reader, field['value'])}"
    if embed.get("image"):
        yield "(picture)"
    if embed.get("footer"):
        yield str(embed["footer"]["text"])


def components(site: Site, reader: User, several: list[Json]) -> Iterator[str]:
    """Components, a row a line."""
    for one in several:
        match one["type"]:
            case t if t == ROW:
                yield " ".join(part(inside) for inside in one["components"])
            case t if t == TEXT:
                yield plain(site, reader, one["content"])
            case t if t == SECTION:
                beside = one["accessory"]
                yield from components(site, reader, one["components"])
                yield (
                    f"({beside.get('description') or 'picture'})"
                    if beside["type"] == THUMBNAIL
                    else part(beside)
                )
            case t if t == CONTAINER:
                yield from components(site, reader, one["components"])
            case t if t == GALLERY:
                yield from (f"({item.get('description') or 'picture'})" for item in one["items"])
            case t if t == FILE:
                yield str(one["file"]["url"]).rpartition("/")[2]
            case t if t == SEPARATOR and one.get("divider", True):
                yield "---"


def part(one: Json) -> str:
    """A button by what stands on it, a menu by what is in it; what is switched off says so."""
    off = ", off" if one.get("disabled") else ""
    if one["type"] == BUTTON:
        return f"[{button(one)}{off}]"
    if one["type"] in SELECTS:
        return "{" + menu(one) + off + "}"
    return ""


def button(one: Json) -> str:
    """What stands on a button."""
    words = [(one.get("emoji") or {}).get("name"), one.get("label")]
    return " ".join(word for word in words if word)


def menu(one: Json) -> str:
    """What a closed menu shows."""
    chosen = [option["label"] for option in one.get("options") or [] if option.get("default")]
    return ", ".join(chosen) or one.get("placeholder") or "Make a selection"
