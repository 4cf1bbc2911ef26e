"""The sentences of the wording that a program says in its own way: their shape in the file, and what is wrong with them."""

from collections.abc import Collection, Iterator
from typing import Any

from flows.wording.catalogue import Catalogue

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


def refusals(raw: Any, languages: Collection[str], catalogue: Catalogue | None) -> Iterator[Refusal]:
    """Overrides in a language that the program does not have, of sentences there are none of, that cannot be read,
    or that are not in every language."""
    flattened = flat(raw)
    tables = flattened if isinstance(flattened, dict) else {}
    for language, sentences in tables.items():
        if language not in languages:
            yield (
                ("wording", language),
                f'wording in "{language}"',
                _where(language, sentences, languages, catalogue),
            )
        elif isinstance(sentences, dict):
            for key, text in sentences.items():
                missing = [other for other in languages if key not in (tables.get(other) or {})]
                for found, remedy in _sentence(language, key, text, missing, catalogue):
                    yield ("wording", language, key), found, remedy


def _where(language: str, sentences: Any, languages: Collection[str], catalogue: Catalogue | None) -> str:
    """Somebody who left the language out wrote the first word of a key, or all of it, in its place."""
    usual = next(iter(languages))
    key = next(iter(sentences), "") if isinstance(sentences, dict) else ""
    meant = f"{language}.{key}" if key else language
    if catalogue and not any(
        "no such sentence" in fault for fault in catalogue.faults({usual: {meant: "said so"}})
    ):
        return f'write [wording.{usual}], then "{meant}" = ...'
    return f"use {' or '.join(languages)}"


def _sentence(
    language: str, key: str, text: Any, missing: list[str], catalogue: Catalogue | None
) -> Iterator[tuple[str, str]]:
    if catalogue and isinstance(text, str):
        for fault in catalogue.faults({language: {key: text}}):
            what, _, remedy = fault.removeprefix(f"wording.{language}: {key}: ").partition("; ")
            yield what, remedy or "take it out, or write it as the wording does"
    if missing:
        yield f"missing wording in {', '.join(missing)}", f"say it in {missing[0]} too"
