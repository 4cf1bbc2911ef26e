"""The interactive elements: buttons, menus, pickers, inputs; and in which blocks each may stand."""

from collections.abc import Callable
from typing import Any

from tests.slack.blocks.checks import (
    Check,
    Say,
    array,
    boolean,
    by_type,
    choice,
    exactly_one,
    shape,
    string,
    whole,
)
from tests.slack.blocks.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    LINK_OPTION,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    URL,
    distinct_values,
    initial_among_options,
    plain,
)

ACTION_ID = {"action_id": string(255, least=1)}
FOCUS = {"focus_on_load": boolean}
PLACEHOLDER = {"placeholder": plain(150)}
COMMON: dict[str, Check] = {**ACTION_ID, "confirm": CONFIRM, **FOCUS, **PLACEHOLDER}
STRINGS = array(string(least=1), 0, None)
AT_MOST: dict[str, Check] = {"max_selected_items": whole(1, 100)}
DATE = string(like=r"\d{4}-\d\d-\d\d")
TIME = string(like=r"([01]\d|2[0-3]):[0-5]\d")
MENU = (exactly_one("options", "option_groups"), distinct_values, initial_among_options)
FIXED: dict[str, Check] = {
    "options": array(PLAIN_OPTION, 1, 100),
    "option_groups": array(OPTION_GROUP, 1, 100),
}
TYPED: dict[str, Check] = {**ACTION_ID, **FOCUS, **PLACEHOLDER, "dispatch_action_config": DISPATCH}


def _bounds_in_order(value: Any, at: str, say: Say) -> None:
    for least, most in (("min_length", "max_length"), ("min_value", "max_value")):
        if value.get(least) is not None and value.get(most) is not None:
            low, high = _number(value[least]), _number(value[most])
            if low is None or high is None or low > high:
                say(at, f"{least} must not be greater than {most}")


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _numeric(value: Any, at: str, say: Say) -> None:
    if not isinstance(value, str) or _number(value) is None:
        say(at, "must be a number, written as a string")


Chosen = Callable[[str, Check], dict[str, Check]]
"""What may be chosen at first, by the word that its field's name has for it."""


def _one(noun: str, check: Check) -> dict[str, Check]:
    return {f"initial_{noun}": check}


def _many(noun: str, check: Check) -> dict[str, Check]:
    return {f"initial_{noun}s": array(check, 1, 100)}


def _selects(prefix: str, chosen: Chosen, shared: dict[str, Check]) -> dict[str, Check]:
    """The menus of every source."""
    some = string(least=1)
    talk = {"default_to_current_conversation": boolean, "filter": FILTER}
    asking = {"min_query_length": whole(0, 300)}
    return {
        f"{prefix}static_select": shape({}, {**shared, **FIXED, **chosen("option", PLAIN_OPTION)}, *MENU),
        f"{prefix}external_select": shape({}, {**shared, **asking, **chosen("option", PLAIN_OPTION)}),
        f"{prefix}users_select": shape({}, {**shared, **chosen("user", some)}),
        f"{prefix}channels_select": shape({}, {**shared, **chosen("channel", some)}),
        f"{prefix}conversations_select": shape({}, {**shared, **talk, **chosen("conversation", some)}),
    }


BUTTON = shape(
    {"text": plain(75)},
    {
        **ACTION_ID,
        "url": URL,
        "value": string(2000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
IMAGE = shape(
    {"alt_text": string(2000, least=1)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)
CHECKBOXES = shape(
    {"options": array(RICH_OPTION, 1, 10)},
    {**ACTION_ID, **FOCUS, "confirm": CONFIRM, "initial_options": array(RICH_OPTION, 1, 10)},
    distinct_values,
    initial_among_options,
)
RADIO = shape(
    {"options": array(RICH_OPTION, 1, 10)},
    {**ACTION_ID, **FOCUS, "confirm": CONFIRM, "initial_option": RICH_OPTION},
    distinct_values,
    initial_among_options,
)
OVERFLOW = shape({"options": array(LINK_OPTION, 1, 5)}, {**ACTION_ID, "confirm": CONFIRM}, distinct_values)
ELEMENTS: dict[str, Check] = {
    **_selects("", _one, COMMON),
    **_selects("multi_", _many, {**COMMON, **AT_MOST}),
    "button": BUTTON,
    "image": IMAGE,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO,
    "overflow": OVERFLOW,
    "datepicker": shape({}, {**COMMON, "initial_date": DATE}),
    "timepicker": shape({}, {**COMMON, "initial_time": TIME, "timezone": string(least=1)}),
    "datetimepicker": shape(
        {}, {**ACTION_ID, **FOCUS, "confirm": CONFIRM, "initial_date_time": whole(10**9, 10**10 - 1)}
    ),
    "plain_text_input": shape(
        {},
        {
            **TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        _bounds_in_order,
    ),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": _numeric, "min_value": _numeric, "max_value": _numeric},
        _bounds_in_order,
    ),
    "email_text_input": shape({}, {**TYPED, "initial_value": string(least=1)}),
    "url_text_input": shape({}, {**TYPED, "initial_value": string(least=1)}),
    "file_input": shape({}, {**ACTION_ID, "filetypes": STRINGS, "max_files": whole(1, 10)}),
}

MENUS = {name for name in ELEMENTS if name.endswith("_select")}
PICKED = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
IN_SECTION = by_type({name: ELEMENTS[name] for name in {*MENUS, *PICKED, "button", "image", "overflow"}})
IN_ACTIONS = by_type(
    {
        name: ELEMENTS[name]
        for name in {*MENUS, *PICKED, "button", "overflow", "datetimepicker"}
        if not name.startswith("multi_")
    }
)
IN_INPUT = by_type(
    {name: check for name, check in ELEMENTS.items() if name not in {"button", "image", "overflow"}}
)
