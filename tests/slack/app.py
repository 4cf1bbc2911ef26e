"""The app as it is configured at Slack: what its manifest says, and its secrets."""

from dataclasses import dataclass, field
from typing import Any

from tests.slack.refusals import Json

EVERY_SCOPE = frozenset({
    "chat:write", "chat:write.public", "commands", "files:read", "files:write", "reactions:write", "team:read",
    "users:read", "users:read.email", "im:read", "im:write", "im:history", "mpim:read", "mpim:write",
    "mpim:history", "channels:read", "channels:join", "channels:history", "groups:read", "groups:history",
    "app_mentions:read",
})  # fmt: skip
EVENT_SCOPES = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_mention": "app_mentions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_left": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
"""Which scope an event needs; `app_home_opened`, `tokens_revoked` and `app_uninstalled` need none."""
EVERY_EVENT = frozenset({*EVENT_SCOPES, "app_home_opened", "tokens_revoked", "app_uninstalled"})


@dataclass(slots=True, kw_only=True)
class App:
    """One app. By default it may do everything; a test that pastes a manifest holds it to that."""

    id: str = "A0SHELFMATE"
    name: str = "Shelfmate"
    scopes: frozenset[str] = EVERY_SCOPE
    events: frozenset[str] = EVERY_EVENT
    commands: tuple[str, ...] = ("/mentoring",)
    shortcuts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name, then callback id and type (`global` or `message`)."""
    interactive: bool = True
    home: bool = True
    messages: bool = True
    typing: bool = True
    """Whether people may type in its messages tab."""
    socket_mode: bool = True
    request_url: str = ""
    """Where HTTP mode delivers to."""
    options_url: str = ""
    """Where external selects load from in HTTP mode; without one they stay empty."""
    app_token: str = "xapp-1-A0SHELFMATE-1-loopback"
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    verification: str = "loopback-verification"

    @classmethod
    def pasted(cls, manifest: Json, **more: Any) -> "App":
        """An app that was created from this manifest."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        home, events = features.get("app_home", {}), settings.get("event_subscriptions", {})
        interactivity = settings.get("interactivity", {})
        return cls(
            name=manifest["display_information"]["name"],
            scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
            events=frozenset(events.get("bot_events", ())),
            commands=tuple(command["command"] for command in features.get("slash_commands", ())),
            shortcuts={
                shortcut["name"]: (shortcut["callback_id"], shortcut["type"])
                for shortcut in features.get("shortcuts", ())
            },
            interactive=bool(interactivity.get("is_enabled")),
            home=bool(home.get("home_tab_enabled")),
            messages=bool(home.get("messages_tab_enabled")),
            typing=not home.get("messages_tab_read_only_enabled", True),
            socket_mode=bool(settings.get("socket_mode_enabled")),
            request_url=events.get("request_url", "") or interactivity.get("request_url", ""),
            options_url=interactivity.get("message_menu_options_url", ""),
            **more,
        )

    def hears(self, event: str) -> bool:
        """Whether it is told of such an event: subscribed to, and allowed by its scopes."""
        return event in self.events and EVENT_SCOPES.get(event, "") in {*self.scopes, ""}
