"""Values go into a template's slots: what was typed stays one run of text, whatever it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from flows.messages import (
    At,
    Block,
    FactRows,
    Facts,
    Figures,
    Invitation,
    On,
    Paragraph,
    Phrase,
    Points,
    Profile,
    Ref,
    Say,
    Several,
    Span,
    Spans,
    Value,
    Values,
)
from flows.wording.faults import MissingValue, WrongValue
from flows.wording.formats import day_in_words, glue, moment_in_words, number
from flows.wording.plain import one_line
from flows.wording.templates import Line, Lines, Slot, Template, is_address, shown

Overrides = Mapping[str, Mapping[str, str]]
"""What a program says in its own way: language, then key, then template (`Program.wording`)."""


class Sentences(Protocol):
    """Where the sentence under a key is found, and in which language it is."""

    def template(self, key: str, values: Values, language: str, overrides: Overrides) -> tuple[Template, str]:
        """The template to fill."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One reader's way of being spoken to."""

    catalogue: Sentences
    language: str
    zone: str
    overrides: Overrides
    zone_rules: bool = False
    """Whether moments are told by `zone` also where a platform knows the reader's own clock."""

    def blocks(self, key: str, values: Mapping[str, Value]) -> tuple[Block, ...]:
        """The sentence under `key`."""
        template, language = self.catalogue.template(key, values, self.language, self.overrides)
        sentence = _Sentence(self, key, values, language)
        return tuple(block for lines in template.blocks for block in sentence.filled(lines))

    def value(self, value: Value) -> Spans:
        """A value on its own, for a fact or a form: within one line."""
        return _Sentence(self, "", {}, self.language).spans(value, Slot("value"))

    def value_blocks(self, value: Value) -> tuple[Block, ...]:
        """A value on its own, as the paragraphs, points or facts that it is."""
        return tuple(_Sentence(self, "", {"value": value}, self.language).filled(Lines(((Slot("value"),),))))


@dataclass(frozen=True, slots=True)
class _Sentence:
    filling: Filling
    key: str
    values: Mapping[str, Value]
    language: str

    def filled(self, lines: Lines) -> Iterator[Block]:
        if (slot := lines.alone) and not slot.strong and not slot.link:
            yield from self.alone(self.given(slot.name), slot)
        elif lines.points:
            yield Points(tuple(self.line(line) for line in lines.lines))
        elif spans := self.line(lines.lines[0]):
            yield Paragraph(spans)

    def alone(self, value: Value, slot: Slot) -> Iterator[Block]:
        match value:
            case Say():
                yield from self.filling.blocks(value.key, value.values)
            case Several(items=items, points=True):
                if items:
                    yield Points(tuple(self.spans(item, slot) for item in items))
            case Facts(rows=rows):
                if rows:
                    yield FactRows(
                        tuple(
                            (one_line(self.spans(name, slot)), self.spans(says, slot)) for name, says in rows
                        )
                    )
            case _:
                if spans := self.spans(value, slot):
                    yield Paragraph(spans)

    def line(self, line: Line) -> Spans:
        out: list[Span] = []
        for piece in line:
            link = self.address(piece.link) if piece.link else ""
            if isinstance(piece, Span):
                out.append(piece if link == piece.link else Span(piece.text, piece.strong, link))
            else:
                out.extend(self.spans(self.given(piece.name), Slot(piece.name, piece.strong, link)))
        return tuple(out)

    def address(self, link: str) -> str:
        """A link that the template holds, or the address given for one; text without a link where it is none."""
        if not link.startswith("{"):
            return link
        given = one_line(self.spans(self.given(link[1:-1]), Slot(link[1:-1])))
        return given if is_address(given) else ""

    def given(self, name: str) -> Value:
        try:
            return self.values[name]
        except KeyError:
            raise MissingValue(self.key, name, sorted(self.values)) from None

    def spans(self, value: Value, slot: Slot) -> Spans:
        """A value within a line."""
        strong, link = slot.strong, slot.link
        match value:
            case str():
                return (Span(value, strong, link),) if value else ()
            case bool():
                raise WrongValue(self.key, slot.name, "a yes or no is no word; give Say('words.yes')")
            case int():
                return (Span(number(value, self.language), strong, link),)
            case On(day=day):
                return (Span(day_in_words(day, self.language), strong, link),)
            case At(at=at):
                moment = None if self.filling.zone_rules else at
                return (Span(moment_in_words(at, self.filling.zone, self.language), strong, link, moment),)
            case Phrase(texts=texts):
                return self.spans(_said(texts, self.filling.language), slot)
            case Say():
                return self.within(value, slot)
            case Several(items=items):
                return self.joined([spans for item in items if (spans := self.spans(item, slot))], slot)
            case Ref() | Profile():
                raise WrongValue(
                    self.key,
                    slot.name,
                    "what it points to was not looked up; flows/wording/rendering.py does that",
                )
            case Invitation() | Figures():
                raise WrongValue(self.key, slot.name, "a file goes with its message, not into the sentence")
            case _:
                kind = type(value).__name__
                raise WrongValue(
                    self.key, slot.name, f"{kind} needs a paragraph of its own, with nothing else in it"
                )

    def within(self, say: Say, slot: Slot) -> Spans:
        match self.filling.blocks(say.key, say.values):
            case ():
                return ()
            case (Paragraph(spans=spans),):
                return tuple(shown(span, strong=slot.strong, link=slot.link) for span in spans)
            case _:
                raise WrongValue(
                    self.key, slot.name, f"{say.key!r} is more than a line; give it a paragraph of its own"
                )

    def joined(self, items: list[Spans], slot: Slot) -> Spans:
        out: list[Span] = []
        for between, spans in zip(glue(len(items), self.language), [*items, ()], strict=True):
            if between:
                out.append(Span(between, slot.strong, slot.link))
            out.extend(spans)
        return tuple(out)


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(language.split("-", 1)[0]) or next(iter(texts.values()), "")
