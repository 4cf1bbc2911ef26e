"""The manifest: everything that Slack has to know of the app, to be pasted once when it is created."""

from typing import Any

from adapters.slack.app.scopes import EVENTS, SCOPES

NAME = "Shelfmate"
COMMAND = "/mentoring"
EVENTS_PATH = "/slack/events"
"""Where Slack delivers in HTTP mode."""
DESCRIPTION = "Runs a mentoring program where its people already talk."
LONG_DESCRIPTION = (
    "Shelfmate runs a library association's mentoring program. People sign up in chat, mentors and mentees are introduced to "
    "each other, and pairs are reminded of what they agreed on; coordinators review matches and hear when somebody needs "
    "help. It cannot read channels, nor what a pair write to each other. Everybody can see what it holds about them, "
    "and have it erased, by writing to it."
)
COLOUR = "#2f4858"
SHORTCUTS = (
    ("menu", "Mentoring menu", "What you can do now: apply, see where you stand, pause"),
    (
        "something_is_not_right",
        "Something is not right",
        "A private word to the coordinators about your match",
    ),
)
"""Callback id (the command that it says), name and description. Both are global: one on a message would hand us what the message says, and we want
no word of what a pair write to each other."""


def manifest(address: str = "") -> dict[str, Any]:
    """The app's manifest: with Socket Mode, or with requests to `address`, where our own web server is reached."""
    request = {"request_url": f"{address.rstrip('/')}{EVENTS_PATH}"} if address else {}
    options = {"message_menu_options_url": request["request_url"]} if request else {}
    return {
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {"name": name, "type": "global", "callback_id": id, "description": about}
                for id, name, about in SHORTCUTS
            ],
            "slash_commands": [_command(request.get("request_url", ""))],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _command(url: str) -> dict[str, Any]:
    return {
        "command": COMMAND,
        **({"url": url} if url else {}),
        "description": "Mentoring: sign up, see where you stand, get help",
        "usage_hint": "menu | signup | me | help | desk | setup",
        "should_escape": False,
    }
