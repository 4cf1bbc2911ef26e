"""Where the adapter of a chat platform comes: it tells what it heard, and asks what it must know. Keeps `flows.core.Core`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.acknowledging import Acknowledging
from bot.clock import Clock
from bot.members import members_in
from bot.menus import Menus
from bot.own_pages import OwnPages
from bot.pages import Pages
from bot.reception import NOT_RECORDED, Reception
from bot.roles import Roles
from bot.setting_up import Workspaces
from bot.shut_out import shut_out
from bot.situations import Programs, answered, person_of
from flows.core import Members, NotRecorded, Setup
from flows.events import Event
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Message, OpenForm, Outcome, PageShown, Say, Shown, WordShown
from flows.model.addresses import Workspace
from flows.model.people import Account, Person
from flows.places import Place
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
        self._own_pages = OwnPages(programs, catalogue)
        self._pages = Pages()
        self._menus = Menus(programs, catalogue)
        self._workspaces = Workspaces(store, programs, running or (first,), soon)
        self._roles = Roles(store, programs, running or (first,), soon)
        self._soon = soon

    def program_in(self, workspace: str) -> ProgramId | None:
        """The program that lives in a workspace."""
        at: Query = Get(Workspace, workspace)
        found: Workspace | None = self._store.transact(lambda tx: tx.load([at])[at])
        return found.program if found else None

    def program_of(self, account: AccountId) -> ProgramId | None:
        """The program of whoever has this account; empty where there is none, None where nobody has it."""
        return self._store.transact(lambda tx: _program_of(tx, account))

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
        if isinstance(answer, OpenForm):
            self._pages.keeps(event.id, event.account, answer)
        return self._acknowledging.shown(event, answer)

    def options(
        self, event: EventId, field: str, account: AccountId | None = None
    ) -> tuple[tuple[str, str], ...]:
        """All options of a field, key and label, of the form that `event` was answered with."""
        return self._store.transact(lambda tx: self._menus.options(tx, event, field, account))

    def page(self, event: EventId, account: AccountId) -> PageShown | None:
        """The page once more that an event was answered with."""
        return self._store.transact(lambda tx: self._page(tx, event, account))

    def _page(self, tx: Transaction, event: EventId, account: AccountId) -> PageShown | None:
        found = self._pages.reopened(tx, event, account)
        return self._acknowledging.page(tx, found, account, self._clock.now()) if found else None

    def own_page(self, account: AccountId, now: datetime) -> Message | None:
        """A person's own page as it stands."""
        return self._store.transact(lambda tx: self._own_pages.page(tx, account, now))

    def setup(self, workspace: str) -> Setup:
        """How far a workspace has been set up."""
        return self._workspaces.setup(workspace)

    def sets_up(self, wanted: Setup, by: AccountId, now: datetime) -> Setup:
        """Remember it, and what stands then."""
        return self._workspaces.sets_up(wanted, by, now)

    def roles(self, account: AccountId, now: datetime) -> Mapping[str, frozenset[str]]:
        """By workspace what somebody is there."""
        return self._roles.of(account, now)

    def everybody(self, workspace: str) -> tuple[AccountId, ...] | None:
        """Whose roles there are to look at."""
        return self._roles.everybody(workspace)

    def readers(self, place: Place, platform: str) -> tuple[AccountId, ...]:
        """The accounts of those to whom a place belongs."""
        return self._roles.readers(place, platform)

    def roles_lost(self, workspace: str, now: datetime) -> None:
        """Tell the coordinators, once."""
        self._roles.lost(workspace, now)

    def shut_out(self, account: AccountId) -> None:
        """Tell the coordinators, once, that somebody takes no direct messages."""
        now = self._clock.now()
        if self._store.transact(lambda tx: shut_out(tx, self._programs, account, now)):
            self._soon()

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


def _program_of(tx: Transaction, account: AccountId) -> ProgramId | None:
    whose: Query = Get(Account, account)
    known: Account | None = tx.load([whose])[whose]
    if known is None:
        return None
    who: Query = Get(Person, known.person)
    person: Person | None = tx.load([who])[who]
    return ProgramId(person.program if person else "")
