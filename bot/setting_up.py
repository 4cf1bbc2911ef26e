"""How a workspace is set up, what it still lacks, and a change to it saved whole: what adapters ask and tell when setting up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.launch import coordinating, listed
from bot.situations import Programs, answered, person_of
from flows.asking import About
from flows.core import Setup
from flows.events import Said
from flows.ids import AccountId, EventId, PersonId, ProgramId, derived
from flows.messages import Phrase, Say, Value
from flows.model.addresses import Address, Workspace, address_id
from flows.model.people import Account, Coordinator, Person, RosterEntry, coordinator_id
from flows.model.talk import Wish
from flows.places import Place, announcements, coordinators
from flows.ports import Store, Transaction
from flows.programs.program import Program
from flows.reaching import platform_of
from flows.situation import WHOLE, Get, ProgramOf, Query, count, find


class Workspaces:
    """The workspaces that Shelfmate was brought into. `running` are the programs one may choose from; `soon` is called
    when there is something to send."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        running: Sequence[ProgramId],
        soon: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._programs = programs
        self._running = tuple(running)
        self._soon = soon

    def setup(self, workspace: str) -> Setup:
        """How far a workspace has been set up."""
        return self._store.transact(lambda tx: self._standing(tx, workspace))

    def sets_up(self, wanted: Setup, by: AccountId, now: datetime) -> Setup:
        """Remember it, and what stands then. What is empty stays as it was; all of it is saved, or nothing."""
        stands = self._store.transact(lambda tx: self._saved(tx, wanted, by, now))
        self._soon()
        return stands

    # --- what stands --------------------------------------------------------------------------------------

    def _standing(self, tx: Transaction, workspace: str) -> Setup:
        lives: Workspace | None = _one(tx, Workspace, workspace)
        choice = tuple(dict.fromkeys((*self._running, *((lives.program,) if lives else ()))))
        known = answered(tx, self._programs, tuple(ProgramOf(id) for id in choice))
        named = {id: known[ProgramOf(id)] for id in choice}
        programs = tuple((id, _name_of(program)) for id, program in named.items())
        if lives is None:
            missing = (Say("chat.setup.missing.begun"),)
            return Setup(
                workspace=workspace,
                programs=programs,
                elsewhere=tuple(_elsewhere(tx, choice, workspace)),
                missing=missing,
            )
        program = lives.program
        setup = Setup(
            workspace=workspace,
            program=program,
            programs=programs,
            announcements=_channel(tx, announcements(program), workspace),
            desk=_channel(tx, coordinators(program), workspace),
            coordinators=tuple(account for _, account in _coordinating_here(tx, program, workspace)),
            roles=lives.roles,
            members=_counted(tx, RosterEntry, program),
            elsewhere=tuple(_elsewhere(tx, choice, workspace)),
        )
        anywhere = _counted(tx, Coordinator, program)
        return replace(setup, missing=tuple(_missing(setup, named[program], anywhere)))

    # --- what is to be ------------------------------------------------------------------------------------

    def _saved(self, tx: Transaction, wanted: Setup, by: AccountId, now: datetime) -> Setup:
        stood = self._standing(tx, wanted.workspace)
        program = wanted.program or stood.program or _only(self._running)
        if program is None:
            return stood  # nobody can tell which of them it is to be
        if stood.program and stood.program != program:
            _leave(tx, stood.program, wanted.workspace)
        for moved, before in _elsewhere(tx, (program,), wanted.workspace):
            _leave(tx, moved, before)
            tx.erase(Workspace, [before])
        roles = bool(stood.roles) if wanted.roles is None else wanted.roles
        tx.save([Workspace(id=wanted.workspace, program=program, set_up_by=by, roles=roles)])
        tx.save(_addresses(wanted, program))
        entries = listed(program, wanted.roster)
        if wanted.whole and entries:
            of_program = find(RosterEntry, limit=WHOLE, program=program)
            tx.erase(RosterEntry, [one.id for one in tx.load([of_program])[of_program]])
        tx.save(entries)
        if wanted.coordinators:
            self._appoint(tx, wanted, program, by, now)
        return self._standing(tx, wanted.workspace)

    def _appoint(
        self, tx: Transaction, wanted: Setup, program: ProgramId, by: AccountId, now: datetime
    ) -> None:
        """These coordinate, and of this workspace nobody else; who is new at it is greeted, once."""
        persons = [account.person for id in wanted.coordinators if (account := _one(tx, Account, id))]
        before = {person for person, _ in _coordinating_here(tx, program, wanted.workspace)}
        gone = [coordinator_id(program, person) for person in before if person not in persons]
        fresh = [one for one in persons if not _one(tx, Coordinator, coordinator_id(program, one))]
        tx.erase(Coordinator, gone)
        tx.save(coordinating(program, persons))
        known = answered(tx, self._programs, (ProgramOf(program),))[ProgramOf(program)]
        tx.save(_greetings(tx, fresh, known, by, now))


def _one(tx: Transaction, record: type[Any], id: str) -> Any:
    at: Query = Get(record, id)
    return tx.load([at])[at]


def _counted(tx: Transaction, record: type[Any], program: ProgramId) -> int:
    how_many = count(record, program=program)
    number: int = tx.load([how_many])[how_many]
    return number


def _only(running: tuple[ProgramId, ...]) -> ProgramId | None:
    return running[0] if len(running) == 1 else None


def _name_of(program: Program) -> str:
    return program.name[program.languages[0]]


def _elsewhere(
    tx: Transaction, programs: Sequence[ProgramId], workspace: str
) -> Iterator[tuple[ProgramId, str]]:
    """Those of the programs that live in another workspace of the same platform."""
    for program in programs:
        living = find(Workspace, program=program)
        for one in tx.load([living])[living]:
            if one.id != workspace and platform_of(one.id) == platform_of(workspace):
                yield program, one.id


# --- channels -----------------------------------------------------------------------------------------------


def _channel(tx: Transaction, place: Place, workspace: str) -> str:
    address: Address | None = _one(tx, Address, address_id(place, workspace))
    return address.channel if address else ""


def _addresses(wanted: Setup, program: ProgramId) -> list[Address]:
    given = {announcements(program): wanted.announcements, coordinators(program): wanted.desk}
    return [
        Address(
            id=address_id(place, wanted.workspace), place=place, workspace=wanted.workspace, channel=channel
        )
        for place, channel in given.items()
        if channel
    ]


def _leave(tx: Transaction, program: ProgramId, workspace: str) -> None:
    """Another program moves in: what this one posts does not come here any more. People keep what they have begun."""
    tx.erase(Address, [address_id(place(program), workspace) for place in (announcements, coordinators)])


# --- coordinators -------------------------------------------------------------------------------------------


def _coordinating_here(
    tx: Transaction, program: ProgramId, workspace: str
) -> Iterator[tuple[PersonId, AccountId]]:
    """Those with an account in this workspace: others may coordinate from elsewhere."""
    of_program = find(Coordinator, limit=WHOLE, program=program)
    for coordinator in tx.load([of_program])[of_program]:
        theirs = find(Account, person=coordinator.person)
        for account in tx.load([theirs])[theirs]:
            if _is_of(account.id, workspace):
                yield coordinator.person, account.id


def _is_of(account: AccountId, workspace: str) -> bool:
    """`slack:T1:U2` is of `slack:T1`; `discord:42`, an account of all servers, is of `discord:7`."""
    home = account.rpartition(":")[0]
    return workspace == home or workspace.startswith(f"{home}:")


def _greetings(
    tx: Transaction, fresh: Sequence[PersonId], program: Program, by: AccountId, now: datetime
) -> Iterator[Wish]:
    """What each of them can do now; whoever appoints themselves hears it at once, the others by day."""
    said = Said(id=EventId(derived("setup", by, now.isoformat())), now=now, account=by, text="setup")
    about = About(event=said, program=program.id, subject=program.id)
    host = person_of(tx, by)
    values: dict[str, Value] = {"program": Phrase(program.name), "contact": program.organiser.contact}
    for person in (_one(tx, Person, id) for id in fresh):
        own_act = host is not None and person.id == host.id
        greet = about.answer if own_act else about.notice
        yield greet(person, "coordinator.appointed", **values)


# --- what is missing ----------------------------------------------------------------------------------------


def _missing(setup: Setup, program: Program, coordinating: int) -> Iterator[Say]:
    """In the order in which one would see to it."""
    if not setup.announcements:
        yield Say("chat.setup.missing.announcements")
    if not coordinating:
        yield Say("chat.setup.missing.coordinators")
    if not setup.desk:
        yield Say("chat.setup.missing.desk")
    if program.membership.required_of and not setup.members:
        yield Say("chat.setup.missing.roster")
