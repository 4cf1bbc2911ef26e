"""Modals as they are filled in: what stands in each field, what is wrong with it, and what is sent."""

from collections.abc import Iterator
from typing import Any

from tests.discord.checks.components import ROW
from tests.discord.checks.modals import BOX, BOXES, INPUT, LABEL, RADIO, UPLOAD
from tests.discord.checks.parts import SELECTS, STRING
from tests.discord.records import File
from tests.discord.refusals import Json
from tests.discord.site import Site

REQUIRED = "This field is required"
LISTS = {BOXES, UPLOAD, *SELECTS}


def fields(sheet: Json) -> Iterator[tuple[str, str, Json]]:
    """Each field with its label and what is said below it."""
    for one in sheet["components"]:
        if one["type"] == LABEL:
            yield one["label"], one.get("description") or "", one["component"]
        elif one["type"] == ROW:
            yield one["components"][0]["label"], "", one["components"][0]


def value(sheet: Json, field: Json) -> Any:
    """What stands in a field: entered, or there from the first."""
    entered: Json = sheet["state"]
    if field["custom_id"] in entered:
        return entered[field["custom_id"]]
    chosen = [one["value"] for one in field.get("options") or [] if one.get("default")]
    match field["type"]:
        case kind if kind == INPUT:
            return field.get("value") or ""
        case kind if kind == RADIO:
            return chosen[0] if chosen else None
        case kind if kind == BOX:
            return bool(field.get("default"))
    return chosen + [str(one["id"]) for one in field.get("default_values") or []]


def entered(field: Json, given: Any) -> Any:
    """What a person put in, as it is kept: options are named by what stands on them."""
    names = {one["label"]: one["value"] for one in field.get("options") or []}
    kind = field["type"]
    if kind == INPUT:
        assert isinstance(given, str), f"{given!r} cannot be typed"
        assert field["style"] == 2 or "\n" not in given, "one line only"
        return given
    if kind == BOX:
        assert isinstance(given, bool), "a box is ticked or not"
        return given
    if kind == RADIO:
        assert given in names, f"{given!r} is not offered, but {list(names)}"
        return names[given]
    several = [] if given is None else given if isinstance(given, list) else [given]
    if kind in {STRING, BOXES}:
        strange = [one for one in several if one not in names]
        assert not strange, f"{strange} are not offered, but {list(names)}"
        return [names[one] for one in several]
    return several


def problem(sheet: Json, field: Json) -> str:
    """What Discord itself says of a field before it sends anything; '' where it is right."""
    there = value(sheet, field)
    if field["type"] == BOX:
        return ""
    required = field.get("required", True)
    if not there:
        return REQUIRED if required else ""
    if field["type"] == INPUT:
        least, most = field.get("min_length") or 0, field.get("max_length") or 4000
        if len(there) < least:
            return f"Must be {least} or more in length."
        return f"Must be {most} or fewer in length." if len(there) > most else ""
    if field["type"] in LISTS:
        least = field.get("min_values", 1)
        most = field.get("max_values") or (len(field["options"]) if field["type"] == BOXES else 1)
        if len(there) < least:
            return f"Choose at least {least}."
        return f"Choose at most {most}." if len(there) > most else ""
    return ""


def sent(sheet: Json) -> tuple[list[Json], list[Any]]:
    """The components as they are sent, and the things chosen in them, which are told in full."""
    components: list[Json] = []
    things: list[Any] = []
    for one in sheet["components"]:
        told: Json = {"type": one["type"], "id": one["id"]}
        if one["type"] == LABEL:
            told["component"] = _field(sheet, one["component"], things)
        elif one["type"] == ROW:
            told["components"] = [_field(sheet, one["components"][0], things)]
        components.append(told)
    return components, things


def _field(sheet: Json, field: Json, things: list[Any]) -> Json:
    there = value(sheet, field)
    told = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    if field["type"] not in LISTS:
        return told | {"value": there}
    things += [one for one in there if not isinstance(one, str)]
    return told | {"values": [one if isinstance(one, str) else one.id for one in there]}


def filled(site: Site, sheet: Json, field: Json) -> str:
    """A field as it is shown: what is in it in braces, options with what is ticked."""
    there = value(sheet, field)
    if field["type"] == BOX:
        return "[x]" if there else "[ ]"
    if field["type"] in {RADIO, BOXES}:
        ticked = there if isinstance(there, list) else [there]
        return " ".join(
            f"({'x' if one['value'] in ticked else ' '}) {one['label']}" for one in field["options"]
        )
    if isinstance(there, str):
        return "{" + (there or field.get("placeholder") or "") + "}"
    names = {one["value"]: one["label"] for one in field.get("options") or []}
    shown = [names.get(one) or _known(site, one) if isinstance(one, str) else one.name for one in there]
    return "{" + (", ".join(shown) or field.get("placeholder") or "") + "}"


def _known(site: Site, id: str) -> str:
    if id in site.channels:
        return f"#{site.channels[id].name}"
    return site.users[id].name if id in site.users else id


def uploaded(site: Site, given: dict[str, bytes]) -> list[File]:
    """Files go up as soon as they are chosen."""
    return [site.file(name, content, ephemeral=True) for name, content in given.items()]
