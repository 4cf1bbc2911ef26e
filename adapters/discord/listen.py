"""Listening: what people do in Discord comes in by the gateway, and is acknowledged once it is saved."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.discord.listening.gateway import Gateway
from flows.core import Core

if TYPE_CHECKING:
    from adapters.discord.calling.calls import Calls
    from adapters.discord.send import Posting

PATIENCE = 2.5


class Listening:
    """One app's way in: its gateway, and its commands."""

    def __init__(
        self,
        client: Gateway,
        calls: "Calls",
        core: Core,
        posting: "Posting",
        *,
        now: Callable[[], datetime],
        patience: float = PATIENCE,
    ) -> None:
        self._client = client
        self._calls = calls

    @property
    def connected(self) -> bool:
        """Whether what people do reaches us now."""
        return self._client.hears

    @property
    def why(self) -> str:
        """Why not."""
        return ""

    async def prepare(self) -> None:
        """Have ready what is said when nothing can be looked up."""

    async def connect(self) -> None:
        """Begin to listen; `calls` must be connected. Raises Refused or Away."""

    async def close(self) -> None:
        """Listen no more; what is in hand is finished and acknowledged first."""
