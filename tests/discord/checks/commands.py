"""Application commands: names, descriptions, options, choices, their translations, and how much of it in all."""

import re
from typing import Any

from tests.discord.checks.form import Form, Path
from tests.discord.refusals import Json

TYPED, ON_PERSON, ON_MESSAGE = 1, 2, 3
SUB, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
CAN_COMPLETE = {STRING, INTEGER, NUMBER}
NAME = re.compile(r"[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")
LOCALES = set(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja "
    "zh-TW ko".split()
)
MOST = {TYPED: 100, ON_PERSON: 15, ON_MESSAGE: 15}
"""Commands of each type, in one place."""
TOGETHER = 8000
"""Characters of names, descriptions and values of one command, in its longest language."""
INTEGERS = 2**53


def command(form: Form, path: Path, given: Json) -> None:
    """One command."""
    kind = given.get("type", TYPED)
    form.one_of((*path, "type"), kind, set(MOST))
    _name(form, path, given, free=kind != TYPED)
    if kind == TYPED:
        _described(form, path, given)
        options(form, path, given.get("options") or [], 0)
    elif given.get("description") or given.get("options"):
        form.wrong(
            (*path, "description"),
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
            "Context menu commands cannot have description",
        )
    for field, allowed in (("contexts", {0, 1, 2}), ("integration_types", {0, 1})):
        for number, one in enumerate(form.many((*path, field), given.get(field) or [], 3)):
            form.one_of((*path, field, number), one, allowed)
    permissions = given.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        form.wrong((*path, "default_member_permissions"), "BASE_TYPE_BAD_PERMISSIONS", "Not a bit set")
    if _length(given) > TOGETHER:
        form.wrong(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOGETHER})")


def several(given: Any, most: dict[int, int]) -> None:
    """All of them at once."""
    form = Form()
    for number, one in enumerate(given):
        command(form, (number,), one)
    names = [(one.get("type", TYPED), one.get("name")) for one in given]
    form.distinct((), names, "APPLICATION_COMMANDS_NAME")
    for kind, limit in most.items():
        if sum(one.get("type", TYPED) == kind for one in given) > limit:
            form.wrong(
                (), "APPLICATION_COMMANDS_MAX", f"Maximum number of application commands reached ({limit})"
            )
    form.settle()


def _name(form: Form, path: Path, given: Json, *, free: bool) -> None:
    names = {"name": given.get("name"), **_translated(form, path, given, "name")}
    for where, name in names.items():
        at = (*path, "name") if where == "name" else (*path, "name_localizations", where)
        form.text(at, name, 32)
        if isinstance(name, str) and not free and (not NAME.fullmatch(name) or name != name.lower()):
            form.wrong(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _described(form: Form, path: Path, given: Json) -> None:
    form.text((*path, "description"), given.get("description"), 100)
    for where, words in _translated(form, path, given, "description").items():
        form.text((*path, "description_localizations", where), words, 100)


def _translated(form: Form, path: Path, given: Json, field: str) -> dict[str, Any]:
    translations: dict[str, Any] = given.get(f"{field}_localizations") or {}
    for where in translations:
        if where not in LOCALES:
            form.wrong(
                (*path, f"{field}_localizations", where), "BASE_TYPE_CHOICES", "Not a locale of Discord"
            )
    return translations


def options(form: Form, path: Path, given: Any, depth: int) -> None:
    """What is filled in, or the sub-commands."""
    many = form.many((*path, "options"), given, 25)
    optional = False
    for number, one in enumerate(many):
        at = (*path, "options", number)
        form.one_of((*at, "type"), one.get("type"), range(1, 12))
        _name(form, at, one, free=False)
        _described(form, at, one)
        if one.get("type") in {SUB, GROUP}:
            if depth > (1 if one["type"] == SUB else 0):
                form.wrong((*at, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep")
            options(form, at, one.get("options") or [], depth + 1)
            continue
        if one.get("required") and optional:
            form.wrong(
                at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or not one.get("required")
        _option(form, at, one)
    if len({one.get("type") in {SUB, GROUP} for one in many}) > 1:
        form.wrong(
            (*path, "options"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and other options do not mix",
        )
    form.distinct((*path, "options"), [one.get("name") for one in many], "APPLICATION_COMMAND_OPTIONS_NAME")


def _option(form: Form, path: Path, one: Json) -> None:
    kind = one.get("type", STRING)
    if one.get("choices"):
        choices(form, (*path, "choices"), one["choices"], kind)
    if one.get("autocomplete") and (one.get("choices") or kind not in CAN_COMPLETE):
        form.wrong(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
            "Autocomplete cannot be set together with choices, or for this type",
        )
    form.number((*path, "min_length"), one.get("min_length"), 0, 6000)
    form.number((*path, "max_length"), one.get("max_length"), 1, 6000)


def choices(form: Form, path: Path, given: Any, kind: int) -> None:
    """What is offered to choose from."""
    for number, one in enumerate(form.many(path, given, 25)):
        at = (*path, number)
        form.text((*at, "name"), one.get("name"), 100)
        for where, words in _translated(form, at, one, "name").items():
            form.text((*at, "name_localizations", where), words, 100)
        if kind == STRING:
            form.text((*at, "value"), one.get("value"), 100)
        else:
            form.number((*at, "value"), one.get("value"), -INTEGERS, INTEGERS, required=True, kind=float)


def _length(given: Json) -> int:
    def longest(field: str, one: Json) -> int:
        words = [one.get(field) or "", *(one.get(f"{field}_localizations") or {}).values()]
        return max(len(str(word)) for word in words)

    total = longest("name", given) + longest("description", given)
    total += sum(longest("name", one) + len(str(one.get("value", ""))) for one in given.get("choices") or [])
    return total + sum(map(_length, given.get("options") or []))
