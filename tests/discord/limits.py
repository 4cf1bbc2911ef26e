"""Discord's pace: a bucket a route and place, fifty calls a second over all, and the ban of who asks amiss too often."""

import math
from collections import deque
from dataclasses import dataclass, field

from tests.slack.clock import Clock, WallClock

EVERYWHERE = 50
"""Calls a second of one app; answers to interactions do not count."""
PACES = {
    "create_message": (5, 5.0),
    "edit_message": (5, 5.0),
    "create_dm": (10, 10.0),
    "followup": (5, 2.0),
    "edit_original": (5, 2.0),
    "edit_followup": (5, 2.0),
    "create_thread": (10, 10.0),
    "create_event": (5, 60.0),
}
"""Calls in seconds. Discord names no figures: clients are to read them from the headers. These are as clients see them."""
OTHERS = (10, 5.0)
INVALID = 10_000
"""401, 403 and 429 in ten minutes, after which Cloudflare lets nobody of that address through."""
INVALID_WITHIN = 600


@dataclass(slots=True)
class Bucket:
    """A window of a route."""

    limit: int
    left: int
    ends: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may go, and what the headers say."""

    headers: dict[str, str]
    wait: float = 0
    everywhere: bool = False


@dataclass(slots=True)
class Limits:
    """How much is left of each limit. discord.py waits by the system's clock, so they go by it too, `speed` times as fast."""

    speed: float = 50
    clock: Clock = field(default_factory=WallClock)
    on: bool = True
    hit: list[str] = field(default_factory=list)
    """Every limit that was run into."""
    invalid: "deque[float]" = field(default_factory=deque)
    """When calls were made that count as invalid."""
    most_in_a_second: int = 0
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    _calls: "deque[float]" = field(default_factory=deque)

    def take(self, name: str, place: str, *, counted: bool) -> Verdict:
        """Make a call, if it may be made; `counted` where it counts towards the limit over all."""
        if not self.on:
            return Verdict({})
        now = self.clock.now
        if counted and (wait := self._everywhere(now)):
            self.hit.append("global")
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
            return Verdict(headers, wait, everywhere=True)
        most, seconds = PACES.get(name, OTHERS)
        key = f"{name} {place}"
        bucket = self._buckets.get(key)
        if bucket is None or bucket.ends <= now:
            bucket = self._buckets[key] = Bucket(most, most, now + seconds / self.speed)
        wait = 0.0 if bucket.left else bucket.ends - now
        if wait:
            self.hit.append(key)
        else:
            bucket.left -= 1
        headers = self._headers(name, bucket, now)
        return Verdict(headers | ({"X-RateLimit-Scope": "user"} if wait else {}), wait)

    def _headers(self, name: str, bucket: Bucket, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{bucket.ends:.3f}",
            "X-RateLimit-Reset-After": f"{math.ceil((bucket.ends - now) * 1000) / 1000:.3f}",
            "X-RateLimit-Bucket": f"{abs(hash(name)):x}",
        }

    def _everywhere(self, now: float) -> float:
        second = 1 / self.speed
        while self._calls and self._calls[0] <= now - second:
            self._calls.popleft()
        if len(self._calls) >= EVERYWHERE:
            return self._calls[0] + second - now
        self._calls.append(now)
        self.most_in_a_second = max(self.most_in_a_second, len(self._calls))
        return 0

    def amiss(self, now: float) -> None:
        """A call was answered by 401, 403 or 429."""
        self.invalid.append(now)

    def banned(self, now: float) -> bool:
        """Whether Cloudflare answers instead of Discord."""
        while self.invalid and self.invalid[0] <= now - INVALID_WITHIN:
            self.invalid.popleft()
        return len(self.invalid) >= INVALID
