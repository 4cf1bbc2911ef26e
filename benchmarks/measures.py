"""What is measured: turns in memory and durable on SQLite, beside a bare loop; growth; memory; a rehearsed year."""

import resource
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import structlog

from benchmarks.bare import Loop, RecordingStore, Write, writes_of
from benchmarks.town import build, pair
from benchmarks.turns import Clerk, Step, steps
from bot import library
from bot.rehearsal.period import period_of
from bot.rehearsal.staging import Script, invented, stage
from flows.ports import Store
from storage.opening import open_store

FEW, MANY = 100, 10_000
ROUNDS = 10
"""Each figure is the median of so many rounds, or of their ratios, so that one hiccup of the machine counts for little."""
EACH = 10
"""Pairs that take their turns in one round."""
YEAR_OF = 1_000
FIRST_DAY = date(2027, 1, 15)


@dataclass(frozen=True, slots=True)
class Durable:
    """Seconds per turn on SQLite, and what they go into."""

    ours: float
    bare: float
    """The same row writes by a bare loop."""
    deciding: float
    """The same turns in memory: loading, deciding, saving without a database."""
    ratio: float


def at(figures: list[float], share: float) -> float:
    """The figure that so large a share is no longer than."""
    ordered = sorted(figures)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def median(figures: list[float]) -> float:
    """The one in the middle."""
    return at(figures, 0.5)


def spread(seconds: list[float]) -> str:
    """The one in the middle and the 99th percentile, in words."""
    return f"{median(seconds) * 1000:.1f} ms, {at(seconds, 0.99) * 1000:.1f} ms"


def chosen(pairs: int, nth: int) -> list[int]:
    """Some pairs for a round, spread evenly over the town; none in two rounds."""
    apart = pairs // EACH
    return [place * apart + nth for place in range(EACH)]


@contextmanager
def opened(url: str, *, durable: bool = True) -> Iterator[Store]:
    """A store, for a while."""
    store = open_store(url, durable=durable)
    try:
        yield store
    finally:
        store.close()


def a_town(folder: Path, pairs: int) -> Path:
    """An SQLite file with so many pairs."""
    path = folder / f"town-{pairs}.db"
    with opened(f"sqlite:///{path}", durable=False) as store:
        build(store, pairs)
    return path


def per_turn(clerk: Clerk, pairs: int, rounds: int = ROUNDS) -> list[float]:
    """Seconds per turn of each round."""
    return [_round(clerk, pairs, nth) for nth in range(rounds)]


def _round(clerk: Clerk, pairs: int, nth: int) -> float:
    taken = [
        (clerk.seconds(step), len(step.events))
        for step in steps([pair(n) for n in chosen(pairs, nth)], clerk.look)
    ]
    return sum(seconds for seconds, _ in taken) / sum(turns for _, turns in taken)


def in_memory(pairs: int, clock: Callable[[], float] = perf_counter) -> Clerk:
    """A town in memory."""
    store = open_store("memory:")
    build(store, pairs)
    return Clerk(store, clock)


def durable(folder: Path, deciding: float) -> Durable:
    """Our turns and a bare loop, step by step in turn, each on its own copy of one town, with the same writes."""
    town = a_town(folder, FEW)
    files = {name: shutil.copy(town, folder / f"{name}.db") for name in ("ours", "bare", "noted")}
    with (
        opened(f"sqlite:///{files['ours']}") as ours,
        opened(f"sqlite:///{files['noted']}", durable=False) as inner,
    ):
        noted = RecordingStore(inner)
        clerk, notary, loop = Clerk(ours), Clerk(noted), Loop(Path(files["bare"]))
        rounds = [_side_by_side(clerk, notary, noted, loop, nth) for nth in range(ROUNDS)]
        loop.close()
    return Durable(
        ours=median([ours for ours, _ in rounds]),
        bare=median([bare for _, bare in rounds]),
        deciding=deciding,
        ratio=median([bare / ours for ours, bare in rounds]),
    )


def _side_by_side(
    clerk: Clerk, notary: Clerk, noted: RecordingStore, loop: Loop, nth: int
) -> tuple[float, float]:
    ours = bare = 0.0
    turns = 0
    for step in steps([pair(n) for n in chosen(FEW, nth)], clerk.look):
        noted.transactions.clear()
        notary.prepare(step)
        loop.seconds(noted.transactions)
        writes = writes_of(notary, step.events, noted)
        # both go first as often
        first, second = (_ours, _bare) if nth % 2 else (_bare, _ours)
        took = {first: first(clerk, loop, step, writes), second: second(clerk, loop, step, writes)}
        ours += took[_ours]
        bare += took[_bare]
        turns += len(step.events)
    return ours / turns, bare / turns


def _ours(clerk: Clerk, _: Loop, step: Step, __: object) -> float:
    return clerk.seconds(step)


def _bare(_: Clerk, loop: Loop, __: Step, writes: list[list[Write]]) -> float:
    return loop.seconds(writes)


def sqlite_growth(folder: Path) -> float:
    """Cost of a turn on SQLite with many pairs over that with few; without waiting for the disk, which would only
    hide what grows."""
    towns = {pairs: a_town(folder, pairs) for pairs in (FEW, MANY)}
    with (
        opened(f"sqlite:///{towns[FEW]}", durable=False) as few,
        opened(f"sqlite:///{towns[MANY]}", durable=False) as many,
    ):
        return _growth(Clerk(few, process_time), Clerk(many, process_time))


def _growth(few: Clerk, many: Clerk) -> float:
    """The median of rounds taken in turn, in time of the processor: what else runs here counts for little."""
    return median([_round(many, MANY, nth) / _round(few, FEW, nth) for nth in range(ROUNDS)])


def memory_growth() -> float:
    """The same in memory."""
    return _growth(in_memory(FEW, process_time), in_memory(MANY, process_time))


def peak_memory() -> int:
    """Bytes that a process of its own takes at most, holding many pairs in memory and giving turns."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(_peak).result()


def _peak() -> int:
    per_turn(in_memory(MANY), MANY, rounds=1)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def rehearsed_year(pairs: int, now: datetime, passed: Callable[[float], None]) -> tuple[float, int]:
    """Seconds to rehearse a cohort of so many mentors and mentees in memory, and how many lines it has.

    `passed` is told the share of the year that is over.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    program, (text, _) = library.program("connecticut"), library.text_of("connecticut")
    period = period_of(program, FIRST_DAY, None, now)
    people = invented(program, period, 1, pairs, pairs)
    script = Script(program=program, text=text, period=period, seed=1, language="en", people=people)
    lines: list[None] = []
    rehearsal = stage(script, open_store("memory:"), library.wording(), lambda _: lines.append(None))
    whole = period.ends - period.starts
    began = perf_counter()
    rehearsal.play(period.ends, lambda at: passed((at - period.starts) / whole))
    return perf_counter() - began, len(lines)
