"""`shelfmate match`, as a coordinator with two spreadsheets meets it: what it writes, tells, and refuses."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands import match as command
from bot.commands.patience import waiting
from tests.bot.matching_files import MENTEES, MENTORS, Desk, refused, shelfmate, table

BEST = "It cannot be better: no allowed set of pairs matches more people; "


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what it writes -----------------------------------------------------------------------------------


def test_the_pairs_come_with_score_and_reasons(desk: Desk) -> None:
    ran = desk.match()
    assert ran.code == 0
    assert ran.rows[0].keys() == {"mentee", "mentor", "score", "reasons"}
    assert ran.pairs == {"e-1": "m-2", "e-2": "m-1"}
    assert ran.rows[0]["reasons"] == (
        "Eli Marsh offers what Ana Lima is looking for: first job. Both care about zines."
    )
    assert all(0 <= int(row["score"]) <= 100 for row in ran.rows)


def test_what_it_came_to_is_told_beside_the_pairs(desk: Desk) -> None:
    first, proof, alone = desk.match().err.splitlines()
    assert first.startswith("2 pairs. The worst scores ")
    assert proof.startswith(BEST)
    assert alone == (
        "1 mentee is without a mentor. Ask with --explain for the reason of each, and what would change it."
    )


def test_explain_adds_a_row_for_each_mentee_without_a_mentor(desk: Desk) -> None:
    last = desk.match("--explain").rows[-1]
    assert (last["mentee"], last["mentor"], last["score"]) == ("e-3", "", "")
    assert last["reasons"] == (
        "They have nothing in common with any mentor on paper. "
        "Hearing more of what they look for would help, or a locked pair."
    )


def test_columns_of_the_mentees_own_are_appended_in_the_order_of_the_file(desk: Desk) -> None:
    mentees = 'id,Zodiac,topics,score,note\ne-1,Ram,maps,high,"two\nlines"\n'
    ran = desk.match(mentees=mentees)
    assert list(ran.rows[0]) == [
        "mentee",
        "mentor",
        "score",
        "reasons",
        "Zodiac",
        "score (mentees' file)",
        "note",
    ]
    assert (ran.rows[0]["Zodiac"], ran.rows[0]["note"]) == ("Ram", "two\nlines")
    assert ran.rows[0]["score (mentees' file)"] == "high"


def test_formulas_come_out_inert_wherever_they_stand(desk: Desk) -> None:
    mentees = "id,name,topics,=Own\n=e1,=cmd()|calc,=1+1;maps,@SUM(A1)\n-e2,+x,maps,\n"
    mentors = "id,name,topics,goals\n+m1,=HYPERLINK(1),=1+1;maps,\n@m2,-x,maps,\n"
    ran = desk.match("--scores", str(desk.folder / "all.csv"), mentees=mentees, mentors=mentors)
    assert ran.code == 0
    assert len(ran.rows) == 2
    for row in [*ran.rows, *table(desk.folder / "all.csv")]:
        assert not [cell for cell in (*row, *row.values()) if cell[:1] in tuple("=+-@\t\r")]
    assert {row["'=Own"] for row in ran.rows} == {"'@SUM(A1)", ""}


def test_out_holds_what_the_terminal_would_and_appears_whole(desk: Desk) -> None:
    out = desk.folder / "pairs.csv"
    shown = desk.match()
    ran = desk.match("--out", str(out))
    assert (ran.code, ran.out) == (0, "")
    assert out.read_text("utf-8") == shown.out
    assert ran.err.endswith(f"written to {out}\n")
    assert {path.name for path in desk.folder.iterdir()} == {"mentees.csv", "mentors.csv", "pairs.csv"}


def test_scores_are_those_of_every_pair_that_may_be(desk: Desk) -> None:
    every = desk.folder / "all.csv"
    ran = desk.match("--scores", str(every), avoid="mentee,mentor\ne-2,m-1\n")
    scores = {(row["mentee"], row["mentor"]): row["score"] for row in table(every)}
    assert set(scores) == {("e-1", "m-1"), ("e-1", "m-2")}
    assert ran.pairs == {"e-1": "m-2"}
    assert scores["e-1", "m-2"] == ran.rows[0]["score"]


def test_a_locked_pair_stands_among_the_scores_whatever_the_rules(desk: Desk) -> None:
    every = desk.folder / "all.csv"
    ran = desk.match("--scores", str(every), locked="mentee,mentor\ne-3,m-1\n")
    assert ran.pairs["e-3"] == "m-1"
    assert ("e-3", "m-1") in {(row["mentee"], row["mentor"]) for row in table(every)}


def test_more_scores_than_anybody_reads_are_not_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MOST_SCORES", 2)
    ran = desk.match("--scores", str(desk.folder / "all.csv"))
    assert ran.code == 0
    assert "all.csv: 3 pairs may be, so none are written; a file holds 2 at most" in ran.err
    assert not (desk.folder / "all.csv").exists()


def test_the_same_files_give_the_same_bytes_in_whatever_order_their_lines_stand(desk: Desk) -> None:
    header, *lines = MENTORS.splitlines(keepends=True)
    turned = header + "".join(reversed(lines))
    assert desk.match().out == desk.match().out == desk.match(mentors=turned).out


# --- what it takes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("separator", "first"), [(",", ""), (";", ""), ("\t", ""), (";", "sep=;\n"), (",", "sep=,\n")]
)
def test_any_spreadsheets_csv(desk: Desk, mark: str, ends: str, separator: str, first: str) -> None:
    def as_saved(text: str) -> bytes:
        lines = [
            separator.join(f'"{cell}"' if ";" in cell else cell for cell in line.split(","))
            for line in text.splitlines()
        ]
        return (mark + first.replace("\n", ends) + "".join(f"{line}{ends}" for line in lines)).encode()

    ran = desk.match(mentees=as_saved(MENTEES), mentors=as_saved(MENTORS))
    assert (ran.code, ran.out) == (0, desk.match().out)


def test_people_without_ids_are_told_apart_by_their_address(desk: Desk) -> None:
    mentees = "Name,Email,Topics\nAna Lima,ana@example.org,maps\n"
    mentors = "Name,Topics\nDora Hill,maps\n"
    ran = desk.match(mentees=mentees, mentors=mentors, history="mentee,mentor\nAna Lima,somebody else\n")
    assert ran.pairs == {"ana@example.org": "Dora Hill"}
    assert "mentees.csv: line 1: column 'id' is missing; people are told apart by their email" in ran.err
    assert "mentors.csv: line 1: column 'id' is missing; people are told apart by their name" in ran.err


def test_case_and_spaces_of_what_was_typed_make_no_difference(desk: Desk) -> None:
    ran = desk.match(mentees="id,topics\ne-1,Oral  History\n", mentors="id,topics\nm-1,oral history\n")
    assert ran.pairs == {"e-1": "m-1"}
    assert ran.rows[0]["reasons"] == "Both care about Oral History."


def test_a_language_is_known_by_its_code_and_its_name(desk: Desk) -> None:
    mentees = "id,topics,languages\ne-1,maps,Polish\ne-2,maps,Klingon\n"
    mentors = "id,topics,languages\nm-1,maps,pl;en\nm-2,maps,en\n"
    ran = desk.match("--explain", mentees=mentees, mentors=mentors)
    assert ran.pairs == {"e-1": "m-1", "e-2": ""}
    assert ran.rows[-1]["reasons"].startswith("They speak Klingon, and no mentor here does.")


def test_one_file_can_hold_both_sides(desk: Desk) -> None:
    people = desk.save("people.csv", "id,role,topics,Pet\na,mentee,maps,\nb,mentor,maps,\nc,both,maps,cat\n")
    ran = shelfmate("match", "--mentees", people, "--mentors", people)
    assert ran.code == 0
    assert ran.pairs.keys() == {"a", "c"}
    assert ran.err.count("note:") == 1


def test_a_program_is_met_by_key_or_label_and_brings_its_rules(desk: Desk) -> None:
    mentees = "id,topics,goals,employer\ne-1,Oral history,Leading and managing,Elm\n"
    mentors = "id,topics,goals,employer,capacity\nm-1,oral_history,leadership,Elm,2\nm-2,oral_history,,,1\n"
    assert desk.match(mentees=mentees, mentors=mentors).pairs == {}, "without it, words are what they are"
    ran = desk.match("--program", "connecticut", mentees=mentees, mentors=mentors)
    assert ran.pairs == {"e-1": "m-2"}, "Connecticut has no colleagues matched"
    assert ran.rows[0]["reasons"].startswith("Both care about oral history.")


def test_ten_thousand_lines(desk: Desk) -> None:
    mentees = "id,topics\n" + "".join(f"e-{nth},topic {nth % 7}\n" for nth in range(10_000))
    mentors = "id,topics,capacity\n" + "".join(f"m-{nth},topic {nth % 7},50\n" for nth in range(210))
    ran = desk.match(mentees=mentees, mentors=mentors)
    assert (ran.code, len(ran.rows)) == (0, 10_000)


def test_pairs_of_last_time_can_be_given_as_history(desk: Desk) -> None:
    out = desk.folder / "pairs.csv"
    first = desk.match("--explain", "--out", str(out))
    again = desk.match(history=out.read_text("utf-8"))
    assert (first.code, again.code) == (0, 0)
    assert again.pairs == {"e-1": "m-1"}, "whom they had they do not get again"


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
        "avoid.csv: line 3, column mentor: there is no 'Dora Hil' among the mentees and mentors; did you mean dora hill?",
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
        (b"topics\nmaps\n", "mentees.csv: line 1: column 'id' is missing; add a column 'id'"),
        (
            "id,name\ne-1,Zo\u00eb\n".encode("latin-1"),
            "mentees.csv: line 2, byte 7: byte 0xeb is not UTF-8; save the file as 'CSV UTF-8'",
        ),
        (
            "id\ne-1\n".encode("utf-16"),
            "mentees.csv: line 1: is UTF-16, not UTF-8; save the file as 'CSV UTF-8'",
        ),
        (b"PK\x03\x04", "mentees.csv: looks like an Excel file; save it as 'CSV UTF-8' and give that"),
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


# --- while it takes its time --------------------------------------------------------------------------


def test_a_terminal_shows_what_takes_more_than_a_moment() -> None:
    seen = StringIO()
    with waiting("Matching 9 people", Console(file=seen, force_terminal=True), after=0):
        while "Matching 9 people" not in seen.getvalue():
            assert True
    quick = StringIO()
    with waiting("Matching", Console(file=quick, force_terminal=True)):
        pass
    assert "Matching" not in quick.getvalue()
    piped = StringIO()
    with waiting("Matching", Console(file=piped), after=0):
        pass
    assert piped.getvalue() == ""
