"""A list of members is read whole, however it was typed or exported; or each line that is wrong is told, with what would do."""

import pytest

from bot.members import members_in
from flows.core import Members


def in_file(text: str, file: str = "members.csv") -> Members:
    return members_in(text.encode(), file)


def pasted(text: str) -> Members:
    return members_in(text.encode(), "")


def wrong(members: Members) -> list[str]:
    assert members.listed == ()
    return [str(said.values["finding"]) for said in members.wrong]


# --- a spreadsheet ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "email,roles\nada@library.example,mentor\nben@library.example,\n",
        "Name;E-Mail;Role;Phone\nAda Archer;Ada@Library.example;Mentor;1\nBen Book;ben@library.example;;2\n",
        "sep=;\r\nEmail Address;roles\r\nada@library.example;mentors\r\nben@library.example;any\r\n",
        "\ufeffroles\temail\nmentor\tada@library.example\n\tben@library.example\n",
        "email,roles\nada@library.example,\nben@library.example,\nADA@library.example,mentor\n",
    ],
)
def test_a_spreadsheet_is_read_as_it_was_exported(text: str) -> None:
    assert in_file(text) == Members(
        listed=(("ada@library.example", ("mentor",)), ("ben@library.example", ()))
    )


@pytest.mark.parametrize("cell", ["both", "mentor/mentee", "Mentor and Mentee", "mentors + mentees"])
def test_both_roles_are_written_in_many_ways(cell: str) -> None:
    assert in_file(f"email,roles\nada@library.example,{cell}\n").listed == (
        ("ada@library.example", ("mentor", "mentee")),
    )


def test_a_line_without_an_address_is_passed_over_and_counted() -> None:
    members = in_file("name,email\nAda,ada@library.example\nBen,\n,\nCleo,\n")
    assert members == Members(listed=(("ada@library.example", ()),), passed_over=2)


def test_hundreds_are_read() -> None:
    rows = "".join(f"m{number}@library.example,\n" for number in range(800))
    assert len(in_file(f"email,roles\n{rows}").listed) == 800


def test_every_line_that_is_wrong_is_told_with_what_would_do_and_nothing_is_listed() -> None:
    text = "email,roles\nada@library.example,mentor\nben at library,mentor\ncleo@library.example,mentr\n"
    assert wrong(in_file(text)) == [
        "members.csv: line 3, column email: 'ben at library' is no e-mail address; "
        "write one such as ada@example.org, or leave it empty",
        "members.csv: line 4, column roles: 'mentr' is no role; did you mean mentor or mentors or mentee?",
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04rest", "members.csv: looks like an Excel file; save it as 'CSV UTF-8' and give that"),
        (b"", "members.csv: is empty; the first line names the columns: email,roles"),
        (b"email\n", "members.csv: line 1: names columns but no member; add a line for each member"),
        (
            "email\nrené@library.example\n".encode("latin-1"),
            "members.csv: line 2, byte 4: byte 0xe9 is not UTF-8; save the file as 'CSV UTF-8'",
        ),
        (
            b"name,phone\nAda,1\n",
            "members.csv: line 1: no column is called 'email'; call the column with the addresses 'email'",
        ),
        (
            b"ada@library.example,mentor\nben@library.example,\n",
            "members.csv: line 1: the first line is a member's; let the first line name the columns: email,roles",
        ),
    ],
)
def test_what_is_no_list_is_told_in_one_line(content: bytes, found: str) -> None:
    assert wrong(members_in(content, "members.csv")) == [found]


# --- pasted lines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "ada@library.example;mentor",
        "  Ada@library.example ; Mentor ",
        "ada@library.example, mentor",
        "ada@library.example mentor",
        "Ada Archer <ada@library.example>; mentor",
        "<ada@library.example> mentor",
    ],
)
def test_a_line_is_read_as_it_was_typed(line: str) -> None:
    assert pasted(f"\n{line}\n\n").listed == (("ada@library.example", ("mentor",)),)


@pytest.mark.parametrize(
    "line",
    [
        "ada@library.example, ben@library.example; cleo@library.example",
        "Ada Archer <ada@library.example>, ben@library.example; Clay, Cleo <cleo@library.example>",
    ],
)
def test_addresses_may_stand_in_one_line(line: str) -> None:
    assert pasted(line).listed == (
        ("ada@library.example", ()),
        ("ben@library.example", ()),
        ("cleo@library.example", ()),
    )


def test_nothing_pasted_lists_nobody() -> None:
    assert pasted("") == pasted(" \n") == Members()


def test_what_is_wrong_in_pasted_lines_is_told_by_line() -> None:
    assert wrong(
        pasted("ada@library.example\nBen Book\ncleo@library.example; boss\n@\nx@y, dan@library.example")
    ) == [
        "line 2: 'Ben Book' is no e-mail address; write one such as ada@example.org",
        "line 3: 'boss' is no role; write mentor, mentee or both, or leave it empty",
        "line 4: '@' is no e-mail address; write one such as ada@example.org",
        "line 5: 'x@y' is no e-mail address; write one such as ada@example.org",
    ]
