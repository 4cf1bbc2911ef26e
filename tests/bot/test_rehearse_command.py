"""`shelfmate rehearse`, as somebody at a terminal meets it: what it plays, and how it refuses what cannot be played."""

import json
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from bot import library
from bot.__main__ import main

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "bot", "rehearse")
HEADER = (
    "id,name,email,role,career_stage,topics,goals,employer,location,timezone,languages,capacity,applied_on"
)
PERSON = "m-1,Odile Farrow,odile@example.org,mentor,senior,archives,skills,,,America/New_York,en,1,2026-05-04"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def shelfmate(*arguments: str) -> Ran:
    """Run the command line."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended, redirect_stdout(out), redirect_stderr(err):
        main(arguments)
    return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def refused(ran: Ran, *words: str) -> None:
    """One clear line or more on stderr, exit code 1, nothing played, no traceback."""
    assert ran.code == 1, ran
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "mistake of ours" not in ran.err
    for word in words:
        assert word in ran.err, ran.err


def rehearse(*arguments: str) -> Ran:
    return shelfmate("rehearse", *arguments)


# --- what it plays ------------------------------------------------------------------------------------


def test_a_diary_ends_with_the_summary() -> None:
    ran = rehearse("connecticut", "--from", "2027-02-20", "--days", "15", "--mentors", "2", "--mentees", "2")
    assert (ran.code, ran.err) == (0, "")
    assert "Monday, February 22, 2027\n-------------------------" in ran.out
    assert "to #announcements  [applications.closing]" in ran.out
    assert ran.out.index("Summary\n=======") > ran.out.index("Monday, March 1, 2027")
    assert "Busiest day:" in ran.out
    assert max(len(line) for line in ran.out.splitlines()) <= 96


def test_json_lines_stay_pure_and_the_summary_goes_beside_them() -> None:
    ran = rehearse(
        "connecticut",
        "--from",
        "2027-02-20",
        "--days",
        "5",
        "--mentors",
        "1",
        "--mentees",
        "1",
        "--format",
        "jsonl",
    )
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert lines
    fixed = {"at", "direction", "person", "role", "place", "kind", "text", "buttons"}
    assert all(fixed <= set(line) <= fixed | {"kinds", "edits"} for line in lines)
    assert {line["direction"] for line in lines} == {"in", "out"}
    assert "Summary" in ran.err


def test_it_begins_the_day_before_the_next_call() -> None:
    ran = rehearse("connecticut", "--days", "2", "--mentors", "1", "--mentees", "1", "--format", "jsonl")
    opened = [line for line in map(json.loads, ran.out.splitlines()) if line["kind"] == "applications.opened"]
    assert [line["place"] for line in opened] == ["channel:announcements"]
    first = json.loads(ran.out.splitlines()[0])["at"][:10]
    assert first < opened[0]["at"][:10]


def test_a_cast_of_nobody_is_a_quiet_year() -> None:
    ran = rehearse("connecticut", "--from", "2027-01-15", "--mentors", "0", "--mentees", "0")
    assert (ran.code, ran.err) == (0, "")


def test_out_holds_what_the_terminal_would(tmp_path: Path) -> None:
    short = ("connecticut", "--from", "2027-02-20", "--days", "5", "--mentors", "1", "--mentees", "1")
    out = tmp_path / "year.txt"
    ran = rehearse(*short, "--out", str(out))
    assert (ran.code, ran.err) == (0, f"written to {out}\n")
    assert out.read_text("utf-8") == rehearse(*short).out
    assert ran.out.startswith("Summary\n=======\n"), "the end of it is told at once"
    assert out.read_text("utf-8").endswith(f"\n{ran.out.rstrip()}\n")
    assert list(tmp_path.iterdir()) == [out]


def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    command = f"{sys.executable} -m bot rehearse connecticut --from 2027-01-15 | head -n 3"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_is_quiet_and_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "year.txt"
    with subprocess.Popen(
        [*COMMAND, "connecticut", "--mentors", "400", "--mentees", "400", "--out", str(out)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as playing:
        while not list(tmp_path.iterdir()):  # it has begun once its draft is there
            assert playing.poll() is None, "it ended by itself"
        playing.send_signal(signal.SIGINT)
        _, err = playing.communicate(timeout=60)
    assert (playing.returncode, err) == (130, "")
    assert list(tmp_path.iterdir()) == []


# --- what cannot be played ----------------------------------------------------------------------------


def test_a_refusal_in_a_process_of_its_own() -> None:
    done = subprocess.run(
        [*COMMAND, "conecticut"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    refused(Ran(done.returncode, done.stdout, done.stderr), "conecticut: there is no such program")
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_program() -> None:
    refused(rehearse("conecticut"), "conecticut: there is no such program; did you mean connecticut?")


def program_file(folder: Path, old: str, new: str) -> Path:
    """Connecticut's file with one thing changed."""
    text, _ = library.text_of("connecticut")
    assert old in text
    file = folder / "ours.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'match = "03-01"',
            'match = "02-10"',
            ("cohorts[spring].match", '"02-10"', "is before closes", "give "),
        ),
        ('zone = "America', 'zoon = "America', ('unknown key "zoon"', "did you mean zone?")),
        ('zone = "America/New_York"', 'zone = "America/Hartford"', ("zone", "America/Hartford")),
        ('opens = "02-01"', 'opens = "02-30"', ("cohorts[spring].opens", "February has no day 30")),
        ('id = "connecticut"', "id = ", ("ours.toml:", "not TOML")),
    ],
    ids=["stage before its predecessor", "unknown key", "bad zone", "no such day", "not TOML"],
)
def test_a_broken_or_contradictory_program(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    refused(rehearse(str(program_file(tmp_path, old, new))), "ours.toml", *words)


def test_wording_that_is_not_there(tmp_path: Path) -> None:
    file = program_file(tmp_path, 'id = "connecticut"', 'id = "ours"')
    with file.open("a", encoding="utf-8") as more:
        more.write('\n[wording.en]\n"match.anounced" = "Hello"\n')
    refused(
        rehearse(str(file)), "ours.toml", "match.anounced", "no such sentence", "did you mean match.announced"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HEADER.replace(",timezone", ""), ("column 'timezone' is missing",)),
        (
            f"{HEADER}\n{PERSON.replace('America/New_York', 'Mars/Olympus')}",
            ("line 2, column timezone", "Mars/Olympus"),
        ),
        (f"{HEADER}\n{PERSON}\n{PERSON}", ("line 3, column id", "'m-1' is already on line 2")),
        (
            f"{HEADER}\n{PERSON.replace('2026-05-04', '2027-02-30')}",
            ("line 2, column applied_on", "2027-02-30"),
        ),
    ],
    ids=["missing column", "bad zone", "duplicate id", "no such day"],
)
def test_a_people_file_that_will_not_do(tmp_path: Path, content: str, words: tuple[str, ...]) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"{content}\n", encoding="utf-8")
    refused(rehearse("connecticut", "--people", str(people)), "people.csv: ", *words)


@pytest.mark.parametrize("name", ["people.csv", "ours.toml"])
def test_bytes_that_are_not_utf_8(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"id,name\nm-1,Ren\xe9\n")
    which = (str(file),) if name.endswith("toml") else ("connecticut", "--people", str(file))
    refused(rehearse(*which), name, "line 2", "0xe9", "UTF-8")


def test_a_people_file_that_is_not_there(tmp_path: Path) -> None:
    refused(rehearse("connecticut", "--people", str(tmp_path / "nobody.csv")), "nobody.csv", "cannot be read")


def test_a_date_that_does_not_exist() -> None:
    refused(
        rehearse("connecticut", "--from", "2027-02-30"), "--from: 2027-02-30 is a date that does not exist"
    )


def test_a_language_that_the_program_does_not_speak() -> None:
    refused(rehearse("connecticut", "--language", "fr"), "--language fr", "connecticut speaks en", "use en")


def test_a_folder_that_is_not_there_is_told_before_playing(tmp_path: Path) -> None:
    refused(rehearse("connecticut", "--out", str(tmp_path / "no" / "year.txt")), "there is no folder")
    refused(rehearse("connecticut", "--out", str(tmp_path)), "is a folder")
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_the_rehearsal_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "year.txt"
    out.write_text("last year", encoding="utf-8")
    refused(rehearse("connecticut", "--from", "2027-02-30", "--out", str(out)))
    assert out.read_text("utf-8") == "last year"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            "--people people.csv --mentors 3",
            "--people: is given beside --mentors or --mentees; give either a ",
        ),
        ("--days 0", "--days: 0 is out of bounds; write a number from 1 to 3,660"),
        ("--days abc", "--days: 'abc' is no whole number; write a number from 1 to 3,660"),
        ("--mentees -1", "--mentees: -1 is out of bounds; write a number from 0 to 100,000"),
        ("--from tomorrow", "--from: 'tomorrow' is not a date; write it as 2027-01-15"),
        ("--store paper", "--store: 'paper' is unknown; use memory or sqlite"),
        ("--format xml", "--format: 'xml' is unknown; use text or jsonl"),
        ("--format json", "--format: 'json' is unknown; did you mean jsonl?"),
        ("--seed one", "--seed: 'one' is no whole number; write a number from 0 to "),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: str, said: str) -> None:
    ran = rehearse("connecticut", *arguments.split())
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1), ran
    assert ran.err.startswith(said)


def test_no_program_at_all_is_wrong_usage() -> None:
    ran = rehearse()
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


def test_ctrl_c_before_anything_is_loaded_is_quiet() -> None:
    planted = (
        "import builtins, os, signal, bot.__main__ as m; known = builtins.__import__\n"
        "def slow(name, *rest):\n"
        "    if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
        "    return known(name, *rest)\n"
        "builtins.__import__ = slow; m.main(['programs', 'list'])"
    )
    done = subprocess.run([sys.executable, "-c", planted], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


# --- people of one's own ------------------------------------------------------------------------------


def test_the_sample_file_rehearses_well() -> None:
    sample = ("--people", str(ROOT / "examples" / "people.csv"))
    ran = rehearse("connecticut", "--from", "2027-01-31", "--days", "75", *sample)
    assert (ran.code, ran.err) == (0, "")
    assert "7 mentees began to apply, " in ran.out
    assert "declined" not in ran.out[ran.out.index("Summary\n") :].partition("\nSpring match")[2]


def test_a_cell_that_the_program_does_not_offer_is_told_before_playing(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    sample = (ROOT / "examples" / "people.csv").read_text("utf-8")
    people.write_text(sample.replace(",teen_services;school_libraries,", ",refrence,"), encoding="utf-8")
    ran = rehearse("connecticut", "--people", str(people))
    refused(ran)
    assert ran.err == (
        "people.csv: line 13, column topics: 'refrence' is no topic of this program; did you mean reference?\n"
    )


def test_days_that_are_not_played_are_noted(tmp_path: Path) -> None:
    sample = ("--people", str(ROOT / "examples" / "people.csv"))
    ran = rehearse("connecticut", "--from", "2027-02-03", "--days", "2", *sample)
    assert ran.code == 0
    assert "note: people.csv: lines 2, 3, 4, 8, column applied_on: before 2027-02-03, " in ran.err
