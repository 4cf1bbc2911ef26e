"""Holds what we send against Block Kit as two others read it: blockkit, which knows nothing of us, and slack_sdk's models.

Each payload is built anew from blockkit's components, which complain of whatever Slack would not take; what they then
build has to be what we had, so nothing passes that they do not know. What neither of them holds, the documentation's
remaining limits, stands here as a table of our own, apart from the one that the adapter uses.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import blockkit
from blockkit.core import ComponentValidationError, FieldValidationError
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

BUILDS: Mapping[str, Callable[..., Any]] = {
    "actions": blockkit.Actions,
    "button": blockkit.Button,
    "checkboxes": blockkit.Checkboxes,
    "context": blockkit.Context,
    "conversations_select": blockkit.ConversationsSelect,
    "date": blockkit.RichDateEl,
    "datepicker": blockkit.DatePicker,
    "divider": blockkit.Divider,
    "external_select": blockkit.ExternalSelect,
    "file_input": blockkit.FileInput,
    "header": blockkit.Header,
    "home": blockkit.Home,
    "input": blockkit.Input,
    "link": blockkit.RichLinkEl,
    "modal": blockkit.Modal,
    "mrkdwn": lambda **parts: blockkit.Text(type="mrkdwn", **parts),
    "multi_external_select": blockkit.MultiExternalSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "number_input": lambda **parts: blockkit.NumberInput(**{**parts, **_numbers(parts)}),
    "plain_text": lambda **parts: blockkit.Text(type="plain_text", **parts),
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "rich_text": blockkit.RichText,
    "rich_text_list": blockkit.RichTextList,
    "rich_text_section": blockkit.RichTextSection,
    "section": blockkit.Section,
    "static_select": blockkit.StaticSelect,
    "text": blockkit.RichTextEl,
    "timepicker": blockkit.TimePicker,
    "user": blockkit.RichUserEl,
    "users_select": blockkit.UsersSelect,
}
OPTION_KEYS = {"options", "initial_option", "initial_options"}
LONGEST: Mapping[str, int] = {
    "action_id": 255,
    "block_id": 255,
    "callback_id": 255,
    "fallback": 3_000,
    "private_metadata": 3_000,
    "url": 3_000,
}
"""Of strings by their name, whatever they stand in."""
MOST_SIZE = 13_200
"""Of a message's blocks: about where Slack says `msg_blocks_too_long`."""
MOST_BYTES = 250_000
"""Of a view."""


def wrong_with_message(sent: Mapping[str, Any]) -> list[str]:
    """All that Slack would not take of what `chat.postMessage` or `chat.update` is given."""
    found = list(_wrong_with_blocks(sent["blocks"], 50))
    if not 0 < len(sent["text"]) <= 4_000:
        found.append(f"a fallback text of {len(sent['text'])} characters")
    if set("<>") & set(sent["text"]):
        found.append("a fallback text in which Slack would look for mentions")
    if len(json.dumps(sent["blocks"], ensure_ascii=False, separators=(",", ":"))) > MOST_SIZE:
        found.append("blocks too long together")
    return found


def wrong_with_view(view: Mapping[str, Any]) -> list[str]:
    """All that Slack would not take of a modal, or of a person's own page."""
    # where there is no private metadata, blockkit writes some
    found = list(_complaint(lambda: _built(view), {"private_metadata": "null", **view}))
    found += _wrong_with_blocks(view["blocks"], 100)
    found += _table(view)
    if len(json.dumps(view)) > MOST_BYTES:
        found.append("a view of more than 250 KB")
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("inputs that nobody can send")
    return found


def wrong_with_options(options: list[dict[str, Any]]) -> list[str]:
    """All that Slack would not take of the answer to what was typed into a menu."""
    found = [] if len(options) <= 100 else [f"{len(options)} options"]
    return found + [line for each in options for line in _complaint(partial(_option, each), each)]


def _wrong_with_blocks(blocks: list[dict[str, Any]], most: int) -> Iterator[str]:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "two blocks of one id"
    for block in blocks:
        yield from _refused(block)
        yield from _doubted(block)
        yield from _table(block)


def _refused(part: Mapping[str, Any]) -> Iterator[str]:
    """What blockkit says of it."""
    yield from _complaint(lambda: _built(part), part)


def _doubted(block: dict[str, Any]) -> Iterator[str]:
    """What slack_sdk says of it. Its models let unknown things fall, so only their complaints count."""
    try:
        parsed = Block.parse(json.loads(json.dumps(block)))
        if parsed is None:
            yield f"slack_sdk does not know it: {block['type']}"
        else:
            parsed.to_dict()
    except SlackObjectFormationError as error:
        yield f"slack_sdk: {error}"


def _complaint(build: Callable[[], Any], wanted: object) -> Iterator[str]:
    try:
        built = build().build()
    except (ComponentValidationError, FieldValidationError, TypeError, ValueError, KeyError) as error:
        yield f"blockkit: {error!r}"
    else:
        if built != wanted:
            yield f"blockkit reads it otherwise: {built} instead of {wanted}"


def _built(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        return [_built(each, key) for each in value]
    if not isinstance(value, Mapping):
        return value
    if key in OPTION_KEYS:
        return _option(value)
    if key == "style":
        return blockkit.RichStyle(**value)
    if key == "filter":
        return blockkit.ConversationFilter(**value)
    parts = {name: _built(inner, name) for name, inner in value.items() if name != "type"}
    return BUILDS[value["type"]](**parts)


def _option(value: Mapping[str, Any]) -> Any:
    return blockkit.Option(**{name: _built(inner, name) for name, inner in value.items()})


def _numbers(parts: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in parts.items() if name.endswith("_value")}


def _table(part: Any, key: str = "") -> Iterator[str]:
    """The limits that neither of the two holds."""
    match part:
        case list():
            for each in part:
                yield from _table(each, key)
        case dict():
            if key == "fields" and len(part["text"]) > 2_000:
                yield "a field of more than 2,000 characters"
            if part.get("type") == "actions":
                ids = [element["action_id"] for element in part["elements"]]
                if len(ids) != len(set(ids)):
                    yield "two buttons of one id in a block"
            if part.get("type") in {"text", "link"} and not part["text"]:
                yield "an empty run of text"
            if part.get("type") == "rich_text" and _letters(part) > 3_000:
                yield "more than 3,000 characters in a block"
            for name, inner in part.items():
                yield from _table(inner, name)
        case str() if len(part) > LONGEST.get(key, len(part)):
            yield f"{key} of {len(part)} characters"


def _letters(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(_letters, part))
    if not isinstance(part, dict):
        return 0
    return len(part.get("text", "")) + _letters(part.get("elements", []))
