"""What was given in a modal: by field what was typed, chosen or uploaded, and `()` for what was left empty."""

from collections.abc import Iterator

from adapters.discord.reading.heard import GivenFile
from adapters.discord.reading.origin import account_of, is_key
from adapters.discord.reading.payload import Payload, id_at, number, part, parts, text, texts

ROW, LABEL = 1, 18
USERS, FILES, BOX = 5, 19, 23
LONGEST_GIVEN = 4_000


def fields_given(data: Payload) -> dict[str, tuple[str, ...]]:
    """By field what was given. Files are told apart from it."""
    return {text(one, "custom_id"): () if _is_upload(one) else values_of(one) for one in _inputs(data)}


def files_given(data: Payload) -> dict[str, tuple[GivenFile, ...]]:
    """By field which files were given."""
    told = part(data, "resolved", "attachments")
    given = {text(one, "custom_id"): texts(one, "values") for one in _inputs(data) if _is_upload(one)}
    files = {key: tuple(_file(id, part(told, id)) for id in ids if id in told) for key, ids in given.items()}
    return {key: several for key, several in files.items() if several}


def values_of(given: Payload) -> tuple[str, ...]:
    """What one input, or a menu of a message, holds."""
    value, kind = given.get("value"), number(given, "type") or number(given, "component_type")
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    found = (text(given, "value"), *texts(given, "values"))
    if kind == USERS:
        found = tuple(account_of(id) for id in found if id.isdecimal())
    return tuple(each[:LONGEST_GIVEN] for each in found if each)


def _inputs(data: Payload) -> Iterator[Payload]:
    """Every input of the modal, whether a label stands around it or a row, as of old."""
    for one in parts(data, "components"):
        for inside in (part(one, "component"), *parts(one, "components")):
            if is_key(text(inside, "custom_id")):
                yield inside


def _is_upload(given: Payload) -> bool:
    return number(given, "type") == FILES


def _file(id: str, told: Payload) -> GivenFile:
    return GivenFile(
        id=id_at({"id": id}, "id"),
        name=text(told, "filename")[:LONGEST_GIVEN],
        size=number(told, "size"),
        url=text(told, "url"),
    )
