"""One match from beginning to end: locked pairs, hard rules, the best assignment, the reasons."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from flows.ids import derived
from flows.matching import reasons
from flows.matching.bars import Bars, Round, bars, either_way, round_of, why_unmatched
from flows.matching.people import Candidate, Matches, Proposed, Rules, Two
from flows.matching.solve import NOBODY, Room, solve, worth
from flows.messages import Say

Cells = Mapping[int, int]
"""A mentee's row to the mentor's column."""


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
    cells = {**kept, **_assigned(now, found, room, kept)}
    return Matches(
        pairs=tuple(sorted(_proposed(now, cells), key=lambda pair: pair.mentee)),
        unmatched=tuple(
            sorted(
                (mentee.person, why_unmatched(now, found, room, row))
                for row, mentee in enumerate(now.mentees)
                if row not in cells
            )
        ),
        not_locked=not_locked,
    )


def _shuffled(side: Sequence[Candidate], seed: str) -> list[Candidate]:
    return sorted(side, key=lambda one: derived(seed, one.person))


def _kept(
    now: Round, room: Room, locked: Collection[Two], avoid: Collection[Two]
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


def _why_not_locked(now: Round, room: Room, two: Two, avoid: Collection[Two], kept: Cells) -> Say | None:
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


def _assigned(now: Round, found: Bars, room: Room, kept: Cells) -> dict[int, int]:
    """The best mentors for those who are not locked already."""
    allowed = found.allowed & (np.array([one.capacity for one in now.mentees]) > 0).reshape(-1, 1)
    left = room.copy()
    for row, column in kept.items():
        allowed[row, :] = False
        left[column] -= 1
        if reverse := now.reverse(row, column):
            allowed[reverse] = False
    worths = worth(now.scored.scores, allowed, [one.waited for one in now.mentees])
    best = solve(worths, np.maximum(left, 0), now.twins)
    return {row: column for row, column in enumerate(best.mentors) if column != NOBODY}


def _proposed(now: Round, cells: Cells) -> Iterator[Proposed]:
    explaining = reasons.explaining(now.rules, now.scored)
    for row, column in cells.items():
        mentee, mentor = now.mentees[row], now.mentors[column]
        yield Proposed(
            mentee=mentee.person,
            mentor=mentor.person,
            mentee_application=mentee.application,
            mentor_application=mentor.application,
            score=int(now.scored.scores[row, column]),
            reasons=explaining.reasons(row, column, mentee, mentor),
        )
