"""One message on its way: taken up, read back where it may be out already, sent, and marked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn, TypeVar

import structlog

from bot.clock import Clock
from bot.guard import guarded, words_of
from bot.situations import Programs, gathered
from bot.trouble import ATTEMPTS, aside
from flows.delivery import is_paced, paced, says
from flows.kinds import kind
from flows.messages import Message
from flows.model.talk import Pace, Wish, WishState
from flows.ports import Adapter, SendFailed, SendUnknown, Store, StoreError, Transaction, Unsendable
from flows.situation import Get, Query, Situation, find
from flows.wording import rendering
from flows.wording.catalogue import Catalogue

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
BACK_OFF = timedelta(seconds=30)
SLOWER = 6
"""Each wait is so many times the one before: five tries span two hours, which few outages last."""
LONGEST = timedelta(hours=2)

T = TypeVar("T")
Batch = tuple[Wish, ...]
"""The wishes that one message merges, as they were claimed."""
Probe = Callable[[str], None]
"""Told the name of each step of a delivery; the simulation crashes there."""
TOLD = (SendFailed, SendUnknown, Unsendable)
"""What an adapter may say instead of sending."""


class Sending:
    """Sends what the outbox has claimed. Only what is still in our hand is sent: somebody may have taken it over."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        adapter: Adapter,
        clock: Clock,
        probe: Probe = lambda _: None,
        *,
        strict: bool = False,
    ) -> None:
        self._store = store
        self._programs = programs
        self._catalogue = catalogue
        self._adapter = adapter
        self._clock = clock
        self._probe = probe
        self._strict = strict

    def send(self, claimed: Batch) -> None:
        """Send a message that is certainly not out yet. While it is being sent it counts as unsure."""
        batch = claimed
        try:
            batch, message = guarded(
                lambda: self._store.transact(lambda tx: self._taken_up(tx, claimed)),
                _not_sent,
                lets=(StoreError,),
                strict=self._strict,
            )
            if message is None:
                return
            self._probe("wish.before_send")
            ref = self._asked(lambda: self._adapter.send(message))
            self._probe("wish.sent")
        except TOLD as error:
            self._failed(batch, error)
        else:
            self._mark(batch, WishState.SENT, ref=ref, sent_at=self._clock.now())

    def settle(self, batch: Batch) -> None:
        """Find out whether a message is out, where it may be. What is not, waits again."""
        place, key = batch[0].place, batch[0].sent_with or batch[0].id
        if batch[0].replaces:  # an edit shows the same however often it is made
            self._mark(batch, WishState.WAITING)
        elif not self._adapter.reads_back(place):
            once = kind(batch[0].kind).prefer == "once"
            self._mark(batch, *((WishState.DROPPED, "unknown") if once else (WishState.WAITING, "")))
        else:
            try:
                ref = self._asked(lambda: self._adapter.find(Message(key=key, place=place, parts=())))
            except TOLD as error:  # still nobody knows
                self._failed(batch, error if isinstance(error, Unsendable) else SendUnknown(str(error)))
            else:
                self._found(batch, ref)

    def _asked(self, call: Callable[[], T]) -> T:
        return guarded(call, _unknown, lets=TOLD, strict=self._strict)

    def _found(self, batch: Batch, ref: str | None) -> None:
        if ref is not None:
            self._mark(batch, WishState.SENT, ref=ref, sent_at=self._clock.now())
        elif max(wish.attempts for wish in batch) >= ATTEMPTS:
            self._aside(batch, "the platform never told whether it was sent", ATTEMPTS)
        else:
            self._mark(batch, WishState.WAITING)

    def _failed(self, batch: Batch, error: Exception) -> None:
        """Try again after a while, or set it aside."""
        attempts = max(wish.attempts for wish in batch) + 1
        log.warning("message not delivered", wish=batch[0].id, attempts=attempts, error=str(error))
        sure = not isinstance(error, SendUnknown)
        # what may be out is read back once more before it is given up
        if isinstance(error, Unsendable) or attempts >= (ATTEMPTS if sure else 2 * ATTEMPTS):
            self._aside(batch, str(error), attempts)
            return
        again = self._clock.now() + min(BACK_OFF * SLOWER ** (attempts - 1), LONGEST)
        state = WishState.CLAIMED if sure else WishState.UNSURE
        self._mark(batch, state, lease=again, attempts=attempts)

    # --- rows -----------------------------------------------------------------------------------------

    def _taken_up(self, tx: Transaction, claimed: Batch) -> tuple[Batch, Message | None]:
        batch = self._ours(tx, claimed)
        if not batch:
            return batch, None
        message = self._rendered(tx, batch)
        if message is None:
            tx.save([replace(wish, state=WishState.DROPPED, lease=None, why="not shown") for wish in batch])
            return batch, None
        lease = self._clock.now() + LEASE
        taken = tuple(replace(wish, state=WishState.UNSURE, lease=lease) for wish in batch)
        tx.save(taken)
        return taken, message

    def _ours(self, tx: Transaction, batch: Batch) -> Batch:
        """Those that nobody has taken over, settled or erased since."""
        rows = tx.load([Get(Wish, wish.id) for wish in batch])
        return tuple(wish for wish in batch if _hold(rows[Get(Wish, wish.id)]) == _hold(wish))

    def _unsettled(self, tx: Transaction, batch: Batch) -> Batch:
        """Those of which nobody knows yet that they were sent, whoever has them in hand now."""
        rows = tx.load([Get(Wish, wish.id) for wish in batch])
        states = {wish.id: row.state for wish in batch if (row := rows[Get(Wish, wish.id)])}
        over = (WishState.SENT, WishState.SET_ASIDE, None)
        return tuple(wish for wish in batch if states.get(wish.id) not in over)

    def _mark(self, batch: Batch, state: WishState, why: str = "", **more: object) -> None:
        marks = {"lease": None, "holder": "", "state": state, "why": why, **more}
        if state is WishState.WAITING:
            marks["sent_with"] = None
        whose = self._unsettled if state is WishState.SENT else self._ours

        def mark(tx: Transaction) -> None:
            marked = whose(tx, batch)
            tx.save([replace(wish, **marks) for wish in marked])  # type: ignore[arg-type]
            if state is WishState.SENT:
                tx.save(_paces(tx, marked, self._clock.now()))

        self._store.transact(mark)
        self._probe("wish.marked")

    def _aside(self, batch: Batch, error: str, attempts: int) -> None:
        def put(tx: Transaction) -> None:
            ours = tuple(replace(wish, attempts=attempts) for wish in self._ours(tx, batch))
            if ours:
                aside(tx, self._programs, ours, self._clock.now(), error)

        self._store.transact(put)

    def _rendered(self, tx: Transaction, batch: Batch) -> Message | None:
        wishes: Sequence[Wish] = batch
        edits: str | None = None
        if batch[0].replaces:
            shown = _shown_with(tx, batch[0].replaces)
            if not shown:
                return None
            edits, wishes = shown[0].ref, [_as_it_now_reads(tx, wish, batch[0]) for wish in shown]
        wishes = sorted(wishes, key=_as_shown)
        start = Situation(now=self._clock.now(), loaded={})
        known = gathered(tx, self._programs, start, lambda sofar: rendering.needs(wishes, sofar))
        message = rendering.render(wishes, known, self._catalogue)
        return replace(message, key=batch[0].sent_with or batch[0].id, edits=edits)


def _paces(tx: Transaction, sent: Batch, now: datetime) -> list[Pace]:
    """The reader had one more message unasked, however many wishes it merged."""
    readers = [wish.to for wish in sent if wish.to and is_paced(wish)][:1]
    return [
        paced(tx.load([at])[at] or Pace(id=reader), now) for reader in readers for at in [Get(Pace, reader)]
    ]


def _hold(wish: Wish | None) -> tuple[object, ...]:
    """Who has it in hand since when: what changes as soon as somebody else takes it."""
    return (wish.state, wish.holder, wish.lease) if wish else ()


def _not_sent(error: Exception) -> NoReturn:
    raise SendFailed(words_of(error)) from error


def _unknown(error: Exception) -> NoReturn:
    raise SendUnknown(words_of(error)) from error


def _shown_with(tx: Transaction, id: str) -> list[Wish]:
    """All that was sent in the message that carries this wish, in the order in which it is shown."""
    at: Query = Get(Wish, id)
    sent: Wish | None = tx.load([at])[at]
    if sent is None or sent.state is not WishState.SENT:
        return []
    whole = find(Wish, sent_with=sent.sent_with or sent.id)
    parts: tuple[Wish, ...] = tx.load([whole])[whole]
    return [wish for wish in parts if wish.state is WishState.SENT and not wish.replaces]


def _as_it_now_reads(tx: Transaction, wish: Wish, edit: Wish) -> Wish:
    """The rewritten part says what the edit says, from now on; the other parts stay as they are."""
    if wish.id != edit.replaces or says(wish) == says(edit):
        return wish
    now = replace(wish, **says(edit))
    tx.save([now])
    return now


def _as_shown(wish: Wish) -> tuple[str, datetime, int, str]:
    """The order within a message: the same however it came about, and what one may decide before what one is asked."""
    return wish.kind, wish.created, wish.ordinal, wish.id


__all__ = ["BACK_OFF", "LEASE", "Batch", "Probe", "Sending"]
