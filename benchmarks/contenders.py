"""Ways to match one round: ours, the whole command, and what a library user would do without us."""

import csv
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array, csr_matrix, vstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from benchmarks.rounds import RULES, Kind, people
from flows.matching.assign import match
from flows.matching.assigned import table_of
from flows.matching.bars import bars, round_of
from flows.matching.people import Candidate
from flows.matching.solving.table import NOBODY, Counts, Table, both_ways

TOP = 50
TOP_OF_MODEL = 20
LIMIT = 120
"""Seconds that any of them may take."""


@dataclass(frozen=True, slots=True)
class Result:
    """One way's outcome for one round."""

    seconds: float
    megabytes: float
    """The most that its process took, Python and all."""
    matched: int
    total: int
    worst: int
    twice: int
    """So many two people mentor each other."""
    proven: str = ""
    """Whether it says that nothing better can be; or by how much at most."""


Way = Callable[[Kind], Result]


def ours(kind: Kind) -> Result:
    """`flows.matching.assign.match`: scores, pairs, proof and reasons."""
    mentees, mentors = people(kind)
    match(mentees[:2], mentors[:2], RULES)  # loads the libraries
    began = perf_counter()
    found = match(mentees, mentors, RULES)
    took = perf_counter() - began
    pairs = {(one.mentee, one.mentor) for one in found.pairs}
    aims = found.proof
    told = "proven" if aims.proven else f"gap of {aims.total.gap} at most"
    if aims.worst and not aims.worst.proven:
        told += f", of {aims.worst.gap} in the worst pair"
    return Result(
        took,
        _peak(),
        len(pairs),
        aims.total.reached,
        aims.worst.reached if aims.worst else 0,
        sum((mentor, mentee) in pairs for mentee, mentor in pairs) // 2,
        told,
    )


def command(kind: Kind) -> Result:
    """`shelfmate match`, from starting Python to the CSV it writes."""
    mentees, mentors = people(kind)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "mentees.csv", mentees)
        _write(folder / "mentors.csv", mentors)
        out = folder / "pairs.csv"
        began = perf_counter()
        arguments = [
            "match",
            "--mentees",
            folder / "mentees.csv",
            "--mentors",
            folder / "mentors.csv",
            "--out",
            out,
        ]
        subprocess.run([sys.executable, "-m", "bot", *map(str, arguments)], check=True, capture_output=True)
        took = perf_counter() - began
        with out.open(encoding="utf-8-sig", newline="") as file:
            scores = [int(row["score"]) for row in csv.DictReader(file) if row["mentor"]]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Result(took, peak, len(scores), sum(scores), min(scores, default=0), 0)


def dense(kind: Kind) -> Result:
    """SciPy's dense assignment of mentees to places."""
    return _timed(kind, _dense)


def sparse(kind: Kind) -> Result:
    """SciPy's sparse assignment of the best fifty mentors of each mentee; it does not know what it left out."""
    return _timed(kind, _sparse)


def whole_numbers(kind: Kind) -> Result:
    """HiGHS on the best twenty mentors of each mentee, with the rule that two people do not mentor each other."""
    return _timed(kind, _whole_numbers)


def mentor_match(kind: Kind) -> Result:
    """The PyPI package `mentor-match`, with our scores as its rule, and a row for each place."""
    return _timed(kind, _mentor_match)


WAYS: Mapping[str, Way] = {
    "Shelfmate": ours,
    "shelfmate match": command,
    "SciPy dense": dense,
    f"SciPy sparse, top {TOP}": sparse,
    f"HiGHS, top {TOP_OF_MODEL}": whole_numbers,
    "mentor-match": mentor_match,
}


def _timed(kind: Kind, way: Callable[[Table], Counts]) -> Result:
    mentees, mentors = people(kind)
    began = perf_counter()
    now = round_of(mentees, mentors, RULES)
    room = np.array([one.capacity for one in mentors], dtype=np.int64)
    given = table_of(now, bars(now, apart=()), room, {})
    mates = way(given)
    took = perf_counter() - began
    rows = np.flatnonzero(mates != NOBODY)
    scores = given.scores(rows, mates[rows])
    return Result(
        took,
        _peak(),
        len(rows),
        int(scores.sum()),
        int(scores.min(initial=100)),
        len(both_ways(given, mates)),
    )


def _worth(given: Table) -> np.ndarray:
    """Scores and waiting as one number, as a library user would have it."""
    waiting = (100 * given.mentees + 1) * (given.level + 1.0)
    return np.where(given.fits > 0, given.fits + (waiting[:, None] - 1), 0.0)


def _dense(given: Table) -> Counts:
    mentor = np.repeat(np.arange(given.mentors), given.room)
    worth = _worth(given)[:, mentor]
    rows, places = linear_sum_assignment(worth, maximize=True)
    real = worth[rows, places] > 0
    return _mates(given, rows[real], mentor[places[real]])


def _sparse(given: Table) -> Counts:
    rows, columns = _top(given, TOP)
    mentor, first = np.repeat(np.arange(given.mentors), given.room), np.cumsum(given.room) - given.room
    times = given.room[columns]
    edge = np.repeat(np.arange(len(rows)), times)
    place = first[columns[edge]] + np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    worth = (given.fits[rows, columns] + (100 * given.mentees + 1) * (given.level[rows] + 1.0))[edge]
    alone, highest = np.arange(given.mentees), worth.max() + 1
    costs = np.concatenate([highest - worth, np.full(given.mentees, highest)])
    at = np.concatenate([rows[edge], alone]), np.concatenate([place, len(mentor) + alone])
    graph = csr_matrix((costs, at), shape=(given.mentees, len(mentor) + given.mentees))
    chosen, places = min_weight_full_bipartite_matching(graph)
    real = places < len(mentor)
    return _mates(given, chosen[real], mentor[places[real]])


def _whole_numbers(given: Table) -> Counts:
    rows, columns = _top(given, TOP_OF_MODEL)
    cells = rows * given.mentors + columns
    at, pairs = {cell: nth for nth, cell in enumerate(cells.tolist())}, np.arange(len(rows))
    person = {int(column): row for row, column in enumerate(given.itself.tolist()) if column != NOBODY}
    twice = [
        (nth, at[back])
        for nth, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
        if column in person and given.itself[row] != NOBODY and row < person[column]
        if (back := person[column] * given.mentors + int(given.itself[row])) in at
    ]
    which = np.repeat(np.arange(len(twice)), 2), np.array(twice, dtype=np.int64).reshape(-1)
    rules = [
        csr_array((np.ones(len(rows)), (rows, pairs)), shape=(given.mentees, len(rows))),
        csr_array((np.ones(len(rows)), (columns, pairs)), shape=(given.mentors, len(rows))),
        csr_array((np.ones(2 * len(twice)), which), shape=(len(twice), len(rows))),
    ]
    most = np.concatenate([np.ones(given.mentees), given.room, np.ones(len(twice))])
    found = milp(
        -(given.fits[rows, columns] + 300.0 * (given.level[rows] + 1)),
        constraints=[LinearConstraint(vstack(rules), -np.inf, most)],
        integrality=np.ones(len(rows), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": LIMIT * 0.9},
    )
    taken = found.x > 0.5 if found.x is not None else np.zeros(len(rows), dtype=np.bool_)
    return _mates(given, rows[taken], columns[taken])


def _mentor_match(given: Table) -> Counts:
    from matching.mentee import Mentee  # noqa: PLC0415  (a development dependency, for this one row)
    from matching.mentor import Mentor  # noqa: PLC0415
    from matching.process import process_data  # noqa: PLC0415

    mentor_of = np.repeat(np.arange(given.mentors), given.room).tolist()
    places = [Mentor(grade=nth, email=f"place {nth}") for nth in range(len(mentor_of))]
    mentees = [Mentee(grade=nth, email=f"mentee {nth}") for nth in range(given.mentees)]
    worth = _worth(given).astype(np.int64).tolist()

    class Ours:
        """The score of a pair, as we have it."""

        def apply(self, pair: object) -> int:
            return int(worth[pair.mentee.grade][mentor_of[pair.mentor.grade]])  # type: ignore[attr-defined]

    process_data(places, mentees, [[Ours()]])
    rows = [one.grade for one in mentees if one.mentors]
    columns = [mentor_of[one.mentors[0].grade] for one in mentees if one.mentors]
    real = [bool(given.fits[row, column]) for row, column in zip(rows, columns, strict=True)]
    return _mates(given, np.array(rows)[real], np.array(columns)[real])


def _top(given: Table, count: int) -> tuple[Counts, Counts]:
    """The best mentors of each mentee."""
    count = min(count, given.mentors)
    parts = [np.argpartition(block, -count, axis=1)[:, -count:] for _, block in given.blocks()]
    columns = np.concatenate(parts).reshape(-1)
    rows = np.repeat(np.arange(given.mentees), count)
    may = given.fits[rows, columns] > 0
    return rows[may], columns[may]


def _mates(given: Table, rows: np.ndarray, columns: np.ndarray) -> Counts:
    mates = np.full(given.mentees, NOBODY, dtype=np.int64)
    mates[rows] = columns
    return mates


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(path: Path, side: Sequence[Candidate]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        names = "id,role,career_stage,topics,seeks,offers,employer,location,timezone,languages,capacity,waited_cohorts"
        rows.writerow(names.split(","))
        for one in side:
            topics, seeks, offers, speaks = (
                ";".join(some) for some in (one.topics, one.seeks, one.offers, one.languages)
            )
            first = (one.person, one.role, one.career_stage, topics, seeks, offers, one.employer)
            rows.writerow((*first, one.location, one.zone, speaks, one.capacity, one.waited))
