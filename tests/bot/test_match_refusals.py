"""What `shelfmate match` refuses: with file and line, what was found and what would do, all at once, nothing written."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.matching_files import MENTEES, Desk, refused, shelfmate


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what it refuses ----------------------------------------------------------------------------------


def test_all_that_is_wrong_with_both_files_is_told_at_once(desk: Desk) -> None:
    refused(
        desk.match(mentees="id,timezone\n,Q9\ne-1,Eastern\n", mentors="id,capacity\nm-1,many\nm-1,2\n"),
        "mentees.csv: line 2, column id: is empty; give each person an id of their own, such as m-001",
        "mentees.csv: line 2, column timezone: 'Q9' is no time zone; write one such as America/New_York",
        "mentees.csv: line 3, column timezone: 'Eastern' is no time zone; did you mean America/New_York?",
        "mentors.csv: line 2, column capacity: 'many' will not do; write a whole number from 0 to 50, or nothing for 1",
        "mentors.csv: line 3, column id: 'm-1' is already on line 2; give each person an id of their own",
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "mentees.csv: is empty; the first line names the columns: id"),
        (b"id,topics\n", "mentees.csv: names columns but no person; add a line for each person"),
        (
            b"topics\nmaps\n",
            "mentees.csv: line 1: column 'id' is missing; add a column 'id', or email or name, which tells people apart too",
        ),
        (
            b"E-mail address,topics\na@b.org,maps\n",
            "mentees.csv: line 1: column 'id' is missing; add a column 'id', or rename 'E-mail address' to 'email' "
            "and people are told apart by that",
        ),
        (
            "id,name\ne-1,Zo\u00eb\n".encode("latin-1"),
            "mentees.csv: line 2, byte 7: byte 0xeb is not UTF-8; save the file as 'CSV UTF-8'",
        ),
        (
            "id\ne-1\n".encode("utf-16"),
            "mentees.csv: line 1: is UTF-16, not UTF-8; save the file as 'CSV UTF-8'",
        ),
        (b"PK\x03\x04", "mentees.csv: looks like an Excel file; save it as 'CSV UTF-8' and give that"),
        (
            b"x" * 150_000,
            "mentees.csv: line 1: is not well-formed CSV (field larger than field limit (131072)); a cell with a "
            'comma or a quote stands in double quotes, and a quote inside is written ""',
        ),
        (b"id,role\ne-1,mentor\n", "mentees.csv: has nobody with the role mentee; give a file of mentees"),
    ],
)
def test_a_file_that_cannot_be_used(desk: Desk, content: bytes, line: str) -> None:
    refused(desk.match(mentees=content), line)


def test_a_line_that_is_there_twice_counts_once(desk: Desk) -> None:
    ran = desk.match(mentees=MENTEES + MENTEES.splitlines()[1] + "\n")
    assert ran.code == 0
    assert ran.pairs == desk.match().pairs
    assert "note: mentees.csv: line 5: is the same as line 2; it counts once" in ran.err


def test_two_people_under_one_id(desk: Desk) -> None:
    refused(
        desk.match(mentees="id,name,topics\n1,Ana,maps\n", mentors="id,name,topics\n1,Dora,maps\n"),
        "mentees.csv: line 2, column id: '1' is Ana here and Dora in mentors.csv, line 2; "
        "give each person an id of their own across both files, such as e-001 and m-001",
    )


def test_one_person_under_two_ids_is_not_matched_with_themselves(desk: Desk) -> None:
    mentees, mentors = "id,email,topics\ne-1,a@b.org,maps\n", "id,email,topics\nm-1,A@b.org,maps\nm-2,,maps\n"
    ran = desk.match(mentees=mentees, mentors=mentors)
    assert ran.pairs == {"e-1": "m-2"}
    assert "'a@b.org' is also the address of m-1 in mentors.csv, line 2; they are not matched" in ran.err


def test_a_mentor_among_the_mentees_is_left_out_and_noted(desk: Desk) -> None:
    ran = desk.match(mentees="id,role,topics\ne-1,,maps\nm-9,mentor,maps\n")
    assert ran.pairs.keys() == {"e-1"}
    assert "note: mentees.csv: line 3, column role: the role is mentor; left out here" in ran.err


def test_who_takes_both_roles_and_stands_in_one_file(desk: Desk) -> None:
    ran = desk.match(mentors="id,role,topics\nm-1,both,maps\n")
    assert (
        "note: mentors.csv: line 2, column role: the role is both, but mentees.csv does not have them;"
        in ran.err
    )


def test_a_career_stage_that_has_no_place_is_noted_unless_a_program_gives_it_one(desk: Desk) -> None:
    mentees = "id,topics,career_stage\ne-1,maps,Head of things\n"
    note = "mentees.csv: line 2, column career_stage: 'Head of things' is no stage with a known place, so it does not count;"
    assert note in desk.match(mentees=mentees).err
    ran = desk.match("--program", "connecticut", mentees=mentees)
    assert "'Head of things' is no career stage of this program" in ran.err


def test_files_that_say_nothing_of_what_people_share(desk: Desk) -> None:
    ran = desk.match(mentees="id,Pet\ne-1,cat\n")
    assert ran.code == 0
    assert "note: mentees.csv: topics and goals are empty on one side or both;" in ran.err


def test_a_cell_that_the_program_does_not_offer(desk: Desk) -> None:
    refused(
        desk.match("--program", "connecticut", mentees="id,topics\ne-1,oral histroy\n"),
        "mentees.csv: line 2, column topics: 'oral histroy' is no topic of this program; did you mean oral_history?",
        *(
            line
            for line in desk.match("--program", "connecticut").err.splitlines()
            if line.startswith("mentors.csv")
        ),
    )


def test_what_is_read_is_not_written_over(desk: Desk) -> None:
    for option in ("--out", "--scores"):
        ran = desk.match(option, str(desk.folder / "mentees.csv"))
        assert ran.code == 2
        assert "is one of the files to read; give it a name of its own" in ran.err
    program = desk.save("ours.toml", "")
    assert desk.match("--program", program, "--out", program).code == 2
    same = str(desk.folder / "one.csv")
    assert desk.match("--out", same, "--scores", same).code == 2
    assert (desk.folder / "mentees.csv").read_text("utf-8") == MENTEES


def test_misuse(desk: Desk) -> None:
    assert shelfmate("match").code == 2
    assert shelfmate("match", "--mentors", "x.csv").code == 2
    refused(
        shelfmate("match", "--mentors", "x.csv", "--mentees", "x.csv"),
        "x.csv: cannot be read (No such file or directory); give the path of a CSV file",
    )
    ran = desk.match("--program", "conecticut")
    assert ran.code == 1
    assert "did you mean connecticut?" in ran.err
    assert desk.match("--out", str(desk.folder / "no" / "pairs.csv")).code == 1


# --- lists of two -------------------------------------------------------------------------------------


def test_who_is_to_be_kept_apart_is_whichever_way_round_and_by_name_or_id(desk: Desk) -> None:
    avoid = "mentee,mentor\nm-2,ana lima\n"
    assert desk.match().pairs["e-1"] == "m-2"
    assert desk.match(avoid=avoid).pairs.get("e-1", "m-1") == "m-1"


def test_whom_nobody_knows_is_told_with_a_guess_and_nothing_is_written(desk: Desk) -> None:
    ran = desk.match(
        "--out",
        str(desk.folder / "pairs.csv"),
        avoid="mentee,mentor\ne-1,m-22\nx,Dora Hil\n,m-1\n",
        locked="mentee,mentor\nm-1,e-1\ne-9,m-1\n",
    )
    refused(
        ran,
        "avoid.csv: line 2, column mentor: there is no 'm-22' among the mentees and mentors; did you mean m-2?",
        "avoid.csv: line 3, column mentee: there is no 'x' among the mentees and mentors; "
        "give an id as it stands in their file, or take the line out",
        "avoid.csv: line 3, column mentor: there is no 'Dora Hil' among the mentees and mentors; did you mean Dora Hill?",
        "avoid.csv: line 4, column mentee: is empty; name a mentee and a mentor on each line",
        "locked.csv: line 3, column mentee: there is no 'e-9' among the mentees and mentors; did you mean e-3 or e-2 or e-1?",
    )
    assert not (desk.folder / "pairs.csv").exists()


def test_a_locked_pair_the_wrong_way_round(desk: Desk) -> None:
    refused(
        desk.match(locked="mentee,mentor\nm-1,e-1\n"),
        "locked.csv: line 2, column mentee: 'm-1' is not among the mentees; swap mentee and mentor on this line",
        "locked.csv: line 2, column mentor: 'e-1' is not among the mentors; swap mentee and mentor on this line",
    )


def test_locked_pairs_that_cannot_stand_are_told_and_nothing_is_written(desk: Desk) -> None:
    both = "mentee,mentor\ne-1,m-1\ne-2,m-1\n"
    refused(
        desk.match(locked=both),
        "locked.csv: line 3: e-2 with m-1 cannot be locked: The mentor has no room left; "
        "take the line out, or change what stands against it",
    )


def test_two_people_of_one_name_must_be_told_apart(desk: Desk) -> None:
    mentors = "id,name,topics\nm-1,Dora Hill,maps\nm-2,Dora Hill,maps\n"
    refused(
        desk.match(mentors=mentors, avoid="mentee,mentor\ne-1,Dora Hill\n"),
        "avoid.csv: line 2, column mentor: 'Dora Hill' is the name of 2 people; give the id of the one you mean",
    )


def test_a_history_of_strangers_is_worth_a_note(desk: Desk) -> None:
    ran = desk.match(history="mentee,mentor\nx-1,y-1\n")
    assert ran.code == 0
    assert "note: history.csv: names nobody of this match together;" in ran.err


def test_a_list_without_its_columns(desk: Desk) -> None:
    refused(
        desk.match(avoid="e-1,m-1\n"),
        "avoid.csv: line 1: column 'mentee' is missing; the first line names the columns: mentee,mentor",
        "avoid.csv: line 1: column 'mentor' is missing; the first line names the columns: mentee,mentor",
    )


# --- whatever comes -----------------------------------------------------------------------------------

CELLS = st.text(st.sampled_from(list("aé;,\"'\t =+-@\r\n0|")), max_size=8)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=5)
COLUMNS = st.lists(
    st.sampled_from(["id", "Name", "topics", "time zone", "capacity", "role", "", "email", "x", "mentor"]),
    max_size=5,
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=COLUMNS, rows=ROWS, separator=st.sampled_from([",", ";", "\t"]), noise=st.binary(max_size=3))
def test_whatever_a_file_holds_it_is_matched_or_told_in_words(
    desk: Desk, columns: list[str], rows: list[list[str]], separator: str, noise: bytes
) -> None:
    text = "\n".join(separator.join(cells) for cells in [columns, *rows])
    for lists in ({}, {"avoid": text}, {"locked": text}, {"history": text}):
        ran = desk.match("--explain", mentees=text.encode() + noise if not lists else MENTEES, **lists)
        assert ran.code in (0, 1)
        assert "mistake of ours" not in ran.err
        assert (ran.out == "") == (ran.code == 1)
        assert not [cell for row in ran.rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
