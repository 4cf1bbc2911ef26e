"""Launching a program: its text is adopted for new cohorts, and its calendar begins to run."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from flows.asking import wakes
from flows.ids import PersonId, ProgramId
from flows.model.cohorts import Adopted, ProgramText
from flows.model.people import Coordinator, RosterEntry, coordinator_id, roster_id
from flows.model.talk import WakeUp
from flows.ports import Store, Transaction
from flows.programs.program import Program
from flows.situation import Get, Query


def launch(store: Store, program: Program, text: str, now: datetime) -> None:
    """Adopt `text`, the file that `program` was read from. A program that runs already keeps its text."""
    digest = sha256(text.encode()).hexdigest()
    id = ProgramId(program.id)

    def adopt(tx: Transaction) -> None:
        known: Query = Get(Adopted, id)
        if tx.load([known])[known] is not None:
            return
        planned: WakeUp = wakes("calling", "plan", id, now)
        tx.save([ProgramText(id=digest, program=id, text=text), Adopted(id=id, digest=digest), planned])

    store.transact(adopt)


def appoint(store: Store, program: str, people: Iterable[str]) -> None:
    """Make these people coordinators of the program."""
    id = ProgramId(program)
    standing = [
        Coordinator(id=coordinator_id(id, PersonId(person)), program=id, person=PersonId(person))
        for person in people
    ]
    store.transact(lambda tx: tx.save(standing))


def enrol(store: Store, program: str, members: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Put members on the program's roster: their e-mail addresses, and the roles they may take (none: not said)."""
    id = ProgramId(program)
    entries = [RosterEntry(id=roster_id(id, email), program=id, roles=roles) for email, roles in members]
    store.transact(lambda tx: tx.save(entries))
