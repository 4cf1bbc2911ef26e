"""Days, times and choices as people type them: they type it, and it is what they meant, or nothing is made of it."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.as_typed import all_named, day_typed, named, time_typed
from flows.messages import Field, Option, Phrase, Say, Sort
from flows.typed import read
from flows.wording.formats import day_in_words, moment_in_words

TOPICS = (
    Option("oh", Phrase({"en": "Oral history", "fr": "Histoire orale"})),
    Option("ri", Phrase({"en": "Reference, instruction and outreach", "fr": "Référence"})),
    Option("ri2", "Reference"),
    Option("said", Say("topic.said")),
)
MAY_1 = (2027, 5, 1)


def asked(sort: Sort, **more: object) -> Field:
    return Field(**{"key": "k", "sort": sort, "label": "L", **more})  # type: ignore[arg-type]


class TestDays:
    @pytest.mark.parametrize(
        "typed",
        [
            "2027-05-01",
            "2027/5/1",
            "May 1, 2027",
            "may 1 2027",
            "1 May 2027",
            "1st of May, 2027",
            "Sat, May 1st 2027",
            "Saturday, May 1, 2027",
            "1er mai 2027",
            "samedi 1 mai 2027",
            "le 1er mai 2027",
            "2027 May 1",
        ],
    )
    def test_a_day_in_the_ways_people_write_it(self, typed: str) -> None:
        assert day_typed(typed) == MAY_1
        assert read(asked(Sort.DATE), (typed,)) == (("2027-05-01",), None)

    @pytest.mark.parametrize(
        "typed", ["25/12/2027", "12/25/2027", "25.12.2027", "Dec 25, 2027", "25 déc. 2027"]
    )
    def test_a_day_that_can_be_no_other(self, typed: str) -> None:
        assert day_typed(typed) == (2027, 12, 25)

    @pytest.mark.parametrize(
        "typed",
        [
            "5/1/2027",
            "1.5.2027",
            "May 1",
            "1/5/27",
            "tomorrow",
            "May 2027",
            "1 2 May 2027",
            "May June 1 2027",
            "",
            "x May 1, 2027",
            "٢٠٢٧-٠١-٠١",
        ],
    )
    def test_what_could_be_another_day_or_is_none_is_not_taken(self, typed: str) -> None:
        assert day_typed(typed) is None

    def test_one_that_is_not_in_the_calendar_is_told_of(self) -> None:
        _, error = read(asked(Sort.DATE), ("February 30, 2027",))
        assert error == Say("form.error.no_such_day", {"found": "February 30, 2027"})

    @given(st.dates(date(1000, 1, 1)), st.sampled_from(["en", "fr"]))
    def test_every_day_as_shelfmate_itself_writes_it(self, day: date, language: str) -> None:
        assert day_typed(day_in_words(day, language)) == (day.year, day.month, day.day)
        assert day_typed(day.isoformat()) == (day.year, day.month, day.day)

    @given(st.text())
    def test_whatever_is_typed(self, typed: str) -> None:
        for sort in Sort:
            read(asked(sort, options=TOPICS), (typed,))


class TestTimes:
    @pytest.mark.parametrize(
        "typed", ["15:00", "15.00", "15h00", "15h", "15 h", "3 pm", "3PM", "3 p.m.", "3:00 pm", "03:00 PM"]
    )
    def test_a_time_in_the_ways_people_write_it(self, typed: str) -> None:
        assert time_typed(typed) == time(15)
        assert read(asked(Sort.TIME), (typed,)) == (("15:00",), None)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("12 am", time(0)),
            ("12 pm", time(12)),
            ("9:30", time(9, 30)),
            ("7h45", time(7, 45)),
        ],
    )
    def test_twelve_and_others(self, typed: str, meant: time) -> None:
        assert time_typed(typed) == meant

    @pytest.mark.parametrize(
        "typed", ["15", "3", "٣ pm", "25:00", "12:60", "13 pm", "0 am", "3 pm EST", "soon", ""]
    )
    def test_what_is_no_time(self, typed: str) -> None:
        assert time_typed(typed) is None


class TestChoices:
    @pytest.mark.parametrize("typed", ["oh", "Oral history", "ORAL  HISTORY", "histoire orale"])
    def test_a_choice_by_its_name_in_any_language(self, typed: str) -> None:
        assert read(asked(Sort.ONE_OF, options=TOPICS), (" ".join(typed.split()),)) == (("oh",), None)

    def test_accents_need_not_be_typed(self) -> None:
        assert named(TOPICS[:2], "reference") == "ri"

    def test_one_that_is_none_is_told_of(self) -> None:
        _, error = read(asked(Sort.ONE_OF, options=TOPICS), ("maps",))
        assert error is not None
        assert error.key == "form.error.unknown_option"

    @pytest.mark.parametrize(
        "typed",
        [
            "Oral history, Reference, instruction and outreach",
            "oral history; reference, instruction and outreach;",
            "oh,ri",
        ],
    )
    def test_several_with_commas_between_though_names_hold_some(self, typed: str) -> None:
        assert tuple(all_named(TOPICS, typed)) == ("oh", "ri")
        assert read(asked(Sort.ANY_OF, options=TOPICS), (typed,)) == (("oh", "ri"), None)

    def test_of_several_the_strange_one_is_told_of(self) -> None:
        values, error = read(asked(Sort.ANY_OF, options=TOPICS), ("Oral history, maps",))
        assert values == ("oh", "maps")
        assert error == Say("form.error.unknown_option", {"found": "maps"})


def test_a_moment_as_shelfmate_writes_it_is_no_day() -> None:
    assert day_typed(moment_in_words(datetime(2027, 5, 1, 13, tzinfo=UTC), "UTC", "en")) is None
