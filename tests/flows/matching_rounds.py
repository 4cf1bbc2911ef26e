"""Hundreds of small matches, seeded, with people who said much, little or nothing: for claims to be held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from flows.ids import PersonId
from flows.matching.assign import match
from flows.matching.people import Candidate, Matches, Rules, Two
from flows.matching.scoring.score import score
from flows.messages import Say, Several, Value
from flows.model.cohorts import Role
from flows.programs.program import Weights

STAGES = ("student", "early", "mid", "senior")
TOPICS = [f"topic {nth}" for nth in range(14)] + ["=cmd()", "Ünïcode & más"]
GOALS = ["first job", "CV", "leading", "confidence"]
ZONES = ["America/New_York", "America/Phoenix", "Europe/Paris", "Asia/Kolkata", "Pacific/Auckland", ""]
PLACES = ["", "Elm, CT", "elm,  CT", "Oak, CT", "CT", "Elm"]


def some(rng: Random, of: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(rng.sample(of, rng.randint(0, min(most, len(of)))))


def person(rng: Random, name: str, role: Role, others: Sequence[str]) -> Candidate:
    mentee = role is Role.MENTEE
    return Candidate(
        person=PersonId(name),
        role=role,
        topics=some(rng, TOPICS, 4),
        seeks=some(rng, GOALS, 3) if mentee else (),
        offers=() if mentee else some(rng, GOALS, 3),
        career_stage=rng.choice(["", *STAGES]),
        location=rng.choice(PLACES),
        zone=rng.choice(ZONES),
        languages=rng.choice([(), ("en",), ("en", "es"), ("pl",), ("en", "fr")]),
        employer=rng.choice(["", "Elm Library", "elm library", "Oak Library"]),
        capacity=1 if mentee else rng.choice([0, 1, 1, 2]),
        waited=rng.choice([0, 0, 1]),
        wishes=tuple(PersonId(one) for one in some(rng, others, 1)),
    )


@dataclass(frozen=True)
class Round:
    """One match with all that went into it."""

    mentees: Mapping[PersonId, Candidate]
    mentors: Mapping[PersonId, Candidate]
    rules: Rules
    avoid: tuple[Two, ...]
    former: tuple[Two, ...]
    found: Matches

    @property
    def taken(self) -> dict[PersonId, list[PersonId]]:
        """Each mentor's mentees."""
        has: dict[PersonId, list[PersonId]] = {}
        for pair in self.found.pairs:
            has.setdefault(pair.mentor, []).append(pair.mentee)
        return has

    def speak(self, mentee: Candidate, mentor: Candidate) -> bool:
        both = mentee.languages and mentor.languages
        return not both or bool(set(mentee.languages) & set(mentor.languages))

    def colleagues(self, mentee: Candidate, mentor: Candidate) -> bool:
        same = mentee.employer.casefold() == mentor.employer.casefold() != ""
        return self.rules.not_same_employer and same

    def apart(self, mentee: Candidate, mentor: Candidate) -> bool:
        two, never = (mentee.person, mentor.person), {*self.avoid, *self.former}
        return two in never or two[::-1] in never

    def others(self, mentee: Candidate) -> list[Candidate]:
        """Everybody else who mentors and speaks a language of theirs."""
        everybody = self.mentors.values()
        return [one for one in everybody if one.person != mentee.person and self.speak(mentee, one)]

    @cached_property
    def scores(self) -> Mapping[Two, int]:
        """Everybody with everybody, whatever the rules."""
        mentees, mentors = list(self.mentees.values()), list(self.mentors.values())
        table = score(mentees, mentors, self.rules).scores
        return {
            (a.person, b.person): int(table[row, column])
            for row, a in enumerate(mentees)
            for column, b in enumerate(mentors)
        }


def played(seed: int) -> Round:
    rng = Random(seed)
    both = [f"b{nth}" for nth in range(rng.randint(0, 4))]
    mentee_names = [f"e{nth}" for nth in range(rng.randint(1, 12))] + both
    mentor_names = [f"m{nth}" for nth in range(rng.randint(0, 7))] + both
    mentees = [person(rng, name, Role.MENTEE, mentor_names) for name in mentee_names]
    mentors = [person(rng, name, Role.MENTOR, mentee_names) for name in mentor_names]
    rules = Rules(
        weights=Weights(place=1, wishes=2),
        least_score=rng.choice([0, 1, 1, 20, 45]),
        not_same_employer=rng.random() < 0.5,
        stages=STAGES,
    )
    twos = [
        (PersonId(rng.choice(mentee_names)), PersonId(rng.choice(mentor_names)))
        for _ in range(rng.randint(0, 6) if mentor_names else 0)
    ]
    avoid, former = tuple(twos[::2]), tuple(twos[1::2])
    found = match(mentees, mentors, rules, avoid=avoid, former=former, seed=seed)
    return Round(
        {one.person: one for one in mentees},
        {one.person: one for one in mentors},
        rules,
        avoid,
        former,
        found,
    )


# --- reading what is said -----------------------------------------------------------------------------


def named(value: Value) -> list[str]:
    assert isinstance(value, Several)
    return [str(one.values["words"] if isinstance(one, Say) else one) for one in value.items]


def shared_topics(a: Candidate, b: Candidate) -> set[str]:
    return set(a.topics) & set(b.topics)
