"""What the front desk is asked for beside events: somebody's own page, and the options of a menu too long to be sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.front_desk import FrontDesk
from bot.reception import Reception
from bot.situations import Programs
from bot.turn import Turns
from flows.events import Said
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import PageShown, WordShown
from flows.model.talk import Question
from flows.one_time import PURPOSE, code_of
from flows.person.zones import zones
from flows.wording.plain import plain_blocks
from tests.flows.test_settings import ana_in
from tests.pages import CATALOGUE
from tests.talk import Play

CT = ProgramId("connecticut")


@pytest.fixture
def play() -> Play:
    return Play.of("connecticut", "2027-02-10")


@pytest.fixture
def desk(play: Play) -> Iterator[FrontDesk]:
    with desk_of(play) as desk:
        yield desk


@contextmanager
def desk_of(play: Play) -> Iterator[FrontDesk]:
    store, programs = play.world.store, Programs()
    reception = Reception(store, Turns(store, programs))
    yield FrontDesk(store, programs, CATALOGUE, reception, play.world.clock, first=CT, fields=5)
    reception.close()


def account(id: str) -> AccountId:
    return AccountId(f"play:{id}")


def last(play: Play) -> EventId:
    return EventId(f"play-{play.acts}")


def test_whoever_was_met_has_a_page_and_whoever_was_not_has_none(play: Play, desk: FrontDesk) -> None:
    play.joins("ana", "Ana Duarte")

    shown = desk.own_page(account("ana"), play.now)

    assert shown is not None
    assert {button.choice for part in shown.parts for button in part.buttons} >= {"settings", "help"}
    assert desk.own_page(account("nobody"), play.now) is None


def test_every_button_without_a_question_says_something_that_is_understood(
    play: Play, desk: FrontDesk
) -> None:
    ben = play.joins("ben", "Ben Okafor")
    play.says(ben, "signup")

    shown = desk.own_page(account("ben"), play.now)

    assert shown is not None
    for button in (button for part in shown.parts for button in part.buttons if not button.question):
        play.says(ben, button.choice)
        assert "What would you like to do?" not in play.heard(ben), button.choice


def test_a_long_menu_s_options_are_those_of_the_form_that_was_answered(play: Play, desk: FrontDesk) -> None:
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "settings")

    assert desk.options(last(play), "zone") == zones("en")
    assert desk.options(last(play), "zone", account("ana")) == zones("en")


def test_options_are_in_the_language_of_whoever_asks_for_them() -> None:
    play, ana = ana_in("en", "fr")
    eve = play.joins("eve", "Eve Moreau")
    play.says(eve, "settings")
    play.sends(eve, {"language": ("fr",), "zone": ("Paris",)})
    play.says(ana, "i would like to mentor")

    with desk_of(play) as desk:
        hers = dict(desk.options(last(play), "topics", account("ana")))
        asked_by_eve = dict(desk.options(last(play), "topics", account("eve")))
        asked_by_nobody = dict(desk.options(last(play), "topics"))

    assert hers == asked_by_nobody == {"archives": "Archives", "oral_history": "Oral history"}
    assert asked_by_eve["oral_history"] == "Oral history (fr)"


def test_what_is_no_form_or_no_field_of_it_has_no_options(play: Play, desk: FrontDesk) -> None:
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "menu")
    assert desk.options(last(play), "zone") == ()
    play.says(ana, "settings")
    assert desk.options(last(play), "colour") == ()
    assert desk.options(EventId("never"), "zone") == ()

    form: Any = play.form
    play.world.store.transact(lambda tx: tx.erase(Question, [form.question]))
    assert desk.options(last(play), "zone") == ()


def test_a_form_of_the_settings_shows_the_zone_as_it_stands(play: Play, desk: FrontDesk) -> None:
    play.joins("ana", "Ana Duarte")

    shown = desk.receive(
        Said(id=EventId("s1"), now=play.now, account=account("ana"), program=CT, text="settings")
    )

    assert isinstance(shown, PageShown)
    assert shown.title == "Settings"
    zone = next(field for field in shown.fields if field.key == "zone")
    assert zone.given == ("America/New_York",)
    assert dict(zone.options)["America/New_York"] == "New York (United States), Eastern Time"


def test_a_code_that_somebody_asks_for_is_shown_to_them_and_again_where_it_is_brought_again(
    play: Play, desk: FrontDesk
) -> None:
    play.joins("ana", "Ana Duarte")
    asked = Said(id=EventId("s1"), now=play.now, account=account("ana"), program=CT, text="link")

    first, again = desk.receive(asked), desk.receive(asked)

    assert isinstance(first, WordShown)
    code = code_of(EventId("s1"), Programs().secret(PURPOSE))
    assert any(code in plain_blocks([block]) for block in first.blocks)
    assert first == again
