"""An app's manifest as Slack checks it when it is pasted: its published schema, and whether scopes and events go together."""

from typing import Any

from adapters.slack.app.manifest import manifest as our_manifest
from tests.slack.app import EVENT_SCOPES, EVERY_EVENT, EVERY_SCOPE, App
from tests.slack.blocks.checks import Check, Say, array, boolean, choice, findings, shape, string, whole
from tests.slack.refusals import Json

ADDRESS = string(3500, like=r"https?://.+")
WORDS = array(string(50), 0, 255)


def part(needs: dict[str, Check], may: dict[str, Check] | None = None, *also: Check) -> Check:
    """A part of a manifest: nothing in it has a `type` of its own accord."""
    return shape(needs, may, *also, typed=False)


def flags(*names: str) -> dict[str, Check]:
    """Switches."""
    return dict.fromkeys(names, boolean)


def _among(known: frozenset[str], what: str) -> Check:
    def check(value: Any, at: str, say: Say) -> None:
        if value not in known:
            say(at, f"{what} is not known here: {value}")

    return check


COMMAND = part(
    {"command": string(32, least=2, like=r"/[^\sA-Z]+"), "description": string(2000, least=1)},
    {"url": ADDRESS, "usage_hint": string(1000, least=1), "should_escape": boolean},
)
SHORTCUT = part(
    {
        "name": string(24, least=1),
        "type": choice("message", "global"),
        "callback_id": string(255, least=1),
        "description": string(150, least=1),
    }
)
FEATURES = part(
    {},
    {
        "app_home": part(
            {}, flags("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled")
        ),
        "bot_user": part({"display_name": string(80, least=1)}, flags("always_online")),
        "slash_commands": array(COMMAND, 1, 50),
        "shortcuts": array(SHORTCUT, 1, 10),
    },
)
SCOPES = part({}, {"bot": array(_among(EVERY_SCOPE, "this scope"), 0, 255), "user": WORDS})
SETTINGS = part(
    {},
    {
        **flags("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_hosted"),
        "event_subscriptions": part(
            {}, {"request_url": ADDRESS, "bot_events": array(_among(EVERY_EVENT, "this event"), 0, 100)}
        ),
        "interactivity": part(
            {"is_enabled": boolean}, {"request_url": ADDRESS, "message_menu_options_url": ADDRESS}
        ),
    },
)


def _goes_together(manifest: Any, at: str, say: Say) -> None:
    """Events need their scopes, a command its scope, and without sockets everything needs a URL."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    scopes = set(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    events = settings.get("event_subscriptions", {})
    for event in events.get("bot_events", ()):
        if EVENT_SCOPES.get(event, "") not in {*scopes, ""}:
            say("/settings/event_subscriptions/bot_events", f"{event} needs {EVENT_SCOPES[event]}")
    if (features.get("slash_commands") or features.get("shortcuts")) and "commands" not in scopes:
        say("/oauth_config/scopes/bot", "commands and shortcuts need commands")
    if scopes and not features.get("bot_user"):
        say("/features", "bot scopes need a bot_user")
    if "users:read.email" in scopes and "users:read" not in scopes:
        say("/oauth_config/scopes/bot", "users:read.email needs users:read")
    if not settings.get("socket_mode_enabled"):
        _has_urls(manifest, say)


def _has_urls(manifest: Json, say: Say) -> None:
    settings = manifest.get("settings", {})
    for name in ("event_subscriptions", "interactivity"):
        if settings.get(name) and not settings[name].get("request_url"):
            say(f"/settings/{name}", "missing required field: request_url")
    for number, command in enumerate(manifest.get("features", {}).get("slash_commands", ())):
        if not command.get("url"):
            say(f"/features/slash_commands/{number}", "missing required field: url")


MANIFEST = part(
    {
        "display_information": part(
            {"name": string(35, least=1)},
            {
                "description": string(140, least=1),
                "long_description": string(4000, least=175),
                "background_color": string(7, like=r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
            },
        )
    },
    {
        "_metadata": part({}, {"major_version": whole(1, 2), "minor_version": whole(0)}),
        "features": FEATURES,
        "oauth_config": part({}, {"scopes": SCOPES, "redirect_urls": array(string(2500), 0, 1000)}),
        "settings": SETTINGS,
    },
    _goes_together,
)


def manifest_findings(manifest: Any) -> list[str]:
    """What Slack would complain of."""
    return findings(MANIFEST, manifest, "")


def pasted(manifest: Json, **more: Any) -> App:
    """The app that is created from a manifest."""
    found = manifest_findings(manifest)
    assert not found, f"Slack does not take this manifest: {found}"
    return App.pasted(manifest, **more)


def ours(*, socket_mode: bool = True) -> App:
    """Shelfmate as whoever follows the guide has it; a test says where its requests go."""
    return pasted(our_manifest("" if socket_mode else "https://nowhere.example"))
