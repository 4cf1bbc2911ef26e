"""Counts a rehearsal's messages as they happen: by role and month, by day, by person and week."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.rehearsal.lines import Line

ROLES = ("mentee", "mentor", "both", "coordinator")
ROOMS = "pair rooms"
CHANNELS = "channels"


@dataclass(slots=True)
class Tally:
    """Messages that appeared; a rewritten one does not count again."""

    by_month: dict[tuple[int, int], Counter[str]] = field(default_factory=dict)
    by_day: Counter[date] = field(default_factory=Counter)
    by_week: Counter[tuple[str, date]] = field(default_factory=Counter)
    """By person and the Monday of the week."""
    messages: int = 0
    acts: int = 0

    def take(self, line: Line) -> None:
        """Count one line."""
        if line.direction == "in":
            self.acts += 1
            return
        if line.edits:
            return
        day = line.at.date()
        self.messages += 1
        self.by_month.setdefault((day.year, day.month), Counter())[column_of(line)] += 1
        self.by_day[day] += 1
        if line.person:
            self.by_week[line.person, day - timedelta(days=day.weekday())] += 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The sorts of readers that got anything, in a fixed order."""
        met = {column for month in self.by_month.values() for column in month}
        return tuple(column for column in (*ROLES, ROOMS, CHANNELS) if column in met)

    @property
    def busiest_day(self) -> tuple[date, int] | None:
        """The day with most messages; the first of several."""
        return max(self.by_day.items(), key=lambda item: (item[1], -item[0].toordinal()), default=None)

    @property
    def fullest_week(self) -> tuple[str, date, int] | None:
        """Who got most messages in one week, its Monday, and how many; the first of several."""
        if not self.by_week:
            return None
        (person, monday), count = min(
            self.by_week.items(), key=lambda item: (-item[1], item[0][1], item[0][0])
        )
        return person, monday, count


def column_of(line: Line) -> str:
    """Whom a message counts for."""
    if line.place == "dm":
        return line.role
    return ROOMS if line.place.startswith("room:") else CHANNELS
