"""A manifest is pasted: Slack checks it, and holds the app to what it says."""

import copy
from typing import Any

import pytest

from tests.slack.listening import client
from tests.slack.manifest import manifest_findings, pasted
from tests.slack.slack import loopback
from tests.slack.test_web_api import why

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Shelfmate", "description": "Mentoring", "long_description": "x" * 175},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Shelfmate", "always_online": True},
        "slash_commands": [{"command": "/mentoring", "description": "Mentoring", "usage_hint": "menu"}],
        "shortcuts": [{"name": "My mentoring", "type": "global", "callback_id": "me", "description": "Mine"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


async def test_an_app_is_held_to_its_manifest() -> None:
    async with loopback(pasted(MANIFEST)) as slack:
        ada = slack.add("Ada Archer")
        assert ada.says("hello") is not None
        slack.deactivates(ada)  # it did not subscribe to this
        assert [one.payload["event"]["type"] for one in slack.deliveries] == ["message"]
        assert await why(client(slack).users_info(user=ada.id)) == "missing_scope"
        assert slack.app.shortcuts == {"My mentoring": ("me", "global")}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The manifest with another value at one place; `...` takes it out."""
    manifest = copy.deepcopy(MANIFEST)
    place: Any = manifest
    *way, last = path.split("/")
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return manifest


@pytest.mark.parametrize(
    ("path", "value", "finding"),
    [
        ("display_information/name", "x" * 36, "must be less than 36 characters"),
        ("display_information/long_description", "x" * 174, "must be more than 174 characters"),
        ("display_information/motto", "Read", "invalid additional property: motto"),
        ("display_information", ..., "missing required field: display_information"),
        ("features/slash_commands/0/command", "mentoring", "must match the pattern"),
        ("features/shortcuts/0/name", "x" * 25, "must be less than 25 characters"),
        ("features/shortcuts/0/type", "local", "must be a valid enum value: message, global"),
        ("features/bot_user", ..., "bot scopes need a bot_user"),
        ("oauth_config/scopes/bot", ["chat:write", "im:history"], "commands and shortcuts need commands"),
        ("oauth_config/scopes/bot", ["chat:write", "commands"], "message.im needs im:history"),
        ("oauth_config/scopes/bot", ["commands", "im:history", "users:read.email"], "needs users:read"),
        (
            "oauth_config/scopes/bot",
            ["commands", "im:history", "magic"],
            "this scope is not known here: magic",
        ),
        ("settings/event_subscriptions/bot_events", ["rain"], "this event is not known here: rain"),
        ("settings/socket_mode_enabled", False, "missing required field: request_url"),
    ],
)
def test_a_manifest_that_slack_does_not_take(path: str, value: Any, finding: str) -> None:
    found = manifest_findings(changed(path, value))
    assert any(finding in one for one in found), found
    assert manifest_findings(MANIFEST) == []
