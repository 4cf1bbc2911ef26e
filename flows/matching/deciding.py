"""One match from beginning to end: locked pairs, hard rules, the best assignment, the reasons."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from flows.ids import derived
from flows.matching.assigned import Cells, assigned
from flows.matching.bars import Round, bars, either_way, round_of
from flows.matching.people import Candidate, Matches, Proposed, Rules, Two
from flows.matching.solving.table import Counts
from flows.matching.telling.reasons import explaining
from flows.matching.telling.unmatched import unmatched
from flows.messages import Say


def decide(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    rules: Rules,
    *,
    avoid: Collection[Two],
    locked: Collection[Two],
    former: Collection[Two],
    seed: str,
) -> Matches:
    """As `assign.match` says."""
    now = round_of(_shuffled(mentees, seed), _shuffled(mentors, seed), rules)
    room = np.array([mentor.capacity for mentor in now.mentors], dtype=np.int64)
    kept, not_locked = _kept(now, room, locked, either_way(avoid))
    found = bars(now, apart=either_way([*avoid, *former]))
    rest = assigned(now, found, room, kept)
    cells = {**kept, **rest.cells}
    return Matches(
        pairs=tuple(sorted(_proposed(now, cells, rest.scores), key=lambda pair: pair.mentee)),
        unmatched=tuple(
            sorted((now.mentees[row].person, why) for row, why in unmatched(now, found, room, cells))
        ),
        not_locked=not_locked,
        proof=rest.proof,
    )


def _shuffled(side: Sequence[Candidate], seed: str) -> list[Candidate]:
    return sorted(side, key=lambda one: derived(seed, one.person))


def _kept(
    now: Round, room: Counts, locked: Collection[Two], avoid: Collection[Two]
) -> tuple[dict[int, int], tuple[tuple[Two, Say], ...]]:
    kept: dict[int, int] = {}
    refused: list[tuple[Two, Say]] = []
    for two in sorted(set(locked)):
        why = _why_not_locked(now, room, two, avoid, kept)
        if why is None:
            kept[now.row[two[0]]] = now.column[two[1]]
        else:
            refused.append((two, why))
    return kept, tuple(refused)


def _why_not_locked(now: Round, room: Counts, two: Two, avoid: Collection[Two], kept: Cells) -> Say | None:
    mentee, mentor = two
    if mentee not in now.row or mentor not in now.column:
        return Say("match.not_locked.absent")
    row, column = now.row[mentee], now.column[mentor]
    if mentee == mentor or two in avoid:
        return Say("match.not_locked.apart")
    if row in kept or now.mentees[row].capacity < 1:
        return Say("match.not_locked.has_partner")
    if list(kept.values()).count(column) >= room[column]:
        return Say("match.not_locked.no_room")
    if (reverse := now.reverse(row, column)) and kept.get(reverse[0]) == reverse[1]:
        return Say("match.not_locked.both_ways")
    return None


def _proposed(now: Round, cells: Cells, scores: Cells) -> Iterator[Proposed]:
    rows, columns = list(cells), list(cells.values())
    why = explaining(now.rules, now.mentees, now.mentors, now.prepared).all(rows, columns)
    for row, column, reasons in zip(rows, columns, why, strict=True):
        mentee, mentor = now.mentees[row], now.mentors[column]
        yield Proposed(
            mentee=mentee.person,
            mentor=mentor.person,
            mentee_application=mentee.application,
            mentor_application=mentor.application,
            score=scores[row],
            reasons=reasons,
        )
