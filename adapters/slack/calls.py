"""Calling: Slack's Web API of one workspace, at the pace it allows; what goes wrong is told apart, and no token is shown."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """Slack said no: it was certainly not done. `error` is Slack's own word for why."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error


class Limited(Refused):
    """Slack asks for a pause longer than we wait ourselves: it was certainly not done. `seconds` is how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited", f"Slack asks for a pause of {seconds:.0f} s")
        self.seconds = seconds


class Lost(Exception):
    """Nobody knows whether it was done: the answer did not come, or says nothing."""


class Dead(Refused):
    """Slack takes nothing more from us until an administrator acts: the token was revoked, or is none."""


class Away(Exception):
    """Slack cannot be reached: it was certainly not done."""


class Calls:
    """One workspace's Web API. `url` is its base where that is not Slack's own; `scale` multiplies the pace, 0 lifts it."""

    def __init__(self, token: str, *, url: str = "", scale: float = 1.0) -> None:
        self._token = token
        self._url = url
        self._scale = scale
        self.team = ""
        """`T1`: the workspace."""
        self.user = ""
        """Our own user there."""
        self.bot = ""
        self.scopes: frozenset[str] = frozenset()
        self.alive = False
        """Whether the last word from Slack was that our token is good."""
        self.why = "not connected yet"
        """Why not."""

    async def connect(self) -> None:
        """Find out who we are and what we may do. Raises Refused, Lost or Away."""

    async def call(self, method: str, **args: Any) -> Mapping[str, Any]:
        """Slack's answer. Raises Refused, Limited, Dead, Lost or Away."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of every connection."""
