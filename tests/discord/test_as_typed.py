"""Whatever people type in a play on Discord reads as they typed it, wherever Shelfmate says it again, and calls nobody."""

from collections.abc import Iterator

import pytest

from tests.applying import applies
from tests.discord.stage import OnDiscord
from tests.discord.theatre import Theatre
from tests.talk import Play

NAME = "@everyone **Ana** <@1> [win](https://evil.example)"
ABOUT = "# Loud\n> quoted\n- listed\n1. counted\n`code` ||hidden|| ~~gone~~ __under__ <t:1:R> <#2> :tada: *x* @here \\*"


@pytest.fixture
def theatre() -> Iterator[Theatre]:
    """For this play alone."""
    theatre = Theatre.built()
    yield theatre
    theatre.close()


def test_markup_mentions_and_links_that_somebody_types_mean_nothing(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Play, "staged", lambda *given: OnDiscord.staged(theatre, *given))
    play = Play.of("connecticut", "2027-02-10")
    play.coordinator()
    ana = play.joins("ana", NAME)
    applies(play, ana, "mentee", about=ABOUT)
    card = play.told_coordinators()
    assert f"{NAME} would like to be a mentee." in card
    assert ABOUT.rsplit("\n", maxsplit=1)[-1] in card
    play.says(ana, "my data")
    told = play.heard(ana)
    assert NAME in told
    assert ABOUT.rsplit("\n", maxsplit=1)[-1] in told
    assert isinstance(play.stage, OnDiscord)
    play.stage.close()  # all of it is held to read as the core means it, and to call nobody
