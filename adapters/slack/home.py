"""App Home: each person's own page, shown when they open it, and anew when something of theirs has changed."""

from collections.abc import Callable
from datetime import datetime

from adapters.slack.calls import Calls
from adapters.slack.heard import HomeOpened
from flows.core import Core
from flows.ids import AccountId


class Home:
    """The pages of one workspace's people."""

    def __init__(self, calls: Calls, core: Core, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._core = core
        self._now = now

    async def opened(self, heard: HomeOpened) -> None:
        """Somebody looks at their page: it is set, soon. The account must have been met."""

    def changed(self, account: AccountId) -> None:
        """Something of theirs may read otherwise now: their page is set anew, where they looked at it before. On the
        loop's own thread."""

    async def close(self) -> None:
        """Finish what is in hand."""
