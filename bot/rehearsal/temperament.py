"""What simulated people are like: how soon they answer, whether at all, and what they tend to choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.people_row import PersonRow, Takes
from bot.rehearsal.chance import choice, weighted


class Temperament(StrEnum):
    """The sorts of people that every program meets."""

    KEEN = "keen"
    SLOW = "slow"
    BUSY = "busy"
    SILENT = "silent"
    DROPS_OUT = "drops_out"
    UNHAPPY = "unhappy"
    REFUSES = "refuses"
    """Refuses to extend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a temperament shows. Chances go from 0 to 1, delays are in hours."""

    answers: float
    """The chance to answer what concerns a pair when first asked."""
    answers_reminder: float
    """The same for a reminder."""
    joins: float = 0.95
    """The chance to answer what comes before there is a pair: applications, reconfirmation."""
    soonest: float
    latest: float
    blunders: float = 0.05
    """The chance to send a form with a required field left empty at first."""
    leaves_form: float = 0.02
    """The chance to leave an application after its first page."""


MANNERS: Mapping[Temperament, Manner] = {
    Temperament.KEEN: Manner(answers=0.97, answers_reminder=1.0, joins=1.0, soonest=0.2, latest=10),
    Temperament.SLOW: Manner(
        answers=0.55, answers_reminder=0.9, soonest=20, latest=90, blunders=0.15, leaves_form=0.15
    ),
    Temperament.BUSY: Manner(answers=0.8, answers_reminder=0.95, soonest=4, latest=50, leaves_form=0.1),
    Temperament.SILENT: Manner(answers=0.0, answers_reminder=0.03, joins=0.97, soonest=30, latest=100),
    Temperament.DROPS_OUT: Manner(answers=0.65, answers_reminder=0.7, soonest=6, latest=70),
    Temperament.UNHAPPY: Manner(answers=0.9, answers_reminder=0.95, soonest=2, latest=30),
    Temperament.REFUSES: Manner(answers=0.95, answers_reminder=1.0, soonest=1, latest=24),
}

_USUALLY: Mapping[Temperament, float] = {
    Temperament.KEEN: 50,
    Temperament.SLOW: 28,
    Temperament.BUSY: 7,
    Temperament.SILENT: 4,
    Temperament.DROPS_OUT: 3,
    Temperament.UNHAPPY: 3,
    Temperament.REFUSES: 5,
}

_FIRST_MENTEES = (
    Temperament.KEEN,
    Temperament.SLOW,
    Temperament.UNHAPPY,
    Temperament.KEEN,
    Temperament.SILENT,
    Temperament.SLOW,
    Temperament.DROPS_OUT,
    Temperament.KEEN,
)
_FIRST_MENTORS = (
    Temperament.KEEN,
    Temperament.BUSY,
    Temperament.KEEN,
    Temperament.SLOW,
    Temperament.REFUSES,
    Temperament.KEEN,
    Temperament.SLOW,
    Temperament.KEEN,
)
"""So that eight pairs show every temperament; those who come after are as chance has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """A simulated person: what the people file says of them, what they are like, and since when a member."""

    row: PersonRow
    temperament: Temperament
    member_from: date = date.min
    """From when on the roster lists them."""
    coordinates: bool = False
    declines: bool = True
    """Whether, as a coordinator, they ever decline somebody: never the people of a real file."""

    @property
    def manner(self) -> Manner:
        """How their temperament shows."""
        return MANNERS[self.temperament]

    @property
    def steady(self) -> bool:
        """Keen or slow, as most are."""
        return self.temperament in (Temperament.KEEN, Temperament.SLOW)


def temperament_of(seed: int, person: str, role: Takes, position: int) -> Temperament:
    """What the person is like who stands at `position` among those of their role, from 0."""
    first = _FIRST_MENTORS if role is Takes.MENTOR else _FIRST_MENTEES
    if position < len(first):
        return first[position]
    return weighted(choice(seed, person, "temperament"), _USUALLY)


def characters(seed: int, rows: Sequence[PersonRow]) -> tuple[Character, ...]:
    """Give each row a temperament; a few of the steady ones join the association only days after applying."""
    met: dict[Takes, int] = {}
    people = []
    for row in rows:
        position = met.get(row.role, 0)
        met[row.role] = position + 1
        person = Character(row=row, temperament=temperament_of(seed, row.id, row.role, position))
        people.append(_as_member(seed, person, position))
    return tuple(people)


def _as_member(seed: int, person: Character, position: int) -> Character:
    rng = choice(seed, person.row.id, "membership")
    late = position == 3 or rng.random() < 0.04
    if not late or not person.steady or person.row.role is not Takes.MENTEE:
        return person
    joined = person.row.applied_on + timedelta(days=rng.randint(1, 5))
    return Character(row=person.row, temperament=person.temperament, member_from=joined)
