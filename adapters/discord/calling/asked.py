"""One call, as it is asked for: its route, what goes along, and whether it may be asked for twice."""

import json as codec
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Protocol

import aiohttp
import discord
from discord.http import Route

from adapters.discord.calling.pace import UNCOUNTED, Attempt

TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=30)
"""Without a whole, since also the wait for one's turn would count."""
MAJOR = {"channel": "channel_id", "guild": "guild_id", "token": "webhook_token"}
"""What discord.py tells limits apart by, as it calls them: each channel has limits of its own, and each interaction."""


class Given(Protocol):
    """A file that goes along."""

    @property
    def name(self) -> str: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of Discord."""

    method: str
    path: str
    """With `{names}` in it, which `named` gives."""
    json: Any = None
    files: Sequence[Given] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    named: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def hurried(self) -> bool:
        """Whether it answers what somebody did: with a token of its own, and at once."""
        return self.path.startswith(UNCOUNTED)

    @property
    def harmless(self) -> bool:
        """Whether asking for it twice does no more than asking once."""
        if self.method != "POST":
            return True
        nonce = isinstance(self.json, dict) and bool(self.json.get("enforce_nonce"))
        return nonce or self.path == "/users/@me/channels" or self.path.startswith("/interactions/")

    def route(self) -> Route:
        """As discord.py wants it."""
        major = {MAJOR[name]: given for name, given in self.named.items() if name in MAJOR}
        named: dict[str, Any] = {**self.named, **major}
        return Route(self.method, self.path, **named)

    def said(self, attempt: Attempt) -> dict[str, Any]:
        """What goes with it."""
        more: dict[str, Any] = {"timeout": TIMEOUT, "trace_request_ctx": attempt}
        if self.params:
            more["params"] = {name: str(given) for name, given in self.params.items()}
        files = [discord.File(BytesIO(each.content), each.name) for each in self.files]
        more["files"] = [*files, attempt]
        if files:
            more["form"] = [
                _field("payload_json", codec.dumps(self.json or {})),
                *map(_file, range(len(files)), files),
            ]
        elif self.json is not None:
            more["json"] = self.json
        return more


def _field(name: str, value: object, **more: str) -> dict[str, Any]:
    return {"name": name, "value": value, **more}


def _file(nth: int, file: discord.File) -> dict[str, Any]:
    return _field(f"files[{nth}]", file.fp, filename=file.filename, content_type="application/octet-stream")
