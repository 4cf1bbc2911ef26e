"""What simulated people do about what they are shown: it follows from seed, person and question alone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.people_row import PersonRow, Takes
from bot.rehearsal.acting import Fill, Press, coordinator_for, decide, visits
from bot.rehearsal.cast import Window, make_cast, make_coordinators
from bot.rehearsal.chance import choice
from bot.rehearsal.temperament import Character, Temperament, characters
from flows.calendar import local
from flows.forms import application_form, check, survey_form
from flows.ids import QuestionId
from flows.messages import Button, Field, Form, OpenForm, Option, Part, Phrase, Sort
from flows.model.cohorts import Role
from flows.programs.program import Program
from flows.programs.read import read
from tests.house.sources import PROJECT

NOW = datetime(2027, 4, 8, 13, tzinfo=UTC)
Q = QuestionId("q")
ROW = PersonRow(
    id="e-1",
    name="Ada Brook",
    email="ada@example.org",
    role=Takes.MENTEE,
    topics=("Maps", "archives"),
    timezone="America/New_York",
    capacity=9,
    applied_on=date(2027, 2, 3),
    extra={"niche": "seed libraries"},
)


@pytest.fixture(scope="module")
def program() -> Program:
    path = Path(PROJECT / "flows/programs/connecticut.toml")
    return read(path.read_text(encoding="utf-8"), path.name)


def someone(temperament: Temperament = Temperament.KEEN, **changes: object) -> Character:
    return Character(row=replace(ROW, **changes), temperament=temperament)  # type: ignore[arg-type]


def message(kind: str, *choices: str, danger: str = "") -> Part:
    return Part(
        kind=kind, blocks=(), buttons=tuple(Button(Q, name, name, name == danger) for name in choices)
    )


def pressed(person: Character, part: Part, times: int = 300) -> Counter[str]:
    """What so many questions are answered by; `-` where they are not."""
    acts = [decide(seed, person, part, now=NOW) for seed in range(times)]
    return Counter(act.choice if isinstance(act, Press) else "-" for act in acts)


def form(*fields: Field, key: str = "plan") -> OpenForm:
    return OpenForm(question=Q, form=Form(key=key, version="1", title="", fields=fields))


def filled(person: Character, opened: OpenForm, seed: int = 1) -> dict[str, tuple[str, ...]]:
    act = decide(seed, person, opened, now=NOW, nth=1)
    assert isinstance(act, Fill)
    return dict(act.values)


# --- chance -------------------------------------------------------------------------------------------


def test_chance_depends_on_who_and_what_alone() -> None:
    draws = {
        key: choice(1, *key).random() for key in [("a", "k", 0), ("b", "k", 0), ("a", "l", 0), ("a", "k", 1)]
    }
    assert len(set(draws.values())) == 4
    assert all(choice(1, *key).random() == draws[key] for key in reversed(draws))
    assert choice(2, "a", "k", 0).random() != draws["a", "k", 0]


def test_decisions_do_not_depend_on_order() -> None:
    parts = [message("checkin.asked", "all_well", "not_well"), message("contact.due", "met", "not_yet")]
    person = someone(Temperament.SLOW)
    forth = [decide(3, person, part, now=NOW, nth=nth) for part in parts for nth in range(5)]
    back = [decide(3, person, part, now=NOW, nth=nth) for part in parts[::-1] for nth in range(4, -1, -1)]
    assert sorted(map(repr, forth)) == sorted(map(repr, back))


# --- pressing -----------------------------------------------------------------------------------------


def test_a_keen_person_answers_nearly_always_and_a_silent_one_never() -> None:
    part = message("checkin.asked", "all_well", "not_well", "concern")
    assert pressed(someone(), part)["all_well"] > 250
    assert pressed(someone(Temperament.SILENT), part)["-"] == 300


def test_a_silent_person_applies_and_confirms_like_everybody() -> None:
    part = message("mentor.reconfirm", "yes", "not_this_time", "remove")
    assert pressed(someone(Temperament.SILENT), part)["yes"] > 200


def test_a_slow_person_needs_the_reminder() -> None:
    asked, reminded = message("survey.asked", "open"), message("survey.reminder", "open")
    slow = someone(Temperament.SLOW)
    assert pressed(slow, asked)["open"] < pressed(slow, reminded)["open"]


def test_a_busy_person_reschedules() -> None:
    part = message("meeting.agreed", "reschedule", "concern")
    assert pressed(someone(Temperament.BUSY), part)["reschedule"] > 4 * pressed(someone(), part)["reschedule"]


def test_an_unhappy_person_says_so_at_check_ins() -> None:
    part = message("checkin.asked", "all_well", "not_well", "concern")
    said = pressed(someone(Temperament.UNHAPPY), part)
    assert said["not_well"] + said["concern"] > 200


def test_who_refuses_never_extends_and_others_often_do() -> None:
    for choices in [("yes", "no", "concern"), ("1", "3", "6", "no"), ("longer", "no")]:
        part = message("extension.offered", *choices)
        said = pressed(someone(Temperament.REFUSES), part)
        assert set(said) <= {"no", "-"}
        assert said["no"] > 250
        assert pressed(someone(), part)["no"] < 200


def test_a_way_out_alone_is_mostly_left_alone() -> None:
    assert pressed(someone(), message("match.announced", "concern"))["-"] > 290


def test_what_only_informs_is_mostly_left_alone() -> None:
    for choices in [("change", "concern"), ("frob", "concern")]:
        assert pressed(someone(), message("plan.agreed", *choices))["-"] > 270


def test_of_unknown_choices_the_first_without_danger() -> None:
    part = message("some.kind", "destroy", "frob", "fiddle", danger="destroy")
    assert set(pressed(someone(), part)) <= {"frob", "-"}


def test_an_unknown_way_on_is_found_beside_known_ways_out() -> None:
    assert pressed(someone(), message("some.kind", "frob", "later", "concern"))["frob"] > 200


def test_people_choose_their_own_role() -> None:
    assert pressed(someone(), message("application.role", "mentor", "mentee"))["mentee"] > 290


def test_nothing_is_pressed_where_nothing_can_be() -> None:
    assert decide(1, someone(), message("tips.sent"), now=NOW) is None


def test_the_press_answers_the_question_of_its_own_button() -> None:
    buttons = (Button(QuestionId("one"), "concern", ""), Button(QuestionId("two"), "all_well", ""))
    act = decide(1, someone(), Part(kind="checkin.asked", blocks=(), buttons=buttons), now=NOW)
    assert isinstance(act, Press)
    assert act.question == {"concern": "one", "all_well": "two"}[act.choice]


def test_who_is_not_yet_a_member_comes_back_as_one() -> None:
    part = message("application.unfinished", "check_again", "change_email")
    person = replace(someone(), member_from=date(2027, 4, 12))
    act = decide(1, person, part, now=NOW)
    assert isinstance(act, Press)
    assert local(act.at, ROW.timezone).date() == date(2027, 4, 12)
    assert decide(1, replace(person, member_from=date.max), part, now=NOW) is None
    first = decide(1, person, message("application.role", "mentor", "mentee"), now=NOW)
    assert isinstance(first, Press)
    assert local(first.at, ROW.timezone).date() < date(2027, 4, 12)


# --- hours --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Kolkata"])
@pytest.mark.parametrize("temperament", list(Temperament))
def test_people_act_in_their_own_waking_hours(zone: str, temperament: Temperament) -> None:
    person = someone(temperament, timezone=zone)
    yes_no = form(Field(key="a", sort=Sort.YES_NO, label=""))
    for hour in range(48):
        now = NOW + timedelta(hours=hour)
        for seen in (message("mentor.reconfirm", "yes"), yes_no):
            act = decide(hour, person, seen, now=now)
            if act is not None:
                assert act.at > now
                assert time(7) <= local(act.at, zone).time() < time(22)


def test_coordinators_work_on_working_days() -> None:
    first, _ = make_coordinators(1)
    for hour in range(0, 240, 3):
        now = NOW + timedelta(hours=hour)
        for part in (
            message("application.received", "accept", "decline"),
            message("match.proposed", "publish"),
        ):
            act = decide(hour, first, part, now=now)
            assert act is not None
            here = local(act.at, first.row.timezone)
            assert here.weekday() < 5
            assert time(9) <= here.time() < time(17)
            if part.kind == "match.proposed":
                assert 1 <= (here.date() - local(now, first.row.timezone).date()).days <= 4


def test_coordinators_share_the_work_and_take_what_is_raised() -> None:
    people = make_coordinators(1)
    assert {coordinator_for(1, f"q{number}", people).row.id for number in range(20)} == {"c-001", "c-002"}
    assert coordinator_for(1, "q", people) == coordinator_for(1, "q", people)
    assert pressed(people[0], message("concern.raised", "take"))["take"] == 300
    assert pressed(people[0], message("match.proposed", "publish", "decline"))["publish"] > 280


# --- filling in ---------------------------------------------------------------------------------------


def test_what_the_people_file_says_is_what_they_answer() -> None:
    options = (
        Option("archives", Phrase({"en": "Archives"})),
        Option("m", Phrase({"en": "Maps"})),
        Option("x", ""),
    )
    values = filled(
        someone(),
        form(
            Field(key="email", sort=Sort.SHORT, label=""),
            Field(key="topics", sort=Sort.ANY_OF, label="", options=options),
            Field(key="capacity", sort=Sort.NUMBER, label="", most=3),
            Field(key="niche", sort=Sort.SHORT, label="", longest=4),
        ),
    )
    assert values == {
        "email": ("ada@example.org",),
        "topics": ("archives", "m"),
        "capacity": ("3",),
        "niche": ("seed",),
    }


def test_made_up_answers_will_do_for_every_sort() -> None:
    options = tuple(Option(key, "") for key in "abcdef")
    fields = (
        Field(key="note", sort=Sort.SHORT, label="", longest=12),
        Field(key="concern", sort=Sort.LONG, label=""),
        Field(key="one", sort=Sort.ONE_OF, label="", options=options),
        Field(key="any", sort=Sort.ANY_OF, label="", options=options, least=3, most=4),
        Field(key="some", sort=Sort.ANY_OF, label="", options=options, required=False, most=1),
        Field(key="avoid", sort=Sort.PERSON, label="", required=False),
        Field(key="per_month", sort=Sort.NUMBER, label="", least=2, most=8),
        Field(key="most_only", sort=Sort.NUMBER, label="", most=0),
        Field(key="day", sort=Sort.DATE, label=""),
        Field(key="time", sort=Sort.TIME, label=""),
        Field(key="yes", sort=Sort.YES_NO, label=""),
    )
    for seed in range(200):
        values = filled(someone(), form(*fields), seed)
        assert set(values) == {field.key for field in fields}
        assert check(fields, values)[1] == {}
        assert date.fromisoformat(values["day"][0]) > NOW.date()


@pytest.mark.parametrize("make", [application_form, survey_form])
def test_the_whole_cast_fills_in_the_programs_own_forms(
    program: Program, make: Callable[[Program, str], Form]
) -> None:
    people = characters(1, make_cast(program, 30, 30, 1, window=Window(date(2027, 2, 1), date(2027, 2, 28))))
    for person in people:
        shown = OpenForm(question=Q, form=make(program, person.row.role))
        act = decide(1, person, shown, now=NOW, nth=1)
        assert isinstance(act, Fill)
        assert check(shown.form.fields, act.values)[1] == {}


def test_only_the_page_that_is_shown_is_filled() -> None:
    fields = tuple(Field(key=key, sort=Sort.YES_NO, label="") for key in "abc")
    act = decide(1, someone(), form(*fields), now=NOW, nth=1, shown=fields[1:])
    assert isinstance(act, Fill)
    assert set(act.values) == {"b", "c"}


def test_some_overlook_a_required_question_once_and_then_answer_it() -> None:
    opened = form(Field(key="note", sort=Sort.SHORT, label=""), key="plan")
    slow = someone(Temperament.SLOW)
    first = {seed: decide(seed, slow, opened, now=NOW, nth=0) for seed in range(200)}
    careless = [seed for seed, act in first.items() if isinstance(act, Fill) and act.values["note"] == ()]
    assert 10 < len(careless) < 60
    again = replace(opened, filled={"note": ()}, errors={"note": "missing"})
    for seed in careless:
        act = decide(seed, slow, again, now=NOW, nth=1)
        assert isinstance(act, Fill)
        assert act.values["note"]


def test_some_put_an_application_aside_and_finish_it_later() -> None:
    opened = replace(
        form(Field(key="note", sort=Sort.SHORT, label=""), key="application-mentee"), filled={"a": ("1",)}
    )
    slow = someone(Temperament.SLOW)
    left = [seed for seed in range(200) if decide(seed, slow, opened, now=NOW, nth=1) is None]
    assert 10 < len(left) < 60
    assert all(decide(seed, slow, opened, now=NOW, nth=2) for seed in left)


# --- unasked ------------------------------------------------------------------------------------------


def test_everybody_comes_to_sign_up_on_their_day() -> None:
    signup, *others = visits(1, someone(), begins=date(2027, 4, 1))
    assert signup.text == "signup"
    assert local(signup.at, ROW.timezone).date() == ROW.applied_on
    assert not others


def test_most_who_drop_out_say_so_and_some_busy_ones_pause() -> None:
    def later(temperament: Temperament) -> Counter[str]:
        acts = [visits(seed, someone(temperament), begins=date(2027, 4, 1))[1:] for seed in range(100)]
        return Counter(tell.text.split(" until ", maxsplit=1)[0] for tells in acts for tell in tells)

    assert 50 < later(Temperament.DROPS_OUT)["remove me"] < 90
    assert 10 < later(Temperament.BUSY)["pause"] < 45
    assert not later(Temperament.SLOW)


def test_coordinators_of_real_people_never_decline_them() -> None:
    received = message("application.received", "accept", "decline", danger="decline")
    invented = replace(someone(), coordinates=True)
    assert pressed(invented, received)["decline"]
    assert not pressed(replace(invented, declines=False), received)["decline"]


def test_an_empty_cell_of_an_optional_question_stays_empty(program: Program) -> None:
    form = application_form(program, Role.MENTEE)
    page = OpenForm(question=Q, form=form)
    for seed in range(30):
        act = decide(seed, someone(employer="", location=""), page, now=NOW)
        assert isinstance(act, Fill)
        assert (act.values["employer"], act.values["location"]) == ((), ())
