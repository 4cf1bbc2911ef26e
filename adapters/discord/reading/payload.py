"""Looking into what Discord sends: parsed JSON of which nothing is certain. What is not there is empty."""

import re

from adapters.payload import Payload, at, part, parts, text, texts

ID = re.compile(r"[0-9]{1,20}")
"""A snowflake: Discord writes these numbers as words."""


def number(payload: object, *path: str) -> int:
    """A whole number at the end of the path; 0 where there is none."""
    found = at(payload, path)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**63 else 0


def id_at(payload: object, *path: str) -> str:
    """An id of Discord's at the end of the path."""
    found = text(payload, *path)
    return found if ID.fullmatch(found) else ""


__all__ = ["Payload", "id_at", "number", "part", "parts", "text", "texts"]
