"""Reading one language's file: sentences, plurals and buttons by dotted key, or every problem that it has."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.wording.faults import BadTemplate
from flows.wording.formats import categories
from flows.wording.templates import Template, template_of

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
LONGEST_LABEL = 75
"""In characters: what a button holds on the platform with the least room."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a key: one template, or one for each plural category of the value `by`."""

    forms: Mapping[str, Template]
    by: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every value that it may need."""
        found = frozenset[str]().union(*(form.names for form in self.forms.values()))
        return found | {self.by} if self.by else found


@dataclass(slots=True, frozen=True)
class Words:
    """One language's file, read."""

    language: str
    entries: Mapping[str, Entry]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    language: str
    file: str
    problems: list[str]
    entries: dict[str, Entry] = field(default_factory=dict)

    def fault(self, key: str, what: str) -> None:
        self.problems.append(f"{self.file}: {key}: {what}")

    def take(self, path: tuple[str, ...], found: Any) -> None:
        key = ".".join(path)
        if isinstance(found, str):
            self.keep(key, {"other": found})
        elif not isinstance(found, dict):
            self.fault(key, f"found {found!r}; write a sentence in quotes, or a table of them")
        elif _is_plural(path, found):
            self.plural(key, found)
        else:
            for part, inner in found.items():
                if "." in part or not part:
                    self.fault(key, f"found the name {part!r}; a part of a key holds no dot and is not empty")
                else:
                    self.take((*path, part), inner)

    def plural(self, key: str, found: Mapping[str, Any]) -> None:
        known = categories(self.language)
        by = found.get("by", "count")
        strange = sorted(set(found) - known - {"by"})
        if strange:
            wanted = ", ".join(sorted(known))
            self.fault(key, f"found {', '.join(strange)} in a plural; {self.language} takes {wanted}, and by")
        elif "other" not in found:
            self.fault(
                key, "found a plural without 'other'; add it: it is said of every number the rest leave out"
            )
        elif not all(isinstance(form, str) for form in found.values()):
            self.fault(key, "found a plural form that is no text; write each in quotes")
        else:
            self.keep(key, {name: form for name, form in found.items() if name != "by"}, by)

    def keep(self, key: str, forms: Mapping[str, str], by: str = "") -> None:
        read = {}
        for name, text in forms.items():
            try:
                read[name] = template_of(text)
            except BadTemplate as bad:
                self.fault(f"{key}.{name}" if by else key, str(bad))
                continue
            if is_label(key) and (why := label_fault(read[name], text)):
                self.fault(key, why)
        self.entries[key.removesuffix(".text")] = Entry(read, by)


def _is_plural(path: tuple[str, ...], found: Mapping[str, Any]) -> bool:
    if path[-1:] == ("buttons",):
        return False  # its keys are choices, and a choice may well be called `other`
    return any(isinstance(found.get(name), str) for name in CATEGORIES)


def is_label(key: str) -> bool:
    """Whether the key is that of a button."""
    return "buttons" in key.split(".")[-2:-1]


def label_fault(template: Template, text: str) -> str:
    """What keeps a template from being a button's words, or nothing."""
    if len(text) > LONGEST_LABEL:
        return f"found a label of {len(text)} characters; {LONGEST_LABEL} is the most"
    if len(template.blocks) > 1 or template.blocks[0].points:
        return "found a label of several paragraphs or points; keep it to one line"
    if any(piece.strong or piece.link for piece in template.blocks[0].lines[0]):
        return "found markup in a label; a button shows plain words"
    return ""


def read_words(language: str, text: str, file: str, problems: list[str]) -> Words:
    """Read one file, adding what is wrong with it to `problems`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        problems.append(f"{file}: not valid TOML: {bad}")
        tables = {}
    reading = _Reading(language, file, problems)
    meta = tables.pop("meta", {})
    if (
        not isinstance(meta, dict)
        or set(meta) - {"complete"}
        or not isinstance(meta.get("complete", False), bool)
    ):
        reading.fault("meta", f"found {meta!r}; it holds complete = true or false, and nothing else")
        meta = {}
    reading.take((), tables)
    return Words(language, reading.entries, bool(meta.get("complete", False)))


def differences(first: Words, other: Words, file: str) -> Iterator[str]:
    """What a language lacks or says too much, held against the first one."""
    for key in sorted(other.entries.keys() - first.entries.keys()):
        yield f"{file}: {key}: not in {first.language}; take it out, or add it there"
    if other.complete:
        for key in sorted(first.entries.keys() - other.entries.keys()):
            yield f"{file}: {key}: missing, though the language is declared complete; add it"
    for key in sorted(first.entries.keys() & other.entries.keys()):
        for name in sorted(other.entries[key].names - first.entries[key].names):
            yield f"{file}: {key}: found {{{name}}}, which {first.language} does not use; take it out"
