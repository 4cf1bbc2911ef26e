"""A zone that no platform knows: guessed from language and program, asked about once, and nothing waits for the answer."""

import pytest

from flows.messages import OpenForm, Outcome, Paragraph, Word
from flows.person.guessing import guessed_zone
from flows.places import dm
from tests.flows.test_linking import DISCORD, SLACK, Accounts, key

NEW_YORK, TORONTO, PARIS = "America/New_York", "America/Toronto", "Europe/Paris"


@pytest.mark.parametrize(
    ("language", "home", "zone"),
    [
        ("en-US", NEW_YORK, NEW_YORK),
        ("en-US", "America/Chicago", "America/Chicago"),
        ("en-US", PARIS, NEW_YORK),
        ("en-GB", NEW_YORK, "Europe/London"),
        ("pt-BR", NEW_YORK, "America/Sao_Paulo"),
        ("sv-SE", NEW_YORK, "Europe/Stockholm"),
        ("zh-TW", NEW_YORK, "Asia/Taipei"),
        ("fr", NEW_YORK, PARIS),
        ("fr", TORONTO, TORONTO),
        ("de", NEW_YORK, "Europe/Berlin"),
        ("es-419", NEW_YORK, NEW_YORK),
        ("ja", NEW_YORK, "Asia/Tokyo"),
        ("", NEW_YORK, NEW_YORK),
        ("tlh", NEW_YORK, NEW_YORK),
        ("nonsense!", NEW_YORK, NEW_YORK),
    ],
)
def test_a_zone_is_guessed_from_somebody_s_language_and_their_program_s_zone(
    language: str, home: str, zone: str
) -> None:
    assert guessed_zone(language, home) == zone


def ana_in_discord() -> Accounts:
    """Ana has just been met where zones are not known."""
    accounts = Accounts()
    accounts.meets(DISCORD, "archive_ana", tells_zone=False)
    return accounts


ASKED = "I take it that you are in New York, where it is 10:00 AM."


def test_she_is_asked_after_the_answer_to_her_first_act_and_never_again() -> None:
    ana = ana_in_discord()
    assert ana.heard(DISCORD) == "", "being met is no act"

    ana.says(DISCORD, "help")

    told = ana.heard(DISCORD)
    assert told.index("I am Shelfmate") < told.index(ASKED)
    ana.says(DISCORD, "menu")
    ana.play.passes(days=40)
    ana.meets(DISCORD, "archive_ana", tells_zone=False)
    ana.says(DISCORD, "menu")
    assert ASKED not in ana.heard(DISCORD)
    assert ana.person(DISCORD).zone == NEW_YORK, "an unanswered guess stands"


def test_while_a_form_opens_before_her_she_is_not_asked() -> None:
    ana = ana_in_discord()

    assert isinstance(ana.says(DISCORD, "settings"), OpenForm)
    assert ana.heard(DISCORD) == ""
    ana.says(DISCORD, "menu")

    assert ASKED in ana.heard(DISCORD)


def test_that_is_right_leaves_moments_to_the_clock_before_her() -> None:
    ana = ana_in_discord()
    ana.says(DISCORD, "menu")

    assert key(ana.presses(DISCORD, "zone_right")) == "person.zone.outcome_right"

    person = ana.person(DISCORD)
    assert (person.zone, person.zone_asked, person.zone_chosen) == (NEW_YORK, None, False)


def test_somewhere_else_opens_settings_and_what_she_says_there_answers_it() -> None:
    ana = ana_in_discord()
    ana.says(DISCORD, "menu")
    ana.heard(DISCORD)

    form = ana.presses(DISCORD, "zone_wrong")
    assert isinstance(form, OpenForm)
    answer = ana.sends(DISCORD, form, zone=("Chicago",), reach=())

    assert isinstance(answer, Word)
    assert answer.said.values["zone"] == "Chicago (United States), Central Time"
    assert answer.said.values["now"] == "9:00 AM"
    person = ana.person(DISCORD)
    assert (person.zone, person.zone_asked, person.zone_chosen) == ("America/Chicago", None, True)
    assert "Your clock is now that of Chicago (United States)" in ana.play.screen(dm(person.id))
    assert "zone_right" not in ana.play.choices(dm(person.id))


def test_who_says_where_they_are_before_they_are_asked_is_not_asked() -> None:
    ana = ana_in_discord()
    form = ana.says(DISCORD, "settings")
    assert isinstance(form, OpenForm)
    ana.sends(DISCORD, form, zone=("New York",), reach=())

    ana.says(DISCORD, "menu")

    assert ASKED not in ana.heard(DISCORD)
    assert not ana.person(DISCORD).zone_chosen, "it was so before"


def test_the_question_names_the_hour_in_words_and_as_no_moment() -> None:
    ana = ana_in_discord()
    ana.says(DISCORD, "menu")

    shown = ana.play.world.platform.screens[dm(ana.person(DISCORD).id)][-1].message
    spans = [
        span
        for part in shown.parts
        for block in part.blocks
        if isinstance(block, Paragraph)
        for span in block.spans
    ]

    assert any("10:00 AM" in span.text for span in spans)
    assert all(span.at is None for span in spans), (
        "which Discord would show her by her own clock, and it would be right always"
    )


def test_where_a_platform_tells_zones_nobody_is_asked() -> None:
    accounts = Accounts()
    accounts.meets(SLACK, "Ana Duarte", zone="Europe/Paris")

    accounts.says(SLACK, "menu")

    assert accounts.person(SLACK).zone_asked is None
    assert "I take it" not in accounts.heard(SLACK)


def test_who_asks_to_be_erased_first_is_not_asked_where_they_are() -> None:
    ana = ana_in_discord()
    ana.says(DISCORD, "erase me")
    question = ana.play.world.platform.question(dm(ana.person(DISCORD).id), "erase")
    ana.heard(DISCORD)

    assert isinstance(ana.presses_on(DISCORD, question, "erase"), Outcome)

    assert ana.heard(DISCORD) == ""
