"""The small objects that blocks are made of: texts, options, confirmations."""

from typing import Any

from tests.slack.blocks.checks import Check, Say, array, boolean, by_type, choice, exactly_one, shape, string

URL = string(3000, least=1, like=r"(?s)(https?|mailto|slack|tel):.+")


def plain(most: int = 3000) -> Check:
    """Plain text."""
    return by_type({"plain_text": shape({"text": string(most, least=1)}, {"emoji": boolean})})


def text(most: int = 3000) -> Check:
    """Plain text or mrkdwn."""
    words = string(most, least=1)
    return by_type(
        {
            "plain_text": shape({"text": words}, {"emoji": boolean}),
            "mrkdwn": shape({"text": words}, {"verbatim": boolean}),
        }
    )


def option(words: Check, *, link: bool = False) -> Check:
    """One choice."""
    may: dict[str, Check] = {"description": words}
    if link:
        may["url"] = URL
    return shape({"text": words, "value": string(150, least=1)}, may, typed=False)


PLAIN_OPTION = option(plain(75))
RICH_OPTION = option(text(75))
LINK_OPTION = option(plain(75), link=True)
OPTION_GROUP = shape({"label": plain(75), "options": array(PLAIN_OPTION, 1, 100)}, typed=False)
CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
    typed=False,
)
DISPATCH = shape(
    {},
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)},
    typed=False,
)
FILTER = shape(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    typed=False,
)
SLACK_FILE = shape({}, {"id": string(), "url": string()}, exactly_one("id", "url"), typed=False)


def distinct_values(value: Any, at: str, say: Say) -> None:
    """No two options of one menu have the same value."""
    seen = [option.get("value") for option in options_of(value)]
    if len(seen) != len(set(seen)):
        say(f"{at}/options", "option values must be unique")


def initial_among_options(value: Any, at: str, say: Say) -> None:
    """What is chosen at first is one of the options, word for word."""
    offered = options_of(value)
    for name in ("initial_option", "initial_options"):
        first = value.get(name) or []
        for one in first if isinstance(first, list) else [first]:
            if one not in offered:
                say(f"{at}/{name}", "must match one of the options exactly")


def options_of(element: Any) -> list[Any]:
    """Every option of a menu, in groups or not."""
    groups = element.get("option_groups") or []
    inside = [one for group in groups if isinstance(group, dict) for one in group.get("options") or []]
    options = element.get("options") or []
    return [one for one in [*options, *inside] if isinstance(one, dict)] if isinstance(options, list) else []
