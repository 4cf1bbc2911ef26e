"""The rehearsal's cast: believable, fictional, and the same for the same seed."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.people_csv import people_in
from bot.people_row import PersonRow, Takes
from bot.rehearsal.cast import Window, make_cast, make_coordinators
from bot.rehearsal.temperament import Temperament, characters
from flows.programs.program import Program
from flows.programs.read import read
from tests.house.sources import PROJECT

WINDOW = Window(date(2027, 2, 1), date(2027, 2, 28))


@pytest.fixture(scope="module")
def program() -> Program:
    path = Path(PROJECT / "flows/programs/connecticut.toml")
    return read(path.read_text(encoding="utf-8"), path.name)


def cast(program: Program, mentors: int, mentees: int, seed: int = 1) -> tuple[PersonRow, ...]:
    return make_cast(program, mentors, mentees, seed, window=WINDOW)


def test_the_same_seed_makes_the_same_cast_and_another_one_another(program: Program) -> None:
    assert cast(program, 10, 10) == cast(program, 10, 10)
    assert cast(program, 10, 10) != cast(program, 10, 10, seed=2)


def test_one_more_person_changes_nobody_else(program: Program) -> None:
    assert set(map(repr, cast(program, 9, 12))) < set(map(repr, cast(program, 10, 13)))
    few = {person.row.id: person for person in characters(1, cast(program, 9, 12))}
    many = {person.row.id: person for person in characters(1, cast(program, 10, 13))}
    assert {id: many[id] for id in few} == few


def test_thousands_of_people_have_names_and_addresses_of_their_own(program: Program) -> None:
    people = cast(program, 3000, 3000)
    assert len({person.name for person in people}) == 6000
    assert len({person.email for person in people}) == 6000
    assert {person.email.split("@")[1] for person in people} == {"example.org", "example.net"}


def test_answers_are_options_of_the_programs_own_questions(program: Program) -> None:
    for person in cast(program, 60, 60):
        for asked in program.questions:
            if person.role in asked.roles and asked.key in ("topics", "goals", "career_stage", "languages"):
                told = getattr(person, asked.key)
                assert (
                    {told} if isinstance(told, str) else set(told) <= {option.key for option in asked.options}
                )
                assert told


def test_most_live_in_the_programs_zone_and_some_elsewhere(program: Program) -> None:
    zones = Counter(person.timezone for person in cast(program, 100, 100))
    assert zones["America/New_York"] > 150
    assert {"America/Los_Angeles", "America/Chicago", "Europe/London"} < set(zones)


def test_mentees_apply_in_the_window_but_for_a_few(program: Program) -> None:
    mentees = cast(program, 0, 100)
    outside = [person for person in mentees if not WINDOW.opens <= person.applied_on <= WINDOW.closes]
    assert 1 <= len(outside) <= 20


def test_mentors_apply_on_any_day(program: Program) -> None:
    days = [person.applied_on for person in cast(program, 40, 0)]
    assert any(day < WINDOW.opens for day in days)
    assert any(day >= WINDOW.opens for day in days)


def test_capacity_is_one_or_two(program: Program) -> None:
    assert {person.capacity for person in cast(program, 40, 0)} == {1, 2}
    assert {person.capacity for person in cast(program, 0, 40)} == {1}


@pytest.mark.parametrize("seed", range(20))
def test_eight_pairs_show_every_temperament_within_the_window(program: Program, seed: int) -> None:
    people = characters(seed, cast(program, 8, 8, seed))
    assert {person.temperament for person in people} == set(Temperament)
    assert all(
        WINDOW.opens <= person.row.applied_on <= WINDOW.closes
        for person in people
        if person.row.role is Takes.MENTEE and not person.steady
    )
    assert any(person.member_from > person.row.applied_on for person in people)
    assert any(
        person.row.applied_on > WINDOW.closes or person.row.applied_on < WINDOW.opens for person in people
    )


def test_most_people_are_keen_or_slow(program: Program) -> None:
    people = characters(1, cast(program, 500, 500))
    assert 0.7 < sum(person.steady for person in people) / len(people) < 0.9


def test_coordinators_are_two_named_people() -> None:
    first, second = make_coordinators(1)
    assert first.coordinates
    assert (first.row.id, second.row.id) == ("c-001", "c-002")
    assert first.row.name != second.row.name


def test_a_cast_can_be_written_down_and_read_again(program: Program) -> None:
    people = cast(program, 3, 3)
    columns = "id name email role career_stage topics goals employer location timezone languages capacity applied_on"

    def cell(person: PersonRow, column: str) -> str:
        told = getattr(person, column)
        return f'"{";".join(told) if isinstance(told, tuple) else told}"'

    lines = [",".join(cell(person, column) for column in columns.split()) for person in people]
    content = "\n".join([columns.replace(" ", ","), *lines])
    assert people_in(content.encode(), "cast.csv").rows == people
