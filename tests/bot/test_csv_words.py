"""What we write a spreadsheet shows and never runs, and we can read it again as it was."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.csv_words import as_it_was, inert, write

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize(
    "cell", ["=cmd()|' /C calc'!A0", "+1", "-Dash", "@sam", "\t=1", "\r=1", "\n=1", " =1", "＝1+1"]
)
def test_what_would_start_a_formula_is_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "O'Brien", "'quoted'", "a=b", "3-4", "1"])
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


@given(st.text())
def test_nothing_begins_with_a_sign_that_runs_and_nothing_is_lost(cell: str) -> None:
    assert not inert(cell).startswith(DANGEROUS)
    assert as_it_was(inert(cell)) in (cell, cell.removeprefix("'"))


def test_a_table_is_inert_down_to_its_columns() -> None:
    page = StringIO()
    write(page, ("mentee", "=note"), [("-e", 'say "hi"; bye'), ("e-2", "two\nlines")])
    assert list(csv.reader(StringIO(page.getvalue()))) == [
        ["mentee", "'=note"],
        ["'-e", 'say "hi"; bye'],
        ["e-2", "two\nlines"],
    ]
