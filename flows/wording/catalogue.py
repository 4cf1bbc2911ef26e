"""A key and values become a sentence in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from flows.messages import Block, Span, Values
from flows.wording.faults import (
    BadTemplate,
    BadWording,
    MissingLabel,
    MissingSentence,
    MissingValue,
    WrongValue,
)
from flows.wording.files import Entry, Words, differences, is_label, label_fault, read_words
from flows.wording.filling import Filling, Overrides
from flows.wording.formats import FALLBACK, category
from flows.wording.plain import in_one_line
from flows.wording.templates import Template, template_of

NO_OVERRIDES: Overrides = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every sentence, by language and key. A key that a language lacks is said in English."""

    languages: Mapping[str, Words]
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, texts: Mapping[str, str], files: Mapping[str, str] = MappingProxyType({})) -> "Catalogue":
        """Read TOML texts by language; `files` names where each stands. Raises BadWording with all that is wrong."""
        named = {language: files.get(language, f"{language}.toml") for language in texts}
        problems: list[str] = []
        read = {
            language: read_words(language, text, named[language], problems)
            for language, text in texts.items()
        }
        if FALLBACK not in read:
            problems.append(f"{FALLBACK}.toml: not given; it is the language that every other falls back to")
        else:
            for words in read.values():
                problems.extend(differences(read[FALLBACK], words, named[words.language]))
        if problems:
            raise BadWording(problems)
        return cls(read, named)

    def say(
        self,
        key: str,
        values: Values,
        language: str,
        zone: str,
        overrides: Overrides = NO_OVERRIDES,
    ) -> tuple[Block, ...]:
        """The sentence under `key` for a reader of `language` in `zone`.

        The values have nothing left to look up: `flows/wording/rendering.py` turns `Ref` and `Profile` into others first.
        """
        return Filling(self, language, zone, overrides).blocks(key, values)

    def plain(
        self,
        key: str,
        values: Values,
        language: str,
        zone: str,
        overrides: Overrides = NO_OVERRIDES,
    ) -> str:
        """The same as bare text on one line."""
        return in_one_line(self.say(key, values, language, zone, overrides))

    def label(
        self,
        key: str,
        choice: str,
        language: str,
        values: Values = MappingProxyType({}),
        zone: str = "UTC",
        overrides: Overrides = NO_OVERRIDES,
    ) -> str:
        """The words on a button: `<key>.buttons.<choice>`, else `buttons.<choice>`; a whole number looks for
        `buttons.number` in the same order. A label may say `{choice}` and any value of its sentence."""
        given = {**values, "choice": int(choice), "count": int(choice)} if choice.isdecimal() else values
        for name in (choice, "number") if choice.isdecimal() else (choice,):
            for found in (f"{key}.buttons.{name}", f"buttons.{name}"):
                if self.has(found, overrides):
                    return self._words(found, given, language, zone, overrides)
        raise MissingLabel(key, choice)

    def _words(self, key: str, values: Values, language: str, zone: str, overrides: Overrides) -> str:
        template, _ = self.template(key, values, language, overrides)
        if template.names:
            return self.plain(key, values, language, zone, overrides)
        return "".join(piece.text for piece in template.blocks[0].lines[0] if isinstance(piece, Span))

    def has(self, key: str, overrides: Overrides = NO_OVERRIDES) -> bool:
        """Whether anything stands under `key`, in any language that could be fallen back to."""
        return key in self.languages[FALLBACK].entries or any(key in says for says in overrides.values())

    def template(self, key: str, values: Values, language: str, overrides: Overrides) -> tuple[Template, str]:
        """The template to fill, and the language that it is in. Raises MissingSentence."""
        general = language.replace("_", "-").split("-")[0]
        for tried in dict.fromkeys((language, general, FALLBACK)):
            own = overrides.get(tried)
            if own and (text := own.get(key) or own.get(f"{key}.text")):
                return template_of(text), language if tried == general else tried
            words = self.languages.get(tried)
            if words and (entry := words.entries.get(key)):
                return _form(key, entry, values, tried), language if tried == general else tried
        if key.endswith(".text"):
            return self.template(key.removesuffix(".text"), values, language, overrides)
        raise MissingSentence(key)

    def faults(self, overrides: Overrides) -> tuple[str, ...]:
        """What is wrong with a program's own sentences: each problem names language, key and what would do."""
        found = []
        for language, says in overrides.items():
            for key, text in says.items():
                if why := self._fault(key, text):
                    found.append(f"wording.{language}: {key}: {why}")
        return tuple(found)

    def _fault(self, key: str, text: str) -> str:
        entry = self.languages[FALLBACK].entries.get(key.removesuffix(".text"))
        try:
            template = template_of(text)
        except BadTemplate as bad:
            return str(bad)
        if entry is None:
            near = self.near(key)
            return f"no such sentence{f'; did you mean {near}?' if near else ''}"
        if strange := sorted(template.names - entry.names):
            return f"found {{{strange[0]}}}; this sentence knows {_listed(sorted(entry.names))}"
        return label_fault(template, text) if is_label(key) else ""

    def near(self, key: str) -> str:
        """The known key that is most like this one, or nothing."""
        return next(
            iter(get_close_matches(key.removesuffix(".text"), self.languages[FALLBACK].entries, 1)), ""
        )


def _form(key: str, entry: Entry, values: Values, language: str) -> Template:
    if not entry.by:
        return entry.forms["other"]
    if entry.by not in values:
        raise MissingValue(key, entry.by, sorted(values))
    count = values[entry.by]
    if not isinstance(count, int):
        raise WrongValue(key, entry.by, f"its plural goes by a number, not by {count!r}")
    return entry.forms.get(category(count, language), entry.forms["other"])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names) or "no placeholders"
