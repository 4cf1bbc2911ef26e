"""Payloads as Slack sends them, each as small as its documentation's example; names and ids are of nobody."""

from typing import Any

TEAM, ANA, BOT = "T0LIBRARY", "U0ANA", "U0BOT"
Payload = dict[str, Any]


def event(kind: str, **parts: Any) -> Payload:
    """An event in its envelope."""
    return {
        "token": "x",
        "team_id": TEAM,
        "api_app_id": "A0SHELF",
        "type": "event_callback",
        "event_id": "Ev0001",
        "event_time": 1_806_584_400,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": {"type": kind, "user": ANA, "event_ts": "1806584400.000100", **parts},
    }


def direct(text: str, **parts: Any) -> Payload:
    """Somebody types to Shelfmate."""
    said = {"channel": "D0ANA", "channel_type": "im", "ts": "1806584400.000100", "text": text}
    return event("message", **{**said, **parts})


def _acted(kind: str, **parts: Any) -> Payload:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "library"},
        "user": {"id": ANA, "username": "ana", "team_id": TEAM},
        "api_app_id": "A0SHELF",
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        **parts,
    }


def press(id: str, at: str = "1806584400.000200", **parts: Any) -> Payload:
    """Somebody presses a button under a message."""
    return _acted(
        "block_actions",
        **{
            "container": {"type": "message", "message_ts": "1806584000.000100", "channel_id": "D0ANA"},
            "channel": {"id": "D0ANA", "name": "directmessage"},
            "message": {"type": "message", "ts": "1806584000.000100", "text": "Are you in touch?"},
            "response_url": "https://hooks.example.org/actions/T0LIBRARY/1/x",
            "actions": [
                {"type": "button", "action_id": id, "block_id": "p0.1", "value": id, "action_ts": at}
            ],
            **parts,
        },
    )


def page(question: str, values: dict[str, Any], seen: str = "1806584400.aaaa") -> Payload:
    """Somebody sends a page of a form; `values` by field, each as its input gives it."""
    return _acted("view_submission", view=view(question, values, seen), response_urls=[])


def view(question: str, values: dict[str, Any], seen: str = "1806584400.aaaa") -> Payload:
    """A modal as Slack hands it back."""
    return {
        "id": "V0001",
        "type": "modal",
        "callback_id": "form",
        "hash": seen,
        "private_metadata": f'{{"question": "{question}"}}',
        "blocks": [{"type": "input", "block_id": key, "element": {"action_id": "given"}} for key in values],
        "state": {"values": {key: {"given": value} for key, value in values.items()}},
    }


def closed(question: str) -> Payload:
    """Somebody closes a form."""
    return _acted("view_closed", view=view(question, {}), is_cleared=False)


def command(text: str, trigger: str = "13345224609.738474920.8088930838d88f008e0") -> Payload:
    """Somebody uses the command."""
    return {
        "token": "x",
        "command": "/mentoring",
        "text": text,
        "team_id": TEAM,
        "channel_id": "C0GENERAL",
        "user_id": ANA,
        "user_name": "ana",
        "response_url": "https://hooks.example.org/commands/1/x",
        "trigger_id": trigger,
    }


def shortcut(callback: str, **parts: Any) -> Payload:
    """Somebody uses a shortcut; with a message, one of those that stand beside it."""
    return _acted(
        "message_action" if parts else "shortcut",
        **{"callback_id": callback, "action_ts": "1806584400.000300", **parts},
    )


def suggestion(question: str, field: str, typed: str) -> Payload:
    """Somebody types into a long menu."""
    asked = {"action_id": "given", "block_id": field, "value": typed}
    return _acted("block_suggestion", **asked, view=view(question, {field: None}))


ALL = (
    direct("sign up"),
    direct("", subtype="file_share", files=[{"id": "F1"}]),
    direct("hello", bot_id="B1"),
    event("app_home_opened", tab="home", channel="D0ANA"),
    event("team_join", user={"id": ANA, "real_name": "Ana Duarte", "tz": "America/New_York", "profile": {}}),
    event("member_joined_channel", channel="C0GENERAL"),
    event("app_uninstalled"),
    event("tokens_revoked", tokens={"oauth": [], "bot": [BOT]}),
    press("q:1f2e:yes"),
    press("say:me", container={"type": "view", "view_id": "V0HOME"}, view={"id": "V0HOME", "type": "home"}),
    page("1f2e", {"topics": {"type": "checkboxes", "selected_options": [{"value": "archives"}]}}),
    closed("1f2e"),
    command("signup"),
    command("setup"),
    shortcut("something_is_not_right"),
    shortcut(
        "something_is_not_right",
        message={"text": "between us"},
        channel={"id": "C0GENERAL"},
        message_ts="1.2",
    ),
    suggestion("1f2e", "topics", "hist"),
    {"type": "url_verification", "challenge": "x"},
)
"""One of each."""
