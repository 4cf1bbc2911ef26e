"""What people do to Shelfmate in Slack: they use the command or a shortcut, press, choose, and send pages."""

import json
from collections.abc import Callable, Mapping

from adapters.slack.reading.events import LONGEST_TEXT
from adapters.slack.reading.heard import (
    By,
    GivenFile,
    Heard,
    Ignored,
    SetupAsked,
    Spot,
    Suggesting,
    ViewSent,
)
from adapters.slack.reading.origin import Reading, account_of, brief, is_key
from adapters.slack.reading.payload import Payload, as_typed, id_at, part, parts, text, texts
from adapters.slack.rendering.blocks import PRESS, SAY
from adapters.slack.rendering.forms import FORM
from flows.events import Pressed, Said, Submitted
from flows.ids import EventId, QuestionId

SETUP = "setup"
MENU = "menu"
LONGEST_GIVEN = 4_000


def heard_of_act(reading: Reading) -> Heard:
    """What a command or an interaction asks for."""
    if not (reading.spot.team and reading.spot.user):
        return Ignored("nobody did it")
    if text(reading.payload, "command"):
        return _command(reading)
    read_it = _INTERACTIONS.get(text(reading.payload, "type"))
    return read_it(reading) if read_it else Ignored("a kind of payload that is not ours")


def is_setup(typed: str) -> bool:
    """Whether somebody wrote that they want to set Shelfmate up: there a page cannot be opened at once."""
    words = typed.lower().removeprefix("/mentoring").split()
    return " ".join(words).strip(".!?") in {SETUP, "set up"}


def _command(reading: Reading) -> Heard:
    words = as_typed(text(reading.payload, "text"))[:LONGEST_TEXT]
    first, _, rest = words.strip().partition(" ")
    if first.lower() == SETUP:
        return SetupAsked(account=reading.account, words=rest.strip(), spot=reading.spot)
    told = (reading.spot.trigger or reading.spot.respond, words)
    return reading.act(By.COMMAND, Said, *told, text=words.strip() or MENU)


def _shortcut(reading: Reading) -> Heard:
    """A shortcut says the command that it is named for. What stands in the message it was used on is not read."""
    callback = brief(text(reading.payload, "callback_id"))
    words = " ".join(callback.replace("_", " ").split())
    if words == SETUP:
        return SetupAsked(account=reading.account, words="", spot=reading.spot)
    told = (callback, text(reading.payload, "action_ts") or reading.spot.trigger)
    return reading.act(By.SHORTCUT, Said, *told, text=words or MENU)


def _pressed(reading: Reading) -> Heard:
    for action in parts(reading.payload, "actions"):
        id, value = text(action, "action_id"), text(action, "value")
        told = (id, text(action, "action_ts") or reading.spot.trigger, reading.spot.ts or reading.spot.view)
        if id == f"{SAY}{SETUP}":
            return SetupAsked(account=reading.account, words="", spot=reading.spot)
        if id.startswith(SAY):
            return reading.act(By.PRESS, Said, *told, text=brief(id.removeprefix(SAY)) or MENU)
        pressed = value if value.startswith(PRESS) else id
        question, _, choice = pressed.removeprefix(PRESS).partition(":")
        if pressed.startswith(PRESS) and is_key(question) and is_key(choice):
            return reading.act(By.PRESS, Pressed, *told, question=QuestionId(question), choice=choice)
    return Ignored("a press that asks nothing of us")


def _sent(reading: Reading) -> Heard:
    view = part(reading.payload, "view")
    callback, values = text(view, "callback_id"), _values(view, reading.spot)
    if callback != FORM:
        kept = text(view, "private_metadata")
        return ViewSent(
            account=reading.account,
            callback=brief(callback),
            kept=kept,
            spot=reading.spot,
            values=values,
            files=_files(view, reading.spot),
        )
    question = _question(view)
    if question is None:
        return Ignored("a page without its question")
    # after errors beside the fields the view is the same, its hash too: what was typed tells the next try from this one
    told = (reading.spot.view, reading.spot.hash, json.dumps(values, sort_keys=True))
    return reading.act(By.PAGE, Submitted, *told, question=question, values=values)


def _suggesting(reading: Reading) -> Heard:
    view = part(reading.payload, "view")
    question, field = _question(view), text(reading.payload, "block_id")
    if question is None or not is_key(field):
        return Ignored("a menu that is not ours")
    event, typed = EventId(brief(_kept(view, "event"))), brief(text(reading.payload, "value"))
    return Suggesting(account=reading.account, question=question, event=event, field=field, typed=typed)


# --- views ------------------------------------------------------------------------------------------------


def _question(view: Payload) -> QuestionId | None:
    """The question whose page it is."""
    question = _kept(view, "question")
    return QuestionId(question) if is_key(question) else None


def _kept(view: Payload, name: str) -> str:
    """What stands in the view's private metadata under this name."""
    try:
        return text(json.loads(text(view, "private_metadata")), name)
    except (ValueError, RecursionError):
        return ""


def _values(view: Payload, spot: Spot) -> dict[str, tuple[str, ...]]:
    """By field what was given, `()` for what was left empty."""
    values: dict[str, tuple[str, ...]] = {}
    for key in spot.fields:
        inputs = part(view, "state", "values", key)
        values[key] = next((_given(inputs[id], spot.team) for id in inputs), ())
    return values


def _files(view: Payload, spot: Spot) -> dict[str, tuple[GivenFile, ...]]:
    """By field which files were given."""
    inputs = {key: part(view, "state", "values", key) for key in spot.fields}
    given = {
        key: tuple(_file(one) for id in inputs[key] for one in parts(inputs[key], id, "files"))
        for key in inputs
    }
    return {key: files for key, files in given.items() if files}


def _file(told: Payload) -> GivenFile:
    size = told.get("size")
    return GivenFile(
        id=id_at(told, "id"),
        name=brief(text(told, "name")),
        size=size if isinstance(size, int) else 0,
        url=text(told, "url_private_download"),
    )


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


_INTERACTIONS: Mapping[str, Callable[[Reading], Heard]] = {
    "block_actions": _pressed,
    "view_submission": _sent,
    "block_suggestion": _suggesting,
    "shortcut": _shortcut,
    "message_action": _shortcut,
}
