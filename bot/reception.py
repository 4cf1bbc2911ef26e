"""Where adapters hand in events: answered in time, or kept in the inbox and answered by a message."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as TooSlow
from functools import partial
from typing import Any

from bot.fate import Fate
from bot.inbox import in_inbox, out_of_inbox, tell
from bot.turn import Turns
from flows.events import Event
from flows.messages import Answer, Say, Word
from flows.model.talk import Inbox, Seen
from flows.ports import Store, StoreError, Transaction
from flows.situation import Get, Query, find

PATIENCE = 2.0
"""Seconds that an event may wait for its turn: platforms give three."""
WORKING = Word(said=Say("later.working"))
NOT_RECORDED = Word(said=Say("refused.failed"))


class Reception:
    """Takes events from adapters, on threads of its own. `after` is called whenever one has had its turn."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        *,
        patience: float = PATIENCE,
        threads: int = 4,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._turns = turns
        self._patience = patience
        self._after = after
        self._turning = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        # apart from the turns: when they are slow, all their threads are busy
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    def receive(self, event: Event) -> Answer | None:
        """What to acknowledge the event with. When this returns, the event is saved, or the answer says it is not."""
        fate = Fate()
        turn = self._turning.submit(self._turns.take, event, fate.seal)
        turn.add_done_callback(lambda _: self._after())
        try:
            return turn.result(self._patience)
        except (TooSlow, StoreError):
            return self._keep(event, turn, fate)

    def _keep(self, event: Event, turn: "Future[Answer | None]", fate: Fate) -> Answer | None:
        kept = self._keeping.submit(self._store.transact, _keeping(event, fate))
        _settled([kept, turn], self._patience / 2)
        if not (_stands(kept) or _stands(turn)) and fate.give_up():
            turn.cancel()
            kept.cancel()
            return NOT_RECORDED
        _settled([kept, turn], None)  # one of them was about to commit: only its end tells what to say
        if _stands(turn):
            wait([kept])  # it sees the turn by now, unless it was first
        if _stands(kept) and kept.result():
            return WORKING
        return turn.result() if _stands(turn) else NOT_RECORDED

    def answer_late(self) -> None:
        """Give every event of the inbox its turn, unless it had it, and tell its person what it was answered."""
        waiting = find(Inbox, state="waiting")
        while rows := self._store.transact(lambda tx: tx.load([waiting])[waiting]):
            for row in rows:
                event = out_of_inbox(row)
                answer = self._turns.take(event)
                self._store.transact(
                    partial(tell, event=event, answer=answer, platforms=self._turns.platforms)
                )

    def close(self) -> None:
        """Wait for the turns in hand."""
        self._turning.shutdown(wait=True)
        self._keeping.shutdown(wait=True)


def _keeping(event: Event, fate: Fate) -> Callable[[Transaction], bool]:
    def work(tx: Transaction) -> bool:
        had_its_turn: Query = Get(Seen, event.id)
        if tx.load([had_its_turn])[had_its_turn] is not None:
            return False
        tx.save([in_inbox(event)])
        fate.seal()
        return True

    return work


def _settled(futures: "list[Future[Any]]", seconds: float | None) -> None:
    """Wait until one of them has come to a good end, or all have ended, or the time is over."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, seconds, FIRST_COMPLETED)
        if not done or any(map(_stands, done)):
            return


def _stands(future: "Future[Any]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
