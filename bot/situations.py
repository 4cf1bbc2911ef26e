"""Loading: asks a flow what it needs, at most three times, and gathers the situation of its turn."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flows import router
from flows.asking import COORDINATORS
from flows.events import Event, Pressed, Submitted, Woke
from flows.ids import AccountId
from flows.model.cohorts import Adopted, Cohort, ProgramText
from flows.model.people import Account, Coordinator, Person, coordinator_id
from flows.model.talk import Question
from flows.ports import Transaction
from flows.programs.program import Program
from flows.programs.read import read
from flows.situation import Get, Need, ProgramOf, Query, Secret, Situation

ROUNDS = 3


class TooManyRounds(RuntimeError):
    """A flow's `needs` asked a fourth time: a mistake of ours."""


class Programs:
    """Every version of a program that was met, parsed once: texts never change under their digest. And what else the
    runner answers itself: `secret` is known to this installation alone, and the same to each of its replicas."""

    def __init__(self, read: Callable[[str, str], Program] = read, *, secret: str = "") -> None:
        self._read = read
        self._secret = secret.encode()
        self._parsed: dict[str, Program] = {}

    def pinned(self, tx: Transaction, ids: list[str]) -> dict[Query, Program]:
        """The programs of these cohorts' or programs' ids. Raises LookupError for an id that is neither."""
        digests: dict[str, str] = {}
        for record in (Cohort, Adopted):  # nearly always a cohort's: then the second look is spared
            rest = [id for id in ids if id not in digests]
            found = tx.load([Get(record, id) for id in rest]) if rest else {}
            digests.update({pin.id: pin.digest for pin in found.values() if pin})
        if unknown := [id for id in ids if id not in digests]:
            raise LookupError(f"no cohort or program {unknown[0]}")
        self._learn(tx, [digest for digest in digests.values() if digest not in self._parsed])
        return {ProgramOf(id): self._parsed[digest] for id, digest in digests.items()}

    def secret(self, purpose: str) -> str:
        """What follows from the installation's secret, for this purpose alone."""
        return hmac.new(self._secret, purpose.encode(), "sha256").hexdigest()

    def _learn(self, tx: Transaction, digests: list[str]) -> None:
        texts = tx.load([Get(ProgramText, digest) for digest in digests])
        for text in texts.values():
            self._parsed[text.id] = self._read(text.text, text.program)


def answered(tx: Transaction, programs: Programs, need: Need) -> dict[Query, Any]:
    """One round: what storage and the parsed programs know of `need`."""
    queries = [query for query in need if not isinstance(query, ProgramOf | Secret)]
    loaded = dict(tx.load(queries)) if queries else {}
    loaded |= {query: programs.secret(query.purpose) for query in need if isinstance(query, Secret)}
    ids = [query.id for query in need if isinstance(query, ProgramOf)]
    return {**loaded, **programs.pinned(tx, ids)} if ids else loaded


def gathered(
    tx: Transaction,
    programs: Programs,
    start: Situation,
    needs: Callable[[Situation], Need],
    rounds: int = ROUNDS,
) -> Situation:
    """`start` with all that `needs` asks for. Raises TooManyRounds."""
    known = start
    for _ in range(rounds + 1):
        missing = tuple(dict.fromkeys(query for query in needs(known) if not known.knows(query)))
        if not missing:
            return known
        known = replace(known, loaded={**known.loaded, **answered(tx, programs, missing)})
    raise TooManyRounds(f"still asking after {rounds} rounds: {needs(known)}")


def person_of(tx: Transaction, id: AccountId | None) -> Person | None:
    """Whose account it is; None where it is nobody's yet."""
    whose: Query = Get(Account, id or "")
    account: Account | None = tx.load([whose])[whose]
    if account is None:
        return None
    who: Query = Get(Person, account.person)
    person: Person | None = tx.load([who])[who]
    return person


def situation_of(tx: Transaction, programs: Programs, event: Event) -> Situation:
    """Who acts, which question they answer, and what the owning flow needs."""
    known = _introduced(tx, event)
    return gathered(tx, programs, known, lambda sofar: router.needs(event, sofar))


def _introduced(tx: Transaction, event: Event) -> Situation:
    if isinstance(event, Woke):
        return Situation(now=event.now, loaded={})
    asked: list[Query] = [Get(Account, event.account or "")]
    if isinstance(event, Pressed | Submitted):
        asked.append(Get(Question, event.question))
    loaded: Mapping[Query, Any] = tx.load(asked)
    account: Account | None = loaded[asked[0]]
    question: Question | None = loaded[asked[1]] if len(asked) > 1 else None
    more: list[Query] = [Get(Person, account.person)] if account else []
    if account and question and question.audience.startswith(COORDINATORS):
        program = question.audience.removeprefix(COORDINATORS)
        more.append(Get(Coordinator, coordinator_id(program, account.person)))  # type: ignore[arg-type]
    loaded = {**loaded, **(tx.load(more) if more else {})}
    return Situation(
        now=event.now,
        account=event.account,
        actor=loaded.get(more[0]) if more else None,
        question=question,
        coordinates=len(more) > 1 and loaded[more[1]] is not None,
        loaded=loaded,
    )
