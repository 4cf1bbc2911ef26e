"""The body of a call: JSON, or JSON with files beside it as multipart/form-data."""

import json
import re
from dataclasses import dataclass

from tests.discord.refusals import Json, Refused

NAME, FILENAME = re.compile(rb'[; ]name="([^"]*)"'), re.compile(rb'filename="([^"]*)"')
FILE = re.compile(r"files\[(\d+)\]")
BAD_JSON = Refused(400, 50109, "The request body contains invalid JSON.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along."""

    name: str
    content: bytes


def read(kind: str, body: bytes) -> tuple[Json, dict[int, Upload]]:
    """What was asked, and the files by their numbers."""
    if kind.startswith("multipart/form-data"):
        return _multipart(kind, body)
    return ({"": given} if isinstance(given := _json(body), list) else given), {}


def _json(body: bytes) -> Json | list[Json]:
    if not body.strip():
        return {}
    try:
        given = json.loads(body)
    except ValueError:
        raise BAD_JSON from None
    if not isinstance(given, dict | list):
        raise BAD_JSON
    return given


def _multipart(kind: str, body: bytes) -> tuple[Json, dict[int, Upload]]:
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    args: Json = {}
    uploads: dict[int, Upload] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        name = (NAME.search(head) or [b"", b""])[1].decode()
        if name == "payload_json":
            given = _json(content)
            args |= given if isinstance(given, dict) else {}
        elif number := FILE.fullmatch(name):
            filename = FILENAME.search(head)
            uploads[int(number[1])] = Upload(filename[1].decode() if filename else "unknown", content)
    return args, uploads
