"""`shelfmate match`, as a coordinator with two spreadsheets meets it: what it takes, writes and tells."""

from contextlib import redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from rich.console import Console

from bot.__main__ import main
from bot.commands import match as command
from bot.commands.patience import waiting
from tests.bot.matching_files import MENTEES, MENTORS, Desk, shelfmate, table

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


def test_what_goes_to_a_file_or_another_program_has_every_letter_wherever_it_runs(desk: Desk) -> None:
    mentees = desk.save("mentees.csv", "id,name,goals\ne-1,Zo\u00eb,first job\n")
    mentors = desk.save("mentors.csv", "id,name,goals\nm-1,\u0141ukasz,first job\n")
    page = BytesIO()
    with pytest.raises(SystemExit) as ended, redirect_stdout(TextIOWrapper(page, encoding="ascii")) as out:
        main(["match", "--mentees", mentees, "--mentors", mentors])
    out.flush()
    assert not ended.value.code
    assert "\u0141ukasz offers what Zo\u00eb is looking for: first job." in page.getvalue().decode()


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
    def lines(letter: str, count: int) -> str:
        said = (f"topic {nth * 7 % 61};topic {nth % 97}" for nth in range(count))
        return "id,topics\n" + "".join(f"{letter}-{nth},{topics}\n" for nth, topics in enumerate(said))

    ran = desk.match(mentees=lines("e", 10_000), mentors=lines("m", 500))
    assert (ran.code, len(ran.rows)) == (0, 500)


def test_pairs_of_last_time_can_be_given_as_history(desk: Desk) -> None:
    out = desk.folder / "pairs.csv"
    first = desk.match("--explain", "--out", str(out))
    again = desk.match(history=out.read_text("utf-8"))
    assert (first.code, again.code) == (0, 0)
    assert again.pairs == {"e-1": "m-1"}, "whom they had they do not get again"


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
