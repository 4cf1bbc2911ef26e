"""Who is what where a platform's own roles are given, and what the coordinators hear when these cannot be given any more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.situations import Programs, answered, person_of
from bot.trouble import say_once
from flows.asking import About
from flows.events import Woke
from flows.ids import AccountId, EventId, PersonId, ProgramId, derived
from flows.model.addresses import Workspace
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.pairs import Pair
from flows.model.people import Account
from flows.person.roles import BEGUN, role_needs, roles_of
from flows.places import Place, coordinators, pair_in
from flows.ports import Store, Transaction
from flows.reaching import platform_of
from flows.situation import WHOLE, Get, ProgramOf, Query, Situation, find

LOST = "trouble.set_aside.roles"
AT_ONCE = 200
"""So many people are looked up in one transaction."""


class Roles:
    """Of the programs that run here. `soon` is called when there is something to send."""

    def __init__(
        self, store: Store, programs: Programs, running: Sequence[ProgramId], soon: Callable[[], None]
    ) -> None:
        self._store = store
        self._programs = programs
        self._running = tuple(running)
        self._soon = soon

    def of(self, account: AccountId, now: datetime) -> Mapping[str, frozenset[str]]:
        """By workspace what somebody is there; without those where no roles are given, or where we know nothing of them.
        Whoever was forgotten, at their wish, is nothing anywhere."""
        return self._store.transact(lambda tx: dict(self._of(tx, account, now)))

    def _of(self, tx: Transaction, account: AccountId, now: datetime) -> Iterator[tuple[str, frozenset[str]]]:
        person = person_of(tx, account)
        forgotten = person is None or person.is_erased
        for workspace in self._giving(tx, platform_of(account)):
            found = _roles(tx, person.id, workspace, now) if person and not forgotten else frozenset()
            if found is not None:
                yield workspace.id, found

    def _giving(self, tx: Transaction, platform: str) -> Iterator[Workspace]:
        for program in self._running:
            living = find(Workspace, program=program)
            for workspace in tx.load([living])[living]:
                if workspace.roles and platform_of(workspace.id) == platform:
                    yield workspace

    def everybody(self, workspace: str) -> tuple[AccountId, ...] | None:
        """The accounts of all who ever applied, on the platform of a workspace; None where no roles are given."""
        people = self._store.transact(lambda tx: _everybody(tx, workspace))
        if people is None:
            return None
        accounts: list[AccountId] = []
        for first in range(0, len(people), AT_ONCE):
            accounts += self._accounts(people[first : first + AT_ONCE], platform_of(workspace))
        return tuple(accounts)

    def _accounts(self, people: Sequence[PersonId], platform: str) -> list[AccountId]:
        return self._store.transact(lambda tx: list(_accounts(tx, people, platform)))

    def readers(self, place: Place, platform: str) -> tuple[AccountId, ...]:
        """The accounts on a platform of those to whom a place belongs: one's direct conversation, a pair's room."""
        return self._store.transact(lambda tx: tuple(_accounts(tx, _persons(tx, place), platform)))

    def lost(self, workspace: str, now: datetime) -> None:
        """They cannot be given any more: the coordinators hear of it, once a month at most."""
        if self._store.transact(lambda tx: self._told(tx, workspace, now)):
            self._soon()

    def _told(self, tx: Transaction, workspace: str, now: datetime) -> bool:
        at: Query = Get(Workspace, workspace)
        lives: Workspace | None = tx.load([at])[at]
        if lives is None:
            return False
        whose: Query = ProgramOf(lives.program)
        program = answered(tx, self._programs, (whose,))[whose]
        id = EventId(derived("roles", workspace, f"{now:%Y-%m}"))
        failed = Woke(id=id, now=now, flow="", trigger="", subject=lives.program, due=now)
        about = About(event=failed, program=lives.program, subject=id)
        return say_once(tx, about.post(coordinators(lives.program), program.zone, LOST))


def _roles(tx: Transaction, person: PersonId, workspace: Workspace, now: datetime) -> frozenset[str] | None:
    known = Situation(now=now, loaded=tx.load(role_needs(person)))
    return roles_of(person, workspace.program, known)


def _everybody(tx: Transaction, workspace: str) -> list[PersonId] | None:
    at: Query = Get(Workspace, workspace)
    lives: Workspace | None = tx.load([at])[at]
    if lives is None or not lives.roles:
        return None
    asked = [
        find(Application, limit=WHOLE, program=lives.program, role=role, state=state)
        for role in Role
        for state in ApplicationState
        if state not in BEGUN
    ]
    return sorted({one.person for found in tx.load(asked).values() for one in found})


def _persons(tx: Transaction, place: Place) -> tuple[PersonId, ...]:
    if place.startswith("dm:"):
        return (PersonId(place.removeprefix("dm:")),)
    id = pair_in(place)
    at: Query = Get(Pair, id or "")
    pair: Pair | None = tx.load([at])[at] if id else None
    return (pair.mentee, pair.mentor) if pair else ()


def _accounts(tx: Transaction, people: Sequence[PersonId], platform: str) -> Iterator[AccountId]:
    theirs = [find(Account, person=person) for person in people]
    for found in tx.load(theirs).values():
        yield from (account.id for account in found if platform_of(account.id) == platform)
