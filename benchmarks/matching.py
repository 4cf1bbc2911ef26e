"""What matching costs and reaches, beside what a library user would do: each way in a process of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from benchmarks.contenders import LIMIT, WAYS, Result
from benchmarks.rounds import Kind

OURS, COMMAND, DENSE, SPARSE, MODEL, OTHER = WAYS
SMALL, LARGE = (50, 200, 1_000, 5_000), (20_000,)
REPEATED = 1_000
"""Up to so many mentees the best of three runs counts."""
PATIENCE = 600
"""Seconds that SciPy and ours may take: the dense one sets the scale, and must end."""
MOST_OF_OTHER = 1_000
"""Beyond it `mentor-match` is sure to need more than it may take."""
Results = Mapping[tuple[Kind, str], Result | None]
"""None: it did not end in time."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A ratio between two ways in this run, and what it should be."""

    words: str
    figure: str
    aim: str


def kinds(*, long: bool) -> list[Kind]:
    """The rounds to be matched; the largest only where there is time."""
    sizes = (*SMALL, *(LARGE if long else ()))
    return [
        kind
        for size in sizes
        for kind in (Kind(size), Kind(size, scarce=True), Kind(size, both=0.1), Kind(size, both=1.0))
        if long or size < SMALL[-1] or kind.both < 1
        if size < LARGE[0] or kind.both < 1
    ]


def ways(kind: Kind) -> list[str]:
    """Those that make sense for a round."""
    names = [OURS, COMMAND, DENSE, SPARSE]
    if kind.both == 1:
        names.append(MODEL)
    if kind.mentees <= MOST_OF_OTHER and not kind.both:
        names.append(OTHER)
    return names


def measured(passed: Callable[[str], None], *, long: bool) -> Results:
    """All of it; `passed` hears what is next."""
    found: dict[tuple[Kind, str], Result | None] = {}
    for kind in kinds(long=long):
        for name in ways(kind):
            passed(f"{kind}: {name}")
            often = kind.mentees <= REPEATED and name not in (COMMAND, MODEL, OTHER)
            found[kind, name] = alone(name, kind, 3 if often else 1)
    return found


def alone(name: str, kind: Kind, times: int) -> Result | None:
    """The best of so many runs, in a process of its own, which is stopped when its time is over."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(name, kind, times, theirs))
    process.start()
    theirs.close()
    try:
        result = ours.recv() if ours.poll(LIMIT if name in (MODEL, OTHER) else PATIENCE) else None
    except EOFError:
        result = None
    if result is None:
        process.kill()
    process.join()
    return result if isinstance(result, Result) else None


def _run(name: str, kind: Kind, times: int, into: Connection) -> None:
    into.send(min((WAYS[name](kind) for _ in range(times)), key=lambda run: run.seconds))


def aims(found: Results) -> list[Aimed]:
    """The ratios that we aim at, as far as this run tells them."""
    thousand, five, twenty = Kind(1_000), Kind(5_000), Kind(20_000)
    scarce, roles = Kind(20_000, scarce=True), Kind(1_000, both=1.0)
    told = [
        _ratio(found, "time, 1,000", thousand, OTHER, "0.005 or less"),
        _ratio(found, "time, 5,000", five, DENSE, "0.35 or less"),
        _ratio(found, "time, 20,000", twenty, DENSE, "0.15 or less"),
        _ratio(found, "memory, 20,000", twenty, DENSE, "0.10 or less", of="megabytes"),
        _ratio(found, "time, 20,000 scarce", scarce, DENSE, "0.5 or less"),
        _ratio(found, "time, 1,000 all in both roles", roles, MODEL, "0.25 or less"),
        _ratio(found, "total, 1,000 all in both roles", roles, MODEL, "0.999 or more", of="total"),
        _ratio(found, "total with the best floor, 1,000", thousand, DENSE, "0.998 or more", of="total"),
    ]
    unproven = [
        str(kind) for (kind, name), run in found.items() if name == OURS and run and run.proven != "proven"
    ]
    told.append(Aimed("rounds that are not proven optimal", ", ".join(unproven) or "none", "none"))
    return [one for one in told if one is not None]


def _ratio(found: Results, words: str, kind: Kind, other: str, aim: str, of: str = "seconds") -> Aimed | None:
    mine, theirs = found.get((kind, OURS)), found.get((kind, other))
    if mine is None or (kind, other) not in found:
        return None
    what = f"{words}: {OURS} over {other}"
    if theirs is None:
        return Aimed(what, f"{mine.seconds / LIMIT:.4f} or less (the other was stopped)", aim)
    return Aimed(what, f"{getattr(mine, of) / getattr(theirs, of):.4f}", aim)


def cells(run: Result | None) -> tuple[str, ...]:
    """A run as a row of a table."""
    if run is None:
        return ("stopped: too long", *[""] * 6)
    seconds = f"{run.seconds:.3f} s" if run.seconds < 1 else f"{run.seconds:.1f} s"
    figures = (run.matched, run.total, run.worst, run.twice)
    return (seconds, f"{run.megabytes:,.0f} MiB", *(f"{figure:,}" for figure in figures), run.proven)


COLUMNS = ("time", "memory", "matched", "total", "worst pair", "two ways round", "says of itself")
