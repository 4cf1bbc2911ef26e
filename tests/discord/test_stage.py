"""What plays on Discord are held to can be seen to fail: on what is gone, reads otherwise, comes besides, calls, or comes late."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from flows.messages import Say, Word
from tests.discord import messages
from tests.discord.checks.components import ROW, walk
from tests.discord.interactions import Reply
from tests.discord.person import Person
from tests.discord.records import Message as Standing
from tests.discord.stage import OnDiscord
from tests.discord.theatre import Theatre
from tests.talk import Play


@pytest.fixture(scope="module")
def theatre() -> Iterator[Theatre]:
    """One for all of these."""
    theatre = Theatre.built()
    yield theatre
    theatre.close()


@pytest.fixture
def stage(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnDiscord]:
    """Ana has asked for the program, has been told, and has begun to answer its questions."""
    monkeypatch.setattr(Play, "staged", lambda *given: OnDiscord.staged(theatre, *given))
    play = Play.of("connecticut", "2027-02-10")
    ana = play.joins("ana", "Ana Duarte")
    play.says(ana, "signup")
    play.presses(ana, "mentee")
    assert isinstance(play.stage, OnDiscord)
    try:
        play.stage.holds()
        yield play.stage
    finally:
        play.stage.ends()


def ana(stage: OnDiscord) -> Person:
    """Who acted."""
    return next(one for one in stage.there.people.values() if one.name == "Ana Duarte")


def last(stage: OnDiscord) -> Standing:
    """The newest message of ours with buttons."""
    every = (each for channel in stage.there.site.channels.values() for each in channel.messages)
    ours = (each for each in every if each.by == stage.there.app.id and not each.only_for)
    return max((each for each in ours if any(map(is_row, each.components))), key=lambda each: int(each.id))


def is_row(component: dict[str, object]) -> bool:
    return component["type"] == ROW


def test_a_message_that_reads_otherwise_is_found(stage: OnDiscord) -> None:
    last(stage).components = last(stage).components[1:]
    with pytest.raises(AssertionError, match="but meant was"):
        stage.held.to_the_last()


def test_what_somebody_typed_and_is_read_as_markup_is_found(stage: OnDiscord) -> None:
    text = last(stage).components[0]
    text["content"] = f"{text['content'][:-1]} <t:1:F>"
    with pytest.raises(AssertionError, match="but meant was"):
        stage.held.to_the_last()


def test_a_message_that_is_gone_is_found(stage: OnDiscord) -> None:
    gone = last(stage)
    stage.there.site.channels[gone.channel].messages.remove(gone)
    with pytest.raises(AssertionError, match="is gone"):
        stage.held.to_the_last()


def test_a_message_that_came_elsewhere_is_found(stage: OnDiscord) -> None:
    away = last(stage)
    stage.there.site.channels[away.channel].messages.remove(away)
    elsewhere = stage.there.site.direct(stage.there.owner.id)
    elsewhere.messages.append(away)
    away.channel = elsewhere.id
    (ref,) = (ref for ref in stage.held.sent.refs if away.id in ref)
    own = stage.held.sent.refs.pop(ref)
    stage.held.sent.refs[f"{elsewhere.id}:{away.id}"] = own
    with pytest.raises(AssertionError, match="came elsewhere"):
        stage.held.to_the_last()


def test_whoever_reads_what_was_not_meant_for_them_is_found(stage: OnDiscord) -> None:
    stage.there.site.direct(ana(stage).id).people.append(stage.where.person("ben").id)
    with pytest.raises(AssertionError, match="are others"):
        stage.held.to_the_last()


def test_a_message_that_stands_there_twice_is_found(stage: OnDiscord) -> None:
    once = last(stage)
    again = Standing(id=stage.there.site.ids.next(), channel=once.channel, by=once.by, at=once.at)
    again.components, again.flags = once.components, once.flags
    stage.there.site.channels[once.channel].messages.append(again)
    with pytest.raises(AssertionError, match="was never sent"):
        stage.held.to_the_last()


def test_messages_that_share_a_post_are_found(stage: OnDiscord) -> None:
    (ref, own), *_ = stage.held.sent.refs.items()
    stage.held.sent.refs[f"{ref},{ref.partition(':')[2]}"] = f"{own}'"
    with pytest.raises(AssertionError, match="stands for two"):
        stage.held.to_the_last()


def test_a_button_that_is_not_there_is_found(stage: OnDiscord) -> None:
    said = last(stage)
    said.components = [one for one in said.components if not is_row(one)]
    with pytest.raises(AssertionError):
        stage.held.to_the_last()


def test_a_button_that_cannot_be_pressed_is_found(stage: OnDiscord) -> None:
    button = next(one for one in walk(last(stage).components) if "custom_id" in one)
    button["disabled"] = True
    with pytest.raises(AssertionError):
        stage.held.to_the_last()


def test_a_message_that_calls_somebody_is_found(stage: OnDiscord) -> None:
    last(stage).pings = frozenset({"@everyone"})
    with pytest.raises(AssertionError, match="calls frozenset"):
        stage.held.to_the_last()


def test_a_payload_that_could_call_somebody_is_found(stage: OnDiscord) -> None:
    del stage.there.called("create_message")[-1].args["allowed_mentions"]
    stage.held.looks_again()
    with pytest.raises(AssertionError, match="may call somebody"):
        stage.held.check()


def test_a_call_that_was_refused_is_found(stage: OnDiscord) -> None:
    calls = stage.there.site.calls
    calls.append(replace(calls[-1], status=403, answer={"code": 50013}))
    with pytest.raises(AssertionError, match="was refused"):
        stage.held.check()


def test_an_interaction_that_nobody_answered_is_found(stage: OnDiscord) -> None:
    list(stage.there.site.interactions.values())[-1].reply = Reply.NONE
    stage.held.looks_again()
    with pytest.raises(AssertionError, match="never answered"):
        stage.held.check()


def test_what_discord_itself_had_to_say_is_found(stage: OnDiscord) -> None:
    stage.there.site.say(ana(stage).id, "This interaction failed")
    with pytest.raises(AssertionError, match="This interaction failed"):
        stage.held.check()


def test_an_answer_that_was_never_put_before_them_is_found(stage: OnDiscord) -> None:
    event, _ = stage.turns.noted[-1]
    ana(stage).closes()
    with pytest.raises(AssertionError, match="never read"):
        stage.held.so_far(ana(stage), event, Word(said=Say("refused.failed")))


def test_a_page_that_does_not_open_is_found(stage: OnDiscord) -> None:
    event, form = stage.turns.noted[-1]
    assert form is not None
    assert not isinstance(form, Exception)
    ana(stage).closes()
    with pytest.raises(AssertionError, match="no modal is open"):
        stage.held.so_far(ana(stage), event, form)


def test_what_the_app_says_besides_is_found(stage: OnDiscord) -> None:
    site = stage.there.site
    said = {"flags": 1 << 15, "components": [{"type": 10, "content": "By the way"}]}
    place = site.direct(ana(stage).id)
    stage.theatre.run(posted(stage, messages.compose(site, place, site.app.id, said, {})))
    with pytest.raises(AssertionError, match="was never sent"):
        stage.held.to_the_last()


async def posted(stage: OnDiscord, message: Standing) -> None:
    messages.post(stage.there.site, stage.there.site.channels[message.channel], message)
