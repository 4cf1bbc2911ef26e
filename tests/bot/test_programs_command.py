"""`shelfmate programs`, as somebody at a terminal meets it: what it prints, on which stream, with which exit code."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot import library
from bot.__main__ import main
from bot.bad_input import BadInput
from tests.flows.small_program import SMALL, spoiled


def shelfmate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command line: exit code, what it said, what it complained of."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_list_tells_name_title_and_next_opening(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = shelfmate(capsys, "programs", "list", "--on", "2027-01-15")
    assert (code, err) == (0, "")
    (line,) = [line for line in out.splitlines() if line.startswith("connecticut ")]
    assert "Connecticut Library Association Mentoring Program" in line
    assert "next opens February 1, 2027 (spring match)" in line


def test_list_tells_until_when_a_program_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = shelfmate(capsys, "programs", "list", "--on", "2028-02-10")
    assert "open until February 29, 2028 (spring match), next opens August 1, 2028 (fall match)" in out


def test_list_looks_from_today_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = shelfmate(capsys, "programs", "list")
    assert code == 0
    assert "next opens" in out


def test_show_dates_the_next_cohorts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = shelfmate(capsys, "programs", "show", "connecticut", "--on", "2027-01-15")
    assert (code, err) == (0, "")
    spring = out.index("connecticut-2027-spring (spring match)")
    fall = out.index("connecticut-2027-fall (fall match)")
    assert "February 28, 2027   applications close" in out[spring:fall]
    assert "March 31, 2028      the cohort ends" in out[fall:], "the fall cohort crosses the new year"


def test_show_in_a_window_begins_with_the_cohort_that_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = shelfmate(capsys, "programs", "show", "connecticut", "--on", "2027-08-05")
    assert out.index("connecticut-2027-fall") < out.index("connecticut-2028-spring")


def test_show_tells_who_may_join_and_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = shelfmate(capsys, "programs", "show", "connecticut")
    assert "A mentee applies while applications are open: members on the roster, 1 partner at most." in out
    assert "https://ctlibraryassociation.org/join (First-time members pay $25.)" in out
    assert "career-development@ctlibraryassociation.org" in out
    assert "What could you help someone with?" in out[out.index("A mentor is asked") :]


def test_check_says_valid(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    assert shelfmate(capsys, "programs", "check", "connecticut")[:2] == (
        0,
        "connecticut: valid (Connecticut Library Association Mentoring Program)\n",
    )
    assert shelfmate(capsys, "programs", "check", str(small)) == (
        0,
        f"{small}: valid (A small program)\n",
        "",
    )


def test_check_tells_every_finding_a_line_each(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    small.write_text(
        spoiled(('zone = "America/New_York"', 'zone = "Mars"'), ('closes = "02-29"', 'closes = "01-10"')),
        encoding="utf-8",
    )
    code, out, err = shelfmate(capsys, "programs", "check", str(small))
    assert (code, out) == (1, "")
    zone, closes = err.splitlines()
    assert zone.startswith(f'{small}:4: zone: unknown zone "Mars"; ')
    assert 'closes = "01-10" is before closing_soon = "02-20"' in closes


def test_a_sentence_that_no_wording_has_is_told(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    small.write_text(f'{SMALL}\n[wording.en]\n"no.such.sentence" = "Hm."\n', encoding="utf-8")
    code, _, err = shelfmate(capsys, "programs", "check", str(small))
    assert code == 1
    assert "wording.en.no.such.sentence: no such sentence" in err


@pytest.mark.parametrize("key", ["plan.asked", '"plan.asked"'])
def test_a_sentence_without_a_language_is_shown_where_it_belongs(
    capsys: pytest.CaptureFixture[str], small: Path, key: str
) -> None:
    small.write_text(f'{SMALL}\n[wording]\n{key} = "Hm."\n', encoding="utf-8")
    code, _, err = shelfmate(capsys, "programs", "check", str(small))
    assert code == 1
    assert 'write [wording.en], then "plan.asked" = ...' in err


def test_the_example_of_a_sentence_in_ones_own_way_is_valid(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text, _ = library.text_of("connecticut")
    ours = tmp_path / "ours.toml"
    taken = text.replace("# [wording.en]", "[wording.en]").replace('# "plan.asked" =', '"plan.asked" =')
    assert taken.count('\n[wording.en]\n"plan.asked" = ') == 1
    ours.write_text(taken, encoding="utf-8")
    assert shelfmate(capsys, "programs", "check", str(ours))[0] == 0


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_program_that_there_is_not_is_told_with_those_there_are(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, out, err = shelfmate(capsys, "programs", command, "conecticut")
    assert (code, out) == (1, "")
    assert err.startswith("conecticut: there is no such program; did you mean connecticut? use ")
    assert len(err.splitlines()) == 1


def test_an_empty_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = shelfmate(capsys, "programs", "check", "")
    assert code == 1
    assert err.startswith('"": there is no such program; use ')


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = shelfmate(capsys, "programs", "check", str(tmp_path / "nothing.toml"))
    assert code == 1
    assert "nothing.toml: cannot be read (no such file or directory); give the path of a .toml file" in err


def test_a_folder_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = shelfmate(capsys, "programs", "check", str(tmp_path))
    assert code == 1
    assert "cannot be read (is a directory)" in err


def test_bytes_that_are_not_utf_8_are_told_with_their_line(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    small.write_bytes(SMALL.replace("Two people", "Zwei Freunde f\u00fcr").encode("latin-1"))
    code, _, err = shelfmate(capsys, "programs", "check", str(small))
    assert (code, err) == (1, f"{small}: line 3: byte 0xfc is not UTF-8; save the file as UTF-8\n")


def test_a_file_too_large_to_be_a_program_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 1_000_002)
    with pytest.raises(BadInput, match="more than 1,000,000 bytes"):
        library.text_of(str(path))


def test_a_name_with_a_nul_is_told() -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        library.text_of("a\0b.toml")


def test_a_mark_of_the_encoding_and_windows_lines_do_no_harm(small: Path) -> None:
    small.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert library.program(str(small)).id == "small"


def test_a_path_without_a_suffix_is_a_file_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_text(SMALL, encoding="utf-8")
    assert library.text_of(str(path)) == (SMALL, str(path))


@pytest.mark.parametrize("name", library.programs())
def test_every_program_on_the_shelf_is_valid_and_goes_by_its_name(name: str) -> None:
    assert library.program(name).id == name


@pytest.mark.parametrize(
    "arguments",
    [["programs", "chek"], ["programs", "show"], ["programs", "list", "--on", "2027-02-30"], ["nothing"]],
)
def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code, _, err = shelfmate(capsys, *arguments)
    assert code == 2
    assert "Usage: shelfmate" in err


def test_no_traceback_from_the_module_itself() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "programs", "check", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("nowhere: there is no such program")


def test_an_output_that_cannot_be_written_is_told_in_one_line() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "programs", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == "shelfmate: No space left on device\n"


def test_a_reader_who_leaves_is_no_failure() -> None:
    command = f"{sys.executable} -m bot programs show connecticut | true"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_mistake_of_ours_is_told_in_one_line() -> None:
    planted = (
        "import bot.library as l, bot.__main__ as m; l.programs = lambda: 1 / 0; m.main(['programs', 'list'])"
    )
    ran = subprocess.run([sys.executable, "-c", planted], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("shelfmate: a mistake of ours, please report it (ZeroDivisionError: ")
    assert len(ran.stderr.splitlines()) == 1
