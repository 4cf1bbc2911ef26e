"""Looking into what a platform sends: parsed JSON of which nothing is certain. What is not there is empty."""

from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]


def part(payload: object, *path: str) -> Payload:
    """The object at the end of the path."""
    found = at(payload, path)
    return found if isinstance(found, Mapping) else {}


def parts(payload: object, *path: str) -> tuple[Payload, ...]:
    """The objects of a list at the end of the path."""
    found = at(payload, path)
    return tuple(each for each in found if isinstance(each, Mapping)) if isinstance(found, list) else ()


def text(payload: object, *path: str) -> str:
    """The words at the end of the path, without what no database keeps."""
    found = at(payload, path)
    return _kept(found) if isinstance(found, str) else ""


def texts(payload: object, *path: str) -> tuple[str, ...]:
    """The words of a list at the end of the path."""
    found = at(payload, path)
    return tuple(_kept(each) for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def at(payload: object, path: tuple[str, ...]) -> object:
    """Whatever stands at the end of the path."""
    for key in path:
        payload = payload.get(key) if isinstance(payload, Mapping) else None
    return payload


def _kept(words: str) -> str:
    return words.encode("utf-8", "ignore").decode().replace("\0", "")
