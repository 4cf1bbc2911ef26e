"""What people said becomes terms of likeness: topics, goals, career stage, place, hours, languages, wishes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain

import numpy as np

from flows.calendar import zone_of
from flows.matching.people import Candidate, plain
from flows.matching.scoring.likeness import Cells, Coded, Codes, Listed, Product, Same

Side = Sequence[Candidate]

SAMPLE_DAYS = (datetime(2027, 1, 15, 12, tzinfo=UTC), datetime(2027, 7, 15, 12, tzinfo=UTC))
"""Winter and summer: zones are compared on both, so that the day of the match makes no difference."""

WAKING_HOURS = 12
"""From 9 to 21."""

AS_WANTED = 1.0
TOO_FAR_AHEAD = 0.75
ONE_SHORT = 0.5
FURTHER_SHORT = 0.25
"""What a mentor's career stage is worth: as far ahead as the program wants, further, one stage less, even less."""

ONE_WISH = 0.5
"""One of the two wished for the other; where both did it is 1."""


def topic_shares(everybody: Iterable[Candidate]) -> dict[str, float]:
    """Which share of the applicants care about each topic; who applied in both roles counts once."""
    by_person: dict[str, set[str]] = {}
    for one in everybody:
        by_person.setdefault(one.person, set()).update(one.topics)
    counts = Counter(chain.from_iterable(by_person.values()))
    return {topic: count / len(by_person) for topic, count in sorted(counts.items())}


def topics(mentees: Side, mentors: Side, share: Mapping[str, float]) -> Product:
    """The cosine of the two sets of topics, each topic as heavy as it is rare among all applicants (its idf)."""
    # what only one side cares about cannot be shared: it must not make anybody less like the others
    both = {topic for one in mentees for topic in one.topics} & {
        topic for one in mentors for topic in one.topics
    }
    known = [topic for topic in share if topic in both]
    rarity = np.array([np.log1p(1 / share[topic]) for topic in known])
    return Product(
        _of_length_one(_marked([one.topics for one in mentees], known) * rarity),
        _of_length_one(_marked([one.topics for one in mentors], known) * rarity),
    )


def goals(mentees: Side, mentors: Side) -> Product:
    """How much of what the mentee seeks the mentor offers."""
    known = sorted(
        {goal for one in mentees for goal in one.seeks} & {g for one in mentors for g in one.offers}
    )
    seeks = _marked([one.seeks for one in mentees], known)
    wanted = np.array([len(set(one.seeks)) for one in mentees], dtype=np.float64).reshape(-1, 1)
    offers = _marked([one.offers for one in mentors], known)
    return Product(_ratio(seeks, wanted), offers, marks=True)


def stages(mentees: Side, mentors: Side, order: Sequence[str], wanted: tuple[int, int]) -> Coded:
    """A mentor as many career stages ahead as the program wants is best; a stage not known counts nothing."""
    at = {stage: position for position, stage in enumerate(order)}
    unknown = len(order)
    table = np.zeros((unknown + 1, unknown + 1))
    for mine in range(unknown):
        for theirs in range(unknown):
            table[mine, theirs] = stage_worth(theirs - mine, wanted)
    return Coded(
        _codes(at.get(one.career_stage, unknown) for one in mentees),
        _codes(at.get(one.career_stage, unknown) for one in mentors),
        table,
    )


def stage_worth(ahead: int, wanted: tuple[int, int]) -> float:
    """What a mentor so many stages ahead is worth to a program that wants from `wanted[0]` to `wanted[1]`."""
    least, most = wanted
    if ahead > most:
        return TOO_FAR_AHEAD
    return {0: AS_WANTED, 1: ONE_SHORT}.get(max(least - ahead, 0), FURTHER_SHORT)


def places(mentees: Side, mentors: Side) -> tuple[Same, Same]:
    """Those in the same region (what follows the last comma: 'New Haven, CT'), and those in the same place."""
    here, there = [one.location for one in mentees], [one.location for one in mentors]
    return same(here, there, region), same(here, there)


def hours(mentees: Side, mentors: Side) -> Coded:
    """How much of one's waking day the other is awake too. Zones that go together share a code."""
    clocks = {zone: _clock(zone) for zone in {one.zone for one in (*mentees, *mentors)}}
    known = sorted(set(clocks.values()))
    at = {clock: position for position, clock in enumerate(known)}
    table = np.array([[_together(one, other) for other in known] for one in known]).reshape(
        len(known), len(known)
    )
    return Coded(
        _codes(at[clocks[one.zone]] for one in mentees),
        _codes(at[clocks[one.zone]] for one in mentors),
        table / WAKING_HOURS,
    )


Clock = tuple[timedelta, ...]
"""How far a zone is from UTC, on each of the sample days; empty where nobody said which zone it is."""


@lru_cache(maxsize=4096)
def shared_hours(zone: str, other: str) -> float:
    """Hours a day from 9 to 21 in both zones, the mean of winter and summer."""
    return _together(_clock(zone), _clock(other))


def _clock(zone: str) -> Clock:
    if not zone:
        return ()
    return tuple(day.astimezone(zone_of(zone)).utcoffset() or timedelta() for day in SAMPLE_DAYS)


def _together(one: Clock, other: Clock) -> float:
    if not one or not other:  # a zone that is not known counts nothing
        return 0.0
    apart = [abs((a - b).total_seconds()) / 3600 % 24 for a, b in zip(one, other, strict=True)]
    return sum(WAKING_HOURS - min(hours, 24 - hours) for hours in apart) / len(SAMPLE_DAYS)


def languages(mentees: Side, mentors: Side) -> Coded:
    """How much of all they speak they have in common; without any they cannot talk. Who was not asked speaks with all."""
    mine, theirs = (
        [frozenset(one.languages) for one in mentees],
        [frozenset(one.languages) for one in mentors],
    )
    sets = sorted({*mine, *theirs}, key=sorted)
    at = {spoken: position for position, spoken in enumerate(sets)}
    marks = _marked(sets, sorted({language for spoken in sets for language in spoken}))
    common, count = marks @ marks.T, marks.sum(axis=1)
    unasked = (count[:, None] == 0) | (count[None, :] == 0)
    likeness = np.where(unasked, 1.0, _ratio(common, count[:, None] + count[None, :] - common))
    codes = _codes(at[spoken] for spoken in mine), _codes(at[spoken] for spoken in theirs)
    return Coded(*codes, likeness, never=~unasked & (common == 0))


def wishes(mentees: Side, mentors: Side) -> Listed:
    """Who asked for whom, once they had met: either a half, both of them all."""
    row = {one.person: position for position, one in enumerate(mentees)}
    column = {one.person: position for position, one in enumerate(mentors)}
    keys = [
        row[one.person] * len(mentors) + column[other]
        for one in mentees
        for other in set(one.wishes) & column.keys()
    ]
    keys += [
        row[other] * len(mentors) + column[one.person]
        for one in mentors
        for other in set(one.wishes) & row.keys()
    ]
    cells, counts = np.unique(np.array(keys, dtype=np.int64), return_counts=True)
    return Listed(cells, (counts * ONE_WISH).astype(np.float64), len(mentors))


def region(location: str) -> str:
    """What follows the last comma."""
    return plain(location.rpartition(",")[2])


def same(mine: Sequence[str], theirs: Sequence[str], compared: Callable[[str], str] = plain) -> Same:
    """Texts that are the same as they are `compared`, and not empty."""
    read = {text: compared(text) for text in {*mine, *theirs}}  # most are typed by several people
    number = {text: position for position, text in enumerate(sorted({*read.values()} - {""}))}
    code = {text: number.get(plainly, -1) for text, plainly in read.items()}
    return Same(_codes(code[text] for text in mine), _codes(code[text] for text in theirs))


def _codes(values: Iterable[int]) -> Codes:
    return np.fromiter(values, dtype=np.int64)


def _marked(said: Sequence[Iterable[str]], known: Sequence[str]) -> Cells:
    at = {key: position for position, key in enumerate(known)}
    mine = [[at[key] for key in keys if key in at] for keys in said]
    marks = np.zeros((len(said), len(known)))
    marks[
        np.repeat(np.arange(len(said)), [len(keys) for keys in mine]), [key for keys in mine for key in keys]
    ] = 1
    return marks


def _of_length_one(rows: Cells) -> Cells:
    return _ratio(rows, np.sqrt((rows * rows).sum(axis=1, keepdims=True)))


def _ratio(part: Cells, whole: Cells) -> Cells:
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)


__all__ = [
    "goals",
    "hours",
    "languages",
    "places",
    "region",
    "same",
    "shared_hours",
    "stage_worth",
    "stages",
    "topic_shares",
    "topics",
    "wishes",
]
