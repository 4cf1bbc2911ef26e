"""Two people files become the two sides of a match: who is a mentee, who a mentor, and what is odd about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.bad_input import BadInput, Finding
from bot.people_answers import MOST_LINES, misfits
from bot.people_csv import People, read_people
from bot.people_row import PersonRow, Reading, Takes
from flows.ids import PersonId
from flows.matching.people import Two, plain
from flows.programs.program import Program

STAGES = ("student", "early", "mid", "senior", "retired")
"""Career stages in their order, where no program says its own."""


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
    found = _sides(sides[0], sides[1], mentees, mentors)
    if program:
        return found
    notes = dict.fromkeys([*found.notes, *_unknown_stages(found, mentees, mentors)])
    return replace(found, notes=tuple(notes))


def _unknown_stages(sides: Sides, mentees: Path, mentors: Path) -> Iterator[Finding]:
    """Career stages have an order; without a program there is only our own."""
    for path, side in ((mentees, sides.mentees), (mentors, sides.mentors)):
        told = [row for row in side.values() if row.career_stage and plain(row.career_stage) not in STAGES]
        if told:
            also = f" (and {len(told) - 1} more lines)" if len(told) > 1 else ""
            found = f"'{told[0].career_stage}' is no stage with a known place{also}, so it does not count"
            remedy = f"write {', '.join(STAGES)}, or give the program by --program"
            yield Finding(path.name, f"line {told[0].line}, column career_stage", found, remedy)


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
        notes += _one_role(mentees.rows, right, path.name, other.name)
        notes += _one_role(mentors.rows, left, other.name, path.name)
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
        if mentor is None or plain(mentee.name) == plain(mentor.name):
            continue
        if not mentee.email or plain(mentee.email) != plain(mentor.email):
            found = f"'{id}' is {mentee.name} here and {mentor.name} in {other}, line {mentor.line}"
            remedy = "give each person an id of their own across both files, such as e-001 and m-001"
            yield Finding(file, f"line {mentee.line}, column id", found, remedy)


def _under_two_ids(mentees: Side, mentors: Side) -> Iterator[tuple[Two, str]]:
    by_address = {plain(row.email): id for id, row in mentors.items() if row.email}
    for id, row in mentees.items():
        other = by_address.get(plain(row.email), id)
        if other != id:
            yield (id, other), row.email


def _elsewhere(rows: Sequence[PersonRow], role: Takes, taken: Side, file: str) -> Iterator[Finding]:
    if out := [row for row in rows if row.role is role and row.id not in taken]:
        yield Finding(file, f"{_lines(out)}, column role", f"the role is {role}", "left out here")


def _one_role(rows: Sequence[PersonRow], others: Side, file: str, other: str) -> Iterator[Finding]:
    """Somebody takes both roles, and stands in one file only."""
    if out := [row for row in rows if row.role is Takes.BOTH and row.id not in others]:
        remedy = f"they take the role of this file alone; add them to {other} for the other"
        yield Finding(
            file, f"{_lines(out)}, column role", f"the role is both, but {other} does not have them", remedy
        )


def _lines(rows: Sequence[PersonRow]) -> str:
    lines = ", ".join(str(row.line) for row in rows[:MOST_LINES])
    more = f" and {len(rows) - MOST_LINES} more" if len(rows) > MOST_LINES else ""
    return f"line{'s' if len(rows) > 1 else ''} {lines}{more}"
