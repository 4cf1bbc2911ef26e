"""Wishes become a message: every word chosen, in the reader's language and zone, as things stand at delivery."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows.asking import CONCERN
from flows.ids import pair_of
from flows.messages import Block, Button, Message, Part, Say, Spans, Value, Values
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Wish
from flows.programs.program import Program
from flows.situation import Get, Need, ProgramOf, Query, Situation
from flows.wording.attaching import files
from flows.wording.catalogue import Catalogue
from flows.wording.filling import Filling
from flows.wording.plain import one_line, plain_blocks
from flows.wording.pointing import Pointing, pointed_to

DANGER = frozenset({"remove", "remove_me", "erase", "erase_me", "end", "end_pair", "withdraw"})
"""Choices that cannot be taken back: their buttons are shown with care."""
STAYS = frozenset({CONCERN})
"""Choices that are open to people also when the rest of the question is settled."""


def needs(wishes: Sequence[Wish], known: Situation) -> Need:
    """Who reads, which program's words count, the question, and every record that the values point to."""
    return tuple(dict.fromkeys(query for wish in wishes for query in _needs(wish, known)))


def _needs(wish: Wish, known: Situation) -> Iterator[Query]:
    yield ProgramOf(wish.program)
    if wish.to:
        yield Get(Person, wish.to)
    yield from pointed_to(wish.values.values())
    if wish.question:
        yield Get(Question, wish.question)
        question = known.peek(Question, wish.question)
        if question and question.outcome:
            yield from pointed_to([question.outcome])


def needs_of(program: str, *values: Value) -> Need:
    """The same for values shown on their own: an acknowledgement, a form."""
    return tuple(dict.fromkeys([ProgramOf(program), *pointed_to(values)]))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, or a channel, who is told things about one program."""

    catalogue: Catalogue
    situation: Situation
    program: Program
    language: str
    zone: str
    zone_rules: bool = False
    """Whether they chose the zone themselves."""

    @property
    def _filling(self) -> Filling:
        return Filling(self.catalogue, self.language, self.zone, self.program.wording, self.zone_rules)

    @property
    def _pointing(self) -> Pointing:
        return Pointing(self.situation, self.program, self.language)

    def blocks(self, value: Value) -> tuple[Block, ...]:
        """A `Say`, or any other value, as what an adapter shows."""
        return self._filling.value_blocks(self._pointing.value(value))

    def spans(self, value: Value) -> Spans:
        """A value within one line."""
        return self._filling.value(self._pointing.value(value))

    def text(self, value: Value) -> str:
        """A value as bare text on one line: the label of a field, the title of a form."""
        return one_line(self.spans(value))

    def known(self, values: Values) -> Values:
        """The values with nothing left to look up, for `said` and `label`."""
        return self._pointing.values(values)

    def said(self, key: str, known: Values) -> tuple[Block, ...]:
        """The sentence under `key`."""
        return self._filling.blocks(key, known)

    def label(self, key: str, choice: str, known: Values) -> str:
        """The words on a button under the sentence `key`."""
        return self.catalogue.label(key, choice, self.language, known, self.zone, self.program.wording)


def reader_of(
    person: Person | None,
    program: str,
    situation: Situation,
    catalogue: Catalogue,
    *,
    zone: str | None = None,
    language: str | None = None,
) -> Reader:
    """The person as they want to be spoken to; in a channel as the program speaks. `zone` and `language` rule."""
    whose = situation.program(program)
    return Reader(
        catalogue,
        situation,
        whose,
        language or (person.language if person else "") or whose.languages[0],
        zone or (person.zone if person else "") or whose.zone,
        zone is None and person is not None and person.zone_chosen,
    )


def render(
    wishes: Sequence[Wish],
    situation: Situation,
    catalogue: Catalogue,
    *,
    zone: str | None = None,
    language: str | None = None,
) -> Message:
    """One message for wishes of one place: a part each, under the first one's id."""
    parts = []
    for wish in wishes:
        person = situation.get(Person, wish.to) if wish.to else None
        reader = reader_of(person, wish.program, situation, catalogue, zone=zone, language=language)
        parts.append(_part(wish, reader))
    return Message(key=wishes[0].id, place=wishes[0].place, parts=_once(wishes, parts))


def _once(wishes: Sequence[Wish], parts: Sequence[Part]) -> tuple[Part, ...]:
    """Of several parts about one pair, the last alone carries the way to raise a concern."""
    told: set[str] = set()
    kept: list[Part] = []
    for wish, part in zip(reversed(wishes), reversed(parts), strict=True):
        pair = pair_of(wish.about)
        again = pair in told
        if any(button.choice == CONCERN for button in part.buttons):
            told.add(pair)
        buttons = tuple(button for button in part.buttons if not (again and button.choice == CONCERN))
        kept.append(replace(part, buttons=buttons))
    return tuple(reversed(kept))


def _part(wish: Wish, reader: Reader) -> Part:
    known = reader.known(wish.values)
    blocks = reader.said(wish.key, known)
    attached = tuple(files(wish.values.values(), reader))
    question = reader.situation.get(Question, wish.question) if wish.question else None
    if question is None:
        return Part(kind=wish.kind, blocks=blocks, files=attached)
    buttons = tuple(_buttons(wish, question, reader, known))
    if question.state is QuestionState.CLOSED:
        blocks += _outcome(question.outcome, reader)
        buttons = tuple(button for button in buttons if button.choice in STAYS)
    return Part(kind=wish.kind, blocks=blocks, buttons=buttons, files=attached)


def _outcome(said: Say | None, reader: Reader) -> tuple[Block, ...]:
    return reader.blocks(said) if said else ()


def _buttons(wish: Wish, question: Question, reader: Reader, known: Values) -> Iterator[Button]:
    for choice in wish.choices:
        label = reader.label(wish.key, choice, known)
        yield Button(question.id, choice, label, danger=choice in DANGER)


def plain_text(message: Message) -> str:
    """All of a message as bare text, for terminals and a rehearsal's lines; buttons are left out."""
    return "\n\n".join(filter(None, (plain_blocks(part.blocks) for part in message.parts)))
