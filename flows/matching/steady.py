"""Among outcomes that are equally good, the one in which fewest people move: what stands is not changed without need."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from flows.ids import PersonId
from flows.matching.people import Proposed, Two

Pairs = Mapping[PersonId, Proposed]
"""By mentee."""


def steady(
    stand: Pairs,
    found: Pairs,
    *,
    waited: Mapping[PersonId, int],
    together: Collection[Two],
    never: Collection[Two],
) -> frozenset[Two]:
    """The pairs of `found`, but whoever moved only among equals stays where they stand.

    Those who moved fall into groups, linked by the mentors whom they have and would have. A group that has as many
    pairs, as long waited for, with the same total, either way, and no weaker pair than the weakest there is, stays.
    """
    # a pair that was to be kept says nothing of how good the weakest of the others can be
    free = [pair for pair in found.values() if _two(pair) not in together]
    worst = min((pair.score for pair in free), default=0)
    may_stay = []
    for group in _groups(stand, found):
        before = [stand[one] for one in group if one in stand]
        after = [found[one] for one in group if one in found]
        had, kept = set(map(_two, before)), set(map(_two, after)) & set(together)
        if _as_good(before, after, waited, worst) and kept <= had and not _any_of(had, never):
            may_stay.append(group)
    now = frozenset(map(_two, found.values()))
    # all at once where that makes nobody mentor each other, else as many as go
    for group in (set().union(*may_stay), *may_stay):
        back = _back(now, stand, group)
        if not any(two[::-1] in back for two in back):
            now = back
    return now


def _two(pair: Proposed) -> Two:
    return pair.mentee, pair.mentor


def _back(now: frozenset[Two], stand: Pairs, group: Collection[PersonId]) -> frozenset[Two]:
    others = {two for two in now if two[0] not in group}
    return frozenset(others | {_two(stand[one]) for one in group if one in stand})


def _as_good(
    before: Collection[Proposed], after: Collection[Proposed], waited: Mapping[PersonId, int], worst: int
) -> bool:
    def merit(pairs: Collection[Proposed]) -> tuple[object, int]:
        return Counter(waited.get(pair.mentee) for pair in pairs), sum(pair.score for pair in pairs)

    return merit(before) == merit(after) and all(pair.score >= worst for pair in before)


def _any_of(twos: Collection[Two], never: Collection[Two]) -> bool:
    return any(two in never or two[::-1] in never for two in twos)


def _groups(stand: Pairs, found: Pairs) -> Iterable[set[PersonId]]:
    """The mentees who moved, those together who have to do with one another through a mentor."""
    group_of: dict[PersonId, set[PersonId]] = {}
    by_mentor: dict[PersonId, PersonId] = {}
    for mentee in sorted({*stand, *found}):
        mentors = {side[mentee].mentor for side in (stand, found) if mentee in side}
        if mentee in stand and mentee in found and len(mentors) == 1:
            continue
        group_of[mentee] = {mentee}
        for mentor in sorted(mentors):
            other = by_mentor.setdefault(mentor, mentee)
            if group_of[other] is not group_of[mentee]:
                merged = group_of[other] | group_of[mentee]
                group_of.update(dict.fromkeys(merged, merged))
    return list({id(group): group for group in group_of.values()}.values())
