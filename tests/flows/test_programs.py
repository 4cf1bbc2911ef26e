"""Program files become values: the small one's defaults, and all that Connecticut states."""

from datetime import date
from pathlib import Path

import pytest

import flows.programs
from flows.messages import Sort
from flows.programs.program import Program
from flows.programs.questions import MATCHED
from flows.programs.read import read
from tests.flows.small_program import SMALL, spoiled

FILE = Path(flows.programs.__path__[0]) / "connecticut.toml"


@pytest.fixture(scope="module")
def connecticut() -> Program:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def test_a_small_program_takes_the_defaults_of_the_field() -> None:
    program = read(SMALL, "small.toml")
    assert program.check_ins.first_month_days == (10, 24), "twice in the first month, then monthly"
    assert program.check_ins.every_months == 1
    assert program.extending.months == ()
    assert program.mentor.most_partners == 1


def test_the_same_text_reads_to_the_same_values() -> None:
    assert read(SMALL, "a.toml") == read(SMALL, "b.toml")


def test_a_bare_text_is_in_the_programs_one_language() -> None:
    french = spoiled(('languages = ["en"]', 'languages = ["fr"]'))
    assert read(french, "small.toml").name == {"fr": "A small program"}


def test_a_text_can_be_given_in_each_language() -> None:
    two = spoiled(
        ('text = "Tell each other how you came to libraries."', 'text.en = "Tell."\ntext.fr = "Racontez."')
    )
    with_both = "\n".join(
        line.replace(' = "', '.en = "') + "\n" + line.replace(' = "', '.fr = "')
        if line.startswith(("label = ", "about = ")) or line == 'name = "A small program"'
        else line.replace('label = "Archives"', 'label = { en = "Archives", fr = "Archives" }')
        .replace('label = "Oral history"', 'label = { en = "Oral history", fr = "Histoire orale" }')
        .replace('label = "Phone"', 'label = { en = "Phone", fr = "Téléphone" }')
        for line in two.replace('languages = ["en"]', 'languages = ["en", "fr"]').splitlines()
    )
    program = read(with_both, "small.toml")
    assert program.ideas[0].text == {"en": "Tell.", "fr": "Racontez."}
    assert program.questions[0].options[1].label["fr"] == "Histoire orale"


@pytest.mark.parametrize("override", ['"help.shown" = "Ask us."', 'help.shown = "Ask us."'])
def test_a_sentence_said_in_its_own_way_may_have_its_key_with_or_without_quotes(override: str) -> None:
    program = read(f"{SMALL}\n[wording.en]\n{override}\n", "small.toml")
    assert program.wording == {"en": {"help.shown": "Ask us."}}


def test_an_option_is_found_by_its_key_or_its_label(connecticut: Program) -> None:
    topics = next(asked for asked in connecticut.questions if asked.key == "topics")
    for said in ("oral_history", "Oral history", "oral-history", " ORAL HISTORY "):
        found = topics.option(said)
        assert found is not None
        assert found.key == "oral_history"
    for said in ("children's services", "Children\u2019s Services"):
        found = topics.option(said)
        assert found is not None
        assert found.key == "childrens_services"
    assert topics.option("falconry") is None


def test_ct_1_members_only_and_how_to_join(connecticut: Program) -> None:
    assert set(connecticut.membership.required_of) == {"mentor", "mentee"}
    assert connecticut.membership.join_url.endswith("ctlibraryassociation.org/join")
    assert "$25" in connecticut.membership.join_note["en"]


def test_ct_3_the_application_asks_career_stage(connecticut: Program) -> None:
    for role in ("mentor", "mentee"):
        stage = next(asked for asked in connecticut.asked(role) if asked.key == "career_stage")
        assert stage.sort is Sort.ONE_OF
        assert {"student", "early"} <= {option.key for option in stage.options}


def test_ct_4_and_ct_9_mentees_enrol_in_a_window_and_mentors_all_year(connecticut: Program) -> None:
    assert connecticut.mentee.enrols == "window"
    assert connecticut.mentor.enrols == "rolling"
    assert connecticut.mentor.reconfirms


@pytest.mark.parametrize(
    ("cohort", "stage", "day"),
    [
        ("spring", "reconfirm", date(2027, 2, 1)),
        ("spring", "closes", date(2027, 2, 28)),
        ("spring", "match", date(2027, 3, 1)),
        ("spring", "begins", date(2027, 4, 1)),
        ("spring", "ends", date(2027, 9, 30)),
        ("fall", "reconfirm", date(2027, 8, 1)),
        ("fall", "closes", date(2027, 8, 31)),
        ("fall", "match", date(2027, 9, 1)),
        ("fall", "begins", date(2027, 10, 1)),
        ("fall", "ends", date(2028, 3, 31)),
    ],
)
def test_ct_5_and_ct_6_the_two_cohorts_of_a_year(
    connecticut: Program, cohort: str, stage: str, day: date
) -> None:
    assert connecticut.calendar(cohort).day(stage, 2027) == day


def test_ct_14_the_mentee_makes_the_first_contact(connecticut: Program) -> None:
    assert connecticut.first_contact.by == "mentee"


def test_ct_20_one_address_for_questions(connecticut: Program) -> None:
    assert connecticut.organiser.contact == "career-development@ctlibraryassociation.org"


def test_connecticut_asks_all_that_matching_reads(connecticut: Program) -> None:
    read_by_matching = MATCHED.keys() - {"seeks", "offers"}
    assert read_by_matching == read_by_matching & {asked.key for asked in connecticut.asked("mentor")}
    assert read_by_matching - {"capacity"} <= {asked.key for asked in connecticut.asked("mentee")}


def test_connecticut_asks_no_role_a_question_twice(connecticut: Program) -> None:
    for role in ("mentor", "mentee"):
        keys = [asked.key for asked in connecticut.asked(role)]
        assert len(keys) == len(set(keys))


def test_seeking_and_offering_speak_of_the_same_goals(connecticut: Program) -> None:
    seeks, offers = (
        [option.key for asked in connecticut.asked(role) if asked.key == "goals" for option in asked.options]
        for role in ("mentee", "mentor")
    )
    assert seeks == offers


def test_connecticut_has_ideas_for_many_meetings(connecticut: Program) -> None:
    assert len(connecticut.ideas) >= 10
    for role in ("mentor", "mentee"):
        assert sum(role in idea.roles for idea in connecticut.ideas) >= 10
