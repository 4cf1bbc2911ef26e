"""Delivery: claims the wishes that are due, judges them anew, and has each message sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.clock import Clock
from bot.sending import LEASE, Batch, Probe, Sending
from bot.situations import Programs, answered
from flows.delivery import (
    Defer,
    Drop,
    Hold,
    Send,
    Verdict,
    batches,
    is_paced,
    is_unsure,
    judge,
    judge_edit,
    judge_pace,
)
from flows.model.people import Person
from flows.model.talk import Pace, Question, Wish, WishState
from flows.places import pair_in
from flows.ports import Adapter, Store, Transaction
from flows.situation import WHOLE, Get, ProgramOf, Query, find
from flows.wording.catalogue import Catalogue

log = structlog.get_logger()

AT_ONCE = 200


class Outbox:
    """One replica's share of the delivery. `holder` names the replica and stays the same after a restart."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        adapter: Adapter,
        clock: Clock,
        holder: str,
        *,
        probe: Probe = lambda _: None,
        strict: bool = False,
        sending: type[Sending] = Sending,
    ) -> None:
        self._store = store
        self._programs = programs
        self._holder = holder
        self._probe = probe
        self._sending = sending(store, programs, catalogue, adapter, clock, probe, strict=strict)

    def recover(self, now: datetime) -> None:
        """After a restart: what this replica had in hand is looked at again at once."""

        def release(tx: Transaction) -> None:
            for state in (WishState.CLAIMED, WishState.UNSURE):
                held = find(Wish, state=state, limit=WHOLE)
                mine = [wish for wish in tx.load([held])[held] if wish.holder == self._holder]
                tx.save([replace(wish, lease=now, holder="") for wish in mine])

        self._store.transact(release)

    def deliver_due(self, now: datetime) -> int:
        """Send what is due at `now`, one new message a place; how much was done. At 0 the rest has to wait."""
        claimed, settled = self._store.transact(lambda tx: self._claim(tx, now))
        for batch in claimed:
            self._probe("wish.claimed")
            if is_unsure(batch[0]):
                self._sending.settle(batch)
            else:
                self._sending.send(batch)
        return len(claimed) + settled

    # --- claim ----------------------------------------------------------------------------------------

    def _claim(self, tx: Transaction, now: datetime) -> tuple[list[Batch], int]:
        """What is now in our hand, and how many were settled without. Looks past those that have to wait."""
        many = AT_ONCE
        while True:
            due = tx.due_wishes(now, many)
            good, settled = self._judged(tx, due, now)
            tx.save(settled)
            chosen = batches(good, self._in_hand(tx, good, {wish.id for wish in due}))
            if chosen or settled or len(due) < many:
                return [self._taken(tx, batch, now) for batch in chosen], len(settled)
            many *= 4

    def _taken(self, tx: Transaction, batch: Batch, now: datetime) -> Batch:
        """Ours, for as long as the lease runs. What may be out stays so, until it was read back."""
        if is_unsure(batch[0]):
            whole = find(Wish, sent_with=batch[0].sent_with or batch[0].id)
            together = [wish for wish in tx.load([whole])[whole] if is_unsure(wish)]
            taken = [replace(wish, lease=now + LEASE, holder=self._holder) for wish in together]
        else:
            taken = [
                replace(
                    wish,
                    state=WishState.CLAIMED,
                    lease=now + LEASE,
                    holder=self._holder,
                    sent_with=batch[0].id,
                )
                for wish in batch
            ]
        tx.save(taken)
        return tuple(taken)

    def _in_hand(self, tx: Transaction, good: Sequence[Wish], due: set[str]) -> list[Wish]:
        """What is on its way to the same places: in somebody's hand, or waiting to be tried again."""
        places = sorted({wish.place for wish in good})
        states = (WishState.CLAIMED, WishState.UNSURE)
        on_way = tx.load([find(Wish, place=place, state=state) for place in places for state in states])
        return [wish for found in on_way.values() for wish in found if wish.id not in due]

    # --- judge ----------------------------------------------------------------------------------------

    def _judged(self, tx: Transaction, due: Sequence[Wish], now: datetime) -> tuple[list[Wish], list[Wish]]:
        if not due:
            return [], []
        need: list[Query] = [Get(Person, wish.to) for wish in due if wish.to]
        need += [Get(Question, wish.question) for wish in due if wish.question]
        need += [ProgramOf(wish.program) for wish in due if not wish.to]
        need += [side for wish in due for side in _in_room(wish)]
        need += [Get(Wish, wish.replaces) for wish in due if wish.replaces]
        need += [Get(Pace, wish.to) for wish in due if wish.to and is_paced(wish)]
        known = answered(tx, self._programs, tuple(dict.fromkeys(need)))
        good, settled = [], []
        for wish in due:
            match _verdict(wish, now, known):
                case Send():
                    good.append(wish)
                case Drop(why):
                    log.info("message dropped", wish=wish.id, kind=wish.kind, why=why)
                    settled.append(_let_go(wish, WishState.DROPPED, why=why))
                case Defer(until):
                    settled.append(_let_go(wish, WishState.WAITING, not_before=until))
                case Hold():
                    pass
        return good, settled


def _verdict(wish: Wish, now: datetime, known: Mapping[Query, Any]) -> Verdict:
    if is_unsure(wish):  # settle that before judging it again
        return Send()
    reader: Person | None = known[Get(Person, wish.to)] if wish.to else None
    if wish.to and reader is None:
        return Drop("erased")
    zone = reader.zone if reader else known[ProgramOf(wish.program)].zone
    question = known[Get(Question, wish.question)] if wish.question else None
    together = [side.zone for query in _in_room(wish) if (side := known[query])]
    verdict = judge(wish, now, zone, reader, question, together=together)
    if wish.replaces and isinstance(verdict, Send):
        return judge_edit(known[Get(Wish, wish.replaces)])
    if wish.to and is_paced(wish) and isinstance(verdict, Send):
        return judge_pace(wish, now, zone, known[Get(Pace, wish.to)])
    return verdict


def _in_room(wish: Wish) -> list[Get[Person]]:
    """The people who read it in their pair's room."""
    pair = pair_in(wish.place)
    return [Get(Person, side) for side in pair.split(":")[1:]] if pair else []


def _let_go(wish: Wish, state: WishState, *, why: str = "", not_before: datetime | None = None) -> Wish:
    return replace(
        wish,
        state=state,
        why=why,
        not_before=not_before or wish.not_before,
        lease=None,
        holder="",
        sent_with=None,
    )
