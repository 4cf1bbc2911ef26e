"""People held against a program: cells that no question offers, and days that are not played."""

from dataclasses import replace
from datetime import date

import pytest

from bot import library
from bot.people_answers import misfits, strays
from bot.people_row import PersonRow, Takes

CONNECTICUT = library.program("connecticut")
ODILE = PersonRow(
    id="m-1",
    name="Odile Farrow",
    role=Takes.MENTOR,
    career_stage="Experienced or leading",
    topics=("archives", "Readers' advisory"),
    goals=("skills",),
    timezone="America/New_York",
    languages=("English", "es"),
    capacity=3,
    applied_on=date(2027, 2, 2),
    line=12,
)


def told(person: PersonRow) -> list[str]:
    return [str(finding) for finding in misfits(CONNECTICUT, [person], "people.csv")]


def test_keys_and_labels_are_both_understood() -> None:
    assert told(ODILE) == []


def test_a_misspelt_topic_is_told_with_its_line_and_what_was_meant() -> None:
    assert told(replace(ODILE, topics=("refrence",))) == [
        "people.csv: line 12, column topics: 'refrence' is no topic of this program; did you mean reference?"
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            replace(ODILE, career_stage="wizard"),
            "column career_stage: 'wizard' is no career stage of this program; use one of student, ",
        ),
        (
            replace(ODILE, goals=("skils",)),
            "column goals: 'skils' is no goal of this program; did you mean skills?",
        ),
        (
            replace(ODILE, languages=("Spainish",)),
            "column languages: 'Spainish' is no language of this program; did you mean Spanish?",
        ),
        (
            replace(ODILE, topics=("Archives, Oral history",)),
            "column topics: 'Archives, Oral history' is no topic of this program; put ; between several values",
        ),
        (
            replace(ODILE, capacity=9),
            "column capacity: 9 is not what this program takes; write a whole number from 1 to 3",
        ),
    ],
)
def test_what_the_application_does_not_offer(changed: PersonRow, words: str) -> None:
    (line,) = told(changed)
    assert line.startswith(f"people.csv: line 12, {words}")


def test_a_mentee_is_not_asked_for_how_many() -> None:
    assert told(replace(ODILE, role=Takes.MENTEE, capacity=9)) == []


def test_who_comes_outside_of_the_days_is_noted() -> None:
    early, late = (
        replace(ODILE, applied_on=date(2026, 5, 4)),
        replace(ODILE, applied_on=date(2029, 1, 1), line=13),
    )
    notes = strays([ODILE, early, late], date(2027, 1, 31), date(2027, 10, 16), "people.csv")
    assert [str(note) for note in notes] == [
        "people.csv: line 12, column applied_on: before 2027-01-31, which is not played; they come on the first day",
        "people.csv: line 13, column applied_on: after 2027-10-16, which is not played; they do not come",
    ]
