"""What a match says to a coordinator at a terminal or in a spreadsheet: sentences with names for ids, as bare text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.matching.sides import Sides
from flows.ids import PersonId
from flows.matching.people import Matches
from flows.matching.telling.proof_words import in_words
from flows.messages import Facts, Ref, Say, Several, Value
from flows.wording.catalogue import Catalogue
from flows.wording.filling import Overrides

COLUMNS = ("mentee", "mentor", "score", "reasons")


@dataclass(frozen=True, slots=True)
class Teller:
    """Says sentences about people whose names come from a file."""

    wording: Catalogue
    names: Mapping[PersonId, str]
    language: str = "en"
    own: Overrides = field(default_factory=dict)
    """What the program says in its own way."""

    def says(self, *sentences: Say) -> str:
        """Sentences one after the other, on one line."""
        return " ".join(self._says(said) for said in sentences)

    def _says(self, said: Say) -> str:
        values = {name: self._value(value) for name, value in said.values.items()}
        return self.wording.plain(said.key, values, self.language, "UTC", self.own)

    def _value(self, value: Value) -> Value:
        match value:
            case Ref(record="Person", id=id, name="name"):
                return self.names.get(PersonId(id), id)
            case Say(key=key, values=values):
                return Say(key, {name: self._value(inner) for name, inner in values.items()})
            case Several(items=items, points=points):
                return Several(tuple(map(self._value, items)), points)
            case Facts(rows=rows):
                return Facts(tuple((self._value(label), self._value(says)) for label, says in rows))
            case _:
                return value


def outcome(found: Matches, locked: int, *, explained: bool) -> Iterator[Iterable[Say]]:
    """What came of it, a line each: how many pairs and how good, who is left, and that it cannot be better."""
    pairs = [Say("match.outcome.pairs", {"count": len(found.pairs)})]
    if found.pairs:
        worst, total = min(one.score for one in found.pairs), sum(one.score for one in found.pairs)
        pairs.append(Say("match.outcome.scores", {"worst": worst, "total": total}))
    if locked:
        pairs.append(Say("match.outcome.locked", {"count": locked}))
    yield pairs
    yield in_words(found.proof)
    if found.unmatched:
        alone = Say("match.outcome.alone", {"count": len(found.unmatched)})
        yield (alone,) if explained else (alone, Say("match.outcome.explain"))


def as_table(
    sides: Sides, found: Matches, teller: Teller, *, explain: bool
) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """The columns and rows of the pairs, in the order of the mentees' file; with `explain` then those without one."""
    own = tuple(next(iter(sides.mentees.values())).extra)
    return (*COLUMNS, *map(_not_ours, own)), _rows(sides, found, teller, own, explain=explain)


def _rows(
    sides: Sides, found: Matches, teller: Teller, own: tuple[str, ...], *, explain: bool
) -> Iterator[tuple[str, ...]]:
    pairs = {pair.mentee: pair for pair in found.pairs}
    alone = dict(found.unmatched) if explain else {}
    for id, row in sides.mentees.items():
        if pair := pairs.get(id):
            kept = (row.extra[column] for column in own)
            yield (id, pair.mentor, str(pair.score), teller.says(*pair.reasons), *kept)
    for id, row in sides.mentees.items():
        if id in alone:
            yield (id, "", "", teller.says(alone[id]), *(row.extra[column] for column in own))


def _not_ours(column: str) -> str:
    """A column of the mentees' own whose name is one of ours is told apart from it."""
    return f"{column} (mentees' file)" if column in COLUMNS else column
