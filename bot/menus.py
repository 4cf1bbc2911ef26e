"""The options of a form's long menu: those that a platform asks for while somebody types into it."""

from bot.situations import Programs, answered, person_of
from flows.ids import AccountId, EventId
from flows.messages import Field, OpenForm
from flows.model.people import Person
from flows.model.talk import Question, Seen
from flows.ports import Transaction
from flows.situation import Get, Query, Situation
from flows.wording import rendering
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import reader_of


class Menus:
    """Finds the form that an event was answered with, and puts the options of one of its fields into words."""

    def __init__(self, programs: Programs, catalogue: Catalogue) -> None:
        self._programs = programs
        self._catalogue = catalogue

    def options(
        self, tx: Transaction, event: EventId, field: str, account: AccountId | None
    ) -> tuple[tuple[str, str], ...]:
        """Key and label of each, in the language of the account's person, else of whoever was asked."""
        at: Query = Get(Seen, event)
        seen: Seen | None = tx.load([at])[at]
        if seen is None or not isinstance(seen.answer, OpenForm):
            return ()
        found = next((each for each in seen.answer.form.fields if each.key == field), None)
        of: Query = Get(Question, seen.answer.question)
        asked: Question | None = tx.load([of])[of]
        if found is None or asked is None:
            return ()
        who: Query = Get(Person, asked.audience)
        reader: Person | None = person_of(tx, account) or tx.load([who])[who]
        return self._labelled(tx, found, reader, asked.program, seen)

    def _labelled(
        self, tx: Transaction, field: Field, person: Person | None, program: str, seen: Seen
    ) -> tuple[tuple[str, str], ...]:
        need = rendering.needs_of(program, *(option.label for option in field.options))
        known = Situation(now=seen.at, loaded=answered(tx, self._programs, need))
        reader = reader_of(person, program, known, self._catalogue)
        return tuple((option.key, reader.text(option.label)) for option in field.options)
