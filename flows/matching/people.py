"""Who is to be matched, by what rules, and what comes of it: the words that all of matching shares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.ids import ApplicationId, PersonId
from flows.matching.proof import NOTHING, Proof
from flows.messages import Phrase, Say, Value
from flows.model.cohorts import Application, Role
from flows.model.people import Person
from flows.programs.program import Asked, Program, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person in one role; who takes both roles is two candidates.

    What was chosen stands here as option keys, what was typed as text. Empty means not said; no `languages`
    means that the program need not ask.
    """

    person: PersonId
    application: ApplicationId = ApplicationId("")
    role: Role
    career_stage: str = ""
    topics: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    employer: str = ""
    location: str = ""
    zone: str = "UTC"
    """Empty where it is not known."""
    languages: tuple[str, ...] = ()
    capacity: int = 1
    """How many partners there is room for now: running pairs of other cohorts are already taken off."""
    waited: int = 0
    """Whole cohorts."""
    wishes: tuple[PersonId, ...] = ()
    """Whom they asked for, once they had met some of the other side."""

    def works_with(self, other: "Candidate") -> bool:
        """Whether both named the same employer."""
        return plain(self.employer) == plain(other.employer) != ""

    def speaks_with(self, other: "Candidate") -> bool:
        """Whether they have a language in common, as far as both were asked."""
        return not self.languages or not other.languages or bool({*self.languages} & {*other.languages})


def plain(text: str) -> str:
    """Typed text as it is compared."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a program wants its pairs. `stages` are the career stages in their order, earliest first."""

    weights: Weights = field(default_factory=Weights)
    least_score: int = 1
    not_same_employer: bool = False
    stages: tuple[str, ...] = ()
    stages_ahead: tuple[int, int] = (1, 2)
    """How many career stages a mentor is best ahead of the mentee: the least and the most."""
    labels: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """What an option is called, by question and option: the program's phrase, or a word that somebody typed."""

    def label(self, question: str, key: str) -> Value:
        """What was chosen, in the reader's language; what was typed, as typed."""
        return self.labels.get(question, {}).get(key, key)


Two = tuple[PersonId, PersonId]
"""Mentee and mentor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One pair, and why. The reasons are in the words for coordinators: see `forms.told_to`."""

    mentee: PersonId
    mentor: PersonId
    mentee_application: ApplicationId
    mentor_application: ApplicationId
    score: int
    """Of 100."""
    reasons: tuple[Say, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What came of it, in order of the mentee's id."""

    pairs: tuple[Proposed, ...]
    unmatched: tuple[tuple[PersonId, Say], ...]
    """Mentees without a mentor, each with the reason."""
    not_locked: tuple[tuple[Two, Say], ...] = ()
    """Pairs that were to be kept and could not be."""
    proof: Proof = NOTHING
    """How good this is, and that it cannot be better; or by how much at most it could be."""


QUESTIONS = {"topics": ("topics",), "goals": ("goals", "seeks", "offers"), "languages": ("languages",)}
"""The program's questions whose options a reason may name."""


def rules_of(program: Program) -> Rules:
    """What the program file says of matching."""
    labels: dict[str, dict[str, Value]] = {
        name: {
            option.key: Phrase(option.label)
            for question in sorted(program.questions, key=_mentees_last)
            if question.key in keys
            for option in question.options
        }
        for name, keys in QUESTIONS.items()
    }
    stages = (
        option.key
        for question in program.questions
        if question.key == "career_stage"
        for option in question.options
    )
    return Rules(
        weights=program.matching.weights,
        least_score=program.matching.least_score,
        not_same_employer=program.matching.not_same_employer,
        stages=tuple(dict.fromkeys(stages)),
        stages_ahead=program.matching.stages_ahead,
        labels=labels,
    )


def _niches(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Typed interests as topics of their own: 'Seed libraries; zines' are two."""
    parts = (plain(part) for text in typed for part in re.split(r"[;,\n]", text))
    said = (part.rstrip(".").removeprefix("and ") for part in parts)
    return tuple(dict.fromkeys(part for part in said if part))


def _mentees_last(question: Asked) -> bool:
    return "mentee" in question.roles  # where each role has a label of its own, a reason takes the mentee's


def candidate_of(
    application: Application,
    person: Person,
    program: Program,
    partners: int = 0,
    wishes: tuple[PersonId, ...] = (),
) -> Candidate:
    """The applicant as matching sees them; `partners` are those whom they have in this role now, `wishes` those for whom
    they asked once they had met."""
    answers = application.answers

    def said(*keys: str) -> tuple[str, ...]:
        return next((answers[key] for key in keys if answers.get(key)), ())

    wished = int(said("capacity")[0]) if said("capacity") else 1
    mentor = application.role is Role.MENTOR
    return Candidate(
        person=application.person,
        application=application.id,
        role=application.role,
        career_stage="".join(said("career_stage")[:1]),
        topics=(*said("topics"), *_niches(said("niche"))),
        seeks=() if mentor else said("seeks", "goals"),
        offers=said("offers", "goals") if mentor else (),
        employer="".join(said("employer")[:1]),
        location="".join(said("location")[:1]),
        zone=person.zone,
        languages=said("languages"),
        capacity=max(0, min(wished, program.role(application.role).most_partners) - partners),
        waited=application.waited,
        wishes=wishes,
    )
