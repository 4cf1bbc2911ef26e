"""Rounds of invented people for the benchmarks of matching: plenty of mentors, or few; some or all in both roles."""

from dataclasses import dataclass, replace
from random import Random

from flows.ids import PersonId
from flows.matching.people import Candidate, Rules
from flows.model.cohorts import Role

STAGES = ("student", "early", "mid", "senior", "retired")
ZONES = {
    "America/New_York": 40,
    "America/Chicago": 20,
    "America/Denver": 8,
    "America/Los_Angeles": 20,
    "Europe/Paris": 5,
    "Europe/London": 5,
    "Asia/Tokyo": 2,
}
LANGUAGES = {("en",): 70, ("en", "fr"): 15, ("fr",): 5, ("en", "es"): 10}
TOPICS = {f"topic {nth}": 1 / (nth + 2) for nth in range(40)}
GOALS = {f"goal {nth}": 1.0 for nth in range(14)}
RULES = Rules(not_same_employer=True, stages=STAGES)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a round is like."""

    mentees: int
    scarce: bool = False
    """0.6 places a mentee; else 1.2, a mentor having room for one to three."""
    both: float = 0.0
    """Which share of the mentors are mentees too, and offer what they seek."""

    def __str__(self) -> str:
        roles = f", {self.both:.0%} in both roles" if self.both else ""
        return f"{self.mentees:,} mentees, {'scarce' if self.scarce else 'plenty'}{roles}"


def people(kind: Kind) -> tuple[list[Candidate], list[Candidate]]:
    """The mentees and the mentors, always the same for a kind."""
    chance = Random(str(kind))
    mentees = [_mentee(chance, nth, kind.mentees) for nth in range(kind.mentees)]
    count = kind.mentees if kind.both == 1 else round(kind.mentees * 0.6)
    twice = round(count * kind.both)
    mentors = [_again(mentee) for mentee in mentees[:twice]]
    mentors += [_mentor(chance, nth, kind.mentees) for nth in range(twice, count)]
    most = 1 if kind.scarce else 3
    return mentees, [replace(one, capacity=chance.randint(1, most)) for one in mentors]


def _mentee(chance: Random, nth: int, crowd: int) -> Candidate:
    waited = chance.choices((0, 1, 2, 3), (75, 17, 6, 2))[0]
    seeks = _some(chance, GOALS, chance.randint(1, 3))
    return replace(_person(chance, f"e{nth}", Role.MENTEE, crowd), seeks=seeks, waited=waited)


def _mentor(chance: Random, nth: int, crowd: int) -> Candidate:
    offers = _some(chance, GOALS, chance.randint(2, 5))
    return replace(_person(chance, f"m{nth}", Role.MENTOR, crowd), offers=offers)


def _again(mentee: Candidate) -> Candidate:
    return replace(mentee, role=Role.MENTOR, offers=mentee.seeks, seeks=(), waited=0)


def _person(chance: Random, name: str, role: Role, crowd: int) -> Candidate:
    return Candidate(
        person=PersonId(name),
        role=role,
        topics=_some(chance, TOPICS, chance.randint(2, 5)),
        career_stage=chance.choice(STAGES[:3] if role is Role.MENTEE else STAGES[1:]),
        employer=f"Library {chance.randint(0, crowd // 8 + 3)}",
        location=f"Town {chance.randint(0, 120)}, Region {chance.randint(0, 11)}",
        zone=chance.choices([*ZONES], [*ZONES.values()])[0],
        languages=chance.choices([*LANGUAGES], [*LANGUAGES.values()])[0],
    )


def _some(chance: Random, of: dict[str, float], count: int) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < count:
        one = chance.choices([*of], [*of.values()])[0]
        if one not in found:
            found.append(one)
    return tuple(found)
