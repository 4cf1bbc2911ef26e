"""What pydantic says of a wrong shape, in words for the person who wrote the file."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flows.programs.dates import AnnualDay
from flows.programs.findings import REFUSED, one_of
from flows.programs.program import Program
from flows.programs.sentences import Refusal

NEEDED = {
    "string_type": 'a text in quotes, as "..."',
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "tuple_type": 'a list, as ["...", "..."]',
    "dict_type": "a table of texts by language",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dataclass_type": "a table",
}
FOUND: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


def refusals(error: ValidationError) -> Iterator[Refusal]:
    """A refusal for each of pydantic's findings."""
    for details in error.errors(include_url=False):
        path = tuple(str(part) for part in details["loc"])
        found, remedy = _in_words(details, path)
        yield path, found, remedy


def _in_words(details: ErrorDetails, path: tuple[str, ...]) -> tuple[str, str]:
    kind, given, context = details["type"], details["input"], details.get("ctx", {})
    if kind == REFUSED:
        return str(context["found"]), str(context["remedy"])
    if kind == "extra_forbidden":
        return f'unknown key "{path[-1]}"', one_of(_keys_at(path[:-1]), path[-1])
    if kind == "missing":
        return f'"{path[-1]}" is missing', f"add {_example(path)}"
    if kind in ("literal_error", "enum"):
        return _shown(given), one_of(_allowed(context), given)
    if kind in NEEDED:
        return f"{_shown(given)} ({FOUND.get(type(given), 'a date or time')})", f"write {NEEDED[kind]}"
    return _shown(given), _bound(kind, context) or details["msg"]


def _bound(kind: str, context: Mapping[str, Any]) -> str:
    match kind:
        case "greater_than_equal":
            return f"use {context['ge']} or more"
        case "less_than_equal":
            return f"use {context['le']} or less"
        case "string_too_short":
            return "write something"
        case "string_too_long":
            return f"use at most {context['max_length']} characters"
        case _:
            return ""


def _allowed(context: Mapping[str, Any]) -> list[str]:
    listed = str(context["expected"]).replace(" or ", ", ")
    return [name.strip(" '") for name in listed.split(",")]


def _shown(given: object) -> str:
    if isinstance(given, str):
        return f'"{given}"' if len(given) <= 60 else f'"{given[:57]}..."'
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, dict | list | tuple):
        return f"{len(given)} entries" if given else "nothing"
    return str(given)


def _example(path: tuple[str, ...]) -> str:
    """How to write what is missing: a table for a part, a line for anything else."""
    part = _part_at(path)
    if part is AnnualDay:
        return f'a line {path[-1]} = "MM-DD"'
    if part is None:
        return f"a line {path[-1]} = ..."
    table = ".".join(part for part in path if not part.isdigit())
    return (
        f"[[{table}]]" if path[-1] in ("cohorts", "questions", "ideas") else f"[{table}] or {path[-1]} = ..."
    )


def _keys_at(path: tuple[str, ...]) -> list[str]:
    part = _part_at(path)
    return list(part.model_fields) if part else []


def _part_at(path: tuple[str, ...]) -> type[BaseModel] | None:
    """The part that stands at a place of the file; rows of a list are looked through."""
    part: type[BaseModel] | None = Program
    for step in path:
        if step.isdigit():
            continue
        field = part.model_fields.get(step) if part else None
        part = _part_in(field.annotation) if field else None
    return part


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _part_in(inner))), None)
