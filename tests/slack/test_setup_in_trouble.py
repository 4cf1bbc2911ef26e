"""Setting up when something goes wrong: Slack is slow, down or full, the modal was closed, or it is sent twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack.app.manifest import manifest
from flows.model.talk import Wish
from flows.situation import find
from tests.slack.faults import How
from tests.slack.manifest import pasted
from tests.slack.setting_up import FIELDS, Library, installed
from tests.slack.slack import Slack, loopback

NOTHING_SAVED = "Slack did not answer just now, and nothing was saved. Please try again in a moment."


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, holding the app to its own manifest."""
    async with loopback(pasted(manifest())) as slack:
        yield slack


@pytest.fixture
def library(slack: Slack) -> Library:
    return Library.of(slack)


async def test_what_takes_long_is_acknowledged_and_shown_when_it_is_done(
    slack: Slack, library: Library
) -> None:
    slack.faults.plant("chat.postMessage", How.SLOW, seconds=60)
    async with installed(slack, patience=0.5) as shelfmate:
        shown = await library.sets_up(**library.whole)
        assert shown.text == "One moment, I am saving this."
        await slack.passes(60)
        await library.owner.sees("Saved. This is how it stands.")
        assert len(shelfmate.roster()) == 2
    assert library.owner.screen.told == ()


async def test_what_is_wrong_is_shown_below_its_field_where_it_took_long(
    slack: Slack, library: Library
) -> None:
    slack.faults.plant("users.info", How.SLOW, seconds=60, of=lambda args: args["user"] == library.cora.id)
    async with installed(slack, patience=0.5):
        await library.sets_up(**{**library.whole, "pasted": "ada at library"})
        await slack.passes(60)
        await library.owner.sees("⚠️ line 1: 'ada at library' is no e-mail address")
        assert "{ada at library}" in library.owner.modal.text
        await library.fills(pasted="ada@library.example")
        await library.owner.submits()
        await library.owner.sees("1 member on the list")


async def test_who_has_closed_the_modal_meanwhile_is_told_in_a_message(
    slack: Slack, library: Library
) -> None:
    slack.faults.plant("chat.postMessage", How.SLOW, seconds=60)
    async with installed(slack, patience=0.5):
        await library.sets_up(**library.whole)
        library.owner.closes()
        await slack.passes(60)
        await library.owner.sees("Saved. This is how it stands.", "Channel for announcements: #mentoring")


async def test_a_mistake_of_ours_is_told_where_it_took_long(
    slack: Slack, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    slack.faults.plant("chat.postMessage", How.SLOW, seconds=60)
    async with installed(slack, patience=0.5) as shelfmate:
        monkeypatch.setattr(shelfmate.desk, "sets_up", fails)
        shown = await library.sets_up(**library.whole)
        assert shown.text == "One moment, I am saving this."
        await slack.passes(60)
        await library.owner.sees(NOTHING_SAVED)


@pytest.mark.parametrize("method", ["users.info", "chat.postMessage"])
async def test_when_slack_is_down_nothing_is_saved_and_what_was_filled_in_is_there_again(
    slack: Slack, library: Library, method: str
) -> None:
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(**library.whole)
        slack.faults.plant(method, How.SERVER_ERROR, times=3)
        await library.owner.submits()
        assert library.owner.modal.text == NOTHING_SAVED
        assert shelfmate.roster() == {}
        library.owner.closes()

        slack.faults.planted.clear()
        await library.owner.runs("/mentoring setup")
        assert "{@Cora Quill}" in library.owner.modal.text
        await library.owner.submits()
        assert len(shelfmate.roster()) == 2
        assert "Everything is in place" in library.owner.modal.text


async def test_a_page_that_could_not_be_opened_in_time_is_asked_for_once_more(
    slack: Slack, library: Library
) -> None:
    slack.faults.plant("views.open", How.REFUSED, error="expired_trigger_id")
    async with installed(slack):
        await library.owner.runs("/mentoring setup")
        assert "Please use /mentoring setup once more." in library.owner.screen
    assert library.owner.screen.told == ()


async def test_sent_twice_it_is_saved_once(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(**library.whole)
        await library.owner.submits(times=2)
        assert len(library.ada.screen["#mentoring"]) == 1
        assert len(shelfmate.records(find(Wish, state="waiting"))) == 1


async def test_a_hello_is_said_once_though_something_else_was_wrong(slack: Slack, library: Library) -> None:
    slack.removes_app(library.desk)
    async with installed(slack):
        shown = await library.sets_up(**library.whole)
        assert list(shown.errors) == [FIELDS["desk"]]
        slack.invites_app(library.desk, library.owner)
        await library.owner.submits()
        assert "Everything is in place" in library.owner.modal.text
        assert len(library.ada.screen["#mentoring"]) == 1


async def test_an_app_or_a_closed_account_cannot_coordinate(slack: Slack, library: Library) -> None:
    robot = slack.add("Robin Robot", bot_id="B1")
    slack.deactivates(library.ada)
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(coordinators=[robot, library.ada, library.cora])
        assert shown.errors == {
            FIELDS["coordinators"]: "Robin Robot cannot coordinate: it is an app, or a closed account.\n"
            "Ada Archer cannot coordinate: it is an app, or a closed account."
        }
        assert shelfmate.coordinators() == []


async def test_two_administrators_at_once_both_get_what_they_chose(slack: Slack, library: Library) -> None:
    second = slack.add("Otto Owner", admin=True)
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(pasted="ada@library.example")
        await second.runs("/mentoring setup")
        await second.fills({FIELDS["pasted"]: "ben@library.example"})
        await asyncio.gather(library.owner.submits(), second.submits())
        assert set(shelfmate.roster()) == {"ada@library.example", "ben@library.example"}
