"""Whoever is on two platforms is answered where they acted, and otherwise written to where they want to be."""

from dataclasses import replace

import pytest

from bot.inbox import in_inbox, tell
from bot.rehearsal.platform import Platform
from flows.events import Said
from flows.ids import AccountId, EventId, PersonId
from flows.messages import Say, Word
from flows.model.people import Account, Person
from flows.places import dm
from flows.wording.rendering import plain_text
from tests.across import Across
from tests.talk import Play

ON = ("slack", "discord")


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Ana is on both, and wants to be written to on Slack."""
    monkeypatch.setattr(Play, "staged", Across.memories)
    play = Play.of("connecticut", "2027-02-10")
    ana = play.record(Person, play.joins("ana", "Ana Duarte"))
    assert ana is not None
    accounts = [Account(id=AccountId(f"{via}:ana"), person=ana.id) for via in ON]
    play.world.store.transact(lambda tx: tx.save([*accounts, replace(ana, reached_by="slack")]))
    return play


def screens(play: Play) -> dict[str, Platform]:
    assert isinstance(play.stage, Across)
    return {via: stage.world.platform for via, stage in play.stage.stages.items()}


def says(play: Play, via: str, id: str) -> Said:
    """Ana types `menu` there."""
    account = AccountId(f"{via}:ana")
    event = Said(id=EventId(id), now=play.now, account=account, program=None, text="menu")
    play.world.happens(event)
    return event


@pytest.mark.parametrize("via", ON)
def test_what_somebody_asks_is_answered_there(play: Play, via: str) -> None:
    before = {name: len(platform.screens[dm(PersonId("ana"))]) for name, platform in screens(play).items()}
    says(play, via, "one")
    after = {name: len(platform.screens[dm(PersonId("ana"))]) for name, platform in screens(play).items()}
    assert {name for name in ON if after[name] > before[name]} == {via}


def test_what_is_answered_late_is_answered_there(play: Play) -> None:
    event = says(play, "discord", "one")
    late = Word(said=Say("refused.closed"))
    play.world.store.transact(lambda tx: tx.save([in_inbox(event)]))
    play.world.store.transact(lambda tx: tell(tx, event, late, ON))
    play.world.settle()
    words = play.world.catalogue.plain("refused.closed", {}, "en", "UTC")
    read = {
        name: [plain_text(shown.message) for shown in platform.screens[dm(PersonId("ana"))]]
        for name, platform in screens(play).items()
    }
    assert any(words in said for said in read["discord"])
    assert not any(words in said for said in read["slack"])
