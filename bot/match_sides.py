"""Two people files become the two sides of a match: who is a mentee, who a mentor, and by what rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.bad_input import BadInput, Finding
from bot.match_spoken import language_key, language_label
from bot.people_answers import misfits
from bot.people_csv import People, read_people
from bot.people_row import PersonRow, Reading, Takes
from flows.ids import PersonId
from flows.matching.people import Candidate, Rules, Two, rules_of
from flows.messages import Value
from flows.model.cohorts import Role
from flows.programs.program import Program

STAGES = ("student", "early", "mid", "senior", "retired")
"""Career stages in their order, where no program says its own."""
ANSWERS = {
    "career_stage": ("career_stage",),
    "topics": ("topics",),
    "goals": ("goals", "seeks", "offers"),
    "languages": ("languages",),
}
"""The program's questions whose options the cells of these columns are."""
LANGUAGE = "en"


def reading(role: Takes) -> Reading:
    """A match needs no more than to know who is who; everything else makes it better."""
    unread = {"email", "applied_on"} | ({"capacity"} if role is Takes.MENTEE else set())
    return Reading(columns=("id",), unread=unread, role=role, any_id=True, least_capacity=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Everybody who is to be matched."""

    mentees: Mapping[PersonId, PersonRow]
    """In the order of their file."""
    mentors: Mapping[PersonId, PersonRow]
    same: frozenset[Two] = frozenset()
    """Mentees and mentors who are one person under two ids."""
    notes: tuple[Finding, ...] = ()

    def everybody(self) -> tuple[PersonRow, ...]:
        """Each once."""
        return tuple({**self.mentors, **self.mentees}.values())


def read_sides(mentees: Path, mentors: Path, program: Program | None) -> Sides:
    """Read both files. Raises BadInput with what is wrong with either of them."""
    findings: list[Finding] = []
    sides: list[People] = []
    for path, takes in ((mentees, Takes.MENTEE), (mentors, Takes.MENTOR)):
        try:
            side = read_people(path, reading(takes))
        except BadInput as refused:
            findings += refused.findings
            continue
        if program:
            findings += misfits(program, _as(takes, side.rows), path.name)
        sides.append(side)
    if findings:
        raise BadInput(*dict.fromkeys(findings))  # both may be one file
    return _sides(sides[0], sides[1], mentees, mentors)


def _as(takes: Takes, rows: Iterable[PersonRow]) -> Iterator[PersonRow]:
    """What a row says of its person in one role, whichever they take besides."""
    return (replace(row, role=takes) for row in rows if row.role in (takes, Takes.BOTH))


def _sides(mentees: People, mentors: People, path: Path, other: Path) -> Sides:
    one_file = path.resolve() == other.resolve()
    left = {PersonId(row.id): row for row in mentees.rows if row.role is not Takes.MENTOR}
    right = {PersonId(row.id): row for row in mentors.rows if row.role is not Takes.MENTEE}
    findings = [*_namesakes(left, right, path.name, other.name)]
    for side, role, file in ((left, "mentee", path.name), (right, "mentor", other.name)):
        if not side:
            findings.append(Finding(file, "", f"has nobody with the role {role}", f"give a file of {role}s"))
    if findings:
        raise BadInput(*findings)
    same = dict(_under_two_ids(left, right))
    notes = [*mentees.notes, *(() if one_file else mentors.notes)]
    if not one_file:
        notes += _elsewhere(mentees.rows, Takes.MENTOR, left, path.name)
        notes += _elsewhere(mentors.rows, Takes.MENTEE, right, other.name)
    for (mentee, mentor), address in same.items():
        where = f"line {left[mentee].line}"
        found = f"'{address}' is also the address of {mentor} in {other.name}, line {right[mentor].line}"
        notes.append(Finding(path.name, where, found, "they are not matched with each other"))
    if not all(
        any(row.topics or row.goals or row.seeks or row.offers for row in side.values())
        for side in (left, right)
    ):
        found = "topics and goals are empty on one side or both"
        notes.append(
            Finding(path.name, "", found, "pairs are found by what two people share: add what you know")
        )
    return Sides(mentees=left, mentors=right, same=frozenset(same), notes=tuple(notes))


Side = Mapping[PersonId, PersonRow]


def _namesakes(mentees: Side, mentors: Side, file: str, other: str) -> Iterator[Finding]:
    """Two people under one id: who is meant in a list of pairs could not be told."""
    for id, mentee in mentees.items():
        mentor = mentors.get(id)
        if mentor is None or _plain(mentee.name) == _plain(mentor.name):
            continue
        if not mentee.email or _plain(mentee.email) != _plain(mentor.email):
            found = f"'{id}' is {mentee.name} here and {mentor.name} in {other}, line {mentor.line}"
            remedy = "give each person an id of their own across both files, such as e-001 and m-001"
            yield Finding(file, f"line {mentee.line}, column id", found, remedy)


def _under_two_ids(mentees: Side, mentors: Side) -> Iterator[tuple[Two, str]]:
    by_address = {_plain(row.email): id for id, row in mentors.items() if row.email}
    for id, row in mentees.items():
        other = by_address.get(_plain(row.email), id)
        if other != id:
            yield (id, other), row.email


def _elsewhere(rows: Sequence[PersonRow], role: Takes, taken: Side, file: str) -> Iterator[Finding]:
    out = [row for row in rows if row.role is role and row.id not in taken]
    if out:
        lines = ", ".join(str(row.line) for row in out[:8])
        more = f" and {len(out) - 8} more" if len(out) > 8 else ""
        where = f"line{'s' if len(out) > 1 else ''} {lines}{more}, column role"
        yield Finding(file, where, f"the role is {role}", "left out here")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


# --- as matching knows them ---------------------------------------------------------------------------


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
        key = language_key(said) if column == "languages" else _plain(said)
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
