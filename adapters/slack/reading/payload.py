"""Looking into what Slack sends: parsed JSON of which nothing is certain. What is not there is empty."""

import re

from adapters.payload import Payload, part, parts, text, texts

ID = re.compile(r"[A-Za-z0-9]{1,40}")
MARKED = re.compile(r"<([@#!][^<>|]+|[a-z][a-z0-9+.-]*:[^<>|]*)(?:\|([^<>]*))?>")
"""What Slack writes for a mention, a link or a date in a text: `<@U1>`, `<https://example.org|example.org>`."""


def id_at(payload: object, *path: str) -> str:
    """An id of Slack's at the end of the path."""
    found = text(payload, *path)
    return found if ID.fullmatch(found) else ""


def as_typed(marked: str) -> str:
    """A message's text as its author saw it: without what Slack writes for mentions and links, nothing escaped."""
    bare = MARKED.sub(_seen, marked)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _seen(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target[:1] in {"@", "#"}:
        return f"{target[0]}{label or target[1:]}"
    if target[:1] == "!":
        return label or f"@{target[1:].partition('^')[0]}"
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in {target, bare} or bare.endswith(f"//{label}"):
        return label or bare
    return f"{label} ({bare})"


__all__ = ["Payload", "as_typed", "id_at", "part", "parts", "text", "texts"]
