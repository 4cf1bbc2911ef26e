"""What is wrong with a program file is told: where, what was found, what would do; all of it at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows.programs.findings import Finding, ProgramError
from flows.programs.read import read
from flows.wording.catalogue import Catalogue
from tests.flows.small_program import SMALL, spoiled

SPRING = 'opens = "02-01"'
CATALOGUE = Catalogue.read({"en": '[help.shown]\ntext = "Write to {contact}."\n'})


def findings(text: str) -> list[str]:
    with pytest.raises(ProgramError) as told:
        read(text, "small.toml", CATALOGUE)
    return str(told.value).splitlines()


def told(text: str) -> tuple[Finding, ...]:
    """What there is to tell of a text; nothing where it reads."""
    try:
        read(text, "small.toml", CATALOGUE)
    except ProgramError as error:
        return error.findings
    return ()


def only(*changes: tuple[str, str]) -> str:
    """The one finding of the small program when it is spoiled so."""
    (line,) = findings(spoiled(*changes))
    return line


def line_number(text: str, of: str) -> int:
    return text.splitlines().index(of) + 1


def test_a_stage_before_its_predecessor_is_named() -> None:
    line = only(('closes = "02-29"', 'closes = "01-10"'))
    at = line_number(SMALL, 'closes = "02-29"')
    assert line.startswith(f"small.toml:{at}: cohorts[spring].closes: ")
    assert 'closes = "01-10" is before closing_soon = "02-20"' in line
    assert "give 02-20 or later" in line
    assert '"01-10 next year"' in line


def test_a_stage_is_held_against_the_nearest_one_that_is_there() -> None:
    line = only(
        ('closing_soon = "02-20"', 'closing_soon = "02-31"'), ('closes = "02-29"', 'closes = "03-01"')
    )
    assert "February has no day 31" in line, "and closes is compared with opens"


@pytest.mark.parametrize(
    ("day", "found", "remedy"),
    [
        ('"13-01"', "there is no month 13", "the month comes first"),
        ('"00-10"', "there is no month 0", "01 to 12"),
        ('"02-30"', "February has no day 30", "02-01 to 02-29"),
        ('"04-31"', "April has no day 31", "04-01 to 04-30"),
        ('"02-00"', "February has no day 0", "02-01 to 02-29"),
        ('"Feb 1"', '"Feb 1"', 'as "02-01"'),
        ('"02-01 this year"', '"02-01 this year"', 'as "02-01"'),
        ("2027-02-01", "2027-02-01", "month and day in quotes"),
        ("201", "201", "month and day in quotes"),
        ('""', '""', "month and day in quotes"),
    ],
)
def test_a_day_that_does_not_exist_is_named(day: str, found: str, remedy: str) -> None:
    line = only((SPRING, f"opens = {day}"))
    assert "cohorts[spring].opens: " in line
    assert found in line
    assert remedy in line


def test_29_february_is_a_day_of_every_year() -> None:
    calendar = read(SMALL, "small.toml").calendar("spring")
    assert [calendar.day("closes", year).day for year in (2027, 2028, 2100)] == [28, 29, 28]


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "remedy"),
    [
        (
            'zone = "A',
            'zone = "Amercia/New_York" #',
            "zone",
            'unknown zone "Amercia/New_York"',
            "America/New_York",
        ),
        ('zone = "America/New_York"', 'zone = "America"', "zone", 'unknown zone "America"', "did you mean"),
        ('zone = "America/New_York"', 'zone = "../etc"', "zone", 'unknown zone "../etc"', "America/New_York"),
        ('["en"]', '["en", "xx"]', "languages[2]", 'unknown language "xx"', "en or fr"),
        ('["en"]', "[]", "languages", "nothing", "at least one"),
        (
            '"mentoring@library.example"',
            '"mentoring"',
            "organiser.contact",
            "not an e-mail address",
            "write one",
        ),
        ('enrols = "window"', 'enrols = "windows"', "mentee.enrols", '"windows"', "did you mean window?"),
        (
            'enrols = "window"',
            'enrol = "window"',
            "mentee.enrol",
            'unknown key "enrol"',
            "did you mean enrols?",
        ),
        ('by = "mentee"', 'by = "nobody"', "first_contact.by", '"nobody"', "use mentor or mentee"),
        ('sort = "long"', 'sort = "essay"', "questions[about].sort", '"essay"', "use short, long"),
        ('id = "small"', 'id = "Small Program"', "id", '"Small Program"', "small letters"),
        ('key = "archives"', 'key = "a:b"', "questions[topics].options[a:b].key", '"a:b"', "small letters"),
        (
            'required_of = ["mentee"]',
            'required_of = "mentee"',
            "membership.required_of",
            "(a text)",
            "a list",
        ),
        (
            'sort = "long"',
            'sort = "long"\nrequired = "no"',
            "questions[about].required",
            '"no"',
            "true or false",
        ),
        ('sort = "long"', 'sort = "long"\nlongest = 0', "questions[about].longest", "0", "use 1 or more"),
        ('name = "The committee"', "name = 3", "organiser.name", "3 (a number)", "a text in quotes"),
        (
            'by = "mentee"',
            'by = "mentee"\nask_after = true',
            "first_contact.ask_after",
            "true",
            "a whole number",
        ),
        ("[survey]", "[survey]\nremind_after = [9, 3]", "survey.remind_after", "[9, 3]", "[3, 9]"),
        (
            "[survey]",
            "[survey]\nlapses_after = 8",
            "survey.lapses_after",
            "a reminder on day 10",
            "more than 10",
        ),
        (
            "[plan]",
            "[plan]\nleast_per_month = 9",
            "plan.most_per_month",
            "more than most_per_month",
            "9 or more",
        ),
        ('name = "A small program"', 'name = ""', "name", "missing wording in en", "add"),
        (
            "[[ideas]]",
            "[matching]\nweights.topics = nan\n[[ideas]]",
            "matching.weights.topics",
            "nan",
            "number",
        ),
        ("[[ideas]]", "[extending]\nmonths = [6, 3]\n[[ideas]]", "extending.months", "[6, 3]", "[3, 6]"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_do(
    old: str, new: str, key: str, found: str, remedy: str
) -> None:
    lines = findings(spoiled((old, new)))
    line = next(line for line in lines if f": {key}: " in line)
    assert found in line
    assert remedy in line.partition("; ")[2]


def test_a_missing_key_is_named() -> None:
    assert 'cohorts[spring].begins: "begins" is missing; add a line begins = "MM-DD"' in only(
        ('begins = "04-01"\n', "")
    )


def test_a_missing_table_is_named() -> None:
    line = only(("[first_contact]\n", ""), ('by = "mentee"\n', ""))
    assert (
        line
        == 'small.toml: first_contact: "first_contact" is missing; add [first_contact] or first_contact = ...'
    )


def test_an_empty_file_is_told_what_it_lacks() -> None:
    lines = findings("")
    assert len(lines) >= 10
    assert any('"cohorts" is missing; add [[cohorts]]' in line for line in lines)


def test_options_missing_where_the_sort_needs_them_are_named() -> None:
    line = only(('sort = "long"', 'sort = "one_of"'))
    assert 'questions[about].options: no options for sort = "one_of"; give at least two' in line


def test_options_given_where_the_sort_has_none_are_named() -> None:
    line = only(('sort = "any_of"', 'sort = "date"'), ('key = "topics"', 'key = "free_on"'))
    assert 'questions[free_on].options: options for sort = "date"' in line


def test_least_above_most_is_named() -> None:
    line = only(('sort = "any_of"', 'sort = "any_of"\nleast = 2\nmost = 1'))
    assert "questions[topics].most: least = 2 is more than most = 1; let most be 2 or more" in line


def test_more_choices_than_options_are_named() -> None:
    assert "most = 3, but there are 2 options" in only(('sort = "any_of"', 'sort = "any_of"\nmost = 3'))


def test_bounds_of_what_has_none_are_named() -> None:
    assert 'least = 1 for sort = "long"' in only(('sort = "long"', 'sort = "long"\nleast = 1'))


def test_a_question_that_matching_could_not_read_is_named() -> None:
    line = only(('key = "about"', 'key = "career_stage"'))
    found = 'questions[career_stage].sort: sort = "long", but career_stage is read by the core; '
    assert f"{found}use one_of, or another key" in line


def test_the_survey_may_ask_under_any_key() -> None:
    assert read(spoiled(('key = "best"', 'key = "goals"')), "small.toml").survey.questions[0].key == "goals"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "oral_history"', 'key = "archives"', "questions[topics].options[archives].key"),
        ('key = "about"\nsort = "long"', 'key = "topics"\nsort = "any_of"\noptions = [{ key = "a", label = "A" }, '
         '{ key = "b", label = "B" }]', "questions[topics].key"),
        ('{ key = "phone", label = "Phone" }', '{ key = "a", label = "A" }, { key = "a", label = "B" }', "plan.methods[a].key"),
        ("[[ideas]]", '[[ideas]]\nkey = "paths"\ntext = "Once more."\n\n[[ideas]]', "ideas[paths].key"),
    ],
)  # fmt: skip
def test_a_name_given_twice_is_named(old: str, new: str, key: str) -> None:
    line = only((old, new))
    assert f": {key}: " in line
    assert "is given twice" in line


def test_two_cohorts_of_one_name_and_one_window_are_named() -> None:
    cohort = SMALL[SMALL.index("[[cohorts]]") : SMALL.index("[[questions]]")]
    twice, overlap = findings(SMALL.replace(cohort, cohort + cohort))
    assert 'name = "spring" is given twice' in f"{twice}{overlap}"
    assert 'the window "02-01" to "02-29" overlaps that of spring' in f"{twice}{overlap}"


def test_a_window_that_meets_its_own_of_the_next_year_is_named() -> None:
    days = {
        "closing_soon": "02-20",
        "closes": "02-29",
        "match": "03-01",
        "publish_by": "03-20",
        "begins": "04-01",
    }
    days |= {"closing": "09-15", "ends": "09-30", "report": "10-15"}
    line = only(*((f'{stage} = "{day}"', f'{stage} = "{day} next year"') for stage, day in days.items()))
    assert "overlaps its own of another year" in line


def test_two_roles_may_have_a_question_each_under_one_key() -> None:
    question = '[[questions]]\nkey = "goals"\nsort = "any_of"\nlabel = "{}"\nroles = ["{}"]\n'
    question += 'options = [{{ key = "a", label = "A" }}, {{ key = "b", label = "B" }}]\n\n'
    both = question.format("What do you seek?", "mentee") + question.format("What do you offer?", "mentor")
    program = read(spoiled(("[first_contact]", f"{both}[first_contact]")), "small.toml")
    assert [asked.label["en"] for asked in program.asked("mentor") if asked.key == "goals"] == [
        "What do you offer?"
    ]


def test_a_text_lacking_one_of_the_languages_is_named() -> None:
    lines = findings(spoiled(('languages = ["en"]', 'languages = ["en", "fr"]')))
    assert any("ideas[paths].text: missing wording in fr; add" in line for line in lines)
    assert any("questions[topics].options[archives].label: missing wording in fr" in line for line in lines)
    assert len(lines) == 10, "every text of the file, each once"


def test_a_text_in_a_language_the_program_does_not_have_is_named() -> None:
    line = only(('name = "A small program"', 'name = { en = "Small", fr = "Petit" }'))
    assert "name: a text in fr, not one of the program's languages" in line


def test_a_sentence_that_the_wording_does_not_have_is_named() -> None:
    line = only(("[[ideas]]", '[wording.en]\nhelp.show = "Ask."\n[[ideas]]'))
    assert "wording.en.help.show: no such sentence; did you mean help.shown?" in line


def test_a_sentence_that_names_what_it_is_not_given_is_named() -> None:
    line = only(("[[ideas]]", '[wording.en]\nhelp.shown = "Ask {nobody}."\n[[ideas]]'))
    assert "wording.en.help.shown: found {nobody}; this sentence knows {contact}" in line


def test_a_sentence_in_a_language_the_program_does_not_have_is_named() -> None:
    line = only(("[[ideas]]", '[wording.fr]\nhelp.shown = "Demandez."\n[[ideas]]'))
    assert 'wording.fr: wording in "fr"; use en' in line


def test_a_mentor_who_reconfirms_without_a_day_for_it_is_named() -> None:
    assert 'add reconfirm = "MM-DD"' in only(('enrols = "rolling"', 'enrols = "rolling"\nreconfirms = true'))


def test_a_day_to_reconfirm_that_nobody_is_asked_on_is_named() -> None:
    assert "though no role reconfirms" in only((SPRING, f'reconfirm = "01-15"\n{SPRING}'))


def test_a_capacity_above_what_a_mentor_may_take_is_named() -> None:
    capacity = '[[questions]]\nkey = "capacity"\nsort = "number"\nlabel = "How many?"\nroles = ["mentor"]\nmost = 3\n\n'
    line = only(("[first_contact]", f"{capacity}[first_contact]"))
    assert "questions[capacity].most: most = 3, but most_partners is 1; use 1, or raise most_partners" in line


def test_toml_that_breaks_off_is_named_with_line_and_column() -> None:
    line = only(('zone = "America/New_York"', "zone = America/New_York"))
    at = line_number(SMALL, 'zone = "America/New_York"')
    assert line.startswith(f"small.toml:{at}: column 8: not TOML: ")
    assert "in quotes" in line


def test_an_unquoted_day_is_named_with_line_and_column() -> None:
    line = only((SPRING, "opens = 02-01"))
    assert line.startswith(f"small.toml:{line_number(SMALL, SPRING)}: column ")


@pytest.mark.parametrize(
    "text", ["a = [", 'a = "', "a", "[", "a = 1\na = 2", "\0", "a = " + "[" * 5000, "a = " + "9" * 5000]
)
def test_what_is_no_toml_is_one_finding(text: str) -> None:
    (line,) = findings(text)
    assert line.startswith("small.toml")
    assert "; " in line


@pytest.mark.parametrize("text", ["cohorts = 3", "cohorts = [3]", "questions = { key = 1 }", "wording = 3", "survey = []",
                                  "plan = [[]]", "wording.en = 3", "languages = 3", "languages = [[]]", "id = 2027-01-01",
                                  "questions = [{ key = 1, roles = 2, options = 3 }]", "cohorts = [{ name = [1] }]"])  # fmt: skip
def test_what_has_the_wrong_shape_altogether_is_told_not_thrown(text: str) -> None:
    assert len(findings(text)) > 5


def test_all_findings_are_told_at_once_in_the_order_of_their_lines() -> None:
    lines = findings(
        spoiled(
            ('zone = "America/New_York"', 'zone = "Mars/Olympus"'),
            ('contact = "mentoring@library.example"', 'contact = "nobody"'),
            (SPRING, 'opens = "13-01"'),
            ('ends = "09-30"', 'ends = "01-30"'),
            ('by = "mentee"', 'by = "chance"'),
            ('key = "oral_history"', 'key = "archives"'),
            ('key = "paths"', 'key = "paths"\ntint = "red"'),
        )
    )
    keys = [line.split(": ")[1] for line in lines]
    assert keys == [
        "zone",
        "organiser.contact",
        "cohorts[spring].opens",
        "cohorts[spring].ends",
        "questions[topics].options[archives].key",
        "first_contact.by",
        "ideas[paths].tint",
    ]


def test_a_finding_is_one_line_whatever_was_found() -> None:
    (line,) = findings(spoiled(('contact = "mentoring@library.example"', 'contact = "one\\ntwo"')))
    assert "one two" in line


LINES = SMALL.splitlines()
ODD = ["[", "]]", '"', "[[cohorts]]", "[plan.methods]", "x = 1", "= 3", "\\", "\x27" * 3, "[wording.en]"]
PIECES = some.sampled_from([*LINES, *ODD])
VALUES = some.sampled_from(
    ["1", "true", "nan", '"x"', "[]", "{}", "[[]]", "2027-02-01", '"02-30"', "-1", '["en", 3]', "1e400"]
)


@given(some.lists(some.tuples(some.integers(0, len(LINES) - 1), PIECES | VALUES), min_size=1, max_size=6))
def test_whatever_is_done_to_a_file_it_reads_or_tells(edits: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, piece in edits:
        key, equals, _ = lines[at].partition(" = ")
        lines[at] = f"{key} = {piece}" if equals else piece
    text = "\n".join(lines)
    for finding in told(text):
        assert finding.found
        assert finding.remedy
        assert 0 <= finding.line <= len(lines)
        assert "\n" not in str(finding)
