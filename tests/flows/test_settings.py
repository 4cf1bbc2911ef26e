"""Settings: in which language somebody is written to, by which clock they are told times; a city typed is a zone."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.ids import PersonId
from flows.messages import OpenForm, Paragraph, Say, Sort, Word
from flows.model.people import Person
from flows.person.zones import label_of, zones, zones_meant
from flows.places import dm
from tests.flows.small_program import SMALL
from tests.flows.test_people import a_year_together
from tests.talk import Play

HOME = "America/New_York"


SAID = re.compile(r'\b(about|label|text) = ("[^"]*")|^(name) = ("A small program")', re.MULTILINE)
"""What a program says in each language that it speaks."""


TAG = {"fr": " (fr)"}


def ana_in(*languages: str) -> tuple[Play, PersonId]:
    """Ana, in a small program that speaks these languages."""

    def in_each(found: re.Match[str]) -> str:
        name, words = (part for part in found.groups() if part)
        each = (f'{one} = "{words[1:-1]}{TAG.get(one, "")}"' for one in languages)
        return f"{name} = {{ {', '.join(each)} }}"

    spoken = ", ".join(f'"{language}"' for language in languages)
    text = SAID.sub(in_each, SMALL).replace('languages = ["en"]', f"languages = [{spoken}]")
    play = Play.of("small", "2027-01-15", text=text)
    return play, play.joins("ana", "Ana Duarte")


def person(play: Play, id: PersonId) -> Any:
    return play.record(Person, id)


def opened(play: Play) -> OpenForm:
    assert play.form is not None
    return play.form


def word(play: Play) -> Say:
    assert isinstance(play.answer, Word)
    return play.answer.said


# --- the form -----------------------------------------------------------------------------------------


def test_settings_open_as_they_stand_and_say_whom_to_write_to() -> None:
    play, ana = ana_in("en", "fr")

    play.says(ana, "settings")

    form = opened(play).form
    assert [field.key for field in form.fields] == ["language", "zone", "reach"]
    assert [(one.key, one.label) for one in form.fields[0].options] == [("en", "English"), ("fr", "Français")]
    assert opened(play).filled == {"language": ("en",), "zone": (HOME,), "reach": ()}
    assert isinstance(form.note, Say)


def test_where_the_program_speaks_one_language_only_the_clock_is_asked_for() -> None:
    play, ana = ana_in("en")

    play.says(ana, "my settings")

    assert [field.key for field in opened(play).form.fields] == ["zone", "reach"]


def test_the_menu_leads_there_too() -> None:
    play, ana = ana_in("en")

    play.says(ana, "menu")
    play.presses(ana, "settings")

    assert opened(play).form.key == "settings"


def test_a_zone_that_has_another_name_today_is_still_found_in_the_form() -> None:
    play = Play.of("connecticut", "2027-01-15")
    asha = play.joins("asha", "Asha Rao", zone="Asia/Calcutta")

    play.says(asha, "time zone")

    assert opened(play).filled["zone"] == ("Asia/Kolkata",)


# --- what is chosen or typed --------------------------------------------------------------------------


def test_what_was_chosen_is_confirmed_by_the_new_clock_and_kept() -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")

    play.sends(ana, {"zone": ("Europe/Paris",)})

    assert word(play) == Say(
        "person.settings.outcome",
        {"zone": "Paris (France), Central European Time", "now": "4:00 PM", "language": "English"},
    )
    assert person(play, ana).zone == "Europe/Paris"


def test_the_language_changes_what_follows() -> None:
    play, ana = ana_in("en", "fr")
    play.says(ana, "settings")

    play.sends(ana, {"language": ("fr",), "zone": (HOME,)})

    assert word(play).key == "person.settings.outcome_language"
    assert (word(play).values["language"], person(play, ana).language) == ("Français", "fr")


@pytest.mark.parametrize("typed", ["paris", "Paris", " PARIS ", "Europe/Paris", "france"])
def test_a_city_may_be_typed_where_there_is_nothing_to_choose_from(typed: str) -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")

    play.sends(ana, {"zone": (typed,)})

    assert person(play, ana).zone == "Europe/Paris"


@pytest.mark.parametrize(
    ("typed", "key"), [("Atlantis", "unknown"), ("12", "unknown"), ("san", "several"), ("mexico", "several")]
)
def test_what_could_be_nowhere_or_several_places_is_asked_again_with_what_was_typed(
    typed: str, key: str
) -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")

    play.sends(ana, {"zone": (typed,)})

    error = opened(play).errors["zone"]
    assert isinstance(error, Say)
    assert error.key == f"person.settings.{key}"
    assert opened(play).filled["zone"] == (typed,)
    assert person(play, ana).zone == HOME
    play.sends(ana, {"zone": ("los angeles",)})
    assert person(play, ana).zone == "America/Los_Angeles"


def test_an_empty_answer_is_told_so() -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")

    play.sends(ana, {"zone": ()})

    assert opened(play).errors["zone"] == Say("form.error.choose_one")


def test_settings_can_be_changed_again_and_only_by_their_person() -> None:
    play, ana = ana_in("en")
    ben = play.joins("ben", "Ben Okafor")
    play.says(ana, "settings")
    play.sends(ana, {"zone": ("Paris",)})
    asked = person(play, ana)

    play.says(ana, "settings")
    form = play.form
    play.sends(ana, {"zone": ("Tokyo",)})
    assert (asked.zone, person(play, ana).zone) == ("Europe/Paris", "Asia/Tokyo")

    play.form = form
    play.sends(ben, {"zone": ("Rome",)})
    assert word(play).key == "refused.not_yours"
    assert (person(play, ana).zone, person(play, ben).zone) == ("Asia/Tokyo", HOME)


def test_a_pause_is_still_a_pause_beside_them() -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")
    play.says(ana, "pause")
    play.presses(ana, "other_day")

    play.sends(ana, {"until": ("2027-02-01",)})

    assert str(person(play, ana).paused_until) == "2027-02-01"


def test_from_then_on_meetings_are_told_by_the_new_clock() -> None:
    two = a_year_together()
    assert "May 20, 2027, 10:00 AM EDT" in two.play.screen("dm:ben")
    two.play.says(two.ben, "settings")
    two.play.sends(two.ben, {"zone": ("los angeles",)})

    two.play.presses(two.ben, "confirm")
    two.play.passes(minutes=20)

    assert "Thursday, May 20, 2027, 7:00 AM PDT" in two.play.heard(two.ben)
    assert "Thursday, May 20, 2027, 10:00 AM EDT" in two.play.heard(two.ana)


def test_a_moment_is_told_by_a_chosen_clock_alone_and_else_left_to_the_platform_s() -> None:
    two = a_year_together()
    two.play.says(two.ben, "settings")
    two.play.sends(two.ben, {"zone": ("america/new_york",)})
    assert not person(two.play, two.ben).zone_chosen, "it was so before"
    two.play.says(two.ana, "settings")
    two.play.sends(two.ana, {"zone": ("Chicago",)})
    two.play.presses(two.ben, "confirm")
    two.play.passes(minutes=20)

    assert moments(two.play, two.ben) == 1, "which Slack shows by the clock of whoever looks"
    assert moments(two.play, two.ana) == 0, "which would be another than the one that was chosen"


def moments(play: Play, id: PersonId) -> int:
    """How many moments stand in somebody's last message for the platform to show by its own clock."""
    last = play.world.platform.screens[dm(id)][-1].message
    texts = [block for part in last.parts for block in part.blocks if isinstance(block, Paragraph)]
    return sum(span.at is not None for block in texts for span in block.spans)


# --- zones --------------------------------------------------------------------------------------------


def test_every_zone_has_a_label_of_its_own_that_fits_a_menu() -> None:
    for language in ("en", "fr"):
        offered = zones(language)
        assert len({label for _, label in offered}) == len(offered) > 400
        assert max(len(label) for _, label in offered) <= 85


def test_a_label_names_city_country_and_clock() -> None:
    assert label_of("America/New_York", "en") == "New York (United States), Eastern Time"
    assert label_of("America/New_York", "fr").startswith("New York (États-Unis), heure de l’Est")
    assert label_of("Asia/Calcutta", "en") == "Kolkata (India)"
    assert label_of("Etc/UTC", "en") == "UTC"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("new york", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("america new york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("utc", "Etc/UTC"),
        ("Knox", "America/Indiana/Knox"),
        ("Londres", "Europe/London"),
        ("New York (United States), Eastern Time", "America/New_York"),
        ("Eastern", "America/New_York"),
        ("EST", "America/New_York"),
        ("ET", "America/New_York"),
        ("eastern standard time", "America/New_York"),
        ("US Eastern", "America/New_York"),
        ("Pacific", "America/Los_Angeles"),
        ("CST", "America/Chicago"),
        ("BST", "Europe/London"),
        ("CET", "Europe/Berlin"),
        ("MEZ", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("UTC+2", "Etc/GMT-2"),
        ("utc +2", "Etc/GMT-2"),
        ("GMT-7", "Etc/GMT+7"),
        ("+9", "Etc/GMT-9"),
        ("UTC+0", "Etc/UTC"),
        ("Hartford, CT", "America/New_York"),
        ("Chicago, IL", "America/Chicago"),
        ("Paris, France", "Europe/Paris"),
        ("New York City", "America/New_York"),
        ("Boston", "America/New_York"),
        ("California", "America/Los_Angeles"),
        ("Montréal", "America/Toronto"),
        ("UK", "Europe/London"),
    ],
)
def test_what_people_type_is_understood(typed: str, zone: str) -> None:
    assert zones_meant(typed, HOME, "fr") == (zone,)


@pytest.mark.parametrize("typed", ["UTC", "+05:30", "UTC+15", "UTC 2", "12", "Springfield"])
def test_what_would_be_a_guess_is_none(typed: str) -> None:
    assert zones_meant(typed, HOME, "en") == (("Etc/UTC",) if typed == "UTC" else ())


def test_how_far_from_utc_one_is_means_home_where_the_clock_there_shows_it() -> None:
    summer, winter = datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC)

    assert zones_meant("UTC-4", HOME, "en", now=summer) == (HOME,)
    assert zones_meant("UTC-4", HOME, "en", now=winter) == ("Etc/GMT+4",)
    assert zones_meant("UTC−5", HOME, "en", now=winter) == (HOME,)


def test_a_clock_s_short_name_means_home_where_it_is_called_so() -> None:
    assert zones_meant("EST", "America/Toronto", "en") == ("America/Toronto",)
    assert zones_meant("CET", "Europe/Paris", "en") == ("Europe/Paris",)


def test_what_was_understood_is_said_back() -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")
    play.sends(ana, {"zone": ("UTC+2",)})
    assert (word(play).values["zone"], word(play).values["now"]) == ("UTC+2", "5:00 PM")

    play.says(ana, "settings")
    assert opened(play).filled["zone"] == ("Etc/GMT-2",)
    play.sends(ana, {"zone": ("Etc/GMT-2",)})
    assert person(play, ana).zone == "Etc/GMT-2", "it may be sent again as it stands"


def test_what_several_share_is_one_s_own_program_s_or_nobody_s() -> None:
    assert zones_meant("pacific time", "America/Los_Angeles", "en") == ("America/Los_Angeles",)
    assert zones_meant("pacific time", HOME, "en") == ("America/Los_Angeles",)
    assert zones_meant("pacific time", "America/Vancouver", "en") == ("America/Vancouver",)
    assert len(zones_meant("mexico", HOME, "en")) > 1
    assert zones_meant("", HOME, "en") == ()
    assert zones_meant("¿?", HOME, "en") == ()


def test_only_a_choice_is_asked_for_by_options() -> None:
    play, ana = ana_in("en")
    play.says(ana, "settings")

    zone, _ = opened(play).form.fields

    assert zone.sort is Sort.ONE_OF
    assert len(zone.options) > 400
