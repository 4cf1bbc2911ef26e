"""What people's cells say becomes what matching compares: the program's options, or words as they were typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.matching.sides import STAGES, Sides
from bot.matching.spoken import language_key, language_label
from bot.people_row import PersonRow
from flows.ids import PersonId
from flows.matching.people import Candidate, Rules, plain, rules_of
from flows.messages import Value
from flows.model.cohorts import Role
from flows.programs.program import Program

ANSWERS = {
    "career_stage": ("career_stage",),
    "topics": ("topics",),
    "goals": ("goals", "seeks", "offers"),
    "languages": ("languages",),
}
"""The program's questions whose options the cells of these columns are."""
LANGUAGE = "en"


@dataclass(slots=True)
class Coding:
    """Turns what the cells say into what matching compares, and keeps what each is called."""

    program: Program | None
    labels: dict[str, dict[str, Value]] = field(default_factory=dict)
    known: dict[tuple[Role, str, str], str] = field(default_factory=dict)

    def keys(self, role: Role, column: str, said: Iterable[str]) -> tuple[str, ...]:
        """The program's options, by key or label; other words as they were typed, whatever their case."""
        found = []
        for one in said:
            if (key := self.known.get((role, column, one))) is None:
                key = self.known[role, column, one] = self._key(role, column, one)
            found.append(key)
        return tuple(dict.fromkeys(found))

    def _key(self, role: Role, column: str, said: str) -> str:
        for question in self.program.asked(role) if self.program else ():
            if question.key in ANSWERS[column] and (choice := question.option(said)):
                return choice.key
        key = language_key(said) if column == "languages" else plain(said)
        label = language_label(key, said, LANGUAGE) if column == "languages" else said
        self.labels.setdefault(column, {}).setdefault(key, label)
        return key


def candidates(sides: Sides, program: Program | None) -> tuple[list[Candidate], list[Candidate], Rules]:
    """Mentees, mentors and rules, as `flows.matching.assign.match` takes them."""
    rules = rules_of(program) if program else Rules(stages=STAGES)
    coding = Coding(program, {column: dict(labels) for column, labels in rules.labels.items()})
    most = program.role(Role.MENTOR).most_partners if program else None
    mentees = [_candidate(row, Role.MENTEE, coding, rules) for row in sides.mentees.values()]
    mentors = [
        replace(_candidate(row, Role.MENTOR, coding, rules), capacity=min(row.capacity, most or row.capacity))
        for row in sides.mentors.values()
    ]
    return mentees, mentors, replace(rules, labels=coding.labels)


def _candidate(row: PersonRow, role: Role, coding: Coding, rules: Rules) -> Candidate:
    mentee = role is Role.MENTEE
    hopes = coding.keys(role, "goals", (row.seeks if mentee else row.offers) or row.goals)
    stage = "".join(coding.keys(role, "career_stage", [row.career_stage] if row.career_stage else []))
    return Candidate(
        person=PersonId(row.id),
        role=role,
        career_stage=stage if stage in rules.stages else "",
        topics=coding.keys(role, "topics", row.topics),
        seeks=hopes if mentee else (),
        offers=() if mentee else hopes,
        employer=row.employer,
        location=row.location,
        zone=row.timezone,
        languages=coding.keys(role, "languages", row.languages),
        waited=row.waited_cohorts,
    )
