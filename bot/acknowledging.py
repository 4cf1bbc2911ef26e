"""What an adapter acknowledges an event with: the answer in the words of the one who acted."""

from bot.situations import Programs, gathered, person_of
from flows.events import Event
from flows.messages import Answer, Shown
from flows.ports import Store, Transaction
from flows.situation import Situation
from flows.wording import acknowledging
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import reader_of


class Acknowledging:
    """Puts answers into words. `fields` is how many of a form the platform shows on a page."""

    def __init__(self, store: Store, programs: Programs, catalogue: Catalogue, *, fields: int) -> None:
        self._store = store
        self._programs = programs
        self._catalogue = catalogue
        self._fields = fields

    def shown(self, event: Event, answer: Answer | None) -> Shown | None:
        """The answer as its reader sees it; None where there is nothing to show, or no program to speak for."""
        return None if answer is None else self._store.transact(lambda tx: self._worded(tx, event, answer))

    def _worded(self, tx: Transaction, event: Event, answer: Answer) -> Shown | None:
        person = person_of(tx, event.account)
        program = event.program or (person.program if person else "")
        if not program:
            return None
        start = Situation(now=event.now, loaded={})
        need = acknowledging.needs(program, answer)
        known = gathered(tx, self._programs, start, lambda _: need)
        reader = reader_of(person, program, known, self._catalogue)
        return acknowledging.shown(answer, reader, self._fields)
