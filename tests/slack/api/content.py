"""What a message may say: text, blocks and metadata, held against Slack's limits."""

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.slack.blocks.layout import MESSAGE_WEIGHT, actives, message_findings, weight
from tests.slack.refusals import Json, Refused, invalid

LONGEST = 40_000
LONGEST_EDIT = 4_000
METADATA = 8_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, once it has been checked."""

    text: str
    blocks: list[Json]
    metadata: Json


def content(args: Json, *, longest: int = LONGEST, files: bool = False) -> Content:
    """The content of a message, or a refusal."""
    text, blocks = args.get("text") or "", blocks_of(args.get("blocks"))
    if not isinstance(text, str):
        raise Refused("invalid_arguments")
    if not text.strip() and not blocks and not files:
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")
    found = message_findings(blocks)
    if found:
        raise invalid("invalid_blocks", found)
    if weight(blocks) > MESSAGE_WEIGHT:
        raise Refused("msg_blocks_too_long")
    return Content(text, with_ids(blocks), metadata_of(args.get("metadata")))


def blocks_of(given: Any) -> list[Any]:
    """A list of blocks, as JSON or as text of it."""
    blocks = _parsed(given, "invalid_blocks_format") if given else []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    return blocks


def metadata_of(given: Any) -> Json:
    """A message's metadata."""
    metadata = _parsed(given, "invalid_metadata_format") if given else {}
    if not metadata:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    if not re.fullmatch(r"\w{1,255}", str(metadata.get("event_type", ""))):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA:
        raise Refused("metadata_too_large")
    return metadata


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks as Slack keeps them: with ids of its own where none were given."""
    kept = []
    for number, given in enumerate(blocks):
        block = json.loads(json.dumps(given))
        block.setdefault("block_id", f"slack{number}")
        for place, element in enumerate(actives(block)):
            element.setdefault("action_id", f"act{number}x{place}")
        kept.append(block)
    return kept


def _parsed(given: Any, error: str) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise Refused(error) from None
