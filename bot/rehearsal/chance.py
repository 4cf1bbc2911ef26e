"""Chance that depends on who and what alone: the same seed, person and question choose the same, in any order."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")


def choice(seed: int, person: str, question_kind: str, nth: int | str = 0) -> Random:
    """The source of every choice that `person` makes about this one question."""
    return Random("\x1f".join((str(seed), person, question_kind, str(nth))))


def weighted(rng: Random, weights: Mapping[T, float]) -> T:
    """One of the keys, each as often as its weight says."""
    (chosen,) = rng.choices(list(weights), list(weights.values()))
    return chosen
