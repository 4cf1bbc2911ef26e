"""Calling Discord: what we are told about ourselves, and what every way in which a call can fail means."""

import asyncio
import logging
import socket
from typing import Any

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route as Path

from adapters.discord.calling.calls import Away, Calls, Dead, Limited, Lost, Refused
from adapters.discord.calling.redirect import redirect
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.records import Channel
from tests.discord.sending import connected
from tests.slack.serving import Connections, serving

SAID = {"content": "Hello"}


async def online(there: Discord) -> Calls:
    """Calls that nobody counts, logged in."""
    there.site.limits.on = False
    calls = connected(there)
    await calls.connect()
    return calls


async def says(calls: Calls, channel: Channel, nonce: str = "", **more: Any) -> Any:
    """A post."""
    once = {"nonce": nonce, "enforce_nonce": True} if nonce else {}
    path = "/channels/{channel_id}/messages"
    return await calls.call("POST", path, channel_id=channel.id, json=SAID | once | more)


async def failure(calls: Calls, channel: Channel, nonce: str = "", **more: Any) -> Exception:
    """How it fails."""
    with pytest.raises((Refused, Lost, Away)) as told:
        await says(calls, channel, nonce, **more)
    return told.value


async def test_connecting_tells_who_we_are(there: Discord) -> None:
    calls = connected(there)
    assert (calls.alive, calls.why) == (False, "not connected yet")
    await calls.connect()
    assert (calls.alive, calls.why) == (True, "")
    assert (calls.me, calls.app) == (there.app.id, there.app.id)
    await calls.connect()  # looks whether that is still so
    assert len(there.called("get_current_user")) == 2
    await calls.close()


async def test_connecting_is_tried_again_until_discord_is_there(there: Discord) -> None:
    calls = connected(there)
    there.faults.plant("get_current_user", How.DROPPED, times=2)  # one of them is aiohttp's to mend
    with pytest.raises(Lost):
        await calls.connect()
    there.faults.plant("get_application", How.SERVER_ERROR, status=503)
    with pytest.raises(Lost):
        await calls.connect()
    assert not calls.alive
    await calls.connect()
    assert calls.me == there.app.id
    await calls.close()


async def test_a_token_that_is_none(there: Discord) -> None:
    calls = Calls(discord.Client(intents=discord.Intents.none()), "a-secret-that-is-no-token", scale=0)
    with pytest.raises(Dead, match="the token is not valid") as told:
        await calls.connect()
    assert (calls.alive, calls.why) == (False, "HTTP 401 (the token is not valid)")
    for shown in (repr(told.value), repr(calls), calls.why, str(told.value.__cause__)):
        assert "a-secret" not in shown
    await calls.close()


@pytest.mark.parametrize(
    ("how", "more", "means"),
    [
        (How.SERVER_ERROR, {"status": 503}, Lost),
        (How.SERVER_ERROR, {"status": 520}, Lost),
        (How.SERVER_ERROR, {"status": 500}, Lost),
        (How.DROPPED, {}, Lost),
        (How.REFUSED, {"status": 401, "code": 0}, Dead),
        (How.REFUSED, {"status": 403, "code": 50013}, Refused),
        (How.REFUSED, {"status": 400, "code": 50035}, Refused),
        (How.REFUSED, {"status": 403, "code": 40003}, Limited),
        (How.REFUSED, {"status": 403, "code": 20026}, Limited),
        (How.LIMITED, {"seconds": 600}, Limited),
    ],
)
async def test_what_each_fault_means_where_nothing_may_be_done_twice(
    there: Discord, how: How, more: dict[str, Any], means: type
) -> None:
    calls, news = await online(there), there.channel("news")
    there.faults.plant("create_message", how, **more)
    assert type(await failure(calls, news)) is means
    assert (
        len(there.called("create_message")) == 1
    )  # nothing is tried again behind our back, not by the library either
    await calls.close()


@pytest.mark.parametrize("status", [500, 503])
async def test_what_may_be_done_twice_is_tried_again(there: Discord, status: int) -> None:
    calls, news = await online(there), there.channel("news")
    there.faults.plant("create_message", How.SERVER_ERROR, status=status, done=True)
    there.faults.plant("create_message", How.DROPPED, done=True)
    await says(calls, news, nonce="n1")
    assert len(there.called("create_message")) == 3
    assert len(news.messages) == 1
    await calls.close()


async def test_a_limit_is_waited_for_also_where_nothing_may_be_done_twice(there: Discord) -> None:
    calls, news = await online(there), there.channel("news")
    there.faults.plant("create_message", How.LIMITED, times=2)
    await says(calls, news)
    assert len(news.messages) == 1
    await calls.close()


async def test_a_refusal_is_in_discords_own_words_in_one_line(there: Discord) -> None:
    calls, news = await online(there), there.channel("news")
    told = await failure(calls, news, content="x" * 2001)
    assert str(told).startswith("50035 (Invalid Form Body In content: ")
    assert "\n" not in str(told)
    assert isinstance(told, Refused)
    assert (told.code, told.status, calls.alive) == (50035, 400, True)
    await calls.close()


async def test_where_discord_cannot_be_reached_nothing_was_done(
    there: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, news = await online(there), there.channel("news")
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
    told = await failure(calls, news)
    assert (type(told), str(told)) == (Away, "Discord cannot be reached (ClientConnectorError)")
    assert (calls.alive, calls.why) == (False, str(told))
    await calls.close()
    assert type(await failure(calls, news)) is Away


async def test_a_post_with_a_file(there: Discord) -> None:
    class Notes:
        name, content = "notes.txt", b"Two people meet."

    calls, news = await online(there), there.channel("news")
    there.faults.plant("create_message", How.SERVER_ERROR, status=503, times=2)
    path, once = "/channels/{channel_id}/messages", {"nonce": "n1", "enforce_nonce": True}
    await calls.call("POST", path, channel_id=news.id, json=SAID | once, files=[Notes()])
    assert [(file.name, file.content) for file in there.site.files.values()] == [
        ("notes.txt", b"Two people meet.")
    ]
    await calls.close()


async def test_an_answer_to_somebodys_act_is_not_our_token(there: Discord) -> None:
    calls = await online(there)
    path = "/webhooks/{app}/{token}/messages/@original"
    with pytest.raises(Refused) as told:
        await calls.call("PATCH", path, app=calls.app, token="aW50ZXJhY3Rpb24", json=SAID)
    assert not isinstance(told.value, Dead)
    assert calls.alive
    await calls.close()


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (PlainTextResponse("upstream request timeout", 503), Lost),
        (PlainTextResponse("<html>", 522, media_type="text/html"), Lost),
        (PlainTextResponse("<html>", 404, media_type="text/html"), Refused),
        (PlainTextResponse("{not", 503, media_type="application/json"), Lost),
        (PlainTextResponse("{not", 200, media_type="application/json"), Lost),
        (JSONResponse(["no", "object"], 400), Refused),
        (JSONResponse({"message": 7, "code": "x"}, 400), Refused),
        (PlainTextResponse("error code: 1015", 429), Limited),
        (JSONResponse({}, 429, headers={"via": "1.1 google"}), Lost),
    ],
)
async def test_whatever_comes_back_is_understood(
    there: Discord, monkeypatch: pytest.MonkeyPatch, answer: Response, means: type
) -> None:
    async def posted(_: Request) -> Response:
        return answer

    calls, news = await online(there), there.channel("news")
    app = Starlette(routes=[Path("/api/{path:path}", posted, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        async with serving(app, listener, Connections()):
            monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{listener.getsockname()[1]}/api")
            told = await failure(calls, news)
            await calls.close()
    assert type(told) is means
    assert "\n" not in str(told)


async def test_no_token_and_nothing_that_people_are_told_is_written_down(
    there: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    calls, news = await online(there), there.channel("news")
    there.faults.plant("create_message", How.LIMITED)
    await says(calls, news, content="a secret concern")
    with pytest.raises(Refused):
        await calls.call("POST", "/webhooks/{app}/{token}", app=calls.app, token="aW50ZXJhY3Rpb24", json=SAID)
    await calls.close()
    for secret in (there.token, "a secret concern", "aW50ZXJhY3Rpb24"):
        assert secret not in caplog.text + repr(calls)


async def test_channels_do_not_wait_for_one_another(there: Discord) -> None:
    calls = await online(there)
    slow, quick = there.channel("slow"), there.channel("quick")
    fault = there.faults.plant("create_message", How.SLOW)
    first = asyncio.create_task(says(calls, slow))
    await there.until(lambda: fault.times == 0, "the slow post")
    await says(calls, quick)
    assert not first.done()
    fault.release()
    there.site.changes.tell()
    await first
    await calls.close()


def test_where_discord_is_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    before = Route.BASE
    redirect()
    assert before == Route.BASE
    redirect("https://discord.example/api/v10/", "wss://gateway.example")
    assert Route("GET", "/users/@me").url == "https://discord.example/api/v10/users/@me"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY).rstrip("/") == "wss://gateway.example"
