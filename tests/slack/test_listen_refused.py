"""Who may come in: Slack alone, of this workspace alone; and nothing that lets somebody in stands in a log."""

import asyncio
import json
import logging
from typing import Any

import pytest

from adapters.slack.calling.calls import Calls, Refused
from adapters.slack.listen import LARGEST, Listening
from adapters.slack.send import Posting
from storage.memory import MemoryStore
from tests.slack.app import App
from tests.slack.at_work import AtWork, SlacksClock, at_work
from tests.slack.faults import How
from tests.slack.http_mode import Reply
from tests.slack.samples import direct
from tests.slack.slack import Slack, loopback


async def posted(slack: Slack, payload: Any, **more: Any) -> Reply:
    """A request to Shelfmate's own URL."""
    body = payload if isinstance(payload, str) else json.dumps(payload)
    return await slack.requests.post(slack.app.request_url, body, **more)


def heard(shelfmate: AtWork) -> bool:
    """Whether anybody was let in: whoever is gets an answer."""
    return bool(shelfmate.slack.called("chat.postMessage") or shelfmate.slack.called("users.info"))


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "0" * 32},
        {"age": 301},
        {"unsigned": True},
        {"headers": {"x-slack-request-timestamp": "now", "x-slack-signature": "v0=1"}, "unsigned": True},
    ],
    ids=["wrong", "old", "missing", "nonsense"],
)
async def test_without_slacks_own_signature_nobody_is_heard(forged: dict[str, Any]) -> None:
    async with loopback(App(socket_mode=False)) as slack, at_work(slack) as shelfmate:
        assert (await posted(slack, direct("hello"), **forged)).status == 401
        assert not heard(shelfmate)


@pytest.mark.filterwarnings("ignore:Sending a large body")
async def test_what_is_not_slacks_is_not_even_taken_apart() -> None:
    async with loopback(App(socket_mode=False)) as slack, at_work(slack) as shelfmate:
        assert (await posted(slack, "{" * 10_000, unsigned=True)).status == 401
        assert (await posted(slack, "{ not json")).status == 400
        assert (await posted(slack, "x" * (LARGEST + 1))).status == 413
        assert not heard(shelfmate)


async def test_slack_makes_sure_of_the_url() -> None:
    async with loopback(App(socket_mode=False)) as slack, at_work(slack):
        assert await slack.requests.verify()


async def test_another_workspace_is_refused_and_not_asked_again() -> None:
    async with loopback(App(socket_mode=False)) as slack, at_work(slack) as shelfmate:
        elsewhere = {**direct("hello"), "team_id": "T0ELSEWHERE"}
        for strange in (elsewhere, {**elsewhere, "event": {"type": "app_uninstalled"}}):
            reply = await posted(slack, strange)
            assert (reply.status, reply.headers.get("x-slack-no-retry")) == (403, "1")
        assert not heard(shelfmate)
        assert slack.called("auth.test")[1:] == []


async def test_a_payload_of_another_workspace_is_left_without_an_answer_on_a_socket(slack: Slack) -> None:
    other = slack.install("T0ELSEWHERE", "xoxb-elsewhere")
    eve = slack.add("Eve Elsewhere", workspace=other)
    async with at_work(slack) as shelfmate:
        delivery = eve.says("hello")
        assert delivery is not None
        await slack.passes(3)
        await slack.until(lambda: len(delivery.attempts) > 1)
        assert not heard(shelfmate)


async def test_nothing_is_taken_in_before_shelfmate_knows_who_it_is() -> None:
    async with loopback(App(socket_mode=False)) as slack:
        calls = Calls(slack.token, url=slack.api, scale=0)
        posting = Posting(calls, MemoryStore(), asyncio.get_running_loop())
        early = Listening(
            calls, Nobody(), posting, signing_secret=slack.app.signing_secret, now=SlacksClock(slack).now
        )
        assert not early.connected
        (route,) = early.routes()
        assert (route.path, route.methods) == ("/slack/events", {"POST"})
        await calls.close()


class Nobody:
    """A core that nobody asks anything."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked")


# --- whether it hears ---------------------------------------------------------------------------------------


async def test_it_is_connected_while_a_socket_is_open(slack: Slack) -> None:
    async with at_work(slack) as shelfmate:
        (platform,) = shelfmate.replica.platforms
        assert platform.connected
        slack.cut()
        await slack.until(lambda: not platform.connected, "the drop to be noticed")
        await slack.until(lambda: platform.connected, "another socket")
    assert not platform.connected


async def test_taken_out_of_the_workspace_it_is_connected_no_more(patient: Slack) -> None:
    async with at_work(patient) as shelfmate:
        (platform,) = shelfmate.replica.platforms
        assert platform.connected
        patient.revokes()
        await patient.until(lambda: not platform.connected, "the news")
        assert platform.why


async def test_an_app_token_that_is_none_is_told_at_once(slack: Slack) -> None:
    calls = Calls(slack.token, url=slack.api, scale=0)
    await calls.connect()
    posting = Posting(calls, MemoryStore(), asyncio.get_running_loop())
    async with at_work(slack) as shelfmate:
        core = shelfmate.app.desk(fields=10)
        listening = Listening(calls, core, posting, app_token="xapp-1-wrong", now=shelfmate.clock.now)
        with pytest.raises(Refused, match="invalid_auth"):
            await listening.connect()
        assert not listening.connected
        await listening.close()
    await calls.close()


# --- what is written down -----------------------------------------------------------------------------------


async def test_no_log_holds_what_lets_somebody_in(
    patient: Slack, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    ada = patient.add("Ada Archer")
    async with at_work(patient) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("my secret wish")
        await ada.sees("[Settings]")
        await ada.presses("Settings")
        patient.faults.plant("views.open", How.REFUSED, error="expired_trigger_id")
        await ada.runs("/mentoring settings my secret wish")
        if patient.sockets.open:
            patient.faults.plant("apps.connections.open", How.SERVER_ERROR)
            patient.cut()
            await patient.until(lambda: len(patient.called("apps.connections.open")) >= 3, "another socket")
        else:
            await posted(patient, direct("my secret wish"), unsigned=True)
    written = caplog.text + "".join(capsys.readouterr())
    assert "a page did not open" in written
    ours = (patient.token, patient.app.app_token, patient.app.signing_secret)
    triggers = [call.args["trigger_id"] for call in patient.called("views.open")]
    for secret in (*ours, *triggers, *patient.site.hooks, "ticket-", "my secret wish"):
        assert secret not in written
