"""Modals and home tabs: who may open one, when, how deep; and what happens when two change one at once."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.deliveries import Ack
from tests.slack.listening import bolt, button, field, listening, modal, section, text
from tests.slack.person import Person
from tests.slack.refusals import Json
from tests.slack.slack import Slack
from tests.slack.test_web_api import refused, why

NAME = field("Name", "name", {"type": "plain_text_input"})


def trigger(slack: Slack, person: Person, view: str = "") -> str:
    """As if `person` had just pressed something."""
    return slack.site.triggers.give(person.id, slack.workspace.id, view)


async def test_a_trigger_works_once_and_for_three_seconds(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    first, second = trigger(slack, ada), trigger(slack, ada)
    await slack.passes(3)
    await web.views_open(trigger_id=first, view=modal("In time", NAME))
    assert ada.modal.title == "In time"
    assert await why(web.views_open(trigger_id=first, view=modal("Twice"))) == "exchanged_trigger_id"
    await slack.passes(0.1)
    assert await why(web.views_open(trigger_id=second, view=modal("Late"))) == "expired_trigger_id"
    assert await why(web.views_open(trigger_id="12.34.ab", view=modal("Made up"))) == "invalid_trigger_id"


async def test_a_view_that_is_no_view_says_where(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    error = await refused(web.views_open(trigger_id=trigger(slack, ada), view=modal("x" * 25)))
    assert error.response["error"] == "invalid_arguments"
    assert error.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    big = modal("Big", *(section("é" * 3000) for _ in range(45)))
    assert await why(web.views_open(trigger_id=trigger(slack, ada), view=big)) == "view_too_large"
    home = {"type": "home", "blocks": []}
    assert await why(web.views_open(trigger_id=trigger(slack, ada), view=home)) == "invalid_arguments"


async def test_an_update_keeps_what_was_filled_in(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    opened = await web.views_open(trigger_id=trigger(slack, ada), view=modal("One", NAME))
    await ada.fills({"Name": "Ada"})
    more = field("Town", "town", {"type": "plain_text_input", "initial_value": "Hartford"})
    await web.views_update(view_id=opened["view"]["id"], view=modal("Two", NAME, more))
    assert ada.modal.text == "Name\n{Ada}\nTown\n{Hartford}"
    other = field("Name", "name", {"type": "plain_text_input", "action_id": "another"})
    await web.views_update(view_id=opened["view"]["id"], view=modal("Three", other))
    assert ada.modal.text == "Name\n{}"


async def test_an_update_of_what_changed_meanwhile_is_refused(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    view = (await web.views_open(trigger_id=trigger(slack, ada), view=modal("One")))["view"]
    await web.views_update(view_id=view["id"], hash=view["hash"], view=modal("Two"))
    late = web.views_update(view_id=view["id"], hash=view["hash"], view=modal("Two, late"))
    assert await why(late) == "hash_conflict"
    assert ada.modal.title == "Two"
    home = {"type": "home", "blocks": [section("One")]}
    published = (await web.views_publish(user_id=ada.id, view=home))["view"]
    await web.views_publish(user_id=ada.id, view=home)
    assert await why(web.views_publish(user_id=ada.id, hash=published["hash"], view=home)) == "hash_conflict"


async def test_modals_lie_three_deep_at_most(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    root = (await web.views_open(trigger_id=trigger(slack, ada), view=modal("1")))["view"]
    for title in ("2", "3"):
        pushed = await web.views_push(trigger_id=trigger(slack, ada, root["id"]), view=modal(title))
        assert pushed["view"]["root_view_id"] == root["id"]
    fourth = web.views_push(trigger_id=trigger(slack, ada, root["id"]), view=modal("4"))
    assert await why(fourth) == "push_limit_reached"
    ada.closes()
    assert ada.modal.title == "2"
    from_outside = web.views_push(trigger_id=trigger(slack, ada), view=modal("5"))
    assert await why(from_outside) == "not_found"


async def test_views_that_are_not_there(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    named = modal("One", external_id="mine")
    await web.views_open(trigger_id=trigger(slack, ada), view=named)
    await web.views_update(external_id="mine", view=modal("Two", external_id="mine"))
    other = web.views_open(trigger_id=trigger(slack, slack.add("Ben Book")), view=named)
    assert await why(other) == "duplicate_external_id"
    ada.closes()
    assert await why(web.views_update(external_id="mine", view=modal("Three"))) == "not_found"
    home = {"type": "home", "blocks": []}
    assert await why(web.views_publish(user_id="U0NOBODY", view=home)) == "user_not_found"
    slack.app.home = False
    assert await why(web.views_publish(user_id=ada.id, view=home)) == "not_enabled"


ANSWERS: list[tuple[Json, str]] = [
    ({"response_action": "errors", "errors": {"nobody": "No such field."}}, "no input block nobody"),
    ({"response_action": "update", "view": modal("x" * 25)}, "must be less than 25 characters"),
    ({"response_action": "dance"}, "invalid_response_action"),
]


@pytest.mark.parametrize(("answer", "complaint"), ANSWERS, ids=[words for _, words in ANSWERS])
async def test_an_answer_that_slack_makes_nothing_of(slack: Slack, answer: Json, complaint: str) -> None:
    ada = slack.add("Ada Archer")
    await _sent(slack, ada, answer)
    assert complaint in slack.site.complaints[0]
    assert ada.screen.told == ("We had some trouble connecting. Try again?",)
    assert ada.modal.title == "Apply"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({}, "Below"),
        ({"response_action": "clear"}, ""),
        ({"response_action": "push", "view": modal("Upon")}, "Upon"),
        ({"response_action": "update", "view": modal("Instead")}, "Instead"),
    ],
)
async def test_what_a_sent_modal_makes_room_for(slack: Slack, answer: Json, left: str) -> None:
    ada = slack.add("Ada Archer")
    await _sent(slack, ada, answer)
    assert (ada.screen.modal.title if ada.screen.modal else "") == left
    assert slack.site.complaints == []


async def _sent(slack: Slack, ada: Person, answer: Json) -> Ack:
    """A modal upon another is sent, and the app answers so."""
    app = bolt(slack)

    @app.view("apply")
    async def sent(ack: Any) -> None:
        await ack(**answer)

    below = (await app.client.views_open(trigger_id=trigger(slack, ada), view=modal("Below")))["view"]
    upon = modal("Apply", NAME, callback_id="apply")
    await app.client.views_push(trigger_id=trigger(slack, ada, below["id"]), view=upon)
    await ada.fills({"Name": "Ada"})
    async with listening(slack, app):
        return await ada.submits()


async def test_a_modal_sent_twice_reaches_the_app_twice(slack: Slack) -> None:
    ada, app, came = slack.add("Ada Archer"), bolt(slack), []

    @app.view("")
    async def sent(ack: Any, view: Json) -> None:
        came.append(view["id"])
        await ack()

    await app.client.views_open(trigger_id=trigger(slack, ada), view=modal("Apply", NAME))
    await ada.fills({"Name": "Ada"})
    async with listening(slack, app):
        await ada.submits(times=2)
    assert len(came) == 2
    assert (ada.screen.modal, ada.screen.told) == (None, ())


async def test_a_button_within_a_modal_can_push(slack: Slack) -> None:
    ada, app = slack.add("Ada Archer"), bolt(slack)

    @app.action("more")
    async def pressed(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal("More"))

    told: list[str] = []

    @app.view_closed("first")
    async def closed(ack: Any, view: Json) -> None:
        await ack()
        told.append(view["title"]["text"])

    row = section("See", accessory=button("More", "more"))
    first = modal("First", row, callback_id="first", notify_on_close=True)
    await app.client.views_open(trigger_id=trigger(slack, ada), view=first)
    async with listening(slack, app):
        await ada.presses("More")
        await ada.sees("# Modal\nMore")
        ada.closes()
        ada.closes()
        await slack.until(lambda: told, "the word that it was closed")
    assert told == ["First"]


async def test_a_field_that_tells_the_app_at_once(slack: Slack) -> None:
    ada, app = slack.add("Ada Archer"), bolt(slack)

    @app.action("it")
    async def changed(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        said = section(f"Hello {body['actions'][0]['value']}")
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Two", asking, said))

    asking = field(
        "Name", "name", {"type": "plain_text_input", "placeholder": text("yours")}, dispatch_action=True
    )
    await app.client.views_open(trigger_id=trigger(slack, ada), view=modal("One", asking))
    async with listening(slack, app):
        await ada.fills({"Name": "Ada"})
        await ada.sees("Hello Ada")
    assert ada.modal.text == "Name\n{Ada}\nHello Ada"
