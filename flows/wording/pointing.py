"""Looks up what values point to: a person's name as it is now, an application's public answers, a program's phrase."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flows.messages import (
    At,
    Facts,
    Figures,
    Invitation,
    On,
    OneTime,
    Phrase,
    Profile,
    Ref,
    Say,
    Several,
    Sort,
    Value,
)
from flows.model.cohorts import Application
from flows.model.registry import RECORDS
from flows.one_time import PURPOSE, code_of
from flows.programs.program import Asked, Program
from flows.situation import Get, Query, Secret, Situation

NOBODY = Say("words.gone.person")
NOTHING_LEFT = Say("words.gone.thing")
YES, NO = Say("words.yes"), Say("words.no")


def pointed_to(values: Iterable[Value]) -> Iterator[Query]:
    """Every record that these values point to, however deep."""
    for value in values:
        match value:
            case Ref(record=record, id=id):
                yield Get(RECORDS[record], id)
            case Profile(application=id):
                yield Get(Application, id)
            case OneTime():
                yield Secret(PURPOSE)
            case Say(values=inner):
                yield from pointed_to(inner.values())
            case Several(items=items):
                yield from pointed_to(items)
            case Facts(rows=rows):
                yield from pointed_to(part for row in rows for part in row)
            case Invitation(summary=summary, details=details, where=where):
                yield from pointed_to((summary, details, where))
            case Figures(title=title, groups=groups):
                yield from pointed_to((title, *(heading for heading, _ in groups)))
                yield from pointed_to(
                    part for _, rows in groups for row in rows for part in (row.label, row.says)
                )


@dataclass(frozen=True, slots=True)
class Pointing:
    """What is known, and whose program and language count."""

    situation: Situation
    program: Program
    language: str

    def values(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Each value with nothing left to look up."""
        return {name: self.value(value) for name, value in values.items()}

    def value(self, value: Value) -> Value:
        """The same value with nothing left to look up."""
        match value:
            case Ref():
                return self.ref(value)
            case Profile(application=id):
                return self.profile(id)
            case OneTime(event=event):
                return code_of(event, self.situation.secret(PURPOSE))
            case Phrase(texts=texts):
                return self.phrase(texts)
            case Say(key=key, values=values):
                return Say(key, self.values(values)) if values else value
            case Several(items=items, points=points):
                return Several(tuple(map(self.value, items)), points)
            case Facts(rows=rows):
                return Facts(tuple((self.value(label), self.value(says)) for label, says in rows))
            case _:
                return value

    def phrase(self, texts: Mapping[str, str]) -> str:
        """In the reader's language, else the program's first, else whichever there is."""
        for language in (self.language, self.language.split("-")[0], *self.program.languages):
            if language in texts:
                return texts[language]
        return next(iter(texts.values()), "")

    def ref(self, ref: Ref) -> Value:
        """A field of a record as it stands now. `answers.KEY` is one answer, shown by its question's options."""
        found = self.situation.get(RECORDS[ref.record], ref.id)
        if found is None or (ref == Ref("Person", ref.id, "name") and not found.name):
            return NOBODY if ref.record == "Person" else NOTHING_LEFT
        name, _, key = ref.name.partition(".")
        field = getattr(found, name)
        if not key:
            return self.value(_as_value(field, ref))
        if isinstance(field, tuple):  # one of several, by its number
            return self.value(_as_value(field[int(key)], ref)) if int(key) < len(field) else NOTHING_LEFT
        form = self.program.survey.questions if ref.record == "Survey" else self.program.questions
        asked = [question for question in form if question.key == key]
        given = field.get(key, ())
        return self.answer(asked[0], given) if asked else Several(tuple(given))

    def profile(self, application: str) -> Value:
        """The public questions that were answered, each with its answer."""
        found = self.situation.get(Application, application)
        if found is None:
            return NOTHING_LEFT
        return Facts(
            tuple(
                (self.phrase(asked.heading), self.answer(asked, given))
                for asked in self.program.questions
                if asked.public
                and found.role in asked.roles
                and any(given := found.answers.get(asked.key, ()))
            )
        )

    def answer(self, asked: Asked, given: tuple[str, ...]) -> Value:
        """What was answered: options by their labels, the rest as it was typed."""
        labels: dict[str, Value] = {option.key: self.phrase(option.label) for option in asked.options}
        if asked.sort is Sort.YES_NO:
            labels |= {"yes": YES, "no": NO}
        shown = tuple(labels.get(one, one) for one in given)
        return shown[0] if len(shown) == 1 else Several(shown)


def _as_value(field: Any, ref: Ref) -> Value:
    match field:
        case None:
            return ""
        case datetime():
            return At(field)
        case date():
            return On(field)
        case tuple():
            return Several(tuple(_as_value(item, ref) for item in field))
        case str() | Say() if not isinstance(field, StrEnum):  # a state's key is no word
            return field
        case int() if not isinstance(field, bool):
            return field
        case _:
            raise TypeError(f"{ref.record}.{ref.name} cannot be shown: {field!r}")
