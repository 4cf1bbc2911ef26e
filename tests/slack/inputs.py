"""What a person puts into an element: how it is kept, what the app is told, and what Slack does not let through."""

import re
from typing import Any

from tests.slack.records import Channel
from tests.slack.refusals import Json

TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
PICKED = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
"""Elements that keep a bare value, and under which name."""
FILES = "file_input"
LARGEST_FILE = 10_000_000
ONE_OPTION = {"static_select", "external_select", "radio_buttons"}
OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}


def key(kind: str) -> str:
    """Under which name an element of this kind keeps what was entered; '' where it keeps nothing."""
    if kind in TYPED:
        return "value"
    if kind == FILES:
        return "files"
    if kind in ONE_OPTION:
        return "selected_option"
    return "selected_options" if kind in OPTIONS else PICKED.get(kind, "")


def initial_state(element: Json) -> Json | None:
    """What stands in an element at first; nothing for a button."""
    kind = element["type"]
    name = key(kind)
    if not name:
        return None
    first = element.get("initial_value") if kind in TYPED else element.get(f"initial_{name[9:]}")
    many = kind in {*OPTIONS, FILES} or kind.startswith("multi_")
    return {"type": kind, name: [] if many and first is None else first}


def entered(element: Json, value: Any, offered: list[Json]) -> Json:
    """The state of an element once `value` was typed or chosen; options are named by what they say."""
    kind = element["type"]
    name = key(kind)
    assert name, f"nothing can be put into a {kind}"
    if kind in ONE_OPTION:
        return {"type": kind, name: None if value is None else _option(offered, value)}
    if kind == FILES:
        return {"type": kind, name: _taken(element, value)}
    if kind in OPTIONS:
        chosen = [_option(offered, one) for one in value]
        most = element.get("max_selected_items", len(chosen))
        assert len(chosen) <= most, f"no more than {most} can be chosen"
        return {"type": kind, name: chosen}
    return {"type": kind, name: list(value) if kind.startswith("multi_") else value}


def offers(element: Json, channel: Channel) -> bool:
    """Whether this conversation stands in a menu of conversations."""
    kinds = (element.get("filter") or {}).get("include")
    return (
        not kinds
        or {"channel": "public", "group": "private"}.get(channel.kind.told, channel.kind.told) in kinds
    )


def _taken(element: Json, files: list[Json]) -> list[Json]:
    """The files that Slack's own window lets through."""
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    assert len(files) <= most, f"no more than {most} files can be given"
    for file in files:
        assert not kinds or file["filetype"] in kinds, f"{file['name']} is none of {kinds}"
        assert file["size"] <= LARGEST_FILE, f"{file['name']} is larger than 10 MB"
    return files


def _option(offered: list[Json], words: str) -> Json:
    for option in offered:
        if option["text"]["text"] == words:
            return option
    raise AssertionError(f"there is no option {words!r}, only {[one['text']['text'] for one in offered]}")


def problem(block: Json, element: Json, state: Json) -> str:
    """What Slack itself says beside an input before it lets a form be sent; '' where all is well."""
    value = state[key(element["type"])]
    if value in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        return _length(str(value), element)
    if element["type"] == "number_input":
        return _number(str(value), element)
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "This field must be a valid email."
    if element["type"] == "url_text_input" and not re.match(r"https?://\S+", value):
        return "Enter a valid URL."
    return ""


def _length(typed: str, element: Json) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(typed) > most:
        return f"This field must be {most} characters or less."
    return f"This field must be at least {least} characters." if len(typed) < least else ""


def _number(typed: str, element: Json) -> str:
    try:
        number = float(typed)
    except ValueError:
        return "Enter a number."
    if not element["is_decimal_allowed"] and not re.fullmatch(r"[+-]?\d+", typed.strip()):
        return "Enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Enter a number of {least} or more."
    return f"Enter a number of {most} or less." if most is not None and number > float(most) else ""
