"""Reading: whatever Slack sends becomes an event, a value of the adapter's own, or nothing with a reason. Pure, total."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.blocks import PRESS
from adapters.slack.forms import FORM
from adapters.slack.heard import (
    Act,
    Arrived,
    By,
    Heard,
    HomeOpened,
    Ignored,
    InChannel,
    SetupAsked,
    Spot,
    Suggesting,
    Uninstalled,
    ViewClosed,
    ViewSent,
)
from adapters.slack.payload import Payload, as_typed, id_at, part, parts, text, texts
from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, EventId, ProgramId, QuestionId, derived

ACCOUNT = "slack:"
SAY = "say:"
"""Begins the action id of a button that says a command: those on a person's own page."""
SETUP = "setup"
MENU = "menu"
LONGEST_TEXT = 40_000
"""Slack's own longest message."""
LONGEST_GIVEN = 4_000
LONGEST_KEY = 300
TYPED = frozenset({"", "me_message", "file_share", "thread_broadcast"})
"""The subtypes of a message that somebody wrote; all others tell of something."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One payload, and what every event that comes of it carries."""

    payload: Payload
    now: datetime
    program: ProgramId | None
    spot: Spot

    @property
    def account(self) -> AccountId:
        return account_of(self.spot.team, self.spot.user)

    def act(self, by: By, kind: Callable[..., Any], *told: str, id: str = "", **more: object) -> Act:
        """The event of something that this person did. `told` tells it from all else that they do here."""
        own = id or derived(by, self.spot.team, self.spot.user, *told)
        event = kind(
            id=EventId(f"{ACCOUNT}{own}"), now=self.now, account=self.account, program=self.program, **more
        )
        return Act(event=event, by=by, spot=self.spot)


def account_of(team: str, user: str) -> AccountId:
    """The account by which somebody speaks in a workspace."""
    return AccountId(f"{ACCOUNT}{team}:{user}")


def user_in(account: AccountId) -> tuple[str, str]:
    """The workspace and the user of an account."""
    team, _, user = account.removeprefix(ACCOUNT).partition(":")
    return team, user


def team_of(payload: object) -> str:
    """The workspace that a payload comes from, to look up its program and token; "" where it does not say."""
    return id_at(payload, "team", "id") or id_at(payload, "team_id") or id_at(payload, "user", "team_id")


def read(payload: object, *, now: datetime, program: ProgramId | None = None) -> Heard:
    """What Slack sent: an event's envelope, an interaction, or a command, as Bolt parses its body."""
    if not isinstance(payload, Mapping):
        return Ignored("not an object")
    kind = text(payload, "type")
    if kind == "event_callback":
        return _event(_Reading(payload, now, program, _spot_of_event(payload)))
    reading = _Reading(payload, now, program, _spot(payload))
    if not (reading.spot.team and reading.spot.user):
        return Ignored("nobody did it")
    if text(payload, "command"):
        return _command(reading)
    read_it = _INTERACTIONS.get(kind)
    return read_it(reading) if read_it else Ignored("a kind of payload that is not ours")


# --- events -----------------------------------------------------------------------------------------------


def _spot_of_event(payload: Payload) -> Spot:
    event = part(payload, "event")
    user = id_at(event, "user") or id_at(event, "user", "id")
    return Spot(
        team=id_at(payload, "team_id"), user=user, channel=id_at(event, "channel"), ts=text(event, "ts")
    )


def _event(reading: _Reading) -> Heard:
    kind = text(reading.payload, "event", "type")
    if not reading.spot.team:
        return Ignored("no workspace")
    if kind in {"app_uninstalled", "tokens_revoked"}:
        ours = kind == "app_uninstalled" or texts(reading.payload, "event", "tokens", "bot")
        return Uninstalled(reading.spot.team) if ours else Ignored("a person's token, which we have none of")
    read_it = _EVENTS.get(kind)
    if read_it is None:
        return Ignored("a kind of event that is not ours")
    return read_it(reading) if reading.spot.user else Ignored("nobody did it")


def _message(reading: _Reading) -> Heard:
    event, id = part(reading.payload, "event"), text(reading.payload, "event_id")
    if text(event, "channel_type") != "im":
        return Ignored("not said to Shelfmate alone")  # we do not listen elsewhere, whatever the scopes
    if event.get("bot_id") or event.get("bot_profile") or reading.spot.user in _ours(reading.payload):
        return Ignored("said by a bot")
    if reading.spot.user == "USLACKBOT":
        return Ignored("said by Slack")
    if text(event, "subtype") not in TYPED or event.get("hidden"):
        return Ignored("not a message that somebody wrote")
    said = as_typed(text(event, "text"))[:LONGEST_TEXT]
    return reading.act(By.MESSAGE, Said, reading.spot.channel, reading.spot.ts, id=_short(id), text=said)


def _home(reading: _Reading) -> Heard:
    tab = text(reading.payload, "event", "tab")
    return HomeOpened(account=reading.account, spot=reading.spot, tab=tab if tab == "messages" else "home")


def _arrived(reading: _Reading) -> Heard:
    who = part(reading.payload, "event", "user")
    if who.get("is_bot") or who.get("deleted") or reading.spot.user == "USLACKBOT":
        return Ignored("a bot, or somebody who has left")
    names = (text(who, "profile", "real_name"), text(who, "real_name"), text(who, "name"), reading.spot.user)
    return Arrived(
        account=reading.account,
        name=_short(next(filter(None, (" ".join(name.split()) for name in names)))),
        email=_short(text(who, "profile", "email")),
        zone=_short(text(who, "tz")),
        language=_short(text(who, "locale")),
    )


def _in_channel(reading: _Reading) -> Heard:
    us = reading.spot.user in _ours(reading.payload)
    return InChannel(account=reading.account, channel=reading.spot.channel, us=us)


def _ours(payload: Payload) -> frozenset[str]:
    """The users that are Shelfmate itself here."""
    return frozenset(
        text(each, "user_id") for each in parts(payload, "authorizations") if each.get("is_bot") is not False
    )


# --- commands and interactions ----------------------------------------------------------------------------


def _spot(payload: Payload) -> Spot:
    view = part(payload, "view")
    return Spot(
        team=team_of(payload),
        user=id_at(payload, "user", "id") or id_at(payload, "user_id"),
        channel=(
            id_at(payload, "channel", "id")
            or id_at(payload, "channel_id")
            or id_at(payload, "container", "channel_id")
        ),
        ts=text(payload, "container", "message_ts") or text(payload, "message", "ts"),
        trigger=text(payload, "trigger_id"),
        respond=text(payload, "response_url"),
        view=text(view, "id"),
        hash=text(view, "hash"),
        fields=_fields(view),
    )


def _command(reading: _Reading) -> Heard:
    words = as_typed(text(reading.payload, "text"))[:LONGEST_TEXT]
    first, _, rest = words.strip().partition(" ")
    if first.lower() == SETUP:
        return SetupAsked(account=reading.account, words=rest.strip(), spot=reading.spot)
    told = (reading.spot.trigger or reading.spot.respond, words)
    return reading.act(By.COMMAND, Said, *told, text=words.strip() or MENU)


def _shortcut(reading: _Reading) -> Heard:
    """A shortcut says the command that it is named for. What stands in the message it was used on is not read."""
    callback = _short(text(reading.payload, "callback_id"))
    words = " ".join(callback.replace("_", " ").split())
    if words == SETUP:
        return SetupAsked(account=reading.account, words="", spot=reading.spot)
    told = (callback, text(reading.payload, "action_ts") or reading.spot.trigger)
    return reading.act(By.SHORTCUT, Said, *told, text=words or MENU)


def _pressed(reading: _Reading) -> Heard:
    for action in parts(reading.payload, "actions"):
        id, value = text(action, "action_id"), text(action, "value")
        told = (id, text(action, "action_ts") or reading.spot.trigger, reading.spot.ts or reading.spot.view)
        if id.startswith(SAY):
            return reading.act(By.PRESS, Said, *told, text=_short(id.removeprefix(SAY)) or MENU)
        pressed = value if value.startswith(PRESS) else id
        question, _, choice = pressed.removeprefix(PRESS).partition(":")
        if pressed.startswith(PRESS) and _is_key(question) and _is_key(choice):
            return reading.act(By.PRESS, Pressed, *told, question=QuestionId(question), choice=choice)
    return Ignored("a press that asks nothing of us")


def _sent(reading: _Reading) -> Heard:
    view = part(reading.payload, "view")
    callback, values = text(view, "callback_id"), _values(view, reading.spot)
    if callback != FORM:
        kept = text(view, "private_metadata")
        return ViewSent(
            account=reading.account, callback=_short(callback), kept=kept, spot=reading.spot, values=values
        )
    question = _question(view)
    if question is None:
        return Ignored("a page without its question")
    # after errors beside the fields the view is the same, its hash too: what was typed tells the next try from this one
    told = (reading.spot.view, reading.spot.hash, json.dumps(values, sort_keys=True))
    return reading.act(By.PAGE, Submitted, *told, question=question, values=values)


def _closed(reading: _Reading) -> Heard:
    view = part(reading.payload, "view")
    callback = _short(text(view, "callback_id"))
    return ViewClosed(
        account=reading.account, callback=callback, question=_question(view) if callback == FORM else None
    )


def _suggesting(reading: _Reading) -> Heard:
    question = _question(part(reading.payload, "view"))
    field = text(reading.payload, "block_id")
    if question is None or not _is_key(field):
        return Ignored("a menu that is not ours")
    typed = _short(text(reading.payload, "value"))
    return Suggesting(account=reading.account, question=question, field=field, typed=typed)


# --- views ------------------------------------------------------------------------------------------------


def _question(view: Payload) -> QuestionId | None:
    """The question whose page it is."""
    try:
        kept = json.loads(text(view, "private_metadata"))
    except (ValueError, RecursionError):
        return None
    question = text(kept, "question")
    return QuestionId(question) if _is_key(question) else None


def _fields(view: Payload) -> tuple[str, ...]:
    keys = [text(block, "block_id") for block in parts(view, "blocks") if block.get("type") == "input"]
    return tuple(dict.fromkeys(filter(_is_key, [*keys, *part(view, "state", "values")])))


def _values(view: Payload, spot: Spot) -> dict[str, tuple[str, ...]]:
    """By field what was given, `()` for what was left empty."""
    values: dict[str, tuple[str, ...]] = {}
    for key in spot.fields:
        inputs = part(view, "state", "values", key)
        values[key] = next((_given(inputs[id], spot.team) for id in inputs), ())
    return values


def _given(element: object, team: str) -> tuple[str, ...]:
    chosen = [part(element, "selected_option"), *parts(element, "selected_options")]
    found = (
        *(text(element, name) for name in ("value", "selected_date", "selected_time")),
        *(text(option, "value") for option in chosen),
        *(account_of(team, user) for user in (id_at(element, "selected_user"),) if user),
        *(id_at(element, f"selected_{name}") for name in ("conversation", "channel")),
        *(account_of(team, user) for user in texts(element, "selected_users")),
    )
    return tuple(each[:LONGEST_GIVEN] for each in found if each)


def _is_key(key: object) -> bool:
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable()


def _short(words: str) -> str:
    return words[:LONGEST_KEY]


_EVENTS: Mapping[str, Callable[[_Reading], Heard]] = {
    "message": _message,
    "app_home_opened": _home,
    "team_join": _arrived,
    "member_joined_channel": _in_channel,
}

_INTERACTIONS: Mapping[str, Callable[[_Reading], Heard]] = {
    "block_actions": _pressed,
    "view_submission": _sent,
    "view_closed": _closed,
    "block_suggestion": _suggesting,
    "shortcut": _shortcut,
    "message_action": _shortcut,
}
