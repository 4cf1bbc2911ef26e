"""A platform that takes nothing from us: it is left alone for a while, then asked with one message, until it is back."""

from datetime import datetime, timedelta
from threading import Lock

import structlog

log = structlog.get_logger()

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=5)
"""Each wait is twice the one before, up to this: so much later than the platform, at most, are we back."""


class Outage:
    """Whether the platform takes anything, as its last answers tell. Told by the threads that send."""

    def __init__(self, platform: str = "") -> None:
        self._platform = platform
        self._lock = Lock()
        self._wait = FIRST
        self._until: datetime | None = None

    @property
    def on(self) -> bool:
        """Whether it took nothing when it was last asked: then the next message goes alone."""
        return self._until is not None

    @property
    def until(self) -> datetime | None:
        """When it may be asked again, since it took nothing when it was last asked."""
        return self._until

    def holds(self, now: datetime) -> bool:
        """Whether it is to be left alone now."""
        until = self._until
        return until is not None and now < until

    def met(self, now: datetime, why: str) -> datetime:
        """It took nothing. When it may be asked again; for those that ask together it is one wait."""
        with self._lock:
            if self._until is None:
                log.error("the platform takes nothing: messages wait", platform=self._platform, why=why)
            if self._until is None or now >= self._until:
                self._until = now + self._wait
                self._wait = min(2 * self._wait, LONGEST)
            return self._until

    def over(self) -> None:
        """It took something."""
        if not self.on:
            return
        with self._lock:
            self._wait, self._until = FIRST, None
        log.info("the platform is back: messages go out", platform=self._platform)
