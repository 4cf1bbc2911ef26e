"""Making words fit Slack: how much room they take there, and what Slack cannot carry as it is."""

import json
from typing import Any

from flows.ids import derived
from flows.wording.fitting import clean, shortened, width


def size(value: object) -> int:
    """How much of a message or view it takes up, as JSON."""
    return width(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def weight(value: object) -> int:
    """How many bytes it is on the wire, where slack_sdk writes every letter beyond ASCII as `\\uXXXX`"""
    return len(json.dumps(value))


def stand_in(key: str) -> str:
    """Short letters for a key that Slack would not carry as it is. None of ours is such a key."""
    return derived(clean(key))


def plain(text: str, most: int, blank: str = "–") -> dict[str, Any]:
    """A text that Slack shows as it is: no formatting, no mention, no emoji made of a `:name:`. Never empty."""
    text = shortened(clean(text).strip(), most)
    return {"type": "plain_text", "text": text or blank, "emoji": False}


def escaped(text: str) -> str:
    """The text where Slack would read markup: what it takes for the beginning of a mention or link is disarmed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_within(text: str, most: int) -> str:
    """The same, shortened so that it still fits when it is escaped."""
    text = shortened(text, most)
    while width(escaped(text)) > most:
        text = shortened(text, width(text) * 3 // 4)
    return escaped(text)
