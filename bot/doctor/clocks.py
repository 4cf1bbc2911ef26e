"""Our clock beside a platform's: times are told by it, so it has to be right."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.doctor.lines import Line, well, wrong

ABOUT = "clock"
APART = timedelta(minutes=1)
"""Beyond this our clock is worth setting; beyond five minutes Slack's requests are refused as too old."""


def beside(platform: str, theirs: datetime | None, now: datetime) -> Iterator[Line]:
    """Whether they go together; nothing where the platform did not tell its time."""
    if theirs is None:
        return
    apart = now - theirs
    if abs(apart) <= APART:
        yield well(ABOUT, f"goes with {platform}'s")
        return
    way = "ahead of" if apart > timedelta() else "behind"
    seconds = abs(apart).total_seconds()
    yield wrong(
        ABOUT, f"is {seconds:,.0f} s {way} {platform}'s", "set this machine's clock (NTP keeps it right)"
    )
