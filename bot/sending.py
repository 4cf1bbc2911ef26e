"""One message on its way: taken up, read back where it may be out already, sent, and marked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn, TypeVar

import structlog

from bot.clock import Clock
from bot.files.making import made
from bot.guard import guarded, words_of
from bot.lines import Lines
from bot.preparing import message_of
from bot.routing import LATER as NOWHERE
from bot.routing import Routing
from bot.situations import Programs
from bot.trouble import ATTEMPTS, aside
from flows.delivery import is_paced, is_unsure, paced
from flows.kinds import kind
from flows.messages import Message
from flows.model.talk import Pace, Wish, WishState
from flows.ports import (
    Barred,
    Nowhere,
    SendFailed,
    SendUnknown,
    Store,
    StoreError,
    TooSoon,
    Transaction,
    Unreachable,
    Unsendable,
)
from flows.reaching import undecided
from flows.situation import Get
from flows.wording.catalogue import Catalogue

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
BACK_OFF = timedelta(seconds=30)
SLOWER = 6
"""Each wait is so many times the one before: five tries span two hours, which few outages last."""
LONGEST = timedelta(hours=2)
LOOK = timedelta(seconds=2)
"""After so long what may be out is first looked for, where it can be: until then it holds up all else to that person."""

T = TypeVar("T")
Batch = tuple[Wish, ...]
"""The wishes that one message merges, as they were claimed."""
Probe = Callable[[str], None]
"""Told the name of each step of a delivery; the simulation crashes there."""
TOLD = (SendFailed, SendUnknown, Unsendable, Unreachable, Nowhere)
"""What an adapter may say instead of sending."""


class Sending:
    """Sends what the outbox has claimed. Only what is still in our hand is sent: somebody may have taken it over."""

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        lines: Lines,
        clock: Clock,
        probe: Probe = lambda _: None,
        *,
        routing: Routing,
        strict: bool = False,
    ) -> None:
        self._store = store
        self._programs = programs
        self._catalogue = catalogue
        self._lines = lines
        self._routing = routing
        self._clock = clock
        self._probe = probe
        self._strict = strict

    def send(self, claimed: Batch) -> None:
        """Send a message that is certainly not out yet. While it is being sent it counts as unsure."""
        batch, line = claimed, self._lines.of(claimed[0].via)
        try:
            batch, message = guarded(
                lambda: self._store.transact(lambda tx: self._taken_up(tx, claimed)),
                _not_sent,
                lets=(StoreError,),
                strict=self._strict,
            )
            if message is None:
                return
            # not while the rows are locked: a picture takes its time
            whole = guarded(lambda: made(message), _not_sent, strict=self._strict)
            self._probe("wish.before_send")
            ref = self._asked(lambda: line.adapter.send(whole))
            self._probe("wish.sent")
        except TOLD as error:
            self._failed(batch, error)
        else:
            line.outage.over()
            self._mark(batch, WishState.SENT, ref=ref, sent_at=self._clock.now())

    def settle(self, batch: Batch) -> None:
        """Find out whether a message is out, where it may be. What is not, waits again."""
        place, key = batch[0].place, batch[0].sent_with or batch[0].id
        line = self._lines.of(batch[0].via)
        if batch[0].replaces:  # an edit shows the same however often it is made
            self._mark(batch, WishState.WAITING)
        elif not line.adapter.reads_back(place):
            once = kind(batch[0].kind).prefer == "once"
            self._mark(batch, *((WishState.DROPPED, "unknown") if once else (WishState.WAITING, "")))
        else:
            try:
                ref = self._asked(lambda: line.adapter.find(Message(key=key, place=place, parts=())))
            except TOLD as error:
                self._failed(batch, error, looked=True)
            else:
                line.outage.over()
                self._found(batch, ref)

    def put_back(self, batch: Batch) -> None:
        """Not now: the platform takes nothing. What may be out stays in hand, to be looked for."""
        if not is_unsure(batch[0]):
            self._mark(batch, WishState.WAITING)

    def _asked(self, call: Callable[[], T]) -> T:
        return guarded(call, _unknown, lets=TOLD, strict=self._strict)

    def _found(self, batch: Batch, ref: str | None) -> None:
        if ref is not None:
            self._mark(batch, WishState.SENT, ref=ref, sent_at=self._clock.now())
        elif max(wish.attempts for wish in batch) >= ATTEMPTS:
            self._aside(batch, SendUnknown("the platform never told whether it was sent"), ATTEMPTS)
        else:
            self._mark(batch, WishState.WAITING)

    def _failed(self, batch: Batch, error: Exception, *, looked: bool = False) -> None:
        """Try again after a while, or set it aside. `looked`: it was only looked for, so still nobody knows."""
        sure = not (looked or isinstance(error, SendUnknown))
        state = WishState.CLAIMED if sure else WishState.UNSURE
        line = self._lines.of(batch[0].via)
        if isinstance(error, Unreachable):  # nothing is wrong with this message: it is not held against it
            until = line.outage.met(self._clock.now(), str(error))
            self._mark(batch, state, lease=until, holder=batch[0].holder)
            return
        if isinstance(error, Nowhere):
            log.debug("message waits", wish=batch[0].id, why=str(error))
            nobody_knows = tuple(undecided(wish) for wish in batch)
            self._mark(nobody_knows, WishState.WAITING, not_before=self._clock.now() + NOWHERE)
            return
        if isinstance(error, TooSoon) and not looked:
            log.info("message comes too soon", wish=batch[0].id, why=str(error))
            self._mark(batch, state, lease=self._clock.now() + timedelta(seconds=error.seconds))
            return
        attempts = max(wish.attempts for wish in batch) + 1
        log.warning("message not delivered", wish=batch[0].id, attempts=attempts, error=str(error))
        # what may be out is read back once more before it is given up
        if isinstance(error, Unsendable) or attempts >= (ATTEMPTS if sure else 2 * ATTEMPTS):
            self._aside(batch, error, attempts)
            return
        first_look = attempts == 1 and not sure and not looked and line.adapter.reads_back(batch[0].place)
        wait = LOOK if first_look else min(BACK_OFF * SLOWER ** (attempts - 1), LONGEST)
        self._mark(batch, state, lease=self._clock.now() + wait, attempts=attempts)

    # --- rows -----------------------------------------------------------------------------------------

    def _taken_up(self, tx: Transaction, claimed: Batch) -> tuple[Batch, Message | None]:
        batch = self._ours(tx, claimed)
        if not batch:
            return batch, None
        message = message_of(tx, self._programs, self._catalogue, batch, self._clock.now())
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

    def _aside(self, batch: Batch, error: Exception, attempts: int) -> None:
        def put(tx: Transaction) -> None:
            ours = tuple(replace(wish, attempts=attempts) for wish in self._ours(tx, batch))
            other = self._routing.elsewhere(tx, ours[0]) if ours and _has_left(error) else ""
            if ours:
                aside(tx, self._programs, ours, self._clock.now(), error, elsewhere=other)

        self._store.transact(put)


def _paces(tx: Transaction, sent: Batch, now: datetime) -> list[Pace]:
    """The reader had one more message unasked, however many wishes it merged."""
    readers = [wish.to for wish in sent if wish.to and is_paced(wish)][:1]
    return [
        paced(tx.load([at])[at] or Pace(id=reader), now) for reader in readers for at in [Get(Pace, reader)]
    ]


def _has_left(error: Exception) -> bool:
    """Whether somebody cannot be reached there, and perhaps elsewhere."""
    return isinstance(error, Unsendable) and error.why in (Barred.GONE, Barred.SHUT)


def _hold(wish: Wish | None) -> tuple[object, ...]:
    """Who has it in hand since when: what changes as soon as somebody else takes it."""
    return (wish.state, wish.holder, wish.lease) if wish else ()


def _not_sent(error: Exception) -> NoReturn:
    raise SendFailed(words_of(error)) from error


def _unknown(error: Exception) -> NoReturn:
    raise SendUnknown(words_of(error)) from error


__all__ = ["BACK_OFF", "LEASE", "Batch", "Probe", "Sending"]
