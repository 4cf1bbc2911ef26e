"""A program file becomes a program, or every finding at once."""

import tomllib
from collections.abc import Iterable
from itertools import chain
from typing import Any

from pydantic import ValidationError

from flows.programs import sentences, shape
from flows.programs.checks import contradictions, given_twice, unreadable
from flows.programs.findings import Finding, ProgramError
from flows.programs.likely import likely_cause
from flows.programs.lines import line_of
from flows.programs.part import LANGUAGES
from flows.programs.program import Program
from flows.programs.sentences import Refusal
from flows.wording.catalogue import Catalogue


def read(text: str, file: str, catalogue: Catalogue | None = None) -> Program:
    """The program in `text`. `file` is only said in findings; the sentences that the program says in its own way
    are held against `catalogue`.

    Raises ProgramError.
    """
    raw = _parsed(text, file)
    languages = _languages(raw)
    refused = [
        *given_twice(raw),
        *unreadable(raw),
        *sentences.refusals(raw.get("wording", {}), languages, catalogue),
    ]
    try:
        program = Program.model_validate(raw, context={"languages": languages})
    except ValidationError as error:
        raise _error(text, file, raw, chain(shape.refusals(error), refused)) from None
    if refused := [*refused, *contradictions(program)]:
        raise _error(text, file, raw, refused)
    return program


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProgramError([_not_toml(str(error), text, file)]) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, brackets nested without end
        found, remedy = "a number too long or brackets nested too deep", "write it as the other programs do"
        raise ProgramError([Finding(file=file, found=found, remedy=remedy)]) from None


def _not_toml(error: str, text: str, file: str) -> Finding:
    what, _, place = error.rpartition(" (at ")
    line, column = _place(place.rstrip(")"), text)
    return Finding(
        file=file,
        line=line,
        key=f"column {column}",
        found=f"not TOML: {what[:1].lower()}{what[1:]}",
        remedy=likely_cause(what, text, line, column),
    )


def _place(place: str, text: str) -> tuple[int, int]:
    """`line 3, column 9`, or `end of document`."""
    numbers = [int(word.strip(",")) for word in place.split() if word.strip(",").isdigit()]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    lines = text.splitlines() or [""]
    return len(lines), len(lines[-1]) + 1


def _languages(raw: dict[str, Any]) -> tuple[str, ...]:
    """The languages as written, so that texts can be checked even where the list itself is wrong."""
    listed = raw.get("languages")
    spoken = tuple(each for each in listed if each in LANGUAGES) if isinstance(listed, list) else ()
    return spoken or LANGUAGES[:1]


def _error(text: str, file: str, raw: dict[str, Any], refused: Iterable[Refusal]) -> ProgramError:
    findings = [
        Finding(file=file, line=line_of(text, path), key=_key(path, raw), found=found, remedy=remedy)
        for path, found, remedy in refused
    ]
    return ProgramError(sorted(findings, key=lambda finding: finding.line))


def _key(path: tuple[str, ...], raw: Any) -> str:
    """`cohorts[spring].closes`: a row by its name where it has one, else by its number, counted from 1."""
    shown = ""
    for step in path:
        if isinstance(raw, list) and step.isdigit():
            raw = raw[int(step)] if int(step) < len(raw) else None
            name = (raw.get("key") or raw.get("name")) if isinstance(raw, dict) else None
            shown += f"[{name if isinstance(name, str) else int(step) + 1}]"
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
            shown += f".{step}" if shown else step
    return shown
