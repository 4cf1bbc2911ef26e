"""Slack's pace: each method by its tier, posting by the channel and second; 429 with `Retry-After` beyond it."""

import math
from dataclasses import dataclass, field

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""
BURST = {1: 10}
"""Slack forgives short bursts; where that matters to us: the ten sockets of an app are opened at once."""
ANY = 0
"""The tier of methods with limits of their own, too high to meet."""
WORKSPACE_POSTS = 600
"""'Several hundred' posts a minute to a workspace, in Slack's words."""


@dataclass(slots=True)
class Limits:
    """How much is left of each limit. `scale` multiplies them all; 0 lifts them."""

    scale: float = 1
    hit: list[str] = field(default_factory=list)
    """Every limit that was run into."""
    _buckets: dict[tuple[str, ...], tuple[float, float]] = field(default_factory=dict)

    def wait(self, now: float, tier: int, *key: str) -> int:
        """Seconds to wait before this call of a method; 0 where it may go now."""
        if tier == ANY:
            return 0
        return self._take(now, key, per_minute=TIERS[tier], burst=BURST.get(tier, TIERS[tier]))

    def wait_to_post(self, now: float, workspace: str, channel: str) -> int:
        """Seconds to wait before this channel may be posted to again."""
        return self._take(now, (workspace, channel), per_minute=60, burst=1) or self._take(
            now, (workspace, "posts"), per_minute=WORKSPACE_POSTS, burst=WORKSPACE_POSTS
        )

    def _take(self, now: float, key: tuple[str, ...], *, per_minute: float, burst: float) -> int:
        if not self.scale:
            return 0
        rate = per_minute * self.scale / 60
        left, at = self._buckets.get(key, (burst, now))
        left = min(burst, left + (now - at) * rate)
        if left < 1 - 1e-6:
            self._buckets[key] = (left, now)
            self.hit.append(" ".join(key))
            return max(1, math.ceil((1 - left) / rate - 1e-6))
        self._buckets[key] = (left - 1, now)
        return 0
