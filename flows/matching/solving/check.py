"""Holds an answer against its proof, with arithmetic of its own: what is wrong with it, or nothing.

It uses nothing that found the answer. Pairs are counted, covers are tried on every pair that may be, prices are added
up in whole numbers. What rests on a model in whole numbers (`modelled`) is held against the prices as far as they go.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from flows.matching.proof import Aim
from flows.matching.solving.apart_both_ways import Outcome
from flows.matching.solving.cover import Cover
from flows.matching.solving.prices import Prices
from flows.matching.solving.solve import NO_FINES, Fines
from flows.matching.solving.table import Table

SEVERAL = 200
"""So many mentees at a time."""


def faults(table: Table, answer: Outcome) -> list[str]:
    """What does not hold. An answer without a fault is as good as it says."""
    pairs = [(row, column) for row, column in enumerate(answer.mates.tolist()) if column >= 0]
    return [
        *_rules(table, pairs),
        *_matched(table, pairs, answer),
        *_worst(table, pairs, answer),
        *_total(table, pairs, answer),
    ]


Pairs = list[tuple[int, int]]


def _rules(table: Table, pairs: Pairs) -> Iterator[str]:
    chosen = {(row, column) for row, column in pairs}
    person_of = {int(column): row for row, column in enumerate(table.itself.tolist()) if column >= 0}
    for column, count in Counter(column for _, column in pairs).items():
        if count > table.room[column]:
            yield f"mentor {column} has {count} mentees and room for {table.room[column]}"
    for row, column in pairs:
        if not table.fits[row, column]:
            yield f"mentee {row} must not have mentor {column}"
        if column in person_of and (person_of[column], int(table.itself[row])) in chosen:
            yield f"mentee {row} and mentor {column} mentor each other"


def _matched(table: Table, pairs: Pairs, answer: Outcome) -> Iterator[str]:
    for level, aim in enumerate(answer.matched):
        yield from _told(f"level {level}", aim, sum(int(table.level[row]) >= level for row, _ in pairs))
        if answer.modelled:
            continue
        proof = answer.relaxed.matched[level]
        if proof.level != level or proof.fit != 1 or _open(table, proof):
            yield f"level {level}: a pair that may be has nobody in the cover"
        if _size(table, proof) > aim.most:
            yield f"level {level}: the cover allows {_size(table, proof)}, not {aim.most}"


def _worst(table: Table, pairs: Pairs, answer: Outcome) -> Iterator[str]:
    if answer.worst is None or not pairs:
        if answer.worst is not None or pairs:
            yield "the worst pair is told where there is none, or not told where there is one"
        return
    yield from _told("worst pair", answer.worst, min(int(table.fits[pair]) - 1 for pair in pairs))
    proof = answer.relaxed.worst
    if proof is None:
        if int(table.fits.max()) - 1 > answer.worst.most and not answer.modelled:
            yield "worst pair: there are better pairs than the bound, and no cover"
        return
    if _open(table, proof):
        yield "worst pair: a pair that may be has nobody in the cover"
    enough = sum(int(table.level[row]) >= proof.level for row, column in _relaxed(answer))
    if _size(table, proof) >= enough:
        yield "worst pair: the cover allows as many with better pairs"
    if proof.fit - 2 > answer.worst.most and not answer.modelled:
        yield "worst pair: the cover is for a higher bound"


def _total(table: Table, pairs: Pairs, answer: Outcome) -> Iterator[str]:
    yield from _told("total", answer.total, sum(int(table.fits[pair]) - 1 for pair in pairs))
    if answer.fined is not None:
        least, fines, prices = answer.fined.least, answer.fined.fines, answer.fined.prices
    else:
        least, fines, prices = answer.relaxed.floor, NO_FINES, answer.relaxed.prices
    bonus = [(100 * table.mentees + 1) * (level + 1) for level in range(len(answer.matched))]
    if _underpaid(table, prices, fines, bonus, least):
        yield "total: a pair is worth more than its prices"
    if min(prices.mentee.min(initial=0), prices.mentor.min(initial=0), fines.fine.min(initial=0)) < 0:
        yield "total: a price is below nothing"
    paid = sum(prices.mentee.tolist()) + sum(
        price * room for price, room in zip(prices.mentor.tolist(), table.room.tolist(), strict=True)
    )
    once = sum(_each_once(table, fines).values())
    waiting = sum(bonus[int(table.level[row])] for row, _ in _relaxed(answer)) * fines.scale
    bound = (paid + once - waiting) // fines.scale
    if bound < answer.total.reached and _as_many(table, pairs, answer) and least <= answer.relaxed.floor:
        yield f"total: the prices allow {bound}, less than was reached"
    if bound > answer.total.most and not answer.modelled:
        yield f"total: the prices allow {bound}, not {answer.total.most}"


def _told(what: str, aim: Aim, counted: int) -> Iterator[str]:
    if aim.reached != counted:
        yield f"{what}: {aim.reached} is told, {counted} it is"
    if aim.most < aim.reached:
        yield f"{what}: the bound is below what was reached"


def _relaxed(answer: Outcome) -> Pairs:
    return [(row, column) for row, column in enumerate(answer.relaxed.mates.tolist()) if column >= 0]


def _as_many(table: Table, pairs: Pairs, answer: Outcome) -> bool:
    def at_level(some: Pairs) -> Counter[int]:
        return Counter(int(table.level[row]) for row, _ in some)

    return at_level(pairs) == at_level(_relaxed(answer))


def _size(table: Table, proof: Cover) -> int:
    places = sum(
        room for room, inside in zip(table.room.tolist(), proof.mentors.tolist(), strict=True) if inside
    )
    return int(np.count_nonzero(proof.mentees)) + int(places)


def _open(table: Table, proof: Cover) -> bool:
    """Whether a pair that counts has neither of its two in the cover."""
    rows = np.flatnonzero((table.level >= proof.level) & ~proof.mentees)
    outside = ~proof.mentors & (table.room > 0)
    return any(
        bool((table.fits[rows[begin : begin + SEVERAL]][:, outside] >= proof.fit).any())
        for begin in range(0, len(rows), SEVERAL)
    )


def _underpaid(table: Table, prices: Prices, fines: Fines, bonus: list[int], least: int) -> bool:
    """Whether a pair of at least this fit is worth more, its fine paid, than its two prices."""
    extra = np.array(bonus, dtype=np.int64)[table.level] if bonus else np.zeros(0, dtype=np.int64)
    fined_rows, fined_columns = np.divmod(fines.cells, max(1, table.mentors))
    for begin in range(0, table.mentees, SEVERAL):
        fits = table.fits[begin : begin + SEVERAL]
        worth = (fits.astype(np.int64) - 1 + extra[begin : begin + SEVERAL, None]) * fines.scale
        here = (fined_rows >= begin) & (fined_rows < begin + SEVERAL)
        worth[fined_rows[here] - begin, fined_columns[here]] -= fines.fine[here]
        paid = prices.mentee[begin : begin + SEVERAL, None] + prices.mentor[None, :]
        if bool(((worth > paid) & (fits >= least) & (table.room > 0)).any()):
            return True
    return False


def _each_once(table: Table, fines: Fines) -> dict[frozenset[int], int]:
    """The fine of each two people: the higher, should the two ways round differ."""
    person_of = {int(column): row for row, column in enumerate(table.itself.tolist()) if column >= 0}
    once: dict[frozenset[int], int] = {}
    for cell, fine in zip(fines.cells.tolist(), fines.fine.tolist(), strict=True):
        row, column = divmod(cell, table.mentors)
        # a mentor who is no mentee is in no two ways: their fine would be paid once for every mentee
        two = frozenset({row, person_of[column]}) if column in person_of else frozenset({row, -1 - column})
        once[two] = max(once.get(two, 0), fine)
    return once
