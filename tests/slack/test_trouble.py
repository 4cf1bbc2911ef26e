"""Everything that can go wrong: faults that a test plants, paces that are kept, and what people and admins do."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack.clock import WallClock
from tests.slack.faults import How
from tests.slack.hooks import hook_url
from tests.slack.listening import bolt, client, listening, section
from tests.slack.person import Person
from tests.slack.rates import Limits
from tests.slack.slack import Slack, loopback
from tests.slack.test_web_api import refused, why


def texts(person: Person) -> list[str]:
    """What stands in their direct conversation."""
    return [seen.text for seen in person.dm]


@pytest.mark.parametrize("done", [False, True])
async def test_a_500_says_nothing_about_what_was_done(
    slack: Slack, web: AsyncWebClient, *, done: bool
) -> None:
    ada = slack.add("Ada Archer")
    slack.faults.plant("chat.postMessage", How.SERVER_ERROR, done=done)
    error = await refused(web.chat_postMessage(channel=ada.id, text="Once"))
    assert error.response.status_code == 500
    assert texts(ada) == ["Once"] * done
    await slack.passes(1)
    await web.chat_postMessage(channel=ada.id, text="Again")
    assert texts(ada)[-1] == "Again"


@pytest.mark.parametrize("done", [False, True])
async def test_a_connection_is_cut(slack: Slack, web: AsyncWebClient, *, done: bool) -> None:
    ada = slack.add("Ada Archer")
    slack.faults.plant("chat.postMessage", How.DROPPED, done=done)
    with pytest.raises(aiohttp.ClientError):
        await web.chat_postMessage(channel=ada.id, text="Once")
    assert texts(ada) == ["Once"] * done


async def test_the_sdk_by_itself_says_it_twice(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    slack.site.limits.scale = 0
    careless = AsyncWebClient(slack.token, base_url=slack.api)
    slack.faults.plant("chat.postMessage", How.DROPPED, done=True)
    await careless.chat_postMessage(channel=ada.id, text="Once?")
    assert texts(ada) == ["Once?", "Once?"]


async def test_slack_has_trouble_of_its_own(slack: Slack, web: AsyncWebClient) -> None:
    ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
    only_ben = {"of": lambda args: args["channel"] == ben.id}
    slack.faults.plant("chat.postMessage", How.REFUSED, error="fatal_error", done=True, **only_ben)
    await web.chat_postMessage(channel=ada.id, text="Hello")
    assert await why(web.chat_postMessage(channel=ben.id, text="Hello")) == "fatal_error"
    assert texts(ben) == ["Hello"]


async def test_a_slow_answer_takes_slacks_time(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    slack.faults.plant("chat.postMessage", How.SLOW, seconds=5)
    asked = asyncio.create_task(web.chat_postMessage(channel=ada.id, text="Hello"))
    quick = await web.auth_test()
    assert quick["ok"]
    assert not asked.done()
    await slack.until(lambda: slack.site.faults.planted[0].times == 0)
    await slack.passes(5)
    await asked
    assert texts(ada) == ["Hello"]


async def test_one_message_a_second_to_a_channel(slack: Slack, web: AsyncWebClient) -> None:
    ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
    await web.chat_postMessage(channel=ada.id, text="One")
    error = await refused(web.chat_postMessage(channel=ada.id, text="Two"))
    assert (error.response.status_code, error.response["error"]) == (429, "ratelimited")
    assert error.response.headers["retry-after"] == "1"
    await web.chat_postMessage(channel=ben.id, text="One")
    await slack.passes(1)
    await web.chat_postMessage(channel=ada.id, text="Two")
    assert texts(ada) == ["One", "Two"]
    assert len(slack.site.limits.hit) == 1


async def test_each_method_has_its_tier(slack: Slack, web: AsyncWebClient) -> None:
    for _ in range(20):
        await web.users_list()
    error = await refused(web.users_list())
    assert error.response.headers["retry-after"] == "3"
    await web.users_lookupByEmail(email=slack.add("Ada Archer").user.email)
    await slack.passes(3)
    await web.users_list()
    assert await why(web.users_list()) == "ratelimited"


async def test_limits_can_be_scaled_and_lifted() -> None:
    async with loopback(limits=Limits(scale=100)) as slack:
        ada, web = slack.add("Ada Archer"), client(slack)
        await web.chat_postMessage(channel=ada.id, text="One")
        await slack.passes(0.01)
        await web.chat_postMessage(channel=ada.id, text="Two")
        assert await why(web.chat_postMessage(channel=ada.id, text="Three")) == "ratelimited"
        slack.site.limits.scale = 0
        await web.chat_postMessage(channel=ada.id, text="Three")
    assert texts(ada) == ["One", "Two", "Three"]


async def test_a_429_out_of_the_blue_is_waited_for_on_the_systems_clock() -> None:
    async with loopback(clock=WallClock()) as slack:
        ada = slack.add("Ada Archer")
        patient = AsyncWebClient(
            slack.token, base_url=slack.api, retry_handlers=[AsyncRateLimitErrorRetryHandler()]
        )
        slack.faults.plant("chat.postMessage", How.LIMITED, seconds=1)
        await patient.chat_postMessage(channel=ada.id, text="Hello")
    assert [call.status for call in slack.called("chat.postMessage")] == [429, 200]
    assert texts(ada) == ["Hello"]


async def test_a_response_url_lasts_half_an_hour_and_five_messages(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    news = slack.channel("news", ada)

    def hook() -> AsyncWebhookClient:
        return AsyncWebhookClient(hook_url(slack.site, slack.workspace, news, ada.id), retry_handlers=[])

    often, late = hook(), hook()
    wrong = await hook().send(text="x", blocks=[section("")])
    assert (wrong.status_code, '"invalid_blocks"' in wrong.body) == (400, True)
    answers = [await often.send(text=f"{n}", response_type="in_channel") for n in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert '"used_url"' in answers[-1].body
    await slack.passes(1801)
    assert '"expired_url"' in (await late.send(text="late")).body
    assert [seen.text for seen in ada.screen["#news"]] == ["0", "1", "2", "3", "4"]


async def test_what_happens_in_a_workspace_is_told(slack: Slack) -> None:
    app, heard = bolt(slack), []
    kinds = ("team_join", "user_change", "channel_archive", "channel_left", "member_joined_channel")
    for kind in kinds:

        @app.event(kind)
        async def came(event: dict[str, Any]) -> None:
            heard.append(event["type"])

    async with listening(slack, app):
        ada = slack.joins("Ada Archer")
        slack.changes(ada, zone="America/Los_Angeles", locale="fr-FR")
        news = slack.channel("news", ada)
        slack.removes_app(news)
        slack.invites_app(news, by=ada)
        slack.archives(news)
        slack.deactivates(ada)
        await slack.until(lambda: len(heard) == 6, "all that happened")
    assert sorted(heard) == sorted([*kinds, "user_change"])
    told = [
        one.payload["event"]["user"]
        for one in slack.deliveries
        if one.payload["event"]["type"] == "user_change"
    ]
    assert [(user["tz"], user["deleted"]) for user in told] == [
        ("America/Los_Angeles", False),
        ("America/Los_Angeles", True),
    ]
