"""Delivery: claims the wishes that are due, sends each message once as far as can be known, and marks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.situations import Programs, answered, gathered
from bot.turn import ATTEMPTS, Probe
from flows import rendering
from flows.delivery import Defer, Drop, Send, Verdict, batches, is_retry, judge
from flows.ids import WishId
from flows.kinds import kind
from flows.messages import Message
from flows.model.people import Person
from flows.model.talk import Question, Trouble, Wish, WishState
from flows.ports import Adapter, SendFailed, SendUnknown, Store, Transaction, Unsendable
from flows.situation import Get, ProgramOf, Query, Situation, find
from flows.wording.catalogue import Catalogue

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
BACK_OFF = timedelta(seconds=30)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Batch:
    """One message to send: the wishes that it merges, and whether it may have been sent before."""

    wishes: tuple[Wish, ...]
    again: bool


class Outbox:
    """One replica's share of the delivery. `holder` names the replica and stays the same after a restart."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        adapter: Adapter,
        holder: str,
        probe: Probe = lambda _: None,
    ) -> None:
        self._store = store
        self._programs = programs
        self._catalogue = catalogue
        self._adapter = adapter
        self._holder = holder
        self._probe = probe

    def recover(self, now: datetime) -> None:
        """After a restart: what this replica had in hand is looked at again at once."""

        def release(tx: Transaction) -> None:
            claimed = find(Wish, state=WishState.CLAIMED)
            mine = [wish for wish in tx.load([claimed])[claimed] if wish.holder == self._holder]
            tx.save([replace(wish, lease=now) for wish in mine])

        self._store.transact(release)

    def deliver_due(self, now: datetime) -> int:
        """Send what is due at `now`, one message a place (and every answer); how many were in hand."""
        claimed = self._store.transact(lambda tx: self._claim(tx, now))
        for batch in claimed:
            self._probe("wish.claimed")
            self._deliver(batch, now)
        return len(claimed)

    # --- claim ----------------------------------------------------------------------------------------

    def _claim(self, tx: Transaction, now: datetime) -> list[_Batch]:
        due = tx.due_wishes(now, AT_ONCE)
        if not due:
            return []
        good, settled = self._judged(tx, due, now)
        tx.save(settled)
        claimed = []
        for wishes in batches(good, self._busy(tx, good, {wish.id for wish in due})):
            lead = wishes[0].sent_with or wishes[0].id
            batch = tuple(
                replace(
                    wish,
                    state=WishState.CLAIMED,
                    lease=now + LEASE,
                    holder=self._holder,
                    attempts=wish.attempts + 1,
                    sent_with=lead,
                )
                for wish in wishes
            )
            tx.save(batch)
            claimed.append(_Batch(batch, again=is_retry(wishes[0])))
        return claimed

    def _judged(self, tx: Transaction, due: Sequence[Wish], now: datetime) -> tuple[list[Wish], list[Wish]]:
        need: list[Query] = [Get(Person, wish.to) for wish in due if wish.to]
        need += [Get(Question, wish.question) for wish in due if wish.question]
        need += [ProgramOf(wish.program) for wish in due if not wish.to]
        need += [Get(Wish, wish.replaces) for wish in due if wish.replaces]
        known = answered(tx, self._programs, tuple(dict.fromkeys(need)))
        good, settled = [], []
        for wish in due:
            match self._verdict(wish, now, known):
                case Send():
                    good.append(wish)
                case Drop(why):
                    log.info("message dropped", wish=wish.id, kind=wish.kind, why=why)
                    settled.append(replace(wish, state=WishState.DROPPED, lease=None))
                case Defer(until) if until > now:
                    settled.append(replace(wish, not_before=until))
                case _:
                    pass  # its turn comes when the message that it rewrites is settled, in the next pass
        return good, settled

    def _verdict(self, wish: Wish, now: datetime, known: Mapping[Query, Any]) -> Verdict:
        if is_retry(wish):  # it may be out already: settle that before judging it again
            return Send()
        original: Wish | None = known[Get(Wish, wish.replaces)] if wish.replaces else None
        if original and original.state in (WishState.CLAIMED, WishState.UNSURE):
            return Defer(original.lease or now)
        reader: Person | None = known[Get(Person, wish.to)] if wish.to else None
        if wish.to and reader is None:
            return Drop("erased")
        zone = reader.zone if reader else known[ProgramOf(wish.program)].zone
        question = known[Get(Question, wish.question)] if wish.question else None
        return judge(wish, now, zone, reader, question)

    def _busy(self, tx: Transaction, good: Sequence[Wish], due: set[WishId]) -> set[str]:
        places = sorted({wish.place for wish in good})
        states = (WishState.CLAIMED, WishState.UNSURE)
        on_way = tx.load([find(Wish, place=place, state=state) for place in places for state in states])
        return {wish.place for found in on_way.values() for wish in found if wish.id not in due}

    # --- deliver --------------------------------------------------------------------------------------

    def _deliver(self, batch: _Batch, now: datetime) -> None:
        message = self._store.transact(lambda tx: self._rendered(tx, batch, now))
        if message is None:
            self._mark(batch, WishState.DROPPED)
            return
        try:
            ref = self._found(message, batch) if batch.again else None
            if ref is None and batch.again and not self._may_repeat(message, batch):
                self._mark(batch, WishState.DROPPED)
                return
            if ref is None:
                self._probe("wish.before_send")
                ref = self._adapter.send(message)
                self._probe("wish.sent")
            self._mark(batch, WishState.SENT, ref, now)
        except SendUnknown:
            self._mark(batch, WishState.UNSURE, lease=now)
        except SendFailed as error:
            self._retry_or_set_aside(batch, now, str(error))
        except Unsendable as error:
            log.warning("message cannot be delivered", wish=batch.wishes[0].id, error=str(error))
            self._set_aside(batch, now, str(error))

    def _found(self, message: Message, batch: _Batch) -> str | None:
        return self._adapter.find(message) if self._adapter.reads_back(message.place) else None

    def _may_repeat(self, message: Message, batch: _Batch) -> bool:
        if self._adapter.reads_back(message.place) or message.edits:
            return True  # known not to be there; and an edit shows the same however often it is made
        return kind(batch.wishes[0].kind).prefer == "arrive"

    def _rendered(self, tx: Transaction, batch: _Batch, now: datetime) -> Message | None:
        wishes: Sequence[Wish] = batch.wishes
        edits: str | None = None
        if original := wishes[0].replaces:
            at: Query = Get(Wish, original)
            sent: Wish | None = tx.load([at])[at]
            if sent is None or sent.state is not WishState.SENT:
                return None
            edits = sent.ref
            whole = find(Wish, sent_with=sent.sent_with or sent.id)
            parts = [
                wish for wish in tx.load([whole])[whole] if wish.state is WishState.SENT and not wish.replaces
            ]
            wishes = sorted(parts, key=lambda wish: (wish.not_before, wish.created, wish.ordinal, wish.id))
        start = Situation(now=now, loaded={})
        known = gathered(tx, self._programs, start, lambda sofar: rendering.needs(wishes, sofar))
        message = rendering.render(wishes, known, self._catalogue)
        return replace(message, key=batch.wishes[0].id, edits=edits)

    # --- mark -----------------------------------------------------------------------------------------

    def _mark(
        self,
        batch: _Batch,
        state: WishState,
        ref: str = "",
        sent_at: datetime | None = None,
        lease: datetime | None = None,
    ) -> None:
        marked = [replace(wish, state=state, ref=ref, sent_at=sent_at, lease=lease) for wish in batch.wishes]
        self._store.transact(lambda tx: tx.save(marked))
        self._probe("wish.marked")

    def _retry_or_set_aside(self, batch: _Batch, now: datetime, error: str) -> None:
        attempts = max(wish.attempts for wish in batch.wishes)
        if attempts >= ATTEMPTS:
            self._set_aside(batch, now, error)
            return
        # certainly not sent: it waits again, without the suspicion of having been sent
        later = now + BACK_OFF * 2 ** (attempts - 1)
        again = [
            replace(
                wish,
                state=WishState.WAITING,
                lease=None,
                not_before=max(later, wish.not_before),
                sent_with=None,
            )
            for wish in batch.wishes
        ]
        self._store.transact(lambda tx: tx.save(again))

    def _set_aside(self, batch: _Batch, now: datetime, error: str) -> None:
        aside = [replace(wish, state=WishState.SET_ASIDE, lease=None) for wish in batch.wishes]
        troubles = [
            Trouble(
                id=wish.id,
                sort="Wish",
                about=wish.about,
                attempts=wish.attempts,
                error=error,
                at=now,
                state="set_aside",
            )
            for wish in batch.wishes
        ]
        self._store.transact(lambda tx: tx.save([*aside, *troubles]))
