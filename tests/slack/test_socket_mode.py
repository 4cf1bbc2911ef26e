"""Socket Mode: hello, acknowledgements, redelivery, refreshes, several sockets, and one that drops in a burst."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websockets import SocketModeClient

from tests.slack.deliveries import Delivery
from tests.slack.listening import PING, bolt, client, listening
from tests.slack.person import Person
from tests.slack.refusals import Json
from tests.slack.slack import Slack
from tests.slack.test_web_api import why


def listener(slack: Slack) -> tuple[AsyncApp, list[str]]:
    """An app that writes down what it heard."""
    app, heard = bolt(slack), []

    @app.event("message")
    async def said(event: Json) -> None:
        heard.append(event["text"])

    return app, heard


@asynccontextmanager
async def bare(slack: Slack) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A socket as it is, without any SDK: it acknowledges nothing by itself."""
    url = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield socket


def told(person: Person, text: str) -> Delivery:
    """What the app is told when this is typed."""
    delivery = person.says(text)
    assert delivery is not None
    return delivery


async def test_hello_and_an_envelope(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with bare(slack) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": slack.app.id}
        delivery = told(ada, "hello")
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
        payload = envelope["payload"]
        assert payload["event"]["channel_type"] == "im"
        assert payload["authorizations"][0]["user_id"] == "U0SHELFMATE"
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await delivery).ok


async def test_what_is_not_acknowledged_in_time_comes_again(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with bare(slack) as socket:
        await socket.receive_json()
        delivery = told(ada, "hello")
        came = [await socket.receive_json()]
        for seconds in (3, 63, 303):
            await slack.passes(seconds)
            came.append(await socket.receive_json())
        assert [one["retry_attempt"] for one in came] == [0, 1, 2, 3]
        assert {one["retry_reason"] for one in came[1:]} == {"timeout"}
        assert len({one["envelope_id"] for one in came}) == 4
        assert len({one["payload"]["event_id"] for one in came}) == 1
        await slack.passes(3)
        assert not delivery.acked
        assert slack.site.deliveries.lost == [delivery]


async def test_a_late_acknowledgement_changes_nothing(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with bare(slack) as socket:
        await socket.receive_json()
        delivery = told(ada, "hello")
        first = await socket.receive_json()
        await slack.passes(3)
        second = await socket.receive_json()
        await socket.send_json({"envelope_id": first["envelope_id"]})
        await slack.until(lambda: delivery.attempts[0].acked_late or True)
        assert not delivery.acked
        await socket.send_json({"envelope_id": second["envelope_id"]})
        assert (await delivery).ok
        assert delivery.attempts[0].acked_late


async def test_who_pressed_is_told_when_the_app_says_nothing(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    async with bare(slack) as socket:
        await socket.receive_json()
        run = asyncio.create_task(ada.runs("/mentoring menu"))
        envelope = await socket.receive_json()
        assert (envelope["type"], envelope["payload"]["text"]) == ("slash_commands", "menu")
        assert "retry_attempt" not in envelope
        await slack.passes(3)
        await run
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Too late"}})
        async with bare(slack) as other:
            await other.receive_json()  # so the late word has been heard
    assert ada.screen.told == ('/mentoring failed with the error "operation_timeout"',)
    assert "Too late" not in ada.screen


async def test_no_socket_at_all(slack: Slack) -> None:
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    await ada.runs("/mentoring")
    assert ada.screen.told == ('/mentoring failed with the error "dispatch_failed"',)
    told(ada, "hello")
    await slack.passes(0)
    async with listening(slack, app):
        await slack.passes(60)
        await slack.until(lambda: heard, "what was said while nobody listened")
    assert heard == ["hello"]


async def test_a_refresh_loses_nothing(slack: Slack) -> None:
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app):
        (line,) = slack.sockets.open
        slack.sockets.refresh()
        await slack.until(lambda: slack.sockets.open and line not in slack.sockets.open, "a new socket")
        assert (await told(ada, "hello")).ok
        await slack.until(lambda: heard)
    assert len(slack.called("apps.connections.open")) == 2


async def test_a_socket_drops_in_the_middle_of_a_burst(slack: Slack) -> None:
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app):
        (line,) = slack.sockets.open
        line.left = 3
        burst = [told(ada, f"word {n}") for n in range(8)]
        await slack.until(lambda: slack.sockets.open and line not in slack.sockets.open, "a new socket")
        assert len(line.carried) == 3
        await slack.passes(3)
        await slack.until(lambda: all(one.acked for one in burst), "every word")
        await slack.until(lambda: {f"word {n}" for n in range(8)} <= set(heard), "every word heard")
    assert [len(one.attempts) for one in burst][3:] == [2] * 5


async def test_several_sockets_share_the_work(slack: Slack) -> None:
    ada, (app, heard) = slack.add("Ada Archer"), listener(slack)
    async with listening(slack, app, sockets=3):
        burst = [told(ada, f"word {n}") for n in range(9)]
        for one in burst:
            await one
        assert [len(line.carried) for line in slack.sockets.open] == [3, 3, 3]
        slack.cut()
        assert (await told(ada, "still here")).ok
        await slack.until(lambda: "still here" in heard)


async def test_there_are_ten_sockets_at_most(slack: Slack) -> None:
    app, _ = listener(slack)
    async with listening(slack, app, sockets=10):
        web = client(slack)
        await slack.passes(600)
        asked = web.apps_connections_open(app_token=slack.app.app_token)
        assert await why(asked) == "too_many_websockets"


async def test_a_ticket_opens_one_socket(slack: Slack) -> None:
    url = (await client(slack).apps_connections_open(app_token=slack.app.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_other_socket_client_is_heard_as_well(slack: Slack) -> None:
    ada, heard = slack.add("Ada Archer"), []

    async def acknowledge(socket: Any, request: SocketModeRequest) -> None:
        heard.append((request.type, request.retry_attempt, request.payload["event"]["text"]))
        await socket.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    other = SocketModeClient(slack.app.app_token, web_client=client(slack), ping_interval=PING)
    other.socket_mode_request_listeners.append(acknowledge)
    await other.connect()
    await slack.connected()
    assert (await told(ada, "hello")).ok
    await other.close()
    assert heard == [("events_api", 0, "hello")]


async def test_the_same_event_twice(slack: Slack) -> None:
    ada, app, heard = slack.add("Ada Archer"), bolt(slack), []

    @app.event("message")
    async def said(body: Json, request: Any) -> None:
        heard.append((body["event_id"], request.headers["x-slack-retry-num"]))

    async with listening(slack, app):
        first = told(ada, "hello")
        await first
        await slack.again(first)
        await slack.until(lambda: len(heard) == 2, "it, twice")
    assert [number for _, number in heard] == [["0"], ["1"]]
    assert len({id for id, _ in heard}) == 1


async def test_an_app_hears_only_what_it_subscribed_to(slack: Slack) -> None:
    ada = slack.add("Ada Archer")
    slack.app.events -= {"message.im"}
    assert ada.says("hello") is None
    slack.app.events |= {"message.im"}
    slack.app.scopes -= {"im:history"}
    assert ada.says("hello") is None
    assert json.dumps([one.payload for one in slack.deliveries]) == "[]"
