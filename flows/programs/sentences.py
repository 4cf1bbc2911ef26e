"""The sentences of the wording that a program says in its own way: their shape in the file, and what is wrong with them."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

Refusal = tuple[tuple[str, ...], str, str]
"""Where, what was found, what would do."""


def flat(value: Any) -> Any:
    """`"a.b" = "..."` and `a.b = "..."` mean the same sentence, whether its key stands in quotes or not."""
    if not isinstance(value, dict):
        return value
    return {
        language: dict(_leaves(table)) if isinstance(table, dict) else table
        for language, table in value.items()
    }


def _leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def refusals(raw: Any, languages: Collection[str], known: Collection[str] | None) -> Iterator[Refusal]:
    """Overrides in a language that the program does not have, of sentences there are none of, or not in every language."""
    tables = {language: table for language, table in flat(raw).items() if isinstance(table, dict)}
    for language, sentences in tables.items():
        if language not in languages:
            yield ("wording", language), f'wording in "{language}"', f"use {' or '.join(languages)}"
            continue
        for key in sentences:
            at = ("wording", language, key)
            if known is not None and key not in known:
                near = get_close_matches(key, known, n=1)
                yield at, f'no sentence "{key}"', f"did you mean {near[0]}?" if near else "take it out"
            elif missing := [other for other in languages if key not in tables.get(other, {})]:
                yield at, f'missing wording of "{key}" in {", ".join(missing)}', f"say it in {missing[0]} too"
