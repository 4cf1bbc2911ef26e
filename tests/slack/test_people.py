"""People at their screens and a bolt app that answers them, over sockets and over requests alike."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.listening import actions, bolt, button, field, listening, modal, options, section, text
from tests.slack.refusals import Json
from tests.slack.slack import Slack

APPLY = modal(
    "Apply",
    field("Your name", "name", {"type": "plain_text_input", "max_length": 20}),
    field("Topics", "topics", {"type": "checkboxes", "options": options("Leadership", "Cataloging")}),
    field("From", "from", {"type": "datepicker"}, optional=True),
    field("Years", "years", {"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}),
    field("Mentor", "mentor", {"type": "users_select"}, optional=True),
    callback_id="apply",
)
FILLED = {"Your name": "Ada", "Topics": ["Cataloging"], "From": "2027-02-01", "Years": "3"}


def library(slack: Slack) -> AsyncApp:
    """A small app with a bit of everything."""
    app = bolt(slack)

    @app.event("message")
    async def said(event: Json, say: Any) -> None:
        await say(
            text=f"You said {event['text']}", blocks=[section("Ready?"), actions(button("Apply", "apply"))]
        )

    @app.action("apply")
    async def pressed(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=APPLY)

    @app.command("/mentoring")
    async def ran(ack: Any, command: Json) -> None:
        await ack(text=f"Nothing for {command['text']}" if command["text"] else "")

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [section("Where I stand"), actions(button("Leave", "leave"))]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.action("leave")
    async def left(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        hash_ = body["view"]["hash"]
        view = {"type": "home", "blocks": [section("You left")]}
        await client.views_publish(user_id=body["user"]["id"], view=view, hash=hash_)

    return app


async def test_a_talk(either: Slack) -> None:
    ada = either.add("Ada Archer")
    async with listening(either, library(either)):
        told = ada.says("a < b & c")
        assert told is not None
        assert told.payload["event"]["text"] == "a &lt; b &amp; c"
        await ada.sees("Ready?\n[Apply]")
        assert ada.dm[-1].notice == "You said a < b & c"
        await ada.runs("/mentoring tea & scones")
        assert str(ada.dm[-1]) == "Shelfmate (only visible to you): Nothing for tea & scones"
        assert (await ada.runs("/mentoring")).ok
    assert ada.screen.told == ()


async def test_a_form_is_opened_filled_in_and_sent(either: Slack) -> None:
    ada, ben = either.add("Ada Archer"), either.add("Ben Book")
    app, came = library(either), []

    @app.view("apply")
    async def sent(ack: Any, view: Json) -> None:
        came.append(view["state"]["values"])
        if view["state"]["values"]["name"]["it"]["value"] == "Ada":
            await ack(response_action="errors", errors={"name": "Your whole name, please."})
        else:
            await ack(response_action="update", view=modal("Thanks", section("You will hear from us.")))

    async with listening(either, app):
        ada.says("hello")
        await ada.sees("[Apply]")
        await ada.presses("Apply")
        await ada.sees("<Cancel> <Send>")
        await ada.fills({**FILLED, "Mentor": ben, "Years": "-1"})
        await ada.submits()
        assert ada.modal.errors == {"Years": "Enter a number of 0 or more."}
        await ada.fills({"Years": "3"})
        await ada.submits()
        assert ada.modal.errors == {"Your name": "Your whole name, please."}
        await ada.fills({"Your name": "Ada Archer"})
        await ada.submits()
        assert (ada.modal.title, ada.modal.text) == ("Thanks", "You will hear from us.")
        ada.closes()
    assert ada.screen.modal is None
    assert came[-1]["topics"]["it"]["selected_options"] == options("Cataloging")
    assert came[-1]["mentor"]["it"]["selected_user"] == ben.id
    assert came[-1]["from"]["it"]["selected_date"] == "2027-02-01"


async def test_what_slack_holds_back_never_reaches_the_app(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with listening(slack, library(slack)):
        ada.says("hello")
        await ada.sees("[Apply]")
        await ada.presses("Apply")
        await ada.sees("<Cancel> <Send>")
        before = len(slack.deliveries)
        await ada.fills({"Your name": "A" * 21, "Years": "many"})
        await ada.submits()
    assert ada.modal.errors == {
        "Your name": "This field must be 20 characters or less.",
        "Topics": "Please complete this required field.",
        "Years": "Enter a number.",
    }
    assert len(slack.deliveries) == before
    with pytest.raises(AssertionError, match="no option 'Cooking'"):
        await ada.fills({"Topics": ["Cooking"]})
    with pytest.raises(AssertionError, match="nothing to fill in at 'Shoe size'"):
        await ada.fills({"Shoe size": "38"})


async def test_the_home_tab(either: Slack) -> None:
    ada, ben = either.add("Ada Archer"), either.add("Ben Book")
    async with listening(either, library(either)):
        ada.opens_home()
        await ada.sees("# Home\nWhere I stand\n[Leave]")
        await ada.presses("Leave", home=True)
        await ada.sees("You left")
    assert ben.screen.home is None


async def test_a_menu_that_the_app_fills(either: Slack) -> None:
    ada, app = either.add("Ada Archer"), bolt(either)
    menu = {"type": "external_select", "min_query_length": 2, "placeholder": text("Search")}
    chosen: list[str] = []

    @app.command("/mentoring")
    async def opened(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal("Find", field("Topic", "topic", menu))
        )

    @app.options("it")
    async def search(ack: Any, body: Json) -> None:
        every = options("Leadership", "Learning spaces", "Maps")
        await ack(options=[one for one in every if one["value"].startswith(body["value"])])

    @app.view("")
    async def sent(ack: Any, view: Json) -> None:
        chosen.append(view["state"]["values"]["topic"]["it"]["selected_option"]["value"])
        await ack()

    async with listening(either, app):
        await ada.runs("/mentoring find")
        await ada.sees("Topic\n{Search}")
        assert await ada.searches("Topic", "lea") == ["Leadership", "Learning spaces"]
        await ada.fills({"Topic": "Learning spaces"})
        await ada.submits()
    assert (chosen, ada.screen.modal, either.site.complaints) == (["learning spaces"], None, [])


async def test_shortcuts(either: Slack) -> None:
    either.app.shortcuts = {"Find a mentor": ("find", "global"), "Raise a concern": ("concern", "message")}
    ada, app = either.add("Ada Archer"), bolt(either)

    @app.shortcut("find")
    async def found(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Find", section("Whom?")))

    @app.shortcut("concern")
    async def raised(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(text=f"About: {body['message']['text']}", replace_original=False)

    async with listening(either, app):
        await ada.uses("Find a mentor")
        await ada.sees("Whom?")
        ada.closes()
        ada.says("He never came")
        await ada.uses("Raise a concern", on=ada.dm[0])
        await ada.sees("only visible to you): About: He never came")


async def test_a_pressed_message_becomes_its_outcome(either: Slack) -> None:
    ada, app = either.add("Ada Archer"), bolt(either)

    @app.action("yes")
    async def pressed(ack: Any, respond: Any, body: Json) -> None:
        await ack()
        await respond(text="You said yes", replace_original=True)

    async with listening(either, app):
        blocks = [section("Ready?"), actions(button("Yes", "yes", value="q"))]
        await app.client.chat_postMessage(channel=ada.id, text="Ready?", blocks=blocks)
        await asyncio.gather(ada.presses("Yes", times=2))
        await ada.sees("Shelfmate: You said yes")
        with pytest.raises(AssertionError, match="sees no button 'Yes'"):
            await ada.presses("Yes")
    presses = [one.payload for one in either.deliveries if one.payload.get("type") == "block_actions"]
    assert [press["actions"][0]["value"] for press in presses] == ["q", "q"]
    assert presses[0]["trigger_id"] != presses[1]["trigger_id"]


async def test_a_menu_in_a_message_tells_the_app_at_once(slack: Slack) -> None:
    ada, app, chosen = slack.add("Ada Archer"), bolt(slack), []
    menu = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": text("A day"),
        "options": options("Mon", "Tue"),
    }

    @app.action("pick")
    async def picked(ack: Any, action: Json) -> None:
        await ack()
        chosen.append(action["selected_option"]["value"])

    async with listening(slack, app):
        await app.client.chat_postMessage(
            channel=ada.id, text="When?", blocks=[section("When?"), actions(menu)]
        )
        await ada.chooses("A day", "Tue")
    assert (chosen, ada.dm[0].text) == (["tue"], "When?\n{Tue}")


async def test_a_mention_in_a_channel(slack: Slack) -> None:
    ada, app, heard = slack.add("Ada Archer"), bolt(slack), []
    slack.channel("news", ada)

    @app.event("app_mention")
    async def mentioned(event: Json) -> None:
        heard.append(event["text"])

    @app.event("message")
    async def said() -> None:
        heard.append("a message")

    async with listening(slack, app):
        told = ada.says("@Shelfmate hello", where="#news")
        assert told is not None
        await told
        await slack.until(lambda: len(heard) == 2, "both events")
    assert sorted(heard) == ["<@U0SHELFMATE> hello", "a message"]


async def test_what_everybody_is_called_by_is_seen(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    web = bolt(slack).client
    await web.chat_postMessage(
        channel=ada.id, text="x", blocks=[section("<!channel> and <https://evil.example|Slack>")]
    )
    await slack.passes(1)
    await web.chat_postMessage(channel=ada.id, text="x", blocks=[section("&lt;!channel&gt; a*b*c *strong*")])
    first, second = ada.dm
    assert (first.text, first.pings) == ("@channel and Slack", frozenset({"!channel"}))
    assert (second.text, second.pings) == ("<!channel> a*b*c strong", frozenset())


async def test_an_app_that_does_not_want_to_be_written_to(slack: Slack) -> None:
    slack.app.typing = False
    with pytest.raises(AssertionError, match="nobody can type"):
        slack.add("Ada Archer").says("hello")
    with pytest.raises(AssertionError, match="not a valid command"):
        await slack.add("Ben Book").runs("/tea")


async def test_a_closed_account_does_nothing_any_more(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    slack.deactivates(ada)
    with pytest.raises(AssertionError, match="closed"):
        ada.says("hello")
    with pytest.raises(AssertionError, match="closed"):
        await ada.runs("/mentoring")


async def test_what_a_pair_say_to_each_other_is_not_told_without_the_scope(slack: Slack) -> None:
    ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
    await bolt(slack).client.conversations_open(users=[ada.id, ben.id])
    assert ada.says("Between us", where="Shelfmate, Ben Book") is not None
    slack.app.scopes -= {"mpim:history"}
    assert ada.says("Really", where="Shelfmate, Ben Book") is None
    assert [seen.text for seen in ben.screen["Shelfmate, Ada Archer"]] == ["Between us", "Really"]
