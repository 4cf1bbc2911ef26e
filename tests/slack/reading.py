"""Blocks and texts as a person reads them: no markup, names for ids, a line a block, buttons in brackets."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.slack.blocks.layout import actives
from tests.slack.inputs import key
from tests.slack.refusals import Json
from tests.slack.workspace import Workspace

ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")
ANGLED = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
PINGS = {"!here", "!channel", "!everyone"}


def plain(workspace: Workspace, text: str) -> str:
    """Mrkdwn as it is shown."""

    def shown(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target.startswith("@"):
            user = workspace.users.get(target[1:])
            return f"@{user.name if user else label or target[1:]}"
        if target.startswith("#"):
            channel = workspace.channels.get(target[1:])
            return f"#{channel.name if channel else label or 'unknown'}"
        if target.startswith("!"):
            return label or f"@{target[1:]}"
        return label or target

    lines = [EMPHASIS.sub(r"\2", line) for line in ANGLED.sub(shown, text).split("\n")]
    words = "\n".join(lines)
    for entity, sign in ENTITIES:
        words = words.replace(entity, sign)
    return words


def pings(text: str) -> set[str]:
    """Who is called by a text: everybody of a channel, or somebody by name."""
    return {found[1] for found in ANGLED.finditer(text) if found[1] in PINGS or found[1].startswith("@")}


def words(workspace: Workspace, text: Json) -> str:
    """A text object as it is shown."""
    said: str = text["text"]
    return said if text["type"] == "plain_text" else plain(workspace, said)


def lines(workspace: Workspace, blocks: list[Json], state: dict[str, dict[str, Json]]) -> Iterator[str]:
    """Every block in its lines."""
    for block in blocks:
        yield from _block(workspace, block, state.get(block["block_id"], {}))


def _block(workspace: Workspace, block: Json, state: dict[str, Json]) -> Iterator[str]:
    match block["type"]:
        case "section":
            parts = [block.get("text"), *(block.get("fields") or [])]
            yield from (words(workspace, part) for part in parts if part)
            if (block.get("accessory") or {}).get("type") == "image":
                yield f"({block['accessory']['alt_text']})"
        case "header":
            yield words(workspace, block["text"])
        case "markdown":
            yield block["text"]
        case "rich_text":
            yield from _rich(workspace, block["elements"])
        case "context":
            yield " ".join(
                f"({part['alt_text']})" if part["type"] == "image" else words(workspace, part)
                for part in block["elements"]
            )
        case "image":
            yield f"({block['alt_text']})"
        case "divider":
            yield "---"
        case "input":
            yield label(block)
            if block.get("hint"):
                yield words(workspace, block["hint"])
    shown = [element_shown(workspace, one, state.get(one["action_id"])) for one in actives(block)]
    if shown:
        yield " ".join(shown)


def _rich(workspace: Workspace, parts: list[Json]) -> Iterator[str]:
    for part in parts:
        if part["type"] == "rich_text_list":
            yield from (f"- {line}" for line in _rich(workspace, part["elements"]))
        else:
            yield "".join(_run(workspace, run) for run in part["elements"])


def _run(workspace: Workspace, run: Json) -> str:
    match run["type"]:
        case "user":
            user = workspace.users.get(run["user_id"])
            return f"@{user.name if user else run['user_id']}"
        case "channel":
            channel = workspace.channels.get(run["channel_id"])
            return f"#{channel.name if channel else run['channel_id']}"
        case "broadcast":
            return f"@{run['range']}"
        case "emoji":
            return f":{run['name']}:"
    said: str = run.get("text") or run.get("fallback") or run.get("url") or ""
    return said


def label(block: Json) -> str:
    """What stands above an input."""
    said: str = block["label"]["text"]
    return f"{said} (optional)" if block.get("optional") else said


def element_shown(workspace: Workspace, element: Json, state: Json | None) -> str:
    """A button by what stands on it, anything else by what is in it."""
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    if element["type"] == "overflow":
        return f"[... {' / '.join(one['text']['text'] for one in element['options'])}]"
    value = state[key(element["type"])] if state else None
    named = [_named(workspace, one) for one in (value if isinstance(value, list) else [value])]
    placeholder = (element.get("placeholder") or {}).get("text", "")
    return "{" + (", ".join(one for one in named if one) or placeholder) + "}"


def _named(workspace: Workspace, value: object) -> str:
    if isinstance(value, dict):
        said: str = value["text"]["text"] if "text" in value else value["name"]
        return said
    if isinstance(value, str) and value in workspace.users:
        return f"@{workspace.users[value].name}"
    if isinstance(value, str) and value in workspace.channels:
        return f"#{workspace.channels[value].name}"
    return "" if value is None else str(value)


def moment(ts: str, zone: str) -> datetime:
    """When a message came, as its reader's screen says."""
    return datetime.fromtimestamp(float(ts), ZoneInfo(zone))
