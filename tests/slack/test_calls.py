"""Calling Slack: what we are told about ourselves, and what every way in which a call can fail means."""

import json
import logging
import socket
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from adapters.slack.calling.calls import Away, Calls, Dead, Limited, Lost, Refused
from tests.slack.faults import How
from tests.slack.serving import Connections, serving
from tests.slack.slack import Slack


async def failure(calls: Calls, method: str = "chat.postMessage", **args: Any) -> Exception:
    """How the call fails."""
    with pytest.raises((Refused, Lost, Away)) as told:
        await calls.call(method, **(args or {"channel": "C1", "text": "Hello"}))
    return told.value


def lifted(slack: Slack, token: str = "") -> Calls:
    """Calls that nobody counts."""
    slack.site.limits.scale = 0
    return Calls(token or slack.token, url=slack.api.rstrip("/"), scale=0)


async def test_connecting_tells_who_we_are_and_what_we_may_do(slack: Slack) -> None:
    calls = lifted(slack)
    assert (calls.alive, calls.why) == (False, "not connected yet")
    await calls.connect()
    assert (calls.alive, calls.why) == (True, "")
    assert (calls.team, calls.user, calls.bot) == ("T0LIBRARY", "U0SHELFMATE", "B0SHELFMATE")
    assert calls.scopes == slack.app.scopes
    await calls.close()


@pytest.mark.parametrize(
    ("how", "more", "means"),
    [
        (How.SERVER_ERROR, {}, Lost),
        (How.DROPPED, {}, Lost),
        (How.REFUSED, {"error": "internal_error"}, Lost),
        (How.REFUSED, {"error": "fatal_error"}, Lost),
        (How.REFUSED, {"error": "msg_too_long"}, Refused),
        (How.REFUSED, {"error": "service_unavailable"}, Away),
        (How.REFUSED, {"error": "token_expired"}, Dead),
        (How.LIMITED, {"seconds": 600}, Limited),
    ],
)
async def test_what_each_fault_means(slack: Slack, how: How, more: dict[str, Any], means: type) -> None:
    calls, news = lifted(slack), slack.channel("news")
    slack.faults.plant("chat.postMessage", how, **more)
    told = await failure(calls, channel=news.id, text="Hello")
    assert type(told) is means
    assert len(slack.called("chat.postMessage")) == 1  # nothing is tried again behind our back
    await calls.close()


async def test_a_refusal_is_in_slacks_own_words_and_says_what_is_wrong_where(slack: Slack) -> None:
    calls, news = lifted(slack), slack.channel("news")
    slack.app.scopes = slack.app.scopes - {"chat:write"}
    assert str(await failure(calls, channel=news.id, text="x")) == "missing_scope (needs chat:write)"
    slack.app.scopes = slack.app.scopes | {"chat:write"}
    told = await failure(calls, channel=news.id, text="x", blocks=[{"type": "nonsense"}])
    assert str(told).startswith("invalid_blocks ([ERROR] ")
    assert isinstance(told, Refused)
    assert told.error == "invalid_blocks"
    assert calls.alive  # Slack is there, and knows us
    await calls.close()


async def test_where_slack_cannot_be_reached_nothing_was_done(slack: Slack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    calls = Calls("xoxb-secret-token", url=f"http://127.0.0.1:{port}/api", scale=0)
    told = await failure(calls)
    assert (type(told), str(told)) == (Away, "Slack cannot be reached (ClientConnectorError)")
    assert (calls.alive, calls.why) == (False, str(told))
    assert type(await failure(calls)) is Away
    await calls.close()


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (PlainTextResponse("ok"), Lost),
        (PlainTextResponse("upstream request timeout", 504), Lost),
        (PlainTextResponse("<html>", 502, media_type="text/html"), Lost),
        (PlainTextResponse("<html>", 200, media_type="text/html"), Lost),
        (PlainTextResponse("<html>", 404, media_type="text/html"), Refused),
        (PlainTextResponse("{not", 200, media_type="application/json"), Lost),
        (PlainTextResponse("{not", 503, media_type="application/json"), Lost),
        (JSONResponse([]), Lost),
        (JSONResponse(["no", "object"]), Lost),
        (JSONResponse({}), Lost),
        (JSONResponse({"ok": False}), Lost),
        (JSONResponse({"ok": False, "error": "internal_error"}, 500), Lost),
        (JSONResponse({"ok": False, "error": "not_in_channel"}), Refused),
        (PlainTextResponse("too many", 429, headers={"retry-after": "90"}), Limited),
        (PlainTextResponse("too many", 429, headers={"retry-after": "soon"}), Limited),
    ],
)
async def test_whatever_comes_back_is_understood(answer: Response, means: type) -> None:
    async def posted(_: Request) -> Response:
        return answer

    app = Starlette(routes=[Route("/api/{method}", posted, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        calls = Calls("xoxb-secret", url=f"http://127.0.0.1:{listener.getsockname()[1]}/api/", scale=0)
        async with serving(app, listener, Connections()):
            told = await failure(calls)
            await calls.close()
    assert type(told) is means
    assert "\n" not in str(told)


async def test_no_token_and_nothing_that_people_are_told_is_written_down(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    calls, ada = lifted(slack), slack.add("Ada Archer")
    slack.faults.plant("users.info", How.SERVER_ERROR)
    shown = [repr(calls), str(await failure(calls, "users.info", user=ada.id))]
    await calls.call("chat.postMessage", channel=ada.id, text="a secret concern")
    slack.revokes()
    shown.append(repr(await failure(calls)))
    shown += [record.getMessage() for record in caplog.records if record.name.startswith("adapters")]
    shown.append(json.dumps(sorted(map(str, vars(calls.pace)))))
    await calls.close()
    assert slack.token not in " ".join(shown)
    assert "a secret concern" not in caplog.text
    assert slack.token not in caplog.text


async def test_connections_are_used_again(slack: Slack) -> None:
    calls, ada = lifted(slack), slack.add("Ada Archer")
    for _ in range(20):
        await calls.call("chat.postMessage", channel=ada.id, text="Hello")
    assert len(ada.dm) == 20
    connector = calls._session().connector
    assert connector is not None
    assert sum(map(len, connector._conns.values())) == 1
    await calls.close()
