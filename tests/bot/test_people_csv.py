"""People files: what is read, and one clear line for each thing that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from bot.bad_input import BadInput, Finding
from bot.people_csv import people_in, read_people
from bot.people_row import PersonRow, Takes

HEADER = (
    "id,name,email,role,career_stage,topics,goals,employer,location,timezone,languages,capacity,applied_on"
)
ADA = "m-1,Ada Brook,ada@example.org,mentor,mid,archives;maps,skills,Elm Library,Elm,America/New_York,en;es,2,2027-01-05"


def rows(*lines: str) -> tuple[PersonRow, ...]:
    return people_in("\n".join(lines).encode(), "people.csv").rows


def wrong(*lines: str) -> list[str]:
    return wrong_bytes("\n".join(lines).encode())


def wrong_bytes(content: bytes) -> list[str]:
    with pytest.raises(BadInput) as caught:
        people_in(content, "people.csv")
    return caught.value.lines()


def with_cell(column: str, cell: str) -> str:
    cells = dict(zip(HEADER.split(","), ADA.split(","), strict=True))
    return ",".join({**cells, column: cell}.values())


def test_a_row_is_read() -> None:
    (ada,) = rows(HEADER, ADA)
    assert ada == PersonRow(
        id="m-1",
        name="Ada Brook",
        email="ada@example.org",
        role=Takes.MENTOR,
        career_stage="mid",
        topics=("archives", "maps"),
        goals=("skills",),
        employer="Elm Library",
        location="Elm",
        timezone="America/New_York",
        languages=("en", "es"),
        capacity=2,
        applied_on=date(2027, 1, 5),
    )


def test_optional_columns_and_any_order_of_columns() -> None:
    (ada,) = rows(f"waited_cohorts,seeks,offers,{HEADER}", f"2,a;b,c,{ADA}")
    assert (ada.waited_cohorts, ada.seeks, ada.offers) == (2, ("a", "b"), ("c",))


def test_a_byte_order_mark_crlf_blank_lines_and_quotes_are_fine() -> None:
    line = with_cell("name", '"Brook, ""Ada"""')
    content = f"\ufeff{HEADER}\r\n\r\n{line}\r\n,,,,,,,,,,,,\r\n".encode()
    assert [row.name for row in people_in(content, "people.csv").rows] == ['Brook, "Ada"']


def test_an_empty_capacity_is_one_and_a_role_may_be_written_large() -> None:
    assert [row.capacity for row in rows(HEADER, with_cell("capacity", ""))] == [1]
    assert [row.role for row in rows(HEADER, with_cell("role", "Both"))] == [Takes.BOTH]


def test_an_unknown_column_is_kept_and_noted() -> None:
    people = people_in(f"{HEADER},Pet,wated_cohorts\n{ADA},cat,1\n".encode(), "people.csv")
    assert people.rows[0].extra == {"Pet": "cat", "wated_cohorts": "1"}
    assert [str(note) for note in people.notes] == [
        "people.csv: line 1, column Pet: is no column that Shelfmate knows; its cells are kept as they are",
        "people.csv: line 1, column wated_cohorts: is no column that Shelfmate knows; did you mean waited_cohorts?",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "line"),
    [
        ("id", "", "column id: is empty; give each person an id of their own, such as m-001"),
        (
            "id",
            "m 1:a",
            "column id: 'm 1:a' has ' ' ':'; an id may have letters A to Z, digits, '-', '_' and '.'",
        ),
        ("id", "é", "column id: 'é' has 'é'; an id may have letters A to Z, digits, '-', '_' and '.'"),
        ("name", "", "column name: is empty; every person needs a name"),
        (
            "email",
            "ada(at)x",
            "column email: 'ada(at)x' is no e-mail address; write one such as ada@example.org, or none",
        ),
        ("role", "mentro", "column role: 'mentro' is no role; did you mean mentor or mentee?"),
        ("role", "boss", "column role: 'boss' is no role; write mentor, mentee, both"),
        ("timezone", "", "column timezone: is empty; write one such as America/New_York"),
        (
            "timezone",
            "Amerca/New York",
            "column timezone: 'Amerca/New York' is no time zone; did you mean America/New_York?",
        ),
        ("timezone", "london", "column timezone: 'london' is no time zone; did you mean Europe/London?"),
        ("timezone", "Q9", "column timezone: 'Q9' is no time zone; write one such as America/New_York"),
        (
            "capacity",
            "0",
            "column capacity: '0' will not do; write a whole number from 1 to 50, or nothing for 1",
        ),
        (
            "capacity",
            "two",
            "column capacity: 'two' will not do; write a whole number from 1 to 50, or nothing for 1",
        ),
        (
            "capacity",
            "²",
            "column capacity: '²' will not do; write a whole number from 1 to 50, or nothing for 1",
        ),
        ("applied_on", "", "column applied_on: is empty; write year-month-day: 2027-02-14"),
        (
            "applied_on",
            "2/14/27",
            "column applied_on: '2/14/27' is no date; write year-month-day: 2027-02-14",
        ),
        (
            "applied_on",
            "02/20/2027",
            "column applied_on: '02/20/2027' is no date; write year-month-day: 2027-02-20",
        ),
        ("timezone", "PST", "column timezone: 'PST' is no time zone; did you mean America/Los_Angeles?"),
        ("timezone", "Eastern", "column timezone: 'Eastern' is no time zone; did you mean America/New_York?"),
        (
            "applied_on",
            "2027-02-30",
            "column applied_on: '2027-02-30' does not exist; days of 2027-02 go from 01 to 28",
        ),
        (
            "applied_on",
            "2027-13-01",
            "column applied_on: '2027-13-01' does not exist; months go from 01 to 12",
        ),
        ("applied_on", "0000-01-01", "column applied_on: '0000-01-01' does not exist; years go from 0001"),
    ],
)
def test_a_cell_that_will_not_do(column: str, cell: str, line: str) -> None:
    assert wrong(HEADER, with_cell(column, cell)) == [f"people.csv: line 2, {line}"]


def test_a_missing_column_with_a_guess_at_what_was_meant() -> None:
    assert wrong(HEADER.replace("timezone", "zone"), ADA) == [
        "people.csv: line 1: column 'timezone' is missing; did you mean it by 'zone'? rename that column"
    ]
    assert wrong(HEADER.removesuffix(",applied_on"), ADA) == [
        "people.csv: line 1: column 'applied_on' is missing; add a column 'applied_on'"
    ]


def test_a_column_under_another_name_is_named() -> None:
    assert wrong(HEADER.replace("topics", "Interests"), ADA) == [
        "people.csv: line 1: column 'topics' is missing; did you mean it by 'Interests'? rename that column"
    ]
    assert [row.goals for row in rows(HEADER.replace("goals", "Goals"), ADA)] == [("skills",)]


def test_two_people_with_one_address() -> None:
    assert wrong(HEADER, ADA, ADA.replace("m-1", "m-2").replace("ada@", "Ada@")) == [
        "people.csv: line 3, column email: 'Ada@example.org' is already on line 2; give each person an address of "
        "their own, or role = both to one"
    ]


def test_a_spreadsheet_that_is_no_csv() -> None:
    assert wrong_bytes(b"PK\x03\x04\x14\x00\x06\x00") == [
        "people.csv: looks like an Excel file; save it as 'CSV UTF-8' and give that"
    ]


def test_a_column_that_is_there_twice() -> None:
    assert wrong(f"{HEADER},name", f"{ADA},Ada") == [
        "people.csv: line 1: column 'name' is there twice; keep one of them"
    ]


def test_a_column_is_known_whatever_its_case_and_spaces() -> None:
    header = HEADER.replace("timezone", "Time zone").replace("career_stage", "Career-Stage")
    (ada,) = rows(header, ADA)
    assert (ada.timezone, ada.career_stage, ada.extra) == ("America/New_York", "mid", {})


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("before", ["", "sep={}\r\n", '"sep={}"\n', "\ufeffSep={}\n"])
def test_the_separators_of_other_countries_spreadsheets(separator: str, before: str) -> None:
    quoted = [f'"{cell}"' if ";" in cell else cell for cell in ADA.split(",")]
    table = f"{separator.join(HEADER.split(','))}\r\n{separator.join(quoted)}\r\n"
    (ada,) = people_in((before.format(separator) + table).encode(), "people.csv").rows
    assert (ada.topics, ada.languages, ada.capacity) == (("archives", "maps"), ("en", "es"), 2)


def test_a_line_that_names_the_separator_is_counted() -> None:
    assert wrong("sep=,", HEADER, with_cell("capacity", "x"))[0].startswith(
        "people.csv: line 3, column capacity"
    )


def test_cells_separated_by_bars() -> None:
    assert wrong(HEADER.replace(",", "|"), ADA.replace(",", "|")) == [
        "people.csv: line 1: cells seem to be separated by '|'; separate them by commas"
    ]


def test_empty_columns_that_a_spreadsheet_saves_are_nothing() -> None:
    assert rows(f"{HEADER},,", f"{ADA},,") == rows(HEADER, ADA)
    (ada,) = rows(f"{HEADER},,", f"{ADA},,a note")
    assert ada.extra == {"column 14": "", "column 15": "a note"}


def test_empty_cells_that_a_spreadsheet_leaves_out_at_the_end_of_a_line() -> None:
    people = people_in(f"{HEADER},waited_cohorts\n{ADA}\n".encode(), "people.csv")
    assert people.rows[0].waited_cohorts == 0
    assert [str(note) for note in people.notes] == [
        "people.csv: line 2: 13 cells, where the columns are 14; the last ones are taken as empty"
    ]


def test_values_that_are_separated_by_commas_are_noted() -> None:
    line = with_cell("topics", '"maps, zines"')
    people = people_in(f"{HEADER}\n{line}\n".encode(), "people.csv")
    assert people.rows[0].topics == ("maps, zines",)
    assert [str(note) for note in people.notes] == [
        "people.csv: line 1, column topics: 1 of 1 cells have a comma and none has ';'; "
        "separate several values in one cell by ';'"
    ]


def test_a_byte_that_no_text_has() -> None:
    assert wrong_bytes(f"{HEADER}\nm-1,\0".encode()) == [
        "people.csv: line 2: has a byte 0x00, which no text has; save the file as 'CSV UTF-8'"
    ]


def test_a_duplicate_id_is_told_with_both_lines_even_where_the_first_is_wrong_otherwise() -> None:
    lines = wrong(
        HEADER, with_cell("capacity", "x"), ADA, ADA.replace("m-1", "m-2").replace("ada@", "eve@"), ADA
    )
    assert lines[1:] == [
        "people.csv: line 3, column id: 'm-1' is already on line 2; give each person an id of their own",
        "people.csv: line 5, column id: 'm-1' is already on line 2; give each person an id of their own",
    ]


def test_a_wrong_number_of_cells_counts_lines_over_line_breaks_in_cells() -> None:
    assert wrong(HEADER, with_cell("name", '"Ada\nBrook"'), ADA.replace("m-1", "m-2") + ",more") == [
        "people.csv: line 4: 14 cells, where the columns are 13; quote a cell that holds a comma, and leave no cell out"
    ]


def test_bytes_that_are_not_utf8() -> None:
    content = f"{HEADER}\nm-1,Zo\u00eb".encode("latin-1")
    assert wrong_bytes(content) == [
        "people.csv: line 2, byte 7: byte 0xeb is not UTF-8; save the file as 'CSV UTF-8'"
    ]
    marked = b"\xef\xbb\xbfid\xff"
    assert wrong_bytes(marked) == [
        "people.csv: line 1, byte 6: byte 0xff is not UTF-8; save the file as 'CSV UTF-8'"
    ]
    assert wrong_bytes(HEADER.encode("utf-16")) == [
        "people.csv: line 1: is UTF-16, not UTF-8; save the file as 'CSV UTF-8'"
    ]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file(content: bytes) -> None:
    assert wrong_bytes(content) == [f"people.csv: is empty; the first line names the columns: {HEADER}"]


def test_columns_without_people() -> None:
    assert wrong(HEADER) == ["people.csv: names columns but no person; add a line for each person"]


def test_a_quote_that_never_ends() -> None:
    (line,) = wrong(HEADER, with_cell("name", '"Ada'))
    assert line.startswith("people.csv: line 2: is not well-formed CSV (unexpected end of data);")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nobody\.csv: cannot be read \(No such file or directory\)"):
        read_people(tmp_path / "nobody.csv")


def test_every_finding_is_gathered_and_twenty_are_shown() -> None:
    lines = wrong(HEADER, *(with_cell("id", f"m {number}") for number in range(30)))
    assert len(lines) == 21
    assert lines[-1] == "and 10 more"


def test_a_finding_is_one_line_whatever_was_found() -> None:
    assert str(Finding("a.csv", "line 1", "'a\nb'", "write c")) == "a.csv: line 1: 'a b'; write c"
