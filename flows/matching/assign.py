"""The face of matching: mentees, mentors and rules in; pairs with reasons, and a reason for each one left out.

NumPy and SciPy take a second or two to load, so they are loaded by the first match and not by whoever imports this.
"""

from collections.abc import Collection, Sequence

from flows.matching.people import Candidate, Matches, Rules, Two


def match(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    rules: Rules,
    *,
    avoid: Collection[Two] = (),
    locked: Collection[Two] = (),
    former: Collection[Two] = (),
    seed: int | str = 0,
) -> Matches:
    """The best pairs: at most one new mentor for each mentee, no mentor beyond their room.

    `avoid` and `former` hold whichever way round two people are named; `former` are also those who are a pair now.
    `locked` pairs are kept whatever their score, employer, language or history. Among equally good outcomes the
    seed decides, whatever the order of `mentees` and `mentors`.
    """
    from flows.matching.deciding import decide  # noqa: PLC0415  (see above)

    return decide(mentees, mentors, rules, avoid=avoid, locked=locked, former=former, seed=str(seed))
