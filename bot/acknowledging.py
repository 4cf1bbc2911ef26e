"""What an adapter acknowledges an event with: the answer in the words of the one who acted."""

from dataclasses import replace
from datetime import datetime

from bot.pages import Reopened
from bot.situations import Programs, gathered, person_of
from flows import forms
from flows.events import Event
from flows.ids import AccountId
from flows.messages import Answer, PageShown, Shown
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
        if answer is None:
            return None
        said = event.account, event.program or "", event.now
        return self._store.transact(lambda tx: self._worded(tx, answer, *said))

    def page(
        self, tx: Transaction, reopened: Reopened, account: AccountId, now: datetime
    ) -> PageShown | None:
        """A page once more: its own questions, with what stands in them by now."""
        page = self._worded(tx, reopened.form, account, reopened.program, now)
        if not isinstance(page, PageShown):
            return None
        fields = tuple(replace(field, given=reopened.given.get(field.key, ())) for field in page.fields)
        asked = {field.key for field in fields}
        left = [
            field for field in forms.remaining(reopened.form.form, reopened.given) if field.key not in asked
        ]
        return replace(page, fields=fields, left=len(left))

    def _worded(
        self, tx: Transaction, answer: Answer, account: AccountId | None, program: str, now: datetime
    ) -> Shown | None:
        person = person_of(tx, account)
        program = program or (person.program if person else "")
        if not program:
            return None
        start = Situation(now=now, loaded={})
        need = acknowledging.needs(program, answer)
        known = gathered(tx, self._programs, start, lambda _: need)
        reader = reader_of(person, program, known, self._catalogue)
        return acknowledging.shown(answer, reader, self._fields)
