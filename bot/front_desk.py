"""Where the adapter of a chat platform comes: it tells what it heard, and asks what it must know. Keeps `flows.core.Core`."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.acknowledging import Acknowledging
from bot.clock import Clock
from bot.members import members_in
from bot.menus import Menus
from bot.own_pages import OwnPages
from bot.reception import NOT_RECORDED, Reception
from bot.setting_up import Workspaces
from bot.situations import Programs, answered, person_of
from flows.core import Members, NotRecorded, Setup
from flows.events import Event
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Message, Outcome, Say, Shown, WordShown
from flows.model.addresses import Workspace
from flows.model.people import Account
from flows.ports import Store, Transaction
from flows.situation import Get, ProgramOf, Query, Situation
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import reader_of


class FrontDesk:
    """One platform's way in. `fields` is how many of a form it shows on a page; `first` the program whose words count
    for somebody of whom nothing is known; `running` are those that a workspace may choose from."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        reception: Reception,
        clock: Clock,
        *,
        first: ProgramId,
        fields: int,
        running: Sequence[ProgramId] = (),
        soon: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._programs = programs
        self._catalogue = catalogue
        self._reception = reception
        self._clock = clock
        self._first = first
        self._acknowledging = Acknowledging(store, programs, catalogue, fields=fields)
        self._pages = OwnPages(programs, catalogue)
        self._menus = Menus(programs, catalogue)
        self._workspaces = Workspaces(store, programs, running or (first,), soon)

    def program_in(self, workspace: str) -> ProgramId | None:
        """The program that lives in a workspace."""
        at: Query = Get(Workspace, workspace)
        found: Workspace | None = self._store.transact(lambda tx: tx.load([at])[at])
        return found.program if found else None

    def program_of(self, account: AccountId) -> ProgramId | None:
        """The program of whoever has this account."""
        person = self._store.transact(lambda tx: person_of(tx, account))
        return ProgramId(person.program) if person and person.program else None

    def knows(self, account: AccountId) -> bool:
        """Whether this account has been met."""
        at: Query = Get(Account, account)
        return self._store.transact(lambda tx: tx.load([at])[at]) is not None

    def receive(self, event: Event, *, outcome: bool = True) -> Shown | None:
        """Give an event its turn; what to acknowledge it with, an outcome in words where they are wanted. Raises NotRecorded."""
        answer = self._reception.receive(event)
        if answer is NOT_RECORDED:
            raise NotRecorded(event.id)
        if isinstance(answer, Outcome) and not outcome:
            return WordShown(blocks=(), question=answer.question)
        return self._acknowledging.shown(event, answer)

    def options(
        self, event: EventId, field: str, account: AccountId | None = None
    ) -> tuple[tuple[str, str], ...]:
        """All options of a field, key and label, of the form that `event` was answered with."""
        return self._store.transact(lambda tx: self._menus.options(tx, event, field, account))

    def own_page(self, account: AccountId, now: datetime) -> Message | None:
        """A person's own page as it stands."""
        return self._store.transact(lambda tx: self._pages.page(tx, account, now))

    def setup(self, workspace: str) -> Setup:
        """How far a workspace has been set up."""
        return self._workspaces.setup(workspace)

    def sets_up(self, wanted: Setup, by: AccountId, now: datetime) -> Setup:
        """Remember it, and what stands then."""
        return self._workspaces.sets_up(wanted, by, now)

    def members_in(self, content: bytes, file: str) -> Members:
        """Read a list of members."""
        return members_in(content, file)

    def words(self, account: AccountId | None, *said: Say) -> tuple[str, ...]:
        """Sentences of the adapter's own, each as one plain line."""
        return self._store.transact(lambda tx: self._worded(tx, account, said))

    def _worded(self, tx: Transaction, account: AccountId | None, said: tuple[Say, ...]) -> tuple[str, ...]:
        person = person_of(tx, account)
        program = (person.program if person else "") or self._first
        loaded = answered(tx, self._programs, (ProgramOf(program),))
        known = Situation(now=self._clock.now(), loaded=loaded)
        reader = reader_of(person, program, known, self._catalogue)
        return tuple(reader.text(each) for each in said)
