"""Plays a program's days and keeps every line, with the world as it is at the end."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from bot import library
from bot.rehearsal.lines import Line, as_json
from bot.rehearsal.period import period_of
from bot.rehearsal.rehearsal import Rehearsal
from bot.rehearsal.staging import Script, invented, stage
from flows.model.record import R
from flows.ports import Store
from flows.situation import WHOLE, find
from storage.memory import MemoryStore


@dataclass(slots=True)
class Played:
    """A rehearsal that is over."""

    script: Script
    rehearsal: Rehearsal
    lines: list[Line] = field(default_factory=list)

    @property
    def told(self) -> list[Line]:
        """Messages as they first appeared."""
        return [line for line in self.lines if line.direction == "out" and not line.edits]

    def kind(self, *kinds: str) -> list[Line]:
        """Messages that hold one of these kinds."""
        return [line for line in self.told if set(line.kinds) & set(kinds)]

    def day(self, stage: str) -> date:
        """A day of the cohort that is followed."""
        return self.script.period.calendar.day(stage, self.script.period.year)

    def records(self, record: type[R], **where: str) -> tuple[R, ...]:
        """What is remembered at the end."""
        query: Any = find(record, limit=WHOLE, **where)
        found: tuple[R, ...] = self.rehearsal.world.look(lambda tx: tx.load([query])[query])
        return found

    @property
    def bytes(self) -> bytes:
        """The lines as a file has them."""
        return "".join(f"{as_json(line)}\n" for line in self.lines).encode()


def play(
    first: str,
    *,
    seed: int = 1,
    mentors: int = 10,
    mentees: int = 12,
    days: int | None = None,
    store: Store | None = None,
    program: str = "connecticut",
) -> Played:
    """Play `program` from the day `first`."""
    book = library.program(program)
    day = date.fromisoformat(first)
    period = period_of(book, day, days, datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=1))
    script = Script(
        program=book,
        text=library.text_of(program)[0],
        period=period,
        seed=seed,
        language="en",
        people=invented(book, period, seed, mentors, mentees),
    )
    lines: list[Line] = []
    rehearsal = stage(script, store or MemoryStore(), library.wording(), lines.append)
    rehearsal.play(period.ends)
    return Played(script, rehearsal, lines)


@lru_cache(maxsize=1)
def spring() -> Played:
    """The spring cohort, rehearsed from the middle of January."""
    return play("2027-01-15")
