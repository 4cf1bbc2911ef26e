"""Looking into what Discord sends: parsed JSON of which nothing is certain. What is not there is empty."""

import re
from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]
ID = re.compile(r"[0-9]{1,20}")
"""A snowflake: Discord writes these numbers as words."""


def part(payload: object, *path: str) -> Payload:
    """The object at the end of the path."""
    found = _at(payload, path)
    return found if isinstance(found, Mapping) else {}


def parts(payload: object, *path: str) -> tuple[Payload, ...]:
    """The objects of a list at the end of the path."""
    found = _at(payload, path)
    return tuple(each for each in found if isinstance(each, Mapping)) if isinstance(found, list) else ()


def text(payload: object, *path: str) -> str:
    """The words at the end of the path, without what no database keeps."""
    found = _at(payload, path)
    return _kept(found) if isinstance(found, str) else ""


def texts(payload: object, *path: str) -> tuple[str, ...]:
    """The words of a list at the end of the path."""
    found = _at(payload, path)
    return tuple(_kept(each) for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def number(payload: object, *path: str) -> int:
    """A whole number at the end of the path; 0 where there is none."""
    found = _at(payload, path)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**63 else 0


def id_at(payload: object, *path: str) -> str:
    """An id of Discord's at the end of the path."""
    found = text(payload, *path)
    return found if ID.fullmatch(found) else ""


def _at(payload: object, path: tuple[str, ...]) -> object:
    for key in path:
        payload = payload.get(key) if isinstance(payload, Mapping) else None
    return payload


def _kept(words: str) -> str:
    return words.encode("utf-8", "ignore").decode().replace("\0", "")
