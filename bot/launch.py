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

Member = tuple[str, tuple[str, ...]]
"""An e-mail address, and the roles that its owner may take (none: not said)."""


def launch(store: Store, program: Program, text: str, now: datetime) -> None:
    """Adopt `text`, the file that `program` was read from. A program that runs already keeps its text."""
    digest = digest_of(text)
    id = ProgramId(program.id)

    def adopt(tx: Transaction) -> None:
        known: Query = Get(Adopted, id)
        if tx.load([known])[known] is not None:
            return
        planned: WakeUp = wakes("calling", "plan", id, now)
        tx.save([ProgramText(id=digest, program=id, text=text), Adopted(id=id, digest=digest), planned])

    store.transact(adopt)


def digest_of(text: str) -> str:
    """By what a program's text is known again."""
    return sha256(text.encode()).hexdigest()


def appoint(store: Store, program: str, people: Iterable[str]) -> None:
    """Make these people coordinators of the program."""
    standing = coordinating(ProgramId(program), map(PersonId, people))
    store.transact(lambda tx: tx.save(standing))


def coordinating(program: ProgramId, people: Iterable[PersonId]) -> list[Coordinator]:
    """These people's standing as coordinators."""
    return [
        Coordinator(id=coordinator_id(program, person), program=program, person=person) for person in people
    ]


def enrol(store: Store, program: str, members: Iterable[Member]) -> None:
    """Put members on the program's roster."""
    entries = listed(ProgramId(program), members)
    store.transact(lambda tx: tx.save(entries))


def listed(program: ProgramId, members: Iterable[Member]) -> list[RosterEntry]:
    """These members as the roster has them."""
    return [
        RosterEntry(id=roster_id(program, email), program=program, roles=roles) for email, roles in members
    ]
