"""Modals: a title, up to five parts, each a text or a label around something to fill in."""

from collections.abc import Callable
from typing import Any

from tests.discord.checks import parts
from tests.discord.checks.components import ROW, TEXT, numbered, walk
from tests.discord.checks.form import Form, Path
from tests.discord.refusals import Json

INPUT, LABEL, UPLOAD, RADIO, BOXES, BOX = 4, 18, 19, 21, 22, 23
MOST = 5


def modal(given: Any) -> Json:
    """Check it; as it is kept."""
    form = Form()
    form.text(("data", "custom_id"), given.get("custom_id"), 100)
    form.text(("data", "title"), given.get("title"), 45)
    several = form.many(("data", "components"), given.get("components"), MOST, 1)
    for number, one in enumerate(several):
        _top(form, ("data", "components", number), one)
    every = list(walk(several))
    form.distinct(
        ("data", "components"), [o["custom_id"] for o in every if o.get("custom_id")], "COMPONENT_CUSTOM_ID"
    )
    form.settle()
    return {**given, "components": numbered(several)}


def _top(form: Form, path: Path, one: Any) -> None:
    kind = one.get("type") if isinstance(one, dict) else None
    form.one_of((*path, "type"), kind, {ROW, TEXT, LABEL})
    if kind == TEXT:
        form.text((*path, "content"), one.get("content"), 4000)
    elif kind == ROW:  # deprecated, and yet taken
        inside = form.many((*path, "components"), one.get("components"), 1, 1)
        for field in inside:
            form.one_of((*path, "components", 0, "type"), field.get("type"), {INPUT})
            form.text((*path, "components", 0, "label"), field.get("label"), 45)
            _input(form, (*path, "components", 0), field)
    elif kind == LABEL:
        form.text((*path, "label"), one.get("label"), 45)
        if one.get("description") is not None:
            form.text((*path, "description"), one["description"], 100, 0)
        field = one.get("component") or {}
        form.one_of((*path, "component", "type"), field.get("type"), set(FIELDS))
        if field.get("type") in FIELDS:
            FIELDS[field["type"]](form, (*path, "component"), field)


def _input(form: Form, path: Path, given: Json) -> None:
    parts.custom_id(form, path, given)
    form.one_of((*path, "style"), given.get("style"), {1, 2})
    form.number((*path, "min_length"), given.get("min_length"), 0, 4000)
    form.number((*path, "max_length"), given.get("max_length"), 1, 4000)
    if (given.get("min_length") or 0) > (given.get("max_length") or 4000):
        form.wrong(
            (*path, "min_length"), "TEXT_INPUT_MIN_LENGTH_GREATER_THAN_MAX", "Must not exceed max_length"
        )
    if given.get("value") is not None:
        form.text((*path, "value"), given["value"], given.get("max_length") or 4000, 0)
    if given.get("placeholder") is not None:
        form.text((*path, "placeholder"), given["placeholder"], 100, 0)
    form.flag((*path, "required"), given.get("required"))


def _select(form: Form, path: Path, given: Json) -> None:
    parts.select(form, path, given, modal=True)


def _upload(form: Form, path: Path, given: Json) -> None:
    parts.custom_id(form, path, given)
    parts.counts(form, path, given, 10, modal=True)


def _radio(form: Form, path: Path, given: Json) -> None:
    parts.custom_id(form, path, given)
    parts.options(form, path, given, 2, 10)


def _boxes(form: Form, path: Path, given: Json) -> None:
    parts.custom_id(form, path, given)
    parts.counts(form, path, given, 10, modal=True)
    parts.options(form, path, given, 1, 10)


def _box(form: Form, path: Path, given: Json) -> None:
    parts.custom_id(form, path, given)
    form.flag((*path, "default"), given.get("default"))


FIELDS: dict[int, Callable[[Form, Path, Json], None]] = {
    INPUT: _input, UPLOAD: _upload, RADIO: _radio, BOXES: _boxes, BOX: _box,
    **dict.fromkeys(parts.SELECTS, _select),
}  # fmt: skip
