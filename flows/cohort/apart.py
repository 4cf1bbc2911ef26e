"""Whom people asked not to be matched with: what they typed, held against the people of the match."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.ids import PersonId
from flows.matching.people import plain
from flows.model.cohorts import Application
from flows.model.people import Person

NOT_WITH = "not_with"
"""The key of the question that asks for it. Its answer is for coordinators, never for a partner."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two and two who must not be a pair; and the applications that name somebody who is not known here."""

    twos: frozenset[tuple[PersonId, PersonId]]
    not_found: tuple[Application, ...]


def apart_of(applications: Sequence[Application], people: Sequence[Person]) -> Apart:
    """Each name or address that was typed is looked for among `people`; every namesake is kept apart."""
    twos: set[tuple[PersonId, PersonId]] = set()
    not_found: dict[str, Application] = {}
    for one in applications:
        for typed in _typed(one):
            named = called(typed, people)
            twos.update((one.person, other) for other in named)
            if not named:
                not_found[one.id] = one
    return Apart(frozenset(twos), tuple(not_found.values()))


def called(typed: str, people: Sequence[Person]) -> list[PersonId]:
    """Those whose name or address was typed."""
    wanted = plain(typed)
    return [person.id for person in people if wanted in (plain(person.email), plain(person.name))]


def _typed(application: Application) -> list[str]:
    texts = application.answers.get(NOT_WITH, ())
    return [name for text in texts for part in re.split(r"[;,\n]", text) if (name := plain(part))]
