"""What plays on Slack are held to can be seen to fail: on a message that is gone, says something else, comes besides, or was never read."""

from collections.abc import Iterator

import pytest

from flows.messages import Say, Word
from tests.slack.records import Message as Standing
from tests.slack.stage import OnSlack
from tests.slack.theatre import Theatre
from tests.slack.workspace import BOT_USER
from tests.talk import Play


@pytest.fixture(scope="module")
def theatre() -> Iterator[Theatre]:
    """One for all of these."""
    theatre = Theatre.built(socket_mode=True)
    yield theatre
    theatre.close()


@pytest.fixture
def stage(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnSlack]:
    """Ana has asked for help, and has been told."""
    monkeypatch.setattr(Play, "staged", lambda *given: OnSlack.staged(theatre, *given))
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "help")
    assert isinstance(play.stage, OnSlack)
    try:
        play.stage.holds()
        yield play.stage
    finally:
        play.stage.ends()


def last(stage: OnSlack) -> Standing:
    """The newest message of ours."""
    every = (each for channel in stage.slack.workspace.channels.values() for each in channel.messages)
    return max((each for each in every if each.by == BOT_USER), key=lambda each: float(each.ts))


def test_a_message_that_reads_otherwise_is_found(stage: OnSlack) -> None:
    last(stage).blocks = last(stage).blocks[1:]
    with pytest.raises(AssertionError, match="but meant was"):
        stage.held.to_the_last()


def test_a_message_that_is_gone_is_found(stage: OnSlack) -> None:
    gone = last(stage)
    for channel in stage.slack.workspace.channels.values():
        channel.messages = [each for each in channel.messages if each is not gone]
    with pytest.raises(AssertionError, match="is gone"):
        stage.held.to_the_last()


def test_a_message_that_stands_there_twice_is_found(stage: OnSlack) -> None:
    once = last(stage)
    channel = next(each for each in stage.slack.workspace.channels.values() if once in each.messages)
    again = Standing(ts=stage.slack.workspace.next_ts(), by=BOT_USER, text=once.text, blocks=once.blocks)
    channel.messages.append(again)
    with pytest.raises(AssertionError, match="was never sent"):
        stage.held.to_the_last()


def test_a_button_that_is_not_there_is_found(stage: OnSlack) -> None:
    said = last(stage)
    said.blocks = [block for block in said.blocks if block["type"] != "actions"]
    with pytest.raises(AssertionError):
        stage.held.to_the_last()


def test_what_the_validator_refuses_is_found(stage: OnSlack) -> None:
    stage.slack.called("chat.postMessage")[-1].args["text"] = ""
    stage.held._calls = 0
    with pytest.raises(AssertionError, match="fallback text"):
        stage.held.check()


def test_an_answer_that_was_never_put_before_them_is_found(stage: OnSlack) -> None:
    (person,) = stage.slack.people.values()
    event, _ = stage.turns.noted[-1]
    with pytest.raises(AssertionError, match="never read"):
        stage.held.so_far(person, event, Word(said=Say("refused.failed")))
