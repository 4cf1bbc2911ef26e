"""The components of a message: action rows, and the layout components with their common limits."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.discord.checks import parts
from tests.discord.checks.form import Form, Path
from tests.discord.refusals import Json

ROW, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 9, 10, 11, 12, 13, 14, 17
MOST = 40
"""Components of a layout, those inside others counted."""
TEXT_TOGETHER = 4000
"""Characters of all texts of a layout."""
TOP = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
IN_CONTAINER = TOP - {CONTAINER}


def legacy(form: Form, given: Any) -> None:
    """Rows under a message with a text."""
    rows = form.many(("components",), given, 5)
    for number, row in enumerate(rows):
        at = ("components", number)
        if _type(form, at, row, {ROW}):
            _row(form, at, row)
    _whole(form, rows)


def layout(form: Form, given: Any) -> None:
    """A message of layout components alone."""
    several = form.many(("components",), given, MOST, 1)
    for number, one in enumerate(several):
        if _type(form, ("components", number), one, TOP):
            INSIDE[one["type"]](form, ("components", number), one)
    every = list(walk(several))
    if len(every) > MOST:
        form.wrong(
            ("components",),
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components exceeded {MOST}",
        )
    if sum(len(str(one.get("content") or "")) for one in every if one.get("type") == TEXT) > TEXT_TOGETHER:
        form.wrong(
            ("components",),
            "COMPONENT_TEXT_DISPLAY_TOTAL_LENGTH_EXCEEDED",
            f"Must be {TEXT_TOGETHER} or fewer in length.",
        )
    _whole(form, several)


def walk(several: Any) -> Iterator[Json]:
    """Every component, those inside others after them."""
    for one in several if isinstance(several, list) else []:
        if isinstance(one, dict):
            yield one
            inside = [*(one.get("components") or []), one.get("accessory"), one.get("component")]
            yield from walk([part for part in inside if part])


def numbered(several: list[Json]) -> list[Json]:
    """With an id for each that came without, as Discord gives them."""
    taken = {one["id"] for one in walk(several) if one.get("id")}
    free = (number for number in range(1, 1000) if number not in taken)
    for one in walk(several):
        one["id"] = one.get("id") or next(free)
    return several


def _type(form: Form, path: Path, given: Any, allowed: set[int]) -> bool:
    if not isinstance(given, dict):
        form.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return False
    form.one_of((*path, "type"), given.get("type"), allowed)
    form.number((*path, "id"), given.get("id"), 0, 2**31 - 1)
    return given.get("type") in allowed


def _whole(form: Form, several: list[Any]) -> None:
    every = list(walk(several))
    form.distinct(
        ("components",), [one["custom_id"] for one in every if one.get("custom_id")], "COMPONENT_CUSTOM_ID"
    )
    form.distinct(("components",), [one["id"] for one in every if one.get("id")], "COMPONENT_ID")


def _row(form: Form, path: Path, row: Json) -> None:
    several = form.many((*path, "components"), row.get("components"), 5, 1)
    selects = 0
    for number, one in enumerate(several):
        at = (*path, "components", number)
        if not _type(form, at, one, {parts.BUTTON, *parts.SELECTS}):
            continue
        if one["type"] == parts.BUTTON:
            parts.button(form, at, one)
        else:
            selects += 1
            parts.select(form, at, one)
    if selects and len(several) > 1:
        form.wrong((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu fills its row")


def _section(form: Form, path: Path, given: Json) -> None:
    for number, one in enumerate(form.many((*path, "components"), given.get("components"), 3, 1)):
        if _type(form, (*path, "components", number), one, {TEXT}):
            _text(form, (*path, "components", number), one)
    at = (*path, "accessory")
    if _type(form, at, given.get("accessory"), {parts.BUTTON, THUMBNAIL}):
        one = given["accessory"]
        if one["type"] == parts.BUTTON:
            parts.button(form, at, one)
        else:
            _media(form, at, one)


def _text(form: Form, path: Path, given: Json) -> None:
    form.text((*path, "content"), given.get("content"), TEXT_TOGETHER)
    if isinstance(given.get("content"), str) and not given["content"].strip():
        form.wrong((*path, "content"), "BASE_TYPE_REQUIRED", "This field is required")


def _media(form: Form, path: Path, given: Json) -> None:
    url = (given.get("media") or {}).get("url")
    form.url((*path, "media", "url"), url, 2048, ("http", "https", "attachment"))
    if given.get("description") is not None:
        form.text((*path, "description"), given["description"], 1024)


def _gallery(form: Form, path: Path, given: Json) -> None:
    for number, one in enumerate(form.many((*path, "items"), given.get("items"), 10, 1)):
        _media(form, (*path, "items", number), one)


def _file(form: Form, path: Path, given: Json) -> None:
    form.url((*path, "file", "url"), (given.get("file") or {}).get("url"), 2048, ("attachment",))


def _separator(form: Form, path: Path, given: Json) -> None:
    form.one_of((*path, "spacing"), given.get("spacing", 1), {1, 2})
    form.flag((*path, "divider"), given.get("divider"))


def _container(form: Form, path: Path, given: Json) -> None:
    form.number((*path, "accent_color"), given.get("accent_color"), 0, 0xFFFFFF)
    for number, one in enumerate(form.many((*path, "components"), given.get("components"), MOST, 1)):
        at = (*path, "components", number)
        if _type(form, at, one, IN_CONTAINER):
            INSIDE[one["type"]](form, at, one)


INSIDE: dict[int, Callable[[Form, Path, Json], None]] = {
    ROW: _row,
    SECTION: _section,
    TEXT: _text,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
