"""Setting Shelfmate up in a workspace: `/mentoring setup` opens a modal, and what is sent from it is checked and saved."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.slack.calls import Calls
from adapters.slack.heard import SetupAsked, ViewSent
from flows.core import Core

SETUP = "setup"
"""The callback id of the modal."""


class SettingUp:
    """Leads whoever installs Shelfmate through what it has to know, and whoever changes it later."""

    def __init__(self, calls: Calls, core: Core, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._core = core
        self._now = now

    async def asked(self, heard: SetupAsked) -> dict[str, Any] | None:
        """Open the modal, for those who may; a kind line in a modal for all others. What a command is acknowledged
        with where no modal could be opened, else None."""
        return None

    async def sent(self, heard: ViewSent) -> dict[str, Any] | None:
        """Check and save what was sent; what to acknowledge it with, in time: errors beside the fields, or how it stands.
        None for a modal that is not this one."""
        return None
