"""The blocks themselves, and whole messages and views of them."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.slack.blocks.checks import (
    Check,
    Say,
    array,
    boolean,
    by_type,
    exactly_one,
    findings,
    shape,
    string,
    whole,
)
from tests.slack.blocks.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from tests.slack.blocks.objects import SLACK_FILE, URL, plain, text
from tests.slack.blocks.rich import RICH_TEXT

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN = 12_000
"""Characters of all markdown blocks of a message together."""
MESSAGE_WEIGHT = 13_200
"""Characters of all blocks of a message together. Not documented; met in practice as `msg_blocks_too_long`, at less text
the more blocks there are: so what they are wrapped in counts as well."""
VIEW_BYTES = 250_000

ID = {"block_id": string(255, least=1)}
CONTEXT_ITEM = by_type(
    {
        "image": IMAGE,
        "plain_text": shape({"text": string(3000, least=1)}, {"emoji": boolean}),
        "mrkdwn": shape({"text": string(3000, least=1)}, {"verbatim": boolean}),
    }
)


def _text_or_fields(value: Any, at: str, say: Say) -> None:
    if value.get("text") is None and value.get("fields") is None:
        say(at, "must define either `text` or `fields`")


def _anything(value: Any, at: str, say: Say) -> None:
    """What nobody here sends."""


def _table_rows(value: Any, at: str, say: Say) -> None:
    for number, row in enumerate(value if isinstance(value, list) else []):
        if not isinstance(row, list) or not 1 <= len(row) <= 20:
            say(f"{at}/{number}", "must be an array of 1 to 20 cells")


BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **ID,
            "text": text(3000),
            "fields": array(text(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        _text_or_fields,
    ),
    "divider": shape({}, ID),
    "header": shape({"text": plain(150)}, {**ID, "level": whole(1, 4)}),
    "image": shape(
        {"alt_text": string(2000, least=1)},
        {**ID, "image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "context": shape({"elements": array(CONTEXT_ITEM, 1, 10)}, ID),
    "actions": shape({"elements": array(IN_ACTIONS, 1, 25)}, ID),
    "input": shape(
        {"label": plain(2000), "element": IN_INPUT},
        {**ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": shape({"elements": RICH_TEXT}, ID),
    "markdown": shape({"text": string(MARKDOWN, least=1)}, ID),
    "table": shape({"rows": _table_rows}, {**ID, "column_settings": array(_anything, 0, 20)}),
}
IN_MESSAGES = by_type(BLOCKS)
IN_VIEWS = by_type({name: check for name, check in BLOCKS.items() if name not in {"markdown", "table"}})


def actives(block: Any) -> Iterator[Any]:
    """The elements of a block that a person can use."""
    if isinstance(block, dict):
        kind = block.get("type")
        inside = {"actions": block.get("elements"), "section": [block.get("accessory")]}
        parts = inside.get(str(kind), [block.get("element")] if kind == "input" else [])
        for part in parts or []:
            if isinstance(part, dict) and part.get("type") != "image":
                yield part


def _ids_once(blocks: Any, at: str, say: Say) -> None:
    if not isinstance(blocks, list):
        return
    ids = Counter(block.get("block_id") for block in blocks if isinstance(block, dict))
    for number, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("block_id") and ids[block["block_id"]] > 1:
            say(f"{at}/{number}/block_id", f"block_id {block['block_id']} already exists")
        actions = Counter(one["action_id"] for one in actives(block) if one.get("action_id"))
        for action, times in actions.items():
            if times > 1:
                say(f"{at}/{number}", f"action_id {action} already exists in this block")
    focused = [one for block in blocks for one in actives(block) if one.get("focus_on_load")]
    if len(focused) > 1:
        say(at, "only one element may have focus_on_load")


def _markdown_in_bounds(blocks: Any, at: str, say: Say) -> None:
    said = [b.get("text") for b in blocks if isinstance(b, dict) and b.get("type") == "markdown"]
    if sum(len(one) for one in said if isinstance(one, str)) > MARKDOWN:
        say(at, f"markdown blocks must be less than {MARKDOWN + 1} characters together")
    if sum(isinstance(b, dict) and b.get("type") == "table" for b in blocks) > 1:
        say(at, "only_one_table_allowed")


def message_findings(blocks: list[Any]) -> list[str]:
    """What is wrong with the blocks of a message."""
    found = findings(array(IN_MESSAGES, 0, MESSAGE_BLOCKS), blocks, "/blocks")
    for check in (_ids_once, _markdown_in_bounds):
        found += findings(check, blocks, "/blocks")
    return found


def weight(blocks: list[Any]) -> int:
    """How much all blocks of a message come to, as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


VIEW: dict[str, Check] = {
    "blocks": array(IN_VIEWS, 0, VIEW_BLOCKS),
}
VIEW_MAY: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}


def _submit_for_inputs(view: Any, at: str, say: Say) -> None:
    blocks = view.get("blocks")
    inputs = [b for b in blocks if isinstance(b, dict) and b.get("type") == "input"] if blocks else []
    if inputs and not view.get("submit"):
        say(at, "must define `submit` to use an `input` block in modals")


VIEWS = by_type(
    {
        "modal": shape(
            {**VIEW, "title": plain(24)},
            {**VIEW_MAY, "submit": plain(24), "close": plain(24), "submit_disabled": boolean},
            _submit_for_inputs,
        ),
        "home": shape(VIEW, VIEW_MAY),
    }
)


def view_findings(view: Any) -> list[str]:
    """What is wrong with a view."""
    found = findings(VIEWS, view, "/view")
    if isinstance(view, dict):
        found += findings(_ids_once, view.get("blocks"), "/view/blocks")
    return found


def too_large(view: Any) -> bool:
    """Whether a view is larger than Slack takes."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES
