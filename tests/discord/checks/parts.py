"""Buttons and select menus, wherever they stand."""

from typing import Any

from tests.discord.checks.form import REQUIRED, Form, Path
from tests.discord.refusals import Json

BUTTON, STRING, USERS, ROLES, MENTIONABLES, CHANNELS = 2, 3, 5, 6, 7, 8
SELECTS = {STRING, USERS, ROLES, MENTIONABLES, CHANNELS}
LINK, PREMIUM = 5, 6


def custom_id(form: Form, path: Path, given: Json) -> None:
    """What the app knows a component by."""
    form.text((*path, "custom_id"), given.get("custom_id"), 100)


def emoji(form: Form, path: Path, given: Any) -> None:
    """A sign of Unicode, or one of a server."""
    if given is not None and not (isinstance(given, dict) and (given.get("name") or given.get("id"))):
        form.wrong((*path, "emoji"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
    name = given.get("name") if isinstance(given, dict) and not given.get("id") else None
    if name and name.isascii():
        form.wrong((*path, "emoji", "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def button(form: Form, path: Path, given: Json) -> None:
    """A button: what belongs to its style, and nothing else."""
    style = given.get("style")
    form.one_of((*path, "style"), style, range(1, 7))
    if given.get("label") is not None:
        form.text((*path, "label"), given["label"], 80, 0)
    emoji(form, path, given.get("emoji"))
    form.flag((*path, "disabled"), given.get("disabled"))
    if not given.get("label") and not given.get("emoji") and style != PREMIUM:
        form.wrong(path, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button must have a label or an emoji")
    if style == LINK:
        form.url((*path, "url"), given.get("url"), 512, ("http", "https", "discord"))
        if given.get("custom_id"):
            form.wrong(
                path,
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    elif style == PREMIUM:
        form.wrong((*path, "sku_id"), *REQUIRED)  # nothing is for sale here
    else:
        custom_id(form, path, given)
        if given.get("url"):
            form.wrong(
                path,
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )


def select(form: Form, path: Path, given: Json, *, modal: bool = False) -> None:
    """A select menu of any sort."""
    custom_id(form, path, given)
    if given.get("placeholder") is not None:
        form.text((*path, "placeholder"), given["placeholder"], 150, 0)
    counts(form, path, given, 25, modal=modal)
    if modal and given.get("disabled"):
        form.wrong(
            (*path, "disabled"),
            "COMPONENT_DISABLED_IN_MODAL",
            "Disabled components are not allowed in modals",
        )
    if given["type"] == STRING:
        options(form, path, given, 1, 25)
    else:
        kinds = {USERS: {"user"}, ROLES: {"role"}, MENTIONABLES: {"user", "role"}, CHANNELS: {"channel"}}[
            given["type"]
        ]
        defaults = form.many(
            (*path, "default_values"), given.get("default_values") or [], given.get("max_values") or 1
        )
        for number, one in enumerate(defaults):
            form.one_of((*path, "default_values", number, "type"), one.get("type"), kinds)


def counts(form: Form, path: Path, given: Json, most: int, *, modal: bool) -> None:
    """How many may be chosen."""
    least = given.get("min_values")
    form.number((*path, "min_values"), least, 0, most)
    form.number((*path, "max_values"), given.get("max_values"), 1, most)
    if isinstance(least, int) and least > (given.get("max_values") or (1 if given["type"] != 22 else most)):
        form.wrong(
            (*path, "min_values"), "COMPONENT_MIN_VALUES_GREATER_THAN_MAX", "Must not exceed max_values"
        )
    if modal and least == 0 and given.get("required", True):
        form.wrong(
            (*path, "min_values"),
            "COMPONENT_REQUIRED_MIN_VALUES",
            "min_values must be at least 1 if required",
        )


def options(form: Form, path: Path, given: Json, least: int, most: int) -> None:
    """What can be chosen from."""
    several = form.many((*path, "options"), given.get("options"), most, least)
    for number, one in enumerate(several):
        at = (*path, "options", number)
        form.text((*at, "label"), one.get("label"), 100)
        form.text((*at, "value"), one.get("value"), 100)
        if one.get("description") is not None:
            form.text((*at, "description"), one["description"], 100, 0)
        emoji(form, at, one.get("emoji"))
    form.distinct((*path, "options"), [one.get("value") for one in several], "SELECT_COMPONENT_OPTION_VALUE")
    chosen = sum(bool(one.get("default")) for one in several)
    single = 1 if given["type"] in {STRING, 21} else len(several)
    if chosen > (given.get("max_values") or single):
        form.wrong(
            (*path, "options"),
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "More default values than max_values",
        )
    if given["type"] != 21 and (given.get("max_values") or 0) > max(len(several), 1):
        form.wrong(
            (*path, "max_values"),
            "SELECT_COMPONENT_MAX_VALUES_EXCEEDS_OPTIONS",
            "More than there are options",
        )
