"""How well two people fit: each likeness from 0 to 1, weighed to a whole number of a hundred."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.matching.people import Candidate, Rules
from flows.matching.scoring.features import UNIT, Block, Features, Rows, features
from flows.matching.scoring.likeness import Cells, Codes, Term
from flows.matching.scoring.respects import (
    goals,
    hours,
    languages,
    places,
    same,
    shared_hours,
    stages,
    topic_shares,
    topics,
    wishes,
)

BARRED = -1.0
"""In place of a score: a rule that `Prepared` knows stands between the two."""

CLOSE_BY = 2**17
"""So many pairs, about, stay in the processor's own memory from one step to the next."""

Fits = NDArray[np.uint8]
Respects = Mapping[str, tuple[tuple[float, Term], ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everybody, coded: from here the score of any block of pairs is quickly had."""

    mentees: int
    mentors: int
    respects: Respects
    """In what two people may be alike; of what share of it each term is."""
    weights: Mapping[str, float]
    """Of the respects that tell something: what nobody was asked does not count. They add up to 1."""
    topic_share: Mapping[str, float]
    """Which share of all applicants care about a topic."""
    features: Features

    def parts(self, rows: Codes, columns: Codes) -> dict[str, Cells]:
        """How alike these mentees are with these mentors, in each respect, from 0 to 1; broadcast against each other."""
        return {
            name: np.clip(
                sum((share * term.at(rows, columns) for share, term in terms), np.zeros(())), 0.0, 1.0
            )
            for name, terms in self.respects.items()
        }

    def points(self, rows: Codes, columns: Codes) -> dict[str, Cells]:
        """What each respect that counts adds to the hundred."""
        parts = self.parts(rows, columns)
        return {name: 100 * weight * parts[name] for name, weight in self.weights.items()}


def prepare(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Prepared:
    """Code what everybody said."""
    share = topic_shares([*mentees, *mentors])
    respects: Respects = {
        "topics": ((1.0, topics(mentees, mentors, share)),),
        "goals": ((1.0, goals(mentees, mentors)),),
        "career_stage": ((1.0, stages(mentees, mentors, rules.stages, rules.stages_ahead)),),
        "place": tuple((0.5, term) for term in places(mentees, mentors)),
        "hours": ((1.0, hours(mentees, mentors)),),
        "languages": ((1.0, languages(mentees, mentors)),),
        "wishes": ((1.0, wishes(mentees, mentors)),),
    }
    wanted = rules.weights.model_dump()
    asked = {name: wanted[name] for name, told in _TOLD.items() if told(mentees, mentors)}
    total = sum(asked.values()) or 1.0
    weights = {name: weight / total for name, weight in asked.items()}
    return Prepared(
        mentees=len(mentees),
        mentors=len(mentors),
        respects=respects,
        weights=weights,
        topic_share=share,
        features=features(len(mentees), len(mentors), tuple(_counting(respects, weights))),
    )


def _counting(respects: Respects, weights: Mapping[str, float]) -> Iterator[tuple[float, Term]]:
    """The terms that count, with the points that each can give; languages always, for they also bar."""
    for name, terms in respects.items():
        for share, term in terms:
            if weights.get(name) or name == "languages":
                yield 100 * weights.get(name, 0.0) * share, term


def score_rows(prepared: Prepared, rows: Rows) -> Block:
    """The scores of these mentees with every mentor: whole numbers from 0 to 100. The block is the caller's own."""
    return _scores(prepared.features.units(rows, barred=False))


def fit_rows(prepared: Prepared, rows: Rows) -> Block:
    """The same, but `BARRED` where two have no language in common."""
    block = _scores(prepared.features.units(rows, barred=True))
    return np.maximum(block, np.float32(BARRED), out=block)


def fits_into(prepared: Prepared, rows: Rows, fits: Fits, memory: Block) -> None:
    """The same in one byte a pair, into `fits`: the score and one more, or 0; in `memory` there is room for as many."""
    several = max(1, CLOSE_BY // max(1, prepared.mentors))
    units = prepared.features.units(rows, barred=True, into=memory[: len(fits)])
    for begin in range(0, len(fits), several):
        some = units[begin : begin + several]
        some *= np.float32(1 / UNIT)
        some += np.float32(1.5)
        np.maximum(some, np.float32(0), out=some)
        np.copyto(fits[begin : begin + several], some, casting="unsafe")


def _scores(units: Block) -> Block:
    units *= np.float32(1 / UNIT)
    units += np.float32(0.5)
    return np.floor(units, out=units)


Side = Sequence[Candidate]


def _both(said: Callable[[Candidate], object]) -> Callable[[Side, Side], bool]:
    return lambda mentees, mentors: any(map(said, mentees)) and any(map(said, mentors))


_TOLD: Mapping[str, Callable[[Side, Side], bool]] = {
    "topics": _both(lambda one: one.topics),
    "goals": _both(lambda one: one.seeks or one.offers),
    "career_stage": _both(lambda one: one.career_stage),
    "place": _both(lambda one: one.location),
    "hours": _both(lambda one: one.zone),
    "languages": _both(lambda one: one.languages),
    "wishes": lambda mentees, mentors: any(one.wishes for one in (*mentees, *mentors)),
}


# --- everybody with everybody -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """Everybody against everybody, where they are few enough."""

    prepared: Prepared
    parts: Mapping[str, Cells]
    scores: NDArray[np.int64]

    @property
    def weights(self) -> Mapping[str, float]:
        """As in `Prepared`."""
        return self.prepared.weights

    @property
    def topic_share(self) -> Mapping[str, float]:
        """As in `Prepared`."""
        return self.prepared.topic_share


def score(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Scored:
    """Score every mentee with every mentor."""
    return scored(prepare(mentees, mentors, rules))


def scored(prepared: Prepared) -> Scored:
    """The same, where they are coded already."""
    rows, columns = np.arange(prepared.mentees)[:, None], np.arange(prepared.mentors)[None, :]
    scores = score_rows(prepared, slice(None)).astype(np.int64)
    return Scored(prepared, prepared.parts(rows, columns), scores)


__all__ = [
    "BARRED",
    "Prepared",
    "Scored",
    "fit_rows",
    "fits_into",
    "prepare",
    "same",
    "score",
    "score_rows",
    "scored",
    "shared_hours",
]
