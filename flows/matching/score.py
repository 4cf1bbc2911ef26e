"""How well two people fit, as figures: each likeness from 0 to 1, weighed to a score of 100."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.calendar import zone_of
from flows.matching.people import Candidate, Rules

Matrix = NDArray[np.float64]
"""A row for each mentee, a column for each mentor."""

SAMPLE_DAYS = (datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC))
"""Winter and summer: zones are compared on both, so that the day of the match makes no difference."""

WAKING_HOURS = 12
"""From 9 to 21."""

STAGE_AHEAD = {0: 0.5, 1: 1.0, 2: 1.0}
"""What a mentor so many career stages ahead is worth."""
STAGE_FAR_AHEAD = 0.75
STAGE_BEHIND = 0.25


@dataclass(frozen=True, slots=True)
class Scored:
    """Everybody against everybody. `topic_share` says which share of all applicants care about a topic."""

    parts: Mapping[str, Matrix]
    weights: Mapping[str, float]
    """Of the parts that tell something: what nobody was asked does not count."""
    scores: NDArray[np.int64]
    topic_share: Mapping[str, float]


def score(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Scored:
    """Score every mentee with every mentor."""
    share = topic_shares([*mentees, *mentors])
    parts = {
        "topics": topics(mentees, mentors, share),
        "goals": goals(mentees, mentors),
        "career_stage": stages(mentees, mentors, rules.stages),
        "place": places(mentees, mentors),
        "hours": hours(mentees, mentors),
        "languages": languages(mentees, mentors),
    }
    wanted = rules.weights.model_dump()
    weights = {name: wanted[name] for name, asked in _ASKED.items() if asked(mentees) and asked(mentors)}
    total = sum(weights.values()) or 1.0
    sums = sum(
        (weight * parts[name] for name, weight in weights.items()), np.zeros((len(mentees), len(mentors)))
    )
    # rounded first: a sum that differs in its last bit from another order of adding is the same score
    scores = np.floor(np.round(100 * sums / total, 6) + 0.5).astype(np.int64)
    return Scored(parts, weights, scores, share)


_ASKED: Mapping[str, Callable[[Sequence[Candidate]], bool]] = {
    "topics": lambda side: any(one.topics for one in side),
    "goals": lambda side: any(one.seeks or one.offers for one in side),
    "career_stage": lambda side: any(one.career_stage for one in side),
    "place": lambda side: any(one.location for one in side),
    "hours": lambda _: True,
    "languages": lambda side: any(one.languages for one in side),
}


def topic_shares(everybody: Iterable[Candidate]) -> dict[str, float]:
    """Which share of the applicants care about each topic; who applied in both roles counts once."""
    by_person: dict[str, set[str]] = {}
    for one in everybody:
        by_person.setdefault(one.person, set()).update(one.topics)
    counts: dict[str, int] = {}
    for said in by_person.values():
        for topic in said:
            counts[topic] = counts.get(topic, 0) + 1
    return {topic: count / len(by_person) for topic, count in sorted(counts.items())}


def topics(mentees: Sequence[Candidate], mentors: Sequence[Candidate], share: Mapping[str, float]) -> Matrix:
    """The cosine of the two sets of topics, each topic as heavy as it is rare among all applicants (its idf)."""
    # what only one side cares about cannot be shared: it must not make anybody less like the others
    both = {topic for one in mentees for topic in one.topics} & {
        topic for one in mentors for topic in one.topics
    }
    known = [topic for topic in share if topic in both]
    rarity = np.array([np.log1p(1 / share[topic]) for topic in known])
    wants = _marked([one.topics for one in mentees], known) * rarity
    has = _marked([one.topics for one in mentors], known) * rarity
    together = _lengths(wants)[:, None] * _lengths(has)[None, :]
    return _ratio(wants @ has.T, together)


def goals(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Matrix:
    """How much of what the mentee seeks the mentor offers."""
    known = sorted({goal for one in (*mentees, *mentors) for goal in (*one.seeks, *one.offers)})
    seeks = _marked([one.seeks for one in mentees], known)
    offers = _marked([one.offers for one in mentors], known)
    return _ratio(seeks @ offers.T, seeks.sum(axis=1)[:, None])


def stages(mentees: Sequence[Candidate], mentors: Sequence[Candidate], order: Sequence[str]) -> Matrix:
    """A mentor one or two career stages ahead is best; a stage that is not known counts nothing."""
    at = {stage: float(position) for position, stage in enumerate(order)}
    ahead = (
        _column(at.get(one.career_stage, np.nan) for one in mentors)[None, :]
        - (_column(at.get(one.career_stage, np.nan) for one in mentees)[:, None])
    )
    worth = np.where(ahead < 0, STAGE_BEHIND, STAGE_FAR_AHEAD)
    for steps, value in STAGE_AHEAD.items():
        worth = np.where(ahead == steps, value, worth)
    return np.where(np.isnan(ahead), 0.0, worth)


def places(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Matrix:
    """1 in the same place, a half in the same region (what follows the last comma: 'New Haven, CT')."""
    here = same([plain(one.location) for one in mentees], [plain(one.location) for one in mentors])
    near = same([region(one.location) for one in mentees], [region(one.location) for one in mentors])
    return np.maximum(here, near / 2)


def hours(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Matrix:
    """How much of one's waking day the other is awake too."""
    zones = sorted({one.zone for one in (*mentees, *mentors)})
    at = {zone: position for position, zone in enumerate(zones)}
    table = np.array([[shared_hours(a, b) for b in zones] for a in zones]).reshape(len(zones), len(zones))
    rows, columns = [at[one.zone] for one in mentees], [at[one.zone] for one in mentors]
    return (table[np.ix_(rows, columns)] / WAKING_HOURS).astype(np.float64)


def shared_hours(zone: str, other: str) -> float:
    """Hours a day from 9 to 21 in both zones, the mean of winter and summer."""
    return sum(WAKING_HOURS - min(apart, 24 - apart) for apart in _apart(zone, other)) / len(SAMPLE_DAYS)


def languages(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Matrix:
    """How much of all they speak they have in common; who was not asked can speak with everybody."""
    known = sorted({language for one in (*mentees, *mentors) for language in one.languages})
    mine = _marked([one.languages for one in mentees], known)
    theirs = _marked([one.languages for one in mentors], known)
    common, all_mine, all_theirs = mine @ theirs.T, mine.sum(axis=1)[:, None], theirs.sum(axis=1)[None, :]
    return np.where((all_mine == 0) | (all_theirs == 0), 1.0, _ratio(common, all_mine + all_theirs - common))


def plain(text: str) -> str:
    """Typed text as it is compared."""
    return " ".join(text.casefold().split())


def region(location: str) -> str:
    """What follows the last comma."""
    return plain(location.rpartition(",")[2])


def _apart(zone: str, other: str) -> list[float]:
    offsets = [[(day.astimezone(zone_of(name)).utcoffset()) for day in SAMPLE_DAYS] for name in (zone, other)]
    return [
        abs((a - b).total_seconds()) / 3600 % 24
        for a, b in zip(*offsets, strict=True)
        if a is not None and b is not None
    ]


def _marked(said: Sequence[Iterable[str]], known: Sequence[str]) -> Matrix:
    at = {key: position for position, key in enumerate(known)}
    marks = np.zeros((len(said), len(known)))
    for row, keys in enumerate(said):
        marks[row, [at[key] for key in keys if key in at]] = 1
    return marks


def same(mine: Sequence[str], theirs: Sequence[str]) -> Matrix:
    """1 where two texts are the same and not empty."""
    code = {text: number for number, text in enumerate(sorted({*mine, *theirs} - {""}))}
    left = np.array([code.get(text, -1) for text in mine], dtype=np.int64)
    right = np.array([code.get(text, -2) for text in theirs], dtype=np.int64)
    equal: Matrix = (left[:, None] == right[None, :]).astype(np.float64)
    return equal


def _column(values: Iterable[float]) -> Matrix:
    return np.fromiter(values, dtype=np.float64)


def _lengths(rows: Matrix) -> Matrix:
    lengths: Matrix = np.sqrt((rows * rows).sum(axis=1))
    return lengths


def _ratio(part: Any, whole: Any) -> Matrix:
    part, whole = np.broadcast_arrays(part, whole)
    ratio: Matrix = np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)
    return np.clip(ratio, 0.0, 1.0)
