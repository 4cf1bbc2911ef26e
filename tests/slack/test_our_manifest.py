"""Our manifest is one that Slack takes; it asks for no more than we use, and says why for each."""

import json
from typing import Any

import pytest

from adapters.slack.app.manifest import manifest
from adapters.slack.app.scopes import EVENTS, SCOPES
from adapters.slack.read import read
from bot.__main__ import main
from flows.commands import understood
from tests.slack import samples
from tests.slack.listening import client
from tests.slack.manifest import manifest_findings, pasted
from tests.slack.setting_up import MORNING
from tests.slack.slack import loopback
from tests.slack.test_web_api import why

ADDRESS = "https://mentoring.example.org"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    with pytest.raises(SystemExit) as ended:
        main(["manifest", "slack", *arguments])
    told = capsys.readouterr()
    assert (ended.value.code, told.err) == (0, "")
    found: dict[str, Any] = json.loads(told.out)
    return found


def test_what_is_printed_can_be_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys)
    assert manifest_findings(told) == []
    assert told["settings"]["socket_mode_enabled"]
    assert "https://" not in json.dumps(told)


def test_for_requests_every_address_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "--http", f"{ADDRESS}/")
    assert manifest_findings(told) == []
    url, settings = f"{ADDRESS}/slack/events", told["settings"]
    assert not settings["socket_mode_enabled"]
    assert settings["event_subscriptions"]["request_url"] == url
    assert settings["interactivity"] == {
        "is_enabled": True,
        "request_url": url,
        "message_menu_options_url": url,
    }
    assert [command["url"] for command in told["features"]["slash_commands"]] == [url]
    assert printed(capsys, "--http", url) == told


@pytest.mark.parametrize(
    "address",
    ["http://mentoring.example.org", "mentoring.example.org", "https://", "https://x:y", f"{ADDRESS}?a=b"],
)
def test_an_address_that_slack_does_not_deliver_to_is_refused(
    capsys: pytest.CaptureFixture[str], address: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["manifest", "slack", "--http", address])
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert told.err.strip().endswith("give one like https://mentoring.example.org")


def test_no_scope_reads_a_channel_or_a_pairs_conversation() -> None:
    histories = {scope for scope in SCOPES if scope.endswith(":history")}
    assert histories == {"im:history"}
    assert not {"channels:read", "groups:read", "mpim:read", "chat:write.public", "im:read"} & set(SCOPES)


def test_every_scope_and_event_says_why_and_stands_in_the_manifest() -> None:
    told = manifest()
    assert told["oauth_config"]["scopes"]["bot"] == list(SCOPES) == sorted(SCOPES)
    assert told["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS) == sorted(EVENTS)
    assert all(reason.startswith(("to ", "for ")) for reason in (*SCOPES.values(), *EVENTS.values()))


def test_its_shortcuts_say_commands() -> None:
    for shortcut in manifest()["features"]["shortcuts"]:
        heard: Any = read(samples.shortcut(shortcut["callback_id"]), now=MORNING)
        assert shortcut["type"] == "global", "one on a message would hand us what the message says"
        assert (
            understood(heard.event.text)
            == {
                "menu": ("people", "menu"),
                "something_is_not_right": ("people", "not_right"),
            }[shortcut["callback_id"]]
        )


async def test_under_it_slack_tells_us_nothing_of_what_others_write_to_each_other() -> None:
    async with loopback(pasted(manifest())) as slack:
        ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
        general = slack.channel("general", ada, ben)
        room = (await client(slack).conversations_open(users=[ada.id, ben.id]))["channel"]["id"]
        assert ada.says("between us", where="Shelfmate, Ben Book") is None
        assert ada.says("hello all", where="#general") is None
        assert ada.says("hello") is not None
        for channel in (room, general.id):
            assert await why(client(slack).conversations_history(channel=channel)) == "missing_scope"
        dm = slack.workspace.conversation("U0SHELFMATE", ada.id).id
        assert (await client(slack).conversations_history(channel=dm))["messages"][0]["text"] == "hello"
